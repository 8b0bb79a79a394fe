using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>The whole story of one matter under its number.</summary>
public sealed class ItemPageQuery(ReadSide reading, ProcedurePictures pictures, TimeProvider clock)
{
    /// <param name="withProposers">Names of proposers are personal data: true only for those who handle the matter.</param>
    /// <returns>Null when there is no such item here.</returns>
    public async Task<ItemView?> FindAsync(string jurisdictionId, string itemId, bool withProposers, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var item = await db.Items.SingleOrDefaultAsync(row => row.Id == itemId, cancellation);
        if (item is null) return null;
        // Whoever proposed what was merged into it proposed it too.
        List<string> proposed = [itemId, .. await db.Items.Where(joined => joined.CycleId == item.CycleId && joined.Stage == ItemStage.Merged && joined.MergedInto == itemId).Select(joined => joined.Id).ToListAsync(cancellation)];
        var proposers = await db.ItemProposers.Where(row => proposed.Contains(row.ItemId)).OrderBy(row => row.Receipt)
            .Select(row => new ItemProposer(row.Name, row.Unit, row.Phone)).ToListAsync(cancellation);
        var decisions = await db.ItemDecisions.Where(row => row.ItemId == itemId).OrderBy(row => row.Seq)
            .Select(row => new ItemVerdict(row.At, row.By, row.Verdict, row.Reason, row.Stage)).ToListAsync(cancellation);
        var merged = await db.Items.Where(row => row.MergedInto == itemId).OrderBy(row => row.Number).Select(row => new ItemLink(row.Id, row.Number, row.Title)).ToListAsync(cancellation);
        var into = await db.Items.Where(row => row.Id == item.MergedInto).Select(row => new ItemLink(row.Id, row.Number, row.Title)).SingleOrDefaultAsync(cancellation);
        var plan = await db.Plans.SingleOrDefaultAsync(row => row.ItemId == itemId, cancellation);
        var milestones = await MilestonesAsync(db, itemId, cancellation);
        var reports = await db.Progress.Where(row => row.ItemId == itemId).OrderByDescending(row => row.At)
            .Select(row => new ProgressLine(row.At, row.Kind, row.Period, row.Percent, row.Paid, row.Text)).ToListAsync(cancellation);
        var ratings = await db.Ratings.Where(row => row.ItemId == itemId).OrderByDescending(row => row.At)
            .Select(row => new RatingLine(row.At, row.Subject, row.Rule, row.Outcome, row.Percent, row.Sentence)).ToListAsync(cancellation);
        var runs = await db.Instances.Where(row => row.ProjectId == itemId).OrderByDescending(row => row.StartedAt).Select(row => row.Id).FirstOrDefaultAsync(cancellation);
        var cycle = await db.Cycles.Where(row => row.Id == item.CycleId).Select(row => new { row.Id, row.Title, row.DefinitionVersionId }).SingleAsync(cancellation);
        var lights = (await pictures.ReadAsync(db, cycle.DefinitionVersionId, cancellation)).Lights;
        var dates = await db.DatesAsync(cancellation);
        var now = clock.GetUtcNow();
        var today = dates.Today(now);
        return new ItemView(
            item.Id, item.Number, item.Title, item.Content, item.Reason, item.Domain, item.Place, item.Amount, item.Stage, item.Channel, item.Submitted, item.LeadUnit,
            cycle.Id, cycle.Title, proposers.Count, withProposers ? proposers : [], into, merged, decisions,
            plan is null ? null : new PlanView(plan.Leader, plan.AssistUnits, plan.Budget, plan.Recorded), milestones,
            item.Stage != ItemStage.Project ? null : PlanProgress.Of(lights, item.State, milestones, reports.Find(report => report.Percent is not null)?.Percent, plan is null ? today : dates.Today(plan.Recorded), today),
            reports, ratings, runs, item.State, item.Finish,
            await db.FindingsAsync(row => row.ItemId == itemId, dates, now, cancellation),
            await db.ChangesAsync(row => row.ItemId == itemId, cancellation),
            await ItemPhotos.OfAsync(db, itemId, cancellation));
    }

    private static Task<List<Milestone>> MilestonesAsync(WorkflowDb db, string itemId, CancellationToken cancellation) =>
        db.Milestones.Where(row => row.ItemId == itemId).OrderBy(row => row.Position).Select(row => new Milestone(row.Name, row.Due, row.Planned)).ToListAsync(cancellation);
}

/// <param name="RunId">The run that supervises it, once there is one.</param>
public sealed record ItemView(
    string Id, string Number, string Title, string Content, string Reason, string Domain, string Place, decimal? Amount, ItemStage Stage, string Channel,
    DateTimeOffset Submitted, string? LeadUnit, string CycleId, string Cycle, int ProposerCount, IReadOnlyList<ItemProposer> Proposers,
    ItemLink? MergedInto, IReadOnlyList<ItemLink> Merged, IReadOnlyList<ItemVerdict> Decisions, PlanView? Plan, IReadOnlyList<Milestone> Milestones,
    PlanProgress? Progress, IReadOnlyList<ProgressLine> Reports, IReadOnlyList<RatingLine> Ratings, string? RunId,
    ProjectState State, DateOnly? Finish, IReadOnlyList<FindingLine> Findings, IReadOnlyList<ChangeLine> Changes, IReadOnlyList<ItemFile> Files);

public sealed record ItemProposer(string Name, string? Unit, string? Phone);

public sealed record ItemLink(string Id, string Number, string Title);

public sealed record ItemVerdict(DateTimeOffset At, string By, string Verdict, string Reason, ItemStage Stage);

public sealed record PlanView(string Leader, string? AssistUnits, decimal? Budget, DateTimeOffset Recorded);

public sealed record ProgressLine(DateTimeOffset At, string Kind, string Period, int? Percent, decimal? Paid, string Text);

/// <param name="Subject">What was rated, in words; of an assessment also the party.</param>
public sealed record RatingLine(DateTimeOffset At, string Subject, string Rule, RatingOutcome Outcome, decimal Percent, string Sentence)
{
    /// <summary>等次 as this rule calls it.</summary>
    public string Grade => Grades.Word(Rule, Outcome);
}
