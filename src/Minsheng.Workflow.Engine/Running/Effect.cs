namespace Minsheng.Workflow.Engine.Running;

/// <summary>
/// Something a burst wants done outside: data, carried out by the host in the same transaction that saves the run.
/// The field's own effects derive from this in Activities.
/// </summary>
public abstract record Effect;

/// <summary>A line of output (Elsa's WriteLine).</summary>
public sealed record LineWritten(string Text) : Effect;

/// <summary>Start another workflow. <see cref="Key"/> is unique within the parent, so starting twice starts once.</summary>
public sealed record StartChild(
    string DefinitionId,
    string Key,
    int ParentExecution,
    IReadOnlyDictionary<string, object?> Input,
    string? CorrelationId,
    ChildNotice Notice) : Effect;

/// <summary>When a parent hears from its child.</summary>
public enum ChildNotice { Never, WhenIdle, WhenFinished }

/// <summary>What a parent hears: the <see cref="Stimulus.Input"/> of its child wait.</summary>
public sealed record ChildReport(string Key, string InstanceId, WorkflowStatus Status, SubStatus SubStatus, Dictionary<string, object?> Output);

/// <summary>An event other runs may wait for.</summary>
public sealed record EventPublished(string Name, object? Payload, string? CorrelationId, bool Local) : Effect;
