using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Everything one person needs to decide one task.</summary>
public sealed class TaskPageQuery(ReadSide reading, ProcedurePictures pictures, TimeProvider clock)
{
    /// <returns>Null when there is no such task here.</returns>
    public async Task<TaskView?> FindAsync(string jurisdictionId, string taskId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var task = await db.Tasks.SingleOrDefaultAsync(row => row.Id == taskId, cancellation);
        if (task is null) return null;
        var spec = TaskListQuery.Spec(task.SpecJson);
        var people = await db.TaskParticipants.Where(row => row.TaskId == taskId).OrderBy(row => row.Position)
            .Select(row => new TaskPerson(row.PersonId, row.Name, row.Post, row.Unit, row.State, row.Outcome)).ToListAsync(cancellation);
        var acts = await db.TaskActs.Where(row => row.TaskId == taskId).OrderBy(row => row.Seq)
            .Select(row => new { row.PersonId, row.Name, row.Outcome, row.Opinion, row.ValuesJson, row.At }).ToListAsync(cancellation);
        var items = await ItemsAsync(db, spec, task.ProjectId, cancellation);
        var words = acts.Count == 0 ? null : await EntryWords.ReadAsync(db, spec.Form, items, acts.Select(act => act.ValuesJson), cancellation);
        var run = await db.Instances.Where(row => row.Id == task.InstanceId).Select(row => new { row.Title, row.DefinitionVersionId }).SingleAsync(cancellation);
        var cycle = await db.Cycles.Where(row => row.Id == task.CycleId).Select(row => new { row.Id, row.Title }).SingleOrDefaultAsync(cancellation);
        var wait = await db.Waits.Where(row => row.Id == taskId).Select(row => new { row.NodeId, row.Execution }).SingleOrDefaultAsync(cancellation);
        var passes = wait is not null && await db.Waits.AnyAsync(
            row => row.InstanceId == task.InstanceId && row.Execution == wait.Execution && row.Kind == Engine.Running.WaitKind.Timer, cancellation);
        var picture = await pictures.ReadAsync(db, run.DefinitionVersionId, cancellation);
        var dates = await db.DatesAsync(cancellation);
        return new TaskView(
            task.Id, task.InstanceId, task.State, task.Outcome is null ? null : TaskListQuery.LabelOf(spec, task.Outcome), task.Settled, spec, people,
            [.. acts.Select(act => new TaskOpinion(act.PersonId, Who(people, act.PersonId, act.Name), TaskListQuery.LabelOf(spec, act.Outcome), act.Opinion, act.At, words!.Of(act.ValuesJson)))],
            items, cycle?.Id, cycle?.Title, run.Title, task.Created, task.Due,
            dates.LateWorkingDays(task.Due, clock.GetUtcNow()), passes,
            await StepsAsync(db, task, picture, people, personId, cancellation));
    }

    /// <summary>The person's next open task, soonest limit first, and how many there are.</summary>
    public async Task<(string? Id, int Count)> NextAsync(string jurisdictionId, string personId, string exceptId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var open = db.TaskParticipants.Where(row => row.PersonId == personId && row.State == ParticipantState.Open && row.TaskId != exceptId);
        return (await open.OrderBy(row => row.Due == null).ThenBy(row => row.Due).Select(row => row.TaskId).FirstOrDefaultAsync(cancellation), await open.CountAsync(cancellation));
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
        var open = await db.TaskParticipants.Where(row => taskIds.Contains(row.TaskId) && row.State == ParticipantState.Open)
            .OrderBy(row => row.Position).Select(row => new { row.TaskId, row.Name, row.Post, row.Unit }).ToListAsync(cancellation);
        return open.GroupBy(row => row.TaskId).ToDictionary(
            group => group.Key, IReadOnlyList<string> (group) => [.. group.Select(row => Holder.Of(row.Name, row.Post, row.Unit)).Distinct()], StringComparer.Ordinal);
    }

    private static string Who(List<TaskPerson> people, string id, string name) =>
        people.Find(person => person.Id == id) is { } person ? Holder.Of(person.Name, person.Post, person.Unit) : name;

    private static async Task<IReadOnlyList<TaskItem>> ItemsAsync(WorkflowDb db, TaskSpec spec, string? projectId, CancellationToken cancellation)
    {
        var ids = spec.ItemIds is { Count: > 0 } listed ? listed : projectId is null ? [] : [projectId];
        if (ids.Count == 0) return [];
        return await db.Items.Where(item => ids.Contains(item.Id)).OrderBy(item => item.Number)
            .Select(item => new TaskItem(
                item.Id, item.Number, item.Title, item.Content, item.Domain, item.Place, item.Amount, item.Stage,
                db.ItemProposers.Count(proposer => proposer.ItemId == item.Id), item.LeadUnit))
            .ToListAsync(cancellation);
    }

    private static async Task<IReadOnlyList<RunStep>> StepsAsync(
        WorkflowDb db, TaskRow task, ProcedurePicture picture, IReadOnlyList<TaskPerson> people, string personId, CancellationToken cancellation)
    {
        var history = await db.History.Where(row => row.InstanceId == task.InstanceId && row.NodeId != null
                && (row.Kind == HistoryKind.Completed || row.Kind == HistoryKind.Faulted || row.Kind == HistoryKind.Waiting || row.Kind == HistoryKind.Cancelled))
            .OrderBy(row => row.Seq).Select(row => new { row.NodeId, row.Kind, row.Outcome, row.At }).ToListAsync(cancellation);
        var waits = await db.Waits.Where(row => row.InstanceId == task.InstanceId).Select(row => new { row.Id, row.NodeId, row.Since }).ToListAsync(cancellation);
        var holders = await HoldersAsync(db, [.. waits.Select(wait => wait.Id)], cancellation);
        var steps = new List<RunStep>();
        foreach (var entry in history.GroupBy(row => picture.StepAt(row.NodeId)).Where(group => group.Key is not null))
        {
            var (step, last) = (entry.Key!, entry.Last());
            var open = waits.FindAll(wait => picture.StepAt(wait.NodeId)?.Id == step.Id);
            if (open.Count == 0 && last.Kind == HistoryKind.Completed)
                steps.Add(new RunStep(step.Title, RunStepState.Done, OutcomeWords.Of(last.Outcome ?? ""), last.At, []));
            else if (open.Count == 0 && last.Kind == HistoryKind.Faulted)
                steps.Add(new RunStep(step.Title, RunStepState.Trouble, "停住", last.At, []));
            else if (open.Count > 0)
                steps.Add(new RunStep(step.Title, RunStepState.Now, null, open.Min(wait => wait.Since), open.Exists(wait => wait.Id == task.Id)
                    ? [.. people.Zip(Holder.Apart([.. people.Select(person => (person.Name, person.Post, person.Unit))]), (person, label) => new RunShare(label, person.State, person.Id == personId))]
                    : [.. open.SelectMany(wait => holders.GetValueOrDefault(wait.Id) ?? []).Distinct().Select(who => new RunShare(who, ParticipantState.Open, false))]));
        }
        return steps;
    }
}

/// <param name="Answer">What settled it, in the button's words.</param>
/// <param name="PassesAtLimit">True when the matter goes on without an answer once the limit has passed.</param>
public sealed record TaskView(
    string Id, string InstanceId, TaskState State, string? Answer, DateTimeOffset? Settled, TaskSpec Spec, IReadOnlyList<TaskPerson> People,
    IReadOnlyList<TaskOpinion> Opinions, IReadOnlyList<TaskItem> Items, string? CycleId, string? Cycle, string RunTitle,
    DateTimeOffset Created, DateTimeOffset? Due, int LateWorkingDays, bool PassesAtLimit, IReadOnlyList<RunStep> Steps);

public sealed record TaskPerson(string Id, string Name, string Post, string Unit, ParticipantState State, string? Outcome);

/// <param name="Who">Unit and post.</param>
/// <param name="Answer">In the button's words.</param>
/// <param name="Entries">What was put into the form.</param>
public sealed record TaskOpinion(string PersonId, string Who, string Answer, string? Opinion, DateTimeOffset At, IReadOnlyList<FormEntry> Entries);

public sealed record TaskItem(
    string Id, string Number, string Title, string Content, string Domain, string Place, decimal? Amount, ItemStage Stage, int Proposers, string? LeadUnit);

/// <summary>One step of the run as far as it has come.</summary>
public sealed record RunStep(string Title, RunStepState State, string? Result, DateTimeOffset At, IReadOnlyList<RunShare> Shares);

public enum RunStepState { Done, Now, Trouble }

public sealed record RunShare(string Who, ParticipantState State, bool IsMine);
