using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Lights;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Runtime.Digests.Facts;

/// <summary>What a leader's digest is made of.</summary>
/// <param name="Findings">Not closed yet.</param>
/// <param name="Overdue">Tasks past their limit.</param>
internal sealed record SupervisionFacts(DigestFrame Frame, bool IsMonthly, int? Year, IReadOnlyList<ProjectFact> Projects, IReadOnlyList<FindingLine> Findings, IReadOnlyList<OverdueTask> Overdue)
{
    /// <summary>Findings since the digest before.</summary>
    public int Opened { get; init; }
    public int Closed { get; init; }

    /// <summary>Agreed since the digest before.</summary>
    public IReadOnlyList<AgreedChange> Changes { get; init; } = [];

    public IReadOnlyList<ComingDate> Coming { get; init; } = [];

    /// <summary>Lights at the ends of the last months, oldest first; of monthly digests only.</summary>
    public IReadOnlyList<MonthEnd> Trend { get; init; } = [];

    public IReadOnlyList<LightSettings> Rules { get; init; } = [];
}

/// <param name="Before">How it stood on the day of the digest before; null for the first digest.</param>
internal sealed record ProjectFact(ProjectLine Line, PlanProgress? Before = null)
{
    public bool HasTurned => Before is not null && Before.Light != Line.Progress.Light;
}

internal sealed record AgreedChange(string Number, ChangeKind Kind, string Summary);

internal sealed record MonthEnd(DateOnly On, IReadOnlyList<Light?> Lights);
