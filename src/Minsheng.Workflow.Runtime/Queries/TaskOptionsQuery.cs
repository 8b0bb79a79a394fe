using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Runtime.Tasks;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What one person may do with one task now. Every act is tried on the task as it stands, so that what is offered is what the desk takes.</summary>
public sealed class TaskOptionsQuery(CommitQueue commits, DefinitionLibrary library)
{
    /// <summary>Stands for whoever will be chosen.</summary>
    private static readonly PersonFact Somebody = new("?", "所选的人", "", "");

    private readonly BurstRunner _runner = new(library);

    /// <param name="onBehalfOf">Whose share a deputy looks at; null for one's own, or the first of those one deputises for.</param>
    /// <returns>Null when there is no such task here, or the person may not see it.</returns>
    public Task<TaskOptions?> FindAsync(string jurisdictionId, string taskId, string personId, string? onBehalfOf = null, CancellationToken cancellation = default) => commits.ReadAsync(session =>
    {
        if (session.First($"SELECT state FROM tasks WHERE id = {taskId} AND jurisdiction_id = {jurisdictionId}", reader => reader.GetString(0)) is not { } state
            || PeopleReader.Jurisdiction(session, personId) != jurisdictionId || !TaskActor.MaySee(session, jurisdictionId, taskId, personId)) return null;
        var principals = Principals(session, jurisdictionId, taskId, personId);
        var owns = session.Exists($"SELECT 1 FROM task_participants WHERE task_id = {taskId} AND person_id = {personId}");
        var principal = onBehalfOf is not null ? principals.Find(one => one.Id == onBehalfOf) : owns ? null : principals.FirstOrDefault();
        var me = TaskActor.Find(session, jurisdictionId, personId);
        var actor = principal is null ? new TaskActor(me, null) : new TaskActor(TaskActor.Find(session, jurisdictionId, principal.Id), me);
        StandingTask? task = null;
        May? over = null;
        try
        {
            task = state == nameof(TaskState.Open) ? StandingTask.Load(session, _runner, taskId, jurisdictionId, personId) : throw StandingTask.Settled(session, taskId, jurisdictionId, personId);
        }
        catch (TaskSettledException settled)
        {
            over = May.Not(settled.Message);
        }
        var targets = task is null ? [] : Targets(session, task);
        var office = PeopleReader.IsOffice(session, personId, jurisdictionId);
        return new TaskOptions
        {
            CanAct = over ?? Try(() => task!.Circulation.RequireTurn(actor.Person)),
            MayTransfer = over ?? Rated(task!, "转办") ?? Move(TaskActKind.Transfer, Somebody),
            MayDelegate = over ?? Rated(task!, "委派") ?? Move(TaskActKind.Delegate, Somebody),
            MayGiveBack = over ?? Move(TaskActKind.GiveBack),
            MayTakeBack = over ?? Move(TaskActKind.TakeBack),
            MayAdd = over ?? Move(TaskActKind.AddBefore, Somebody),
            MayClaim = over ?? Move(TaskActKind.Claim),
            MayRelease = over ?? Move(TaskActKind.Release),
            MayRecuse = over ?? Move(TaskActKind.Recuse),
            MayReturn = over ?? MayReturn(task!, actor, targets),
            MayWithdraw = over is null ? Move(TaskActKind.Withdraw)
                : owns ? Try(() => TaskDesk.Left(session, SettledTask.Load(session, _runner, taskId), new TaskMove(TaskActKind.Withdraw, me, [])))
                : over,
            MayUrge = TaskDesk.UrgeRefusal(session, jurisdictionId, taskId, personId) is { } refusal ? May.Not(refusal.Message) : May.Yes,
            MayCopy = May.Yes,
            MayRead = MayRead(session, taskId, personId),
            Removable = task is null ? [] : [.. task.Circulation.Shares.Where(share => share.Counts && Move(TaskActKind.Remove, share.Holder).Is).Select(share => new NamedPerson(share.Holder.Id, share.Holder.Name))],
            ReturnTargets = targets,
            AsDeputyOf = principals,
            FillsForm = task is not null && !task.Circulation.OnlySigns(actor.Person.Id),
            Outcomes = task is null ? [] : [.. task.Spec.Actions.Where(action => !task.Circulation.OnlySigns(actor.Person.Id) || task.Spec.SignersMay(action)).Select(action => action.Outcome)],
        };

        May Move(TaskActKind kind, params PersonFact[] targets) =>
            Try(() => task!.Circulation.Move(new TaskMove(kind, actor.Person, targets, "理由", Agent: actor.Agent, ByOffice: office)));
    }, cancellation);

    private static May Try(Action act)
    {
        try
        {
            act();
            return May.Yes;
        }
        catch (WorkflowException refused)
        {
            return May.Not(refused.Message);
        }
    }

    private static May MayReturn(StandingTask task, TaskActor actor, List<ReturnChoice> targets)
    {
        if (TaskDesk.ReturnRefusal(task, actor) is { } refusal) return May.Not(refusal.Message);
        return targets.Count > 0 ? Try(() => task.Circulation.RequireTurn(actor.Person)) : May.Not("前面没有可以退回的步骤。");
    }

    private static List<ReturnChoice> Targets(WriteSession session, StandingTask task) => [.. Returns.Of(task.Run.Definition, task.Run.Instance, task.Wait).Select(target =>
    {
        var last = session.First(
            $"SELECT id, settled FROM tasks WHERE instance_id = {task.Run.Id} AND activity_id = {target.ActivityId} AND state = {TaskState.Done} ORDER BY settled DESC LIMIT 1",
            reader => (Id: reader.GetString(0), Settled: reader.TimeOrNull(1)));
        var who = last.Id is null ? [] : session.Query($"SELECT name FROM task_participants WHERE task_id = {last.Id} AND state = {ParticipantState.Done} ORDER BY position", reader => reader.GetString(0));
        return new ReturnChoice(target.ActivityId, target.Title, string.Join("、", who), last.Settled);
    })];

    private static May? Rated(StandingTask task, string what) => TaskDesk.IsRating(task) ? May.Not($"评价要由本人作出，不能{what}。") : null;

    private static May MayRead(WriteSession session, string taskId, string personId) =>
        session.Exists($"SELECT 1 FROM task_copies WHERE task_id = {taskId} AND person_id = {personId} AND read IS NULL") ? May.Yes : May.Not("没有待阅的抄送。");

    private static List<NamedPerson> Principals(WriteSession session, string place, string taskId, string deputyId)
    {
        var today = Places.Today(session, place);
        return session.Query(
            $"SELECT p.person_id, p.name FROM task_participants p JOIN delegations d ON d.person_id = p.person_id WHERE p.task_id = {taskId} AND p.state IN ({ParticipantState.Open}, {ParticipantState.Waiting}) AND d.deputy_id = {deputyId} AND d.revoked IS NULL AND d.\"from\" <= {today} AND d.until >= {today} ORDER BY p.position",
            reader => new NamedPerson(reader.GetString(0), reader.GetString(1)));
    }
}
