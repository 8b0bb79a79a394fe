namespace Minsheng.Workflow.Engine.Running;

/// <summary>How executions end: completed, cancelled, withdrawn, faulted.</summary>
public sealed partial class Burst
{
    internal void Complete(ActivityExecution execution, IReadOnlyList<string> outcomes, bool tellParent = true)
    {
        if (execution.Status != ActivityStatus.Running) return;
        execution.Status = ActivityStatus.Completed;
        if (execution.Place.Activity is Container) CancelDescendants(execution);
        Instance.Executions.Remove(execution);
        if (Instance.OpenBookmarks.Count > 0) Instance.OpenBookmarks.RemoveAll(open => open.Execution == execution);
        Note(TraceEvent.Completed, execution, outcomes);

        if (!tellParent || execution.Parent is not { Status: ActivityStatus.Running } parent) return;
        try
        {
            ((Container)parent.Place.Activity).ChildCompleted(new ActivityContext(this, parent), execution, outcomes);
        }
        catch (Exception problem) when (problem is WorkflowException or FormatException)
        {
            // As in Elsa, what goes wrong in the parent's answer is the child's fault.
            Instance.Executions.Add(execution);
            Fault(execution, problem.Message);
        }
    }

    private void CompleteComposite(ActivityExecution sender, IReadOnlyList<string> outcomes)
    {
        var composite = Ancestor(sender, live => live.Place.Activity is BuiltIn.EmbeddedWorkflow);
        if (composite is not null) composite.State = new BuiltIn.EmbeddedWorkflow.Ending([.. outcomes]);
        else Instance.Outcomes = outcomes;
        var root = Ancestor(sender, live => live.Parent is null);
        Complete(sender, Running.Outcomes.Default);
        if (composite is not null) Complete(composite, outcomes);
        else if (root is not null) Complete(root, outcomes);
    }

    private void BreakLoop(ActivityExecution sender)
    {
        var loop = Ancestor(sender, live => live.Place.Activity is BuiltIn.Loop);
        Complete(sender, Running.Outcomes.Default, tellParent: loop is null);
        if (loop is not null) Complete(loop, Running.Outcomes.Default);
    }

    private static ActivityExecution? Ancestor(ActivityExecution execution, Func<ActivityExecution, bool> which)
    {
        for (var scope = execution.Parent; scope is not null; scope = scope.Parent)
            if (which(scope)) return scope;
        return null;
    }

    internal void CancelChildren(ActivityExecution container, Func<ActivityExecution, bool> which)
    {
        foreach (var child in Instance.Executions.Where(live => live.Parent == container && which(live)).ToList())
            Cancel(child, tellParent: true);
    }

    private void CancelDescendants(ActivityExecution container)
    {
        if (!Instance.Executions.Exists(live => live.Parent == container)) return;
        foreach (var child in Instance.Executions.Where(live => live.Parent == container).ToList())
            Cancel(child, tellParent: false);
    }

    /// <summary>Takes an execution out as if it had not begun: its container is not told.</summary>
    internal void Withdraw(ActivityExecution execution) => Cancel(execution, tellParent: false);

    private void Cancel(ActivityExecution execution, bool tellParent)
    {
        if (execution.Status is not (ActivityStatus.Running or ActivityStatus.Faulted)) return;
        execution.Status = ActivityStatus.Canceled;
        CancelDescendants(execution);
        Instance.Executions.Remove(execution);
        Instance.OpenBookmarks.RemoveAll(open => open.Execution == execution);
        Note(TraceEvent.Canceled, execution);
        if (tellParent && execution.Parent is { Status: ActivityStatus.Running } parent)
            ((Container)parent.Place.Activity).ChildCancelled(new ActivityContext(this, parent), execution);
    }

    /// <summary>
    /// Elsa runs what was queued when its container ended; here it may run but never stay open behind it.
    /// What goes is the whole of what that container left over, not the inner step alone.
    /// </summary>
    private void WithdrawOrphan(ActivityExecution execution)
    {
        var leftOver = execution;
        while (leftOver.Parent is { Status: ActivityStatus.Running } parent) leftOver = parent;
        if (leftOver.Parent is not null) Cancel(leftOver, tellParent: false);
    }

    /// <summary>A chart does not end while anything of its steps is queued; what an ended step left behind tells nobody when it is through.</summary>
    private void LeftOver(ActivityExecution ended)
    {
        if (Ancestor(ended, live => live.Status == ActivityStatus.Running) is { Place.Activity: BuiltIn.Flowchart } chart) BuiltIn.Flowchart.CompleteIfNothingPends(new ActivityContext(this, chart));
    }

    /// <summary>Whatever began behind an ended step and neither ended nor waited goes too: nobody could bring it further.</summary>
    /// <returns>Whether anything is to be run after that.</returns>
    private bool SweepOrphans()
    {
        while (Instance.Executions.Find(live => live.Parent is { Status: ActivityStatus.Completed or ActivityStatus.Canceled }) is { } orphan)
        {
            Cancel(orphan, tellParent: false);
            LeftOver(orphan);
        }
        return _queue.Count > 0;
    }

    private void Fault(ActivityExecution execution, string message)
    {
        execution.Status = ActivityStatus.Faulted;
        Instance.AllIncidents.Add(new Incident(execution.Id, execution.Place.Id, execution.Place.Type, message, Now));
        Note(TraceEvent.Faulted, execution, message: message);
        WithdrawOrphan(execution);
        if (!Definition.Source.FaultsAsAWhole) return;
        Instance.Status = WorkflowStatus.Finished;
        Instance.SubStatus = SubStatus.Faulted;
    }

    private void End(SubStatus how)
    {
        _queue.Clear();
        foreach (var live in Instance.Executions.Where(live => live.Status == ActivityStatus.Running && how == SubStatus.Cancelled).ToList())
            Note(TraceEvent.Canceled, live);
        Instance.Executions.Clear();
        Instance.OpenBookmarks.Clear();
        Instance.Status = WorkflowStatus.Finished;
        Instance.SubStatus = how;
    }

    private void Note(TraceEvent what, ActivityExecution execution, IReadOnlyList<string>? outcomes = null, string? message = null) =>
        Trace.Add(new TraceEntry(what, execution.Place, execution.Id, outcomes ?? Running.Outcomes.None, message, Effects.Count));
}
