using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Activities.Versions;

/// <summary>What a step itself does differently, apart from what stands in it.</summary>
internal sealed class StepChanges
{
    private static readonly Dictionary<string, string> Properties = new(StringComparer.Ordinal) { ["stage"] = "环节", ["legalBasis"] = "依据", ["note"] = "备注" };

    private readonly List<string> _all = [];
    private readonly string _name;

    public StepChanges(StepPair pair, InputChanges inputs)
    {
        _name = pair.At.IsRoot ? pair.Title : Quote.Name(pair.Title);
        var (before, after) = (Own(pair.Before), Own(pair.After));
        if (JsonNode.DeepEquals(before, after)) return;
        if (!pair.At.IsRoot && StepTree.Title(pair.Before) is var old && old != pair.Title) _all.Add($"步骤{Quote.Name(old)}改名为{_name}。");
        if (StepTree.Type(before) != StepTree.Type(after)) _all.Add($"{_name}的办法由{Quote.Name(NewSteps.NameOf(StepTree.Type(before)))}换成{Quote.Name(NewSteps.NameOf(StepTree.Type(after)))}。");
        var (was, now) = (Fields(before), Fields(after));
        foreach (var member in JsonMembers.Union(after, before))
        {
            if (JsonNode.DeepEquals(before[member], after[member]) && before.ContainsKey(member) == after.ContainsKey(member)) continue;
            if (member is "type") continue;
            if (member is "metadata") Metadata(before[member] as JsonObject ?? [], after[member] as JsonObject ?? []);
            else if (member is "customProperties") Custom(before[member] as JsonObject ?? [], after[member] as JsonObject ?? []);
            else if (now.ContainsKey(member) || was.ContainsKey(member)) _all.AddRange(inputs.Of(_name, was.GetValueOrDefault(member), now.GetValueOrDefault(member)));
            else if (member != "name" || StepTree.Title(pair.Before) == pair.Title) Other(member);
        }
        if (_all.Count == 0 && !IsLaidOutAnew) Other(null);
    }

    public IReadOnlyList<string> All => _all;

    /// <summary>Its box was moved or sized.</summary>
    public bool IsLaidOutAnew { get; private set; }

    private void Metadata(JsonObject before, JsonObject after)
    {
        foreach (var member in JsonMembers.Differing(before, after))
            if (member == "designer") IsLaidOutAnew = true;
            else if (member != "displayText" || _all.Count == 0) Other(member);
    }

    private void Custom(JsonObject before, JsonObject after)
    {
        foreach (var member in JsonMembers.Differing(before, after))
        {
            var (was, now) = (StepTree.Text(before[member]), StepTree.Text(after[member]));
            if (!Properties.TryGetValue(member, out var label)) Other(member);
            else if (now is null) _all.Add($"{_name}的{label}删去了。");
            else if (was is null) _all.Add($"{_name}新写了{label}：{Quote.Text(now)}。");
            else
            {
                var (from, to) = Quote.Differing(was, now);
                _all.Add($"{_name}的{label}由{from}改为{to}。");
            }
        }
    }

    private void Other(string? member) => _all.Add(member is null ? $"{_name}的其他内容有改动。" : $"{_name}的其他内容（{member}）有改动。");

    private static Dictionary<string, PropertyField> Fields(JsonObject step) => PropertyField.Of(step).DistinctBy(field => field.Name).ToDictionary(field => field.Name, StringComparer.Ordinal);

    /// <summary>The step without the steps inside it and the arrows between them.</summary>
    private static JsonObject Own(JsonObject step)
    {
        var inside = StepTree.Children(step).Select(child => child.Step).ToHashSet(ReferenceEqualityComparer.Instance);
        var own = new JsonObject();
        foreach (var (member, value) in step)
        {
            if (value is JsonObject && inside.Contains(value) || member == "connections" && value is JsonArray) continue;
            own[member] = value is JsonArray list && member is "activities" or "cases"
                ? new JsonArray([.. list!.Where(one => one is null || !inside.Contains(one)).Select(one => Bare(one, inside))])
                : value?.DeepClone();
        }
        return own;
    }

    private static JsonNode? Bare(JsonNode? item, HashSet<object?> inside)
    {
        if (item is not JsonObject json) return item?.DeepClone();
        var bare = new JsonObject();
        foreach (var (member, value) in json)
            if (value is null || !inside.Contains(value)) bare[member] = value?.DeepClone();
        return bare;
    }
}
