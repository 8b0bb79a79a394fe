using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Lights;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>正式项目: what was adopted, and how far it is.</summary>
public sealed class ProjectsQuery(ReadSide reading, ProcedurePictures pictures, TimeProvider clock)
{
    /// <param name="year">Null for the newest year that has projects.</param>
    public async Task<ProjectsView> ReadAsync(string jurisdictionId, int? year, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var cycles = await db.Cycles.Where(cycle => db.Items.Any(item => item.CycleId == cycle.Id && item.Stage == ItemStage.Project))
            .OrderByDescending(cycle => cycle.Year).Select(cycle => new { cycle.Id, cycle.Year, cycle.DefinitionVersionId }).ToListAsync(cancellation);
        var shown = year ?? cycles.FirstOrDefault()?.Year;
        return new ProjectsView(
            shown, [.. cycles.Select(cycle => cycle.Year).Distinct()],
            await LinesAsync(db, cycles.Where(cycle => cycle.Year == shown).ToDictionary(cycle => cycle.Id, cycle => cycle.DefinitionVersionId), cancellation),
            await LeftAsync(db, shown, cancellation));
    }

    /// <summary>What a year did not finish and handed on: it must not look as if all had been done.</summary>
    private static async Task<IReadOnlyList<ItemLink>> LeftAsync(WorkflowDb db, int? year, CancellationToken cancellation) =>
        [.. (await (from decision in db.ItemDecisions
               where decision.Verdict == CarriedProjects.Verdict
               join run in db.Instances on decision.InstanceId equals run.Id
               join cycle in db.Cycles on run.CycleId equals cycle.Id
               join item in db.Items on decision.ItemId equals item.Id
               where cycle.Year == year && db.Cycles.Any(now => now.Id == item.CycleId && now.Year > year)
               orderby item.Number
               select new ItemLink(item.Id, item.Number, item.Title)).ToListAsync(cancellation)).DistinctBy(item => item.Id)];

    /// <returns>Null when there is no such cycle here.</returns>
    public async Task<IReadOnlyList<ProjectLine>?> OfCycleAsync(string jurisdictionId, string cycleId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var cycle = await db.Cycles.Where(row => row.Id == cycleId).ToDictionaryAsync(row => row.Id, row => row.DefinitionVersionId, cancellation);
        return cycle.Count == 0 ? null : await LinesAsync(db, cycle, cancellation);
    }

    /// <param name="cycles">Cycles with the version of the procedure each runs by.</param>
    private async Task<IReadOnlyList<ProjectLine>> LinesAsync(WorkflowDb db, IReadOnlyDictionary<string, string> cycles, CancellationToken cancellation)
    {
        var ids = cycles.Keys.ToList();
        var rows = await db.Items.Where(item => ids.Contains(item.CycleId) && item.Stage == ItemStage.Project).OrderBy(item => item.Number)
            .Select(item => new
            {
                item.Id,
                item.CycleId,
                item.State,
                item.Number,
                item.Title,
                item.Domain,
                item.LeadUnit,
                item.Amount,
                item.Finish,
                item.LastRating,
                Plan = db.Plans.Where(plan => plan.ItemId == item.Id).Select(plan => new { plan.Leader, plan.Budget, plan.Recorded }).FirstOrDefault(),
                Last = db.Progress.Where(row => row.ItemId == item.Id && row.Percent != null).OrderByDescending(row => row.Seq)
                    .Select(row => new { row.Percent, row.Paid, row.Period, row.Kind }).FirstOrDefault(),
                Open = db.Findings.Count(row => row.ItemId == item.Id && row.State != FindingState.Closed),
            }).ToListAsync(cancellation);
        var stones = (await db.Milestones.Where(stone => db.Items.Any(item => item.Id == stone.ItemId && ids.Contains(item.CycleId)))
            .OrderBy(stone => stone.Position).ToListAsync(cancellation)).ToLookup(stone => stone.ItemId, stone => new Milestone(stone.Name, stone.Due, stone.Planned));
        var lights = new Dictionary<string, LightSettings>(StringComparer.Ordinal);
        foreach (var (id, version) in cycles) lights[id] = (await pictures.ReadAsync(db, version, cancellation)).Lights;
        var dates = await db.DatesAsync(cancellation);
        var today = dates.Today(clock.GetUtcNow());
        return [.. rows.Select(row => new ProjectLine(
            row.Id, row.Number, row.Title, row.Domain, row.LeadUnit, row.Plan?.Leader, row.Plan?.Budget ?? row.Amount, row.Last?.Paid,
            row.Last is null ? null : row.Last.Period + row.Last.Kind,
            PlanProgress.Of(lights[row.CycleId], row.State, [.. stones[row.Id]], row.Last?.Percent, row.Plan is null ? today : dates.Today(row.Plan.Recorded), today),
            row.State, row.Finish, row.LastRating, row.Open))];
    }
}

/// <param name="Left">Projects the year did not finish, which go on in a later one.</param>
public sealed record ProjectsView(int? Year, IReadOnlyList<int> Years, IReadOnlyList<ProjectLine> Projects, IReadOnlyList<ItemLink> Left)
{
    /// <summary>Completed and accepted.</summary>
    public int Done => Projects.Count(project => project.Progress.Light == Light.Done);
}

/// <param name="Report">The latest report with a figure, e.g. 2026年5月月通报.</param>
/// <param name="OpenFindings">Letters and problems not closed yet.</param>
public sealed record ProjectLine(
    string Id, string Number, string Title, string Domain, string? LeadUnit, string? Leader, decimal? Budget, decimal? Paid, string? Report, PlanProgress Progress,
    ProjectState State, DateOnly? Finish, RatingOutcome? LastRating, int OpenFindings);
