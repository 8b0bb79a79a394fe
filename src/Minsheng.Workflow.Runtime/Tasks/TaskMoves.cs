using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>What the office does to other people's shares inside a command of its own.</summary>
internal static class TaskMoves
{
    /// <summary>
    /// Hands a share on for somebody who leaves office; both names are kept. Where the heir has a vote in the task already, the share just
    /// leaves it; so does a rating, which nobody gives for another, while others are left to rate. Whoever calls has made sure that the act is allowed.
    /// </summary>
    /// <exception cref="StimulusRefusedException">The heir is asked to sign for this very task, or has acted on it as such.</exception>
    public static void HandOver(WriteSession session, BurstRunner runner, string taskId, string holderId, string toId, string by, string note)
    {
        var place = StandingTask.PlaceOf(session, taskId, by);
        var task = StandingTask.Load(session, runner, taskId, place, holderId);
        if (task.Circulation.Find(holderId) is not { IsPending: true } share) return;
        var (heir, clerk) = (TaskActor.Find(session, place, toId), TaskActor.Find(session, place, by));
        var actor = new TaskActor(share.Holder, clerk);
        var others = task.Circulation.Shares.Count(one => one.IsVote && one.Holder.Id != holderId);
        var move = share.IsVote && (task.Circulation.Find(toId) is { IsVote: true } || TaskDesk.IsRating(task) && others > 0)
            ? new TaskMove(TaskActKind.Remove, share.Holder, [share.Holder], note, Agent: clerk, ByOffice: true)
            : new TaskMove(TaskActKind.Transfer, share.Holder, [heir], note, Agent: clerk, ByOffice: true);
        var record = new TaskRecord(taskId, place, actor, move.Kind) { Words = note, Targets = [.. move.Targets.Select(person => person.Name)] };
        record.Write(session);
        History.Write(session, task.Run, HistoryKind.Act, record.Sentence(task.Spec.Title), task.Wait.Execution.Place, actor: by);
        runner.Resume(session, task.Run, new Stimulus(task.Wait.Id, move), by);
    }
}
