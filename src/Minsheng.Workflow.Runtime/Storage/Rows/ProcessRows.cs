using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Runtime.Storage.Rows;

/// <summary>One year of one procedure in one place.</summary>
public sealed class CycleRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }

    /// <summary>The year the projects are built in.</summary>
    public required int Year { get; set; }
    public required string Title { get; set; }
    public required string DefinitionId { get; set; }
    public required string DefinitionVersionId { get; set; }
    public required string RootInstanceId { get; set; }
    public required CycleState State { get; set; }
    public required DateTimeOffset StartedAt { get; set; }
    public required string StartedBy { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    public required CollectionState Collection { get; set; }
    public DateTimeOffset? CollectionUntil { get; set; }

    /// <summary>渠道, a JSON list.</summary>
    public string? ChannelsJson { get; set; }

    /// <summary>领域, a JSON list.</summary>
    public string? DomainsJson { get; set; }

    /// <summary>The last item number given out; never goes back.</summary>
    public int LastItem { get; set; }
}

public enum CycleState { Running, Finished, Cancelled, Faulted }

public enum CollectionState { NotYet, Open, Closed }

/// <summary>One run. What others search for is a column; the rest is the document.</summary>
public sealed class InstanceRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public string? CycleId { get; set; }
    public string? ParentId { get; set; }
    public int? ParentExecution { get; set; }
    public string? ChildKey { get; set; }
    public ChildNotice Notice { get; set; }

    /// <summary>True once the parent was told, so that it is told once.</summary>
    public bool ParentTold { get; set; }
    public string? ProjectId { get; set; }
    public required string DefinitionId { get; set; }
    public required string DefinitionVersionId { get; set; }
    public required string Title { get; set; }
    public string? CorrelationId { get; set; }
    public required WorkflowStatus Status { get; set; }
    public required SubStatus SubStatus { get; set; }

    /// <summary>Steps that stand still because they failed.</summary>
    public int OpenIncidents { get; set; }

    /// <summary>Counts the bursts saved: the slower of two is refused.</summary>
    public required int Revision { get; set; }
    public int LastHistory { get; set; }
    public required byte[] Document { get; set; }
    public required string StartedBy { get; set; }
    public required DateTimeOffset StartedAt { get; set; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>An open wait of a run.</summary>
public sealed class WaitRow : IJurisdictionRow
{
    /// <summary>Instance and bookmark, joined by a dot; a task has the id of its wait.</summary>
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public required string InstanceId { get; set; }
    public required string BookmarkId { get; set; }
    public required WaitKind Kind { get; set; }
    public required string Name { get; set; }
    public required string ActivityId { get; set; }
    public required string NodeId { get; set; }
    public required string Title { get; set; }
    public required int Execution { get; set; }
    public string? CorrelationId { get; set; }
    public DateTimeOffset? Due { get; set; }

    /// <summary>Null for tasks: theirs is the task's specification.</summary>
    public string? PayloadJson { get; set; }
    public required DateTimeOffset Since { get; set; }
}

/// <summary>A line of a run's story and of its running chart.</summary>
public sealed class HistoryRow : IJurisdictionRow
{
    public required string InstanceId { get; set; }
    public required int Seq { get; set; }
    public required string JurisdictionId { get; set; }
    public required DateTimeOffset At { get; set; }
    public required HistoryKind Kind { get; set; }
    public string? ActivityId { get; set; }
    public string? NodeId { get; set; }
    public string? Title { get; set; }

    /// <summary>Outcomes followed, joined by commas.</summary>
    public string? Outcome { get; set; }
    public required string Sentence { get; set; }
    public string? Actor { get; set; }
}

public enum HistoryKind { Started, Waiting, Completed, Cancelled, Faulted, Act, Note, Effect, Ended }

/// <summary>A durable follow-up of a commit, applied exactly once: the row goes in the transaction that applies it.</summary>
public sealed class SignalRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public required SignalKind Kind { get; set; }

    /// <summary>The run the signal came from.</summary>
    public required string InstanceId { get; set; }
    public required string PayloadJson { get; set; }
    public required DateTimeOffset Created { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? NotBefore { get; set; }
    public string? LastError { get; set; }
}

public enum SignalKind { StartChild, ChildReport, Event, EventFor }

public sealed class SettingRow
{
    public required string Name { get; set; }
    public required string Value { get; set; }
}
