using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Web.Components.Pages.Cycles;

/// <summary>One bar or point of the year's picture. Positions are percent of its width.</summary>
public sealed record CalendarMark(string Title, string? Note, CalendarState State, bool IsMeeting, DateOnly From, DateOnly Until, double Left, double Width, bool LabelInside);

/// <summary>Lays a year's entries into as few lanes as their bars and labels allow.</summary>
public sealed class CalendarLanes
{
    private const double CharacterWidth = 1.25, Gap = 0.8, LeastBar = 0.7;
    private const int MostLanes = 10, LongDays = 14;

    public CalendarLanes(YearCalendar year)
    {
        var first = year.Entries.Select(entry => entry.From).Append(year.Started).Min();
        var last = year.Entries.Select(entry => entry.Until).Append(year.YearEnd).Append(year.Today).Max();
        From = new DateOnly(first.Year, first.Month, 1);
        Until = new DateOnly(last.Year, last.Month, 1).AddMonths(1);
        Months = [.. Enumerable.Range(0, (Until.Year - From.Year) * 12 + Until.Month - From.Month).Select(From.AddMonths)];
        TodayAt = Percent(year.Today);

        var coming = year.Coming.Where(day => day.Day < Until).GroupBy(day => day.Title)
            .Select(days => new CalendarEntry(days.Key, null, days.Min(day => day.Day), days.Min(day => day.Day), CalendarState.Coming, false, null));
        // What lasts, votes and what is on now have their place first; short things of the past go where room is left.
        foreach (var entry in year.Entries.Concat(coming).OrderBy(IsMinor).ThenBy(entry => entry.From).ThenByDescending(entry => entry.Until))
            if (!Place(entry)) Left++;
        Lanes.Sort((one, other) => one.Min(mark => mark.Left).CompareTo(other.Min(mark => mark.Left)));
    }

    public DateOnly From { get; }

    /// <summary>The day after the picture ends.</summary>
    public DateOnly Until { get; }
    public IReadOnlyList<DateOnly> Months { get; }
    public double TodayAt { get; }
    public List<List<CalendarMark>> Lanes { get; } = [];

    /// <summary>Entries that found no room.</summary>
    public int Left { get; }

    public double Percent(DateOnly day) => 100.0 * (day.DayNumber - From.DayNumber) / (Until.DayNumber - From.DayNumber);

    private static bool IsMinor(CalendarEntry entry) =>
        entry.State == CalendarState.Done && !entry.IsMeeting && entry.Until.DayNumber - entry.From.DayNumber < LongDays;

    private bool Place(CalendarEntry entry)
    {
        var mark = Mark(entry);
        var (start, end) = Extent(mark);
        var lane = Lanes.Find(marks => marks.TrueForAll(other => Extent(other) is var taken && (end + Gap <= taken.Start || taken.End + Gap <= start)));
        if (lane is null)
        {
            if (Lanes.Count == MostLanes) return false;
            Lanes.Add(lane = []);
        }
        lane.Add(mark);
        return true;
    }

    private CalendarMark Mark(CalendarEntry entry)
    {
        var left = Percent(entry.From);
        var width = entry.IsMeeting ? LeastBar : Math.Max(LeastBar, Percent(entry.Until.AddDays(1)) - left);
        if (entry.IsMeeting) left = Percent(entry.Until);
        return new CalendarMark(entry.Title, entry.Note, entry.State, entry.IsMeeting, entry.From, entry.Until, left, width, !entry.IsMeeting && width >= LabelWidth(entry.Title, entry.Note));
    }

    /// <summary>A short bar has its label beside it: on the right, or on the left at the end of the year.</summary>
    private static (double Start, double End) Extent(CalendarMark mark)
    {
        if (mark.LabelInside) return (mark.Left, mark.Left + mark.Width);
        var label = LabelWidth(mark.Title, mark.Note);
        return LabelLeft(mark) ? (mark.Left - label, mark.Left + mark.Width) : (mark.Left, mark.Left + mark.Width + label);
    }

    public static bool LabelLeft(CalendarMark mark) => !mark.LabelInside && mark.Left + mark.Width + LabelWidth(mark.Title, mark.Note) > 100;

    private static double LabelWidth(string title, string? note) => (title.Length + (note?.Length ?? 0)) * CharacterWidth + Gap;
}
