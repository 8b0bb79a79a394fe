using System.Globalization;
using Minsheng.Workflow.Activities.Calendars;

namespace Minsheng.Workflow.Activities.Cadence;

public sealed partial record Recurrence
{
    private const int LongestMonth = 31, ShortestMonth = 28;
    private static readonly string[] Ordinals = ["首月", "第二个月", "第三个月", "第四个月", "第五个月", "末月"];

    /// <summary>The rule as a clerk reads it: 每月 5 日，遇休息日顺延.</summary>
    public string ToWords() => Workday switch
    {
        WorkdayRule.Same => Rhythm() + Time(),
        _ when Every == Every.Minutes => $"{Rhythm()}，休息日除外",
        WorkdayRule.After => $"{Rhythm()}{Time()}，遇休息日顺延",
        _ => $"{Rhythm()}{Time()}，遇休息日提前",
    };

    private string Rhythm() => Every switch
    {
        Every.Minutes => $"每 {Minutes} 分钟",
        Every.Day => "每天",
        Every.Week => $"每周{"一二三四五六日"[Day - 1]}",
        Every.Month => $"每月{DayWords()}",
        Every.Quarter => $"每季度{(Month == 3 ? "末月" : Ordinals[Month - 1])}{DayWords()}",
        Every.HalfYear => $"每半年{Ordinals[Month - 1]}{DayWords()}",
        _ => $"每年 {Month} 月{DayWords()}",
    };

    private string DayWords() => Day switch
    {
        LongestMonth => "最后一日",
        > ShortestMonth => $" {Day} 日（不足 {Day} 日的月份为最后一日）",
        _ => $" {Day} 日",
    };

    private string Time() => At == default || Every == Every.Minutes ? "" : At.ToString(" HH:mm", CultureInfo.InvariantCulture);
}
