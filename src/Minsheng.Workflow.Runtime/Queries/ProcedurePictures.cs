using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Lights;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Procedures as pictures, read from their files once per content.</summary>
public sealed class ProcedurePictures
{
    private readonly ConcurrentDictionary<string, ProcedurePicture> _known = new(StringComparer.Ordinal);

    internal async Task<ProcedurePicture> ReadAsync(WorkflowDb db, string versionId, CancellationToken cancellation)
    {
        // A run may stand on the shelf's version, which no jurisdiction's filter shows.
        var digest = await db.DefinitionVersions.IgnoreQueryFilters()
            .Where(version => version.Id == versionId && (version.JurisdictionId == db.JurisdictionId || version.JurisdictionId == ""))
            .Select(version => version.Digest).SingleAsync(cancellation);
        return await OfFileAsync(db, digest, cancellation);
    }

    internal async Task<ProcedurePicture> OfFileAsync(WorkflowDb db, string digest, CancellationToken cancellation)
    {
        if (_known.TryGetValue(digest, out var picture)) return picture;
        var bytes = await db.DefinitionFiles.Where(file => file.Digest == digest).Select(file => file.Bytes).SingleAsync(cancellation);
        return _known.GetOrAdd(digest, PictureReader.Read(bytes));
    }
}

/// <param name="Stages">环节 in their order.</param>
/// <param name="Source">The document the procedure was drawn from.</param>
public sealed record ProcedurePicture(
    string Name, IReadOnlyList<PictureStep> Steps, IReadOnlyList<PictureWay> Ways, IReadOnlyList<string> Stages, string? Source, string? LegalBasis,
    IReadOnlyList<ProcedureSetting> Settings, LightSettings Lights)
{
    /// <summary>The step of the picture that a place in the definition lies in.</summary>
    public PictureStep? StepAt(string? nodeId)
    {
        var parts = nodeId?.Split(':');
        return parts is { Length: > 1 } ? Steps.FirstOrDefault(step => step.Id == parts[1]) : null;
    }
}

public sealed record PictureStep(string Id, string Title, string Type, string? Stage, double X, double Y, string? LegalBasis, string? Note);

/// <summary>What may be set differently each year.</summary>
/// <param name="Default">As text.</param>
/// <param name="Choices">What it may be, with the words for it; empty where anything may be written.</param>
public sealed record ProcedureSetting(string Name, string Label, string? Hint, string Default, bool IsNumber, IReadOnlyList<SettingChoice> Choices);

/// <param name="Label">The outcome in words; null for the plain end of a step.</param>
public sealed record PictureWay(string From, string To, string Port, string? Label);

/// <summary>Reads a definition file as a picture: the root's steps and arrows, bodies of containers left out.</summary>
internal static class PictureReader
{
    private const double RowHeight = 120;

    public static ProcedurePicture Read(byte[] file)
    {
        using var document = JsonDocument.Parse(file, new JsonDocumentOptions { MaxDepth = 256 });
        var json = document.RootElement;
        var root = json.TryGetProperty("root", out var found) ? found : default;
        var activities = List(root, "activities");
        var steps = activities.Select(Step).ToList();
        if (steps.TrueForAll(step => step is { X: 0, Y: 0 }))
            steps = [.. steps.Select((step, index) => step with { X = 60, Y = 40 + index * RowHeight })];
        var ways = List(root, "connections").Select(way => Way(way, activities)).OfType<PictureWay>().ToList();
        return new ProcedurePicture(
            Text(json, "name") ?? "", steps, ways, ProcedureStages.Order(steps.Select(step => step.Stage).OfType<string>(), Listed(json)),
            Text(Member(json, "customProperties"), "source"), Text(Member(json, "customProperties"), "legalBasis"),
            Settings(json, file),
            LightsIn(root) ?? LightSettings.Default);
    }

    private static IReadOnlyList<string> Listed(JsonElement json) =>
        [.. List(Member(json, "customProperties"), ProcedureStages.Member).Select(stage => stage.ValueKind == JsonValueKind.String ? stage.GetString()! : "")];

    /// <summary>The lights that the first planning step names, however deep it lies.</summary>
    private static LightSettings? LightsIn(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array) return json.EnumerateArray().Select(LightsIn).FirstOrDefault(found => found is not null);
        if (json.ValueKind != JsonValueKind.Object) return null;
        if (Text(json, "type") != "Minsheng.Plan") return json.EnumerateObject().Select(member => LightsIn(member.Value)).FirstOrDefault(found => found is not null);
        var value = Member(Member(Member(json, "lights"), "expression"), "value");
        return value.ValueKind switch
        {
            JsonValueKind.Object => value.Deserialize<LightSettings>(Values.Json),
            JsonValueKind.String when value.GetString() is { Length: > 0 } text => JsonSerializer.Deserialize<LightSettings>(text, Values.Json),
            _ => null,
        };
    }

    private static IReadOnlyList<ProcedureSetting> Settings(JsonElement json, byte[] file)
    {
        var definition = new WorkflowDefinition(JsonNode.Parse(file)!.AsObject());
        return [.. List(json, "inputs").Select(input => Setting(definition, input)).OfType<ProcedureSetting>()];
    }

    /// <summary>Inputs with a name for people and a plain default; the others are filled in by the platform.</summary>
    private static ProcedureSetting? Setting(WorkflowDefinition definition, JsonElement input)
    {
        var start = Member(input, "defaultValue");
        return Text(input, "name") is { } name && Text(input, "displayName") is { } label && start.ValueKind is JsonValueKind.Number or JsonValueKind.String
            ? new ProcedureSetting(name, label, Text(input, "description"), start.ToString(), start.ValueKind == JsonValueKind.Number, Choices(definition, name, start.ToString()))
            : null;
    }

    /// <summary>A default that is the code of a role is a choice among roles.</summary>
    private static IReadOnlyList<SettingChoice> Choices(WorkflowDefinition definition, string name, string start) =>
        Roles.All.Contains(start) ? [.. Roles.All.Select(role => new SettingChoice(role, Roles.Name(role)))] : SettingChoices.Of(definition, name);

    private static PictureStep Step(JsonElement activity)
    {
        var (metadata, custom) = (Member(activity, "metadata"), Member(activity, "customProperties"));
        var position = Member(Member(metadata, "designer"), "position");
        var id = Text(activity, "id") ?? "";
        return new PictureStep(
            id, Text(metadata, "displayText") ?? Text(activity, "name") ?? id, Text(activity, "type") ?? "", Text(custom, "stage"),
            Number(position, "x"), Number(position, "y"), Text(custom, "legalBasis"), Text(custom, "note"));
    }

    private static PictureWay? Way(JsonElement way, IReadOnlyList<JsonElement> activities)
    {
        var (source, target) = (Member(way, "source"), Member(way, "target"));
        var from = source.ValueKind == JsonValueKind.String ? source.GetString() : Text(source, "activity");
        var to = target.ValueKind == JsonValueKind.String ? target.GetString() : Text(target, "activity");
        if (from is null || to is null) return null;
        var port = Text(source, "port") ?? Text(way, "sourcePort") ?? Engine.Running.Outcomes.Done;
        return new PictureWay(from, to, port, Label(activities.FirstOrDefault(activity => Text(activity, "id") == from), port));
    }

    /// <summary>What the button says, where the step's actions name the outcome.</summary>
    private static string? Label(JsonElement activity, string port)
    {
        foreach (var action in List(Member(Member(activity, "actions"), "expression"), "value"))
            if (Text(action, "outcome") == port) return port == Engine.Running.Outcomes.Done ? null : Text(action, "label");
        return port == Engine.Running.Outcomes.Done ? null : OutcomeWords.Of(port) ?? port;
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    private static double Number(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : 0;

    private static JsonElement[] List(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
}
