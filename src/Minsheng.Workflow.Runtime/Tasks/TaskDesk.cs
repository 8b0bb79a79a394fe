using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Files;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>Everything people do with the tasks they are given. Each call is one durable burst or one durable row; its follow-ups are applied before it returns.</summary>
public sealed partial class TaskDesk(ProcessDesk desk)
{
    private const int LongestOpinion = 5000;

    /// <exception cref="TaskSettledException">It has been dealt with; the sentence says by whom and when.</exception>
    /// <exception cref="NotAllowedException">It was not given to this person, or it is not their turn.</exception>
    /// <exception cref="FormRefusedException">The form is not filled in properly.</exception>
    public Task ActAsync(TaskAnswerOrder order, CancellationToken cancellation = default) => desk.DoAsync((session, runner) =>
    {
        var place = StandingTask.PlaceOf(session, order.TaskId, order.By);
        var actor = TaskActor.Of(session, place, order.By, order.OnBehalfOf);
        var task = StandingTask.Load(session, runner, order.TaskId, place, actor.Person.Id);
        var (spec, person) = (task.Spec, RequireTurn(session, task, place, actor));
        RefuseDeputyRating(task, actor);
        var action = spec.Actions.FirstOrDefault(one => one.Outcome == order.Outcome)
            ?? throw new RefusedException("unknown-action", $"这项任务没有“{order.Outcome}”这个操作，请刷新后再办。");
        var words = Opinion(action, order.Opinion);
        var values = task.Circulation.OnlySigns(person.Id) ? [] : Filled(session, place, spec, action, order.Values);
        if (spec.NeedsSignature) RequireSignature(session, place, order.SignatureId);

        new TaskRecord(order.TaskId, place, actor, TaskActKind.Answer) { Outcome = order.Outcome, Words = words, Values = values, SignatureId = order.SignatureId }.Write(session);
        History.Write(session, task.Run, HistoryKind.Act, $"{actor.Names}办理“{spec.Title}”：{action.Label}。{(words is null ? "" : $"意见：{words}")}", task.Wait.Execution.Place, order.Outcome, actor.Hand);
        runner.Resume(session, task.Run, new Stimulus(task.Wait.Id, new TaskAct(person, order.Outcome, words, values, actor.Agent), order.Outcome), actor.Hand);
        return true;
    }, cancellation);

    public Task ActAsync(string taskId, string personId, string outcome, string? opinion, IReadOnlyDictionary<string, object?> values, CancellationToken cancellation = default) =>
        ActAsync(new TaskAnswerOrder(taskId, personId, outcome, opinion, values), cancellation);

    /// <summary>转办 委派 交回 收回 加签 减签 认领 放回 回避.</summary>
    /// <exception cref="StimulusRefusedException">It cannot be done as things stand; the sentence says why.</exception>
    public Task MoveAsync(TaskMoveOrder order, CancellationToken cancellation = default) => desk.DoAsync((session, runner) =>
    {
        if (!CirculationMoves.Contains(order.Kind)) throw new RefusedException("unknown-act", "不能这样办理这项任务，请刷新后再办。");
        var place = StandingTask.PlaceOf(session, order.TaskId, order.By);
        var actor = TaskActor.Of(session, place, order.By, order.OnBehalfOf);
        var task = StandingTask.Load(session, runner, order.TaskId, place, actor.Person.Id);
        var office = order.Kind is TaskActKind.Remove or TaskActKind.Release && PeopleReader.IsOffice(session, order.By, place);
        if (task.Circulation.Find(actor.Person.Id) is null && !office) throw new NotAllowedException("这项任务没有交给您办理。");
        RefuseDeputyRating(task, actor);
        if (order.Kind is TaskActKind.Transfer or TaskActKind.Delegate && IsRating(task))
            throw new RefusedException("rating-stays", $"“{task.Spec.Title}”要由每位评价人本人评，不能转办或委派；不便评价的，可以回避。");
        var words = Words(order.Note);
        var targets = order.TargetIds.Distinct(StringComparer.Ordinal).Select(id => order.Kind == TaskActKind.Remove && task.Circulation.Find(id) is { } share ? share.Holder : TaskActor.Find(session, place, id)).ToList();
        var move = new TaskMove(order.Kind, actor.Person, targets, words, Due(session, place, order.Due), actor.Agent, office);
        Record(session, runner, task, place, actor, move);
        return true;
    }, cancellation);

    private static readonly HashSet<TaskActKind> CirculationMoves =
    [
        TaskActKind.Transfer, TaskActKind.Delegate, TaskActKind.GiveBack, TaskActKind.TakeBack, TaskActKind.AddBefore, TaskActKind.AddBeside, TaskActKind.AddAfter,
        TaskActKind.Remove, TaskActKind.Claim, TaskActKind.Release, TaskActKind.Recuse,
    ];

    private static void Record(WriteSession session, BurstRunner runner, StandingTask task, string place, TaskActor actor, TaskMove move)
    {
        var record = new TaskRecord(task.Id, place, actor, move.Kind) { Words = move.Note, Targets = [.. move.Targets.Select(person => person.Name)] };
        record.Write(session);
        History.Write(session, task.Run, HistoryKind.Act, record.Sentence(task.Spec.Title), task.Wait.Execution.Place, actor: actor.Hand);
        runner.Resume(session, task.Run, new Stimulus(task.Wait.Id, move), actor.Hand);
    }

    /// <summary>Says who was first, or whose turn it is, before anything in the form is judged.</summary>
    private static PersonFact RequireTurn(WriteSession session, StandingTask task, string place, TaskActor actor)
    {
        switch (task.Circulation.Find(actor.Person.Id))
        {
            case null: throw new NotAllowedException(actor.Agent is null ? "这项任务没有交给您办理。" : $"这项任务没有交给{actor.Person.Name}办理，您不能代办。");
            case { State: ShareState.Done }: throw StandingTask.Settled(session, task.Id, place, actor.Person.Id);
            case { } share:
                try
                {
                    task.Circulation.RequireTurn(actor.Person);
                    return share.Holder;
                }
                catch (StimulusRefusedException refused) when (refused.Code == "not-your-turn")
                {
                    throw new NotAllowedException("还没有轮到您办理，前面的人办完后会转给您。");
                }
        }
    }

    /// <summary>评价 each person makes for themselves.</summary>
    internal static bool IsRating(StandingTask task) => task.Wait.Execution.Place.Type is "Minsheng.Assess" or "Minsheng.Rate" && task.Spec.Mode != TaskMode.Any;

    private static void RefuseDeputyRating(StandingTask task, TaskActor actor)
    {
        if (actor.Agent is not null && IsRating(task)) throw new RefusedException("rating-stays", $"“{task.Spec.Title}”要由{actor.Person.Name}本人评价，不能代理。");
    }

    private static Dictionary<string, object?> Filled(WriteSession session, string place, TaskSpec spec, TaskAction action, IReadOnlyDictionary<string, object?> values)
    {
        var answer = spec.Form.Check(values, spec.ItemIds);
        if (action.NeedsForm && !answer.IsValid) throw new FormRefusedException(answer.Problems);
        if (AnswerCheck.Of(session, place, spec.Form, answer.Values) is { Count: > 0 } missing) throw new FormRefusedException(missing);
        return new Dictionary<string, object?>(answer.Values, StringComparer.Ordinal);
    }

    private static void RequireSignature(WriteSession session, string place, string? signatureId)
    {
        if (signatureId is null) throw new FormRefusedException([new FieldProblem("signature", "这项任务要手写签名，请签名后再提交。")]);
        if (AnswerCheck.Signature(session, place, signatureId) is { } sentence) throw new FormRefusedException([new FieldProblem("signature", sentence)]);
    }

    private static DateTimeOffset? Due(WriteSession session, string place, DateOnly? day)
    {
        if (day is not { } limit) return null;
        var dates = Places.Read(session, place).Dates;
        return limit < dates.Today(session.Now)
            ? throw new RefusedException("past-day", $"限办日期{DayWords.Of(limit)}已经过去，请改正。")
            : dates.At(limit, Dates.CloseOfBusiness);
    }

    private static string? Opinion(TaskAction action, string? opinion)
    {
        var words = string.IsNullOrWhiteSpace(opinion) ? null : opinion.Trim();
        if (words is null && action.NeedsOpinion) throw new FormRefusedException([new FieldProblem("opinion", $"“{action.Label}”需要填写意见。")]);
        return words is { Length: > LongestOpinion }
            ? throw new FormRefusedException([new FieldProblem("opinion", $"意见最多 {LongestOpinion} 个字，现有 {words.Length} 个字。")])
            : words;
    }

    private static string? Words(string? note) => string.IsNullOrWhiteSpace(note) ? null
        : note.Trim() is { Length: <= LongestOpinion } words ? words
        : throw new RefusedException("note-too-long", $"说明最多 {LongestOpinion} 个字，请缩短。");
}
