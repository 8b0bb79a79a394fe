using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Writes what a burst did: the run, its waits and tasks, its effects, its story and its follow-ups, in the session's one transaction.</summary>
internal static class Applier
{
    /// <param name="answered">The bookmark this burst answered: its task is done rather than withdrawn.</param>
    public static void Apply(WriteSession session, Run run, Burst burst, string actor, Bookmark? answered = null, string? outcome = null)
    {
        run.Instance = burst.Instance;
        if (run.Revision == 0) History.Write(session, run, HistoryKind.Started, $"“{run.Title}”启动。", actor: actor);
        var told = 0;
        foreach (var entry in burst.Trace)
        {
            for (; told < entry.EffectsBefore; told++) Carry(session, run, burst.Effects[told], actor);
            if (entry.Event is TraceEvent.Started or TraceEvent.Resumed) run.Acting = entry.ExecutionId;
            History.Write(session, run, entry);
        }
        for (; told < burst.Effects.Count; told++) Carry(session, run, burst.Effects[told], actor);

        run.Acting = null;

        var open = run.Instance.Bookmarks;
        foreach (var circulated in burst.Effects.OfType<TaskCirculated>())
        {
            Shares.Write(session, run, circulated);
            if (circulated.BookmarkId == answered?.Id) outcome = circulated.Outcome;
        }
        foreach (var gone in run.Before)
            if (!open.Contains(gone)) Waits.Close(session, run, gone, gone == answered ? TaskState.Done : TaskState.Withdrawn, gone == answered ? outcome : null);
        foreach (var bookmark in open)
            if (!run.Before.Contains(bookmark)) Waits.Open(session, run, bookmark);
        run.Before = [.. open];

        if (run.Instance.Status == WorkflowStatus.Finished) End(session, run, actor);
        TellParent(session, run);
        RunStore.Save(session, run);
    }

    private static void Carry(WriteSession session, Run run, Effect effect, string actor)
    {
        if (EffectWriter.Sentence(session, run, effect) is { } said) History.Write(session, run, said.Kind, said.Sentence, actor: actor);
        switch (effect)
        {
            case TaskCirculated:
                break;
            case PassagesUndone undone:
                TakenBack.Write(session, run, undone, actor);
                break;
            case StartChild child:
                Signals.Write(session, SignalKind.StartChild, $"start/{run.Id}/{child.ParentExecution}/{child.Key}", run, StartChildOrder.Of(child));
                break;
            case EventPublished published:
                Signals.Write(session, SignalKind.Event, $"event/{Ids.New()}", run, new EventOrder(published.Name, published.Payload, published.CorrelationId, published.Local));
                break;
            case OpenFinding or AdvanceFinding or ChangeProject or FinishProject or CarryOver:
                if (SupervisionWriter.Write(session, run, effect, actor) is { } sentence) History.Write(session, run, HistoryKind.Effect, sentence, actor: actor);
                break;
            default:
                EffectWriter.Write(session, run, effect, actor);
                break;
        }
    }

    private static void End(WriteSession session, Run run, string actor)
    {
        var words = run.Instance.SubStatus switch
        {
            SubStatus.Cancelled => "已撤销",
            SubStatus.Faulted => "因出错中止",
            _ => "全部办结",
        };
        History.Write(session, run, HistoryKind.Ended, $"“{run.Title}”{words}。", outcome: run.Instance.SubStatus.ToString(), actor: actor);
        if (run.CycleId is null) return;
        var state = run.Instance.SubStatus switch
        {
            SubStatus.Cancelled => CycleState.Cancelled,
            SubStatus.Faulted => CycleState.Faulted,
            _ => CycleState.Finished,
        };
        if (session.Execute($"UPDATE cycles SET state = {state}, ended_at = {session.Now}, collection = CASE WHEN collection = {CollectionState.Open} THEN {CollectionState.Closed} ELSE collection END WHERE id = {run.CycleId} AND root_instance_id = {run.Id}") == 1)
            CarriedProjects.LeaveTo(session, run, actor);
    }

    /// <summary>A parent hears of its child once: when it first stands still, or when it ends, as it asked.</summary>
    private static void TellParent(WriteSession session, Run run)
    {
        if (run.ParentId is null || run.ParentTold || run.Notice == ChildNotice.Never) return;
        if (run.Notice == ChildNotice.WhenFinished && run.Instance.Status != WorkflowStatus.Finished) return;
        run.ParentTold = true;
        Signals.Write(session, SignalKind.ChildReport, $"report/{run.Id}", run, new ReportOrder(run.ParentId, run.ParentExecution!.Value,
            new ChildReport(run.ChildKey!, run.Id, run.Instance.Status, run.Instance.SubStatus, run.Instance.Output)));
    }
}
