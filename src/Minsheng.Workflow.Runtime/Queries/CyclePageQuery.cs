using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>One year: where it stands and who holds it up.</summary>
public sealed class CyclePageQuery(ReadSide reading, ProcedurePictures pictures, TimeProvider clock)
{
    private const int MostWaits = 300;

    /// <returns>Null when there is no such cycle here.</returns>
    public async Task<CycleView?> FindAsync(string jurisdictionId, string cycleId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var cycle = await db.Cycles.SingleOrDefaultAsync(row => row.Id == cycleId, cancellation);
        if (cycle is null) return null;
        var version = await db.DefinitionVersions.IgnoreQueryFilters().Where(row => row.Id == cycle.DefinitionVersionId).Select(row => row.Version).SingleAsync(cancellation);
        var picture = await pictures.ReadAsync(db, cycle.DefinitionVersionId, cancellation);
        return new CycleView(
            cycle.Id, cycle.Year, cycle.Title, cycle.RootInstanceId, picture.Name, version, cycle.State, cycle.StartedAt, cycle.EndedAt,
            cycle.Collection == CollectionState.Open ? cycle.CollectionUntil : null,
            await CycleStages.ReadAsync(db, pictures, cycle.RootInstanceId, cycle.DefinitionVersionId, cancellation),
            await WorkbenchQuery.CountsAsync(db, cycleId, cancellation),
            await HoldsAsync(db, cycleId, cancellation),
            await db.Instances.Where(run => run.CycleId == cycleId).OrderBy(run => run.ParentId != null).ThenBy(run => run.StartedAt).ThenBy(run => run.Title)
                .Select(run => new CycleRun(run.Id, run.Title, run.ParentId != null, run.SubStatus, run.OpenIncidents)).ToListAsync(cancellation),
            await db.Documents.Where(row => row.CycleId == cycleId).OrderByDescending(row => row.Published)
                .Select(row => new DocumentLine(row.Id, row.Kind, row.Title, row.Published)).ToListAsync(cancellation),
            await db.Ballots.Where(row => row.CycleId == cycleId).OrderByDescending(row => row.Prepared)
                .Select(row => new BallotLine(row.Id, row.Title, row.State, row.Due, row.ResultJson != null)).ToListAsync(cancellation),
            await db.FindingsAsync(row => row.CycleId == cycleId, await db.DatesAsync(cancellation), clock.GetUtcNow(), cancellation));
    }

    private async Task<IReadOnlyList<Hold>> HoldsAsync(WorkflowDb db, string cycleId, CancellationToken cancellation)
    {
        var rows = await (from wait in db.Waits
                          join run in db.Instances on wait.InstanceId equals run.Id
                          where run.CycleId == cycleId && wait.Kind != WaitKind.Child
                          orderby wait.Due == null, wait.Due, wait.Since
                          select new
                          {
                              wait.Id,
                              wait.Kind,
                              wait.Title,
                              wait.Since,
                              wait.Due,
                              wait.PayloadJson,
                              Run = run.ParentId == null ? null : run.Title,
                              Task = db.Tasks.Where(task => task.Id == wait.Id).Select(task => task.Title).FirstOrDefault(),
                          }).Take(MostWaits).ToListAsync(cancellation);
        var holders = await TaskPageQuery.HoldersAsync(db, [.. rows.Where(row => row.Kind == WaitKind.Task).Select(row => row.Id)], cancellation);
        var (dates, now) = (await db.DatesAsync(cancellation), clock.GetUtcNow());
        return [.. rows.Select(row => new Hold(
            row.Id, row.Kind, row.Task ?? row.Title, row.Run, holders.GetValueOrDefault(row.Id) ?? [], row.Since, row.Due,
            row.Kind == WaitKind.Task ? dates.LateWorkingDays(row.Due, now) : 0, BallotOf(row.PayloadJson)) { Nominal = row.Kind == WaitKind.Timer ? NextDay.NominalOf(row.PayloadJson) : null })];
    }

    private static string? BallotOf(string? payload)
    {
        if (payload is null) return null;
        using var json = JsonDocument.Parse(payload);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("ballotId", out var id) ? id.GetString() : null;
    }
}

/// <param name="CollectionUntil">While proposals may be handed in: until when.</param>
public sealed record CycleView(
    string Id, int Year, string Title, string RunId, string Procedure, int Version, CycleState State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    DateTimeOffset? CollectionUntil, StageView Stages, IReadOnlyDictionary<ItemStage, int> Items, IReadOnlyList<Hold> Holds,
    IReadOnlyList<CycleRun> Runs, IReadOnlyList<DocumentLine> Documents, IReadOnlyList<BallotLine> Ballots, IReadOnlyList<FindingLine> Findings)
{
    public int Count(params ItemStage[] stages) => stages.Sum(stage => Items.GetValueOrDefault(stage));
}

/// <summary>Something that is waited for.</summary>
/// <param name="Run">The matter it belongs to, where that is not the year itself.</param>
public sealed record Hold(
    string WaitId, WaitKind Kind, string Title, string? Run, IReadOnlyList<string> Holders, DateTimeOffset Since, DateTimeOffset? Due, int LateWorkingDays, string? BallotId)
{
    /// <summary>Of a timer that a day off has moved: the day it should have been.</summary>
    public DateOnly? Nominal { get; init; }
}

public sealed record CycleRun(string Id, string Title, bool IsChild, SubStatus SubStatus, int Stopped);

public sealed record DocumentLine(string Id, string Kind, string Title, DateTimeOffset Published);

public sealed record BallotLine(string Id, string Title, BallotState State, int Due, bool HasResult);
