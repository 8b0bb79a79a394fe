namespace Minsheng.Workflow.Activities.Design;

/// <summary>Sorts steps into columns by how far they are from the beginning, and within a column by which line they continue.</summary>
internal sealed class LayoutColumns
{
    /// <summary>Lines further down are not kept free.</summary>
    private const int Deepest = 3;

    private readonly Dictionary<string, ChartStep> _steps;
    private readonly ILookup<string, string> _next, _before, _asides;
    private readonly HashSet<string> _goesBack;
    private readonly Dictionary<string, int> _rank = new(StringComparer.Ordinal), _slot = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _below = new(StringComparer.Ordinal);

    public LayoutColumns(DesignChart chart)
    {
        _steps = chart.Steps.ToDictionary(step => step.Id, StringComparer.Ordinal);
        var onward = chart.Ways.Where(way => !way.IsBack).ToList();
        _next = onward.ToLookup(way => way.From, way => way.To, StringComparer.Ordinal);
        _before = onward.ToLookup(way => way.To, way => way.From, StringComparer.Ordinal);
        _goesBack = chart.Ways.Where(way => way.IsBack && way.From != way.To).Select(way => way.From).ToHashSet(StringComparer.Ordinal);
        foreach (var step in chart.Steps) Rank(step);
        var line = MainLine(chart.Steps);
        var columns = chart.Steps.Where(step => !_below.ContainsKey(step.Id) && !IsBeginning(step)).GroupBy(step => _rank[step.Id]).OrderBy(group => group.Key).Select(group => group.ToList()).ToList();
        _asides = _below.ToLookup(one => one.Value, one => one.Key, StringComparer.Ordinal);
        All = [.. columns.Select(column => Column(column, line))];
        if (All.Count == 0) All = [new LayoutColumn([.. chart.Steps], null)];
    }

    public IReadOnlyList<LayoutColumn> All { get; }

    /// <summary>A beginning stands over the one step it leads to.</summary>
    private bool IsBeginning(ChartStep step) => step.Type == "Elsa.Start" && !_before[step.Id].Any() && _next[step.Id].Distinct().Count() == 1 && _steps.Count > 1;

    /// <summary>What only comes off one step and ends, or leads back, stands below it.</summary>
    private bool IsAside(ChartStep step) => _before[step.Id].Distinct().Count() == 1 && !_next[step.Id].Any() && (step.Type == "Elsa.End" || _goesBack.Contains(step.Id));

    private void Rank(ChartStep step)
    {
        if (IsAside(step) && _before[step.Id].First() is var owner && !_below.ContainsKey(owner) && !IsBeginning(_steps[owner]))
        {
            _below[step.Id] = owner;
            _rank[step.Id] = _rank.GetValueOrDefault(owner);
            return;
        }
        var rank = 0;
        foreach (var before in _before[step.Id])
            rank = Math.Max(rank, _rank.GetValueOrDefault(before) + (IsBeginning(_steps[before]) ? 0 : 1));
        _rank[step.Id] = rank;
    }

    /// <summary>The way that leads farthest.</summary>
    private HashSet<string> MainLine(IReadOnlyList<ChartStep> steps)
    {
        var far = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var step in steps.Reverse()) far[step.Id] = _next[step.Id].Select(next => far.GetValueOrDefault(next) + 1).DefaultIfEmpty().Max();
        var line = new HashSet<string>(StringComparer.Ordinal);
        for (var at = steps.MaxBy(step => far[step.Id])?.Id; at is not null && line.Add(at);) at = _next[at].MaxBy(next => far[next]);
        return line;
    }

    private LayoutColumn Column(List<ChartStep> steps, HashSet<string> line)
    {
        var slots = new List<ChartStep?>();
        // Where the step it comes from stands, so that a side way runs on along its own line.
        double Wish(ChartStep step) => line.Contains(step.Id) ? 0 : Math.Max(1, _before[step.Id].Select(before => (double)_slot.GetValueOrDefault(before)).DefaultIfEmpty(1).Average());
        foreach (var step in steps.OrderBy(Wish))
        {
            var wish = (int)Math.Round(Wish(step));
            if (!steps.Exists(other => line.Contains(other.Id))) wish = Math.Max(0, wish - 1);
            while (slots.Count < Math.Min(wish, Deepest)) slots.Add(null);
            Put(slots, step);
            foreach (var aside in _asides[step.Id]) Put(slots, _steps[aside]);
        }
        var above = steps.SelectMany(step => _before[step.Id]).Select(id => _steps[id]).FirstOrDefault(IsBeginning);
        return new LayoutColumn(slots, above);
    }

    private void Put(List<ChartStep?> slots, ChartStep step)
    {
        _slot[step.Id] = slots.Count;
        slots.Add(step);
    }
}
