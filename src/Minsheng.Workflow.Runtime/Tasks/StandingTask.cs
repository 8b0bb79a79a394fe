using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>A task as it stands in its run.</summary>
internal sealed record StandingTask(Run Run, Bookmark Wait, TaskSpec Spec, Circulation Circulation)
{
    public string Id => Run.WaitId(Run.Id, Wait.Id);

    /// <exception cref="NotFoundException">There is no such task here.</exception>
    public static string PlaceOf(WriteSession session, string taskId, string by)
    {
        var place = session.First($"SELECT jurisdiction_id FROM tasks WHERE id = {taskId}", reader => reader.GetString(0)) ?? throw new NotFoundException("任务", taskId);
        PeopleReader.RequireHere(session, by, place, "任务", taskId);
        return place;
    }

    /// <exception cref="TaskSettledException">It is over; the sentence says by whom and when.</exception>
    public static StandingTask Load(WriteSession session, BurstRunner runner, string taskId, string place, string personId)
    {
        var (instanceId, bookmarkId) = Run.Parts(taskId);
        var run = runner.Load(session, instanceId);
        var wait = run.Before.FirstOrDefault(open => open.Id == bookmarkId && open.Kind == WaitKind.Task) ?? throw Settled(session, taskId, place, personId);
        var spec = TaskSpec.Of(wait);
        return new StandingTask(run, wait, spec, spec.Circulation ?? Former(session, taskId, Circulation.Of(spec)));
    }

    /// <summary>What has been done on a task that was opened by a version without circulations.</summary>
    private static Circulation Former(WriteSession session, string taskId, Circulation given) => session
        .Query($"SELECT p.person_id, p.outcome FROM task_participants p WHERE p.task_id = {taskId} AND p.state = {ParticipantState.Done} ORDER BY p.position", reader => (Id: reader.GetString(0), Outcome: reader.Text(1)))
        .Aggregate(given, (circulation, done) => circulation.Find(done.Id) is { State: ShareState.Open } share
            ? circulation.Answer(new TaskAct(share.Holder, done.Outcome ?? circulation.Agree, null, []))
            : circulation);

    /// <summary>The sentence for somebody who comes too late: their own act first, else the last one.</summary>
    public static TaskSettledException Settled(WriteSession session, string taskId, string place, string personId)
    {
        var state = session.First($"SELECT state FROM tasks WHERE id = {taskId}", reader => reader.GetString(0));
        var last = session.First(
            $"SELECT name, at, person_id, agent_id FROM task_acts WHERE task_id = {taskId} AND kind IN ({TaskActKind.Answer}, {TaskActKind.Return}) ORDER BY CASE WHEN person_id = {personId} THEN 0 ELSE 1 END, seq DESC LIMIT 1",
            reader => (Name: reader.GetString(0), At: reader.Time(1), PersonId: reader.GetString(2), Agent: reader.Text(3)));
        if (last.Name is null || state == nameof(TaskState.Withdrawn)) return TaskSettledException.Withdrawn();
        var at = TimeZoneInfo.ConvertTime(last.At, Places.Read(session, place).Dates.Zone);
        return new TaskSettledException(last.PersonId == personId && last.Agent is null ? "您" : last.Name, at);
    }
}
