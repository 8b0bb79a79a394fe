namespace Minsheng.Workflow.Activities.Design;

/// <summary>
/// Places the steps of a level so that it reads like a page: along a row, back along the next, rows as wide as the window. The longest
/// way to the end runs straight, side ways stand below it, and a new stage begins a new row where the old one is full enough.
/// </summary>
public sealed class RowLayout
{
    private const double Left = 60, Top = 60, Between = 46, BetweenRows = 84, Readable = 0.76, Usual = 860;

    private readonly DesignChart _chart;
    private readonly LayoutColumns _columns;
    private readonly double _gap, _room;

    private RowLayout(DesignChart chart, double width)
    {
        (_chart, _columns) = (chart, new LayoutColumns(chart));
        // Words on arrows stand between the columns.
        var words = chart.Ways.Where(way => !way.IsBack).Select(way => Math.Min(way.Label.Length, 9) * 12.5).DefaultIfEmpty().Max();
        _gap = words > 0 ? Math.Clamp(words + 36, 60, 130) : 56;
        _room = Math.Clamp(width, 600, 2400) / Readable;
    }

    /// <param name="width">Of the window the level is looked at in.</param>
    public static IReadOnlyList<(string Id, double X, double Y)> Of(DesignChart chart, double width = Usual) =>
        chart.Steps.Count == 0 ? [] : new RowLayout(chart, width).Place();

    private List<(string Id, double X, double Y)> Place()
    {
        var rows = Rows();
        var right = rows.Max(row => row.Sum(column => column.Width + _gap) - _gap);
        var (places, y) = (new List<(string, double, double)>(), Top);
        for (var index = 0; index < rows.Count; index++)
        {
            var isBackwards = index % 2 == 1;
            var x = isBackwards ? Left + right : Left;
            var above = rows[index].Max(column => column.Above is null ? 0 : column.Above.Height + 20);
            var lines = new double[rows[index].Max(column => column.Slots.Count)];
            foreach (var column in rows[index])
                for (var slot = 0; slot < column.Slots.Count; slot++) lines[slot] = Math.Max(lines[slot], column.Slots[slot]?.Height ?? 0);
            foreach (var column in rows[index])
            {
                var from = isBackwards ? x - column.Width : x;
                if (column.Above is { } start) places.Add((start.Id, from + (column.Width - start.Width) / 2, y));
                var line = y + above;
                for (var slot = 0; slot < column.Slots.Count; line += lines[slot] + Between, slot++)
                    if (column.Slots[slot] is { } step) places.Add((step.Id, from + (column.Width - step.Width) / 2, line + (lines[slot] - step.Height) / 2));
                x += (column.Width + _gap) * (isBackwards ? -1 : 1);
            }
            y += above + lines.Sum(line => line + Between) - Between + BetweenRows;
        }
        return places;
    }

    private List<List<LayoutColumn>> Rows()
    {
        var rows = new List<List<LayoutColumn>>();
        var (used, stage) = (0.0, "");
        foreach (var column in _columns.All)
        {
            var isFull = used + column.Width > _room;
            var turns = column.Stage.Length > 0 && column.Stage != stage && used > _room * 0.6;
            if (rows.Count == 0 || isFull || turns)
            {
                rows.Add([]);
                used = 0;
            }
            rows[^1].Add(column);
            used += column.Width + _gap;
            if (column.Stage.Length > 0) stage = column.Stage;
        }
        return rows;
    }
}

/// <param name="Slots">Steps below one another, the main way first; null where nothing stands.</param>
/// <param name="Above">The beginning, over the first step.</param>
internal sealed record LayoutColumn(List<ChartStep?> Slots, ChartStep? Above)
{
    public double Width => Slots.Max(step => step?.Width ?? 0);

    public string Stage => Slots.OfType<ChartStep>().Select(step => step.Stage).FirstOrDefault(stage => stage.Length > 0) ?? "";
}
