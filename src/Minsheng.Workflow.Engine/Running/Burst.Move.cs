using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Moving;

namespace Minsheng.Workflow.Engine.Running;

/// <summary>What begins at once in a run that has come under another version.</summary>
public sealed partial class Burst
{
    /// <param name="plan">Ready; its instance is changed in place.</param>
    public static Burst Continue(CompiledDefinition definition, MovePlan plan, DateTimeOffset now, object? facts = null, ScriptGlobals? globals = null)
    {
        var burst = new Burst(definition, plan.Instance ?? throw new InvalidOperationException("The run cannot be moved as it is."), now, facts, globals);
        foreach (var step in plan.Continuations.OrderBy(step => step.Kind))
        {
            if (step.Container.Status != ActivityStatus.Running) continue;
            var context = new ActivityContext(burst, step.Container);
            switch (step.Kind)
            {
                case ContinueKind.Schedule: context.Schedule(step.Target!); break;
                case ContinueKind.Skip: ((Flowchart)step.Container.Place.Activity).SkipOwed(context, step.Target!); break;
                case ContinueKind.Complete: context.Complete(Running.Outcomes.Default); break;
                case ContinueKind.Settle: Flowchart.CompleteIfNothingPends(context); break;
            }
        }
        burst.Drain();
        return burst;
    }

    /// <summary>The run goes on, and nothing is open in it that a person, a date or another run could bring further.</summary>
    public bool IsStranded => Instance.Status == WorkflowStatus.Running && Instance.OpenBookmarks.Count == 0 && !Instance.Executions.Exists(live => live.Status == ActivityStatus.Faulted);
}
