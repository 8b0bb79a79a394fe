using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Engine.Running;

public enum WorkflowStatus { Running, Finished }

public enum SubStatus { Pending, Executing, Suspended, Finished, Cancelled, Faulted }

public enum ActivityStatus { Running, Completed, Canceled, Faulted }

/// <summary>Everything that is saved of one run. Changed only by a <see cref="Burst"/>.</summary>
public sealed class WorkflowInstance
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }

    public WorkflowStatus Status { get; internal set; } = WorkflowStatus.Running;
    public SubStatus SubStatus { get; internal set; } = SubStatus.Pending;
    public string? Name { get; internal set; }
    public string? CorrelationId { get; set; }

    public Dictionary<string, object?> Input { get; init; } = new(StringComparer.Ordinal);
    public Dictionary<string, object?> Output { get; init; } = new(StringComparer.Ordinal);
    public Dictionary<string, object?> Variables { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Outcomes the run ended with, when a Complete step named them.</summary>
    public IReadOnlyList<string> Outcomes { get; internal set; } = [];

    /// <summary>Live executions only: what has ended is in the journal, not here.</summary>
    internal List<ActivityExecution> Executions { get; } = [];

    public IReadOnlyList<ActivityExecution> LiveExecutions => Executions;

    internal List<Bookmark> OpenBookmarks { get; } = [];

    public IReadOnlyList<Bookmark> Bookmarks => OpenBookmarks;

    internal List<Incident> AllIncidents { get; } = [];

    /// <summary>Every fault of this run; the open ones are those whose step still stands still.</summary>
    public IReadOnlyList<Incident> Incidents => AllIncidents;

    public bool IsOpen(Incident incident) => Executions.Exists(live => live.Id == incident.ExecutionId && live.Status == ActivityStatus.Faulted);

    /// <summary>What a step remembers from one execution to the next, by place in the definition.</summary>
    internal Dictionary<string, object?> Memory { get; } = new(StringComparer.Ordinal);

    /// <summary>Results by "activity/output", kept only for definitions whose scripts ask for them.</summary>
    internal Dictionary<string, object?> Results { get; } = new(StringComparer.Ordinal);

    /// <summary>The activity whose trigger started the run, if one did.</summary>
    public string? TriggerActivityId { get; init; }

    /// <summary>Put back to an earlier state, a run still never gives out a number twice.</summary>
    public void CountOnFrom(WorkflowInstance later)
    {
        LastExecutionId = Math.Max(LastExecutionId, later.LastExecutionId);
        LastBookmarkId = Math.Max(LastBookmarkId, later.LastBookmarkId);
    }

    internal int LastExecutionId { get; set; }
    internal int LastBookmarkId { get; set; }
}

/// <summary>One execution of a step; a tree by <see cref="Parent"/>.</summary>
public sealed class ActivityExecution
{
    public required int Id { get; init; }
    public required CompiledActivity Place { get; init; }
    public required ActivityExecution? Parent { get; init; }
    public ActivityStatus Status { get; internal set; } = ActivityStatus.Running;

    /// <summary>Entered through a backward connection: its completion does not count as a visit.</summary>
    internal bool Backward { get; init; }

    /// <summary>What led to it in its flowchart; see <see cref="BuiltIn.FlowCauses"/>.</summary>
    internal int Cause { get; init; }

    /// <summary>That, and what was set aside until it is answered.</summary>
    internal Comeback? Comeback { get; set; }

    /// <summary>Why it runs again; null when nobody went back to it.</summary>
    public ReturnNote? Return => Comeback?.Note;

    /// <summary>What the step keeps while it waits; raw JSON until the step asks for it after a reload.</summary>
    internal object? State { get; set; }

    internal Dictionary<string, object?>? Variables { get; set; }

    internal T? Load<T>() where T : class => ActivityContext.Revive<T>(State, state => State = state);
}

/// <summary>A step failed: its branch stands still until somebody retries or skips it.</summary>
public sealed record Incident(int ExecutionId, string ActivityId, string ActivityType, string Message, DateTimeOffset At);

/// <summary>One line of what a burst did, in order.</summary>
/// <param name="EffectsBefore">How many of the burst's effects came before this line, so that each can be told its step.</param>
public readonly record struct TraceEntry(
    TraceEvent Event, CompiledActivity Place, int ExecutionId, IReadOnlyList<string> Outcomes, string? Message = null, int EffectsBefore = 0);

public enum TraceEvent { Started, Resumed, Suspended, Completed, Canceled, Faulted }
