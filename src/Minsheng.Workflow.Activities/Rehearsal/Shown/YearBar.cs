namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

/// <summary>One row of the Gantt: a step, and the stretches of the year it takes.</summary>
/// <param name="IsMain">In the cycle's own procedure, not in one that is started for each project.</param>
public sealed record YearRow(string ActivityId, string Step, string? Stage, bool IsMain, EntryKind Kind, int Tasks, IReadOnlyList<YearBar> Bars)
{
    public DateOnly From => Bars[0].From;
    public DateOnly Until => Bars.Max(bar => bar.Until);
}

public sealed record YearBar(DateOnly From, DateOnly Until);

internal static class YearRows
{
    private const int Joined = 4;

    // A cadence waits between its days, a loop over projects lasts as long as what it starts: what is done in them has rows of its own.
    private static readonly string[] Left = ["Minsheng.Cadence", "Minsheng.ForEachProject", "Elsa.Delay"];

    public static IReadOnlyList<YearRow> Of(RehearsalReport report, DateOnly last)
    {
        var tasks = report.Tasks.GroupBy(task => task.ActivityId).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        return [.. report.Passages.Where(passage => !Left.Contains(passage.Type)).GroupBy(passage => (passage.Definition, passage.ActivityId))
            .Select(step =>
            {
                var first = step.First();
                var kind = YearEntries.IsMeeting(first.Type) ? EntryKind.Meeting : first.Type is "Minsheng.Announce" or "Minsheng.Notify" or "Minsheng.Collect" ? EntryKind.Paper : EntryKind.Work;
                return new YearRow(first.ActivityId, first.Step, first.Stage, first.IsMain, kind, tasks.GetValueOrDefault(first.ActivityId), Merge(step, last));
            }).OrderBy(row => row.From).ThenByDescending(row => row.IsMain)];
    }

    private static List<YearBar> Merge(IEnumerable<RehearsalPassage> passages, DateOnly last)
    {
        var bars = new List<YearBar>();
        foreach (var passage in passages.OrderBy(passage => passage.From))
        {
            var (from, until) = (YearEntries.Day(passage.From), passage.Until is { } end ? YearEntries.Day(end) : last);
            if (bars is [.., var before] && from.DayNumber - before.Until.DayNumber <= Joined) bars[^1] = before with { Until = until > before.Until ? until : before.Until };
            else bars.Add(new YearBar(from, until));
        }
        return bars;
    }
}
