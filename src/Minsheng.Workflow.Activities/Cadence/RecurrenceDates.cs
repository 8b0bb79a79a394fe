using Minsheng.Workflow.Activities.Calendars;

namespace Minsheng.Workflow.Activities.Cadence;

public sealed partial record Recurrence
{
    private const int DaysPerWeek = 7;
    private const int MonthsPerYear = 12;

    /// <summary>All occurrences in order, beginning early enough to miss none after the given time.</summary>
    private IEnumerable<DateTime> Occurrences(DateTime after, WorkingCalendar calendar)
    {
        if (Problems() is [var problem, ..])
            throw new InvalidOperationException(problem);
        return Every == Every.Minutes ? ByMinutes(after, calendar) : ByDays(after, calendar);
    }

    private IEnumerable<DateTime> ByDays(DateTime after, WorkingCalendar calendar)
    {
        // A nominal day this far back may still be moved past the given time.
        var today = DateOnly.FromDateTime(after);
        var start = today.DayNumber - From.DayNumber > WorkingCalendar.LongestBreak ? today.AddDays(-WorkingCalendar.LongestBreak) : From;
        DateOnly? last = null;
        foreach (var nominal in NominalDays(start))
        {
            if (nominal > Until)
                yield break;
            var day = calendar.Move(nominal, Workday);
            if (day != last)
                yield return day.ToDateTime(At);
            last = day;
        }
    }

    private IEnumerable<DateOnly> NominalDays(DateOnly start)
    {
        for (var i = 0; ; i++)
            if (Nominal(start, i) is not { } day)
                yield break;
            else if (day >= start)
                yield return day;
    }

    /// <summary>The i-th nominal day of the rule counted from the period that contains <paramref name="start"/>; null beyond the calendar.</summary>
    private DateOnly? Nominal(DateOnly start, int i)
    {
        if (MonthsPerPeriod == 0)
        {
            var weekday = ((int)start.DayOfWeek + DaysPerWeek - 1) % DaysPerWeek + 1;
            var number = Every == Every.Day ? start.DayNumber + i : start.DayNumber + Day - weekday + (long)DaysPerWeek * i;
            return number > DateOnly.MaxValue.DayNumber ? null : DateOnly.FromDayNumber((int)Math.Max(number, 0));
        }

        var period = (start.Year * MonthsPerYear + start.Month - 1) / MonthsPerPeriod + i;
        var month = (long)period * MonthsPerPeriod + Month - 1;
        var (year, monthOfYear) = ((int)(month / MonthsPerYear), (int)(month % MonthsPerYear) + 1);
        return year > DateOnly.MaxValue.Year ? null : new DateOnly(year, monthOfYear, Math.Min(Day, DateTime.DaysInMonth(year, monthOfYear)));
    }

    private IEnumerable<DateTime> ByMinutes(DateTime after, WorkingCalendar calendar)
    {
        var origin = From.ToDateTime(At);
        var step = TimeSpan.FromMinutes(Minutes);
        var skipped = after < origin ? 0 : (after - origin).Ticks / step.Ticks;
        for (var at = origin + step * skipped; Until is null || DateOnly.FromDateTime(at) <= Until; at += step)
        {
            if (Workday == WorkdayRule.Same || calendar.IsWorkingDay(DateOnly.FromDateTime(at)))
                yield return at;
            if (at > DateTime.MaxValue - step)
                yield break;
        }
    }
}
