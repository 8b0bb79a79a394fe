using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Steps inside steps, read straight from the JSON, known and foreign ones alike.</summary>
internal static class StepTree
{
    /// <summary>Containers that list their steps, and so can be opened and drawn into.</summary>
    public static bool IsList(JsonObject step) => step["activities"] is JsonArray || Type(step) is "Elsa.Flowchart" or "Elsa.Sequence" or "Elsa.Parallel";

    public static bool IsChart(JsonObject step) => Type(step) == "Elsa.Flowchart" || step["connections"] is JsonArray;

    /// <summary>Whether there is something to open in it.</summary>
    public static bool IsContainer(JsonObject step) => IsList(step) || PortsOf(Type(step)).Count > 0 || Children(step).Any();

    public static string Type(JsonObject step) => Text(step["type"]) ?? "";

    public static string Id(JsonObject step) => Text(step["id"]) ?? "";

    public static string Title(JsonObject step) => Text((step["metadata"] as JsonObject)?["displayText"]) is { Length: > 0 } text ? text
        : Text(step["name"]) is { Length: > 0 } name ? name : Id(step) is { Length: > 0 } id ? id : Type(step);

    /// <summary>Members of a kind of step that hold one step each, e.g. the body of a loop.</summary>
    public static IReadOnlyList<string> PortsOf(string type) => Steps.StepCatalog.All.Find(type)?.Ports ?? [];

    /// <summary>The steps directly inside one, with the id they are addressed by: where the file gives none, their place.</summary>
    public static IEnumerable<(string Id, JsonObject Step)> Children(JsonObject step)
    {
        foreach (var (member, value) in step)
        {
            if (value is JsonArray list && member is "activities" or "cases")
                for (var index = 0; index < list.Count; index++)
                {
                    var child = member == "cases" ? (list[index] as JsonObject)?["activity"] as JsonObject : list[index] as JsonObject;
                    if (child is not null && LooksLikeStep(child)) yield return (AddressId(child, $"@{member}{index}"), child);
                }
            else if (value is JsonObject one && member is not ("metadata" or "customProperties" or "variable") && LooksLikeStep(one)) yield return (AddressId(one, $"@{member}"), one);
        }
    }

    /// <summary>The steps directly inside one by their ids; of two alike the first.</summary>
    public static Dictionary<string, JsonObject> ById(JsonObject step) =>
        Children(step).DistinctBy(child => child.Id).ToDictionary(child => child.Id, child => child.Step, StringComparer.Ordinal);

    /// <summary>Every step at or below one, outermost first.</summary>
    public static IEnumerable<(StepAddress Address, JsonObject Step)> All(JsonObject root)
    {
        var open = new Stack<(StepAddress Address, JsonObject Step)>([(StepAddress.Root, root)]);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var (id, child) in Children(next.Step).Reverse()) open.Push((new StepAddress(next.Address.Path, id), child));
        }
    }

    public static JsonObject? Find(JsonObject? root, string scope)
    {
        var at = root;
        foreach (var id in StepAddress.Ids(scope))
        {
            if (at is null) return null;
            at = Children(at).FirstOrDefault(child => child.Id == id).Step;
        }
        return at;
    }

    internal static bool LooksLikeStep(JsonObject json) => Text(json["type"])?.Contains('.', StringComparison.Ordinal) == true || json["id"] is not null && json["metadata"] is JsonObject;

    private static string AddressId(JsonObject step, string place) => Id(step) is { Length: > 0 } id ? id : place;

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    internal static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : null;
}
