using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>退回 and 撤回.</summary>
public sealed partial class TaskDesk
{
    /// <summary>退回到前面的步骤.</summary>
    public Task ReturnAsync(TaskReturnOrder order, CancellationToken cancellation = default) =>
        Task.FromException(new RefusedException("not-yet", "退回还没有做好，请先用同意、不同意办理。"));

    /// <summary>撤回自己的办理: while the task is open, or until anybody has acted on what followed.</summary>
    public Task WithdrawAsync(string taskId, string by, CancellationToken cancellation = default) => desk.DoAsync((session, runner) =>
    {
        var place = StandingTask.PlaceOf(session, taskId, by);
        var actor = TaskActor.Of(session, place, by, null);
        if (!session.Exists($"SELECT 1 FROM task_participants WHERE task_id = {taskId} AND person_id = {by}")) throw new NotAllowedException("这项任务没有交给您办理。");
        if (!session.Exists($"SELECT 1 FROM tasks WHERE id = {taskId} AND state = {TaskState.Open}")) throw new RefusedException("not-yet", "这项任务已经办结，撤回还没有做好，请联系人大办。");
        var task = StandingTask.Load(session, runner, taskId, place, by);
        Record(session, runner, task, place, actor, new TaskMove(TaskActKind.Withdraw, actor.Person, []));
        return true;
    }, cancellation);
}
