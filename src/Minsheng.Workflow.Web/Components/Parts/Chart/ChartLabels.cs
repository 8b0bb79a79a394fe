namespace Minsheng.Workflow.Web.Components.Parts.Chart;

/// <summary>Puts each label on its own line where it covers the least: boxes, other lines, labels placed before.</summary>
internal sealed class ChartLabels(IReadOnlyList<ChartBox> boxes, IReadOnlyList<IReadOnlyList<ChartPoint>> paths)
{
    private const double FontSize = 12, LineHeight = 16;
    private static readonly double[] Places = [0.5, 0.35, 0.65, 0.2, 0.8];
    private readonly List<ChartBox> _placed = [];

    public ChartPoint Place(string? label, IReadOnlyList<ChartPoint> path)
    {
        if (string.IsNullOrEmpty(label))
            return path[0];
        var width = ChartText.Width(label, FontSize) + 6;
        var spots =
            from segment in path.Zip(path.Skip(1))
            from place in Places
            let at = Between(segment.First, segment.Second, place)
            let length = Math.Abs(segment.First.X - segment.Second.X) + Math.Abs(segment.First.Y - segment.Second.Y)
            orderby Cover(Around(at, width), path) + Math.Abs(place - 0.5) * 10 - Math.Min(length, 200) / 10
            select at;
        var best = spots.First();
        _placed.Add(Around(best, width));
        return best;
    }

    private double Cover(ChartBox label, IReadOnlyList<ChartPoint> own) =>
        1000 * _placed.Count(other => Touch(label, other))
        + 500 * boxes.Count(box => Touch(label, box))
        + 100 * paths.Where(path => path != own).Sum(path => path.Zip(path.Skip(1)).Count(line => label.Meets(line.First, line.Second, clearance: 1)));

    private static ChartPoint Between(ChartPoint a, ChartPoint b, double place) => new(a.X + (b.X - a.X) * place, a.Y + (b.Y - a.Y) * place);

    private static ChartBox Around(ChartPoint at, double width) => new(at.X - width / 2, at.Y - LineHeight / 2, width, LineHeight);

    private static bool Touch(ChartBox a, ChartBox b) => a.Left < b.Right && b.Left < a.Right && a.Top < b.Bottom && b.Top < a.Bottom;
}
