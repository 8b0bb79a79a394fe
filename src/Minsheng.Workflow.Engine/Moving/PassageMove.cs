using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.Moving;

/// <summary>Passages of a flowchart, by the positions of another version of it.</summary>
internal sealed class PassageMove(Flowchart was, Flowchart now, WorkflowInstance instance, StepMap map)
{
    private readonly FlowGraph _old = was.GraphOf(instance), _graph = now.GraphOf(instance);

    /// <summary>The step is there, and what leads to it and from it is as it was.</summary>
    public bool IsSame(int step) => map.Find(was.Activities[step]) is { } twin && IsSameInbound(twin)
        && Keys(_old.Outbound(step)).SetEquals(Keys(_graph.Outbound(twin.LocalIndex)));

    public bool IsSameInbound(CompiledActivity twin) =>
        was.Activities.FirstOrDefault(step => map.Find(step) == twin) is { } step && Keys(_old.ForwardInbound(step.LocalIndex)).SetEquals(Keys(_graph.ForwardInbound(twin.LocalIndex)));

    public PassageLog Of(PassageLog log) => new(log.Last, log.All.ConvertAll(Of));

    /// <returns>Null when a step is not there any more.</returns>
    public SetAside? Of(SetAside aside) =>
        aside.Passages.All.TrueForAll(passage => IsSame(passage.Activity)) && aside.Steps.Concat(aside.Withdrawn).All(step => map.Find(was.Activities[step.Activity]) is { } twin && twin.Type == was.Activities[step.Activity].Type)
            ? new SetAside(Of(aside.Passages), aside.Steps.ConvertAll(Of), aside.Withdrawn.ConvertAll(Of), aside.Executions)
            : null;

    private StepAside Of(StepAside step) => step with
    {
        Activity = map.Find(was.Activities[step.Activity])!.LocalIndex,
        Comeback = step.Comeback is { SetAside: { } further } comeback ? comeback with { SetAside = Of(further) } : step.Comeback,
    };

    private Passage Of(Passage passage)
    {
        var activity = map.Find(was.Activities[passage.Activity])!.LocalIndex;
        var (before, after, followed) = (_old.Outbound(passage.Activity), _graph.Outbound(activity), 0L);
        for (var position = 0; position < after.Count && position < PassageLog.MostArrows; position++)
            for (var other = 0; other < before.Count && other < PassageLog.MostArrows; other++)
                if (before[other].Key == after[position].Key && (passage.Followed >> other & 1) != 0) followed |= 1L << position;
        return passage with { Activity = activity, Followed = followed };
    }

    private static HashSet<string> Keys(IEnumerable<FlowConnection> arrows) => [.. arrows.Select(arrow => arrow.Key)];
}
