using System.Globalization;

namespace Minsheng.Workflow.Activities.Calendars;

/// <summary>Names of the feast days that holidays are about, for display only: what is off and what is worked is in the calendar.</summary>
public static class Feasts
{
    private static readonly ChineseLunisolarCalendar Lunar = new();

    /// <returns>Null on ordinary days, and outside the years the lunar calendar knows (1901–2100).</returns>
    public static string? NameOf(DateOnly day) => (day.Month, day.Day) switch
    {
        (1, 1) => "元旦",
        (5, 1) => "劳动节",
        (10, 1) => "国庆节",
        (4, _) when day.Day == ClearBright(day.Year) => "清明节",
        _ => LunarName(day),
    };

    /// <summary>The day in April that 清明 falls on; the usual formula of the 21st century.</summary>
    private static int ClearBright(int year)
    {
        var years = year % 100;
        return (int)(years * 0.2422 + 4.81) - years / 4;
    }

    private static string? LunarName(DateOnly day)
    {
        var at = day.ToDateTime(TimeOnly.MinValue);
        if (at < Lunar.MinSupportedDateTime || at.AddDays(1) > Lunar.MaxSupportedDateTime) return null;
        if (IsFirst(at.AddDays(1))) return "除夕";
        return Month(at) switch
        {
            (1, 1) => "春节",
            (5, 5) => "端午节",
            (8, 15) => "中秋节",
            _ => null,
        };
    }

    private static bool IsFirst(DateTime at) => Month(at) == (1, 1);

    /// <summary>Month and day of the lunar year; a leap month counts as none.</summary>
    private static (int Month, int Day) Month(DateTime at)
    {
        var (month, leap) = (Lunar.GetMonth(at), Lunar.GetLeapMonth(Lunar.GetYear(at)));
        if (leap > 0 && month == leap) return (0, 0);
        return (leap > 0 && month > leap ? month - 1 : month, Lunar.GetDayOfMonth(at));
    }
}
