using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Runtime.Tasks;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>转办 by the office in the place of a holder who leaves.</summary>
internal static class TaskHandover
{
    public static void Move(WriteSession session, BurstRunner runner, string placeId, string taskId, string holderId, string toId, string by, string note)
    {
        var task = StandingTask.Load(session, runner, taskId, placeId, holderId);
        if (task.Circulation.Find(holderId) is not { } share) throw new RefusedException("not-theirs", "有的待办已经办结或转走了，请刷新后重新核对。");
        var to = TaskActor.Find(session, placeId, toId);
        var actor = new TaskActor(share.Holder, TaskActor.Find(session, placeId, by));
        // A rating is each person's own: it is not handed on while others are left to give theirs.
        var drops = TaskDesk.IsRating(task) && task.Circulation.Shares.Count(other => other.IsVote) > 1;
        var kind = drops ? TaskActKind.Remove : TaskActKind.HandOver;
        var record = new TaskRecord(taskId, placeId, actor, drops ? TaskActKind.Remove : TaskActKind.Transfer) { Words = note, Targets = [drops ? share.Holder.Name : to.Name] };
        record.Write(session);
        History.Write(session, task.Run, HistoryKind.Act, record.Sentence(task.Spec.Title), task.Wait.Execution.Place, actor: by);
        runner.Resume(session, task.Run, new Stimulus(task.Wait.Id, new TaskMove(kind, share.Holder, [drops ? share.Holder : to], note, null, actor.Agent, true)), by);
    }
}
