using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.BuiltIn;

/// <summary>Going back: passages are taken out of the counts as if they had not happened, and a step starts again.</summary>
public sealed partial class Flowchart
{
    /// <summary>Only a chart with steps that can be gone back to remembers its passages.</summary>
    private bool KeepsPassages { get; set; }

    /// <summary>Steps that can be gone back to from this execution, the newest first, whether or not something stands in between.</summary>
    internal List<Passage> Earlier(WorkflowInstance instance, ActivityExecution chart, ActivityExecution from)
    {
        if (Scope(chart).Passages is not { } log) return [];
        var graph = GraphOf(instance);
        var ancestors = graph.Ancestors(from.Place.LocalIndex);
        return [.. new FlowCauses(graph, log.All).LedTo(from.Place.LocalIndex, from.Cause)
            .Where(passage => passage.Kind == PassageKind.Completed && _activities[passage.Activity].Returns == ReturnRule.Target && ancestors.Contains(passage.Activity))
            .DistinctBy(passage => passage.Activity)];
    }

    internal Passage? Newest(ActivityExecution chart, CompiledActivity place) => Scope(chart).Passages?.Newest(place.LocalIndex);

    internal Unwinding Unwind(WorkflowInstance instance, ActivityExecution chart, Passage target)
    {
        var log = Scope(chart).Passages!;
        var causes = new FlowCauses(GraphOf(instance), log.All);
        var numbers = causes.Consequences(target.Number);
        return new Unwinding(
            target, numbers,
            log.All.FindAll(passage => numbers.Contains(passage.Number)),
            instance.Executions.FindAll(live => live.Parent == chart && causes.IsBecauseOf(live.Place.LocalIndex, live.Cause, numbers)),
            log.All.FindAll(passage => passage.Kind == PassageKind.Withdrawn && numbers.Contains(passage.Number) && !causes.IsBecauseOf(passage.Activity, passage.Cause, numbers)));
    }

    internal CompiledActivity StepOf(Passage passage) => _activities[passage.Activity];

    internal void GoBack(ActivityContext context, Unwinding unwinding, ReturnNote note)
    {
        var (scope, graph, target) = (Scope(context.Execution), GraphOf(context.Instance), unwinding.Target);
        var steps = unwinding.Live.ConvertAll(live => new StepAside(live.Place.LocalIndex, live.Cause, live.Backward, live.Comeback));
        var withdrawn = unwinding.Withdrawn.ConvertAll(passage => new StepAside(passage.Activity, passage.Cause, passage.Backward));
        var executions = Executions(context, unwinding, unwinding.Passages);
        var now = note.StraightBack ? Executions(context, unwinding, [target]) : executions;
        var aside = new SetAside(new PassageLog(target.Number, [target, .. unwinding.Passages.Where(passage => passage.Number != target.Number)]), steps, withdrawn, [.. executions.Except(now)]);

        scope.Undo(graph, unwinding.Passages, unwinding.Numbers);
        foreach (var live in unwinding.Live)
        {
            context.Withdraw(live);
            if (!note.StraightBack && live.Comeback?.SetAside is { } left) GiveUp(context, scope, left, note);
        }
        VoidAsides(context, scope, graph, unwinding.Numbers);
        context.Emit(new PassagesUndone(now, note.ByName, note.Reason));
        if (!note.StraightBack)
        {
            ForgetMemory(context, scope, aside);
            Hand(context, withdrawn);
        }
        context.Schedule(_activities[target.Activity], backward: target.Backward, cause: target.Cause, comeback: new Comeback(note, note.StraightBack ? aside : null));
    }

    /// <summary>After a straight return: the way that led on before leads on at once.</summary>
    private bool GoesStraight(ActivityContext context, FlowScope scope, ActivityExecution child, IReadOnlyList<string> outcomes)
    {
        if (child.Comeback is not { SetAside: { } aside } comeback || scope.Passages is not { } log) return false;
        var (graph, origin, taken) = (GraphOf(context.Instance), aside.Passages.All[0], Taken(child.Place.LocalIndex, outcomes));
        if (!Leads(graph, origin.Activity, taken).SetEquals(Leads(graph, origin.Activity, origin.Followed)))
        {
            GiveUp(context, scope, aside, comeback.Note);
            return false;
        }
        List<Passage> redone = [origin with { Followed = taken, Execution = child.Id }, .. aside.Passages.All.Skip(1)];
        scope.Redo(graph, redone);
        Hand(context, aside.Steps);
        foreach (var arrow in redone.SelectMany(passage => graph.Outbound(passage.Activity)).Where(arrow => !arrow.IsBackward).DistinctBy(arrow => arrow.Target))
            if (!IsOpen(context, arrow.Target)) Arrive(context, scope, arrow, log.Last);
        return true;

        static HashSet<int> Leads(FlowGraph graph, int activity, long taken) =>
            [.. graph.Outbound(activity).Where((arrow, position) => (taken >> position & 1) != 0).Select(arrow => arrow.IsBackward ? -1 - arrow.Target : arrow.Target)];
    }

    private bool IsOpen(ActivityContext context, int activity) =>
        context.IsQueued(_activities[activity]) || context.Instance.Executions.Exists(live => live.Parent == context.Execution && live.Place.LocalIndex == activity);

    /// <summary>What was set aside will not come back: it counts as undone from now on.</summary>
    private void GiveUp(ActivityContext context, FlowScope scope, SetAside aside, ReturnNote note)
    {
        if (aside.Executions.Count > 0) context.Emit(new PassagesUndone(aside.Executions, note.ByName, note.Reason));
        ForgetMemory(context, scope, aside);
        Hand(context, aside.Withdrawn);
        foreach (var step in aside.Steps)
            if (step.Comeback?.SetAside is { } further) GiveUp(context, scope, further, step.Comeback.Note);
    }

    /// <summary>What another return has set aside does not stand either, if it rests on what is undone now.</summary>
    private void VoidAsides(ActivityContext context, FlowScope scope, FlowGraph graph, HashSet<int> numbers)
    {
        foreach (var live in context.Instance.Executions.Where(live => live.Parent == context.Execution && live.Comeback?.SetAside is not null).ToList())
        {
            var (note, aside) = (live.Comeback!.Note, live.Comeback.SetAside!);
            var causes = new FlowCauses(graph, [.. scope.Passages!.All.Concat(aside.Passages.All).OrderBy(passage => passage.Number)]);
            if (!aside.Passages.All.Exists(passage => causes.IsBecauseOf(passage.Activity, passage.Cause, numbers))
                && !aside.Steps.Exists(step => causes.IsBecauseOf(step.Activity, step.Cause, numbers))) continue;
            live.Comeback = new Comeback(note);
            GiveUp(context, scope, aside, note);
        }
    }

    private void Hand(ActivityContext context, List<StepAside> steps)
    {
        foreach (var step in steps)
            context.Schedule(_activities[step.Activity], backward: step.Backward, cause: step.Cause, comeback: step.Comeback);
    }

    /// <summary>A step whose every passage is undone remembers nothing.</summary>
    private void ForgetMemory(ActivityContext context, FlowScope scope, SetAside aside)
    {
        if (context.Instance.Memory.Count == 0) return;
        foreach (var activity in aside.Passages.All.Select(passage => passage.Activity).Concat(aside.Steps.Select(step => step.Activity)).Distinct())
        {
            if (scope.ActivityVisits[activity] > 0) continue;
            var node = _activities[activity].NodeId;
            foreach (var key in context.Instance.Memory.Keys.Where(key => key == node || key.StartsWith($"{node}:", StringComparison.Ordinal)).ToList())
                context.Instance.Memory.Remove(key);
        }
    }

    /// <summary>Executions that count as not having happened, with those inside containers.</summary>
    internal List<int> Executions(ActivityContext context, Unwinding unwinding, List<Passage> passages)
    {
        var undone = new SortedSet<int>();
        foreach (var passage in passages)
            for (var id = passage.Execution; id > 0 && id <= Math.Max(passage.Execution, passage.LastInside); id++) undone.Add(id);
        foreach (var live in unwinding.Live)
            for (var id = live.Id; id <= (live.Place.Activity is Container ? context.Instance.LastExecutionId : live.Id); id++) undone.Add(id);
        // Numbers run through all branches: what belongs to others is none of these.
        foreach (var passage in Scope(context.Execution).Passages!.All)
            if (!passages.Contains(passage)) undone.Remove(passage.Execution);
        foreach (var live in context.Instance.Executions)
            if (live.Parent == context.Execution && !unwinding.Live.Contains(live)) undone.Remove(live.Id);
        return [.. undone];
    }
}

/// <summary>What going back to a passage takes with it.</summary>
/// <param name="Passages">The target's own and all that followed from it.</param>
/// <param name="Live">Open executions that followed from it.</param>
/// <param name="Withdrawn">Passages of steps withdrawn by a join that counts as not reached any more: they start again.</param>
internal sealed record Unwinding(Passage Target, HashSet<int> Numbers, List<Passage> Passages, List<ActivityExecution> Live, List<Passage> Withdrawn);
