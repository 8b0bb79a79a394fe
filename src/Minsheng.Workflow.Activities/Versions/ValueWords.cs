using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Versions;

/// <summary>The value of an input as a person would say it.</summary>
internal sealed class ValueWords(WorkflowDefinition before, WorkflowDefinition after, DesignNames names)
{
    private readonly Dictionary<string, JsonObject> _before = Settings(before), _after = Settings(after);

    /// <summary>What people call an input.</summary>
    public static string Label(PropertyField field) => field.Name is "dueWorkingDays" or "limitWorkingDays" ? "时限" : field.Label;

    /// <returns>Null where a value has an inside of its own.</returns>
    public string? Of(PropertyField field, bool isBefore) => field.Value.Mode switch
    {
        InputMode.Default => field.Default is { } text ? $"默认（{WithUnit(field.Name, text)}）" : "不填",
        InputMode.Constant => Constant(field),
        InputMode.Setting => Setting(field, isBefore ? _before : _after),
        InputMode.Variable => $"按数据项{Quote.Name(field.Value.Text)}",
        InputMode.Script => $"按表达式{Quote.Text(field.Value.Text)}",
        _ => "其他写法",
    };

    public string People(JsonArray people) => people.Count == 0 ? "空" : names.Of(people);

    private string? Constant(PropertyField field) => field.Value.Constant switch
    {
        null => "不填",
        JsonArray people when field.Kind == FieldKind.People => People(people),
        JsonArray list when list.All(one => one is JsonValue) => list.Count == 0 ? "空" : string.Join("、", list.Select(one => field.Kind == FieldKind.Months ? $"{one}月" : one!.ToString())),
        JsonValue value when field.Kind == FieldKind.Choice => ChoiceWords.Of(field.Input.ValueType, value.ToString()) ?? value.ToString(),
        JsonValue value when field.Kind == FieldKind.Flag || value.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => value.ToString() is "true" or "True" ? "是" : "否",
        JsonValue value when field.Kind is FieldKind.Number or FieldKind.Amount => WithUnit(field.Name, value.ToString()),
        JsonValue value => value.ToString().Length == 0 ? "空" : Quote.Text(value.ToString()),
        _ => null,
    };

    private static string Setting(PropertyField field, Dictionary<string, JsonObject> settings)
    {
        var setting = settings.GetValueOrDefault(field.Value.Text);
        var usual = setting?["defaultValue"] is JsonValue value ? $"（默认 {value}）" : "";
        return $"按设置{Quote.Name(StepTree.Text(setting?["displayName"]) ?? field.Value.Text)}{usual}";
    }

    private static string WithUnit(string name, string number) => !double.TryParse(number, out _) ? number
        : name.EndsWith("WorkingDays", StringComparison.Ordinal) ? number == "0" ? "不限" : $"{number} 个工作日"
        : name == "days" || name.EndsWith("Days", StringComparison.Ordinal) ? $"{number} 天"
        : name.EndsWith("Months", StringComparison.Ordinal) ? $"{number} 个月" : number;

    private static Dictionary<string, JsonObject> Settings(WorkflowDefinition definition) =>
        definition.Inputs.DistinctBy(input => input.Name).ToDictionary(input => input.Name, input => input.Json, StringComparer.Ordinal);
}
