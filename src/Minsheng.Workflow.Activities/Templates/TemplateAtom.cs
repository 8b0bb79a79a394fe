using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Activities.Templates;

internal enum AtomKind
{
    /// <summary>A member of an object.</summary>
    Member,

    /// <summary>A setting, variable or result of the procedure, by its name.</summary>
    Named,

    /// <summary>A step of a container.</summary>
    Step,

    /// <summary>An arrow of a container.</summary>
    Way,
}

/// <summary>The least that may differ between two states of a template.</summary>
/// <param name="At">The way to the object it belongs to.</param>
/// <param name="Key">Name of the member, of the setting, id of the step, key of the arrow.</param>
/// <param name="After">Null where it is gone.</param>
internal sealed record TemplateAtom(AtomKind Kind, JsonPlace At, string Key, JsonNode? Before, JsonNode? After, string? Follows = null)
{
    public void Apply(JsonObject definition)
    {
        if (At.Find(definition) is not { } owner) return;
        switch (Kind)
        {
            case AtomKind.Member when After is null:
                owner.Remove(Key);
                break;
            case AtomKind.Member:
                owner[Key] = After.DeepClone();
                break;
            case AtomKind.Named:
                Put(owner, At.List!, item => StepTree.Text(item["name"]) == Key);
                break;
            case AtomKind.Step:
                Put(owner, "activities", step => StepTree.Id(step) == Key);
                break;
            default:
                if (owner["connections"] is not JsonArray) owner["connections"] = new JsonArray();
                PutWay((JsonArray)owner["connections"]!, Way.In(owner));
                break;
        }
    }

    public string Text => (After ?? Before)!.ToJsonString(InputValue.Relaxed);

    /// <summary>Among those that leave by the same door the order is kept.</summary>
    private void PutWay(JsonArray list, List<DrawnWay> ways)
    {
        var mine = Way.Parse(Key);
        var before = ways.FindIndex(way => way.Key == Follows);
        var first = ways.FindIndex(way => way.From == mine.From && way.Port == mine.Port);
        Replace(list, ways.Where(way => way.Key == Key).Select(way => way.Json).FirstOrDefault(), before >= 0 ? ways[before].Index + 1 : Follows is null && first >= 0 ? ways[first].Index : list.Count);
    }

    private void Put(JsonObject owner, string member, Func<JsonObject, bool> isIt)
    {
        if (owner[member] is not JsonArray list) owner[member] = list = [];
        var before = Follows is null ? -1 : list.ToList().FindIndex(item => item is JsonObject json && (StepTree.Text(json["id"]) ?? StepTree.Text(json["name"])) == Follows);
        Replace(list, list.OfType<JsonObject>().FirstOrDefault(isIt), Follows is null ? 0 : before < 0 ? list.Count : before + 1);
    }

    private void Replace(JsonArray list, JsonNode? found, int place)
    {
        var at = found is null ? -1 : list.IndexOf(found);
        if (at >= 0) list.RemoveAt(at);
        if (After is not null) list.Insert(at >= 0 ? at : Math.Min(place, list.Count), After.DeepClone());
    }
}

/// <summary>The way from a definition down to an object in it.</summary>
/// <param name="Parts">Names of members; a step of a list is named by its id with a sign before it.</param>
/// <param name="List">The list that named things stand in.</param>
internal sealed record JsonPlace(IReadOnlyList<string> Parts, string? List = null)
{
    private const char Step = '#';

    public static JsonPlace Whole { get; } = new([]);

    public string Text => string.Join('/', Parts) + List;

    public JsonPlace Member(string name) => new([.. Parts, name]);

    public JsonPlace Child(string id) => new([.. Parts, Step + id]);

    public JsonObject? Find(JsonObject definition)
    {
        JsonObject? at = definition;
        foreach (var part in Parts)
            at = part[0] == Step
                ? (at?["activities"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(step => StepTree.Id(step) == part[1..])
                : at?[part] as JsonObject;
        return at;
    }
}
