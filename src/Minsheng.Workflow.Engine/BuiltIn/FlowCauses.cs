using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.BuiltIn;

/// <summary>
/// What led to what in a flowchart. A cause is one number: 0 is the chart's start; below zero it is the one passage that
/// led here alone, over a backward arrow or as the first at a race; above zero it says how far the passages had come when
/// everything had arrived, so the newest of each source up to there were needed together.
/// </summary>
internal sealed class FlowCauses(FlowGraph graph, IReadOnlyList<Passage> passages)
{
    /// <summary>The passage itself and whatever followed from it.</summary>
    public HashSet<int> Consequences(int number)
    {
        var reached = new HashSet<int> { number };
        foreach (var passage in passages)
            if (passage.Number > number && (IsBecauseOf(passage.Activity, passage.Cause, reached) || passage.Kind == PassageKind.Withdrawn && reached.Contains(passage.WithdrawnFor)))
                reached.Add(passage.Number);
        return reached;
    }

    /// <summary>Passages that led to an execution of this step, the newest first.</summary>
    public List<Passage> LedTo(int activity, int cause)
    {
        var causes = Of(activity, cause).ToHashSet();
        var found = new List<Passage>();
        for (var index = passages.Count - 1; index >= 0; index--)
        {
            if (!causes.Contains(passages[index].Number)) continue;
            found.Add(passages[index]);
            causes.UnionWith(Of(passages[index].Activity, passages[index].Cause));
        }
        return found;
    }

    public bool IsBecauseOf(int activity, int cause, HashSet<int> numbers)
    {
        foreach (var number in Of(activity, cause))
            if (numbers.Contains(number)) return true;
        return false;
    }

    private IEnumerable<int> Of(int activity, int cause)
    {
        if (cause < 0) yield return -cause;
        if (cause <= 0) yield break;
        foreach (var inbound in graph.ForwardInbound(activity))
            for (var index = passages.Count - 1; index >= 0; index--)
            {
                if (passages[index].Activity != inbound.Source || passages[index].Number > cause) continue;
                yield return passages[index].Number;
                break;
            }
    }
}
