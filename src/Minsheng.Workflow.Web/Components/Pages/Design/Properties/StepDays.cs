using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Cadence;
using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Web.Components.Pages.Design.Properties;

/// <summary>Days and months of recurring work to choose from instead of typing their numbers.</summary>
internal static class StepDays
{
    /// <returns>Null for inputs that are no such number.</returns>
    public static IReadOnlyList<(string Value, string Words)>? Of(PropertyField field, JsonObject? step)
    {
        if (step?["type"]?.ToString() != "Minsheng.Cadence" || !Enum.TryParse<Every>(InputValue.Read(step["every"]).Constant?.ToString(), out var every)) return null;
        return (field.Name, every) switch
        {
            ("day", Every.Week) => [.. "一二三四五六日".Select((word, index) => ($"{index + 1}", $"周{word}"))],
            ("day", Every.Month or Every.Quarter or Every.HalfYear or Every.Year) => [.. Enumerable.Range(1, 31).Select(day => ($"{day}", day == 31 ? "最后一日" : $"{day} 日"))],
            ("month", Every.Quarter) => [("0", "结束后的头一个月"), ("1", "第一个月"), ("2", "第二个月"), ("3", "末月")],
            ("month", Every.HalfYear) => [("0", "结束后的头一个月"), .. Enumerable.Range(1, 6).Select(month => ($"{month}", month == 6 ? "末月" : $"第 {month} 个月"))],
            ("month", Every.Year) => [("0", "开始的那个月"), .. Enumerable.Range(1, 12).Select(month => ($"{month}", $"{month}月"))],
            _ => null,
        };
    }

    /// <summary>Whether an input means anything for the rhythm chosen; one that is stated is always shown.</summary>
    public static bool IsAsked(PropertyField field, JsonObject? step)
    {
        if (field.Value.Mode != InputMode.Default || step?["type"]?.ToString() != "Minsheng.Cadence" || !Enum.TryParse<Every>(InputValue.Read(step["every"]).Constant?.ToString(), out var every)) return true;
        return field.Name switch
        {
            "minutes" => every == Every.Minutes,
            "dates" => every == Every.Custom,
            "day" => every is not (Every.Minutes or Every.Custom or Every.Day),
            "month" => every is Every.Quarter or Every.HalfYear or Every.Year,
            "inMonths" => every == Every.Month,
            _ => true,
        };
    }
}
