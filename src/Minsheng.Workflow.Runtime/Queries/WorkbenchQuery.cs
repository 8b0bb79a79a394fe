using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>The side of the workbench: the year, what comes next, ballots to go to.</summary>
public sealed class WorkbenchQuery(ReadSide reading, ProcedurePictures pictures, ProjectsQuery projects, TimeProvider clock)
{
    private const int DaysShown = 6, SlowShown = 5;

    public async Task<WorkbenchView> ReadAsync(string jurisdictionId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var cycle = await db.Cycles.Where(row => row.State == CycleState.Running).OrderByDescending(row => row.Year)
            .Select(row => new { row.Id, row.Title, row.RootInstanceId, row.DefinitionVersionId, row.Collection, row.CollectionUntil }).FirstOrDefaultAsync(cancellation);
        var now = clock.GetUtcNow();
        var counts = cycle is null ? new Dictionary<ItemStage, int>() : await CountsAsync(db, cycle.Id, cancellation);
        return new WorkbenchView(
            cycle is null ? null : new CycleCard(
                cycle.Id, cycle.Title, await CycleStages.ReadAsync(db, pictures, cycle.RootInstanceId, cycle.DefinitionVersionId, cancellation),
                counts, cycle.Collection == CollectionState.Open ? cycle.CollectionUntil : null)
            {
                Lights = counts.GetValueOrDefault(ItemStage.Project) == 0 ? [] : [.. (await projects.OfCycleAsync(jurisdictionId, cycle.Id, cancellation) ?? []).Select(project => project.Progress.Light)],
            },
            await AgendaAsync(db, now, cancellation),
            await BallotsAsync(db, personId, cancellation))
        {
            LastYear = cycle is null ? await db.Cycles.OrderByDescending(row => row.Year).Select(row => row.Title).FirstOrDefaultAsync(cancellation) : null,
            Slow = await SlowAsync(db, personId, now, cancellation),
            MissingYear = await db.IsOfficeAsync(personId, (await db.DatesAsync(cancellation)).Today(now), cancellation) ? (await db.DatesAsync(cancellation)).MissingYear(now) : null,
            Deputy = await DeputyAsync(db, personId, (await db.DatesAsync(cancellation)).Today(now), cancellation),
        };
    }

    internal static async Task<IReadOnlyDictionary<ItemStage, int>> CountsAsync(WorkflowDb db, string cycleId, CancellationToken cancellation) =>
        await db.Items.Where(item => item.CycleId == cycleId).GroupBy(item => item.Stage)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellation);

    private static async Task<IReadOnlyList<AgendaDay>> AgendaAsync(WorkflowDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var waits = await db.CycleWaits().Where(wait => wait.Due != null && wait.Due >= now && (wait.Kind == WaitKind.Timer || wait.Kind == WaitKind.Task))
            .OrderBy(wait => wait.Due).Take(DaysShown * 12).Select(wait => new { Due = wait.Due!.Value, wait.Title, wait.Kind, wait.InstanceId, Payload = wait.Kind == WaitKind.Timer ? wait.PayloadJson : null }).ToListAsync(cancellation);
        // A limit and the timer that watches over it are one date; the same step of ten projects is one line.
        return [.. waits
            .GroupBy(wait => (wait.Due, wait.Title))
            .Select(group => new AgendaDay(group.Key.Due, group.Key.Title, group.All(wait => wait.Kind == WaitKind.Timer), group.Select(wait => wait.InstanceId).Distinct().Count()) { Nominal = NextDay.NominalOf(group.First().Payload) })
            .Take(DaysShown)];
    }

    /// <summary>该催的: what has passed its limit with others, oldest limit first; for the office alone.</summary>
    private static async Task<IReadOnlyList<SlowTask>> SlowAsync(WorkflowDb db, string personId, DateTimeOffset now, CancellationToken cancellation)
    {
        var dates = await db.DatesAsync(cancellation);
        if (!await db.IsOfficeAsync(personId, dates.Today(now), cancellation)) return [];
        var late = await db.Tasks.Where(task => task.JurisdictionId == db.JurisdictionId && task.State == TaskState.Open && task.Due < now
                && !db.TaskParticipants.Any(row => row.TaskId == task.Id && row.PersonId == personId && row.State == ParticipantState.Open))
            .OrderBy(task => task.Due).Take(SlowShown).Select(task => new { task.Id, task.Title, task.Due }).ToListAsync(cancellation);
        List<string> ids = [.. late.Select(task => task.Id)];
        var holders = await TaskPageQuery.HoldersAsync(db, ids, cancellation);
        var urged = (await db.TaskActs.Where(act => ids.Contains(act.TaskId) && act.Kind == Activities.Tasks.TaskActKind.Urge).Select(act => new { act.TaskId, act.At }).ToListAsync(cancellation))
            .GroupBy(act => act.TaskId).ToDictionary(group => group.Key, group => group.Max(act => act.At), StringComparer.Ordinal);
        return [.. late.Select(task => new SlowTask(
            task.Id, task.Title, holders.TryGetValue(task.Id, out var who) ? Holder.Of(who) : "无人办理", dates.LateWorkingDays(task.Due, now),
            urged.TryGetValue(task.Id, out var at) ? at : null, urged.TryGetValue(task.Id, out var last) && dates.Today(last) == dates.Today(now)))];
    }

    private static async Task<StandingDeputy?> DeputyAsync(WorkflowDb db, string personId, DateOnly today, CancellationToken cancellation) =>
        await (from delegation in db.Delegations
               where delegation.PersonId == personId && delegation.Revoked == null && delegation.From <= today && delegation.Until >= today
               join person in db.People on delegation.DeputyId equals person.Id
               orderby delegation.Until
               select new StandingDeputy(person.Name, delegation.Until)).FirstOrDefaultAsync(cancellation);

    private static async Task<IReadOnlyList<BallotCall>> BallotsAsync(WorkflowDb db, string personId, CancellationToken cancellation) =>
        await db.Ballots.Where(ballot => ballot.State != BallotState.Opened)
            .Select(ballot => new
            {
                ballot.Id,
                ballot.Title,
                ballot.State,
                ballot.Prepared,
                Keeps = ballot.ChairId == personId || ballot.ScrutineerId == personId,
                Casts = ballot.State == BallotState.Open && db.BallotRoll.Any(roll => roll.BallotId == ballot.Id && roll.PersonId == personId && !roll.HasCast && !roll.OnPaper && !roll.IsRecused),
            })
            .Where(ballot => ballot.Keeps || ballot.Casts).OrderByDescending(ballot => ballot.Prepared)
            .Select(ballot => new BallotCall(ballot.Id, ballot.Title, ballot.State, ballot.Keeps, ballot.Casts)).ToListAsync(cancellation);
}

public sealed record WorkbenchView(CycleCard? Cycle, IReadOnlyList<AgendaDay> Agenda, IReadOnlyList<BallotCall> Ballots)
{
    /// <summary>The title of the newest year that has ended, where none is running.</summary>
    public string? LastYear { get; init; }

    public IReadOnlyList<SlowTask> Slow { get; init; } = [];

    /// <summary>For the office: a year whose holidays are wanted by now and are not there.</summary>
    public int? MissingYear { get; init; }

    /// <summary>Who acts for the person today (代理).</summary>
    public StandingDeputy? Deputy { get; init; }
}

/// <param name="Urged">When it was last urged by anybody.</param>
public sealed record SlowTask(string Id, string Title, string Who, int LateWorkingDays, DateTimeOffset? Urged, bool UrgedToday);

public sealed record StandingDeputy(string Name, DateOnly Until);

/// <param name="CollectionUntil">When proposals may be handed in: until when.</param>
public sealed record CycleCard(string Id, string Title, StageView Stages, IReadOnlyDictionary<ItemStage, int> Items, DateTimeOffset? CollectionUntil)
{
    /// <summary>Of each project; null where there is nothing to judge yet. Empty before there are projects.</summary>
    public IReadOnlyList<Activities.Lights.Light?> Lights { get; init; } = [];
}

/// <param name="IsTimer">True when the date comes by itself, false when it is somebody's limit.</param>
/// <param name="Runs">In how many matters.</param>
public sealed record AgendaDay(DateTimeOffset Due, string Title, bool IsTimer, int Runs)
{
    /// <summary>The day it should have been, where a day off has moved it.</summary>
    public DateOnly? Nominal { get; init; }
}

/// <param name="Keeps">The person is chair or chief scrutineer.</param>
/// <param name="Casts">The person may cast and has not.</param>
public sealed record BallotCall(string Id, string Title, BallotState State, bool Keeps, bool Casts);
