using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.BuiltIn;

/// <summary>Reads a flowchart's arrows in all the shapes Elsa has written over time.</summary>
internal static class FlowConnectionReader
{
    public static List<FlowConnection> Read(ActivityBinder binder, CompiledActivity[] activities)
    {
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var activity in activities) indices.TryAdd(activity.Id, activity.LocalIndex);

        var connections = new List<FlowConnection>();
        var position = 0;
        foreach (var node in Nodes(binder.Json["connections"]))
        {
            var path = $"connections[{position++}]";
            if (node is not JsonObject json)
            {
                binder.Problem(path, "bad-connection", "这条连线不完整，请重新连接。");
                continue;
            }
            var source = End(json, "source", "sourcePort", Outcomes.Done);
            var target = End(json, "target", "targetPort", "In");
            if (Missing(binder, path, "起点", source.Activity, indices) | Missing(binder, path, "终点", target.Activity, indices)) continue;
            var key = $"{source.Activity}:{source.Port}->{target.Activity}:{target.Port}";
            var twin = connections.Find(known => known.Key == key);
            connections.Add(new FlowConnection(connections.Count, indices[source.Activity!], source.Port, indices[target.Activity!], target.Port, key)
            {
                Slot = twin?.Slot ?? connections.Count,
            });
        }
        return connections;
    }

    private static JsonArray Nodes(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => list,
        JsonObject json when json["$values"] is JsonArray list => list,
        _ => [node.DeepClone()],
    };

    /// <summary>Either <c>{activity, port}</c>, or a bare id with the port beside it.</summary>
    private static (string? Activity, string Port) End(JsonObject json, string member, string portMember, string defaultPort) =>
        Member(json, member) switch
        {
            JsonObject end => (Member(end, "activity")?.ToString(), Port(Member(end, "port"), defaultPort)),
            JsonValue id => (id.ToString(), Port(Member(json, portMember), defaultPort)),
            _ => (null, defaultPort),
        };

    private static string Port(JsonNode? node, string defaultPort) => node?.ToString() is { Length: > 0 } port ? port : defaultPort;

    private static JsonNode? Member(JsonObject json, string name) => json[name] ?? json[char.ToUpperInvariant(name[0]) + name[1..]];

    private static bool Missing(ActivityBinder binder, string path, string which, string? activity, Dictionary<string, int> indices)
    {
        if (activity is not null && indices.ContainsKey(activity)) return false;
        // The step itself may have been refused already; then its arrows need no second complaint.
        if (activity is not null && Nodes(binder.Json["activities"]).Any(node => node is JsonObject json && json["id"]?.ToString() == activity)) return true;
        binder.Problem(path, "dangling-connection", $"连线的{which}“{activity ?? "（空）"}”不存在，请删去这条连线或补上那个步骤。");
        return true;
    }
}
