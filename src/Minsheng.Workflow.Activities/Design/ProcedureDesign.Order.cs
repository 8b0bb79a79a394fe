using System.Text.Json.Nodes;

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
        Do($"移动{Named(step)}", () =>
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
        RequireMovable(step);
        var order = InOrder(container);
        var before = order.FindIndex(one => one.Id == address.Id) is > 0 and var at ? order[at - 1] : default;
        if (before.Step is null) throw new DesignRefusedException("first-stays", $"“{StepTree.Title(step)}”是这一层的第一步，上面没有可以放进去的组或循环，没有移动。");
        if (!StepTree.IsContainer(before.Step))
            return Do($"{Named(step)}放进新的一组", () => new StepAddress(Wrap(address.Scope, [address.Id]).Path, address.Id));
        return Do($"{Named(step)}放进{Named(before.Step)}", () =>
        {
            var (next, own) = Detach(container, address.Id, before.Id);
            if (next is not null && next != before.Id && FreePort(container, before.Id, before.Step) is { } port) Connect(address.Scope, before.Id, port, next);
            var (inside, chart) = Drawable(new StepAddress(address.Scope, before.Id).Path);
            TakeOut(step);
            var tail = InOrder(chart).LastOrDefault(one => FreePort(chart, one.Id, one.Step) is not null);
            Journal.Add(List(chart, "activities"), step);
            foreach (var way in own) Journal.Add(List(chart, "connections"), way);
            if (tail.Step is not null)
            {
                var (x, y) = Spot(tail.Step);
                Place(step, x, y + RowHeight);
                if (StepTree.IsChart(chart)) Connect(inside, tail.Id, NewSteps.FirstPort(tail.Step)!, address.Id);
            }
            return new StepAddress(inside, address.Id);
        });
    }

    /// <summary>Takes a step out of its container and puts it behind that.</summary>
    /// <returns>Where it stands now.</returns>
    public StepAddress Outdent(StepAddress address)
    {
        var (step, container) = (RequireLine(address), RequireScope(address.Scope));
        if (address.Scope.Length == 0) throw new DesignRefusedException("outermost", $"“{StepTree.Title(step)}”已经在最外层，不能再往外移，没有移动。");
        RequireMovable(step);
        var owner = StepAddress.Parse(address.Scope);
        // A loop holds its body as its only step: out of the body is out of the loop.
        while (Scope(owner.Scope) is { } around && !StepTree.IsList(around) && owner.Scope.Length > 0) owner = StepAddress.Parse(owner.Scope);
        var (outer, holder) = (RequireScope(owner.Scope), RequireStep(owner));
        if (!StepTree.IsList(outer)) throw new DesignRefusedException("fixed-order", "外面一层不能再放别的步骤，没有移动；请移到别的组里。");
        Do($"{Named(step)}移到{Named(holder)}外面", () =>
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
        return Do($"添加“{NewSteps.NameOf(type)}”", () =>
        {
            var made = Add(address.Scope, type, x, y + RowHeight);
            Follow(address, [made]);
            return made;
        });
    }

    /// <summary>Pastes behind a step of the same level; several keep the arrows among them.</summary>
    public IReadOnlyList<StepAddress> PasteBehind(StepAddress address, string text)
    {
        var (x, y) = Spot(RequireLine(address));
        return Do("粘贴", () =>
        {
            var pasted = Paste(address.Scope, text, (x, y + RowHeight));
            Follow(address, pasted);
            return pasted;
        });
    }

    /// <summary>Takes a step out and joins what stood before it to what it led on to.</summary>
    public void TakeAway(StepAddress address)
    {
        var (step, container) = (RequireLine(address), RequireScope(address.Scope));
        Do($"删除{Named(step)}", () =>
        {
            if (StepTree.IsChart(container) && Onward(container, address.Id) is { } next)
                foreach (var way in Way.In(container).Where(way => way.To == address.Id && way.From != address.Id && way.From != next)) Lead(container, way, next);
            Remove(address.Scope, [address.Id]);
        });
    }

    private JsonObject RequireLine(StepAddress address) =>
        address.IsRoot ? throw new DesignRefusedException("no-step", "没有选中步骤，没有改动；请先选一步。") : RequireStep(address);

    private static void RequireMovable(JsonObject step)
    {
        if (StepTree.Type(step) == "Elsa.Start") throw new DesignRefusedException("start-stays", "“开始”总在最前面，没有移动。");
    }

    private static List<(string Id, JsonObject Step)> InOrder(JsonObject container)
    {
        var lines = Lines(container);
        if (!StepTree.IsChart(container)) return lines;
        var order = OrderOf(container);
        return [.. lines.OrderBy(line => order[line.Id])];
    }

    private static List<(string Id, JsonObject Step)> Lines(JsonObject container) =>
        [.. StepTree.Children(container).Where(child => StepTree.Type(child.Step).Length > 0).DistinctBy(child => child.Id)];

    private static Dictionary<string, int> OrderOf(JsonObject chart) => ReadingOrder.Of(Lines(chart), Way.In(chart).ConvertAll(way => way.Way));

    private void PutAhead(JsonObject chart, (string Id, JsonObject Step) second, (string Id, JsonObject Step) first)
    {
        RequireMovable(first.Step);
        if (StepPorts.Of(second.Step).Count == 0) throw new DesignRefusedException("end-stays", $"“{StepTree.Title(second.Step)}”是结束，后面不能再有步骤，没有移动。");
        var ways = Way.In(chart);
        if (ways.Exists(way => way.From == first.Id && way.To == second.Id)) Swap(chart, first, second);
        else
        {
            // Side by side: whichever arrow the file names first is read first.
            var list = List(chart, "connections");
            var (early, late) = (ways.FindIndex(way => way.To == first.Id), ways.FindIndex(way => way.To == second.Id));
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
        var order = OrderOf(chart);
        if (order[second.Id] > order[first.Id])
            throw new DesignRefusedException("not-in-line", $"“{StepTree.Title(second.Step)}”和“{StepTree.Title(first.Step)}”的先后由连线决定，没有移动；请改它们前面那一步的“之后”。");
    }
}
