using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>已办: what a person has done on tasks, also in others' place.</summary>
public sealed class DoneTaskQuery(ReadSide reading, ProcedurePictures pictures)
{
    /// <summary>What counts as having dealt with a task; 催办, 抄送 and the like are found by their kind.</summary>
    private static readonly TaskActKind[] Dealing =
        [TaskActKind.Answer, TaskActKind.Transfer, TaskActKind.Delegate, TaskActKind.GiveBack, TaskActKind.Return, TaskActKind.Recuse];

    public async Task<TaskPaged<DoneTask>> ReadAsync(string jurisdictionId, string personId, TaskFilter filter, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var acts = Narrow(db, await ActsAsync(db, personId, cancellation), filter);
        var total = Counted.Of(await acts.OrderBy(act => act.At).Take(TaskFilter.MostCounted + 1).CountAsync(cancellation));
        var ordered = filter.Sort == TaskSort.Oldest ? acts.OrderBy(act => act.At).ThenBy(act => act.TaskId) : acts.OrderByDescending(act => act.At).ThenBy(act => act.TaskId);
        var rows = await (from act in ordered.Skip(filter.Skipped).Take(TaskFilter.PageSize)
                          join task in db.Tasks on act.TaskId equals task.Id
                          join run in db.Instances on task.InstanceId equals run.Id
                          select new
                          {
                              act.TaskId, act.Seq, act.Kind, act.Outcome, act.At, act.Name, act.AgentId, act.Targets, act.PersonId,
                              task.Title, task.State, task.ActivityId, task.Settled, task.InstanceId, run.DefinitionVersionId, run.Status,
                              Cycle = db.Cycles.Where(cycle => cycle.Id == task.CycleId).Select(cycle => cycle.Title).FirstOrDefault(),
                              Number = db.Items.Where(item => item.Id == task.ProjectId).Select(item => item.Number).FirstOrDefault(),
                              Project = db.Items.Where(item => item.Id == task.ProjectId).Select(item => item.Title).FirstOrDefault(),
                          }).ToListAsync(cancellation);
        rows = [.. filter.Sort == TaskSort.Oldest ? rows.OrderBy(row => row.At).ThenBy(row => row.TaskId, StringComparer.Ordinal) : rows.OrderByDescending(row => row.At).ThenBy(row => row.TaskId, StringComparer.Ordinal)];
        var words = new ButtonWords(db, pictures);
        var gone = await GoneOnAsync(db, [.. rows.Where(row => row is { Kind: TaskActKind.Answer, State: TaskState.Done }).Select(row => row.InstanceId).Distinct()], cancellation);
        var taken = await TakenBackAsync(db, [.. rows.Select(row => row.TaskId).Distinct()], cancellation);
        var done = new List<DoneTask>();
        foreach (var row in rows)
            done.Add(new DoneTask(
                row.TaskId, row.Title, row.Project is null ? row.Cycle : $"项目 {row.Number} {row.Project}",
                row.Kind == TaskActKind.Answer ? await words.OfAsync(row.TaskId, row.DefinitionVersionId, row.ActivityId, row.Outcome, cancellation) : row.Kind.Word(), row.At, row.State != TaskState.Open)
            {
                Kind = row.Kind,
                Targets = row.Targets,
                For = row.PersonId == personId ? null : row.Name,
                IsTakenBack = taken.Exists(other => other.TaskId == row.TaskId && other.PersonId == row.PersonId && other.Seq > row.Seq),
                MayTakeBack = row.Kind == TaskActKind.Answer && row.PersonId == personId && row.Status == WorkflowStatus.Running && !taken.Exists(other => other.TaskId == row.TaskId && other.PersonId == row.PersonId && other.Seq > row.Seq)
                    && (row.State == TaskState.Open || row.State == TaskState.Done && !(gone.TryGetValue(row.InstanceId, out var last) && last > row.Settled)),
            });
        return new TaskPaged<DoneTask>(done, total, Math.Max(1, filter.Page));
    }

    private static async Task<IQueryable<TaskActRow>> ActsAsync(WorkflowDb db, string personId, CancellationToken cancellation)
    {
        var principals = await db.EverPrincipalsAsync(personId, cancellation);
        return principals.Count == 0
            ? db.TaskActs.Where(act => act.PersonId == personId)
            : db.TaskActs.Where(act => act.PersonId == personId || principals.Contains(act.PersonId) && act.AgentId == personId);
    }

    private static IQueryable<TaskActRow> Narrow(WorkflowDb db, IQueryable<TaskActRow> acts, TaskFilter filter)
    {
        acts = filter.Act is { } kind ? acts.Where(act => act.Kind == kind) : acts.Where(act => Dealing.Contains(act.Kind));
        if (filter.CycleId is { } cycle) acts = acts.Where(act => db.Tasks.Any(task => task.Id == act.TaskId && task.CycleId == cycle));
        if (filter.ProjectId is { } project) acts = acts.Where(act => db.Tasks.Any(task => task.Id == act.TaskId && task.ProjectId == project));
        if (filter.Words is { } words)
            acts = acts.Where(act => db.Tasks.Any(task => task.Id == act.TaskId
                && (task.Title.Contains(words) || db.Items.Any(item => item.Id == task.ProjectId && (item.Title.Contains(words) || item.Number.Contains(words))))));
        return acts;
    }

    /// <summary>When somebody last acted in each run: what came before cannot be taken back.</summary>
    private static async Task<Dictionary<string, DateTimeOffset>> GoneOnAsync(WorkflowDb db, List<string> runs, CancellationToken cancellation) => runs.Count == 0 ? [] :
        await (from task in db.Tasks
               where runs.Contains(task.InstanceId)
               join act in db.TaskActs on task.Id equals act.TaskId
               where act.Kind == TaskActKind.Answer
               group act.At by task.InstanceId into acts
               select new { acts.Key, Last = acts.Max() }).ToDictionaryAsync(acts => acts.Key, acts => acts.Last, cancellation);

    private static async Task<List<(string TaskId, string PersonId, int Seq)>> TakenBackAsync(WorkflowDb db, List<string> tasks, CancellationToken cancellation) =>
        [.. (await db.TaskActs.Where(act => tasks.Contains(act.TaskId) && act.Kind == TaskActKind.Withdraw).Select(act => new { act.TaskId, act.PersonId, act.Seq }).ToListAsync(cancellation))
            .Select(act => (act.TaskId, act.PersonId, act.Seq))];
}

/// <param name="Answer">What the person chose, in the button's words; of other acts their name.</param>
/// <param name="IsSettled">False while others have still to act.</param>
public sealed record DoneTask(string Id, string Title, string? From, string Answer, DateTimeOffset At, bool IsSettled)
{
    public TaskActKind Kind { get; init; }

    /// <summary>Whom the act concerned, by name.</summary>
    public string? Targets { get; init; }

    /// <summary>The absent person it was done for (代理).</summary>
    public string? For { get; init; }

    /// <summary>It was taken back since.</summary>
    public bool IsTakenBack { get; init; }

    /// <summary>Nobody has acted on what followed, as far as a list can tell.</summary>
    public bool MayTakeBack { get; init; }
}
