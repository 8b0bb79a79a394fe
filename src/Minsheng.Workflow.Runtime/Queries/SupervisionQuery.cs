using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>督办: what a leader must look at, over the place or within one cycle.</summary>
public sealed class SupervisionQuery(ReadSide reading, ProjectsQuery projects, RatingsQuery ratings, TimeProvider clock)
{
    private const int MostOverdue = 60, MostComing = 200, DaysAhead = 7;

    /// <exception cref="NotAllowedException">The person neither leads nor runs the supervision here today.</exception>
    public async Task<SupervisionView> ReadAsync(string jurisdictionId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var (dates, now) = (await db.DatesAsync(cancellation), clock.GetUtcNow());
        if (!Roles.Supervise(await db.RolesAsync(personId, dates.Today(now), cancellation)))
            throw new NotAllowedException("督办一览由人大机关、常委会组成人员、政府办和党委查看，您现在不担任这些岗位；项目进度请看“正式项目”。");
        var year = await projects.ReadAsync(jurisdictionId, null, cancellation);
        var findings = await db.FindingsAsync(row => row.State != FindingState.Closed, dates, now, cancellation);
        var changes = await db.ChangesAsync(row => row.IsApproved, cancellation);
        var rated = new List<CycleRating>();
        foreach (var cycle in await db.Cycles.Where(cycle => cycle.Year == year.Year).Select(cycle => cycle.Id).ToListAsync(cancellation))
            rated.AddRange(await ratings.OfCycleAsync(jurisdictionId, cycle, cancellation) ?? []);
        var today = dates.Today(now);
        var month = new DateOnly(today.Year, today.Month, 1);
        var start = dates.Begin(month);
        var counts = await db.Findings.Where(row => row.State == FindingState.Closed || row.Issued >= start).GroupBy(row => 1)
            .Select(group => new { Closed = group.Count(row => row.State == FindingState.Closed), Opened = group.Count(row => row.Issued >= start), ClosedNow = group.Count(row => row.Closed >= start) })
            .SingleOrDefaultAsync(cancellation);
        var overdue = await OverdueAsync(db, dates, now, cancellation);
        return new SupervisionView(year, findings, counts?.Closed ?? 0, [.. changes.Where(change => change.AwaitsCongress)], rated)
        {
            First = FirstLook.Of(year.Projects, findings, overdue),
            Overdue = overdue,
            Units = UnitLine.Of(year.Projects),
            Ages = FindingAges.Of(findings, now),
            Money = MoneyView.Of(year.Projects),
            Month = new MonthView(
                month, [.. year.Projects.Where(project => project.Track.LastMonth is not null && project.Track.LastMonth != project.Progress.Light && project.State != ProjectState.Stopped)],
                counts?.Opened ?? 0, counts?.ClosedNow ?? 0, changes.Count(change => change.At >= start)),
            Coming = await ComingAsync(db, year.Projects, findings, dates, now, today.AddDays(DaysAhead), cancellation),
        };
    }

    /// <returns>Null when there is no such cycle here.</returns>
    public async Task<IReadOnlyList<FindingLine>?> FindingsAsync(string jurisdictionId, string cycleId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        return await db.Cycles.AnyAsync(row => row.Id == cycleId, cancellation)
            ? await db.FindingsAsync(row => row.CycleId == cycleId, await db.DatesAsync(cancellation), clock.GetUtcNow(), cancellation) : null;
    }

    /// <returns>Null when there is no such cycle here.</returns>
    public async Task<IReadOnlyList<ChangeLine>?> ChangesAsync(string jurisdictionId, string cycleId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        return await db.Cycles.AnyAsync(row => row.Id == cycleId, cancellation) ? await db.ChangesAsync(row => row.CycleId == cycleId, cancellation) : null;
    }

    /// <summary>Tasks past their limit, the longest first.</summary>
    internal static async Task<IReadOnlyList<OverdueTask>> OverdueAsync(WorkflowDb db, Dates dates, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await (from task in db.Tasks.Where(task => task.State == TaskState.Open && task.Due < now && task.CycleId != null).OrderBy(task => task.Due).Take(MostOverdue)
                          join one in db.Items on task.ProjectId equals one.Id into items
                          from item in items.DefaultIfEmpty()
                          orderby task.Due
                          select new { task.Id, task.Title, task.ProjectId, Due = task.Due!.Value, item.Number, ItemTitle = item.Title }).ToListAsync(cancellation);
        if (rows.Count == 0) return [];
        var holders = await TaskPageQuery.HoldersAsync(db, [.. rows.Select(row => row.Id)], cancellation);
        return [.. rows.Select(row => new OverdueTask(
            row.Id, row.Title, row.ProjectId, row.Number, row.ItemTitle, holders.GetValueOrDefault(row.Id) ?? [], row.Due, dates.LateWorkingDays(row.Due, now)))];
    }

    /// <summary>The days from today on.</summary>
    internal static async Task<IReadOnlyList<ComingDate>> ComingAsync(
        WorkflowDb db, IReadOnlyList<ProjectLine> projects, IReadOnlyList<FindingLine> findings, Dates dates, DateTimeOffset now, DateOnly until, CancellationToken cancellation)
    {
        var today = dates.Today(now);
        var end = dates.Begin(until.AddDays(1));
        var waits = await (from wait in db.CycleWaits()
                           where wait.Due != null && wait.Due >= now && wait.Due < end && (wait.Kind == WaitKind.Timer || wait.Kind == WaitKind.Task)
                           orderby wait.Due
                           select new
                           {
                               Due = wait.Due!.Value,
                               Title = db.Tasks.Where(task => task.Id == wait.Id).Select(task => task.Title).FirstOrDefault() ?? wait.Title,
                               Step = wait.Title,
                               wait.Kind,
                               wait.InstanceId,
                               wait.Execution,
                           }).Take(MostComing).ToListAsync(cancellation);
        // A limit and the timer that watches over it are one date; the same step of ten projects is one line.
        var tasks = waits.Where(wait => wait.Kind == WaitKind.Task).Select(wait => (wait.InstanceId, wait.Execution)).ToHashSet();
        return
        [
            .. projects.Where(project => project.State is ProjectState.Underway or ProjectState.CarriedOver)
                .SelectMany(project => project.Track.Stones.Where(stone => stone.State != StoneState.Reached && stone.Due >= today && stone.Due <= until)
                    .Select(stone => new ComingDate(stone.Due, ComingKind.Milestone, $"{stone.Name}（{stone.Planned}%）", project.Id, $"{project.Number} {project.Title}", 1)))
                .Concat(findings.Where(finding => finding.State == FindingState.Open && finding.Due >= now && finding.Due < end)
                    .Select(finding => new ComingDate(dates.Today(finding.Due!.Value), ComingKind.Finding, finding.Kind, finding.ItemId, finding.ItemId is null ? finding.Title : $"{finding.Number} {finding.ItemTitle}", 1)))
                .Concat(waits.Where(wait => wait.Kind == WaitKind.Task || !tasks.Contains((wait.InstanceId, wait.Execution)))
                    .GroupBy(wait => (Day: dates.Today(wait.Due), Name: wait.Step, wait.Kind))
                    .Select(group => new ComingDate(
                        group.Key.Day, group.Key.Kind == WaitKind.Timer ? ComingKind.Timer : ComingKind.Task, group.Count() == 1 ? group.First().Title : group.Key.Name, null, null,
                        group.Select(wait => wait.InstanceId).Distinct().Count())))
                .OrderBy(day => day.On).ThenBy(day => day.Kind).ThenBy(day => day.Project, StringComparer.Ordinal),
        ];
    }
}

/// <param name="Findings">Everything not closed yet.</param>
/// <param name="Closed">How many have been closed.</param>
/// <param name="Changes">Those the next congress has to hear of.</param>
/// <param name="Ratings">Of the year, newest first.</param>
public sealed record SupervisionView(
    ProjectsView Year, IReadOnlyList<FindingLine> Findings, int Closed, IReadOnlyList<ChangeLine> Changes, IReadOnlyList<CycleRating> Ratings)
{
    /// <summary>请您先看.</summary>
    public IReadOnlyList<FirstLook> First { get; init; } = [];

    /// <summary>Tasks past their limit, the longest first.</summary>
    public IReadOnlyList<OverdueTask> Overdue { get; init; } = [];

    public IReadOnlyList<UnitLine> Units { get; init; } = [];

    public IReadOnlyList<FindingAges> Ages { get; init; } = [];

    public MoneyView Money { get; init; } = new(0, 0, null, 0);

    public MonthView Month { get; init; } = new(default, [], 0, 0, 0);

    public IReadOnlyList<ComingDate> Coming { get; init; } = [];
}
