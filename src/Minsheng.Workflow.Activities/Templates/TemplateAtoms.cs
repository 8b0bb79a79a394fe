using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Versions;

namespace Minsheng.Workflow.Activities.Templates;

/// <summary>Takes two states of a template apart. Where boxes stand, and the file's own numbers, are left out: they change nothing for anybody.</summary>
internal static class TemplateAtoms
{
    private static readonly string[] Lists = ["inputs", "variables", "outputs"];

    public static IReadOnlyList<TemplateAtom> Of(JsonObject before, JsonObject after)
    {
        var atoms = new List<TemplateAtom>();
        foreach (var name in JsonMembers.Union(after, before))
        {
            if (WholeChanges.Labels.Contains(name)) continue;
            if (name == "root" && before[name] is JsonObject was && after[name] is JsonObject now) Step(JsonPlace.Whole.Member(name), was, now, atoms);
            else if (Lists.Contains(name) && JsonMembers.ByName(before[name]) is { } old && JsonMembers.ByName(after[name]) is { } later) Named(name, old, later, atoms);
            else Member(JsonPlace.Whole, name, before, after, atoms);
        }
        return atoms;
    }

    private static void Step(JsonPlace at, JsonObject before, JsonObject after, List<TemplateAtom> atoms)
    {
        foreach (var name in JsonMembers.Union(after, before))
        {
            if (name is "activities" or "connections" && (before[name] is JsonArray || after[name] is JsonArray)) continue;
            if (before[name] is JsonObject was && after[name] is JsonObject now && StepTree.Type(was) is { Length: > 0 } type && type == StepTree.Type(now) && StepTree.Id(was) == StepTree.Id(now) && StepTree.Id(was).Length > 0)
                Step(at.Member(name), was, now, atoms);
            else Member(at, name, before, after, atoms);
        }
        if (before["activities"] is JsonArray || after["activities"] is JsonArray) Steps(at, before, after, atoms);
        Ways(at, before, after, atoms);
    }

    private static void Member(JsonPlace at, string name, JsonObject before, JsonObject after, List<TemplateAtom> atoms)
    {
        if (JsonNode.DeepEquals(before[name], after[name])) return;
        if (name is "metadata" or "customProperties" && before[name] is JsonObject was && after[name] is JsonObject now)
        {
            foreach (var part in JsonMembers.Union(now, was))
                if (!(name == "metadata" && part == "designer") && part != TemplateOrigin.Member) Member(at.Member(name), part, was, now, atoms);
            return;
        }
        atoms.Add(new TemplateAtom(AtomKind.Member, at, name, before[name], after[name]));
    }

    private static void Steps(JsonPlace at, JsonObject before, JsonObject after, List<TemplateAtom> atoms)
    {
        var (was, now) = (ById(before), ById(after));
        if (!StepTree.IsChart(after) && OrderChanges.Moved([.. was.Keys], [.. now.Keys]).Count > 0)
        {
            // Where the order is that of handling, a list in another order is another list.
            atoms.Add(new TemplateAtom(AtomKind.Member, at, "activities", before["activities"], after["activities"]));
            return;
        }
        foreach (var (id, step) in was.Where(step => !now.ContainsKey(step.Key))) atoms.Add(new TemplateAtom(AtomKind.Step, at, id, step, null));
        string? last = null;
        foreach (var (id, step) in now)
        {
            if (was.TryGetValue(id, out var old)) Step(at.Child(id), old, step, atoms);
            else atoms.Add(new TemplateAtom(AtomKind.Step, at, id, null, step, last));
            last = id;
        }
    }

    private static void Ways(JsonPlace at, JsonObject before, JsonObject after, List<TemplateAtom> atoms)
    {
        var (was, now) = (Way.ByKey(before), Way.ByKey(after));
        foreach (var (key, way) in was.Where(way => !now.ContainsKey(way.Key))) atoms.Add(new TemplateAtom(AtomKind.Way, at, key, way, null));
        var last = new Dictionary<(string, string), string>();
        foreach (var (key, way) in now)
        {
            var door = Way.Parse(key) is var parsed ? (parsed.From, parsed.Port) : default;
            if (!was.ContainsKey(key)) atoms.Add(new TemplateAtom(AtomKind.Way, at, key, null, way, last.GetValueOrDefault(door)));
            last[door] = key;
        }
    }

    private static void Named(string list, Dictionary<string, JsonObject> before, Dictionary<string, JsonObject> after, List<TemplateAtom> atoms)
    {
        var at = JsonPlace.Whole with { List = list };
        foreach (var (name, item) in before.Where(item => !after.ContainsKey(item.Key))) atoms.Add(new TemplateAtom(AtomKind.Named, at, name, item, null));
        string? last = null;
        foreach (var (name, item) in after)
        {
            if (!JsonNode.DeepEquals(before.GetValueOrDefault(name), item)) atoms.Add(new TemplateAtom(AtomKind.Named, at, name, before.GetValueOrDefault(name), item, last));
            last = name;
        }
    }

    private static Dictionary<string, JsonObject> ById(JsonObject container)
    {
        var steps = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var step in (container["activities"] as JsonArray ?? []).OfType<JsonObject>()) steps.TryAdd(StepTree.Id(step), step);
        return steps;
    }
}
