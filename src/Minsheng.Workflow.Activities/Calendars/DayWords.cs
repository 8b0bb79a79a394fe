namespace Minsheng.Workflow.Activities.Calendars;

/// <summary>Days as offices write them.</summary>
public static class DayWords
{
    /// <summary>3月5日</summary>
    public static string Of(DateOnly day) => $"{day.Month}月{day.Day}日";

    /// <summary>2027年3月5日</summary>
    public static string Full(DateOnly day) => $"{day.Year}年{Of(day)}";

    /// <summary>3月5日 周五</summary>
    public static string Weekday(DateOnly day) => $"{Of(day)} 周{"日一二三四五六"[(int)day.DayOfWeek]}";
}
