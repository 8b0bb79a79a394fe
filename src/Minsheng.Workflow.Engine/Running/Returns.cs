using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Engine.Running;

/// <summary>Where people can go back to, and what that undoes.</summary>
public static class Returns
{
    /// <summary>Earlier steps of the same flowchart that can be gone back to from this wait, the newest first.</summary>
    public static IReadOnlyList<ReturnTarget> Of(CompiledDefinition definition, WorkflowInstance instance, Bookmark from)
    {
        if (Standing(from.Execution) is not { } standing) return [];
        var burst = Burst.ToAsk(definition, instance);
        return [.. standing.Flowchart.Earlier(instance, standing.Chart, standing.Step)
            .Where(passage => Barrier(burst, standing, standing.Flowchart.Unwind(instance, standing.Chart, passage)) is null)
            .Select(passage => new ReturnTarget(standing.Flowchart.StepOf(passage), passage.Execution))];
    }

    /// <summary>What going back from this wait would undo.</summary>
    /// <exception cref="ReturnRefusedException">That step does not lead here.</exception>
    public static Undoing Undoing(CompiledDefinition definition, WorkflowInstance instance, Bookmark from, string toActivityId)
    {
        var burst = Burst.ToAsk(definition, instance);
        var (standing, unwinding) = Find(instance, from.Execution, toActivityId);
        return Describe(burst, standing, unwinding);
    }

    /// <summary>What taking back an execution's answer would undo; null when the run is past it for good.</summary>
    public static Undoing? Undoing(CompiledDefinition definition, WorkflowInstance instance, string nodeId, int? execution = null)
    {
        var burst = Burst.ToAsk(definition, instance);
        return Find(definition, instance, nodeId, execution) is var (standing, unwinding) ? Describe(burst, standing, unwinding) : null;
    }

    internal static (Standing Standing, Unwinding Unwinding) Find(WorkflowInstance instance, ActivityExecution from, string toActivityId)
    {
        if (Standing(from) is not { } standing)
            throw new ReturnRefusedException($"“{from.Place.Title}”前面没有可以退回的步骤，请在这一步写明意见办理。", "nowhere-back");
        var earlier = standing.Flowchart.Earlier(instance, standing.Chart, standing.Step);
        return earlier.Find(passage => standing.Flowchart.StepOf(passage).Id == toActivityId) is { Number: > 0 } target
            ? (standing, standing.Flowchart.Unwind(instance, standing.Chart, target))
            : throw new ReturnRefusedException(earlier.Count == 0
                ? $"“{from.Place.Title}”前面没有可以退回的步骤，请在这一步写明意见办理。"
                : $"不能从“{from.Place.Title}”退回到那一步，请从{string.Join("、", earlier.Select(passage => $"“{standing.Flowchart.StepOf(passage).Title}”"))}中选一个。", "nowhere-back");
    }

    internal static (Standing Standing, Unwinding Unwinding)? Find(CompiledDefinition definition, WorkflowInstance instance, string nodeId, int? execution)
    {
        if (definition.Find(nodeId) is not { Returns: ReturnRule.Target, Parent.Activity: Flowchart flowchart } place) return null;
        foreach (var chart in instance.Executions.Where(live => live.Place == place.Parent && live.Status == ActivityStatus.Running))
            if (flowchart.Newest(chart, place) is { Kind: PassageKind.Completed } passage && (execution is null || passage.Execution == execution))
                return (new Standing(flowchart, chart, chart), flowchart.Unwind(instance, chart, passage));
        return null;
    }

    /// <exception cref="ReturnRefusedException">Something in between cannot be undone.</exception>
    internal static void RequireFree(Burst burst, Standing standing, Unwinding unwinding)
    {
        if (Barrier(burst, standing, unwinding) is not { } barrier) return;
        var target = standing.Flowchart.StepOf(unwinding.Target);
        throw new ReturnRefusedException($"“{barrier.Title}”已经办理，结果不能收回，所以不能退回到它前面的“{target.Title}”；请退回到它之后的步骤，或者在这一步写明意见办理。", "irreversible");
    }

    private static Undoing Describe(Burst burst, Standing standing, Unwinding unwinding)
    {
        var context = new ActivityContext(burst, standing.Chart);
        return new Undoing(
            new ReturnTarget(standing.Flowchart.StepOf(unwinding.Target), unwinding.Target.Execution),
            [.. unwinding.Passages.Where(passage => passage.Kind == PassageKind.Completed && passage.Number != unwinding.Target.Number).Select(standing.Flowchart.StepOf)],
            standing.Flowchart.Executions(context, unwinding, unwinding.Passages),
            [.. burst.Instance.OpenBookmarks.Where(wait => unwinding.Live.Exists(live => IsInside(wait.Execution, live)))],
            Barrier(burst, standing, unwinding));
    }

    /// <summary>The first step that cannot be undone, passed or standing open.</summary>
    private static CompiledActivity? Barrier(Burst burst, Standing standing, Unwinding unwinding)
    {
        foreach (var passage in unwinding.Passages)
            if (passage.Kind != PassageKind.Skipped && standing.Flowchart.StepOf(passage) is { Returns: ReturnRule.Barrier } passed) return passed;
        return unwinding.Live.Find(live => !live.Place.Activity.IsReversible(new ActivityContext(burst, live)))?.Place;
    }

    /// <summary>The flowchart a wait belongs to, and the step of it that the wait stands in.</summary>
    private static Standing? Standing(ActivityExecution execution)
    {
        for (var step = execution; step.Parent is { } around; step = around)
            if (around is { Status: ActivityStatus.Running, Place.Activity: Flowchart flowchart }) return new Standing(flowchart, around, step);
        return null;
    }

    private static bool IsInside(ActivityExecution? execution, ActivityExecution container) =>
        execution is not null && (execution == container || IsInside(execution.Parent, container));
}

internal sealed record Standing(Flowchart Flowchart, ActivityExecution Chart, ActivityExecution Step);
