using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Activities.Versions;

/// <summary>How one input of a step differs.</summary>
internal static class InputChanges
{
    public static IEnumerable<string> Of(string step, PropertyField? before, PropertyField? after, PropertyField field, ValueWords words)
    {
        var label = $"{step}的{ValueWords.Label(field)}";
        var (was, now) = (before is null ? "不填" : words.Of(before, isBefore: true), after is null ? "不填" : words.Of(after, isBefore: false));
        if (was is not null && now is not null)
        {
            if (Texts(before, after) is var (from, to)) return [$"{label}由{from}改为{to}。"];
            return was == now ? [$"{label}的其他内容有改动。"] : [$"{label}{Quote.Change(was, now)}。"];
        }
        if (Inside(before) is { } old && Inside(after) is { } @new)
        {
            var sentences = StructureChanges.Of(label, old, @new, words).ToList();
            return sentences.Count > 0 ? sentences : [$"{label}的其他内容有改动。"];
        }
        // Given in another way now: what the list or form holds is told as new or gone.
        return was is null ? [$"{label}由写明的内容改为 {now}。"] : [$"{label}由 {was} 改为写明的内容：{StructureChanges.Summary(Inside(after))}。"];
    }

    private static (string, string)? Texts(PropertyField? before, PropertyField? after) =>
        before?.Value is { Mode: InputMode.Constant or InputMode.Script } was && after?.Value is { Mode: InputMode.Constant or InputMode.Script } now && was.Mode == now.Mode
        && Long(was) is { } from && Long(now) is { } to && from != to ? Quote.Differing(from, to) : null;

    private static string? Long(InputValue value) => value.Mode == InputMode.Script ? value.Text : StepTree.Text(value.Constant) is { Length: > 20 } text ? text : null;

    private static JsonNode? Inside(PropertyField? field) => field?.Value is { Mode: InputMode.Constant, Constant: JsonObject or JsonArray } value ? value.Constant : null;
}
