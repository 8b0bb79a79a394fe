using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Results of ratings and assessments, of projects and of other matters.</summary>
public sealed class RatingsQuery(ReadSide reading)
{
    private const int MostListed = 500;

    /// <summary>Everything rated in a year, newest first.</summary>
    /// <returns>Null when there is no such cycle here.</returns>
    public async Task<IReadOnlyList<CycleRating>?> OfCycleAsync(string jurisdictionId, string cycleId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        return await db.Cycles.AnyAsync(cycle => cycle.Id == cycleId, cancellation) ? await ReadAsync(db, cycleId, [], cancellation) : null;
    }

    /// <summary>Results of scores and surveys 综合评价, newest first: those of one passage through a step stand together.</summary>
    public async Task<IReadOnlyList<Assessment>> AssessmentsAsync(string jurisdictionId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var rows = await ReadAsync(db, null, [.. AssessRule.All.Select(rule => rule.Id)], cancellation);
        return [.. rows.GroupBy(row => (row.RunId, row.At, row.Rule))
            .Select(group => new Assessment(AssessRule.Find(group.Key.Rule)!.Name, group.Key.Rule, Grades.Summary(group.Key.Rule)!, group.Key.At, [.. group]))];
    }

    private static async Task<IReadOnlyList<CycleRating>> ReadAsync(WorkflowDb db, string? cycleId, List<string> rules, CancellationToken cancellation) =>
        await (from rating in db.Ratings
               where (cycleId == null || rating.CycleId == cycleId) && (rules.Count == 0 || rules.Contains(rating.Rule))
               join item in db.Items on rating.ItemId equals item.Id into items
               from item in items.DefaultIfEmpty()
               orderby rating.At descending, rating.InstanceId, rating.Seq
               select new CycleRating(rating.InstanceId, rating.ItemId, item == null ? null : item.Number, rating.Subject, rating.Rule, rating.Outcome, rating.Percent, rating.Sentence, rating.At))
            .Take(MostListed).ToListAsync(cancellation);
}

/// <param name="ItemId">The project; null for another matter.</param>
/// <param name="Subject">What was rated, in words; of an assessment also the party.</param>
public sealed record CycleRating(
    string RunId, string? ItemId, string? Number, string Subject, string Rule, RatingOutcome Outcome, decimal Percent, string Sentence, DateTimeOffset At)
{
    /// <summary>等次 as this rule calls it.</summary>
    public string Grade => Grades.Word(Rule, Outcome);
}

/// <param name="Name">e.g. 三方共评.</param>
public sealed record Assessment(string Name, string Rule, string Summary, DateTimeOffset At, IReadOnlyList<CycleRating> Rows);
