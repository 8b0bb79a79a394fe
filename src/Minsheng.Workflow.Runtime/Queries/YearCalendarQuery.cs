using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What a year has done, is doing and waits for, by the day: from the record and the open waits, never from a plan on paper.</summary>
public sealed class YearCalendarQuery(ReadSide reading, ProcedurePictures pictures, TimeProvider clock)
{
    private const int MostComing = 200;

    /// <summary>How recurring work is left when its last turn is over: no turn of its own.</summary>
    private const string NoMore = "Ended";

    /// <returns>Null when there is no such cycle here.</returns>
    public async Task<YearCalendar?> FindAsync(string jurisdictionId, string cycleId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var cycle = await db.Cycles.Where(row => row.Id == cycleId).Select(row => new { row.Year, row.StartedAt }).SingleOrDefaultAsync(cancellation);
        if (cycle is null) return null;
        var (dates, now) = (await db.DatesAsync(cancellation), clock.GetUtcNow());
        var today = dates.Today(now);

        var passages = await (from run in db.Instances
                              where run.CycleId == cycleId
                              join line in db.History on run.Id equals line.InstanceId
                              where line.NodeId != null && (line.Kind == HistoryKind.Waiting || line.Kind == HistoryKind.Completed)
                              group line by new { run.DefinitionVersionId, line.NodeId, line.Kind } into lines
                              select new { lines.Key.DefinitionVersionId, lines.Key.NodeId, lines.Key.Kind, First = lines.Min(line => line.At), Last = lines.Max(line => line.At), Count = lines.Count(line => line.Outcome != NoMore) })
            .ToListAsync(cancellation);
        var waits = await (from run in db.Instances
                           where run.CycleId == cycleId
                           join wait in db.Waits on run.Id equals wait.InstanceId
                           where wait.Kind != WaitKind.Child
                           select new { run.DefinitionVersionId, wait.NodeId, wait.Kind, wait.Due, wait.Title }).ToListAsync(cancellation);

        var entries = new List<CalendarEntry>();
        foreach (var version in passages.GroupBy(passage => passage.DefinitionVersionId))
        {
            var picture = await pictures.ReadAsync(db, version.Key, cancellation);
            foreach (var passed in version.GroupBy(passage => picture.StepAt(passage.NodeId)).Where(step => step.Key is not null && IsShown(step.Key)))
            {
                var isOpen = waits.Exists(wait => wait.DefinitionVersionId == version.Key && wait.Kind != WaitKind.Timer && picture.StepAt(wait.NodeId)?.Id == passed.Key!.Id);
                var times = Times(passed.Where(passage => passage.Kind == HistoryKind.Completed).Select(passage => passage.Count), passed.Key!);
                var last = isOpen ? today : dates.Today(passed.Max(passage => passage.Last));
                entries.Add(new CalendarEntry(passed.Key!.Title, passed.Key.Stage, dates.Today(passed.Min(passage => passage.First)), last,
                    isOpen ? CalendarState.Now : CalendarState.Done, passed.Key.Type == "Minsheng.Ballot", times));
            }
        }

        var coming = waits.Where(wait => wait.Kind == WaitKind.Timer && wait.Due > now)
            .GroupBy(wait => (wait.Title, Day: dates.Today(wait.Due!.Value))).OrderBy(group => group.Key.Day).Take(MostComing)
            .Select(group => new ComingDay(group.Key.Day, group.Key.Title, group.Count())).ToList();
        return new YearCalendar(today, new DateOnly(cycle.Year, 12, 31), dates.Today(cycle.StartedAt), [.. entries.OrderBy(entry => entry.From).ThenBy(entry => entry.Until)], coming);
    }

    /// <summary>Steps people know by name; joints of the drawing are left out, and so is the box that only holds the projects' own runs.</summary>
    private static bool IsShown(PictureStep step) =>
        step.Type == "Elsa.Flowchart" || step.Type.StartsWith("Minsheng.", StringComparison.Ordinal) && step.Type != "Minsheng.ForEachProject";

    private static string? Times(IEnumerable<int> counts, PictureStep step) =>
        step.Type == "Elsa.Flowchart" && counts.DefaultIfEmpty(0).Max() is > 1 and var most ? $"{most} 次" : null;
}

/// <summary>A year by the day.</summary>
/// <param name="YearEnd">The last day of the year the projects are built in.</param>
/// <param name="Started">When the cycle began.</param>
public sealed record YearCalendar(DateOnly Today, DateOnly YearEnd, DateOnly Started, IReadOnlyList<CalendarEntry> Entries, IReadOnlyList<ComingDay> Coming);

/// <param name="IsMeeting">A vote: shown as a point.</param>
/// <param name="Note">How often it has come round.</param>
public sealed record CalendarEntry(string Title, string? Stage, DateOnly From, DateOnly Until, CalendarState State, bool IsMeeting, string? Note);

public enum CalendarState { Done, Now, Coming }

/// <summary>A day that is waited for.</summary>
/// <param name="Runs">How many matters wait for it.</param>
public sealed record ComingDay(DateOnly Day, string Title, int Runs);
