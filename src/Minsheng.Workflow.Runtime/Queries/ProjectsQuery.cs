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
    public const int PageSize = 20;

    /// <param name="year">Null for the newest year that has projects.</param>
    public async Task<ProjectsView> ReadAsync(string jurisdictionId, int? year, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        return await ReadAsync(db, year, clock.GetUtcNow(), cancellation);
    }

    /// <summary>As it stood, or will stand, at a moment.</summary>
    internal async Task<ProjectsView> ReadAsync(WorkflowDb db, int? year, DateTimeOffset now, CancellationToken cancellation)
    {
        var cycles = await db.Cycles.Where(cycle => db.Items.Any(item => item.CycleId == cycle.Id && item.Stage == ItemStage.Project))
            .OrderByDescending(cycle => cycle.Year).Select(cycle => new { cycle.Id, cycle.Year, cycle.DefinitionVersionId }).ToListAsync(cancellation);
        var shown = year ?? cycles.FirstOrDefault()?.Year;
        var (lines, rules) = await LinesAsync(db, cycles.Where(cycle => cycle.Year == shown).ToDictionary(cycle => cycle.Id, cycle => cycle.DefinitionVersionId), now, cancellation);
        return new ProjectsView(shown, [.. cycles.Select(cycle => cycle.Year).Distinct()], lines, await LeftAsync(db, shown, cancellation)) { Rules = rules };
    }

    /// <summary>A year's projects as filtered and sorted, one page of them.</summary>
    public async Task<ProjectsPageView> PageAsync(string jurisdictionId, ProjectsFilter filter, CancellationToken cancellation = default)
    {
        var year = await ReadAsync(jurisdictionId, filter.Year, cancellation);
        // A light is worked out from plan and reports, so the year's few dozen projects are read whole and narrowed here.
        var found = filter.Sort(year.Projects);
        var page = Math.Clamp(filter.Page, 1, Math.Max(1, (found.Count + PageSize - 1) / PageSize));
        return new ProjectsPageView(
            year, found, new Paged<ProjectLine>([.. found.Skip((page - 1) * PageSize).Take(PageSize)], found.Count, page, PageSize),
            [.. year.Projects.Select(project => project.LeadUnit).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            [.. year.Projects.Select(project => project.Domain).Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>Grows with every act that counts here, and changes with the day: what an open screen asks for before it reads again.</summary>
    public async Task<string> StampAsync(string jurisdictionId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var acts = await db.AuditHeads.Where(head => head.JurisdictionId == jurisdictionId).Select(head => head.Seq).FirstOrDefaultAsync(cancellation);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{acts}/{clock.GetUtcNow().AddHours(8):yyyyMMdd}");
    }

    /// <summary>What a year did not finish and handed on: it must not look as if all had been done.</summary>
    private static async Task<IReadOnlyList<ItemLink>> LeftAsync(WorkflowDb db, int? year, CancellationToken cancellation) =>
        await (from cycle in db.Cycles
               where cycle.Year > year
               join item in db.Items on cycle.Id equals item.CycleId
               where item.Stage == ItemStage.Project && db.ItemDecisions.Any(decision => decision.ItemId == item.Id && decision.Verdict == CarriedProjects.Verdict
                   && db.Instances.Any(run => run.Id == decision.InstanceId && db.Cycles.Any(left => left.Id == run.CycleId && left.Year == year)))
               orderby item.Number
               select new ItemLink(item.Id, item.Number, item.Title)).ToListAsync(cancellation);

    /// <returns>Null when there is no such cycle here.</returns>
    public async Task<IReadOnlyList<ProjectLine>?> OfCycleAsync(string jurisdictionId, string cycleId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var cycle = await db.Cycles.Where(row => row.Id == cycleId).ToDictionaryAsync(row => row.Id, row => row.DefinitionVersionId, cancellation);
        return cycle.Count == 0 ? null : (await LinesAsync(db, cycle, clock.GetUtcNow(), cancellation)).Lines;
    }

    /// <param name="cycles">Cycles with the version of the procedure each runs by.</param>
    private async Task<(IReadOnlyList<ProjectLine> Lines, IReadOnlyList<LightSettings> Rules)> LinesAsync(WorkflowDb db, IReadOnlyDictionary<string, string> cycles, DateTimeOffset now, CancellationToken cancellation)
    {
        var ids = cycles.Keys.ToList();
        var rows = await (from item in db.Items
                          where ids.Contains(item.CycleId) && item.Stage == ItemStage.Project
                          join made in db.Plans on item.Id equals made.ItemId into plans
                          from plan in plans.DefaultIfEmpty()
                          orderby item.Number
                          select new
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
                              Plan = plan == null ? null : new { plan.Leader, plan.AssistUnits, plan.Budget, plan.Recorded },
                              Accepted = item.State == ProjectState.Finished
                                  ? db.ItemDecisions.Where(row => row.ItemId == item.Id && row.Verdict.StartsWith("验收结项")).OrderByDescending(row => row.Seq).Select(row => (DateTimeOffset?)row.At).FirstOrDefault() : null,
                              Said = db.Progress.Where(row => row.ItemId == item.Id && row.Text != "").OrderByDescending(row => row.Seq).Select(row => row.Text).FirstOrDefault(),
                              Open = db.Findings.Count(row => row.ItemId == item.Id && row.State != FindingState.Closed),
                          }).ToListAsync(cancellation);
        // By the projects' own keys: asked through the items, the database would walk all plans and reports there are.
        var projects = rows.ConvertAll(row => row.Id);
        var stones = (await db.Milestones.Where(stone => projects.Contains(stone.ItemId))
            .OrderBy(stone => stone.Position).ToListAsync(cancellation)).ToLookup(stone => stone.ItemId, stone => new Milestone(stone.Name, stone.Due, stone.Planned));
        var reports = (await db.Progress.Where(row => projects.Contains(row.ItemId))
            .OrderBy(row => row.Seq).Select(row => new { row.ItemId, row.At, row.Percent, row.Paid, row.Period, row.Kind }).ToListAsync(cancellation)).ToLookup(row => row.ItemId);
        var lights = new Dictionary<string, LightSettings>(StringComparer.Ordinal);
        foreach (var (id, version) in cycles) lights[id] = (await pictures.ReadAsync(db, version, cancellation)).Lights;
        var dates = await db.DatesAsync(cancellation);
        var today = dates.Today(now);
        var lastMonth = new DateOnly(today.Year, today.Month, 1).AddDays(-1);
        return ([.. rows.Select(row =>
        {
            var course = new ProjectCourse(
                lights[row.CycleId], row.State, [.. stones[row.Id]], row.Plan is null ? null : dates.Today(row.Plan.Recorded),
                [.. reports[row.Id].Where(report => report.Percent is not null).Select(report => new ReportedDay(dates.Today(report.At), report.Percent!.Value))],
                row.Accepted is { } accepted ? dates.Today(accepted) : null);
            var last = reports[row.Id].LastOrDefault(report => report.Percent is not null);
            return new ProjectLine(
                row.Id, row.Number, row.Title, row.Domain, row.LeadUnit, row.Plan?.Leader, row.Plan?.Budget ?? row.Amount,
                reports[row.Id].LastOrDefault(report => report.Paid is not null)?.Paid, last is null ? null : ProgressName.Of(last.Period, last.Kind), course.On(today), row.State, row.Finish, row.LastRating, row.Open,
                row.CycleId, row.Plan?.AssistUnits, row.Said ?? "", last?.At, course.Track(today, lastMonth)) { Course = course };
        })], [.. lights.Values.Distinct()]);
    }
}

/// <param name="Left">Projects the year did not finish, which go on in a later one.</param>
public sealed record ProjectsView(int? Year, IReadOnlyList<int> Years, IReadOnlyList<ProjectLine> Projects, IReadOnlyList<ItemLink> Left)
{
    /// <summary>By which lights are computed; several where the year's procedures differ.</summary>
    public IReadOnlyList<LightSettings> Rules { get; init; } = [];

    /// <summary>Completed and accepted.</summary>
    public int Done => Projects.Count(project => project.Progress.Light == Light.Done);
}

/// <param name="Found">All that the filter takes, in order: what is exported and printed.</param>
/// <param name="Units">责任单位 of the year, to choose from.</param>
public sealed record ProjectsPageView(ProjectsView Year, IReadOnlyList<ProjectLine> Found, Paged<ProjectLine> Page, IReadOnlyList<string> Units, IReadOnlyList<string> Domains);

/// <param name="Paid">累计支付 by the latest report that gives it, 万元.</param>
/// <param name="Report">The latest report with a figure, e.g. 2026年5月月通报.</param>
/// <param name="OpenFindings">Letters and problems not closed yet.</param>
/// <param name="Said">What the latest report says in words.</param>
public sealed record ProjectLine(
    string Id, string Number, string Title, string Domain, string? LeadUnit, string? Leader, decimal? Budget, decimal? Paid, string? Report, PlanProgress Progress,
    ProjectState State, DateOnly? Finish, RatingOutcome? LastRating, int OpenFindings,
    string CycleId, string? AssistUnits, string Said, DateTimeOffset? Reported, ProjectTrack Track)
{
    /// <summary>What its light on other days is worked out from.</summary>
    internal ProjectCourse? Course { get; init; }
}
