using System.Text.Json.Serialization;

namespace Minsheng.Workflow.Activities.Calendars;

/// <summary>What happens to a date that falls on a day off.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkdayRule>))]
public enum WorkdayRule
{
    /// <summary>不调整: it stays.</summary>
    Same,

    /// <summary>提前: the working day before.</summary>
    Before,

    /// <summary>顺延: the working day after.</summary>
    After,
}

/// <summary>One year: days off (节假日, weekends among them) and weekend days worked instead (调休上班).</summary>
public sealed record CalendarYear(IReadOnlySet<DateOnly> Off, IReadOnlySet<DateOnly> Work);

/// <summary>Working days 工作日 with public holidays and 调休, year by year. A year without data has weekends only.</summary>
public sealed partial class WorkingCalendar(IReadOnlyDictionary<int, CalendarYear> years)
{
    /// <summary>Longest run of days off that dates are moved across; longer runs can only be an error in the data.</summary>
    internal const int LongestBreak = 31;

    /// <summary>Whether the year's holidays are known. If not, results for it are provisional.</summary>
    public bool IsKnown(int year) => years.ContainsKey(year);

    public IReadOnlyCollection<int> KnownYears => [.. years.Keys.Order()];

    public bool IsWorkingDay(DateOnly date)
    {
        var weekday = date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
        return years.TryGetValue(date.Year, out var year)
            ? year.Work.Contains(date) || weekday && !year.Off.Contains(date)
            : weekday;
    }

    /// <summary>The <paramref name="days"/>-th working day after the date, or before it when negative; 0 is the date itself.</summary>
    public DateOnly AddWorkingDays(DateOnly date, int days)
    {
        var step = Math.Sign(days);
        for (var left = Math.Abs(days); left > 0;)
        {
            date = date.AddDays(step);
            if (IsWorkingDay(date))
                left--;
        }
        return date;
    }

    /// <summary>Working days after <paramref name="from"/> up to and including <paramref name="to"/>; negative when to lies before from.</summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        if (to < from)
            return -WorkingDaysBetween(to, from);
        var days = 0;
        for (var date = from.AddDays(1); date <= to; date = date.AddDays(1))
            if (IsWorkingDay(date))
                days++;
        return days;
    }

    /// <summary>The date itself when it is a working day or the rule is Same, else the nearest working day in the rule's direction.</summary>
    public DateOnly Move(DateOnly date, WorkdayRule rule)
    {
        if (rule == WorkdayRule.Same)
            return date;
        var step = rule == WorkdayRule.After ? 1 : -1;
        for (var i = 0; i <= LongestBreak; i++)
            if (IsWorkingDay(date.AddDays(i * step)))
                return date.AddDays(i * step);
        throw new InvalidOperationException($"No working day within {LongestBreak} days of {date:yyyy-MM-dd}: the calendar data is wrong.");
    }

    /// <summary>This calendar with one year replaced, e.g. by the arrangement published for next year.</summary>
    public WorkingCalendar With(int year, CalendarYear days) => new(new Dictionary<int, CalendarYear>(years) { [year] = days });

    /// <summary>This calendar with every year the other knows taken from there.</summary>
    public WorkingCalendar With(WorkingCalendar newer) => newer.KnownYears.Aggregate(this, (days, year) => days.With(year, newer.DaysOf(year)));

    /// <summary>The data of a year; nothing moved where it is not known.</summary>
    public CalendarYear DaysOf(int year) => years.TryGetValue(year, out var known) ? known : new CalendarYear(new HashSet<DateOnly>(), new HashSet<DateOnly>());
}
