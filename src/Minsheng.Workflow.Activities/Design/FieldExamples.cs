using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Calendars;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Examples of inputs as a person would put them: lists without brackets, choices by their words.</summary>
internal static class FieldExamples
{
    public static string Of(PropertyField field)
    {
        var text = field.Input.Label?.Example ?? "";
        if (field.Choices.FirstOrDefault(choice => choice.Value == text || choice.Word == text) is { } choice) return choice.Word;
        if (field.Kind == FieldKind.Span && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span)) return DateExample.SpanWords(span);
        if (field.Kind == FieldKind.Moment && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment)) return $"{DayWords.Full(DateOnly.FromDateTime(moment.DateTime))} {moment.DateTime.ToString("HH:mm", CultureInfo.InvariantCulture)}";
        if (field.Kind == FieldKind.MonthDay && Day(text) is { } day) return day;
        return text.StartsWith('[') && List(text) is { } list ? list : text;
    }

    private static string? List(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonArray list && list.All(one => one is JsonValue) ? string.Join("、", list.Select(one => Day(one!.ToString()) ?? one!.ToString())) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Day(string text) => Steps.MonthDay.Parse(text) is { } day ? day.ToWords()
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var once) ? DayWords.Full(once) : null;
}
