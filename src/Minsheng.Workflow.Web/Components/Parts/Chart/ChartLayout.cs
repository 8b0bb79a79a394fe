namespace Minsheng.Workflow.Web.Components.Parts.Chart;

/// <summary>Where everything of a <see cref="ChartModel"/> is drawn: pure arithmetic, no DOM.</summary>
public sealed class ChartLayout
{
    private const double Margin = 20;

    private ChartLayout(IReadOnlyList<PlacedNode> nodes, IReadOnlyList<PlacedEdge> edges)
    {
        Nodes = nodes;
        Edges = edges;
        var points = edges.SelectMany(edge => edge.Points).ToList();
        Left = nodes.Select(n => n.Box.Left).Concat(points.Select(p => p.X)).DefaultIfEmpty().Min() - Margin;
        Top = nodes.Select(n => n.Box.Top).Concat(points.Select(p => p.Y)).DefaultIfEmpty().Min() - Margin;
        Width = nodes.Select(n => n.Box.Right).Concat(points.Select(p => p.X)).DefaultIfEmpty().Max() + Margin - Left;
        Height = nodes.Select(n => n.Box.Bottom).Concat(points.Select(p => p.Y)).DefaultIfEmpty().Max() + Margin - Top;
    }

    public IReadOnlyList<PlacedNode> Nodes { get; }
    public IReadOnlyList<PlacedEdge> Edges { get; }
    public double Left { get; }
    public double Top { get; }
    public double Width { get; }
    public double Height { get; }

    public static ChartLayout Of(ChartModel model)
    {
        var nodes = model.Nodes.Select(PlacedNode.Of).ToList();
        var boxes = nodes.ToDictionary(node => node.Node.Id, node => node.Box);
        var routes = new ChartRoutes([.. boxes.Values]);
        var ways = model.Edges
            .Where(edge => boxes.ContainsKey(edge.From) && boxes.ContainsKey(edge.To))
            .Select(edge => (Edge: edge, Path: Path(edge, boxes[edge.From], boxes[edge.To], routes)))
            .ToList();
        var labels = new ChartLabels([.. boxes.Values], [.. ways.Select(way => way.Path)]);
        var edges = ways.Select(way => new PlacedEdge(way.Edge, way.Path, labels.Place(way.Edge.Label, way.Path))).ToList();
        return new ChartLayout(nodes, edges);
    }

    private static IReadOnlyList<ChartPoint> Path(ChartEdge edge, ChartBox from, ChartBox to, ChartRoutes routes)
    {
        if (edge.Points.Count == 0 && !edge.Straight)
            return routes.Find(from, to);
        IReadOnlyList<ChartPoint> bends = edge.Points;
        var first = bends.Count > 0 ? bends[0] : to.Centre;
        var last = bends.Count > 0 ? bends[^1] : from.Centre;
        return [from.BorderTowards(first), .. bends, to.BorderTowards(last)];
    }
}

public readonly record struct ChartBox(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;
    public double Bottom => Top + Height;
    public ChartPoint Centre => new(Left + Width / 2, Top + Height / 2);

    public ChartPoint BorderTowards(ChartPoint target)
    {
        var (dx, dy) = (target.X - Centre.X, target.Y - Centre.Y);
        if (dx == 0 && dy == 0)
            return Centre;
        var scale = Math.Min(
            dx == 0 ? double.PositiveInfinity : Width / 2 / Math.Abs(dx),
            dy == 0 ? double.PositiveInfinity : Height / 2 / Math.Abs(dy));
        return new(Centre.X + dx * scale, Centre.Y + dy * scale);
    }

    /// <summary>True when an axis-parallel line passes through the box or touches it closely.</summary>
    public bool Meets(ChartPoint a, ChartPoint b, double clearance) =>
        Math.Max(a.X, b.X) > Left - clearance && Math.Min(a.X, b.X) < Right + clearance
        && Math.Max(a.Y, b.Y) > Top - clearance && Math.Min(a.Y, b.Y) < Bottom + clearance;
}

/// <summary>A node with its box and its words broken into lines.</summary>
public sealed record PlacedNode(ChartNode Node, ChartBox Box, IReadOnlyList<string> Title, string? Subtitle, IReadOnlyList<string> Who)
{
    public const double TitleSize = 15, SmallSize = 13, TitleLine = 20, SmallLine = 18, Pad = 11, IconRoom = 26;

    public double TextLeft => Box.Left + Pad + (Node.Icon is null ? 0 : IconRoom);

    /// <summary>Baseline of a line below the title.</summary>
    public double SmallBaseline(int line) => Box.Top + 27 + (Title.Count - 1) * TitleLine + (line + 1) * SmallLine;

    public static PlacedNode Of(ChartNode node)
    {
        var width = Math.Max(node.Width, 120);
        var room = width - 2 * Pad;
        var title = ChartText.Wrap(node.Title, room - (node.Icon is null ? 0 : IconRoom), TitleSize, maxLines: 2);
        var subtitle = OneLine(node.Subtitle, room);
        var who = WhoLines(node, room);
        var height = Math.Max(node.Height, 20 + title.Count * TitleLine + (who.Length + (subtitle is null ? 0 : 1)) * SmallLine);
        return new(node, new(node.X, node.Y, width, height), title, subtitle, who);
    }

    private static string[] WhoLines(ChartNode node, double room)
    {
        string[] parts = [.. new[] { OneLine(node.Holder, room), OneLine(node.Since, room) }.OfType<string>()];
        var together = string.Join(" ", parts);
        return parts.Length > 1 && ChartText.Width(together, SmallSize) <= room ? [together] : parts;
    }

    private static string? OneLine(string? text, double room) =>
        string.IsNullOrEmpty(text) ? null : ChartText.Wrap(text, room, SmallSize, maxLines: 1)[0];
}

/// <summary>An edge with its corners and the place of its label.</summary>
public sealed record PlacedEdge(ChartEdge Edge, IReadOnlyList<ChartPoint> Points, ChartPoint LabelAt);
