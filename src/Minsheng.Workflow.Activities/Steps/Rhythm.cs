using System.Collections;
using System.Globalization;
using Minsheng.Workflow.Activities.Cadence;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Facts;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>One occurrence of a cadence.</summary>
/// <param name="Lapses">From then on it counts as missed: its day is over, or the next one is due.</param>
/// <param name="Period">What it is called, e.g. 2026年5月.</param>
/// <param name="Nominal">The day it should be, where a day off has moved it.</param>
internal sealed record Round(DateTimeOffset At, DateTimeOffset Lapses, string Period, DateOnly? Nominal = null);

/// <summary>How a cadence recurs, as its step was set.</summary>
/// <param name="Month">Month within the period; 0 for the usual one.</param>
/// <param name="Dates">Days of every year (MM-dd) or one day (yyyy-MM-dd), where the rhythm is Custom.</param>
internal sealed record Rhythm(Every Every, int Day, int Month, int Minutes, IReadOnlyList<string> Dates)
{
    private const int MonthsPerQuarter = 3, MonthsPerHalf = 6;

    /// <summary>A leap year: 29 February exists, 31 February never.</summary>
    private const int AnyYear = 2024;

    public IReadOnlyList<string> Problems() => Every == Every.Custom
        ? Dates.Count == 0 ? ["自定日期时要写明日期。"] : [.. Dates.Where(date => Parse(date) is null).Select(date => $"没有“{date}”这一天，应写成月-日（如 03-15）或年-月-日。")]
        : new Recurrence { Every = Every, Day = Day, Month = Math.Max(Month, 1), Minutes = Minutes, From = DateOnly.MinValue }.Problems() is { Count: > 0 } problems ? problems
        : Month < 0 ? ["周期内的月份应为 1 以上，不填为 0。"] : [];

    /// <summary>All occurrences, a function of the first day and the calendar.</summary>
    /// <param name="firstMonth">Any day of the first month in which an occurrence may fall.</param>
    /// <param name="inMonths">The only months in which one may nominally fall; empty for all.</param>
    public IReadOnlyList<Round> Rounds(DateOnly firstMonth, int months, WorkdayRule workday, Dates dates, IReadOnlyList<int> inMonths)
    {
        var from = new DateOnly(firstMonth.Year, firstMonth.Month, 1);
        var until = from.AddMonths(months).AddDays(-1);
        return [.. Nominal(from, until, dates.Calendar)
            .Where(date => inMonths.Count == 0 || inMonths.Contains(date.Month))
            .Select(date => (Day: dates.Calendar.Move(date, workday), Nominal: date, Period: Period(date)))
            .DistinctBy(round => round.Day)
            .Select(round => new Round(dates.Begin(round.Day), dates.Begin(round.Day.AddDays(1)), round.Period, round.Day == round.Nominal ? null : round.Nominal))];
    }

    private IEnumerable<DateOnly> Nominal(DateOnly from, DateOnly until, WorkingCalendar calendar)
    {
        if (Every == Every.Custom)
            return Enumerable.Range(from.Year, until.Year - from.Year + 1).SelectMany(year => Dates.Select(date => In(year, date)))
                .OfType<DateOnly>().Where(date => date >= from && date <= until).Distinct().Order();
        var nominal = new Recurrence
        {
            Every = Every,
            Day = Day,
            // Quarters and halves fall due right after they end; a yearly one in its first month.
            Month = Month > 0 ? Month : Every == Every.Year ? from.Month : 1,
            From = from,
            Until = until,
        };
        return nominal.Between(DateTime.MinValue, DateTime.MaxValue, calendar).Select(DateOnly.FromDateTime);
    }

    /// <summary>Days, weeks, months and years are called by when they fall due; quarters and halves by the one that has ended, or by the one whose last month it is.</summary>
    private string Period(DateOnly date)
    {
        var quarter = Month == MonthsPerQuarter ? date : date.AddMonths(-MonthsPerQuarter);
        var half = Month == MonthsPerHalf ? date : date.AddMonths(-MonthsPerHalf);
        var at = date.ToDateTime(TimeOnly.MinValue);
        return Every switch
        {
            Every.Week => $"{ISOWeek.GetYear(at)}年第{ISOWeek.GetWeekOfYear(at)}周",
            Every.Month => $"{date.Year}年{date.Month}月",
            Every.Quarter => $"{quarter.Year}年第{(quarter.Month - 1) / MonthsPerQuarter + 1}季度",
            Every.HalfYear => $"{half.Year}年{(half.Month <= MonthsPerHalf ? "上" : "下")}半年",
            Every.Year => $"{date.Year}年",
            _ => DayWords.Full(date),
        };
    }

    private static DateOnly? In(int year, string text) => Parse(text) is not { } parsed ? null
        : parsed.Year is { } only ? only == year ? new DateOnly(year, parsed.Month, parsed.Day) : null
        : parsed.Day <= DateTime.DaysInMonth(year, parsed.Month) ? new DateOnly(year, parsed.Month, parsed.Day) : null;

    private static (int? Year, int Month, int Day)? Parse(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? (day.Year, day.Month, day.Day)
        : DateOnly.TryParseExact($"{AnyYear}-{text}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var yearly) ? (null, yearly.Month, yearly.Day)
        : null;
}

/// <summary>Every so many minutes from a moment on: too many to hold, so each is worked out when asked for.</summary>
internal sealed class MinuteRounds(DateTimeOffset from, int minutes, int months, TimeZoneInfo zone) : IReadOnlyList<Round>
{
    private readonly TimeSpan _step = TimeSpan.FromMinutes(minutes);

    public int Count { get; } = (int)Math.Min(int.MaxValue, (from.AddMonths(months) - from).Ticks / TimeSpan.FromMinutes(minutes).Ticks);

    public Round this[int index]
    {
        get
        {
            var at = from + _step * (index + 1);
            return new Round(at, at + _step, TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture));
        }
    }

    public IEnumerator<Round> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
