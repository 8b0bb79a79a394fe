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

    /// <summary>Copied from the task, so that one index serves 待办 in order.</summary>
    public DateTimeOffset? Due { get; set; }
}

/// <summary>Open: may act now. Waiting: not yet their turn. Done: has acted. Closed: the task ended without them.</summary>
public enum ParticipantState { Open, Waiting, Done, Closed }

public sealed class TaskActRow : IJurisdictionRow
{
    public required string TaskId { get; set; }
    public required int Seq { get; set; }
    public required string JurisdictionId { get; set; }
    public required string PersonId { get; set; }
    public required string Name { get; set; }
    public required string Outcome { get; set; }
    public string? Opinion { get; set; }
    public required string ValuesJson { get; set; }
    public required DateTimeOffset At { get; set; }
}
