using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Versions;

/// <summary>How one input of a step differs: its value, or how it is given.</summary>
internal sealed class InputChanges(WorkflowDefinition before, WorkflowDefinition after, DesignNames names)
{
    private readonly YearSettings _before = new(before), _after = new(after);

    /// <param name="was">Null where the step did not have the input.</param>
    /// <param name="now">Null where it has it no more.</param>
    public IEnumerable<string> Of(string step, PropertyField? was, PropertyField? now)
    {
        var label = $"{step}的{Label((now ?? was)!)}";
        var (from, to) = (was is null ? "不填" : Given(was, _before), now is null ? "不填" : Given(now, _after));
        if (from is not null && to is not null)
        {
            if (Texts(was, now) is var (old, @new)) return [$"{label}由{old}改为{@new}。"];
            return from == to ? [$"{label}的其他内容有改动。"] : [$"{label}{Quote.Change(from, to)}。"];
        }
        if (Inside(was) is { } left && Inside(now) is { } right)
        {
            var sentences = StructureChanges.Of(label, left, right, names).ToList();
            return sentences.Count > 0 ? sentences : [$"{label}的其他内容有改动。"];
        }
        // Given in another way now: what the list or form holds is told as new or gone.
        return from is null ? [$"{label}由写明的内容改为 {to}。"] : [$"{label}由 {from} 改为写明的内容：{StructureChanges.Summary(Inside(now))}。"];
    }

    private static string Label(PropertyField field) => field.Name is "dueWorkingDays" or "limitWorkingDays" ? "时限" : field.Label;

    /// <returns>Null where a value has an inside of its own.</returns>
    private string? Given(PropertyField field, YearSettings settings) => field.Value.Mode switch
    {
        InputMode.Default => field.Default is { } text ? $"默认（{WithUnit(field.Name, text)}）" : "不填",
        InputMode.Constant => Constant(field, field.Value.Constant),
        InputMode.Setting => $"按设置{Quote.Name(settings.Title(field.Value.Text))}{(settings.Default(field.Value.Text) is JsonValue usual ? $"（默认 {usual}）" : "")}",
        InputMode.Variable => $"按数据项{Quote.Name(field.Value.Text)}",
        InputMode.Script => $"按表达式{Quote.Text(field.Value.Text)}",
        _ => "其他写法",
    };

    private string? Constant(PropertyField field, JsonNode? value) => (value, ValueWords.Of(field, value, names)) switch
    {
        (null, _) => "不填",
        (_, "") => "空",
        (JsonArray months, _) when field.Kind == FieldKind.Months => string.Join("、", months.Select(month => $"{month}月")),
        (JsonValue, { } number) when field.Kind is FieldKind.Number or FieldKind.Amount => WithUnit(field.Name, number),
        // What the file says in its own words is quoted.
        (JsonValue, { } text) when text == value.ToString() => Quote.Text(text),
        (_, var words) => words,
    };

    private static string WithUnit(string name, string number) => !double.TryParse(number, out _) ? number
        : name.EndsWith("WorkingDays", StringComparison.Ordinal) ? number == "0" ? "不限" : $"{number} 个工作日"
        : name == "days" || name.EndsWith("Days", StringComparison.Ordinal) ? $"{number} 天"
        : name.EndsWith("Months", StringComparison.Ordinal) ? $"{number} 个月" : number;

    private static (string, string)? Texts(PropertyField? before, PropertyField? after) =>
        before?.Value is { Mode: InputMode.Constant or InputMode.Script } was && after?.Value is { Mode: InputMode.Constant or InputMode.Script } now && was.Mode == now.Mode
        && Long(was) is { } from && Long(now) is { } to && from != to ? Quote.Differing(from, to) : null;

    private static string? Long(InputValue value) => value.Mode == InputMode.Script ? value.Text : StepTree.Text(value.Constant) is { Length: > 20 } text ? text : null;

    private static JsonNode? Inside(PropertyField? field) => field?.Value is { Mode: InputMode.Constant, Constant: JsonObject or JsonArray } value ? value.Constant : null;
}
