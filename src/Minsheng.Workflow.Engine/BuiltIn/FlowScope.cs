using System.Text.Json.Serialization;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Engine.BuiltIn;

/// <summary>How often each step and arrow of a flowchart has been passed. Kept with the flowchart's execution.</summary>
internal sealed class FlowScope(int activities, int connections)
{
    [JsonConstructor]
    public FlowScope(int[] activityVisits, int[] connectionVisits, bool[] followed, PassageLog? passages) : this(0, 0) =>
        (ActivityVisits, ConnectionVisits, Followed, Passages) = (activityVisits, connectionVisits, followed, passages);

    public int[] ActivityVisits { get; } = new int[activities];
    public int[] ConnectionVisits { get; } = new int[connections];
    public bool[] Followed { get; } = new bool[connections];

    /// <summary>Null where nobody can go back.</summary>
    public PassageLog? Passages { get; set; }

    /// <summary>While a join withdraws what leads to it: on whose account.</summary>
    [JsonIgnore]
    public int WithdrawingFor { get; set; }

    public void Undo(FlowGraph graph, List<Passage> passages, HashSet<int> numbers)
    {
        foreach (var passage in passages) Count(graph, passage, -1);
        Passages!.All.RemoveAll(passage => numbers.Contains(passage.Number));
        Follow(graph, passages);
    }

    public void Redo(FlowGraph graph, List<Passage> passages)
    {
        foreach (var passage in passages) Count(graph, passage, 1);
        Passages!.Restore(passages);
        Follow(graph, passages);
    }

    private void Count(FlowGraph graph, in Passage passage, int times)
    {
        if (!passage.Backward) ActivityVisits[passage.Activity] += times;
        foreach (var arrow in graph.Outbound(passage.Activity)) ConnectionVisits[arrow.Slot] += times;
    }

    /// <summary>Which arrows were taken last, as far as the passages that are left can tell.</summary>
    private void Follow(FlowGraph graph, List<Passage> changed)
    {
        foreach (var activity in changed.Select(passage => passage.Activity).Distinct())
        {
            if (Passages!.Newest(activity) is not { } newest) continue;
            var arrows = graph.Outbound(activity);
            for (var position = 0; position < arrows.Count; position++) Followed[arrows[position].Slot] = (newest.Followed >> position & 1) != 0;
        }
    }
}
