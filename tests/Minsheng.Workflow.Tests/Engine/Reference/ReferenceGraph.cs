namespace Minsheng.Workflow.Tests.Engine.Reference;

/// <summary>Which arrows of a flowchart lead forward, which lead back, and whether they may. Slow and plain.</summary>
internal sealed class ReferenceGraph
{
    private readonly Step _flowchart;
    private readonly List<Arrow> _forward = [];

    /// <param name="trigger">The step that started the run, if one did; it counts only where it stands.</param>
    public ReferenceGraph(Step flowchart, string? trigger = null)
    {
        _flowchart = flowchart;
        Start = flowchart.Inside.FirstOrDefault(step => step.Id == trigger) ?? FindStart();
        if (Start is null) return;

        var reached = new List<string> { Start.Id };
        for (var next = 0; next < reached.Count; next++)
        {
            foreach (var arrow in Outbound(reached[next]))
            {
                if (!CanReach(arrow.To, arrow.From)) _forward.Add(arrow);
                if (!reached.Contains(arrow.To)) reached.Add(arrow.To);
            }
        }
    }

    public Step? Start { get; }

    public List<Arrow> Outbound(string id) => [.. _flowchart.Arrows.Where(arrow => arrow.From == id)];

    public List<Arrow> ForwardInbound(string id) => [.. _forward.Where(arrow => arrow.To == id)];

    public bool IsBackward(Arrow arrow) => !_forward.Contains(arrow);

    /// <summary>Every path from the source back to the start contains the target.</summary>
    public bool IsValidBackward(Arrow arrow) => PathsToStart(arrow.From, []).TrueForAll(path => path.Contains(arrow.To));

    /// <summary>Arrows that lead back into something that is not on every way there.</summary>
    public List<int> InvalidBackwardArrows() =>
        [.. Enumerable.Range(0, _flowchart.Arrows.Count).Where(index => IsBackward(_flowchart.Arrows[index]) && !IsValidBackward(_flowchart.Arrows[index]))];

    public List<string> Ancestors(string id)
    {
        var ancestors = new List<string>();
        foreach (var arrow in ForwardInbound(id))
        {
            ancestors.Add(arrow.From);
            ancestors.AddRange(Ancestors(arrow.From));
        }
        return [.. ancestors.Distinct()];
    }

    private Step? FindStart() =>
        _flowchart.Inside.FirstOrDefault(step => step.Kind == Kind.Start)
        ?? _flowchart.Inside.FirstOrDefault(step => step.CanStart)
        ?? _flowchart.Inside.FirstOrDefault(step => !_flowchart.Arrows.Exists(arrow => arrow.To == step.Id))
        ?? _flowchart.Inside.FirstOrDefault();

    private bool CanReach(string from, string to) =>
        from == to || _forward.Exists(arrow => arrow.From == from && CanReach(arrow.To, to));

    private List<List<string>> PathsToStart(string id, List<string> soFar)
    {
        List<string> path = [.. soFar, id];
        return id == Start!.Id ? [path] : [.. ForwardInbound(id).SelectMany(arrow => PathsToStart(arrow.From, path))];
    }
}
