using System.Globalization;

namespace Minsheng.Workflow.Activities.Forms;

/// <summary>The sentences about ranges, one wording for all field types.</summary>
internal static class Sentences
{
    /// <summary>For a count of choices, files or rows; null when it suits.</summary>
    public static string? OfCount(Field field, int count, string unit)
    {
        if (!(count < field.Min) && !(count > field.Max))
            return null;
        return (field.Min, field.Max) switch
        {
            ({ } min, { } max) => $"“{field.Label}”应有 {Digits(min)} 到 {Digits(max)} {unit}。",
            ({ } min, null) => $"“{field.Label}”至少应有 {Digits(min)} {unit}。",
            var (_, max) => $"“{field.Label}”最多 {Digits(max ?? 0)} {unit}。",
        };
    }

    public static string OfNumber(Field field)
    {
        var (unit, decimals) = field.Type == FieldType.Money ? (" 万元", "，最多两位小数") : ("", "");
        var range = (field.Min, field.Max) switch
        {
            ({ } min, { } max) => $"应在 {Digits(min)} 到 {Digits(max)}{(unit.Length == 0 ? " " : unit)}之间",
            ({ } min, null) => $"应不小于 {Digits(min)}{unit}",
            (null, { } max) => $"应不大于 {Digits(max)}{unit}",
            _ => "应以万元为单位",
        };
        return $"“{field.Label}”{range}{decimals}。";
    }

    public static string OfDate(Field field) => (field.Earliest, field.Latest) switch
    {
        ({ } first, { } last) => $"“{field.Label}”应在 {Words(first)}到 {Words(last)}之间。",
        ({ } first, null) => $"“{field.Label}”不应早于 {Words(first)}。",
        var (_, last) => $"“{field.Label}”不应晚于 {Words(last ?? default)}。",
    };

    private static string Digits(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);
    private static string Words(DateOnly date) => $"{date.Year} 年 {date.Month} 月 {date.Day} 日";
}
