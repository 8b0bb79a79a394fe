using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

public sealed partial class ProcedureDesign
{
    /// <summary>Draws an arrow. One that is there already stays alone.</summary>
    public void Connect(string scope, string from, string port, string to)
    {
        var chart = RequireChart(scope);
        RequireStep(new StepAddress(scope, from));
        var target = RequireStep(new StepAddress(scope, to));
        if (StepTree.Type(target) == "Elsa.Start") throw new DesignRefusedException("into-start", "“开始”前面不能再有步骤，没有连；要重来请连到开始后面的第一步。");
        if (Way.In(chart).Exists(way => way.From == from && way.Port == port && way.To == to)) return;
        Do("连线", () => Journal.Add(List(chart, "connections"), Way.Json(from, port, to)));
    }

    public void Disconnect(string scope, IReadOnlyCollection<string> keys)
    {
        var chart = RequireChart(scope);
        Do(keys.Count == 1 ? "删除连线" : $"删除 {keys.Count} 条连线", () =>
        {
            foreach (var way in Way.In(chart).Where(way => keys.Contains(way.Key))) TakeOut(way.Json);
        });
    }

    /// <summary>Leads an arrow to, or from, another place; bends and unknown members stay with it.</summary>
    public void Reroute(string scope, string key, string from, string port, string to)
    {
        var chart = RequireChart(scope);
        var found = Way.In(chart).Find(way => way.Key == key);
        if (found.Json is null) throw new DesignRefusedException("no-way", "这条连线已经不在方案里了，没有改动。");
        RequireStep(new StepAddress(scope, from));
        RequireStep(new StepAddress(scope, to));
        if (found.From == from && found.Port == port && found.To == to) return;
        if (Way.In(chart).Exists(way => way.From == from && way.Port == port && way.To == to)) throw new DesignRefusedException("same-way", "已经有一条同样的连线，没有改动。");
        Do("改连线", () =>
        {
            Point(found.Json, "source", from, port);
            Point(found.Json, "target", to, null);
        });
    }

    /// <summary>Bends of an arrow; none lets the picture find its own way.</summary>
    public void Bend(string scope, string key, IReadOnlyCollection<(double X, double Y)> points)
    {
        var chart = RequireChart(scope);
        var found = Way.In(chart).Find(way => way.Key == key);
        if (found.Json is null) return;
        Do("调整连线", () =>
        {
            if (points.Count == 0) Journal.Remove(found.Json, "vertices");
            else Journal.Set(found.Json, "vertices", new JsonArray([.. points.Select(point => new JsonObject { ["x"] = Math.Round(point.X), ["y"] = Math.Round(point.Y) })]));
        }, $"bend {scope} {key}");
    }

    private JsonObject RequireChart(string scope) => RequireScope(scope) is { } chart && StepTree.IsChart(chart) ? chart
        : throw new DesignRefusedException("not-a-chart", "这一层按次序办理，不用连线；要改先后，请调整次序。");

    private void Point(JsonObject way, string member, string id, string? port)
    {
        if (way[member] is not JsonObject end)
        {
            Journal.Set(way, member, id);
            if (port is not null) Journal.Set(way, $"{member}Port", port);
            return;
        }
        if (StepTree.Text(end["activity"]) != id) Journal.Set(end, "activity", id);
        if (port is not null && StepTree.Text(end["port"]) != port) Journal.Set(end, "port", port);
    }
}
