namespace Minsheng.Workflow.Tests.Engine.Reference;

/// <summary>
/// A second engine, written from the rules alone and for reading rather than speed. What it does and what the real engine
/// does must be the same, line by line. Wherever the two part, one of them is wrong.
/// </summary>
internal sealed class ReferenceRun
{
    private static readonly string[] Default = ["Done"];
    private readonly Step _root;
    private readonly string? _trigger;
    private readonly int _limit;
    private readonly Dictionary<Step, ReferenceGraph> _graphs = [];
    private readonly List<Execution> _live = [];
    private readonly List<Work> _queue = [];

    /// <param name="trigger">The step that started the run, if one did.</param>
    /// <param name="limit">Give up after this many lines: the definition never ends by itself.</param>
    public ReferenceRun(Step root, string? trigger, int limit)
    {
        _root = root;
        _trigger = trigger;
        _limit = limit;
    }

    private sealed class Execution
    {
        public required Step Step { get; init; }
        public required Execution? Parent { get; init; }
        public required bool Backward { get; init; }
        public string Status { get; set; } = "Running";
        public Dictionary<string, int> Visits { get; } = [];
        public Dictionary<string, int> ArrowVisits { get; } = [];
        public Dictionary<string, bool> ArrowFollowed { get; } = [];
        public int Begun { get; set; }
        public int Ended { get; set; }
    }

    private sealed record Work(Step Step, Execution? Owner, bool Backward, Execution? Resumed = null, string? Outcome = null);

    public List<string> Log { get; } = [];
    public List<string> Output { get; } = [];
    public string Status { get; private set; } = "Running/Pending";

    /// <summary>Steps waiting, the longest wait first.</summary>
    public List<string> Waits => [.. _waiting.Select(waiting => waiting.Step.Id)];
    private readonly List<Execution> _waiting = [];

    /// <summary>Steps standing still after a fault, the oldest first.</summary>
    public List<string> Faults => [.. _faulted.Select(faulted => faulted.Step.Id)];
    private readonly List<Execution> _faulted = [];

    public bool GaveUp => Log.Count > _limit;

    /// <summary>
    /// A step was begun a second time while it was still open, as counter mode does when something arrives again before it
    /// is done. Whether that happens depends on who was faster.
    /// </summary>
    public bool Doubled { get; private set; }

    public void Start()
    {
        _queue.Add(new Work(_root, null, false));
        Drain();
    }

    /// <summary>Answers one of <see cref="Waits"/>.</summary>
    public void Resume(int index, string? outcome)
    {
        var execution = _waiting[index];
        _queue.Add(new Work(execution.Step, execution.Parent, execution.Backward, execution, outcome));
        Drain();
    }

    /// <summary>Leaves one of <see cref="Faults"/> behind as if it had completed.</summary>
    public void Skip(int index)
    {
        var execution = _faulted[index];
        _faulted.RemoveAt(index);
        execution.Status = "Running";
        Complete(execution, Default);
        Drain();
    }

    private void Drain()
    {
        do
        {
            while (_queue.Count > 0 && !GaveUp)
            {
                var work = _queue[0];
                _queue.RemoveAt(0);
                Do(work);
                if (work.Owner is { Status: not "Running" } ended) EndWhatItHeld(ended);
            }
            while (_live.Find(live => live.Parent is { Status: "Completed" or "Canceled" }) is { } orphan)
            {
                Cancel(orphan, tellParent: false);
                EndWhatItHeld(orphan);
            }
        }
        while (_queue.Count > 0 && !GaveUp);
        if (Status == "Finished/Finished") return;
        Status = _live.Count == 0 ? "Finished/Finished" : "Running/Suspended";
    }

    private void Do(Work work)
    {
        if (work.Resumed is { } resumed)
        {
            Log.Add($"Resumed {resumed.Step.Id}");
            Complete(resumed, work.Outcome is null ? Default : [work.Outcome]);
            return;
        }

        var execution = new Execution { Step = work.Step, Parent = work.Owner, Backward = work.Backward };
        _live.Add(execution);
        Log.Add($"Started {work.Step.Id}");
        switch (work.Step.Kind)
        {
            case Kind.Start or Kind.End:
                Complete(execution, Default);
                break;
            case Kind.Write:
                Output.Add(work.Step.Id);
                Complete(execution, Default);
                break;
            case Kind.Decision:
                Complete(execution, [work.Step.Condition ? "True" : "False"]);
                break;
            case Kind.Fork:
                Complete(execution, [.. work.Step.Outcomes]);
                break;
            case Kind.Switch:
                Complete(execution, work.Step.Outcomes.Count == 0 ? ["Default"] : [.. work.Step.Outcomes]);
                break;
            case Kind.Join:
                CancelAncestors(execution.Parent!, execution.Step);
                Complete(execution, Default);
                break;
            case Kind.Wait:
                Log.Add($"Suspended {work.Step.Id}");
                _waiting.Add(execution);
                if (LeftOver(execution) is { } orphan) Cancel(orphan, tellParent: false);
                break;
            case Kind.Fault:
                Log.Add($"Faulted {work.Step.Id}");
                execution.Status = "Faulted";
                _faulted.Add(execution);
                if (LeftOver(execution) is { } failed) Cancel(failed, tellParent: false);
                break;
            case Kind.Finish:
                Complete(execution, Default, tellParent: false);
                _queue.Clear();
                _live.Clear();
                _waiting.Clear();
                _faulted.Clear();
                Status = "Finished/Finished";
                break;
            case Kind.Complete:
                var outermost = execution;
                while (outermost.Parent is { } parent) outermost = parent;
                Complete(execution, Default);
                Complete(outermost, Default);
                break;
            case Kind.Break:
                var loop = execution.Parent;
                while (loop is not null && !loop.Step.IsLoop) loop = loop.Parent;
                Complete(execution, Default, tellParent: loop is null);
                if (loop is not null) Complete(loop, Default);
                break;
            default:
                StartContainer(execution);
                break;
        }
    }

    private void StartContainer(Execution container)
    {
        var inside = container.Step.Inside;
        switch (container.Step.Kind)
        {
            case Kind.Sequence or Kind.For or Kind.ForEach:
                NextInLine(container);
                break;
            case Kind.Parallel:
                ScheduleAll(container, inside);
                break;
            case Kind.ParallelForEach:
                ScheduleAll(container, [.. Enumerable.Repeat(inside[0], container.Step.Rounds)]);
                break;
            case Kind.If:
                ScheduleAll(container, [.. inside.Skip(container.Step.Condition ? 0 : 1).Take(1)]);
                break;
            case Kind.FlowNode:
                ScheduleAll(container, inside);
                break;
            case Kind.Flowchart:
                if (GraphOf(container.Step).Start is { } start) Schedule(container, start);
                else Complete(container, Default);
                break;
        }
    }

    private void ScheduleAll(Execution container, List<Step> steps)
    {
        if (steps.Count == 0) Complete(container, Default);
        foreach (var step in steps) Schedule(container, step);
        container.Begun = steps.Count;
    }

    private void NextInLine(Execution container)
    {
        var inside = container.Step.Inside;
        var count = container.Step.Kind == Kind.Sequence ? inside.Count : container.Step.Rounds;
        if (container.Begun == count)
        {
            Complete(container, Default);
            return;
        }
        Schedule(container, container.Step.Kind == Kind.Sequence ? inside[container.Begun] : inside[0]);
        container.Begun++;
    }

    private void Schedule(Execution owner, Step step, bool backward = false)
    {
        if (owner.Step.Kind == Kind.Flowchart)
            Doubled |= _live.Exists(live => live.Parent == owner && live.Step == step) || _queue.Exists(work => work.Owner == owner && work.Step == step);
        _queue.Add(new Work(step, owner, backward));
    }

    private void Complete(Execution execution, string[] outcomes, bool tellParent = true)
    {
        if (execution.Status != "Running") return;
        execution.Status = "Completed";
        foreach (var child in _live.Where(live => live.Parent == execution).ToList()) Cancel(child, tellParent: false);
        Forget(execution);
        Log.Add($"Completed {execution.Step.Id} [{string.Join(',', outcomes)}]");
        if (tellParent && execution.Parent is { Status: "Running" } parent) ChildCompleted(parent, execution, outcomes);
    }

    private void Cancel(Execution execution, bool tellParent)
    {
        if (execution.Status is not ("Running" or "Faulted")) return;
        execution.Status = "Canceled";
        foreach (var child in _live.Where(live => live.Parent == execution).ToList()) Cancel(child, tellParent: false);
        Forget(execution);
        Log.Add($"Canceled {execution.Step.Id}");
        if (!tellParent || execution.Parent is not { Status: "Running", Step.Kind: Kind.Flowchart } flowchart) return;
        Leave(flowchart, execution.Step, [], execution.Backward);
        CompleteIfNothingIsPending(flowchart);
    }

    private void Forget(Execution execution)
    {
        _live.Remove(execution);
        _waiting.Remove(execution);
        _faulted.Remove(execution);
    }

    /// <summary>What a container that has ended left over, with this step in it; null when nothing around it has ended.</summary>
    private static Execution? LeftOver(Execution execution)
    {
        if (execution.Parent is null) return null;
        return execution.Parent.Status == "Running" ? LeftOver(execution.Parent) : execution;
    }

    /// <summary>Not as Elsa, whose run then stands still for ever: what an ended step left behind holds no chart around it.</summary>
    private void EndWhatItHeld(Execution ended)
    {
        var around = ended.Parent;
        while (around is not null && around.Status != "Running") around = around.Parent;
        if (around is { Step.Kind: Kind.Flowchart }) CompleteIfNothingIsPending(around);
    }

    private void ChildCompleted(Execution container, Execution child, string[] outcomes)
    {
        switch (container.Step.Kind)
        {
            case Kind.Sequence when child.Step.IsTerminal:
                Complete(container, Default);
                break;
            case Kind.Sequence or Kind.For or Kind.ForEach:
                NextInLine(container);
                break;
            case Kind.Flowchart when child.Step.IsTerminal:
                Complete(container, Default);
                break;
            case Kind.Flowchart:
                Leave(container, child.Step, outcomes, child.Backward);
                CompleteIfNothingIsPending(container);
                break;
            default:
                container.Ended++;
                if (container.Ended == container.Begun) Complete(container, Default);
                break;
        }
    }

    private void CompleteIfNothingIsPending(Execution flowchart)
    {
        if (_live.Exists(live => live.Parent == flowchart && live.Status is "Running" or "Faulted")) return;
        if (_queue.Exists(work => IsInside(work.Owner, flowchart))) return;
        Complete(flowchart, Default);
    }

    private static bool IsInside(Execution? execution, Execution container) =>
        execution is not null && (execution == container || IsInside(execution.Parent, container));

    // ---- the flowchart's rules

    private ReferenceGraph GraphOf(Step flowchart)
    {
        if (!_graphs.TryGetValue(flowchart, out var graph)) _graphs[flowchart] = graph = new ReferenceGraph(flowchart, _trigger);
        return graph;
    }

    /// <summary>A step was left with these outcomes; with none, it was skipped or withdrawn.</summary>
    private void Leave(Execution flowchart, Step step, string[] outcomes, bool backward)
    {
        if (!backward) flowchart.Visits[step.Id] = VisitsOf(flowchart, step.Id) + 1;
        var graph = GraphOf(flowchart.Step);
        foreach (var arrow in graph.Outbound(step.Id))
        {
            var followed = outcomes.Contains(arrow.Port);
            flowchart.ArrowVisits[arrow.Key] = VisitsOf(flowchart, arrow) + 1;
            flowchart.ArrowFollowed[arrow.Key] = followed;
            var target = flowchart.Step.Inside.Single(inside => inside.Id == arrow.To);
            if (graph.IsBackward(arrow))
            {
                if (followed) Schedule(flowchart, target, backward: true);
            }
            else
            {
                Arrive(flowchart, arrow, target);
            }
        }
    }

    private void Arrive(Execution flowchart, Arrow arrow, Step target)
    {
        var inbound = GraphOf(flowchart.Step).ForwardInbound(target.Id);
        var allVisited = inbound.TrueForAll(each => VisitsOf(flowchart, each) > VisitsOf(flowchart, target.Id));
        switch (target.Kind == Kind.Join ? target.Mode : "WaitAllActive")
        {
            case "WaitAllActive":
                if (!allVisited) return;
                if (inbound.Exists(each => flowchart.ArrowFollowed[each.Key])) Schedule(flowchart, target);
                else Leave(flowchart, target, [], backward: false);
                break;
            case "WaitAll":
                if (!allVisited) return;
                if (inbound.TrueForAll(each => flowchart.ArrowFollowed[each.Key])) Schedule(flowchart, target);
                else Leave(flowchart, target, [], backward: false);
                break;
            case "WaitAny":
                if (VisitsOf(flowchart, arrow) <= VisitsOf(flowchart, target.Id)) return;
                if (_queue.Exists(work => work.Owner == flowchart && work.Step == target)) return;
                if (flowchart.ArrowFollowed[arrow.Key])
                {
                    Schedule(flowchart, target);
                    CancelAncestors(flowchart, target);
                }
                else if (allVisited && !inbound.Exists(each => flowchart.ArrowFollowed[each.Key]))
                {
                    Leave(flowchart, target, [], backward: false);
                }
                break;
        }
    }

    private void CancelAncestors(Execution flowchart, Step join)
    {
        var ancestors = GraphOf(flowchart.Step).Ancestors(join.Id);
        foreach (var loser in _live.Where(live => live.Parent == flowchart && ancestors.Contains(live.Step.Id)).ToList())
            Cancel(loser, tellParent: true);
    }

    private static int VisitsOf(Execution flowchart, string id) => flowchart.Visits.GetValueOrDefault(id);

    private static int VisitsOf(Execution flowchart, Arrow arrow) => flowchart.ArrowVisits.GetValueOrDefault(arrow.Key);
}
