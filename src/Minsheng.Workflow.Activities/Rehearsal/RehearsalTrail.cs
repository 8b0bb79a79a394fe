namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>A task somebody was given.</summary>
/// <param name="Run">The run it belongs to.</param>
/// <param name="About">Number of the project the run is about; null in the cycle's own run.</param>
/// <param name="Done">When it was answered or no longer needed.</param>
/// <param name="Answer">The button pressed; null where nobody pressed one.</param>
public sealed record RehearsalTask(
    DateTimeOffset Given, string Run, string? About, string ActivityId, string Step, string Type, string Title,
    string PersonId, string Name, string Post, string Unit, DateTimeOffset? Due, IReadOnlyList<RehearsalButton> Buttons)
{
    public DateTimeOffset? Done { get; init; }
    public string? Answer { get; init; }

    /// <summary>How many items it is about.</summary>
    public int Items { get; init; }

    public string Holder => Unit.Length + Post.Length == 0 ? Name : Post.StartsWith(Unit, StringComparison.Ordinal) ? Post : $"{Unit} {Post}".Trim();
}

/// <summary>A button of a task, and the outcome it leads to.</summary>
public sealed record RehearsalButton(string Outcome, string Label);

/// <summary>One time through one step.</summary>
/// <param name="Run">The run it belongs to; <paramref name="IsMain"/> for the cycle's own.</param>
/// <param name="Stage">环节, where the definition names it.</param>
/// <param name="Began">Where it stands in the order of everything that began or ended.</param>
/// <param name="Nominal">The day a recurring date would have fallen on, where a day off moved it.</param>
public sealed record RehearsalPassage(
    string Run, bool IsMain, string Definition, string ActivityId, string Step, string Type, string? Stage, int Execution, DateTimeOffset From, int Began)
{
    public DateTimeOffset? Until { get; init; }
    public int? Ended { get; init; }
    public string? Outcome { get; init; }
    public DateOnly? Nominal { get; init; }
}
