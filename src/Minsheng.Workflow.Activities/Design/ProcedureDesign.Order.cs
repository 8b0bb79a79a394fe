using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>What is done to lines of the written order. Arrows follow, so that what is read first also happens first.</summary>
public sealed partial class ProcedureDesign
{
    /// <summary>Moves a step over the one read before or after it on its level.</summary>
    /// <param name="by">-1 up, 1 down.</param>
    public void Shift(StepAddress address, int by)
    {
        var (step, container) = (RequireLine(address), RequireScope(address.Scope));
        var order = InOrder(container);
        var at = order.FindIndex(one => one.Id == address.Id);
        var other = at + by >= 0 && at + by < order.Count ? order[at + by] : default;
        if (other.Step is null) throw new DesignRefusedException("no-further", $"“{StepTree.Title(step)}”已经是这一层的{(by < 0 ? "第一步" : "最后一步")}，没有移动；要移到别的层，请用“缩进”或“提升”。");
        var (first, second) = by < 0 ? (other, order[at]) : (order[at], other);
        Do($"移动“{Short(StepTree.Title(step))}”", null, () =>
        {
            if (StepTree.IsChart(container)) PutAhead(container, second, first);
            else if (step.Parent is JsonArray && first.Step.Parent == second.Step.Parent) Reorder(address, by);
            else throw new DesignRefusedException("fixed-order", "这几步的先后由上一层的规则决定，没有移动；要改先后，请改上一层的那一步。");
        });
    }

    /// <summary>Puts a step into the container read before it; where there is none, into a group of its own.</summary>
    /// <returns>Where it stands now.</returns>
    public StepAddress Indent(StepAddress address)
    {
        var (step, container) = (RequireLine(address), RequireScope(address.Scope));
        if (StepTree.Type(step) == "Elsa.Start") throw new DesignRefusedException("start-stays", "“开始”要留在这一层的最前面，没有移动。");
        var order = InOrder(container);
        var before = order.FindIndex(one => one.Id == address.Id) is > 0 and var at ? order[at - 1] : default;
        var moved = StepAddress.Root;
        if (before.Step is null) throw new DesignRefusedException("first-stays", $"“{StepTree.Title(step)}”是这一层的第一步，上面没有可以放进去的组或循环，没有移动。");
        if (!StepTree.IsContainer(before.Step))
        {
            Do($"“{Short(StepTree.Title(step))}”放进新的一组", null, () => moved = new StepAddress(Wrap(address.Scope, [address.Id]).Path, address.Id));
            return moved;
        }
        Do($"“{Short(StepTree.Title(step))}”放进“{Short(StepTree.Title(before.Step))}”", null, () =>
        {
            var (next, own) = Detach(container, address.Id, before.Id);
            if (next is not null && next != before.Id && NewSteps.FirstPort(before.Step) is { } port && !Way.In(container).Exists(way => way.Way.From == before.Id && way.Way.Port == port))
                Connect(address.Scope, before.Id, port, next);
            var (inside, chart) = Drawable(new StepAddress(address.Scope, before.Id).Path);
            TakeOut(step);
            var tail = InOrder(chart).LastOrDefault(one => NewSteps.FirstPort(one.Step) is { } free && !Way.In(chart).Exists(way => way.Way.From == one.Id && way.Way.Port == free));
            Journal.Add(List(chart, "activities"), step);
            foreach (var way in own) Journal.Add(List(chart, "connections"), way);
            if (tail.Step is not null)
            {
                var (x, y) = Spot(tail.Step);
                Place(step, x, y + RowHeight);
                if (StepTree.IsChart(chart)) Connect(inside, tail.Id, NewSteps.FirstPort(tail.Step)!, address.Id);
            }
            moved = new StepAddress(inside, address.Id);
        });
        return moved;
    }

    /// <summary>Takes a step out of its container and puts it behind that.</summary>
    /// <returns>Where it stands now.</returns>
    public StepAddress Outdent(StepAddress address)
    {
        var (step, container) = (RequireLine(address), RequireScope(address.Scope));
        if (address.Scope.Length == 0) throw new DesignRefusedException("outermost", $"“{StepTree.Title(step)}”已经在最外层，不能再往外移，没有移动。");
        if (StepTree.Type(step) == "Elsa.Start") throw new DesignRefusedException("start-stays", "“开始”要留在这一层的最前面，没有移动。");
        var owner = StepAddress.Parse(address.Scope);
        // A loop holds its body as its only step: out of the body is out of the loop.
        while (Scope(owner.Scope) is { } around && !StepTree.IsList(around) && owner.Scope.Length > 0) owner = StepAddress.Parse(owner.Scope);
        var (outer, holder) = (RequireScope(owner.Scope), RequireStep(owner));
        if (!StepTree.IsList(outer)) throw new DesignRefusedException("fixed-order", "外面一层不能再放别的步骤，没有移动；请移到别的组里。");
        Do($"“{Short(StepTree.Title(step))}”移到“{Short(StepTree.Title(holder))}”外面", null, () =>
        {
            var (_, own) = Detach(container, address.Id, null);
            TakeOut(step);
            var (x, y) = Spot(holder);
            if (StepTree.IsChart(outer))
            {
                Journal.Add(List(outer, "activities"), step);
                foreach (var way in own) Journal.Add(List(outer, "connections"), way);
                PutBehind(owner.Scope, owner.Id, address.Id);
            }
            else Journal.Insert(List(outer, "activities"), List(outer, "activities").IndexOf(holder) + 1, step);
            Place(step, x, y + RowHeight);
        });
        return new StepAddress(owner.Scope, address.Id);
    }

    /// <summary>Puts a new step behind another of the same level, on the way that one ordinarily takes.</summary>
    public StepAddress AddBehind(StepAddress address, string type)
    {
        var (x, y) = Spot(RequireLine(address));
        var made = StepAddress.Root;
        Do($"添加“{NewSteps.NameOf(type)}”", null, () =>
        {
            made = Add(address.Scope, type, x, y + RowHeight);
            Follow(address, [made]);
        });
        return made;
    }

    /// <summary>Pastes behind a step of the same level; several keep the arrows among them.</summary>
    public IReadOnlyList<StepAddress> PasteBehind(StepAddress address, string text)
    {
        IReadOnlyList<StepAddress> pasted = [];
        var (x, y) = Spot(RequireLine(address));
        Do("粘贴", null, () =>
        {
            pasted = Paste(address.Scope, text, (x, y + RowHeight));
            Follow(address, pasted);
        });
        return pasted;
    }

    /// <summary>Takes a step out and joins what stood before it to what it led on to.</summary>
    public void TakeAway(StepAddress address)
    {
        var (step, container) = (RequireLine(address), RequireScope(address.Scope));
        Do($"删除“{Short(StepTree.Title(step))}”", null, () =>
        {
            if (StepTree.IsChart(container) && Onward(container, address.Id) is { } next)
                foreach (var (way, json, _) in Way.In(container).Where(way => way.Way.To == address.Id && way.Way.From != address.Id && way.Way.From != next))
                    Lead(container, way, json, next);
            Remove(address.Scope, [address.Id]);
        });
    }

    private const double RowHeight = 120;

    private JsonObject RequireLine(StepAddress address) =>
        address.IsRoot ? throw new DesignRefusedException("no-step", "没有选中步骤，没有改动；请先选一步。") : RequireStep(address);

    private void Follow(StepAddress address, IReadOnlyList<StepAddress> made)
    {
        var container = RequireScope(address.Scope);
        if (StepTree.IsChart(container))
        {
            if (StepPorts.Of(RequireStep(address)).Count == 0) throw new DesignRefusedException("after-end", $"“{StepTree.Title(RequireStep(address))}”是结束，后面不能再有步骤，没有添加；请选它前面的一步。");
            // Whoever pastes several has drawn how they hang together: only the first is joined.
            if (made.Count == 1) PutBehind(address.Scope, address.Id, made[0].Id);
            else if (made.Count > 1 && NewSteps.FirstPort(RequireStep(address)) is { } port && !Way.In(container).Exists(way => way.Way.From == address.Id && way.Way.Port == port)) Connect(address.Scope, address.Id, port, made[0].Id);
            return;
        }
        var list = List(container, "activities");
        var behind = list.IndexOf(RequireStep(address)) + 1;
        foreach (var (index, one) in made.Where(one => one.Scope == address.Scope).Index()) Reorder(one, behind + index - list.IndexOf(RequireStep(one)));
    }

    /// <summary>Between a step and where it ordinarily leads.</summary>
    private void PutBehind(string scope, string before, string id)
    {
        var chart = RequireScope(scope);
        var (holder, step) = (RequireStep(new StepAddress(scope, before)), RequireStep(new StepAddress(scope, id)));
        if (NewSteps.FirstPort(holder) is not { } port) return;
        var taken = Way.In(chart).FindAll(way => way.Way.From == before && way.Way.Port == port && way.Way.To != id);
        Connect(scope, before, port, id);
        if (taken.Count == 0 || NewSteps.FirstPort(step) is not { } own) return;
        Disconnect(scope, [.. taken.Select(way => way.Way.Key)]);
        foreach (var way in taken) Connect(scope, id, own, way.Way.To);
    }

    private static List<(string Id, JsonObject Step)> InOrder(JsonObject container)
    {
        var children = StepTree.Children(container).Where(child => StepTree.Type(child.Step).Length > 0).DistinctBy(child => child.Id).ToList();
        if (!StepTree.IsChart(container)) return children;
        var order = ReadingOrder.Of([.. children.Select(child => (child.Id, StepTree.Type(child.Step) == "Elsa.Start"))], [.. Way.In(container).Select(way => (way.Way.From, way.Way.To))]);
        return [.. children.OrderBy(child => order[child.Id])];
    }

    private void PutAhead(JsonObject chart, (string Id, JsonObject Step) second, (string Id, JsonObject Step) first)
    {
        if (StepTree.Type(first.Step) == "Elsa.Start") throw new DesignRefusedException("start-stays", "“开始”总在最前面，没有移动。");
        if (StepPorts.Of(second.Step).Count == 0) throw new DesignRefusedException("end-stays", $"“{StepTree.Title(second.Step)}”是结束，后面不能再有步骤，没有移动。");
        var ways = Way.In(chart);
        if (ways.Exists(way => way.Way.From == first.Id && way.Way.To == second.Id)) Swap(chart, first.Id, second.Id, ways);
        else
        {
            // Side by side: whichever arrow the file names first is read first.
            var list = List(chart, "connections");
            var (early, late) = (ways.FindIndex(way => way.Way.To == first.Id), ways.FindIndex(way => way.Way.To == second.Id));
            if (early >= 0 && late > early)
            {
                var (json, from, to) = (ways[late].Json, ways[late].Index, ways[early].Index);
                Journal.RemoveAt(list, from);
                Journal.Insert(list, to, json);
            }
            else if (first.Step.Parent is JsonArray steps && steps == second.Step.Parent)
            {
                Journal.RemoveAt(steps, steps.IndexOf(second.Step));
                Journal.Insert(steps, steps.IndexOf(first.Step), second.Step);
            }
        }
        var order = InOrder(chart);
        if (order.FindIndex(one => one.Id == second.Id) > order.FindIndex(one => one.Id == first.Id))
            throw new DesignRefusedException("not-in-line", $"“{StepTree.Title(second.Step)}”和“{StepTree.Title(first.Step)}”的先后由连线决定，没有移动；请改它们前面那一步的“之后”。");
    }

    /// <summary>Two steps in a row change places; what led to the first leads to the second, and on from the second to the first.</summary>
    private void Swap(JsonObject chart, string first, string second, List<(Way Way, JsonObject Json, int Index)> ways)
    {
        var order = InOrder(chart).Select((one, at) => (one.Id, at)).ToDictionary(one => one.Id, one => one.at, StringComparer.Ordinal);
        var next = Onward(chart, second);
        var secondStep = StepTree.Children(chart).First(child => child.Id == second).Step;
        foreach (var (way, json, _) in ways.Where(way => way.Way.To == first && way.Way.From != second && order.GetValueOrDefault(way.Way.From) < order[first])) Lead(chart, way, json, second);
        if (next is null)
        {
            foreach (var (_, json, _) in ways.Where(way => way.Way.From == first && way.Way.To == second)) Journal.RemoveAt(List(chart, "connections"), List(chart, "connections").IndexOf(json));
            Journal.Add(List(chart, "connections"), Way.Json(second, NewSteps.FirstPort(secondStep) ?? Outcomes.Done, first));
        }
        else if (next != first)
        {
            foreach (var (way, json, _) in ways.Where(way => way.Way.From == second && way.Way.To == next)) Lead(chart, way, json, first);
            foreach (var (way, json, _) in ways.Where(way => way.Way.From == first && way.Way.To == second)) Lead(chart, way, json, next);
        }
        var firstStep = StepTree.Children(chart).First(child => child.Id == first).Step;
        var (upper, lower) = (Spot(firstStep), Spot(secondStep));
        if (upper == lower) return;
        Place(secondStep, upper.X, upper.Y);
        Place(firstStep, lower.X, lower.Y);
    }

    /// <summary>Where a step passes on to in the ordinary course: by its first outcome, else by whichever leads forward.</summary>
    private static string? Onward(JsonObject chart, string id)
    {
        if (StepTree.Children(chart).FirstOrDefault(child => child.Id == id).Step is not { } step) return null;
        var ways = Way.In(chart).Where(way => way.Way.From == id && way.Way.To != id).Select(way => way.Way).ToList();
        if (ways.Find(way => way.Port == NewSteps.FirstPort(step)) is { } main) return main.To;
        var order = InOrder(chart).Select((one, at) => (one.Id, at)).ToDictionary(one => one.Id, one => one.at, StringComparer.Ordinal);
        return ways.Find(way => order.GetValueOrDefault(way.To) > order.GetValueOrDefault(id))?.To;
    }

    /// <summary>Leads an arrow to another step; one that is drawn there already stays alone.</summary>
    private void Lead(JsonObject chart, Way way, JsonObject json, string to)
    {
        if (Way.In(chart).Exists(other => other.Json != json && other.Way.From == way.From && other.Way.Port == way.Port && other.Way.To == to))
        {
            Journal.RemoveAt(List(chart, "connections"), List(chart, "connections").IndexOf(json));
            return;
        }
        Point(json, "target", to, null);
        // Bends drawn for another target make no sense.
        if (json["vertices"] is not null) Journal.Remove(json, "vertices");
    }

    /// <summary>Cuts a step's arrows: what led to it leads on to where it led; arrows to itself go with it.</summary>
    /// <param name="instead">Where other steps' arrows to it lead now; null for wherever it led on.</param>
    /// <exception cref="DesignRefusedException">It leads to several steps, which no longer stand on its level.</exception>
    private (string? Next, List<JsonObject> Own) Detach(JsonObject container, string id, string? instead)
    {
        if (!StepTree.IsChart(container)) return (null, []);
        var ways = Way.In(container);
        var targets = ways.Where(way => way.Way.From == id && way.Way.To != id).Select(way => way.Way.To).Distinct().ToList();
        if (targets.Count > 1) throw new DesignRefusedException("many-exits", $"这一步通向 {targets.Count} 个步骤，换一层以后只能有一个去处，没有移动；请先改它的“之后”。");
        var next = targets.FirstOrDefault();
        var own = new List<JsonObject>();
        foreach (var (way, json, _) in ways)
        {
            var list = List(container, "connections");
            if (way.From == id)
            {
                Journal.RemoveAt(list, list.IndexOf(json));
                if (way.To == id) own.Add(json);
            }
            else if (way.To == id)
            {
                var to = instead is null || way.From == instead ? next : instead;
                if (to is null || to == way.From) Journal.RemoveAt(list, list.IndexOf(json));
                else Lead(container, way, json, to);
            }
        }
        return (next, own);
    }
}
