using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>
/// The order in which a person reads a flowchart: from its start along the arrows, what comes together later after both ways to it.
/// What only leads back, e.g. what is done when a vote was void, is read right behind the step that leads to it.
/// </summary>
internal static class ReadingOrder
{
    /// <returns>The place of each step, from 0. Arrows to or from other steps are passed over.</returns>
    public static Dictionary<string, int> Of(IReadOnlyCollection<(string Id, JsonObject Step)> steps, IReadOnlyCollection<Way> ways)
    {
        var known = steps.Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        var drawn = ways.Where(way => known.Contains(way.From) && known.Contains(way.To)).ToList();
        var next = drawn.ToLookup(way => way.From, way => way.To, StringComparer.Ordinal);
        var entered = drawn.Where(way => way.From != way.To).Select(way => way.To).ToHashSet(StringComparer.Ordinal);
        var (seen, finished) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        // Starts first, then what nothing leads to, then whatever is left in loops of its own.
        var begins = steps.OrderBy(step => StepTree.Type(step.Step) == "Elsa.Start" ? 0 : !entered.Contains(step.Id) ? 1 : 2).Select(step => step.Id).ToList();
        var leadsOn = LeadsOn(begins, next);
        var groups = new List<string>();
        foreach (var begin in begins)
        {
            finished.Clear();
            Walk(begin, id => next[id].Reverse().OrderBy(to => leadsOn.Contains(to) ? 0 : 1), seen, finished);
            finished.Reverse();
            groups.AddRange(finished);
        }
        return groups.Select((id, index) => (id, index)).ToDictionary(one => one.id, one => one.index, StringComparer.Ordinal);
    }

    /// <summary>Steps from which the end is reached without going back.</summary>
    private static HashSet<string> LeadsOn(List<string> begins, ILookup<string, string> next)
    {
        var (on, seen, finished) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), new List<string>());
        foreach (var begin in begins)
        {
            finished.Clear();
            Walk(begin, id => next[id], seen, finished);
            // Whatever a step leads forward to is finished before it.
            foreach (var id in finished)
                if (!next[id].Any() || next[id].Any(on.Contains)) on.Add(id);
        }
        return on;
    }

    /// <summary>Depth first without recursion: a procedure may be thousands of steps long.</summary>
    private static void Walk(string begin, Func<string, IEnumerable<string>> next, HashSet<string> seen, List<string> finished)
    {
        if (!seen.Add(begin)) return;
        var open = new Stack<(string Id, IEnumerator<string> Followers)>();
        open.Push((begin, next(begin).GetEnumerator()));
        while (open.TryPeek(out var top))
        {
            if (!top.Followers.MoveNext())
            {
                finished.Add(open.Pop().Id);
                continue;
            }
            if (seen.Add(top.Followers.Current)) open.Push((top.Followers.Current, next(top.Followers.Current).GetEnumerator()));
        }
    }
}
