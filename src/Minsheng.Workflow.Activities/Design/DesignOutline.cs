namespace Minsheng.Workflow.Activities.Design;

/// <summary>The written order of a procedure at one moment: its lines, what each stands in, and which are seen while some are folded.</summary>
public sealed class DesignOutline
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly int[] _parents;

    public DesignOutline(IReadOnlyList<OutlineLine> lines)
    {
        Lines = lines;
        _parents = new int[lines.Count];
        var open = new Stack<int>();
        var (positions, sizes) = (new int[lines.Count], new Dictionary<int, int>());
        for (var at = 0; at < lines.Count; at++)
        {
            _index.TryAdd(lines[at].Address.Path, at);
            while (open.TryPeek(out var above) && lines[above].Depth >= lines[at].Depth) open.Pop();
            _parents[at] = open.TryPeek(out var parent) ? parent : -1;
            positions[at] = sizes[_parents[at]] = sizes.GetValueOrDefault(_parents[at]) + 1;
            open.Push(at);
        }
        Places = [.. lines.Select((_, at) => (positions[at], sizes[_parents[at]]))];
    }

    public static DesignOutline Empty { get; } = new([]);

    public IReadOnlyList<OutlineLine> Lines { get; }

    /// <summary>Place among those of the same level, and how many they are.</summary>
    public IReadOnlyList<(int Position, int Size)> Places { get; }

    public static DesignOutline Of(ProcedureDesign design, DesignNames names) => new(OutlineLine.Of(design, names));

    /// <summary>The line of a step; of one that has none, e.g. the body of a loop, the line it stands in.</summary>
    public OutlineLine? At(StepAddress address)
    {
        for (var at = address; !at.IsRoot; at = StepAddress.Parse(at.Scope))
            if (_index.TryGetValue(at.Path, out var index)) return Lines[index];
        return null;
    }

    public int IndexOf(OutlineLine line) => _index[line.Address.Path];

    public OutlineLine? ParentOf(OutlineLine line) => _parents[IndexOf(line)] is >= 0 and var parent ? Lines[parent] : null;

    /// <summary>The line before or after it on the same level.</summary>
    public OutlineLine? Beside(OutlineLine line, int by)
    {
        var (at, parent) = (IndexOf(line), _parents[IndexOf(line)]);
        for (var next = at + by; next >= 0 && next < Lines.Count && Lines[next].Depth >= line.Depth; next += by)
            if (_parents[next] == parent) return Lines[next];
        return null;
    }

    /// <summary>What is left to see, by place in <see cref="Lines"/>.</summary>
    public IReadOnlyList<int> Visible(IReadOnlySet<string> folded)
    {
        var visible = new List<int>(Lines.Count);
        for (var at = 0; at < Lines.Count; at++)
        {
            visible.Add(at);
            if (!folded.Contains(Lines[at].Address.Path)) continue;
            var depth = Lines[at].Depth;
            while (at + 1 < Lines.Count && Lines[at + 1].Depth > depth) at++;
        }
        return visible;
    }
}
