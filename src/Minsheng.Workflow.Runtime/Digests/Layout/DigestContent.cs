namespace Minsheng.Workflow.Runtime.Digests.Layout;

/// <summary>What a digest says, before it is drawn as HTML or text.</summary>
/// <param name="Period">Its period's name.</param>
/// <param name="Byline">To whom, when, by whom.</param>
/// <param name="Preview">What mail programs show beside the subject.</param>
internal sealed record DigestContent(
    DigestKind Kind, string Period, string Title, string Subject, string Preview, IReadOnlyList<string> Byline, IReadOnlyList<Block> Blocks, DigestButton Button, IReadOnlyList<string> Foot);

/// <param name="Path">Within the site.</param>
internal sealed record DigestButton(string Label, string Path);

/// <summary>A part of a digest.</summary>
internal abstract record Block;

/// <summary>A paragraph.</summary>
internal sealed record Sentence(params IReadOnlyList<Words> Parts) : Block;

/// <param name="IsAlarm">Must not be overlooked.</param>
internal sealed record Words(string Text, bool IsAlarm = false)
{
    public static implicit operator Words(string text) => new(text);
}

internal sealed record Heading(string Text) : Block;

/// <summary>Numbers side by side.</summary>
internal sealed record Figures(IReadOnlyList<Figure> All) : Block;

internal sealed record Figure(int Number, string Word, Lamp? Lamp = null);

/// <summary>A matter with its light, what there is to say of it, and how far it is.</summary>
internal sealed record Matter(string Title, Lamp? Lamp, IReadOnlyList<Words> Says, PlanBar? Bar = null) : Block;

/// <param name="Actual">Percent.</param>
/// <param name="Planned">Percent; null without a plan.</param>
internal sealed record PlanBar(Lamp Lamp, int Actual, int? Planned, string Does = "实际", string Should = "计划");

/// <summary>A bar by itself.</summary>
internal sealed record Bar(PlanBar Plan) : Block;

/// <summary>Lines of one kind: a mark, what it is, and how much or how long at the right.</summary>
internal sealed record Lines(IReadOnlyList<Line> All) : Block;

/// <param name="Under">Below it, smaller.</param>
internal sealed record Line(Lamp? Lamp, string Text, Words? Right = null)
{
    public IReadOnlyList<Words> Under { get; init; } = [];
}

/// <summary>Days and what they bring.</summary>
internal sealed record Days(IReadOnlyList<DayLine> All) : Block;

internal sealed record DayLine(string Day, string Text);

/// <summary>A chart: a row each, its cells as wide as their count.</summary>
/// <param name="Caption">What it shows, for those who cannot see it.</param>
internal sealed record Chart(string Caption, IReadOnlyList<ChartRow> Rows) : Block;

internal sealed record ChartRow(string Label, IReadOnlyList<(Lamp Lamp, int Count)> Cells)
{
    public int Sum => Cells.Sum(cell => cell.Count);
}

/// <summary>A remark in small print.</summary>
internal sealed record Remark(string Text) : Block;
