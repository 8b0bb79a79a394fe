using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Everything one person needs to decide one task.</summary>
public sealed class TaskPageQuery(ReadSide reading, ProcedurePictures pictures, TimeProvider clock)
{
    /// <summary>Nobody leafs through more open tasks than this.</summary>
    private const int MostLeafed = 200;

    /// <returns>Null when there is no such task here.</returns>
    public async Task<TaskView?> FindAsync(string jurisdictionId, string taskId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var task = await db.Tasks.SingleOrDefaultAsync(row => row.Id == taskId, cancellation);
        if (task is null) return null;
        var (spec, dates) = (TaskListQuery.Spec(task.SpecJson), await db.DatesAsync(cancellation));
        var people = await PeopleAsync(db, taskId, spec, cancellation);
        var items = await ItemsAsync(db, spec, task.ProjectId, cancellation);
        var run = await db.Instances.Where(row => row.Id == task.InstanceId).Select(row => new { row.Title, row.DefinitionVersionId }).SingleAsync(cancellation);
        var cycle = await db.Cycles.Where(row => row.Id == task.CycleId).Select(row => new { row.Id, row.Title }).SingleOrDefaultAsync(cancellation);
        var wait = await db.Waits.Where(row => row.Id == taskId).Select(row => new { row.NodeId, row.Execution }).SingleOrDefaultAsync(cancellation);
        var passes = wait is not null && await db.Waits.AnyAsync(
            row => row.InstanceId == task.InstanceId && row.Execution == wait.Execution && row.Kind == Engine.Running.WaitKind.Timer, cancellation);
        var picture = await pictures.ReadAsync(db, run.DefinitionVersionId, cancellation);
        var route = new RunRoute(picture);
        var isOnPicture = wait is not null && picture.StepAt(wait.NodeId)?.Id == task.ActivityId;
        return new TaskView(
            task.Id, task.InstanceId, task.State, task.Outcome is null ? null : TaskListQuery.LabelOf(spec, task.Outcome), task.Settled, spec, people,
            await TaskActReader.ReadAsync(db, taskId, spec, people, items, cancellation),
            items, cycle?.Id, cycle?.Title, run.Title, task.Created, task.Due,
            dates.LateWorkingDays(task.Due, clock.GetUtcNow()), passes,
            await route.StepsAsync(db, task, Shares(people, personId), cancellation))
        {
            MayRead = await db.MayReadAsync(taskId, personId, dates.Today(clock.GetUtcNow()), cancellation),
            Copies = await CopiesAsync(db, taskId, cancellation),
            ReturnNote = task.ReturnNote,
            Earlier = task.ReturnNote is null ? null : await EarlierAsync(db, task, cancellation),
            LastTime = task.State == TaskState.Open && task.ReturnNote is null ? await LastTimeAsync(db, task, spec.Form, cancellation) : null,
            Urged = task.Urged,
            LeadsTo = LeadsTo(spec, isOnPicture ? route.LeadsTo(task.ActivityId) : new Dictionary<string, string>()),
            Ahead = Ahead(spec, isOnPicture ? route.Ahead(task.ActivityId, spec.Next is null ? spec.Actions[0].Outcome : Engine.Running.Outcomes.Done) : []),
        };
    }

    /// <summary>One of several tasks of a step leads to the next within it.</summary>
    private static IReadOnlyDictionary<string, string> LeadsTo(TaskSpec spec, IReadOnlyDictionary<string, string> leadsOut) => spec.Next switch
    {
        null => leadsOut,
        "" => new Dictionary<string, string>(),
        var next => new Dictionary<string, string> { [spec.Actions[0].Outcome] = next },
    };

    private static IReadOnlyList<string> Ahead(TaskSpec spec, IReadOnlyList<string> beyond) => spec.Next is { Length: > 0 } next ? [next, .. beyond] : beyond;

    /// <summary>What was handed in at this step before the task came back.</summary>
    private static async Task<Dictionary<string, object?>?> EarlierAsync(WorkflowDb db, TaskRow task, CancellationToken cancellation)
    {
        var values = await (from before in db.Tasks
                            where before.InstanceId == task.InstanceId && before.ActivityId == task.ActivityId && before.Id != task.Id && before.Title == task.Title
                            join act in db.TaskActs on before.Id equals act.TaskId
                            where act.ValuesJson != "{}"
                            orderby act.At descending
                            select act.ValuesJson).FirstOrDefaultAsync(cancellation);
        return values is null ? null : System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object?>>(values, Engine.Values.Json);
    }

    private static async Task<LastTime?> LastTimeAsync(WorkflowDb db, TaskRow task, Form form, CancellationToken cancellation)
    {
        var kept = form.Fields.Where(field => field is { ReadOnly: false, Default: null } && field.Type is FieldType.Number or FieldType.Money or FieldType.Choice or FieldType.MultiChoice or FieldType.Person or FieldType.Unit).Select(field => field.Name).ToList();
        if (kept.Count == 0) return null;
        var last = await (from before in db.Tasks
                          where before.InstanceId == task.InstanceId && before.ActivityId == task.ActivityId && before.State == TaskState.Done && before.Id != task.Id
                          join act in db.TaskActs on before.Id equals act.TaskId
                          where act.Kind == TaskActKind.Answer && act.ValuesJson != "{}"
                          orderby act.At descending
                          select new { act.At, act.ValuesJson }).FirstOrDefaultAsync(cancellation);
        if (last is null) return null;
        var values = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object?>>(last.ValuesJson, Engine.Values.Json)!;
        return kept.Any(values.ContainsKey) ? new LastTime(last.At, kept.Where(values.ContainsKey).ToDictionary(name => name, name => values[name])) : null;
    }

    /// <summary>The open tasks before and after one, soonest limit first; after a task that is done, the first is the next.</summary>
    public async Task<TaskNeighbours> NeighboursAsync(string jurisdictionId, string personId, string taskId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var today = (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow());
        var open = await OpenTaskQuery.Shares(db, personId, await db.PrincipalsAsync(personId, today, cancellation))
            .OrderBy(row => row.Due == null).ThenBy(row => row.Due).ThenBy(row => row.TaskId).Select(row => row.TaskId).Take(MostLeafed).ToListAsync(cancellation);
        open = [.. open.Distinct()];
        var at = open.IndexOf(taskId);
        return at < 0
            ? new TaskNeighbours(null, open.FirstOrDefault(), 0, open.Count)
            : new TaskNeighbours(at > 0 ? open[at - 1] : null, at + 1 < open.Count ? open[at + 1] : null, at + 1, open.Count);
    }

    /// <summary>The person's open task at the same step: what 撤回 has opened again.</summary>
    public async Task<string?> ReopenedAsync(string jurisdictionId, string taskId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        return await (from old in db.Tasks
                      where old.Id == taskId
                      from task in db.Tasks
                      where task.InstanceId == old.InstanceId && task.ActivityId == old.ActivityId && task.State == TaskState.Open
                          && db.TaskParticipants.Any(row => row.TaskId == task.Id && row.PersonId == personId && row.State == ParticipantState.Open)
                      orderby task.Created descending
                      select task.Id).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>Where a run stands now, in words: who has what.</summary>
    public async Task<IReadOnlyList<string>> StandingAsync(string jurisdictionId, string instanceId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var waits = await db.Waits.Where(row => row.InstanceId == instanceId && row.Kind != Engine.Running.WaitKind.Timer).OrderBy(row => row.Since).Take(4)
            .Select(row => new { row.Id, row.Title }).ToListAsync(cancellation);
        var holders = await HoldersAsync(db, [.. waits.Select(wait => wait.Id)], cancellation);
        return [.. waits.Select(wait => holders.TryGetValue(wait.Id, out var who) ? $"{wait.Title}（{Holder.Of(who)}）" : wait.Title).Distinct()];
    }

    /// <summary>Who may act now, by task.</summary>
    internal static async Task<Dictionary<string, IReadOnlyList<string>>> HoldersAsync(WorkflowDb db, IReadOnlyList<string> taskIds, CancellationToken cancellation)
    {
        if (taskIds.Count == 0) return [];
        var open = await db.TaskParticipants.Where(row => taskIds.Contains(row.TaskId) && row.State == ParticipantState.Open)
            .OrderBy(row => row.Position).Select(row => new { row.TaskId, row.Name, row.Post, row.Unit }).ToListAsync(cancellation);
        return open.GroupBy(row => row.TaskId).ToDictionary(
            group => group.Key, IReadOnlyList<string> (group) => [.. group.Select(row => Holder.Of(row.Name, row.Post, row.Unit)).Distinct()], StringComparer.Ordinal);
    }

    internal static async Task<IReadOnlyList<TaskItem>> ItemsAsync(WorkflowDb db, TaskSpec spec, string? projectId, CancellationToken cancellation)
    {
        var ids = spec.ItemIds is { Count: > 0 } listed ? listed : projectId is null ? [] : [projectId];
        if (ids.Count == 0) return [];
        return await db.Items.Where(item => ids.Contains(item.Id)).OrderBy(item => item.Number)
            .Select(item => new TaskItem(
                item.Id, item.Number, item.Title, item.Content, item.Domain, item.Place, item.Amount, item.Stage,
                db.ItemProposers.Count(proposer => proposer.ItemId == item.Id), item.LeadUnit))
            .ToListAsync(cancellation);
    }

    internal static async Task<List<TaskPerson>> PeopleAsync(WorkflowDb db, string taskId, TaskSpec spec, CancellationToken cancellation) =>
        [.. (await db.TaskParticipants.Where(row => row.TaskId == taskId).OrderBy(row => row.Position).ToListAsync(cancellation))
            .Select(row => new TaskPerson(row.PersonId, row.Name, row.Post, row.Unit, row.State, row.Outcome is null ? null : TaskListQuery.LabelOf(spec, row.Outcome))
            {
                Kind = row.Kind, FromId = row.FromId, FromName = row.FromName, Note = row.Note, Due = row.Due, Seen = row.Seen,
            })];

    private static async Task<IReadOnlyList<TaskCopyLine>> CopiesAsync(WorkflowDb db, string taskId, CancellationToken cancellation)
    {
        var copies = await db.TaskCopies.Where(row => row.TaskId == taskId).OrderBy(row => row.At).ThenBy(row => row.PersonId)
            .Select(row => new
            {
                row.PersonId, row.ByName, row.Note, row.At, row.Read,
                Name = db.People.Where(person => person.Id == row.PersonId).Select(person => person.Name).FirstOrDefault(),
                Post = db.Posts.Where(post => post.PersonId == row.PersonId && post.Title != "").OrderBy(post => post.Rank).Select(post => post.Title).FirstOrDefault(),
                Unit = (from post in db.Posts where post.PersonId == row.PersonId join unit in db.Units on post.UnitId equals unit.Id orderby post.Rank select unit.Name).FirstOrDefault(),
            }).ToListAsync(cancellation);
        return [.. copies.Select(copy => new TaskCopyLine(copy.PersonId, Holder.Of(copy.Name ?? copy.PersonId, copy.Post ?? "", copy.Unit ?? ""), copy.ByName, copy.Note, copy.At, copy.Read))];
    }

    private static IReadOnlyList<RunShare> Shares(List<TaskPerson> people, string personId) =>
        [.. people.Zip(Holder.Apart([.. people.Select(person => (person.Name, person.Post, person.Unit))]),
            (person, label) => new RunShare(label, person.State, person.Id == personId, person.Outcome, person.Kind))];
}
