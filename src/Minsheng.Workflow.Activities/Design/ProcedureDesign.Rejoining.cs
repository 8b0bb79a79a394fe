using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>How arrows follow steps that change their place in the order.</summary>
public sealed partial class ProcedureDesign
{
    /// <summary>Joins steps that have just been made to the one they were made behind.</summary>
    private void Follow(StepAddress address, IReadOnlyList<StepAddress> made)
    {
        var (step, container) = (RequireStep(address), RequireScope(address.Scope));
        if (!StepTree.IsChart(container))
        {
            var list = List(container, "activities");
            var behind = list.IndexOf(step) + 1;
            foreach (var (index, one) in made.Where(one => one.Scope == address.Scope).Index()) Reorder(one, behind + index - list.IndexOf(RequireStep(one)));
            return;
        }
        if (StepPorts.Of(step).Count == 0) throw new DesignRefusedException("after-end", $"“{StepTree.Title(step)}”是结束，后面不能再有步骤，没有添加；请选它前面的一步。");
        if (made is [var only]) PutBehind(address.Scope, address.Id, only.Id);
        // Whoever pastes several has drawn how they hang together: only the first is joined.
        else if (made is [var first, ..] && FreePort(container, address.Id, step) is { } port) Connect(address.Scope, address.Id, port, first.Id);
    }

    /// <summary>Between a step and where it ordinarily leads.</summary>
    private void PutBehind(string scope, string before, string id)
    {
        var chart = RequireScope(scope);
        var (holder, step) = (RequireStep(new StepAddress(scope, before)), RequireStep(new StepAddress(scope, id)));
        if (NewSteps.FirstPort(holder) is not { } port) return;
        var taken = Way.In(chart).FindAll(way => way.From == before && way.Port == port && way.To != id);
        Connect(scope, before, port, id);
        if (taken.Count == 0 || NewSteps.FirstPort(step) is not { } own) return;
        Disconnect(scope, [.. taken.Select(way => way.Key)]);
        foreach (var way in taken) Connect(scope, id, own, way.To);
    }

    /// <summary>Two steps in a row change places; what led to the first leads to the second, and on from the second to the first.</summary>
    private void Swap(JsonObject chart, (string Id, JsonObject Step) first, (string Id, JsonObject Step) second)
    {
        var (ways, order, next) = (Way.In(chart), OrderOf(chart), Onward(chart, second.Id));
        var between = ways.FindAll(way => way.From == first.Id && way.To == second.Id);
        foreach (var way in ways.Where(way => way.To == first.Id && way.From != second.Id && order.GetValueOrDefault(way.From) < order[first.Id])) Lead(chart, way, second.Id);
        if (next is null)
        {
            foreach (var way in between) TakeOut(way.Json);
            Journal.Add(List(chart, "connections"), Way.Json(second.Id, NewSteps.FirstPort(second.Step) ?? Outcomes.Done, first.Id));
        }
        else if (next != first.Id)
        {
            foreach (var way in ways.Where(way => way.From == second.Id && way.To == next)) Lead(chart, way, first.Id);
            foreach (var way in between) Lead(chart, way, next);
        }
        var (upper, lower) = (Spot(first.Step), Spot(second.Step));
        if (upper == lower) return;
        Place(second.Step, upper.X, upper.Y);
        Place(first.Step, lower.X, lower.Y);
    }

    /// <summary>Where a step passes on to in the ordinary course: by its first outcome, else by whichever leads forward.</summary>
    private static string? Onward(JsonObject chart, string id)
    {
        if (!StepTree.ById(chart).TryGetValue(id, out var step)) return null;
        var ways = Way.In(chart).FindAll(way => way.From == id && way.To != id);
        if (ways.FindIndex(way => way.Port == NewSteps.FirstPort(step)) is >= 0 and var main) return ways[main].To;
        var order = OrderOf(chart);
        return ways.FindIndex(way => order.GetValueOrDefault(way.To) > order.GetValueOrDefault(id)) is >= 0 and var forward ? ways[forward].To : null;
    }

    /// <summary>The outcome by which a step passes on in the ordinary course; null where it ends, or an arrow leaves by it already.</summary>
    private static string? FreePort(JsonObject chart, string id, JsonObject step) =>
        NewSteps.FirstPort(step) is { } port && !Way.In(chart).Exists(way => way.From == id && way.Port == port) ? port : null;

    /// <summary>Leads an arrow to another step; one that is drawn there already stays alone.</summary>
    private void Lead(JsonObject chart, DrawnWay way, string to)
    {
        if (Way.In(chart).Exists(other => other.Json != way.Json && other.From == way.From && other.Port == way.Port && other.To == to))
        {
            TakeOut(way.Json);
            return;
        }
        Point(way.Json, "target", to, null);
        // Bends drawn for another target make no sense.
        Journal.Remove(way.Json, "vertices");
    }

    /// <summary>Cuts a step's arrows: what led to it leads on to where it led; arrows to itself go with it.</summary>
    /// <param name="instead">Where other steps' arrows to it lead now; null for wherever it led on.</param>
    /// <exception cref="DesignRefusedException">It leads to several steps, which no longer stand on its level.</exception>
    private (string? Next, List<JsonObject> Own) Detach(JsonObject container, string id, string? instead)
    {
        if (!StepTree.IsChart(container)) return (null, []);
        var ways = Way.In(container);
        var targets = ways.Where(way => way.From == id && way.To != id).Select(way => way.To).Distinct().ToList();
        if (targets.Count > 1) throw new DesignRefusedException("many-exits", $"这一步通向 {targets.Count} 个步骤，换一层以后只能有一个去处，没有移动；请先改它的“之后”。");
        var next = targets.FirstOrDefault();
        foreach (var way in ways.Where(way => way.From == id)) TakeOut(way.Json);
        foreach (var way in ways.Where(way => way.To == id && way.From != id))
        {
            var to = instead is null || way.From == instead ? next : instead;
            if (to is null || to == way.From) TakeOut(way.Json);
            else Lead(container, way, to);
        }
        return (next, [.. ways.Where(way => way.From == id && way.To == id).Select(way => way.Json)]);
    }
}
