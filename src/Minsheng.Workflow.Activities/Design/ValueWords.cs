using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Activities.Steps;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Fixed values of inputs as a person would say them, the same on screen, in comparisons and on paper.</summary>
public static class ValueWords
{
    /// <summary>The value of an input of a step, or of the setting it takes.</summary>
    /// <returns>Empty where nothing is stated; null where the value has an inside of its own.</returns>
    public static string? Of(PropertyField field, JsonNode? value, DesignNames names) => value switch
    {
        JsonArray people when field.Kind == FieldKind.People => names.Of(people),
        JsonValue day when field.Kind == FieldKind.MonthDay && MonthDay.Parse(day.ToString()) is { } known => known.ToWords(),
        _ => Of(value, field.Choices),
    };

    /// <param name="choices">What the file's words are called, where only some are allowed.</param>
    /// <inheritdoc cref="Of(PropertyField, JsonNode?, DesignNames)"/>
    public static string? Of(JsonNode? value, IReadOnlyList<SettingChoice> choices) => value switch
    {
        null => "",
        JsonArray list when list.All(one => one is JsonValue) => string.Join("、", list.Select(one => Of(one, choices))),
        JsonValue => Plain(value.ToString(), choices),
        _ => null,
    };

    /// <summary>是 or 否.</summary>
    public static string Of(bool flag) => flag ? "是" : "否";

    private static string Plain(string text, IReadOnlyList<SettingChoice> choices) =>
        choices.FirstOrDefault(choice => string.Equals(choice.Value, text, StringComparison.OrdinalIgnoreCase))?.Word ?? (bool.TryParse(text, out var flag) ? Of(flag) : text);
}
