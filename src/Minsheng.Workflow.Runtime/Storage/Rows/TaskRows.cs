namespace Minsheng.Workflow.Runtime.Storage.Rows;

/// <summary>A task wait as people see it. Stays after the wait is gone.</summary>
public sealed class TaskRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public required string InstanceId { get; set; }
    public string? CycleId { get; set; }
    public string? ProjectId { get; set; }
    public required string BookmarkId { get; set; }
    public required string ActivityId { get; set; }
    public required string Title { get; set; }
    public string? Body { get; set; }

    /// <summary>The whole <see cref="Activities.Tasks.TaskSpec"/>.</summary>
    public required string SpecJson { get; set; }
    public required TaskState State { get; set; }
    public DateTimeOffset? Due { get; set; }
    public required DateTimeOffset Created { get; set; }
    public DateTimeOffset? Settled { get; set; }

    /// <summary>Outcome of the act that settled it.</summary>
    public string? Outcome { get; set; }

    public Activities.Tasks.TaskMode Mode { get; set; }

    /// <summary>Nothing has to be filled in: may be answered together with others (批量).</summary>
    public bool IsQuick { get; set; }

    /// <summary>催办 so far.</summary>
    public int Urged { get; set; }

    /// <summary>Who sent it back and why, when it came back by 退回.</summary>
    public string? ReturnNote { get; set; }
}

public enum TaskState { Open, Done, Withdrawn }

public sealed class TaskParticipantRow : IJurisdictionRow
{
    public required string TaskId { get; set; }
    public required string PersonId { get; set; }
    public required string JurisdictionId { get; set; }
    public required int Position { get; set; }
    public required string Name { get; set; }
    public string Post { get; set; } = "";
    public string Unit { get; set; } = "";
    public required ParticipantState State { get; set; }
    public string? Outcome { get; set; }

    /// <summary>The task's limit, or the one set for somebody added; here so that one index serves 待办 in order.</summary>
    public DateTimeOffset? Due { get; set; }

    /// <summary>How the person came to the task.</summary>
    public Activities.Tasks.ShareKind Kind { get; set; }

    /// <summary>Whoever handed it on or asked for help.</summary>
    public string? FromId { get; set; }
    public string? FromName { get; set; }

    /// <summary>What the person was asked to look at.</summary>
    public string? Note { get; set; }

    /// <summary>When the person first opened it.</summary>
    public DateTimeOffset? Seen { get; set; }
}

/// <summary>
/// Open: may act now. Waiting: not yet their turn, or until those they asked have answered, or somebody else has claimed it.
/// Done: has acted. Closed: the task ended without them. Passed: handed it on (转办). Recused: 回避. Removed: 减签.
/// </summary>
public enum ParticipantState { Open, Waiting, Done, Closed, Passed, Recused, Removed }

public sealed class TaskActRow : IJurisdictionRow
{
    public required string TaskId { get; set; }
    public required int Seq { get; set; }
    public required string JurisdictionId { get; set; }
    public required string PersonId { get; set; }
    public required string Name { get; set; }
    public Activities.Tasks.TaskActKind Kind { get; set; }

    /// <summary>The answer's outcome; empty for acts that are no answer.</summary>
    public required string Outcome { get; set; }
    public string? Opinion { get; set; }
    public required string ValuesJson { get; set; }
    public required DateTimeOffset At { get; set; }

    /// <summary>Who really did it, when a standing deputy acted in the person's place (代理).</summary>
    public string? AgentId { get; set; }
    public string? AgentName { get; set; }

    /// <summary>Whom the act concerns, by name: 转给、加签、抄送 ….</summary>
    public string? Targets { get; set; }

    /// <summary>手写签名, a file.</summary>
    public string? SignatureId { get; set; }
}

/// <summary>抄送: somebody is told of a task and marks it read.</summary>
public sealed class TaskCopyRow : IJurisdictionRow
{
    public required string TaskId { get; set; }
    public required string PersonId { get; set; }
    public required string JurisdictionId { get; set; }
    public required string ByName { get; set; }
    public string? Note { get; set; }
    public required DateTimeOffset At { get; set; }

    /// <summary>已阅.</summary>
    public DateTimeOffset? Read { get; set; }
}

/// <summary>What somebody has typed and not handed in.</summary>
public sealed class DraftRow : IJurisdictionRow
{
    public required string PersonId { get; set; }

    /// <summary>What it is for, e.g. task/{id}.</summary>
    public required string Subject { get; set; }
    public required string JurisdictionId { get; set; }
    public required string Json { get; set; }
    public required DateTimeOffset At { get; set; }
}
