using System.Globalization;

namespace Minsheng.Workflow.Web.Components.Parts;

/// <summary>How near a limit is; decides weight and colour.</summary>
public enum DueWeight
{
    Late,
    Today,
    Later,
}

/// <summary>A limit in the words of the office: 超 1 个工作日, 今天 18:00, 7月6日 周一.</summary>
public readonly record struct DueWords(string Text, DueWeight Weight)
{
    private const string Weekdays = "日一二三四五六";

    /// <param name="due">The limit, in local time.</param>
    /// <param name="now">The present, in local time.</param>
    /// <param name="lateWorkingDays">Working days gone by since the limit, counted by the office's calendar.</param>
    public static DueWords Of(DateTime due, DateTime now, int lateWorkingDays = 0)
    {
        if (due < now && lateWorkingDays > 0)
            return new($"超 {lateWorkingDays} 个工作日", DueWeight.Late);
        if (due < now)
            return new(due.Date == now.Date ? $"今天 {Clock(due)} 已过" : "已超期", DueWeight.Late);
        if (due.Date == now.Date)
            return new($"今天 {Clock(due)}", DueWeight.Today);
        return new(Day(due, now), DueWeight.Later);
    }

    /// <summary>A day with its weekday; the year is said only when it is another one.</summary>
    public static string Day(DateTime day, DateTime now) => day.Year == now.Year
        ? $"{day.Month}月{day.Day}日 周{Weekdays[(int)day.DayOfWeek]}"
        : $"{day.Year}年{day.Month}月{day.Day}日";

    private static string Clock(DateTime at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);
}
