using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

public sealed partial class FormDesign
{
    private const int MostOptions = 200, LongestOption = 200;

    /// <summary>
    /// Choices as typed, one a line. A choice that was in the file keeps its value when its words change, for procedures and papers
    /// refer to it; one made in this sitting is its words.
    /// </summary>
    public void SetOptions(FormField field, string? typed)
    {
        var lines = (typed ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList();
        if (lines.Count > MostOptions) throw new DesignRefusedException("many-options", $"选项有 {lines.Count} 个，最多 {MostOptions} 个，没有改动；很多的请改用文字，或拆成几项。");
        if (lines.Find(line => line.Length > LongestOption) is { } longest) throw new DesignRefusedException("long-option", $"选项“{longest[..12]}…”有 {longest.Length} 个字，最长 {LongestOption} 个字，没有改动；请删短再填。");
        if (lines.SequenceEqual(field.Options.Select(option => option.Label))) return;
        Do($"修改“{field.Label}”的选项", () =>
        {
            var (list, renamed) = Match(field, lines);
            var gone = field.Options.Select(option => option.Value).Except(list.Select(option => FormField.ReadOption(option).Value)).Except(renamed.Keys).ToHashSet();
            Journal.Set(field.Json, "options", list);
            Follow(field, "reasonFor", renamed, gone);
            Follow(field, "targetFor", renamed, gone);
            if (StepTree.Text(field.Json["default"]) is { } usual)
            {
                if (renamed.TryGetValue(usual, out var now)) Journal.Set(field.Json, "default", now);
                else if (gone.Contains(usual)) Journal.Remove(field.Json, "default");
            }
            foreach (var other in Fields.Where(other => other.Condition is { } condition && condition.Field == field.Name && condition.Values.Any(renamed.ContainsKey)))
                SetCondition(other, field.Name, [.. other.Condition!.Value.Values.Select(value => renamed.GetValueOrDefault(value, value))]);
        });
    }

    /// <summary>Whether a verdict of an item list needs a reason, or names another item.</summary>
    public void SetFor(FormField field, string member, string value, bool on)
    {
        var list = new JsonArray([.. (field.Json[member] as JsonArray ?? []).Where(one => StepTree.Text(one) != value).Select(one => one?.DeepClone())]);
        if (on) list.Add(value);
        Put(field, member, list.Count == 0 ? null : list);
    }

    /// <returns>The new list, and which values made in this sitting have become others.</returns>
    private (JsonArray List, Dictionary<string, string> Renamed) Match(FormField field, List<string> lines)
    {
        var before = field.Options.Zip(field.Json["options"] as JsonArray ?? new JsonArray([.. field.Options.Select(option => (JsonNode?)JsonValue.Create(option.Value))])).ToList();
        var (list, renamed) = (new JsonArray(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var (index, line) in lines.Index())
        {
            if (before.Find(option => option.First.Label == line) is { Second: not null } same)
            {
                list.Add(same.Second.DeepClone());
                continue;
            }
            var old = index < before.Count && !lines.Contains(before[index].First.Label) ? before[index] : default;
            if (old.Second is null || old.First.Value.Length == 0) list.Add(line);
            else if (_kept.Contains((field.Name, old.First.Value)))
            {
                var pair = old.Second.DeepClone() as JsonObject ?? new JsonObject { ["value"] = old.First.Value };
                pair["label"] = line;
                list.Add(pair);
            }
            else
            {
                list.Add(line);
                renamed[old.First.Value] = line;
            }
        }
        return (list, renamed);
    }

    private void Follow(FormField field, string member, Dictionary<string, string> renamed, HashSet<string> gone)
    {
        if (field.Json[member] is not JsonArray list || !list.Any(one => StepTree.Text(one) is { } value && (renamed.ContainsKey(value) || gone.Contains(value)))) return;
        Journal.Set(field.Json, member, new JsonArray([.. list.Where(one => StepTree.Text(one) is not { } value || !gone.Contains(value))
            .Select(one => StepTree.Text(one) is { } value && renamed.TryGetValue(value, out var now) ? JsonValue.Create(now) : one?.DeepClone())]));
    }
}
