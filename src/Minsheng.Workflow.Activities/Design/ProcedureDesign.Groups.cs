using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Design;

public sealed partial class ProcedureDesign
{
    /// <summary>Puts steps of a flowchart into a flowchart of their own. Everything that leads out of them must lead to one step.</summary>
    public StepAddress Wrap(string scope, IReadOnlyCollection<string> ids, string title = "步骤组")
    {
        var container = RequireScope(scope);
        if (!StepTree.IsChart(container)) throw new DesignRefusedException("not-a-chart", "只有流程图里的步骤能合成一组，没有改动。");
        var inside = StepTree.Children(container).Where(child => ids.Contains(child.Id)).ToList();
        if (inside.Count == 0) throw new DesignRefusedException("nothing-chosen", "没有选中步骤，请先选中要合成一组的步骤。");
        var ways = Way.In(container);
        var leaving = ways.Where(way => ids.Contains(way.From) && !ids.Contains(way.To)).Select(way => way.To).Distinct().ToList();
        if (leaving.Count > 1) throw new DesignRefusedException("many-exits", $"选中的步骤通向外面 {leaving.Count} 个步骤，合成一组后只能有一个去处，没有改动；请少选几个，或先改连线。");
        return Do($"把 {inside.Count} 个步骤合成一组", () =>
        {
            var group = NewSteps.Make("Elsa.Flowchart", NewId("Elsa.Flowchart"), NewTitle(container, title));
            var spots = inside.Select(child => Spot(child.Step)).ToList();
            Journal.Add(List(container, "activities"), group);
            Place(group, spots.Average(spot => spot.X), spots.Average(spot => spot.Y));
            var made = new StepAddress(scope, StepTree.Id(group));
            foreach (var way in ways.Where(way => ids.Contains(way.From) || ids.Contains(way.To)))
            {
                TakeOut(way.Json);
                if (ids.Contains(way.From) && ids.Contains(way.To)) Journal.Add(List(group, "connections"), way.Json);
            }
            foreach (var (_, step) in inside)
            {
                TakeOut(step);
                Journal.Add(List(group, "activities"), step);
            }
            foreach (var way in ways.Where(way => !ids.Contains(way.From) && ids.Contains(way.To)).DistinctBy(way => (way.From, way.Port))) Connect(scope, way.From, way.Port, made.Id);
            if (leaving is [var next]) Connect(scope, made.Id, Outcomes.Done, next);
            return made;
        });
    }

    /// <summary>The flowchart to draw into: the container itself, or the body of a loop, made when it is empty.</summary>
    private (string Scope, JsonObject Chart) Drawable(string scope)
    {
        var container = RequireScope(scope);
        if (StepTree.IsList(container)) return (scope, container);
        if (StepTree.PortsOf(StepTree.Type(container)) is not [var port, ..]) throw new DesignRefusedException("not-a-container", "这个步骤里面放不下别的步骤，没有改动。");
        var body = container[port] as JsonObject;
        if (body is not null && StepTree.IsList(body)) return (new StepAddress(scope, StepTree.Children(container).First(child => child.Step == body).Id).Path, body);
        var made = NewSteps.Make("Elsa.Flowchart", NewId("Elsa.Flowchart"), "重复的步骤");
        Journal.Set(container, port, made);
        if (body is not null) Journal.Add(List(made, "activities"), body);
        return (new StepAddress(scope, StepTree.Id(made)).Path, made);
    }
}
