using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <param name="Answer">What settled it, in the button's words.</param>
/// <param name="PassesAtLimit">True when the matter goes on without an answer once the limit has passed.</param>
public sealed record TaskView(
    string Id, string InstanceId, TaskState State, string? Answer, DateTimeOffset? Settled, TaskSpec Spec, IReadOnlyList<TaskPerson> People,
    IReadOnlyList<TaskOpinion> Opinions, IReadOnlyList<TaskItem> Items, string? CycleId, string? Cycle, string RunTitle,
    DateTimeOffset Created, DateTimeOffset? Due, int LateWorkingDays, bool PassesAtLimit, IReadOnlyList<RunStep> Steps)
{
    /// <summary>Whether the person asked for may see any of this.</summary>
    public bool MayRead { get; init; }

    /// <summary>Who was told of it, in the order of the telling.</summary>
    public IReadOnlyList<TaskCopyLine> Copies { get; init; } = [];

    /// <summary>Who sent it back and why, when it came back by 退回.</summary>
    public string? ReturnNote { get; init; }

    /// <summary>What was handed in at this step before it came back; null when it did not.</summary>
    public IReadOnlyDictionary<string, object?>? Earlier { get; init; }

    /// <summary>What was handed in at this step the time before, e.g. last month's report; null the first time.</summary>
    public LastTime? LastTime { get; init; }

    public int Urged { get; init; }

    /// <summary>Titles of the steps the buttons lead to, by outcome; what is not known is missing.</summary>
    public IReadOnlyDictionary<string, string> LeadsTo { get; init; } = new Dictionary<string, string>();

    /// <summary>What is likely to follow: the way of the first button.</summary>
    public IReadOnlyList<string> Ahead { get; init; } = [];
}

/// <summary>The figures and choices of the time before; words, dates and files are for each time anew.</summary>
public sealed record LastTime(DateTimeOffset At, IReadOnlyDictionary<string, object?> Values);

/// <param name="Outcome">In the button's words.</param>
public sealed record TaskPerson(string Id, string Name, string Post, string Unit, ParticipantState State, string? Outcome)
{
    public ShareKind Kind { get; init; }

    /// <summary>Whoever handed it on, asked for help, or claimed it.</summary>
    public string? FromId { get; init; }
    public string? FromName { get; init; }

    /// <summary>What the person was asked to look at.</summary>
    public string? Note { get; init; }
    public DateTimeOffset? Due { get; init; }

    /// <summary>已看过.</summary>
    public DateTimeOffset? Seen { get; init; }

    /// <summary>Was given the task or took it over: has a vote of their own.</summary>
    public bool HasVote => Kind is ShareKind.Given or ShareKind.Transferred && State is not (ParticipantState.Passed or ParticipantState.Recused or ParticipantState.Removed);
}

/// <summary>What somebody did on the task: an answer, or anything else that was done with it.</summary>
/// <param name="Who">Unit and post.</param>
/// <param name="Answer">In the button's words; of other acts their name.</param>
/// <param name="Entries">What was put into the form.</param>
public sealed record TaskOpinion(string PersonId, string Who, string Answer, string? Opinion, DateTimeOffset At, IReadOnlyList<FormEntry> Entries)
{
    public TaskActKind Kind { get; init; }
    public string? Outcome { get; init; }

    /// <summary>Who really did it (代理).</summary>
    public string? Agent { get; init; }

    /// <summary>Whom it concerned, by name.</summary>
    public string? Targets { get; init; }

    /// <summary>手写签名, a file.</summary>
    public string? SignatureId { get; init; }

    /// <summary>Taken back since (撤回).</summary>
    public bool IsTakenBack { get; init; }
}

public sealed record TaskCopyLine(string PersonId, string Who, string By, string? Note, DateTimeOffset At, DateTimeOffset? Read);

public sealed record TaskItem(
    string Id, string Number, string Title, string Content, string Domain, string Place, decimal? Amount, ItemStage Stage, int Proposers, string? LeadUnit);

/// <summary>One step of the run as far as it has come.</summary>
public sealed record RunStep(string Title, RunStepState State, string? Result, DateTimeOffset At, IReadOnlyList<RunShare> Shares);

public enum RunStepState { Done, Now, Trouble }

/// <param name="Answer">In the button's words, once answered.</param>
public sealed record RunShare(string Who, ParticipantState State, bool IsMine, string? Answer = null, ShareKind Kind = ShareKind.Given);

/// <summary>A task's place among a person's open ones, soonest limit first.</summary>
/// <param name="Position">Counted from 1; 0 when it is not among them.</param>
/// <param name="Count">How many are open, this one included.</param>
public sealed record TaskNeighbours(string? Previous, string? Next, int Position, int Count)
{
    public static TaskNeighbours None { get; } = new(null, null, 0, 0);
}
