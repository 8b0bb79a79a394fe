using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Engine.Running;

/// <summary>Going back over steps: 退回 from a wait, 撤回 of an answer.</summary>
public sealed partial class Burst
{
    /// <summary>Goes back from an open wait to an earlier step of its flowchart.</summary>
    /// <exception cref="ReturnRefusedException">There is no such step, or something in between cannot be undone.</exception>
    public static Burst Return(
        CompiledDefinition definition, WorkflowInstance instance, Bookmark from, string toActivityId, ReturnNote note,
        DateTimeOffset now, object? facts = null, ScriptGlobals? globals = null)
    {
        if (instance.Status == WorkflowStatus.Finished) throw new InstanceEndedException(instance.Id, instance.SubStatus);
        if (!instance.OpenBookmarks.Contains(from)) throw new UnknownBookmarkException(instance.Id, from.Id);
        var burst = new Burst(definition, instance, now, facts, globals);
        burst.GoBack(Returns.Find(instance, from.Execution, toActivityId), note);
        return burst;
    }

    /// <summary>Goes back from a failed step.</summary>
    /// <exception cref="ReturnRefusedException">There is no such step, or something in between cannot be undone.</exception>
    public static Burst Return(
        CompiledDefinition definition, WorkflowInstance instance, Incident from, string toActivityId, ReturnNote note,
        DateTimeOffset now, object? facts = null, ScriptGlobals? globals = null)
    {
        if (instance.Status == WorkflowStatus.Finished) throw new InstanceEndedException(instance.Id, instance.SubStatus);
        var execution = instance.Executions.Find(live => live.Id == from.ExecutionId && live.Status == ActivityStatus.Faulted)
            ?? throw new UnknownBookmarkException(instance.Id, from.ActivityId);
        var burst = new Burst(definition, instance, now, facts, globals);
        burst.GoBack(Returns.Find(instance, execution, toActivityId), note with { StraightBack = false });
        return burst;
    }

    /// <summary>Starts a completed step again because its last answer is taken back.</summary>
    /// <param name="execution">Which execution; null for the latest.</param>
    /// <exception cref="ReturnRefusedException">The run is past it, or something since cannot be undone.</exception>
    public static Burst Reopen(
        CompiledDefinition definition, WorkflowInstance instance, string nodeId, int? execution, ReturnNote note,
        DateTimeOffset now, object? facts = null, ScriptGlobals? globals = null)
    {
        if (instance.Status == WorkflowStatus.Finished) throw new InstanceEndedException(instance.Id, instance.SubStatus);
        var found = Returns.Find(definition, instance, nodeId, execution)
            ?? throw new ReturnRefusedException($"“{definition.Find(nodeId)?.Title ?? nodeId}”之后的事已经办下去了，不能再撤回；如需更改，请联系正在办理的人退回。", "past");
        var burst = new Burst(definition, instance, now, facts, globals);
        burst.GoBack(found, note with { StraightBack = false, IsWithdrawal = true });
        return burst;
    }

    /// <summary>A burst that only looks.</summary>
    internal static Burst ToAsk(CompiledDefinition definition, WorkflowInstance instance) => new(definition, instance, default, null, null);

    private void GoBack((Standing Standing, BuiltIn.Unwinding Unwinding) way, ReturnNote note)
    {
        Returns.RequireFree(this, way.Standing, way.Unwinding);
        way.Standing.Flowchart.GoBack(new ActivityContext(this, way.Standing.Chart), way.Unwinding, note);
        Drain();
    }
}
