using System.Text.Json.Serialization;
using Minsheng.Workflow.Activities.Calendars;

namespace Minsheng.Workflow.Activities.Cadence;

/// <summary>How often something recurs; Custom on days that are named one by one, which a step's setting does and no <see cref="Recurrence"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Every>))]
public enum Every { Minutes, Day, Week, Month, Quarter, HalfYear, Year, Custom }

/// <summary>
/// Recurring work 周期督办 such as 月报 and 季查, in the local time of the jurisdiction. From and Until bound the nominal day; the
/// workday rule then moves it, and days moved onto each other happen once.
/// </summary>
public sealed partial record Recurrence
{
    public required Every Every { get; init; }

    /// <summary>First day on which an occurrence may nominally fall.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last such day, or null for no end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Day of the month; one beyond the month's end means its last day. In a weekly rule 1 Monday to 7 Sunday.</summary>
    public int Day { get; init; } = 1;

    /// <summary>Month of the period, from 1: a quarterly rule with 1 falls in January, April, July and October, right after a quarter ends.</summary>
    public int Month { get; init; } = 1;

    /// <summary>Minutes between occurrences where <see cref="Every"/> is Minutes, counted from From at <see cref="At"/>.</summary>
    public int Minutes { get; init; }

    /// <summary>Time of day. No source states one; default midnight, when the day begins.</summary>
    public TimeOnly At { get; init; }

    /// <summary>For Minutes, Before and After mean that days off are skipped.</summary>
    public WorkdayRule Workday { get; init; }

    /// <summary>The first occurrence strictly after <paramref name="after"/> (local time), or null when the rule has ended.</summary>
    public DateTime? Next(DateTime after, WorkingCalendar calendar) =>
        Occurrences(after, calendar).Where(at => at > after).Select(at => (DateTime?)at).FirstOrDefault();

    /// <summary>All occurrences strictly after <paramref name="after"/> up to and including <paramref name="until"/>.</summary>
    public IReadOnlyList<DateTime> Between(DateTime after, DateTime until, WorkingCalendar calendar) =>
        [.. Occurrences(after, calendar).SkipWhile(at => at <= after).TakeWhile(at => at <= until)];

    /// <summary>Every setting out of range, as sentences; empty when the rule can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Every == Every.Custom)
            problems.Add("自定日期没有周期。");
        if (Every == Every.Minutes && Minutes < 1)
            problems.Add("间隔分钟数至少为 1。");
        if (Every == Every.Week && Day is < 1 or > 7)
            problems.Add("每周的日子应为 1（周一）至 7（周日）。");
        if (Every is Every.Month or Every.Quarter or Every.HalfYear or Every.Year && Day is < 1 or > 31)
            problems.Add("每月的日子应为 1 至 31。");
        if (Month < 1 || Month > Math.Max(1, MonthsPerPeriod))
            problems.Add($"周期内的月份应为 1 至 {Math.Max(1, MonthsPerPeriod)}。");
        if (Until < From)
            problems.Add("截止日期早于开始日期。");
        return problems;
    }

    private int MonthsPerPeriod => Every switch
    {
        Every.Month => 1,
        Every.Quarter => 3,
        Every.HalfYear => 6,
        Every.Year => 12,
        _ => 0,
    };
}
