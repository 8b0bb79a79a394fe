using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>The years of a place.</summary>
public sealed class CycleListQuery(ReadSide reading)
{
    public async Task<IReadOnlyList<CycleLine>> ListAsync(string jurisdictionId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        // IgnoreQueryFilters below opens the whole query, not its subquery alone, so the place is named here.
        return await db.Cycles.Where(cycle => cycle.JurisdictionId == jurisdictionId).OrderByDescending(cycle => cycle.Year).ThenByDescending(cycle => cycle.StartedAt)
            .Select(cycle => new CycleLine(
                cycle.Id, cycle.Year, cycle.Title,
                db.Definitions.IgnoreQueryFilters().Where(row => row.DefinitionId == cycle.DefinitionId && (row.JurisdictionId == jurisdictionId || row.JurisdictionId == ""))
                    .OrderByDescending(row => row.JurisdictionId).Select(row => row.Name).FirstOrDefault() ?? "",
                cycle.State, cycle.StartedAt, cycle.EndedAt,
                db.Items.Count(item => item.CycleId == cycle.Id),
                db.Items.Count(item => item.CycleId == cycle.Id && item.Stage == ItemStage.Project),
                db.Instances.Where(run => run.CycleId == cycle.Id).Sum(run => run.OpenIncidents)))
            .ToListAsync(cancellation);
    }
}

/// <param name="Stopped">Steps that stand still.</param>
public sealed record CycleLine(
    string Id, int Year, string Title, string Procedure, CycleState State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int Items, int Projects, int Stopped);
