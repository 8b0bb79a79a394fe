using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Runtime.Digests.Facts;

/// <summary>What lies with one person.</summary>
/// <param name="LastToldAt">When the list before went out: what came later is new.</param>
internal sealed record TaskFacts(DigestFrame Frame, DateTimeOffset LastToldAt, IReadOnlyList<TaskFact> Tasks);

/// <param name="From">The cycle or project it comes from.</param>
/// <param name="For">The absent person whose task it is (代理).</param>
internal sealed record TaskFact(string Id, string Title, string? From, DateTimeOffset Created, DateTimeOffset? Due, string? For = null, bool IsReturned = false, int Urged = 0);

/// <summary>What lies with a 责任单位.</summary>
/// <param name="Tasks">Held by its people, each once.</param>
internal sealed record UnitFacts(DigestFrame Frame, string Unit, IReadOnlyList<ProjectFact> Projects, IReadOnlyList<FindingLine> Findings, IReadOnlyList<TaskFact> Tasks);

/// <summary>The visits one person is to make on a day.</summary>
/// <param name="Findings">Not closed yet.</param>
internal sealed record VisitFacts(DigestFrame Frame, DateOnly On, IReadOnlyList<VisitFact> Visits, IReadOnlyList<FindingLine> Findings);

/// <param name="IsArranged">The day was named for it; else it is the last day it may be made.</param>
/// <param name="Meeting">When and where people meet; may be empty.</param>
internal sealed record VisitFact(string TaskId, string Title, bool IsArranged, string Meeting, IReadOnlyList<ProjectFact> Projects);

/// <summary>What has become of one person's proposals since they were told last.</summary>
internal sealed record ProposalFacts(DigestFrame Frame, IReadOnlyList<ProposalMove> Moves);

/// <param name="MergedInto">The proposal it goes on with, when it was merged.</param>
internal sealed record ProposalMove(string ItemId, string Number, string Title, string Receipt, string Verdict, string Reason, string By, DateTimeOffset At, string? MergedInto = null);
