namespace Minsheng.Workflow.Engine.Running;

/// <summary>What a step asks the engine to do next. The set is closed: the burst handles every case.</summary>
public abstract record ActivityResult
{
    private ActivityResult() { }

    public static ActivityResult Done { get; } = new Completed(Outcomes.Default);

    public static ActivityResult Outcome(params string[] names) => new Completed(names);

    /// <summary>The step is over; connections of these outcomes are followed.</summary>
    public sealed record Completed(IReadOnlyList<string> Outcomes) : ActivityResult;

    /// <summary>The step waits for these. On a resume the answered wait is used up and replaced by them.</summary>
    public sealed record Waiting(params IReadOnlyList<Wait> Waits) : ActivityResult;

    /// <summary>The answered wait stays open, or a container goes on with its children.</summary>
    /// <param name="Payload">What the answered wait tells the host from now on; null to leave it as it is.</param>
    public sealed record StillWaiting(object? Payload = null) : ActivityResult
    {
        public static StillWaiting Instance { get; } = new();
    }

    /// <summary>The whole run ends now.</summary>
    internal sealed record WorkflowFinished : ActivityResult;

    /// <summary>The nearest embedded workflow, or else the run, completes with these outcomes.</summary>
    internal sealed record CompositeCompleted(IReadOnlyList<string> Outcomes) : ActivityResult;

    /// <summary>The nearest loop ends.</summary>
    internal sealed record LoopBroken : ActivityResult;
}

/// <summary>Well-known outcome names.</summary>
public static class Outcomes
{
    public const string Done = "Done";

    /// <summary>What a step completes with when it names no outcome.</summary>
    public static IReadOnlyList<string> Default { get; } = [Done];

    internal static IReadOnlyList<string> None { get; } = [];
}

/// <summary>What a step asks to be woken by.</summary>
/// <param name="Due">For timers: when. For tasks: the limit, shown to people.</param>
/// <param name="Payload">What the host needs to know; stored with the wait, so small.</param>
public sealed record Wait(WaitKind Kind, string Name, DateTimeOffset? Due = null, object? Payload = null);

public enum WaitKind { Manual, Task, Timer, Event, Child }

/// <summary>An open wait of a run.</summary>
public sealed class Bookmark
{
    /// <summary>Unique within its instance and never reused.</summary>
    public required string Id { get; init; }
    public required WaitKind Kind { get; init; }
    public required string Name { get; init; }
    public required ActivityExecution Execution { get; init; }
    public DateTimeOffset? Due { get; init; }
    public object? Payload { get; internal set; }

    public string ActivityId => Execution.Place.Id;
}

/// <summary>The answer to a wait.</summary>
/// <param name="Outcome">For hand-made waits and stand-ins: the outcome to complete with.</param>
public sealed record Stimulus(string BookmarkId, object? Input = null, string? Outcome = null)
{
    /// <summary>The wait answered; set by the engine.</summary>
    public Bookmark Bookmark { get; internal init; } = null!;
}
