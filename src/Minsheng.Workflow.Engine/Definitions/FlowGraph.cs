namespace Minsheng.Workflow.Engine.Definitions;

/// <summary>One arrow of a flowchart, by local indices.</summary>
internal sealed record FlowConnection(int Index, int Source, string Port, int Target, string TargetPort, string Key)
{
    /// <summary>Leads back to a step that comes earlier.</summary>
    public bool IsBackward { get; set; }

    /// <summary>Where its passes are counted: as in Elsa, arrows drawn twice between the same ports share one count.</summary>
    public int Slot { get; init; } = Index;
}

/// <summary>A flowchart's arrows, told apart into forward and backward ones as Elsa does.</summary>
internal sealed class FlowGraph
{
    private readonly List<FlowConnection>[] _outbound;
    private readonly List<FlowConnection>[] _inbound;
    private readonly HashSet<int>?[] _ancestors;

    public FlowGraph(int count, int start, IReadOnlyList<FlowConnection> connections)
    {
        Start = start;
        Connections = connections;
        _outbound = [.. Enumerable.Range(0, count).Select(_ => new List<FlowConnection>())];
        _inbound = [.. Enumerable.Range(0, count).Select(_ => new List<FlowConnection>())];
        _ancestors = new HashSet<int>?[count];
        foreach (var connection in connections)
        {
            connection.IsBackward = true;
            _outbound[connection.Source].Add(connection);
        }
        if (start >= 0) FindForward(start);
        foreach (var connection in connections.Where(connection => !connection.IsBackward)) _inbound[connection.Target].Add(connection);
    }

    public int Start { get; }
    public IReadOnlyList<FlowConnection> Connections { get; }
    public IReadOnlyList<FlowConnection> Outbound(int activity) => _outbound[activity];
    public IReadOnlyList<FlowConnection> ForwardInbound(int activity) => _inbound[activity];
    public bool IsReachable(int activity) => activity == Start || _inbound[activity].Count > 0;

    /// <summary>Every step from which this one can be reached over forward arrows.</summary>
    public HashSet<int> Ancestors(int activity)
    {
        if (_ancestors[activity] is { } known) return known;
        var ancestors = new HashSet<int>();
        var queue = new Queue<int>([activity]);
        while (queue.TryDequeue(out var current))
            foreach (var connection in _inbound[current])
                if (ancestors.Add(connection.Source)) queue.Enqueue(connection.Source);
        return _ancestors[activity] = ancestors;
    }

    /// <summary>A backward arrow is sound when every way from the start to its source passes its target.</summary>
    public bool IsValidBackward(FlowConnection connection)
    {
        if (!IsReachable(connection.Source)) return true;
        if (connection.Source == connection.Target || connection.Target == Start) return true;
        // Without the target, can the source still be reached from the start?
        var seen = new HashSet<int> { connection.Source };
        var queue = new Queue<int>(seen);
        while (queue.TryDequeue(out var current))
        {
            if (current == Start) return false;
            foreach (var inbound in _inbound[current])
                if (inbound.Source != connection.Target && seen.Add(inbound.Source)) queue.Enqueue(inbound.Source);
        }
        return true;
    }

    /// <summary>Breadth first from the start: an arrow that would close a cycle with those accepted so far is backward.</summary>
    private void FindForward(int start)
    {
        var accepted = new Dictionary<int, HashSet<int>>();
        var visited = new HashSet<int>();
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var source))
        {
            if (!visited.Add(source)) continue;
            foreach (var connection in _outbound[source])
            {
                var target = connection.Target;
                if (!accepted.TryGetValue(source, out var targets)) accepted[source] = targets = [];
                if (!targets.Contains(target))
                {
                    if (Reaches(accepted, target, source)) continue;
                    targets.Add(target);
                }
                connection.IsBackward = false;
                if (!visited.Contains(target)) queue.Enqueue(target);
            }
        }
    }

    private static bool Reaches(Dictionary<int, HashSet<int>> edges, int from, int to)
    {
        if (from == to) return true;
        var seen = new HashSet<int> { from };
        var stack = new Stack<int>(seen);
        while (stack.TryPop(out var current))
        {
            if (!edges.TryGetValue(current, out var targets)) continue;
            foreach (var target in targets)
            {
                if (target == to) return true;
                if (seen.Add(target)) stack.Push(target);
            }
        }
        return false;
    }
}
