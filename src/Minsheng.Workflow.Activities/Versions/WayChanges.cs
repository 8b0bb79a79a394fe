using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Activities.Versions;

/// <summary>Where the ways out of steps lead, before and after. Steps that are new or gone tell it themselves.</summary>
internal sealed class WayChanges
{
    private readonly Dictionary<string, JsonObject> _was, _now;
    private readonly List<(string From, string Sentence)> _all = [];
    private readonly List<string> _laidOutAnew = [];

    public WayChanges(StepPair pair)
    {
        (_was, _now) = (Children(pair.Before), Children(pair.After));
        var (before, after) = (Way.In(pair.Before), Way.In(pair.After));
        foreach (var (from, port) in before.Concat(after).Select(way => (way.From, way.Port)).Distinct().Where(way => _was.ContainsKey(way.From) == _now.ContainsKey(way.From)))
            Compare(from, port, Targets(before, from, port), Targets(after, from, port));
        var old = before.ToDictionary(way => way.Key, StringComparer.Ordinal);
        foreach (var (way, json, _) in after)
            if (old.TryGetValue(way.Key, out var known)) CompareDrawing(way, known.Json, json);
        var moved = after.GroupBy(way => (way.From, way.Port))
            .SelectMany(door => OrderChanges.Moved([.. before.Where(way => (way.From, way.Port) == door.Key).Select(way => way.Key)], [.. door.Select(way => way.Key)]));
        foreach (var key in moved)
            Say(Way.Parse(key).From, $"{Line(Way.Parse(key))}在同一出口各条连线里的先后有调整。");
    }

    public IReadOnlyList<(string From, string Sentence)> All => _all;

    public IReadOnlyList<string> LaidOutAnew => _laidOutAnew;

    private void Compare(string from, string port, List<string> before, List<string> after)
    {
        if (before.SequenceEqual(after)) return;
        var (was, now) = (Names(before, _was), Names(after, _now));
        var step = Quote.Name(Title(from));
        var ports = _now.TryGetValue(from, out var json) ? StepPorts.Of(json) : [];
        var label = ports.FirstOrDefault(one => one.Name == port)?.Label ?? port;
        var isOnly = ports.Count <= 1 && port == "Done";
        Say(from, (was.Length, now.Length) switch
        {
            (0, _) => isOnly ? $"{step}的下一步新接到{now}。" : $"{step}的{Quote.Name(label)}去向新接到{now}。",
            (_, 0) => isOnly ? $"{step}之后不再到{was}，没有下一步。" : $"{step}的{Quote.Name(label)}不再到{was}，没有去向。",
            _ when was == now => $"{step}的{Quote.Name(label)}到{now}的连线有改动。",
            _ => isOnly ? $"{step}的下一步由{was}改为{now}。" : $"{step}的{Quote.Name(label)}去向由{was}改为{now}。",
        });
    }

    private void CompareDrawing(Way way, JsonObject before, JsonObject after)
    {
        if (JsonNode.DeepEquals(before, after)) return;
        var (was, now) = (before.DeepClone().AsObject(), after.DeepClone().AsObject());
        was.Remove("vertices");
        now.Remove("vertices");
        if (JsonNode.DeepEquals(was, now)) _laidOutAnew.Add(Title(way.From));
        else Say(way.From, $"{Line(way)}的其他内容有改动。");
    }

    private void Say(string from, string sentence) => _all.Add((from, sentence));

    private string Line(Way way) => $"{Quote.Name(Title(way.From))}到{Quote.Name(Title(way.To))}的连线";

    private string Title(string id) => _now.GetValueOrDefault(id) is { } step ? StepTree.Title(step) : _was.GetValueOrDefault(id) is { } old ? StepTree.Title(old) : id;

    private static string Names(List<string> ids, Dictionary<string, JsonObject> steps) => Quote.List([.. ids.Select(id => steps.TryGetValue(id, out var step) ? StepTree.Title(step) : id)], 4);

    private static List<string> Targets(IEnumerable<DrawnWay> ways, string from, string port) =>
        [.. ways.Where(way => way.From == from && way.Port == port).Select(way => way.To).Order(StringComparer.Ordinal)];

    private static Dictionary<string, JsonObject> Children(JsonObject container)
    {
        var steps = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (id, step) in StepTree.Children(container)) steps.TryAdd(id, step);
        return steps;
    }
}
