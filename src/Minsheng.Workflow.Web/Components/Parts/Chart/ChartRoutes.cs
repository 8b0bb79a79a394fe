namespace Minsheng.Workflow.Web.Components.Parts.Chart;

/// <summary>
/// Finds orthogonal ways between boxes. Tries a fixed set of shapes and takes the cheapest: passing through a box costs
/// most, then lying on an earlier line, then crossing one, then bends, then length.
/// </summary>
internal sealed class ChartRoutes(ChartBox[] boxes)
{
    private const double Stub = 14;
    private static readonly double[] Lanes = [26, 38];
    private readonly List<Line> _drawn = [];

    private readonly record struct Line(ChartPoint A, ChartPoint B, ChartBox From, ChartBox To);

    public IReadOnlyList<ChartPoint> Find(ChartBox from, ChartBox to)
    {
        List<ChartPoint> best = [];
        var least = double.PositiveInfinity;
        // The cheapest first: nothing after a way that is dearer by itself can win.
        foreach (var (way, bare) in Candidates(from, to).Select(Simplify).Select(way => (Way: way, Bare: Bare(way))).OrderBy(one => one.Bare))
        {
            if (bare >= least) break;
            var cost = Cost(way, bare, from, to, least);
            if (cost < least) (best, least) = (way, cost);
        }
        for (var i = 1; i < best.Count; i++) _drawn.Add(new Line(best[i - 1], best[i], from, to));
        return best;
    }

    private static IEnumerable<List<ChartPoint>> Candidates(ChartBox from, ChartBox to)
    {
        foreach (var (start, out1) in Doors(from))
        {
            foreach (var (end, in1) in Doors(to))
            {
                foreach (var bends in Bends(out1, in1, from, to))
                    yield return [start, out1, .. bends, in1, end];
            }
        }
    }

    private static IEnumerable<(ChartPoint At, ChartPoint Outside)> Doors(ChartBox box)
    {
        // At a fixed depth below the top, so that boxes of one row are joined by straight lines whatever their heights.
        var (x, y) = (box.Centre.X, box.Top + Math.Min(28, box.Height / 2));
        yield return (new(box.Right, y), new(box.Right + Stub, y));
        yield return (new(x, box.Bottom), new(x, box.Bottom + Stub));
        yield return (new(box.Left, y), new(box.Left - Stub, y));
        yield return (new(x, box.Top), new(x, box.Top - Stub));
    }

    private static IEnumerable<ChartPoint[]> Bends(ChartPoint a, ChartPoint b, ChartBox from, ChartBox to)
    {
        yield return [new(a.X, b.Y)];
        yield return [new(b.X, a.Y)];
        foreach (var x in (double[])[(a.X + b.X) / 2, .. Lanes.SelectMany(l => (double[])[from.Left - l, to.Left - l, from.Right + l, to.Right + l])])
            yield return [new(x, a.Y), new(x, b.Y)];
        foreach (var y in (double[])[(a.Y + b.Y) / 2, .. Lanes.SelectMany(l => (double[])[from.Top - l, to.Top - l, from.Bottom + l, to.Bottom + l])])
            yield return [new(a.X, y), new(b.X, y)];
    }

    /// <summary>Drops points that coincide or lie on a straight run.</summary>
    private static List<ChartPoint> Simplify(List<ChartPoint> way)
    {
        var kept = new List<ChartPoint>();
        foreach (var point in way)
        {
            if (kept.Count > 0 && Near(kept[^1], point))
                continue;
            if (kept.Count > 1 && IsStraight(kept[^2], kept[^1], point))
                kept[^1] = point;
            else
                kept.Add(point);
        }
        return kept;
    }

    /// <summary>What a way costs by itself; what it meets only adds to it.</summary>
    private static double Bare(List<ChartPoint> way)
    {
        var cost = 25.0 * (way.Count - 2);
        for (var i = 1; i < way.Count; i++)
        {
            cost += Length(way[i - 1], way[i]);
            if (i > 1 && TurnsBack(way[i - 2], way[i - 1], way[i])) cost += 5000;
        }
        return cost;
    }

    /// <summary>Counted no further than to what another way costs.</summary>
    private double Cost(List<ChartPoint> way, double cost, ChartBox from, ChartBox to, double least)
    {
        for (var i = 1; i < way.Count && cost < least; i++)
        {
            var (a, b) = (way[i - 1], way[i]);
            foreach (var box in boxes)
            {
                if (box.Meets(a, b, clearance: -1)) cost += 3000;
                if (box.Meets(a, b, clearance: 9)) cost += 60;
            }
            foreach (var line in _drawn) cost += Disturbance(line, a, b);
        }
        return cost;

        // Ways into the same box may run together; ways out of one box less so, because their labels differ.
        double Disturbance(in Line line, ChartPoint a, ChartPoint b) =>
            Overlaps(a, b, line.A, line.B) ? (line.To == to ? 40 : line.From == from ? 150 : 400)
            : Crosses(a, b, line.A, line.B) ? 30 : 0;
    }

    private static double Length(ChartPoint a, ChartPoint b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y);

    private static bool Near(ChartPoint a, ChartPoint b) => Length(a, b) < 0.5;

    private static bool IsStraight(ChartPoint a, ChartPoint b, ChartPoint c) =>
        (Math.Abs(a.X - b.X) < 0.5 && Math.Abs(b.X - c.X) < 0.5 && (b.Y - a.Y) * (c.Y - b.Y) > 0)
        || (Math.Abs(a.Y - b.Y) < 0.5 && Math.Abs(b.Y - c.Y) < 0.5 && (b.X - a.X) * (c.X - b.X) > 0);

    private static bool TurnsBack(ChartPoint a, ChartPoint b, ChartPoint c) =>
        (b.X - a.X) * (c.X - b.X) < 0 || (b.Y - a.Y) * (c.Y - b.Y) < 0;

    private static bool Overlaps(ChartPoint a, ChartPoint b, ChartPoint c, ChartPoint d)
    {
        var vertical = Math.Abs(a.X - b.X) < 0.5;
        if (vertical != Math.Abs(c.X - d.X) < 0.5)
            return false;
        return vertical
            ? Math.Abs(a.X - c.X) < 4 && Shared(a.Y, b.Y, c.Y, d.Y) > 4
            : Math.Abs(a.Y - c.Y) < 4 && Shared(a.X, b.X, c.X, d.X) > 4;
    }

    private static double Shared(double a, double b, double c, double d) =>
        Math.Min(Math.Max(a, b), Math.Max(c, d)) - Math.Max(Math.Min(a, b), Math.Min(c, d));

    private static bool Crosses(ChartPoint a, ChartPoint b, ChartPoint c, ChartPoint d) =>
        Math.Max(a.X, b.X) > Math.Min(c.X, d.X) && Math.Min(a.X, b.X) < Math.Max(c.X, d.X)
        && Math.Max(a.Y, b.Y) > Math.Min(c.Y, d.Y) && Math.Min(a.Y, b.Y) < Math.Max(c.Y, d.Y);
}
