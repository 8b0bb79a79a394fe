using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Design;

public sealed partial class ProcedureDesign
{
    /// <summary>Longest name of a step.</summary>
    public const int LongestTitle = 60;

    /// <summary>Puts a new step into a container; behind another one when an outcome of it is given.</summary>
    /// <returns>Where it stands.</returns>
    public StepAddress Add(string scope, string type, double x, double y, (string Id, string Port)? after = null)
    {
        var made = StepAddress.Root;
        Do($"添加“{NewSteps.NameOf(type)}”", null, () =>
        {
            var (inside, chart) = Drawable(scope);
            var json = NewSteps.Make(type, NewId(type), NewTitle(chart, NewSteps.NameOf(type)));
            Journal.Add(List(chart, "activities"), json);
            Place(json, x, y);
            made = new StepAddress(inside, StepTree.Id(json));
            if (after is not { } source) return;
            var ways = Way.In(chart).FindAll(way => way.Way.From == source.Id && way.Way.Port == source.Port);
            Connect(inside, source.Id, source.Port, made.Id);
            // Put between two steps it passes on to where the arrow led before.
            if (ways is [var only] && NewSteps.FirstPort(json) is { } port)
            {
                Disconnect(inside, [only.Way.Key]);
                Connect(inside, made.Id, port, only.Way.To);
            }
        });
        return made;
    }

    /// <summary>Takes steps out, with the arrows that lead to and from them.</summary>
    public void Remove(string scope, IReadOnlyCollection<string> ids)
    {
        if (ids.Count == 0) return;
        var container = RequireScope(scope);
        var label = ids.Count == 1 && Find(new StepAddress(scope, ids.First())) is { } only ? $"删除“{Short(StepTree.Title(only))}”" : $"删除 {ids.Count} 个步骤";
        Do(label, null, () =>
        {
            var ways = Way.In(container);
            for (var index = ways.Count - 1; index >= 0; index--)
                if (ids.Contains(ways[index].Way.From) || ids.Contains(ways[index].Way.To)) Journal.RemoveAt(List(container, "connections"), ways[index].Index);
            foreach (var step in StepTree.Children(container).Where(child => ids.Contains(child.Id)).Select(child => child.Step).ToList()) TakeOut(step);
        });
    }

    public void Move(string scope, IReadOnlyCollection<(string Id, double X, double Y)> places, bool isLayout = false)
    {
        if (places.Count == 0) return;
        var inside = StepTree.Children(RequireScope(scope)).DistinctBy(child => child.Id).ToDictionary(child => child.Id, child => child.Step, StringComparer.Ordinal);
        var key = isLayout ? null : $"move {scope} {string.Join(' ', places.Select(place => place.Id))}";
        Do(isLayout ? "自动排版" : "移动", key, () =>
        {
            foreach (var (id, x, y) in places)
                if (inside.TryGetValue(id, out var step)) Place(step, x, y);
            // Bends drawn for the old places make no sense at the new ones.
            if (isLayout) foreach (var way in Way.In(RequireScope(scope)).Where(way => way.Json["vertices"] is JsonArray { Count: > 0 })) Journal.Remove(way.Json, "vertices");
        });
    }

    public void Rename(StepAddress address, string title)
    {
        title = title.Trim();
        if (title.Length == 0) throw new DesignRefusedException("no-title", "步骤要有名称，没有改动；请写上办什么事，如“主任会议研究”。");
        if (title.Length > LongestTitle) throw new DesignRefusedException("long-title", $"名称有 {title.Length} 个字，最长 {LongestTitle} 个字，没有改动；细节请写到“办理说明”或“备注”里。");
        var step = RequireStep(address);
        if (StepTree.Title(step) == title) return;
        Do($"改名为“{Short(title)}”", null, () => Journal.Set(Member(step, "metadata"), "displayText", title));
    }

    /// <summary>Sets an input as the file writes it; null takes it out, so that the default holds.</summary>
    public void SetInput(StepAddress address, string name, JsonNode? value)
    {
        var step = RequireStep(address);
        if (JsonNode.DeepEquals(step[name], value) && step.ContainsKey(name) == value is not null) return;
        Do($"修改“{Short(StepTree.Title(step))}”", null, () =>
        {
            if (value is null) Journal.Remove(step, name);
            else Journal.Set(step, name, value.DeepClone());
        });
    }

    /// <summary>Sets a custom property in words, e.g. legalBasis, note, stage; empty takes it out.</summary>
    public void SetProperty(StepAddress address, string name, string? text)
    {
        var step = RequireStep(address);
        var properties = step["customProperties"] as JsonObject;
        var value = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        if (StepTree.Text(properties?[name]) == value) return;
        Do($"修改“{Short(StepTree.Title(step))}”", null, () =>
        {
            if (value is not null) Journal.Set(Member(step, "customProperties"), name, value);
            else if (properties is not null) Journal.Remove(properties, name);
        });
    }

    /// <summary>Changes the order in the file: the order of a sequence, and the reading order of the outline.</summary>
    public void Reorder(StepAddress address, int by)
    {
        var step = RequireStep(address);
        if (step.Parent is not JsonArray list) return;
        var (from, to) = (list.IndexOf(step), Math.Clamp(list.IndexOf(step) + by, 0, list.Count - 1));
        if (from == to) return;
        Do("调整次序", null, () =>
        {
            Journal.RemoveAt(list, from);
            Journal.Insert(list, to, step);
        });
    }

    /// <summary>Puts steps of a flowchart into a flowchart of their own. Everything that leads out of them must lead to one step.</summary>
    public StepAddress Wrap(string scope, IReadOnlyCollection<string> ids, string title = "步骤组")
    {
        var made = StepAddress.Root;
        var container = RequireScope(scope);
        if (!StepTree.IsChart(container)) throw new DesignRefusedException("not-a-chart", "只有流程图里的步骤能合成一组，没有改动。");
        var inside = StepTree.Children(container).Where(child => ids.Contains(child.Id)).ToList();
        if (inside.Count == 0) throw new DesignRefusedException("nothing-chosen", "没有选中步骤，请先选中要合成一组的步骤。");
        var ways = Way.In(container);
        var leaving = ways.Where(way => ids.Contains(way.Way.From) && !ids.Contains(way.Way.To)).Select(way => way.Way.To).Distinct().ToList();
        if (leaving.Count > 1) throw new DesignRefusedException("many-exits", $"选中的步骤通向外面 {leaving.Count} 个步骤，合成一组后只能有一个去处，没有改动；请少选几个，或先改连线。");
        Do($"把 {inside.Count} 个步骤合成一组", null, () =>
        {
            var group = NewSteps.Make("Elsa.Flowchart", NewId("Elsa.Flowchart"), NewTitle(container, title));
            var spots = inside.Select(child => Spot(child.Step)).ToList();
            Journal.Add(List(container, "activities"), group);
            Place(group, spots.Average(spot => spot.X), spots.Average(spot => spot.Y));
            made = new StepAddress(scope, StepTree.Id(group));
            var entering = ways.Where(way => !ids.Contains(way.Way.From) && ids.Contains(way.Way.To)).Select(way => way.Way).ToList();
            for (var index = ways.Count - 1; index >= 0; index--)
            {
                var (way, json, at) = ways[index];
                if (!ids.Contains(way.From) && !ids.Contains(way.To)) continue;
                Journal.RemoveAt(List(container, "connections"), at);
                if (ids.Contains(way.From) && ids.Contains(way.To)) Journal.Insert(List(group, "connections"), 0, json);
            }
            foreach (var (_, step) in inside)
            {
                TakeOut(step);
                Journal.Add(List(group, "activities"), step);
            }
            foreach (var way in entering.DistinctBy(way => (way.From, way.Port))) Connect(scope, way.From, way.Port, made.Id);
            if (leaving is [var next]) Connect(scope, made.Id, Outcomes.Done, next);
        });
        return made;
    }

    /// <summary>The flowchart to draw into: the container itself, or the body of a loop, made when it is empty.</summary>
    private (string Scope, JsonObject Chart) Drawable(string scope)
    {
        var container = RequireScope(scope);
        if (StepTree.IsList(container)) return (scope, container);
        if (StepTree.PortsOf(StepTree.Type(container)) is not [var port, ..]) throw new DesignRefusedException("not-a-container", "这个步骤里面放不下别的步骤，没有改动。");
        if (container[port] is JsonObject body)
        {
            var inner = new StepAddress(scope, StepTree.Children(container).First(child => child.Step == body).Id).Path;
            if (StepTree.IsList(body)) return (inner, body);
            var single = NewSteps.Make("Elsa.Flowchart", NewId("Elsa.Flowchart"), "重复的步骤");
            Journal.Set(container, port, single);
            Journal.Add(List(single, "activities"), body);
            return (new StepAddress(scope, StepTree.Id(single)).Path, single);
        }
        var made = NewSteps.Make("Elsa.Flowchart", NewId("Elsa.Flowchart"), "重复的步骤");
        Journal.Set(container, port, made);
        return (new StepAddress(scope, StepTree.Id(made)).Path, made);
    }

    private void TakeOut(JsonObject step)
    {
        switch (step.Parent)
        {
            case JsonArray list:
                Journal.RemoveAt(list, list.IndexOf(step));
                break;
            case JsonObject owner:
                Journal.Remove(owner, owner.First(member => member.Value == step).Key);
                break;
        }
    }

    private void Place(JsonObject step, double x, double y)
    {
        if (!double.IsFinite(x) || !double.IsFinite(y)) return;
        var (wantX, wantY) = (Math.Clamp(Math.Round(x), -100_000, 100_000), Math.Clamp(Math.Round(y), -100_000, 100_000));
        var designer = Member(Member(step, "metadata"), "designer");
        if (designer["position"] is JsonObject now && StepTree.Number(now["x"]) == wantX && StepTree.Number(now["y"]) == wantY) return;
        var position = Member(designer, "position");
        Journal.Set(position, "x", wantX);
        Journal.Set(position, "y", wantY);
    }

    internal static (double X, double Y) Spot(JsonObject step)
    {
        var position = ((step["metadata"] as JsonObject)?["designer"] as JsonObject)?["position"] as JsonObject;
        return (StepTree.Number(position?["x"]) ?? 0, StepTree.Number(position?["y"]) ?? 0);
    }

    private static string Short(string text) => text.Length <= 16 ? text : $"{text[..15]}…";
}
