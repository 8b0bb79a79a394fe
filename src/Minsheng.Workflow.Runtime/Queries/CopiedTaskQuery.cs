using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>抄送我: tasks a person was told of.</summary>
public sealed class CopiedTaskQuery(ReadSide reading)
{
    public async Task<TaskPaged<CopiedTask>> ReadAsync(string jurisdictionId, string personId, TaskFilter filter, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var copies = db.TaskCopies.Where(copy => copy.PersonId == personId);
        if (filter.UnreadOnly) copies = copies.Where(copy => copy.Read == null);
        if (filter.CycleId is { } cycle) copies = copies.Where(copy => db.Tasks.Any(task => task.Id == copy.TaskId && task.CycleId == cycle));
        if (filter.ProjectId is { } project) copies = copies.Where(copy => db.Tasks.Any(task => task.Id == copy.TaskId && task.ProjectId == project));
        if (filter.Words is { } words)
            copies = copies.Where(copy => db.Tasks.Any(task => task.Id == copy.TaskId
                && (task.Title.Contains(words) || db.Items.Any(item => item.Id == task.ProjectId && (item.Title.Contains(words) || item.Number.Contains(words))))));
        var total = Counted.Of(await copies.OrderBy(copy => copy.At).Take(TaskFilter.MostCounted + 1).CountAsync(cancellation));
        var oldest = filter.Sort == TaskSort.Oldest;
        var page = (oldest ? copies.OrderBy(copy => copy.At) : copies.OrderByDescending(copy => copy.At)).ThenBy(copy => copy.TaskId).Skip(filter.Skipped).Take(TaskFilter.PageSize);
        var rows = await (from copy in page
                          join task in db.Tasks on copy.TaskId equals task.Id
                          select new
                          {
                              task.Id, task.Title, task.State, copy.ByName, copy.Note, copy.At, copy.Read,
                              Cycle = db.Cycles.Where(row => row.Id == task.CycleId).Select(row => row.Title).FirstOrDefault(),
                              Number = db.Items.Where(item => item.Id == task.ProjectId).Select(item => item.Number).FirstOrDefault(),
                              Project = db.Items.Where(item => item.Id == task.ProjectId).Select(item => item.Title).FirstOrDefault(),
                          }).ToListAsync(cancellation);
        var ordered = oldest ? rows.OrderBy(row => row.At) : rows.OrderByDescending(row => row.At);
        return new TaskPaged<CopiedTask>(
            [.. ordered.ThenBy(row => row.Id, StringComparer.Ordinal).Select(row => new CopiedTask(
                row.Id, row.Title, row.Project is null ? row.Cycle : $"项目 {row.Number} {row.Project}", row.ByName, row.Note, row.At, row.Read, row.State))],
            total, Math.Max(1, filter.Page));
    }

    /// <summary>How many a person has not read yet.</summary>
    public async Task<Counted> UnreadAsync(string jurisdictionId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        return Counted.Of(await db.TaskCopies.Where(copy => copy.PersonId == personId && copy.Read == null).OrderBy(copy => copy.At).Take(TaskFilter.MostCounted + 1).CountAsync(cancellation));
    }
}

/// <param name="By">Whoever sent the copy.</param>
/// <param name="Read">已阅.</param>
public sealed record CopiedTask(string Id, string Title, string? From, string By, string? Note, DateTimeOffset At, DateTimeOffset? Read, TaskState State);
