namespace Minsheng.Workflow.Activities.Design;

/// <summary>Where branches that are handled at the same time arrive at one step, which then waits for all of them without anybody having said so.</summary>
internal static class ParallelArrivals
{
    /// <param name="order">Places in the reading order; arrows to an earlier step go back and wait for nobody.</param>
    /// <param name="isParallel">Whether different ways out of a step are taken together.</param>
    /// <returns>The steps, with the arrows concerned.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<Way>> Of(IReadOnlyList<Way> ways, IReadOnlyDictionary<string, int> order, Func<string, bool> isParallel)
    {
        var forward = ways.Where(way => order.GetValueOrDefault(way.To) > order.GetValueOrDefault(way.From)).ToList();
        var from = forward.ToLookup(way => way.From, StringComparer.Ordinal);
        var crowded = forward.GroupBy(way => way.To).Where(into => into.Count() > 1).ToDictionary(into => into.Key, into => into.ToList(), StringComparer.Ordinal);
        var found = new Dictionary<string, IReadOnlyList<Way>>(StringComparer.Ordinal);
        if (crowded.Count == 0) return found;
        foreach (var fork in from)
        {
            var branches = isParallel(fork.Key) ? [.. fork.Select(way => new[] { way })] : fork.GroupBy(way => way.Port).Where(port => port.Count() > 1).SelectMany(port => port.Select(way => new[] { way })).ToList();
            if (branches.Count < 2) continue;
            var reached = branches.ConvertAll(branch => Reached(branch[0], from));
            foreach (var (to, into) in crowded)
            {
                // Two branches meet here where each brings an arrow of its own.
                var brought = reached.Select(ways => into.FindAll(ways.Contains)).Where(arrows => arrows.Count > 0).ToList();
                if (brought.Count < 2 || brought.SelectMany(arrows => arrows).Distinct().Count() < 2 || brought.TrueForAll(arrows => arrows.Count == into.Count)) continue;
                found[to] = into;
            }
        }
        return found;
    }

    private static HashSet<Way> Reached(Way first, ILookup<string, Way> from)
    {
        var seen = new HashSet<Way>();
        var open = new Stack<Way>([first]);
        while (open.TryPop(out var way))
            if (seen.Add(way)) foreach (var next in from[way.To]) open.Push(next);
        return seen;
    }
}
