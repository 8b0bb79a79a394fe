using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.Moving;

/// <summary>A chart of the old version from which steps of a new one come, with what it has counted.</summary>
/// <param name="Shift">How many more times the new chart has been gone through than the old one: each execution of a chart counts from zero.</param>
internal sealed record ChartSource(Flowchart Chart, FlowGraph Graph, FlowScope Scope, int Shift)
{
    public static ChartSource Of(ActivityExecution chart, WorkflowInstance instance, int shift) =>
        new((Flowchart)chart.Place.Activity, ((Flowchart)chart.Place.Activity).GraphOf(instance), chart.Load<FlowScope>()!, shift);
}

/// <summary>A step of a new chart where it stood before.</summary>
internal sealed record StepOrigin(ChartSource Source, int Step)
{
    public FlowGraph Graph => Source.Graph;
    public int Visits => Math.Max(0, Source.Scope.ActivityVisits[Step] + Source.Shift);

    /// <summary>How often it was left, whatever way it was entered.</summary>
    public int Leaves
    {
        get
        {
            var most = Source.Scope.ActivityVisits[Step];
            foreach (var arrow in Graph.Outbound(Step)) most = Math.Max(most, Source.Scope.ConnectionVisits[arrow.Slot] / ChartMove.Twins(Graph, arrow));
            return Math.Max(0, most + Source.Shift);
        }
    }

    public bool WasFollowed(FlowConnection arrow) => Source.Scope.Followed[arrow.Slot];

    /// <summary>The old chart skipped it: no way led there.</summary>
    public bool WasPassedBy => Graph.ForwardInbound(Step) is { Count: > 0 } arrows && arrows.All(arrow => Source.Scope.ConnectionVisits[arrow.Slot] > 0 && !WasFollowed(arrow));
}
