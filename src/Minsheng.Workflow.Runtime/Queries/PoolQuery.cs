using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Items;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>项目库: every matter of a year, page by page.</summary>
public sealed class PoolQuery(ReadSide reading, SimilarQuery similar)
{
    public const int PageSize = 20;

    private const int PlacesOffered = 80;

    public async Task<PoolView> ReadAsync(string jurisdictionId, PoolFilter filter, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var cycles = await db.Cycles.OrderByDescending(cycle => cycle.Year).ThenByDescending(cycle => cycle.StartedAt)
            .Select(cycle => new PoolCycle(cycle.Id, cycle.Year, cycle.Title, cycle.Collection == CollectionState.Open && cycle.State == CycleState.Running, cycle.CollectionUntil, cycle.State == CycleState.Running))
            .ToListAsync(cancellation);
        var cycle = cycles.Find(row => row.Id == filter.CycleId) ?? cycles.FirstOrDefault();
        if (cycle is null) return new PoolView([], null, new Dictionary<ItemStage, int>(), new Paged<PoolItem>([], 0, 1, PageSize));

        var year = await similar.ReadAsync(db, cycle.Id, cancellation);
        var all = db.Items.Where(item => item.CycleId == cycle.Id);
        var found = Find(db, all, filter, year);
        var total = await found.CountAsync(cancellation);
        var page = Math.Clamp(filter.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var counts = await WorkbenchQuery.CountsAsync(db, cycle.Id, cancellation);
        return new PoolView(cycles, cycle, counts, new Paged<PoolItem>(await RowsAsync(db, cycle.Id, Sorted(found, filter), page, year, cancellation), total, page, PageSize))
        {
            Choices = new PoolChoices(
                await all.Select(item => item.Domain).Distinct().Order().ToListAsync(cancellation),
                await all.Select(item => item.Channel).Distinct().Order().ToListAsync(cancellation),
                await all.Where(item => item.Place != "").GroupBy(item => item.Place).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).Take(PlacesOffered).Select(group => group.Key).ToListAsync(cancellation)),
            Answers = new PoolAnswers(counts.Values.Sum(), counts.GetValueOrDefault(ItemStage.Proposal), await Unreasoned(db, all).CountAsync(cancellation)),
            Groups = year.Groups,
        };
    }

    /// <summary>Ids of the proposals that resemble one, likest first.</summary>
    public async Task<IReadOnlyList<string>> NearAsync(string jurisdictionId, string cycleId, string itemId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        return [.. ((await similar.ReadAsync(db, cycleId, cancellation)).Near.GetValueOrDefault(itemId) ?? []).Select(match => match.Id)];
    }

    /// <summary>The window through which proposals come in; null while none is open.</summary>
    public async Task<CollectionWindow?> WindowAsync(string jurisdictionId, string? cycleId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var cycle = await db.Cycles.Where(row => row.State == CycleState.Running && row.Collection == CollectionState.Open && (cycleId == null || row.Id == cycleId))
            .OrderByDescending(row => row.Year).Select(row => new { row.Id, row.Title, row.CollectionUntil, row.ChannelsJson, row.DomainsJson }).FirstOrDefaultAsync(cancellation);
        return cycle is null ? null : new CollectionWindow(cycle.Id, cycle.Title, cycle.CollectionUntil, Words(cycle.ChannelsJson), Words(cycle.DomainsJson));
    }

    private static IQueryable<ItemRow> Find(WorkflowDb db, IQueryable<ItemRow> items, PoolFilter filter, SimilarYear year)
    {
        if (filter.Stage is { } stage) items = items.Where(item => item.Stage == stage);
        if (filter.Domain is { Length: > 0 } domain) items = items.Where(item => item.Domain == domain);
        if (filter.Channel is { Length: > 0 } channel) items = items.Where(item => item.Channel == channel);
        if (filter.Where is { Length: > 0 } place) items = items.Where(item => item.Place == place);
        if (filter.From is { } from) items = items.Where(item => item.Amount != null && (double)item.Amount >= (double)from);
        if (filter.To is { } to) items = items.Where(item => item.Amount != null && (double)item.Amount <= (double)to);
        if (filter.Text?.Trim() is { Length: > 0 } text) items = items.Where(item => item.Title.Contains(text) || item.Number.Contains(text) || item.Place.Contains(text) || item.Domain.Contains(text) || item.Content.Contains(text));
        if (filter.Owed)
        {
            var unreasoned = Unreasoned(db, items).Select(item => item.Id);
            items = items.Where(item => item.Stage == ItemStage.Proposal || unreasoned.Contains(item.Id));
        }
        if (filter.Similar)
        {
            var near = year.Near.Keys.ToList();
            items = items.Where(item => near.Contains(item.Id));
        }
        return items;
    }

    /// <summary>Not chosen, and nothing written down that a proposer could read as the reason.</summary>
    private static IQueryable<ItemRow> Unreasoned(WorkflowDb db, IQueryable<ItemRow> items) => items.Where(item =>
        item.Stage == ItemStage.NotChosen && !db.ItemDecisions.Any(decision => decision.ItemId == item.Id && decision.Stage == ItemStage.NotChosen && decision.Reason != ""));

    private static IQueryable<ItemRow> Sorted(IQueryable<ItemRow> items, PoolFilter filter) => (filter.Order, filter.Descending) switch
    {
        (PoolOrder.Number, true) => items.OrderByDescending(item => item.Number),
        (PoolOrder.Title, false) => items.OrderBy(item => item.Title).ThenBy(item => item.Number),
        (PoolOrder.Title, true) => items.OrderByDescending(item => item.Title).ThenBy(item => item.Number),
        (PoolOrder.Domain, false) => items.OrderBy(item => item.Domain).ThenBy(item => item.Number),
        (PoolOrder.Domain, true) => items.OrderByDescending(item => item.Domain).ThenBy(item => item.Number),
        (PoolOrder.Place, false) => items.OrderBy(item => item.Place).ThenBy(item => item.Number),
        (PoolOrder.Place, true) => items.OrderByDescending(item => item.Place).ThenBy(item => item.Number),
        (PoolOrder.Amount, false) => items.OrderBy(item => item.Amount == null).ThenBy(item => (double?)item.Amount).ThenBy(item => item.Number),
        (PoolOrder.Amount, true) => items.OrderBy(item => item.Amount == null).ThenByDescending(item => (double?)item.Amount).ThenBy(item => item.Number),
        (PoolOrder.Submitted, false) => items.OrderBy(item => item.Submitted).ThenBy(item => item.Number),
        (PoolOrder.Submitted, true) => items.OrderByDescending(item => item.Submitted).ThenBy(item => item.Number),
        (PoolOrder.Stage, false) => items.OrderBy(item => item.Stage).ThenBy(item => item.Number),
        (PoolOrder.Stage, true) => items.OrderByDescending(item => item.Stage).ThenBy(item => item.Number),
        _ => items.OrderBy(item => item.Number),
    };

    private static async Task<IReadOnlyList<PoolItem>> RowsAsync(WorkflowDb db, string cycleId, IQueryable<ItemRow> items, int page, SimilarYear year, CancellationToken cancellation)
    {
        var rows = await items.Skip((page - 1) * PageSize).Take(PageSize)
            .Select(item => new PoolItem(
                item.Id, item.Number, item.Title, item.Domain, item.Place, item.Amount, item.Stage, item.Channel,
                db.ItemProposers.Count(proposer => proposer.ItemId == item.Id), item.Submitted)
            {
                LacksReason = item.Stage == ItemStage.NotChosen && !db.ItemDecisions.Any(decision => decision.ItemId == item.Id && decision.Stage == ItemStage.NotChosen && decision.Reason != ""),
                MergedByHand = item.Stage == ItemStage.Merged && db.ItemDecisions.Any(decision => decision.ItemId == item.Id && decision.Stage == ItemStage.Merged && decision.InstanceId == ItemDesk.NoRun),
            })
            .ToListAsync(cancellation);
        var ids = rows.ConvertAll(row => row.Id);
        var joined = await JoinedAsync(db, cycleId, ids, cancellation);
        var mains = rows.Exists(row => row.Stage == ItemStage.Merged)
            ? await (from item in db.Items where ids.Contains(item.Id) join main in db.Items on item.MergedInto equals main.Id select new { item.Id, Main = new ItemLink(main.Id, main.Number, main.Title) })
                .ToDictionaryAsync(row => row.Id, row => row.Main, StringComparer.Ordinal, cancellation)
            : [];
        return [.. rows.Select(row => row with
        {
            Proposers = row.Proposers + joined.GetValueOrDefault(row.Id), Similar = year.Near.GetValueOrDefault(row.Id)?.Count ?? 0, Main = mains.GetValueOrDefault(row.Id),
        })];
    }

    /// <summary>How many proposers each of these has through items merged into it.</summary>
    internal static async Task<IReadOnlyDictionary<string, int>> JoinedAsync(WorkflowDb db, string cycleId, IReadOnlyList<string> itemIds, CancellationToken cancellation) =>
        await (from merged in db.Items
               where merged.CycleId == cycleId && merged.Stage == ItemStage.Merged && merged.MergedInto != null && itemIds.Contains(merged.MergedInto)
               join proposer in db.ItemProposers on merged.Id equals proposer.ItemId
               group proposer by merged.MergedInto into together
               select new { together.Key, Count = together.Count() }).ToDictionaryAsync(row => row.Key!, row => row.Count, cancellation);

    private static List<string> Words(string? json) => json is null ? [] : System.Text.Json.JsonSerializer.Deserialize<List<string>>(json) ?? [];
}
