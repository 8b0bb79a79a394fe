using System.Buffers;
using System.Text.Json;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Engine.Running;

/// <summary>A run as bytes and back. Written by hand, for it is written on every burst.</summary>
public static class InstanceJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = Values.Json.Encoder, SkipValidation = true };

    public static byte[] Write(WorkflowInstance instance)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("id", instance.Id);
            writer.WriteString("definitionId", instance.DefinitionId);
            writer.WriteString("status", instance.Status.ToString());
            writer.WriteString("subStatus", instance.SubStatus.ToString());
            if (instance.Name is not null) writer.WriteString("name", instance.Name);
            if (instance.CorrelationId is not null) writer.WriteString("correlationId", instance.CorrelationId);
            if (instance.TriggerActivityId is not null) writer.WriteString("trigger", instance.TriggerActivityId);
            writer.WriteNumber("lastExecution", instance.LastExecutionId);
            writer.WriteNumber("lastBookmark", instance.LastBookmarkId);
            WriteMembers(writer, "input", instance.Input);
            WriteMembers(writer, "output", instance.Output);
            WriteMembers(writer, "variables", instance.Variables);
            WriteMembers(writer, "memory", instance.Memory);
            WriteMembers(writer, "results", instance.Results);
            if (instance.Outcomes.Count > 0)
            {
                writer.WritePropertyName("outcomes");
                JsonSerializer.Serialize(writer, instance.Outcomes, Values.Json);
            }
            WriteExecutions(writer, instance);
            WriteBookmarks(writer, instance);
            if (instance.AllIncidents.Count > 0)
            {
                writer.WritePropertyName("incidents");
                JsonSerializer.Serialize(writer, instance.AllIncidents, Values.Json);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidOperationException">The definition has no step that the run stands at.</exception>
    public static WorkflowInstance Read(ReadOnlyMemory<byte> bytes, CompiledDefinition definition)
    {
        using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 256 });
        var json = document.RootElement;
        var instance = new WorkflowInstance
        {
            Id = json.GetProperty("id").GetString()!,
            DefinitionId = json.GetProperty("definitionId").GetString()!,
            Status = Enum.Parse<WorkflowStatus>(json.GetProperty("status").GetString()!),
            SubStatus = Enum.Parse<SubStatus>(json.GetProperty("subStatus").GetString()!),
            Name = Text(json, "name"),
            CorrelationId = Text(json, "correlationId"),
            TriggerActivityId = Text(json, "trigger"),
            LastExecutionId = json.GetProperty("lastExecution").GetInt32(),
            LastBookmarkId = json.GetProperty("lastBookmark").GetInt32(),
            Outcomes = json.TryGetProperty("outcomes", out var outcomes) ? outcomes.Deserialize<List<string>>(Values.Json)! : [],
        };
        ReadMembers(json, "input", instance.Input);
        ReadMembers(json, "output", instance.Output);
        ReadMembers(json, "variables", instance.Variables);
        ReadMembers(json, "results", instance.Results);
        if (json.TryGetProperty("memory", out var memory))
            foreach (var member in memory.EnumerateObject()) instance.Memory[member.Name] = member.Value.Clone();
        ReadExecutions(json, instance, definition);
        ReadBookmarks(json, instance);
        if (json.TryGetProperty("incidents", out var incidents)) instance.AllIncidents.AddRange(incidents.Deserialize<List<Incident>>(Values.Json)!);
        return instance;
    }

    private static void WriteExecutions(Utf8JsonWriter writer, WorkflowInstance instance)
    {
        writer.WriteStartArray("executions");
        foreach (var execution in instance.Executions)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", execution.Id);
            writer.WriteString("node", execution.Place.NodeId);
            if (execution.Parent is not null) writer.WriteNumber("parent", execution.Parent.Id);
            if (execution.Status != ActivityStatus.Running) writer.WriteString("status", execution.Status.ToString());
            if (execution.Backward) writer.WriteBoolean("backward", true);
            if (execution.Cause != 0) writer.WriteNumber("cause", execution.Cause);
            if (execution.Comeback is { } comeback)
            {
                writer.WritePropertyName("comeback");
                JsonSerializer.Serialize(writer, comeback, Values.Json);
            }
            if (execution.State is { } state)
            {
                writer.WritePropertyName("state");
                Values.Write(writer, state);
            }
            if (execution.Variables is { } variables) WriteMembers(writer, "variables", variables);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void ReadExecutions(JsonElement json, WorkflowInstance instance, CompiledDefinition definition)
    {
        foreach (var item in json.GetProperty("executions").EnumerateArray())
        {
            var node = item.GetProperty("node").GetString()!;
            ActivityExecution? parent = null;
            if (item.TryGetProperty("parent", out var parentId))
            {
                var id = parentId.GetInt32();
                parent = instance.Executions.Find(live => live.Id == id)
                    ?? throw new InvalidOperationException($"Execution {id} of instance {instance.Id} is missing.");
            }
            var execution = new ActivityExecution
            {
                Id = item.GetProperty("id").GetInt32(),
                Place = definition.Find(node) ?? throw new InvalidOperationException($"Definition {definition.Source.DefinitionId} has no step {node}."),
                Parent = parent,
                Status = Text(item, "status") is { } status ? Enum.Parse<ActivityStatus>(status) : ActivityStatus.Running,
                Backward = item.TryGetProperty("backward", out _),
                Cause = item.TryGetProperty("cause", out var cause) ? cause.GetInt32() : 0,
                Comeback = item.TryGetProperty("comeback", out var comeback) ? comeback.Deserialize<Comeback>(Values.Json) : null,
                State = item.TryGetProperty("state", out var state) ? state.Clone() : null,
            };
            if (item.TryGetProperty("variables", out _)) ReadMembers(item, "variables", execution.Variables = new(StringComparer.Ordinal));
            instance.Executions.Add(execution);
        }
    }

    private static void WriteBookmarks(Utf8JsonWriter writer, WorkflowInstance instance)
    {
        writer.WriteStartArray("bookmarks");
        foreach (var bookmark in instance.OpenBookmarks)
        {
            writer.WriteStartObject();
            writer.WriteString("id", bookmark.Id);
            writer.WriteString("kind", bookmark.Kind.ToString());
            writer.WriteString("name", bookmark.Name);
            writer.WriteNumber("execution", bookmark.Execution.Id);
            if (bookmark.Due is { } due) writer.WriteString("due", due);
            if (bookmark.Payload is { } payload)
            {
                writer.WritePropertyName("payload");
                Values.Write(writer, payload);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void ReadBookmarks(JsonElement json, WorkflowInstance instance)
    {
        foreach (var item in json.GetProperty("bookmarks").EnumerateArray())
        {
            var execution = item.GetProperty("execution").GetInt32();
            instance.OpenBookmarks.Add(new Bookmark
            {
                Id = item.GetProperty("id").GetString()!,
                Kind = Enum.Parse<WaitKind>(item.GetProperty("kind").GetString()!),
                Name = item.GetProperty("name").GetString()!,
                Execution = instance.Executions.Find(live => live.Id == execution) ?? throw new InvalidOperationException($"Execution {execution} of instance {instance.Id} is missing."),
                Due = item.TryGetProperty("due", out var due) ? due.GetDateTimeOffset() : null,
                Payload = item.TryGetProperty("payload", out var payload) ? payload.Clone() : null,
            });
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, string name, Dictionary<string, object?> members)
    {
        if (members.Count == 0) return;
        writer.WriteStartObject(name);
        foreach (var (member, value) in members)
        {
            writer.WritePropertyName(member);
            Values.Write(writer, value);
        }
        writer.WriteEndObject();
    }

    private static void ReadMembers(JsonElement json, string name, Dictionary<string, object?> members)
    {
        if (!json.TryGetProperty(name, out var found)) return;
        foreach (var member in found.EnumerateObject()) members[member.Name] = Values.FromJson(member.Value);
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
