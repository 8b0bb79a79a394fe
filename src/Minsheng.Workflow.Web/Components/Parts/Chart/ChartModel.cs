namespace Minsheng.Workflow.Web.Components.Parts.Chart;

/// <summary>A procedure as a picture: where it went, where it is, what is left.</summary>
public sealed record ChartModel(IReadOnlyList<ChartNode> Nodes, IReadOnlyList<ChartEdge> Edges);

/// <summary>One step. Order in the model is the reading order of keyboard and list.</summary>
public sealed record ChartNode(string Id, string Title, double X, double Y)
{
    public string? Subtitle { get; init; }
    public double Width { get; init; } = 160;

    /// <summary>The least height; the box grows when its words need more.</summary>
    public double Height { get; init; } = 56;

    /// <summary>Name of an icon, or one character such as 审.</summary>
    public string? Icon { get; init; }

    public ChartState State { get; init; }

    /// <summary>Who has it now.</summary>
    public string? Holder { get; init; }

    /// <summary>Since when, such as 7月1日起.</summary>
    public string? Since { get; init; }
}

public enum ChartState
{
    NotReached,

    /// <summary>A picture of the procedure alone, without a matter in it.</summary>
    Plain,
    Done,
    Waiting,
    Faulted,

    /// <summary>Beside another version of the procedure.</summary>
    Added,
    Changed,
    Removed,
}

/// <summary>A way from one step to another.</summary>
public sealed record ChartEdge(string From, string To)
{
    public string? Label { get; init; }

    /// <summary>Drawn solid when the matter went this way, dashed otherwise.</summary>
    public bool Taken { get; init; }

    /// <summary>Bends between the two boxes; empty lets the chart find an orthogonal way.</summary>
    public IReadOnlyList<ChartPoint> Points { get; init; } = [];

    /// <summary>A straight line instead of an orthogonal way.</summary>
    public bool Straight { get; init; }
}

public readonly record struct ChartPoint(double X, double Y);

public static class ChartWords
{
    public static (string Css, string Sign, string Word) Look(this ChartState state) => state switch
    {
        ChartState.Done => ("done", "✓", "已办"),
        ChartState.Waiting => ("waiting", "●", "在办"),
        ChartState.Faulted => ("faulted", "■", "停住"),
        ChartState.Plain => ("plain", "", ""),
        ChartState.Added => ("added", "＋", "新增"),
        ChartState.Changed => ("changed", "≠", "改动"),
        ChartState.Removed => ("removed", "－", "删去"),
        _ => ("notreached", "○", "未到"),
    };
}
