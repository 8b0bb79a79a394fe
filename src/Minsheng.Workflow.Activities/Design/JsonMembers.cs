using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Two states of one piece of a file side by side.</summary>
internal static class JsonMembers
{
    /// <summary>Names in either, those of the first in its order.</summary>
    public static IEnumerable<string> Union(JsonObject first, JsonObject second) => first.Select(member => member.Key).Union(second.Select(member => member.Key));

    /// <summary>Names of what differs, the later state's first.</summary>
    public static List<string> Differing(JsonObject before, JsonObject after) => [.. Union(after, before).Where(name => !JsonNode.DeepEquals(before[name], after[name]))];

    /// <summary>Settings, variables and the like by their names; null for what is no list of things with names of their own.</summary>
    public static Dictionary<string, JsonObject>? ByName(JsonNode? list)
    {
        var items = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var item in list as JsonArray ?? [])
            if (item is not JsonObject json || StepTree.Text(json["name"]) is not { } name || !items.TryAdd(name, json)) return null;
        return items;
    }
}
