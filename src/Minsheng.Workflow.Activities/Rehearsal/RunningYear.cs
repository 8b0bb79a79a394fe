using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Moving;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>A year in the middle of its course, to be played on in memory from where it stands.</summary>
/// <param name="Runs">Parents before their children.</param>
/// <param name="Ballots">What lies open in them.</param>
/// <param name="CollectsUntil">The window for proposals, while it is open.</param>
public sealed record RunningYear(
    CycleFact Cycle, Dates Dates, DateTimeOffset Now, IReadOnlyList<ItemFact> Items, IReadOnlyList<RunningRun> Runs, IReadOnlyList<PrepareBallot> Ballots, DateTimeOffset? CollectsUntil = null);

/// <param name="Instance">A copy: it is changed.</param>
/// <param name="Plan">Of a run that is played on under another version: what begins with it. Its instance is <paramref name="Instance"/>.</param>
/// <param name="Child">How its parent knows it.</param>
public sealed record RunningRun(
    string Id, string Title, CompiledDefinition Definition, WorkflowInstance Instance, DateTimeOffset StartedAt, MovePlan? Plan = null, string? ParentId = null, StartChild? Child = null, string? ProjectId = null);

/// <summary>How a run went when it was played on.</summary>
/// <param name="EndedAt">Null when it did not come to its end.</param>
/// <param name="Standing">Titles of the steps it stands at.</param>
/// <param name="Fault">What failed.</param>
public sealed record PlayedRun(string Id, DateTimeOffset? EndedAt, IReadOnlyList<string> Standing, string? Fault)
{
    /// <summary>It was cut off by the last day played, or by the time there was.</summary>
    public bool IsCutOff { get; init; }
}
