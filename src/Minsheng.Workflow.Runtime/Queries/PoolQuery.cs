using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>项目库: every matter of a year, page by page.</summary>
public sealed class PoolQuery(ReadSide reading)
{
    public const int PageSize = 20;

    public async Task<PoolView> ReadAsync(string jurisdictionId, PoolFilter filter, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var cycles = await db.Cycles.OrderByDescending(cycle => cycle.Year).ThenByDescending(cycle => cycle.StartedAt)
            .Select(cycle => new PoolCycle(cycle.Id, cycle.Year, cycle.Title, cycle.Collection == CollectionState.Open && cycle.State == CycleState.Running, cycle.CollectionUntil))
            .ToListAsync(cancellation);
        var cycle = cycles.Find(row => row.Id == filter.CycleId) ?? cycles.FirstOrDefault();
        if (cycle is null) return new PoolView([], null, new Dictionary<ItemStage, int>(), new Paged<PoolItem>([], 0, 1, PageSize));

        var items = db.Items.Where(item => item.CycleId == cycle.Id);
        if (filter.Stage is { } stage) items = items.Where(item => item.Stage == stage);
        if (filter.Text?.Trim() is { Length: > 0 } text) items = items.Where(item => item.Title.Contains(text) || item.Number.Contains(text) || item.Place.Contains(text) || item.Domain.Contains(text));
        var total = await items.CountAsync(cancellation);
        var page = Math.Clamp(filter.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await items.OrderBy(item => item.Number).Skip((page - 1) * PageSize).Take(PageSize)
            .Select(item => new PoolItem(
                item.Id, item.Number, item.Title, item.Domain, item.Place, item.Amount, item.Stage, item.Channel,
                db.ItemProposers.Count(proposer => proposer.ItemId == item.Id), item.Submitted))
            .ToListAsync(cancellation);
        return new PoolView(cycles, cycle, await WorkbenchQuery.CountsAsync(db, cycle.Id, cancellation), new Paged<PoolItem>(rows, total, page, PageSize));
    }

    /// <summary>The window through which proposals come in; null while none is open.</summary>
    public async Task<CollectionWindow?> WindowAsync(string jurisdictionId, string? cycleId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var cycle = await db.Cycles.Where(row => row.State == CycleState.Running && row.Collection == CollectionState.Open && (cycleId == null || row.Id == cycleId))
            .OrderByDescending(row => row.Year).Select(row => new { row.Id, row.Title, row.CollectionUntil, row.ChannelsJson, row.DomainsJson }).FirstOrDefaultAsync(cancellation);
        return cycle is null ? null : new CollectionWindow(cycle.Id, cycle.Title, cycle.CollectionUntil, Words(cycle.ChannelsJson), Words(cycle.DomainsJson));
    }

    private static List<string> Words(string? json) => json is null ? [] : System.Text.Json.JsonSerializer.Deserialize<List<string>>(json) ?? [];
}

/// <param name="CycleId">Null for the newest year.</param>
public sealed record PoolFilter(string? CycleId, string? Text, ItemStage? Stage, int Page);

public sealed record PoolView(IReadOnlyList<PoolCycle> Cycles, PoolCycle? Cycle, IReadOnlyDictionary<ItemStage, int> Counts, Paged<PoolItem> Items);

public sealed record PoolCycle(string Id, int Year, string Title, bool IsOpen, DateTimeOffset? Until);

public sealed record PoolItem(
    string Id, string Number, string Title, string Domain, string Place, decimal? Amount, ItemStage Stage, string Channel, int Proposers, DateTimeOffset Submitted);

public sealed record CollectionWindow(string CycleId, string Title, DateTimeOffset? Until, IReadOnlyList<string> Channels, IReadOnlyList<string> Domains);
