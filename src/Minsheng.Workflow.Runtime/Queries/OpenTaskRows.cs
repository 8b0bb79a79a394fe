using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>The lines of a page of 待办, read by their keys.</summary>
internal static class OpenTaskRows
{
    public static async Task<IReadOnlyList<OpenTask>> ReadAsync(
        WorkflowDb db, IReadOnlyList<ShareKey> keys, string personId, IReadOnlyDictionary<string, string> principals, Dates dates, DateTimeOffset now, CancellationToken cancellation)
    {
        if (keys.Count == 0) return [];
        var ids = keys.Select(key => key.TaskId).Distinct().ToList();
        List<string> holders = [personId, .. principals.Keys];
        var tasks = await db.Tasks.Where(task => ids.Contains(task.Id))
            .Select(task => new
            {
                task.Id, task.Title, task.Mode, task.IsQuick, task.Urged, Quick = task.IsQuick ? task.SpecJson : null, IsReturned = task.ReturnNote != null, task.Created,
                Cycle = db.Cycles.Where(cycle => cycle.Id == task.CycleId).Select(cycle => cycle.Title).FirstOrDefault(),
                Number = db.Items.Where(item => item.Id == task.ProjectId).Select(item => item.Number).FirstOrDefault(),
                Project = db.Items.Where(item => item.Id == task.ProjectId).Select(item => item.Title).FirstOrDefault(),
            }).ToDictionaryAsync(task => task.Id, cancellation);
        var shares = await db.TaskParticipants.Where(row => ids.Contains(row.TaskId) && holders.Contains(row.PersonId) && row.State == ParticipantState.Open)
            .Select(row => new { row.TaskId, row.PersonId, row.Kind, row.FromName, row.Due }).ToDictionaryAsync(row => new ShareKey(row.TaskId, row.PersonId), cancellation);
        var counts = await db.TaskParticipants.Where(row => ids.Contains(row.TaskId)).GroupBy(row => row.TaskId).Select(group => new
        {
            group.Key,
            // One share given out is one vote; who was added has none.
            People = group.Count(row => (row.Kind == ShareKind.Given || row.Kind == ShareKind.Transferred) && row.State != ParticipantState.Passed && row.State != ParticipantState.Recused && row.State != ParticipantState.Removed),
            Acted = group.Count(row => (row.Kind == ShareKind.Given || row.Kind == ShareKind.Transferred) && row.State == ParticipantState.Done),
            LeftToMe = group.Count(row => row.State == ParticipantState.Waiting && holders.Contains(row.FromId!)),
        }).ToDictionaryAsync(group => group.Key, cancellation);
        return [.. from key in keys
                   where tasks.ContainsKey(key.TaskId) && shares.ContainsKey(key)
                   let task = tasks[key.TaskId]
                   let share = shares[key]
                   let count = counts[key.TaskId]
                   select new OpenTask(
                       task.Id, task.Title, task.Project is null ? task.Cycle : $"项目 {task.Number} {task.Project}", task.Mode, count.Acted, count.People,
                       task.Created, share.Due, dates.LateWorkingDays(share.Due, now))
                   {
                       Kind = share.Kind,
                       AskedBy = share.FromName,
                       ForId = key.PersonId == personId ? null : key.PersonId,
                       For = key.PersonId == personId ? null : principals.GetValueOrDefault(key.PersonId),
                       IsReturned = task.IsReturned,
                       Urged = task.Urged,
                       IsQuick = task.IsQuick,
                       FirstButton = task.Quick is null ? null : TaskListQuery.Spec(task.Quick).Actions[0].Label,
                       IsClaimed = task.Mode == TaskMode.Any && count.LeftToMe > 0,
                   }];
    }
}

/// <param name="From">The cycle or project it comes from.</param>
/// <param name="Due">The reader's own limit.</param>
/// <param name="LateWorkingDays">Working days past the limit.</param>
public sealed record OpenTask(
    string Id, string Title, string? From, TaskMode Mode, int Acted, int People, DateTimeOffset Created, DateTimeOffset? Due, int LateWorkingDays)
{
    public ShareKind Kind { get; init; }

    /// <summary>Whoever handed it on or asked for help.</summary>
    public string? AskedBy { get; init; }

    /// <summary>The absent person whose task it is (代理).</summary>
    public string? ForId { get; init; }
    public string? For { get; init; }

    /// <summary>It came back by 退回.</summary>
    public bool IsReturned { get; init; }
    public int Urged { get; init; }

    /// <summary>May be answered together with others (批量).</summary>
    public bool IsQuick { get; init; }

    /// <summary>What the first button of such a task says.</summary>
    public string? FirstButton { get; init; }

    /// <summary>认领: the others have left it to the reader.</summary>
    public bool IsClaimed { get; init; }
}
