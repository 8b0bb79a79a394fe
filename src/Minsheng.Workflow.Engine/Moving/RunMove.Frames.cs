using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.Moving;

/// <summary>
/// Open steps that stand in another container now. They come along where only charts and sequences lie between the two places,
/// for these know nothing but what has been passed. What has a state of its own (loops, steps at the same time, embedded
/// procedures) cannot be begun in its middle: there the step is asked about.
/// </summary>
internal sealed partial class RunMove
{
    private readonly Dictionary<int, List<ChartSource>> _sources = [];
    private readonly Dictionary<int, int> _laps = [];
    private readonly Dictionary<CompiledActivity, string> _whyNot = [];

    /// <param name="Frame">The execution both places have around them, as it is now.</param>
    /// <param name="Left">Containers it leaves, from the inside out.</param>
    /// <param name="Laps">How often it has been passed since the frame began.</param>
    private sealed record Crossing(ActivityExecution Live, CompiledActivity To, ActivityExecution Frame, IReadOnlyList<ActivityExecution> Left, int Laps);

    /// <returns>False where it has to be asked about.</returns>
    private bool Cross(WorkflowInstance instance, ActivityExecution lost)
    {
        var (made, placed) = (new List<ActivityExecution>(), new List<(Crossing Crossing, ActivityExecution Parent)>());
        foreach (var step in Steps(lost))
        {
            if (CrossingOf(step) is not { } crossing || ParentOf(instance, crossing, made) is not { } parent) return false;
            if (parent.Place.Activity is Sequence && placed.Exists(one => one.Parent == parent)) return Not<Crossing>(step, Elsewhere(parent)) is not null;
            placed.Add((crossing, parent));
        }
        instance.Executions.AddRange(made);
        instance.LastExecutionId += made.Count;
        foreach (var (crossing, parent) in placed)
        {
            Carry(instance, crossing.Live, crossing.To, parent, crosses: true);
            TakeCounts(crossing, parent);
        }
        return placed.Count > 0;
    }

    /// <summary>What has to find its place by itself: the step, or what is open in a container that is not there any more.</summary>
    private IEnumerable<ActivityExecution> Steps(ActivityExecution lost) =>
        _map.FindAnywhere(lost.Place) is null && IsFrame(lost.Place) && lost.Variables is null or { Count: 0 }
            ? old.Executions.Where(live => live.Parent == lost).SelectMany(Steps)
            : [lost];

    private Crossing? CrossingOf(ActivityExecution live)
    {
        if (_map.Open(live.Place) is not { } to) return null;
        if (live.Backward || live.Comeback is not null) return Not<Crossing>(live, "它是退回来重办的");
        var left = new List<ActivityExecution>();
        for (var around = live.Parent; around is not null; around = around.Parent)
        {
            var stays = _moved.TryGetValue(around.Id, out var frame);
            if (stays && IsInside(to, frame!.Place))
                return IsFrame(frame.Place) ? new Crossing(live, to, frame, left, Visits(live) + left.Sum(Visits)) : Not<Crossing>(live, NotInOrder(frame.Place));
            if (!IsFrame(around.Place)) return Not<Crossing>(live, NotInOrder(around.Place));
            // A sequence that stays has nothing to go on with once its open step is out.
            if (stays && around.Place.Activity is Sequence) return Not<Crossing>(live, $"“{around.Place.Title}”里的下一步要等它办完");
            if (around.Backward || around.Comeback is not null) return Not<Crossing>(live, $"“{around.Place.Title}”是退回来重办的");
            left.Add(around);
        }
        return null;
    }

    /// <summary>The container it stands in from now on: one that is open, or one that counts as begun with the move.</summary>
    private ActivityExecution? ParentOf(WorkflowInstance instance, Crossing crossing, List<ActivityExecution> made)
    {
        var (live, parent, laps) = (crossing.Live, crossing.Frame, crossing.Laps);
        foreach (var around in Around(crossing.To, crossing.Frame.Place))
        {
            if (!IsFrame(around)) return Not<ActivityExecution>(live, NotInOrder(around));
            if (!IsReachable(instance, around)) return Not<ActivityExecution>(live, $"没有连线通到“{around.Title}”");
            var open = Inside(parent).Where(other => other.Place == around).ToList();
            if (open is [var one] && around.Activity is Flowchart && LapsOf(one) <= laps)
            {
                (parent, laps) = (one, laps - LapsOf(one));
                continue;
            }
            if (open.Count > 0 || !_map.IsNew(around)) return Not<ActivityExecution>(live, $"“{around.Title}”原来就有，这件事不是从它里面办过来的");
            if (parent.Place.Activity is Sequence && Inside(parent).Any()) return Not<ActivityExecution>(live, Elsewhere(parent));
            var begun = new ActivityExecution { Id = instance.LastExecutionId + made.Count + 1, Place = around, Parent = parent };
            if (around.Variables.Count > 0) begun.Variables = around.Variables.ToDictionary(variable => variable.Key, variable => Values.Copy(variable.Value), StringComparer.Ordinal);
            made.Add(begun);
            _laps[begun.Id] = laps;
            (parent, laps) = (begun, 0);
        }
        if (!IsReachable(instance, crossing.To)) return Not<ActivityExecution>(live, "没有连线通到它");
        if (laps > 0 && parent != crossing.Frame) return Not<ActivityExecution>(live, $"它和“{parent.Place.Title}”办过的遍数对不上");
        return parent.Place.Activity is Sequence && Inside(parent).Any() ? Not<ActivityExecution>(live, Elsewhere(parent)) : parent;

        IEnumerable<ActivityExecution> Inside(ActivityExecution container) => instance.Executions.Concat(made).Where(other => other.Parent == container);
    }

    /// <summary>Every chart around its new place learns what the charts around the old one have counted.</summary>
    private void TakeCounts(Crossing crossing, ActivityExecution parent)
    {
        var frame = old.Executions.Find(live => live.Id == crossing.Frame.Id);
        for (var chart = parent; ; chart = chart.Parent!)
        {
            if (chart.Place.Activity is Flowchart)
                foreach (var (index, source) in crossing.Left.Append(frame).Index())
                {
                    if (source is null || source.Id == chart.Id || source.Place.Activity is not Flowchart) continue;
                    if (!_sources.TryGetValue(chart.Id, out var known)) _sources[chart.Id] = known = [];
                    var from = ChartSource.Of(source, old, crossing.Left.Skip(index).Sum(Visits) - Within(chart, crossing.Frame).Sum(LapsOf));
                    if (known.TrueForAll(other => other.Scope != from.Scope)) known.Add(from);
                }
            if (chart == crossing.Frame) return;
        }
    }

    private static IEnumerable<ActivityExecution> Within(ActivityExecution? inner, ActivityExecution frame)
    {
        for (; inner is not null && inner != frame; inner = inner.Parent) yield return inner;
    }

    /// <summary>How often a container that is open now has been passed before.</summary>
    private int LapsOf(ActivityExecution container) =>
        _laps.TryGetValue(container.Id, out var laps) ? laps : old.Executions.Find(live => live.Id == container.Id) is { } known ? Visits(known) : 0;

    private static int Visits(ActivityExecution live) => live.Parent is { Place.Activity: Flowchart } chart ? chart.Load<FlowScope>()!.ActivityVisits[live.Place.LocalIndex] : 0;

    /// <summary>Containers between a step and one around it, the outermost first.</summary>
    private static List<CompiledActivity> Around(CompiledActivity step, CompiledActivity frame)
    {
        var between = new List<CompiledActivity>();
        for (var around = step.Parent; around is not null && around != frame; around = around.Parent) between.Insert(0, around);
        return between;
    }

    /// <summary>The step of a container in which, or as which, this one stands; null where it stands elsewhere.</summary>
    private static CompiledActivity? StepOf(CompiledActivity container, CompiledActivity? inside)
    {
        while (inside is not null && inside.Parent != container) inside = inside.Parent;
        return inside;
    }

    private static bool IsInside(CompiledActivity step, CompiledActivity container) => StepOf(container, step) is not null;

    private static bool IsFrame(CompiledActivity place) => place.Activity is Flowchart or Sequence;

    private static string NotInOrder(CompiledActivity container) => $"“{container.Title}”要重复、分路或同时办，不能从中间办起";

    private static string Elsewhere(ActivityExecution container) => $"“{container.Place.Title}”里另有正在办的";

    private T? Not<T>(ActivityExecution live, string why) where T : class
    {
        _whyNot.TryAdd(live.Place, why);
        return null;
    }
}
