using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>The side of the workbench: the year, what comes next, ballots to go to.</summary>
public sealed class WorkbenchQuery(ReadSide reading, ProcedurePictures pictures, TimeProvider clock)
{
    private const int DaysShown = 6;

    public async Task<WorkbenchView> ReadAsync(string jurisdictionId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var cycle = await db.Cycles.Where(row => row.State == CycleState.Running).OrderByDescending(row => row.Year)
            .Select(row => new { row.Id, row.Title, row.RootInstanceId, row.DefinitionVersionId, row.Collection, row.CollectionUntil }).FirstOrDefaultAsync(cancellation);
        return new WorkbenchView(
            cycle is null ? null : new CycleCard(
                cycle.Id, cycle.Title, await CycleStages.ReadAsync(db, pictures, cycle.RootInstanceId, cycle.DefinitionVersionId, cancellation),
                await CountsAsync(db, cycle.Id, cancellation), cycle.Collection == CollectionState.Open ? cycle.CollectionUntil : null),
            await AgendaAsync(db, clock.GetUtcNow(), cancellation),
            await BallotsAsync(db, personId, cancellation));
    }

    internal static async Task<IReadOnlyDictionary<ItemStage, int>> CountsAsync(WorkflowDb db, string cycleId, CancellationToken cancellation) =>
        await db.Items.Where(item => item.CycleId == cycleId).GroupBy(item => item.Stage)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellation);

    private static async Task<IReadOnlyList<AgendaDay>> AgendaAsync(WorkflowDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var waits = await (from wait in db.Waits
                           where wait.Due != null && wait.Due >= now && (wait.Kind == WaitKind.Timer || wait.Kind == WaitKind.Task)
                           join run in db.Instances on wait.InstanceId equals run.Id
                           where run.CycleId != null
                           orderby wait.Due
                           select new { Due = wait.Due!.Value, wait.Title, wait.Kind, wait.Execution, wait.InstanceId, IsChild = run.ParentId != null })
            .Take(DaysShown * 12).ToListAsync(cancellation);
        // A limit and the timer that watches over it are one date; the same step of ten projects is one line.
        return [.. waits
            .GroupBy(wait => (wait.Due, wait.Title))
            .Select(group => new AgendaDay(group.Key.Due, group.Key.Title, group.All(wait => wait.Kind == WaitKind.Timer), group.Select(wait => wait.InstanceId).Distinct().Count()))
            .Take(DaysShown)];
    }

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

public sealed record WorkbenchView(CycleCard? Cycle, IReadOnlyList<AgendaDay> Agenda, IReadOnlyList<BallotCall> Ballots);

/// <param name="CollectionUntil">When proposals may be handed in: until when.</param>
public sealed record CycleCard(string Id, string Title, StageView Stages, IReadOnlyDictionary<ItemStage, int> Items, DateTimeOffset? CollectionUntil);

/// <param name="IsTimer">True when the date comes by itself, false when it is somebody's limit.</param>
/// <param name="Runs">In how many matters.</param>
public sealed record AgendaDay(DateTimeOffset Due, string Title, bool IsTimer, int Runs);

/// <param name="Keeps">The person is chair or chief scrutineer.</param>
/// <param name="Casts">The person may cast and has not.</param>
public sealed record BallotCall(string Id, string Title, BallotState State, bool Keeps, bool Casts);
