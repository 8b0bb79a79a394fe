using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.Moving;

/// <summary>
/// How often each step and arrow of a changed flowchart has been passed, had the run always been under the new version.
/// Steps and arrows keep their counts by identity. A new step that comes before one the run has been at lies behind it and
/// counts as passed; everything else that is new is still to come. Each arrow counts as often as its step was left.
/// </summary>
internal sealed partial class ChartMove
{
    private readonly Flowchart _now;
    private readonly FlowGraph _graph;
    private readonly ChartSource? _own;
    private readonly StepOrigin?[] _origin;
    private readonly int[] _laps;
    private readonly bool[] _isBackwardTarget;
    private readonly int[] _live, _forward;
    private readonly HashSet<int> _jumps = [], _held;
    private readonly Dictionary<string, (ChartSource Source, FlowConnection Arrow)> _oldArrows = new(StringComparer.Ordinal);
    private readonly List<int> _order;
    private readonly HashSet<int> _again = [], _lifted = [], _entered = [];
    private readonly HashSet<string> _lowered = [];
    private int[] _visits = [], _leaves = [], _counts = [];
    private bool[] _followed = [];

    /// <param name="own">The chart as it was; null where it is new and its steps come from others.</param>
    /// <param name="others">Charts from which steps have come with the move.</param>
    /// <param name="live">Open executions of the chart, as places of the new version.</param>
    /// <param name="held">Those of its steps that cannot be taken back.</param>
    /// <param name="laps">How often what now stands in a new container has been passed, by the container's execution.</param>
    public ChartMove(Flowchart now, WorkflowInstance instance, ChartSource? own, IReadOnlyList<ChartSource> others, StepMap map, IReadOnlyList<ActivityExecution> live, HashSet<int> held, IReadOnlyDictionary<int, int> laps)
    {
        (_held, _own, _now, _graph) = (held, own, now, now.GraphOf(instance));
        var steps = _now.Activities;
        (_origin, _laps) = (new StepOrigin?[steps.Count], new int[steps.Count]);
        foreach (var source in own is null ? others : [own, .. others]) Take(source, map);
        (_live, _forward) = (new int[steps.Count], new int[steps.Count]);
        foreach (var execution in live)
        {
            _live[execution.Place.LocalIndex]++;
            if (!execution.Backward) _forward[execution.Place.LocalIndex]++;
            if (laps.TryGetValue(execution.Id, out var passed)) _laps[execution.Place.LocalIndex] = passed;
        }
        _isBackwardTarget = new bool[steps.Count];
        foreach (var arrow in _graph.Connections.Where(arrow => arrow.IsBackward)) _isBackwardTarget[arrow.Target] = true;
        _order = Order();
    }

    private void Take(ChartSource source, StepMap map)
    {
        foreach (var step in source.Chart.Activities)
            if (map.FindAnywhere(step) is { } twin && twin.Parent == _now.Place) _origin[twin.LocalIndex] ??= new StepOrigin(source, step.LocalIndex);
        foreach (var arrow in source.Graph.Connections)
            if (source == _own || IsFrom(arrow.Source) && IsFrom(arrow.Target)) _oldArrows.TryAdd(arrow.Key, (source, arrow));

        bool IsFrom(int step) => map.FindAnywhere(source.Chart.Activities[step]) is { } twin && twin.Parent == _now.Place && _origin[twin.LocalIndex]?.Source == source;
    }

    /// <summary>The same steps and arrows in the same places: nothing is to be worked out.</summary>
    public bool IsSame => _own is not null && _jumps.Count == 0 && _origin.Length == _own.Scope.ActivityVisits.Length && _origin.Index().All(pair => pair.Item is { } origin && origin.Source == _own && origin.Step == pair.Index)
        && _own.Graph.Connections.Select(arrow => arrow.Key).SequenceEqual(_graph.Connections.Select(arrow => arrow.Key));

    /// <summary>Whether the run may go on at a step: not before one that stands open, unless it has never been there.</summary>
    public bool MayGoOnAt(CompiledActivity place) => place.LocalIndex >= 0 && _live[place.LocalIndex] == 0 && _graph.IsReachable(place.LocalIndex)
        && (!HasBeenAt(place.LocalIndex) || !IsBeforeOpen(place.LocalIndex));

    /// <summary>The run goes on here. Where it has been here before, this and what followed count as not yet done.</summary>
    public void GoOnAt(CompiledActivity place)
    {
        _jumps.Add(place.LocalIndex);
        for (var step = 0; step < _origin.Length; step++)
            if (_live[step] == 0 && HasBeenAt(step) && (step == place.LocalIndex || HasBeenAt(place.LocalIndex) && _graph.Ancestors(step).Contains(place.LocalIndex)))
                _again.Add(step);
    }

    private bool HasBeenAt(int step) => _origin[step] is { Visits: > 0 };

    private bool IsBeforeOpen(int step) => _live.Index().Any(other => other.Item > 0 && _graph.Ancestors(other.Index).Contains(step));

    /// <summary>The chart's counts under the new version, once everything is decided.</summary>
    public FlowScope Scope(PassageLog? passages)
    {
        var scope = new FlowScope(_origin.Length, _graph.Connections.Count) { Passages = passages };
        _visits.CopyTo(scope.ActivityVisits, 0);
        foreach (var arrow in _graph.Connections) (scope.ConnectionVisits[arrow.Slot], scope.Followed[arrow.Slot]) = (_counts[arrow.Slot], _followed[arrow.Slot]);
        return scope;
    }

    /// <summary>Works the counts out for what has been decided so far.</summary>
    private void Count()
    {
        var steps = _origin.Length;
        (_visits, _leaves) = (new int[steps], new int[steps]);
        _lifted.Clear();
        for (var step = 0; step < steps; step++)
        {
            _visits[step] = _leaves[step] = _laps[step];
            if (_origin[step] is not { } origin) continue;
            var less = _again.Contains(step) ? 1 : 0;
            _visits[step] = Math.Max(0, origin.Visits - less);
            _leaves[step] = Math.Max(0, origin.Leaves - less);
        }
        Lift();
        (_counts, _followed) = (new int[_graph.Connections.Count], new bool[_graph.Connections.Count]);
        foreach (var arrow in _graph.Connections)
        {
            _counts[arrow.Slot] = _leaves[arrow.Source] * Twins(_graph, arrow) - (_lowered.Contains(arrow.Key) ? 1 : 0);
            _followed[arrow.Slot] = WasFollowed(arrow);
        }
    }

    /// <summary>Steps that lie behind what the run has been at count as passed; from the end of the chart to its beginning.</summary>
    private void Lift()
    {
        for (var at = _order.Count - 1; at >= 0; at--)
        {
            var step = _order[at];
            if (!MayLift(step)) continue;
            var most = 0;
            foreach (var arrow in _graph.Outbound(step))
                if (!arrow.IsBackward) most = Math.Max(most, Reached(arrow.Target));
            if (most <= _leaves[step]) continue;
            _leaves[step] = _visits[step] = most;
            _lifted.Add(step);
        }
        foreach (var step in _order.Where(step => _lifted.Contains(step) && _isBackwardTarget[step] && _graph.ForwardInbound(step).Count > 0))
            _visits[step] = Math.Min(_visits[step], _graph.ForwardInbound(step).Min(arrow => _leaves[arrow.Source]));
    }

    /// <summary>How often the run has come to a step over forward arrows.</summary>
    private int Reached(int step) => _visits[step] + _forward[step] + (_jumps.Contains(step) ? 1 : 0);

    private bool MayLift(int step) => _live[step] == 0 && !_jumps.Contains(step)
        && (_origin[step] is null || !_again.Contains(step) && _jumps.Any(jump => _graph.Ancestors(jump).Contains(step)) && !IsStillToCome(step));

    /// <summary>Something open leads to it.</summary>
    private bool IsStillToCome(int step) => _live.Index().Any(other => other.Item > 0 && _graph.Ancestors(step).Contains(other.Index));

    public static int Twins(FlowGraph graph, FlowConnection arrow)
    {
        var twins = 0;
        foreach (var other in graph.Outbound(arrow.Source))
            if (other.Slot == arrow.Slot) twins++;
        return twins;
    }

    private bool WasFollowed(FlowConnection arrow)
    {
        if (_entered.Contains(arrow.Target) && _leaves[arrow.Source] > 0) return true;
        if (_lifted.Contains(arrow.Source))
        {
            // It counts as having led where the run has been.
            return _graph.Outbound(arrow.Source).Any(other => !other.IsBackward && other.Port == arrow.Port && Reached(other.Target) > 0);
        }
        if (_oldArrows.TryGetValue(arrow.Key, out var same)) return same.Source.Scope.Followed[same.Arrow.Slot];
        if (_origin[arrow.Source] is not { } origin || _leaves[arrow.Source] == 0) return false;
        var before = origin.Graph.Outbound(origin.Step);
        if (before.FirstOrDefault(other => other.Port == arrow.Port) is { } twin) return origin.WasFollowed(twin);
        // It left by a way that no arrow told of: perhaps this one.
        return !before.Any(origin.WasFollowed);
    }

    /// <summary>Steps so that forward arrows lead on.</summary>
    private List<int> Order()
    {
        var missing = Enumerable.Range(0, _origin.Length).Select(step => _graph.ForwardInbound(step).Count).ToArray();
        var order = Enumerable.Range(0, _origin.Length).Where(step => missing[step] == 0).ToList();
        for (var at = 0; at < order.Count; at++)
            foreach (var arrow in _graph.Outbound(order[at]))
                if (!arrow.IsBackward && --missing[arrow.Target] == 0) order.Add(arrow.Target);
        return order;
    }
}
