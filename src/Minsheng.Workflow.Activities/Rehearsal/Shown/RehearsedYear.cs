using Minsheng.Workflow.Activities.Calendars;

namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

/// <summary>A rehearsed year as the page shows it: calendar, Gantt, load, papers, and what to look at.</summary>
public sealed class RehearsedYear
{
    private const int PerQuarter = 3;

    public RehearsedYear(RehearsalReport report, RehearsalPlan plan)
    {
        (Report, Plan) = (report, plan);
        From = YearEntries.Day(report.Events[0].At);
        Until = report.Events.Max(line => YearEntries.Day(line.At));
        var first = new DateOnly(From.Year, From.Month, 1);
        Months = [.. Enumerable.Range(0, (Until.Year - From.Year) * 12 + Until.Month - From.Month + 1).Select(first.AddMonths)];
        Entries = YearEntries.Of(report);
        Rows = YearRows.Of(report, Until);
        Posts = YearLoads.Of(report, Months, task => task.Holder);
        People = YearLoads.Of(report, Months, task => $"{task.Name}（{task.Holder}）");
        Looks = [.. YearLooks.Of(report, this, plan.Calendar)];
    }

    public RehearsalReport Report { get; }
    public RehearsalPlan Plan { get; }
    public DateOnly From { get; }
    public DateOnly Until { get; }

    /// <summary>First days of the months from the first to the last.</summary>
    public IReadOnlyList<DateOnly> Months { get; }
    public IReadOnlyList<YearEntry> Entries { get; }
    public IReadOnlyList<YearRow> Rows { get; }

    /// <summary>By post, the busiest first.</summary>
    public IReadOnlyList<YearLoad> Posts { get; }
    public IReadOnlyList<YearLoad> People { get; }
    public IReadOnlyList<YearLook> Looks { get; }

    /// <summary>Whether it votes on proposals, and is not one matter among others.</summary>
    public bool IsYear => YearEntries.IsYear(Report);

    public bool GoesThrough => Report.Status == RehearsalStatus.Finished;

    /// <summary>Steps with several buttons that were reached: what a person may choose an outcome for.</summary>
    public IReadOnlyList<(string ActivityId, string Step, IReadOnlyList<RehearsalButton> Buttons)> Choices =>
        [.. Report.Tasks.Where(task => task.Buttons.Count > 1 && task.Type is not ("Minsheng.Ballot" or "Minsheng.Collect")).GroupBy(task => task.ActivityId)
            .Select(step => (step.Key, step.First().Step, step.First().Buttons))];

    /// <summary>Ratings and assessments that were held; points are given in the latter.</summary>
    public IReadOnlyList<(string ActivityId, string Step, bool IsPoints)> Rated =>
        [.. Report.Ballots.Where(ballot => ballot.Kind == "Rating").Select(ballot => (ballot.ActivityId, ballot.Step, false))
            .Concat(Report.Tasks.Where(task => task.Type == "Minsheng.Assess").Select(task => (task.ActivityId, task.Step, true))).DistinctBy(step => step.ActivityId)];

    /// <summary>Visits that were made.</summary>
    public IReadOnlyList<(string ActivityId, string Step)> Visits =>
        [.. Report.Tasks.Where(task => task.Type == "Minsheng.Inspect").Select(task => (task.ActivityId, task.Step)).DistinctBy(step => step.ActivityId)];

    public IReadOnlyList<RehearsalBallot> Votes => [.. Report.Ballots.Where(ballot => ballot.Kind == "Vote").DistinctBy(ballot => ballot.ActivityId)];

    /// <summary>The calendar by quarters, or by months.</summary>
    public IEnumerable<(string Title, IReadOnlyList<YearEntry> Entries)> Columns(bool byMonth)
    {
        foreach (var column in Months.GroupBy(month => byMonth ? (month.Year, month.Month) : (month.Year, (month.Month - 1) / PerQuarter)))
            yield return (byMonth ? $"{column.Key.Year}年{column.Key.Item2}月" : $"{column.Key.Year}年 {"一二三四"[column.Key.Item2]}季度",
                [.. Entries.Where(entry => column.Any(month => month.Year == entry.Day.Year && month.Month == entry.Day.Month))]);
    }
}
