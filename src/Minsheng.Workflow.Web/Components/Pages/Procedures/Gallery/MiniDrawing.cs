using System.Globalization;
using System.Runtime.CompilerServices;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Components.Parts.Chart;

namespace Minsheng.Workflow.Web.Components.Pages.Procedures.Gallery;

/// <summary>A procedure's chart as three or four paths.</summary>
public sealed record MiniDrawing(string View, string Ways, IReadOnlyList<(string Stage, string Path)> Boxes)
{
    // Laying a chart out takes a moment: once for each picture, and those are kept once for each file.
    private static readonly ConditionalWeakTable<ProcedurePicture, MiniDrawing> Known = [];

    public static MiniDrawing Of(ProcedurePicture picture) => Known.GetValue(picture, Draw);

    private static MiniDrawing Draw(ProcedurePicture picture)
    {
        var stages = picture.Steps.ToDictionary(step => step.Id, step => step.Stage is { } stage ? ColourOf(stage, picture.Stages) : 0);
        var layout = ChartLayout.Of(new ChartModel(
            [.. picture.Steps.Select(step => new ChartNode(step.Id, "", step.X, step.Y) { Width = 200, Height = 60 })],
            [.. picture.Ways.Select(way => new ChartEdge(way.From, way.To))]));
        return new MiniDrawing(
            $"{N(layout.Left)} {N(layout.Top)} {N(layout.Width)} {N(layout.Height)}",
            string.Concat(layout.Edges.Select(edge => "M" + string.Join('L', edge.Points.Select(point => $"{N(point.X)} {N(point.Y)}")))),
            [.. layout.Nodes.GroupBy(node => stages[node.Node.Id]).OrderBy(group => group.Key).Select(group => ($"s{group.Key}", string.Concat(group.Select(node => $"M{N(node.Box.Left)} {N(node.Box.Top)}h{N(node.Box.Width)}v{N(node.Box.Height)}h-{N(node.Box.Width)}z"))))]);
    }

    /// <summary>Each of a year's has its own; those an office has named take the colours by their order.</summary>
    private static int ColourOf(string stage, IReadOnlyList<string> stages)
    {
        var yearly = ProcedureStages.Yearly.ToList();
        return 1 + (yearly.IndexOf(stage) is >= 0 and var known ? known : stages.ToList().IndexOf(stage) % yearly.Count);
    }

    private static string N(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
