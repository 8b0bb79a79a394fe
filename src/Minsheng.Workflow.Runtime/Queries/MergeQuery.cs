using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Proposals side by side, for whoever decides whether they are one matter.</summary>
public sealed class MergeQuery(ReadSide reading, SimilarQuery similar)
{
    /// <summary>More than this do not fit beside each other.</summary>
    public const int Most = 30;

    private const int EarlierShown = 2;

    /// <returns>Null when fewer than two of them are here and can still be merged.</returns>
    public async Task<MergeView?> ReadAsync(string jurisdictionId, string cycleId, IReadOnlyList<string> itemIds, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var rows = await db.Items.Where(item => item.CycleId == cycleId && item.Stage == ItemStage.Proposal && itemIds.Contains(item.Id)).OrderBy(item => item.Number).Take(Most)
            .Select(item => new { item.Id, item.Number, item.Title, item.Content, item.Place, item.Domain, item.Channel, item.Submitted, Proposers = db.ItemProposers.Count(one => one.ItemId == item.Id) })
            .ToListAsync(cancellation);
        if (rows.Count < 2) return null;
        var year = await similar.ReadAsync(db, cycleId, cancellation);
        var joined = await PoolQuery.JoinedAsync(db, cycleId, [.. rows.Select(row => row.Id)], cancellation);
        // Whatever most of them resemble stands for all of them; where nothing resembles anything, the first.
        var main = rows.MaxBy(row => year.Near.GetValueOrDefault(row.Id)?.Where(match => rows.Exists(other => other.Id == match.Id)).Sum(match => match.Likeness) ?? 0)!.Id;
        return new MergeView(
            main,
            [.. rows.Select(row => new MergeItem(
                row.Id, row.Number, row.Title, row.Content, row.Place, row.Channel, row.Submitted, row.Proposers + joined.GetValueOrDefault(row.Id),
                year.Near.GetValueOrDefault(row.Id) ?? []))],
            await EarlierAsync(db, cycleId, rows.Select(row => new Suggestion("", row.Title, row.Content, row.Place, row.Domain)).First(), cancellation));
    }

    /// <summary>Projects of other years that were about the same.</summary>
    private static async Task<IReadOnlyList<EarlierProject>> EarlierAsync(WorkflowDb db, string cycleId, Suggestion wanted, CancellationToken cancellation)
    {
        var projects = await (from item in db.Items
                              where item.Stage == ItemStage.Project && item.CycleId != cycleId
                              join cycle in db.Cycles on item.CycleId equals cycle.Id
                              orderby cycle.Year descending
                              select new { item.Id, item.Number, item.Title, item.Content, item.Place, item.Domain, cycle.Year }).Take(400).ToListAsync(cancellation);
        var found = new Similarity([.. projects.Select(one => new Suggestion(one.Id, one.Title, one.Content, one.Place, one.Domain))]).To(wanted, EarlierShown);
        return [.. found.Select(match => projects.Find(one => one.Id == match.Id)!).Select(one => new EarlierProject(one.Id, one.Year, one.Number, one.Title, one.Place))];
    }
}

/// <param name="MainId">Which of them looks like the one to keep.</param>
public sealed record MergeView(string MainId, IReadOnlyList<MergeItem> Items, IReadOnlyList<EarlierProject> Earlier);

/// <param name="Near">What it resembles, and how much.</param>
public sealed record MergeItem(
    string Id, string Number, string Title, string Content, string Place, string Channel, DateTimeOffset Submitted, int Proposers, IReadOnlyList<SimilarMatch> Near)
{
    /// <summary>Percent of likeness to another; null where they are not alike.</summary>
    public int? To(string itemId) => Near.FirstOrDefault(match => match.Id == itemId) is { } match ? (int)Math.Round(match.Likeness * 100) : null;
}

public sealed record EarlierProject(string Id, int Year, string Number, string Title, string Place);
