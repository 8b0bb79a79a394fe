using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Runtime.Storage;

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
        var cycle = await db.Cycles.Where(row => row.Id == item.CycleId).Select(row => new { row.Id, row.Title, row.Year, row.DefinitionVersionId }).SingleAsync(cancellation);
        var runs = await db.Instances.Where(row => row.ProjectId == itemId).Select(row => new { row.Id, row.CycleId, IsChild = row.ParentId != null, row.StartedAt }).ToListAsync(cancellation);
        var papers = new ItemPapers(db, itemId, item.Number, [.. runs.Select(run => run.CycleId).Append(item.CycleId).OfType<string>().Distinct()], [.. runs.Select(run => run.Id)]);
        // Whoever proposed what was merged into it proposed it too.
        var joined = await db.Items.Where(row => papers.Cycles.Contains(row.CycleId) && row.Stage == ItemStage.Merged && row.MergedInto == itemId).OrderBy(row => row.Number)
            .Select(row => new { row.Id, row.Number, row.Title, row.Channel }).ToListAsync(cancellation);
        var ways = joined.ToDictionary(row => row.Id, row => (row.Channel, row.Number));
        ways[itemId] = (item.Channel, item.Number);
        List<string> proposed = [.. ways.Keys];
        var proposers = (await db.ItemProposers.Where(row => proposed.Contains(row.ItemId)).OrderBy(row => row.Receipt).Select(row => new { row.Name, row.Unit, row.Phone, row.ItemId }).ToListAsync(cancellation))
            .ConvertAll(row => new ItemProposer(row.Name, row.Unit, row.Phone, ways[row.ItemId].Channel, ways[row.ItemId].Number));
        var decisions = await db.ItemDecisions.Where(row => row.ItemId == itemId).OrderBy(row => row.Seq)
            .Select(row => new { Verdict = new ItemVerdict(row.At, row.By, row.Verdict, row.Reason, row.Stage), row.InstanceId }).ToListAsync(cancellation);
        var into = item.MergedInto is null ? null
            : await db.Items.Where(row => row.Id == item.MergedInto).Select(row => new ItemLink(row.Id, row.Number, row.Title)).SingleOrDefaultAsync(cancellation);
        var plan = await db.Plans.SingleOrDefaultAsync(row => row.ItemId == itemId, cancellation);
        var milestones = await db.Milestones.Where(row => row.ItemId == itemId).OrderBy(row => row.Position).Select(row => new Milestone(row.Name, row.Due, row.Planned)).ToListAsync(cancellation);
        var reports = await db.Progress.Where(row => row.ItemId == itemId).OrderByDescending(row => row.Seq)
            .Select(row => new ProgressLine(row.At, row.Kind, row.Period, row.Percent, row.Paid, row.Text)).ToListAsync(cancellation);
        var ratings = await db.Ratings.Where(row => row.ItemId == itemId).OrderByDescending(row => row.At)
            .Select(row => new RatingLine(row.At, row.Subject, row.Rule, row.Outcome, row.Percent, row.Sentence)).ToListAsync(cancellation);
        var lights = (await pictures.ReadAsync(db, cycle.DefinitionVersionId, cancellation)).Lights;
        var dates = await db.DatesAsync(cancellation);
        var now = clock.GetUtcNow();
        var today = dates.Today(now);
        var course = item.Stage != ItemStage.Project ? null : new ProjectCourse(
            lights, item.State, milestones, plan is null ? null : dates.Today(plan.Recorded),
            [.. reports.Where(report => report.Percent is not null).Reverse().Select(report => new ReportedDay(dates.Today(report.At), report.Percent!.Value))],
            decisions.FindLast(row => row.Verdict.Verdict.StartsWith("验收结项", StringComparison.Ordinal)) is { } accepted ? dates.Today(accepted.Verdict.At) : null);
        return new ItemView(
            item.Id, item.Number, item.Title, item.Content, item.Reason, item.Domain, item.Place, item.Amount, item.Stage, item.Channel, item.Submitted, item.LeadUnit,
            cycle.Id, cycle.Title, proposers.Count, withProposers ? proposers : [], into, [.. joined.Select(row => new ItemLink(row.Id, row.Number, row.Title))], [.. decisions.Select(row => row.Verdict)],
            plan is null ? null : new PlanView(plan.Leader, plan.AssistUnits, plan.Budget, plan.Recorded), milestones, course?.On(today), reports, ratings,
            runs.OrderByDescending(run => run.IsChild).ThenByDescending(run => run.StartedAt).FirstOrDefault()?.Id, item.State, item.Finish,
            await db.FindingsAsync(row => row.ItemId == itemId, dates, now, cancellation),
            await db.ChangesAsync(row => row.ItemId == itemId, cancellation),
            await ItemPhotos.OfAsync(db, itemId, papers.Runs, cancellation))
        {
            Year = cycle.Year,
            Channels = [.. proposers.GroupBy(proposer => proposer.Channel).Select(group => new ChannelCount(group.Key, group.Count()))],
            Track = course?.Track(today, today),
            Votes = await papers.VotesAsync(cancellation),
            Documents = await papers.DocumentsAsync(cancellation),
            Matters = await papers.OpenAsync(dates, now, cancellation),
        };
    }
}

/// <param name="ProposerCount">With those of the proposals merged into it.</param>
/// <param name="RunId">The run that supervises it, once there is one.</param>
public sealed record ItemView(
    string Id, string Number, string Title, string Content, string Reason, string Domain, string Place, decimal? Amount, ItemStage Stage, string Channel,
    DateTimeOffset Submitted, string? LeadUnit, string CycleId, string Cycle, int ProposerCount, IReadOnlyList<ItemProposer> Proposers,
    ItemLink? MergedInto, IReadOnlyList<ItemLink> Merged, IReadOnlyList<ItemVerdict> Decisions, PlanView? Plan, IReadOnlyList<Milestone> Milestones,
    PlanProgress? Progress, IReadOnlyList<ProgressLine> Reports, IReadOnlyList<RatingLine> Ratings, string? RunId,
    ProjectState State, DateOnly? Finish, IReadOnlyList<FindingLine> Findings, IReadOnlyList<ChangeLine> Changes, IReadOnlyList<ItemFile> Files)
{
    public required int Year { get; init; }

    /// <summary>How many proposed it on each way.</summary>
    public required IReadOnlyList<ChannelCount> Channels { get; init; }

    /// <summary>Plan against actual along the calendar; null unless it is a project.</summary>
    public ProjectTrack? Track { get; init; }

    /// <summary>In the order they were held.</summary>
    public required IReadOnlyList<ItemVote> Votes { get; init; }

    /// <summary>Published papers that speak of it, newest first.</summary>
    public required IReadOnlyList<DocumentLine> Documents { get; init; }

    /// <summary>What somebody has to do about it now, soonest limit first.</summary>
    public required IReadOnlyList<ItemMatter> Matters { get; init; }
}

/// <param name="Number">Of the proposal the name stands under: this one, or one merged into it.</param>
public sealed record ItemProposer(string Name, string? Unit, string? Phone, string Channel, string Number);

public sealed record ChannelCount(string Channel, int People);

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
