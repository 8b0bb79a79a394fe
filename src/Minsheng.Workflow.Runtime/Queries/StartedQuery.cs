using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>我发起: what a person has set going or proposed, and where each stands with whom.</summary>
public sealed class StartedQuery(ReadSide reading)
{
    public async Task<TaskPaged<StartedMatter>> ReadAsync(string jurisdictionId, string personId, TaskFilter filter, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var (runs, items) = (Runs(db, personId, filter), Items(db, personId, filter));
        var counted = (filter.Started != StartedKind.Proposal ? await runs.OrderBy(run => run.StartedAt).Take(TaskFilter.MostCounted + 1).CountAsync(cancellation) : 0)
            + (filter.Started != StartedKind.Run ? await items.OrderBy(item => item.Id).Take(TaskFilter.MostCounted + 1).CountAsync(cancellation) : 0);
        // Two sources in one order: of each no more than the page could need.
        var needed = filter.Skipped + TaskFilter.PageSize;
        var oldest = filter.Sort == TaskSort.Oldest;
        var found = new List<(bool IsRun, string Id, DateTimeOffset At)>();
        if (filter.Started != StartedKind.Proposal)
            found.AddRange((await (oldest ? runs.OrderBy(run => run.StartedAt) : runs.OrderByDescending(run => run.StartedAt)).Take(needed).Select(run => new { run.Id, run.StartedAt }).ToListAsync(cancellation)).Select(run => (true, run.Id, run.StartedAt)));
        if (filter.Started != StartedKind.Run)
            found.AddRange((await (oldest ? items.OrderBy(item => item.Submitted) : items.OrderByDescending(item => item.Submitted)).Take(needed).Select(item => new { item.Id, item.Submitted }).ToListAsync(cancellation)).Select(item => (false, item.Id, item.Submitted)));
        var page = (oldest ? found.OrderBy(one => one.At) : found.OrderByDescending(one => one.At)).Skip(filter.Skipped).Take(TaskFilter.PageSize).ToList();
        var matters = await RunLinesAsync(db, [.. page.Where(one => one.IsRun).Select(one => one.Id)], cancellation);
        foreach (var line in await ItemLinesAsync(db, [.. page.Where(one => !one.IsRun).Select(one => one.Id)], cancellation)) matters[line.Key] = line.Value;
        return new TaskPaged<StartedMatter>([.. page.Select(one => matters[one.Id])], Counted.Of(counted), Math.Max(1, filter.Page));
    }

    private static IQueryable<InstanceRow> Runs(WorkflowDb db, string personId, TaskFilter filter)
    {
        var runs = db.Instances.Where(run => run.StartedBy == personId && run.ParentId == null);
        if (filter.CycleId is { } cycle) runs = runs.Where(run => run.CycleId == cycle);
        if (filter.ProjectId is { } project) runs = runs.Where(run => run.ProjectId == project);
        if (filter.Words is { } words) runs = runs.Where(run => run.Title.Contains(words));
        return runs;
    }

    private static IQueryable<ItemRow> Items(WorkflowDb db, string personId, TaskFilter filter)
    {
        var mine = db.ItemProposers.Where(proposer => proposer.PersonId == personId).Select(proposer => proposer.ItemId);
        var items = db.Items.Where(item => mine.Contains(item.Id));
        if (filter.CycleId is { } cycle) items = items.Where(item => item.CycleId == cycle);
        if (filter.ProjectId is { } project) items = items.Where(item => item.Id == project);
        if (filter.Words is { } words) items = items.Where(item => item.Title.Contains(words) || item.Number.Contains(words));
        return items;
    }

    private static async Task<Dictionary<string, StartedMatter>> RunLinesAsync(WorkflowDb db, List<string> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0) return [];
        var runs = await db.Instances.Where(run => ids.Contains(run.Id)).Select(run => new { run.Id, run.Title, run.CycleId, run.Status, run.SubStatus, run.OpenIncidents, run.StartedAt, run.UpdatedAt }).ToListAsync(cancellation);
        var waits = await db.Waits.Where(wait => ids.Contains(wait.InstanceId)).OrderBy(wait => wait.Since)
            .Select(wait => new { wait.Id, wait.InstanceId, wait.Kind, wait.Title, wait.Since }).ToListAsync(cancellation);
        var holders = await TaskPageQuery.HoldersAsync(db, [.. waits.Where(wait => wait.Kind == WaitKind.Task).Select(wait => wait.Id)], cancellation);
        return runs.ToDictionary(run => run.Id, run =>
        {
            // A task with a limit also has a clock of the same name.
            var open = waits.FindAll(wait => wait.InstanceId == run.Id);
            var steps = open.FindAll(wait => wait.Kind == WaitKind.Task) is { Count: > 0 } tasks ? tasks : open;
            var who = steps.SelectMany(wait => holders.GetValueOrDefault(wait.Id) ?? []).Distinct().ToList();
            return new StartedMatter(run.Id, run.Title, run.CycleId is null ? null : $"/cycles/{run.CycleId}?run={run.Id}", StartedKind.Run, run.StartedAt,
                run.Status == WorkflowStatus.Running ? string.Join("、", steps.Select(wait => wait.Title).Distinct().Take(2)) is { Length: > 0 } at ? at : "正在走" : run.SubStatus == SubStatus.Cancelled ? "已撤销" : "已办结",
                who.Count > 0 ? Holder.Of(who) : null, run.Status == WorkflowStatus.Running ? steps.Count > 0 ? steps.Min(wait => wait.Since) : null : run.UpdatedAt, run.Status != WorkflowStatus.Running)
            { IsStopped = run.OpenIncidents > 0 };
        }, StringComparer.Ordinal);
    }

    private static async Task<Dictionary<string, StartedMatter>> ItemLinesAsync(WorkflowDb db, List<string> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0) return [];
        var items = await db.Items.Where(item => ids.Contains(item.Id)).Select(item => new { item.Id, item.Number, item.Title, item.Stage, item.State, item.LeadUnit, item.Submitted }).ToListAsync(cancellation);
        var decisions = (await db.ItemDecisions.Where(decision => ids.Contains(decision.ItemId)).Select(decision => new { decision.ItemId, decision.Seq, decision.Verdict, decision.By, decision.At }).ToListAsync(cancellation))
            .GroupBy(decision => decision.ItemId).ToDictionary(group => group.Key, group => group.MaxBy(decision => decision.Seq)!, StringComparer.Ordinal);
        return items.ToDictionary(item => item.Id, item =>
        {
            var last = decisions.GetValueOrDefault(item.Id);
            return new StartedMatter(item.Id, $"{item.Number} {item.Title}", $"/pool/{item.Id}", StartedKind.Proposal, item.Submitted,
                last is null ? "已收到" : $"{last.By}：{last.Verdict}", item.Stage == ItemStage.Project ? item.LeadUnit : null, last?.At, item.State == ProjectState.Finished || item.Stage is ItemStage.Merged or ItemStage.NotChosen)
            { Stage = item.Stage };
        }, StringComparer.Ordinal);
    }
}

/// <param name="Address">Where it is shown; null when there is no page of its own.</param>
/// <param name="Standing">The step it stands at, or what became of it.</param>
/// <param name="With">Who has it now.</param>
/// <param name="Since">Since when it stands there.</param>
public sealed record StartedMatter(
    string Id, string Title, string? Address, StartedKind Kind, DateTimeOffset At, string Standing, string? With, DateTimeOffset? Since, bool IsOver)
{
    /// <summary>A step has failed and waits for somebody to put it right.</summary>
    public bool IsStopped { get; init; }

    public ItemStage? Stage { get; init; }
}
