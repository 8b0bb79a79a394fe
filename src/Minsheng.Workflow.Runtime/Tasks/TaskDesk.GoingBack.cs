using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>退回 and 撤回.</summary>
public sealed partial class TaskDesk
{
    /// <summary>退回到前面的步骤: one person's act that overrides the rule of the task.</summary>
    /// <exception cref="ReturnRefusedException">There is no such step, or something in between cannot be undone.</exception>
    public Task ReturnAsync(TaskReturnOrder order, CancellationToken cancellation = default) => desk.DoAsync((session, runner) =>
    {
        var place = StandingTask.PlaceOf(session, order.TaskId, order.By);
        var actor = TaskActor.Of(session, place, order.By, order.OnBehalfOf);
        var task = StandingTask.Load(session, runner, order.TaskId, place, actor.Person.Id);
        RequireTurn(session, task, place, actor);
        if (ReturnRefusal(task, actor) is { } refusal) throw refusal;
        var reason = Words(order.Reason) ?? throw new RefusedException("reason-missing", "退回应写明原因，请补上后再提交。");
        var title = task.Run.Definition.Activities.FirstOrDefault(one => one.Id == order.ToActivityId)?.Title ?? order.ToActivityId;
        var skipped = order.StraightBack ? Between(session, task, order.ToActivityId) : [];

        var record = new TaskRecord(task.Id, place, actor, TaskActKind.Return) { Words = reason, Targets = [title] };
        record.Write(session);
        History.Write(session, task.Run, HistoryKind.Act, record.Sentence(task.Spec.Title), task.Wait.Execution.Place, actor: actor.Hand);
        BurstRunner.Return(session, task.Run, task.Wait, order.ToActivityId, new ReturnNote(actor.Names, reason, order.StraightBack), actor.Hand);

        foreach (var again in task.Run.Before.Where(open => open.Kind == WaitKind.Task && open.ActivityId == order.ToActivityId))
            foreach (var person in skipped)
                session.Execute($"INSERT INTO task_copies (task_id, person_id, jurisdiction_id, by_name, note, at) VALUES ({Run.WaitId(task.Run.Id, again.Id)}, {person}, {place}, {actor.Person.Name}, {$"退回后办好直接送回“{task.Spec.Title}”，不再经过您。"}, {session.Now}) ON CONFLICT DO NOTHING");
        return true;
    }, cancellation);

    /// <summary>撤回自己的办理: while the task is open, or until anybody has acted on what followed.</summary>
    public Task WithdrawAsync(string taskId, string by, CancellationToken cancellation = default) => desk.DoAsync((session, runner) =>
    {
        var place = StandingTask.PlaceOf(session, taskId, by);
        var actor = TaskActor.Of(session, place, by, null);
        if (!session.Exists($"SELECT 1 FROM task_participants WHERE task_id = {taskId} AND person_id = {by}")) throw new NotAllowedException("这项任务没有交给您办理。");
        var withdrawal = new TaskMove(TaskActKind.Withdraw, actor.Person, []);
        if (session.Exists($"SELECT 1 FROM tasks WHERE id = {taskId} AND state = {TaskState.Open}"))
            Record(session, runner, StandingTask.Load(session, runner, taskId, place, by), place, actor, withdrawal);
        else
            Reopen(session, SettledTask.Load(session, runner, taskId), place, actor, withdrawal);
        return true;
    }, cancellation);

    private static void Reopen(WriteSession session, SettledTask task, string place, TaskActor actor, TaskMove withdrawal)
    {
        var left = Left(session, task, withdrawal);
        var run = task.Run;
        var record = new TaskRecord(task.Id, place, actor, TaskActKind.Withdraw);
        record.Write(session);
        var step = run.Definition.Find(task.NodeId)!;
        History.Write(session, run, HistoryKind.Act, record.Sentence(task.Title), step, actor: actor.Hand);
        var before = run.Before;
        BurstRunner.Reopen(session, run, task.NodeId, new ReturnNote(actor.Person.Name, "撤回", Reopen: new Reopening(left)), actor.Hand);
        var again = run.Before.FirstOrDefault(open => !before.Contains(open) && open.Kind == WaitKind.Task && open.ActivityId == step.Id && TaskSpec.Of(open).Circulation is not null)
            ?? throw new RefusedException("past", $"“{task.Title}”之后的事已经办下去了，不能再撤回；如需更改，请联系正在办理的人退回。");
        session.Execute($"UPDATE tasks SET state = {TaskState.Withdrawn} WHERE id = {task.Id}");
        // What the others have said goes on with the task.
        session.Execute($"UPDATE task_acts SET task_id = {Run.WaitId(run.Id, again.Id)} WHERE task_id = {task.Id} AND kind = {TaskActKind.Answer} AND person_id <> {actor.Person.Id}");
    }

    /// <summary>The circulation without the answer that is taken back.</summary>
    /// <exception cref="RefusedException">It cannot be taken back any more.</exception>
    internal static Circulation Left(WriteSession session, SettledTask task, TaskMove withdrawal)
    {
        var left = task.Circulation.Move(withdrawal);
        if (left.End() is not null) throw new RefusedException("settled-anyway", $"“{task.Title}”已按别人的意见办结，撤回自己的意见也不改变结果，不能撤回。");
        if (task.Run.Instance.Status == WorkflowStatus.Finished) throw new RefusedException("past", $"“{task.Run.Title}”已经全部办结，不能再撤回；如需更改，请联系人大办。");
        var undoing = Returns.Undoing(task.Run.Definition, task.Run.Instance, task.NodeId)
            ?? throw new RefusedException("past", $"“{task.Title}”之后的事已经办下去了，不能再撤回；如需更改，请联系正在办理的人退回。");
        if (undoing.Barrier is { } barrier) throw new RefusedException("irreversible", $"后面的“{barrier.Title}”已经开始，收不回来，不能再撤回；如需更改，请联系人大办。");
        return task.Follower(session, undoing) is { } name
            ? throw new RefusedException("relied-on", $"{name}已经接着办了，不能再撤回；如需更改，请联系{name}退回。")
            : left;
    }

    internal static RefusedException? ReturnRefusal(StandingTask task, TaskActor actor) => task.Circulation.OnlySigns(actor.Person.Id)
        ? new("signers-return-nothing", "加签、委派的人不能退回，请写明意见，由办理人决定是否退回。")
        : null;

    /// <summary>Who dealt with the steps that a straight way back leaves out.</summary>
    private static List<string> Between(WriteSession session, StandingTask task, string toActivityId) =>
    [
        .. Returns.Undoing(task.Run.Definition, task.Run.Instance, task.Wait, toActivityId).Passed.Select(place => place.Id).Where(id => id != toActivityId && id != task.Wait.ActivityId).Distinct(StringComparer.Ordinal)
            .SelectMany(id => session.Query($"SELECT DISTINCT p.person_id FROM task_participants p JOIN tasks t ON t.id = p.task_id WHERE t.instance_id = {task.Run.Id} AND t.activity_id = {id} AND p.state = {ParticipantState.Done}", reader => reader.GetString(0)))
            .Distinct(StringComparer.Ordinal),
    ];
}
