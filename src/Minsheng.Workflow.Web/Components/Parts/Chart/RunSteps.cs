using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Web.Components.Parts.Chart;

/// <summary>A running chart as the cards and arrows of the canvas.</summary>
internal static class RunSteps
{
    private const string Lettered = "stamp";

    public static DesignChart Of(ChartModel model)
    {
        var order = model.Nodes.Select((node, index) => (node.Id, index)).ToDictionary(one => one.Id, one => one.index, StringComparer.Ordinal);
        return new DesignChart(
            [.. model.Nodes.Select(node => new ChartStep(node.Id, node.Title, Sub(node), "", "", Icon(node), 0, node.X, node.Y, Math.Max(node.Width, 120), DesignChart.CardHeight, false, false, Mark(node.State), []))],
            [.. model.Edges.Where(edge => order.ContainsKey(edge.From) && order.ContainsKey(edge.To))
                .Select((edge, index) => new ChartWay($"{edge.From}>{edge.To}#{index}", edge.From, "", edge.To, edge.Label ?? "", order[edge.To] <= order[edge.From], edge.Taken, []))]);
    }

    public static IReadOnlyDictionary<string, string> Icons(ChartModel model) =>
        model.Nodes.Select(Icon).Append("").Distinct().ToDictionary(name => name, name => IconPaths.Of(name.Length > 0 ? name : "gear"), StringComparer.Ordinal);

    private static string Icon(ChartNode node) => node.Icon is null ? "" : IconPaths.Knows(node.Icon) ? node.Icon : Lettered;

    /// <summary>Who has it comes before what it belongs to.</summary>
    private static string Sub(ChartNode node) => node.Holder is { Length: > 0 } || node.Since is { Length: > 0 } ? $"{node.Holder} {node.Since}".Trim() : node.Subtitle ?? "";

    private static string Mark(ChartState state) => state switch
    {
        ChartState.Done => "done",
        ChartState.Waiting => "waiting",
        ChartState.Faulted => "faulted",
        ChartState.NotReached => "notreached",
        ChartState.Added or ChartState.Changed => "warning",
        ChartState.Removed => "error",
        _ => "",
    };
}
