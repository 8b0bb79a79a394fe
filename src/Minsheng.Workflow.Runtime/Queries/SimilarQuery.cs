using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Items;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Which proposals of a year resemble each other. Compared anew only when the year's proposals have changed.</summary>
public sealed class SimilarQuery(ReadSide reading)
{
    /// <summary>A year with more proposals than this is not compared all with all: it would take seconds.</summary>
    public const int Most = 6000;

    private const int YearsKept = 64;

    private readonly ConcurrentDictionary<string, SimilarYear> _years = new(StringComparer.Ordinal);

    /// <summary>Proposals of the year that resemble one which is about to be handed in, likest first.</summary>
    public async Task<IReadOnlyList<SimilarItem>> ToAsync(string jurisdictionId, string cycleId, Suggestion wanted, int most = 5, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var found = (await ReadAsync(db, cycleId, cancellation)).Texts.To(wanted, most);
        return await ItemsAsync(db, found, cancellation);
    }

    internal async Task<SimilarYear> ReadAsync(WorkflowDb db, string cycleId, CancellationToken cancellation)
    {
        var proposals = db.Items.Where(item => item.CycleId == cycleId && item.Stage == ItemStage.Proposal).OrderBy(item => item.Number);
        var prefix = $"{ItemDesk.Apart}{cycleId}/";
        var apart = await db.PlaceSettings.Where(row => row.Name.StartsWith(prefix)).Select(row => row.Name).ToListAsync(cancellation);
        var titles = await proposals.Select(item => new { item.Id, item.Title }).ToListAsync(cancellation);
        var stamp = new HashCode();
        foreach (var title in titles)
        {
            stamp.Add(title.Id);
            stamp.Add(title.Title);
        }
        stamp.Add(apart.Count);
        var state = stamp.ToHashCode();
        if (_years.TryGetValue(cycleId, out var known) && known.Stamp == state) return known;
        var texts = titles.Count > Most ? [] : await proposals.Select(item => new Suggestion(item.Id, item.Title, item.Content, item.Place, item.Domain)).ToListAsync(cancellation);
        if (_years.Count >= YearsKept) _years.Clear();
        return _years[cycleId] = SimilarYear.Of(state, texts, apart.Select(name => name[prefix.Length..]).ToHashSet(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<SimilarItem>> ItemsAsync(WorkflowDb db, IReadOnlyList<SimilarMatch> found, CancellationToken cancellation)
    {
        var ids = found.Select(match => match.Id).ToList();
        if (ids.Count == 0) return [];
        var rows = await db.Items.Where(item => ids.Contains(item.Id))
            .Select(item => new { item.Id, item.Number, item.Title, item.Content, item.Place, Proposers = db.ItemProposers.Count(one => one.ItemId == item.Id) })
            .ToDictionaryAsync(item => item.Id, cancellation);
        return [.. found.Where(match => rows.ContainsKey(match.Id)).Select(match => rows[match.Id] is var row
            ? new SimilarItem(row.Id, row.Number, row.Title, row.Content, row.Place, row.Proposers, match.Likeness) : null!)];
    }
}

/// <param name="Likeness">0 to 1.</param>
public sealed record SimilarItem(string Id, string Number, string Title, string Content, string Place, int Proposers, double Likeness)
{
    public int Percent => (int)Math.Round(Likeness * 100);
}

/// <summary>A year's proposals compared with each other.</summary>
/// <param name="Near">Of each proposal that resembles others: those, likest first.</param>
internal sealed record SimilarYear(int Stamp, Similarity Texts, IReadOnlyList<SimilarGroup> Groups, IReadOnlyDictionary<string, IReadOnlyList<SimilarMatch>> Near)
{
    /// <param name="apart">Pairs "id/id" that were found to be two matters.</param>
    public static SimilarYear Of(int stamp, IReadOnlyList<Suggestion> all, IReadOnlySet<string> apart)
    {
        var texts = new Similarity(all);
        var pairs = texts.Pairs().Where(pair => !apart.Contains(Name(all[pair.First].Id, all[pair.Second].Id))).ToList();
        var near = pairs.SelectMany(pair => new[] { (From: pair.First, To: pair.Second, pair.Likeness), (From: pair.Second, To: pair.First, pair.Likeness) })
            .GroupBy(edge => edge.From)
            .ToDictionary(group => all[group.Key].Id, IReadOnlyList<SimilarMatch> (group) => [.. group.Select(edge => new SimilarMatch(all[edge.To].Id, edge.Likeness)).OrderByDescending(match => match.Likeness)], StringComparer.Ordinal);
        return new SimilarYear(stamp, texts, Similarity.Groups(all, pairs), near);
    }

    private static string Name(string first, string second) => string.CompareOrdinal(first, second) < 0 ? $"{first}/{second}" : $"{second}/{first}";
}
