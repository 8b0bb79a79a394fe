using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>督办: what a leader must look at, over the place or within one cycle.</summary>
public sealed class SupervisionQuery(ReadSide reading, ProjectsQuery projects, RatingsQuery ratings, TimeProvider clock)
{
    public async Task<SupervisionView> ReadAsync(string jurisdictionId, CancellationToken cancellation = default)
    {
        var year = await projects.ReadAsync(jurisdictionId, null, cancellation);
        await using var db = reading.Of(jurisdictionId);
        var findings = await db.FindingsAsync(row => row.State != FindingState.Closed, await db.DatesAsync(cancellation), clock.GetUtcNow(), cancellation);
        var changes = await db.ChangesAsync(row => row.NeedsCongress && row.IsApproved, cancellation);
        var rated = new List<CycleRating>();
        foreach (var cycle in await db.Cycles.Where(cycle => cycle.Year == year.Year).Select(cycle => cycle.Id).ToListAsync(cancellation))
            rated.AddRange(await ratings.OfCycleAsync(jurisdictionId, cycle, cancellation) ?? []);
        return new SupervisionView(
            year, findings, await db.Findings.CountAsync(row => row.State == FindingState.Closed, cancellation), [.. changes.Where(change => change.AwaitsCongress)], rated);
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
}

/// <param name="Findings">Everything not closed yet.</param>
/// <param name="Closed">How many have been closed.</param>
/// <param name="Changes">Those the next congress has to hear of.</param>
/// <param name="Ratings">Of the year, newest first.</param>
public sealed record SupervisionView(
    ProjectsView Year, IReadOnlyList<FindingLine> Findings, int Closed, IReadOnlyList<ChangeLine> Changes, IReadOnlyList<CycleRating> Ratings);
