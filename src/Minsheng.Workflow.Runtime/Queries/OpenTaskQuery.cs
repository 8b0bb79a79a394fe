using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>待办: what lies with a person, and with those they act for.</summary>
public sealed class OpenTaskQuery(ReadSide reading, TimeProvider clock)
{
    public async Task<OpenTaskPage> ReadAsync(string jurisdictionId, string personId, TaskFilter filter, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var (dates, now) = (await db.DatesAsync(cancellation), clock.GetUtcNow());
        var bounds = DueBounds.Of(dates, now);
        var principals = await db.PrincipalsAsync(personId, dates.Today(now), cancellation);
        var shares = Narrow(db, Shares(db, personId, principals), personId, filter, bounds);
        var counts = await CountAsync(shares, bounds, cancellation);
        var last = Math.Max(1, (counts.Total + TaskFilter.PageSize - 1) / TaskFilter.PageSize);
        var page = Math.Clamp(filter.Page, 1, last);
        var keys = await Order(db, shares, filter.Sort).Skip((page - 1) * TaskFilter.PageSize).Take(TaskFilter.PageSize).ToListAsync(cancellation);
        return new OpenTaskPage(
            new TaskPaged<OpenTask>(await OpenTaskRows.ReadAsync(db, keys, personId, principals, dates, now, cancellation), new Counted(counts.Total, false), page), counts);
    }

    /// <summary>How much lies with a person, without what lies with those they act for.</summary>
    public async Task<DueCounts> CountAsync(string jurisdictionId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var (dates, now) = (await db.DatesAsync(cancellation), clock.GetUtcNow());
        return await CountAsync(Shares(db, personId, await db.PrincipalsAsync(personId, dates.Today(now), cancellation)), DueBounds.Of(dates, now), cancellation);
    }

    internal static IQueryable<TaskParticipantRow> Shares(WorkflowDb db, string personId, Dictionary<string, string> principals)
    {
        if (principals.Count == 0) return db.TaskParticipants.Where(row => row.PersonId == personId && row.State == ParticipantState.Open);
        List<string> holders = [personId, .. principals.Keys];
        return db.TaskParticipants.Where(row => holders.Contains(row.PersonId) && row.State == ParticipantState.Open);
    }

    private static IQueryable<TaskParticipantRow> Narrow(WorkflowDb db, IQueryable<TaskParticipantRow> shares, string personId, TaskFilter filter, DueBounds bounds)
    {
        var (now, tomorrow, third, after) = bounds;
        shares = filter.Due switch
        {
            DueSpan.Late => shares.Where(row => row.Due < now),
            DueSpan.Today => shares.Where(row => row.Due >= now && row.Due < tomorrow),
            DueSpan.ThreeDays => shares.Where(row => row.Due >= now && row.Due < third),
            DueSpan.Soon => shares.Where(row => row.Due >= tomorrow && row.Due < after),
            DueSpan.Later => shares.Where(row => row.Due >= after),
            DueSpan.Unlimited => shares.Where(row => row.Due == null),
            _ => shares,
        };
        shares = filter.How switch
        {
            TaskHow.Added => shares.Where(row => row.Kind == ShareKind.Before || row.Kind == ShareKind.Beside || row.Kind == ShareKind.After),
            TaskHow.Delegated => shares.Where(row => row.Kind == ShareKind.Delegated),
            TaskHow.Transferred => shares.Where(row => row.Kind == ShareKind.Transferred),
            TaskHow.ForOthers => shares.Where(row => row.PersonId != personId),
            TaskHow.Together => shares.Where(row => db.Tasks.Any(task => task.Id == row.TaskId && task.Mode == TaskMode.All)),
            TaskHow.InTurn => shares.Where(row => db.Tasks.Any(task => task.Id == row.TaskId && task.Mode == TaskMode.Sequential)),
            TaskHow.Ratio => shares.Where(row => db.Tasks.Any(task => task.Id == row.TaskId && task.Mode == TaskMode.Ratio)),
            TaskHow.AnyOne => shares.Where(row => db.Tasks.Any(task => task.Id == row.TaskId && task.Mode == TaskMode.Any)),
            TaskHow.Returned => shares.Where(row => db.Tasks.Any(task => task.Id == row.TaskId && task.ReturnNote != null)),
            TaskHow.Urged => shares.Where(row => db.Tasks.Any(task => task.Id == row.TaskId && task.Urged > 0)),
            TaskHow.Quick => shares.Where(row => db.Tasks.Any(task => task.Id == row.TaskId && task.IsQuick)),
            _ => shares,
        };
        if (filter.CycleId is { } cycle) shares = shares.Where(row => db.Tasks.Any(task => task.Id == row.TaskId && task.CycleId == cycle));
        if (filter.ProjectId is { } project) shares = shares.Where(row => db.Tasks.Any(task => task.Id == row.TaskId && task.ProjectId == project));
        if (filter.Words is { } words)
            shares = shares.Where(row => db.Tasks.Any(task => task.Id == row.TaskId
                && (task.Title.Contains(words) || db.Items.Any(item => item.Id == task.ProjectId && (item.Title.Contains(words) || item.Number.Contains(words))))));
        return shares;
    }

    // Limits part the list into its groups in one pass over one person's shares.
    private static async Task<DueCounts> CountAsync(IQueryable<TaskParticipantRow> shares, DueBounds bounds, CancellationToken cancellation)
    {
        var (now, tomorrow, _, after) = bounds;
        var found = await shares.GroupBy(_ => 1).Select(all => new
        {
            Total = all.Count(),
            Late = all.Count(row => row.Due < now),
            Today = all.Count(row => row.Due >= now && row.Due < tomorrow),
            Soon = all.Count(row => row.Due >= tomorrow && row.Due < after),
        }).SingleOrDefaultAsync(cancellation);
        return found is null ? DueCounts.None : new DueCounts(found.Total, found.Late, found.Today, found.Soon);
    }

    private static IQueryable<ShareKey> Order(WorkflowDb db, IQueryable<TaskParticipantRow> shares, TaskSort sort)
    {
        var dated = from share in shares join task in db.Tasks on share.TaskId equals task.Id select new { share, task.Created };
        var ordered = sort switch
        {
            TaskSort.Newest => dated.OrderByDescending(row => row.Created).ThenBy(row => row.share.TaskId),
            TaskSort.Oldest => dated.OrderBy(row => row.Created).ThenBy(row => row.share.TaskId),
            _ => dated.OrderBy(row => row.share.Due == null).ThenBy(row => row.share.Due).ThenBy(row => row.Created).ThenBy(row => row.share.TaskId),
        };
        return ordered.Select(row => new ShareKey(row.share.TaskId, row.share.PersonId));
    }
}

internal sealed record ShareKey(string TaskId, string PersonId);

/// <summary>What lies with a person, by limit.</summary>
/// <param name="Soon">This week and next.</param>
public sealed record DueCounts(int Total, int Late, int Today, int Soon)
{
    public static DueCounts None { get; } = new(0, 0, 0, 0);

    public int Later => Total - Late - Today - Soon;
}

public sealed record OpenTaskPage(TaskPaged<OpenTask> Tasks, DueCounts Counts)
{
    public static OpenTaskPage None { get; } = new(TaskPaged.None<OpenTask>(), DueCounts.None);
}
