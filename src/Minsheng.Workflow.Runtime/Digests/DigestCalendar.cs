using System.Globalization;
using Minsheng.Workflow.Activities.Calendars;

namespace Minsheng.Workflow.Runtime.Digests;

/// <summary>When a place wants its digests. What it has not settled has the default.</summary>
/// <param name="Hour">Of the day, 0–23.</param>
/// <param name="Weekday">1 Monday to 7 Sunday.</param>
/// <param name="MonthDay">The how-manieth working day of the month.</param>
public sealed record DigestTimes(int Hour = 8, int Weekday = 1, int MonthDay = 1);

/// <summary>A period of a digest and the day it goes out.</summary>
/// <param name="Name">2026-W47, 2026-11, 2026-11-22.</param>
public sealed record DigestPeriod(string Name, DateOnly On);

/// <summary>
/// Which period is due, from local time, working days and settings alone. A digest missed while the server was off goes out once when
/// it is back within the period: on a working day while there is one left, else at once.
/// </summary>
public static class DigestCalendar
{
    /// <summary>A day's list that comes after work is of no use.</summary>
    private static readonly TimeOnly EndOfWork = new(18, 0);

    /// <returns>Null when nothing of the kind should go out now.</returns>
    public static DigestPeriod? Due(DigestKind kind, DigestTimes times, WorkingCalendar calendar, DateTime local)
    {
        var today = DateOnly.FromDateTime(local);
        if (local.Hour < times.Hour) return null;
        var (period, last) = kind switch
        {
            DigestKind.Weekly or DigestKind.Unit => (Week(times, calendar, today), Monday(today).AddDays(6)),
            DigestKind.Monthly => (Month(times, calendar, today), new DateOnly(today.Year, today.Month, 1).AddMonths(1).AddDays(-1)),
            _ => (TimeOnly.FromDateTime(local) < EndOfWork ? Day(calendar, today) : null, today),
        };
        if (period is null || today < period.On) return null;
        return calendar.IsWorkingDay(today) || !Days(today.AddDays(1), last).Any(calendar.IsWorkingDay) ? period : null;
    }

    /// <summary>The period a day belongs to, whether or not anything goes out that day.</summary>
    public static DigestPeriod Around(DigestKind kind, DigestTimes times, WorkingCalendar calendar, DateOnly day) => kind switch
    {
        DigestKind.Weekly or DigestKind.Unit => Week(times, calendar, day) ?? new(WeekName(day), day),
        DigestKind.Monthly => Month(times, calendar, day) ?? new(MonthName(day), day),
        _ => new(DayName(day), day),
    };

    /// <summary>The day the one before went out, when none is on record.</summary>
    public static DateOnly Before(DigestKind kind, DigestTimes times, WorkingCalendar calendar, DigestPeriod period) => kind switch
    {
        DigestKind.Weekly or DigestKind.Unit => Around(kind, times, calendar, period.On.AddDays(-7)).On,
        DigestKind.Monthly => Around(kind, times, calendar, new DateOnly(period.On.Year, period.On.Month, 1).AddDays(-1)).On,
        _ => calendar.AddWorkingDays(period.On, -1),
    };

    private static DigestPeriod? Day(WorkingCalendar calendar, DateOnly today) => calendar.IsWorkingDay(today) ? new(DayName(today), today) : null;

    /// <summary>A day off moves it to the next working day of the week, or to the last one before; a week without working days has none.</summary>
    private static DigestPeriod? Week(DigestTimes times, WorkingCalendar calendar, DateOnly day)
    {
        var monday = Monday(day);
        var working = Days(monday, monday.AddDays(6)).Where(calendar.IsWorkingDay).ToList();
        if (working.Count == 0) return null;
        var wanted = monday.AddDays(times.Weekday - 1);
        return new(WeekName(day), working.Any(one => one >= wanted) ? working.First(one => one >= wanted) : working[^1]);
    }

    private static DigestPeriod? Month(DigestTimes times, WorkingCalendar calendar, DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        var working = Days(first, first.AddMonths(1).AddDays(-1)).Where(calendar.IsWorkingDay).ToList();
        return working.Count == 0 ? null : new(MonthName(day), working[Math.Min(times.MonthDay, working.Count) - 1]);
    }

    internal static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly until)
    {
        for (var day = from; day <= until; day = day.AddDays(1)) yield return day;
    }

    private static string WeekName(DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day.ToDateTime(TimeOnly.MinValue))}-W{ISOWeek.GetWeekOfYear(day.ToDateTime(TimeOnly.MinValue)):00}");

    private static string MonthName(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string DayName(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
