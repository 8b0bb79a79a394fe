using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Slips in how the steps of one flowchart are wired.</summary>
internal static class ChartSlips
{
    public static IEnumerable<DesignProblem> Of(StepAddress chart, JsonObject json)
    {
        var steps = StepTree.Children(json).ToList();
        var ways = Way.In(json).ConvertAll(way => way.Way);
        var wired = ways.Select(way => (way.From, way.Port)).ToHashSet();
        var (leaving, entered) = (ways.Select(way => way.From).ToHashSet(StringComparer.Ordinal), ways.Select(way => way.To).ToHashSet(StringComparer.Ordinal));
        var begin = steps.Find(step => StepTree.Type(step.Step) == "Elsa.Start").Id ?? steps.Find(step => !entered.Contains(step.Id)).Id ?? (steps is [var only, ..] ? only.Id : null);
        var reached = Reach(begin, ways);
        foreach (var (id, step) in steps)
        {
            var (at, title) = (new StepAddress(chart.Path, id), StepTree.Title(step));
            if (!reached.Contains(id)) yield return DesignCheck.Slip(at, title, "unreachable", $"没有连线通到“{title}”，永远走不到这一步；请从前面的步骤连过来，或删去它。");
            var ports = StepPorts.Of(step);
            var open = ports.Where(port => !wired.Contains((id, port.Name))).ToList();
            // The last step of a chart ends it; half an end is a slip.
            if (open.Count == 0 || open.Count == ports.Count && reached.Contains(id) && !leaving.Contains(id) && ports.Count == 1) continue;
            if (open.Count == ports.Count && ports.Count > 1 && chart.IsRoot is false) continue;
            // Recurring work that has come to its end ends the group it stands in.
            foreach (var port in open.Where(port => chart.IsRoot || StepTree.Type(step) != "Minsheng.Cadence" || port.Name != "Ended"))
                yield return DesignCheck.Slip(at, title, "dead-end", $"“{title}”走“{port.Label}”以后没有下一步，办到这里就结束了；如果不是有意的，请连到下一步。", DesignCures.ForDeadEnd(at, step, json, port.Name));
        }
        foreach (var slip in Joins(chart, json, ways)) yield return slip;
    }

    private static IEnumerable<DesignProblem> Joins(StepAddress chart, JsonObject json, List<Way> ways)
    {
        var byId = StepTree.ById(json);
        var order = ReadingOrder.Of([.. byId.Select(step => (step.Key, step.Value))], ways);
        foreach (var (to, into) in ParallelArrivals.Of(ways, order, id => byId.TryGetValue(id, out var fork) && IsFork(fork)))
        {
            if (!byId.TryGetValue(to, out var step) || StepTree.Type(step) == "Elsa.FlowJoin") continue;
            var title = StepTree.Title(step);
            var from = string.Join("、", into.Select(way => way.From).Distinct().Select(id => $"“{(byId.TryGetValue(id, out var one) ? StepTree.Title(one) : id)}”"));
            yield return DesignCheck.Slip(new StepAddress(chart.Path, to), title, "implicit-join", $"同时办的几路（{from}）都通到“{title}”，会等齐了再往下走；请用“汇合”写明等到什么时候。", [DesignCures.ForJoin(chart.Path, to, title, [.. into.Select(way => way.Key)])]);
        }
    }

    private static bool IsFork(JsonObject step) => StepTree.Type(step) == "Elsa.FlowFork" || StepTree.Type(step) == "Elsa.FlowSwitch" && InputValue.Read(step["mode"]).Constant?.ToString() == "MatchAny";

    private static HashSet<string> Reach(string? begin, List<Way> ways)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (begin is null) return seen;
        var next = ways.ToLookup(way => way.From, way => way.To, StringComparer.Ordinal);
        var open = new Stack<string>([begin]);
        while (open.TryPop(out var id))
            if (seen.Add(id)) foreach (var to in next[id]) open.Push(to);
        return seen;
    }
}
