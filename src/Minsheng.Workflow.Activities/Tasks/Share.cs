using System.Text.Json.Serialization;
using Minsheng.Workflow.Activities.Facts;

namespace Minsheng.Workflow.Activities.Tasks;

/// <summary>
/// Open: may act now. Waiting: not yet their turn, or until those they asked have answered, or somebody else has claimed it.
/// Done: has acted. Closed: is not needed any more. Passed: handed it on (转办). Recused: 回避. Removed: 减签.
/// </summary>
public enum ShareState { Open, Waiting, Done, Closed, Passed, Recused, Removed }

/// <summary>One person's part in one task.</summary>
public sealed record Share(PersonFact Holder, ShareKind Kind, ShareState State = ShareState.Waiting)
{
    /// <summary>For people asked to help: whose share they belong to now.</summary>
    public string? OfId { get; init; }

    /// <summary>Whoever handed it on or asked for help.</summary>
    public string? FromId { get; init; }
    public string? FromName { get; init; }

    /// <summary>What the person was asked to look at.</summary>
    public string? Note { get; init; }

    /// <summary>A limit of its own; null for the task's.</summary>
    public DateTimeOffset? Due { get; init; }
    public TaskAct? Answer { get; init; }

    /// <summary>Place of the answer among all answers of the task.</summary>
    public int Order { get; init; }

    /// <summary>Still counts: neither handed on, nor recused, nor taken off.</summary>
    [JsonIgnore]
    public bool Counts => State is not (ShareState.Passed or ShareState.Recused or ShareState.Removed);

    /// <summary>Counts and has not acted.</summary>
    [JsonIgnore]
    public bool IsPending => State is ShareState.Open or ShareState.Waiting or ShareState.Closed;

    /// <summary>Stands for one vote of the task.</summary>
    [JsonIgnore]
    public bool IsVote => Counts && Kind is ShareKind.Given or ShareKind.Transferred;
}

/// <summary>How a task ended.</summary>
/// <param name="Answer">The act a step goes on with.</param>
/// <param name="All">The answers of all votes, in the order they were given.</param>
public sealed record TaskEnd(string Outcome, TaskAct Answer, IReadOnlyList<TaskAct> All);
