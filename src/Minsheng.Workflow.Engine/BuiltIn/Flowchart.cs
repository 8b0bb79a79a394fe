using System.Collections.Concurrent;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.BuiltIn;

/// <summary>
/// Runs steps along arrows, as Elsa's counter mode: a step with several forward arrows waits for all live ones,
/// a branch not taken still reports so that its joins learn nobody comes.
/// </summary>
[ActivityType("Elsa.Flowchart", "流程图", Category = "成组", Icon = "account_tree", Description = "按连线执行其中的步骤。", Returns = ReturnRule.Free)]
public sealed partial class Flowchart : Container
{
    private readonly ConcurrentDictionary<int, FlowGraph> _graphsByTrigger = new();
    private CompiledActivity[] _activities = [];

    /// <summary>The arrows as seen from the ordinary start.</summary>
    internal FlowGraph Graph { get; private set; } = new(0, -1, []);

    public IReadOnlyList<CompiledActivity> Activities => _activities;

    /// <summary>Source and target ids with the port, for drawing and checking.</summary>
    public IEnumerable<(CompiledActivity Source, string Port, CompiledActivity Target, bool IsBackward)> Arrows =>
        Graph.Connections.Select(arrow => (_activities[arrow.Source], arrow.Port, _activities[arrow.Target], arrow.IsBackward));

    protected internal override void Bind(ActivityBinder binder)
    {
        _activities = [.. binder.Children("activities", idsRequired: true)];
        for (var index = 0; index < _activities.Length; index++) _activities[index].LocalIndex = index;
        KeepsPassages = Array.Exists(_activities, activity => activity.Returns == ReturnRule.Target);
        var connections = FlowConnectionReader.Read(binder, _activities);
        Graph = new FlowGraph(_activities.Length, FindStart(connections), connections);
        var starts = Enumerable.Range(0, _activities.Length).Where(index => index != Graph.Start && _activities[index].CanStart).Select(GraphFrom).Prepend(Graph);
        foreach (var connection in connections.Where(connection => starts.Any(graph => graph.Connections[connection.Index].IsBackward && !graph.IsValidBackward(graph.Connections[connection.Index]))))
            binder.Problem($"connections[{connection.Index}]", "invalid-backward",
                $"从“{_activities[connection.Source].Title}”退回“{_activities[connection.Target].Title}”的连线不成立：并不是每条路都先经过“{_activities[connection.Target].Title}”。请把它连到分支之前的步骤。");
        foreach (var connection in connections.Where(connection => connection.Slot != connection.Index))
            binder.Warning($"connections[{connection.Index}]", "duplicate-connection",
                $"从“{_activities[connection.Source].Title}”到“{_activities[connection.Target].Title}”的同一条连线画了两次，“{_activities[connection.Target].Title}”会执行两遍。如无此意，请删去一条。");
        WarnOfStarvedJoins(binder);
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var graph = GraphOf(context.Instance);
        if (graph.Start < 0) return ActivityResult.Done;
        context.Keep(new FlowScope(_activities.Length, graph.Connections.Count) { Passages = KeepsPassages ? new PassageLog() : null });
        context.Schedule(_activities[graph.Start]);
        return ActivityResult.StillWaiting.Instance;
    }

    /// <summary>A run started by a trigger inside starts there, and what is forward and backward follows from that.</summary>
    internal FlowGraph GraphOf(WorkflowInstance instance)
    {
        if (instance.TriggerActivityId is not { } id) return Graph;
        var trigger = Array.FindIndex(_activities, activity => activity.Id == id);
        return trigger < 0 || trigger == Graph.Start ? Graph : GraphFrom(trigger);
    }

    private FlowGraph GraphFrom(int start) =>
        _graphsByTrigger.GetOrAdd(start, first => new FlowGraph(_activities.Length, first, [.. Graph.Connections.Select(connection => connection with { })]));

    protected internal override void ChildCompleted(ActivityContext context, ActivityExecution child, IReadOnlyList<string> outcomes)
    {
        if (child.Place.Activity.IsTerminal)
        {
            context.Complete(Outcomes.Default);
            return;
        }
        if (!GraphOf(context.Instance).IsReachable(child.Place.LocalIndex))
            throw new ActivityFaultException($"步骤“{child.Place.Id}”没有连到起点，不知道接下来走哪里。", "not-reachable");
        var scope = Scope(context.Execution);
        if (GoesStraight(context, scope, child, outcomes)) return;
        if (!Leave(context, scope, PassageOf(context, child, PassageKind.Completed), outcomes)) CompleteIfNothingPends(context);
    }

    protected internal override void ChildCancelled(ActivityContext context, ActivityExecution child)
    {
        CompleteIfNothingPends(context);
        if (context.Execution.Status != ActivityStatus.Running || !GraphOf(context.Instance).IsReachable(child.Place.LocalIndex)) return;
        var scope = Scope(context.Execution);
        Leave(context, scope, PassageOf(context, child, PassageKind.Withdrawn) with { WithdrawnFor = scope.WithdrawingFor }, Outcomes.None);
    }

    private static Passage PassageOf(ActivityContext context, ActivityExecution child, PassageKind kind) => new(
        0, child.Place.LocalIndex, kind, child.Backward, 0, child.Cause, child.Id, child.Place.Activity is Container ? context.Instance.LastExecutionId : 0);

    private bool Skip(ActivityContext context, FlowScope scope, int activity) =>
        Leave(context, scope, new Passage(0, activity, PassageKind.Skipped, false, 0, scope.Passages?.Last ?? 0, 0), Outcomes.None);

    /// <summary>A step that everything has arrived at, and that is not to be run, counts as a dead path.</summary>
    internal void SkipOwed(ActivityContext context, CompiledActivity place)
    {
        var scope = Scope(context.Execution);
        if (!IsOpen(context, place.LocalIndex) && AllVisited(context, scope, place.LocalIndex)) Skip(context, scope, place.LocalIndex);
    }

    /// <summary>Which of a step's arrows these outcomes take, one bit each.</summary>
    private long Taken(int activity, IReadOnlyList<string> outcomes)
    {
        var taken = 0L;
        var arrows = Graph.Outbound(activity);
        for (var position = 0; position < arrows.Count && position < PassageLog.MostArrows; position++)
            if (Contains(outcomes, arrows[position].Port)) taken |= 1L << position;
        return taken;
    }

    /// <summary>Leaving with no outcomes is how a dead path is skipped.</summary>
    private bool Leave(ActivityContext context, FlowScope scope, in Passage passage, IReadOnlyList<string> outcomes)
    {
        var (scheduled, activity) = (false, passage.Activity);
        if (!passage.Backward) scope.ActivityVisits[activity]++;
        var number = scope.Passages?.Add(passage with { Followed = Taken(activity, outcomes) }, _activities.Length) ?? 0;
        var graph = GraphOf(context.Instance);
        foreach (var connection in graph.Outbound(activity))
        {
            var followed = Contains(outcomes, connection.Port);
            scope.ConnectionVisits[connection.Slot]++;
            scope.Followed[connection.Slot] = followed;
            if (!connection.IsBackward)
            {
                scheduled |= Arrive(context, scope, connection, number);
            }
            else if (followed)
            {
                if (!graph.IsValidBackward(connection))
                    throw new ActivityFaultException($"不能从“{_activities[activity].Id}”退回“{_activities[connection.Target].Id}”：并不是每条路都先经过它。", "invalid-backward");
                context.Schedule(_activities[connection.Target], backward: true, cause: -number);
                scheduled = true;
            }
        }
        return scheduled;
    }

    /// <param name="passage">The passage that arrives.</param>
    private bool Arrive(ActivityContext context, FlowScope scope, FlowConnection connection, int passage)
    {
        var target = connection.Target;
        var mode = _activities[target].Activity is FlowJoin join ? join.ModeAt(context) : JoinMode.WaitAllActive;
        if (mode == JoinMode.WaitAny) return ArriveAtRace(context, scope, connection, passage);

        if (!AllVisited(context, scope, target)) return false;
        var enter = mode == JoinMode.WaitAll ? AllFollowed(context, scope, target) : AnyFollowed(context, scope, target);
        if (!enter) return Skip(context, scope, target);
        context.Schedule(_activities[target], cause: scope.Passages?.Last ?? 0);
        return true;
    }

    private bool ArriveAtRace(ActivityContext context, FlowScope scope, FlowConnection connection, int passage)
    {
        var target = connection.Target;
        if (scope.ConnectionVisits[connection.Slot] <= scope.ActivityVisits[target]) return false;
        if (context.IsQueued(_activities[target])) return false;
        if (scope.Followed[connection.Slot])
        {
            context.Schedule(_activities[target], cause: -passage);
            CancelAncestors(context, target, passage);
            return true;
        }
        // A loser withdrawn while the join runs reports here too: it neither fires the join again nor skips it.
        return AllVisited(context, scope, target) && !AnyFollowed(context, scope, target) && Skip(context, scope, target);
    }

    /// <param name="passage">The passage on whose account they are withdrawn.</param>
    internal void CancelAncestors(ActivityContext context, int activity, int passage)
    {
        var (scope, ancestors) = (Scope(context.Execution), GraphOf(context.Instance).Ancestors(activity));
        var before = scope.WithdrawingFor;
        scope.WithdrawingFor = passage;
        context.CancelChildren(live => ancestors.Contains(live.Place.LocalIndex));
        scope.WithdrawingFor = before;
    }

    internal static void CompleteIfNothingPends(ActivityContext context)
    {
        if (context.HasPendingWork()) return;
        if (context.Instance.Executions.Exists(live => live.Parent == context.Execution && live.Status == ActivityStatus.Faulted)) return;
        context.Complete(Outcomes.Default);
    }

    private bool AllVisited(ActivityContext context, FlowScope scope, int target)
    {
        foreach (var inbound in GraphOf(context.Instance).ForwardInbound(target))
            if (scope.ConnectionVisits[inbound.Slot] <= scope.ActivityVisits[target]) return false;
        return true;
    }

    /// <summary>Asked only once all are visited, so each answer is of this round.</summary>
    private bool AnyFollowed(ActivityContext context, FlowScope scope, int target)
    {
        foreach (var inbound in GraphOf(context.Instance).ForwardInbound(target))
            if (scope.Followed[inbound.Slot]) return true;
        return false;
    }

    private bool AllFollowed(ActivityContext context, FlowScope scope, int target)
    {
        foreach (var inbound in GraphOf(context.Instance).ForwardInbound(target))
            if (!scope.Followed[inbound.Slot]) return false;
        return true;
    }

    private FlowScope Scope(ActivityExecution chart)
    {
        var scope = chart.Load<FlowScope>()!;
        // Stored before passages were remembered.
        if (KeepsPassages) scope.Passages ??= new PassageLog();
        return scope;
    }

    private static bool Contains(IReadOnlyList<string> outcomes, string port)
    {
        for (var index = 0; index < outcomes.Count; index++)
            if (string.Equals(outcomes[index], port, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>Elsa's order: a Start step, a step marked as able to start, the first without inbound arrows, the first.</summary>
    private int FindStart(List<FlowConnection> connections)
    {
        if (_activities.Length == 0) return -1;
        var start = Array.FindIndex(_activities, activity => activity.Activity is FlowStart);
        if (start < 0) start = Array.FindIndex(_activities, activity => activity.CanStart);
        if (start < 0) start = Array.FindIndex(_activities, activity => connections.TrueForAll(arrow => arrow.Target != activity.LocalIndex));
        return Math.Max(start, 0);
    }

    private void WarnOfStarvedJoins(ActivityBinder binder)
    {
        foreach (var join in _activities.Where(activity => activity.Activity is FlowJoin { Mode.Source: Expressions.ValueSource.Constant } flow && flow.Mode.ConstantValue == JoinMode.WaitAll))
            if (Graph.Ancestors(join.LocalIndex).Any(index => _activities[index].Activity is FlowDecision or FlowSwitch))
                binder.Warning($"activities[{join.LocalIndex}].mode", "starved-join",
                    $"汇合“{join.Title}”要求所有分支都到齐，而前面有选择：没选中的那一支不会来，汇合之后的步骤就不再执行。如无此意，请改为“等待进行中的分支”。");
    }
}
