using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.Moving;

/// <summary>What the definitions alone cannot tell about a run that is to go on under another version.</summary>
public enum MoveQuestionKind
{
    /// <summary>A step that stands open is not there any more, or is another kind of step.</summary>
    Gone,

    /// <summary>Everything before a step is done, but the run has never been at it.</summary>
    Owed,

    /// <summary>A step that is done now comes after one that is not.</summary>
    Earlier,

    /// <summary>A step that stands open now has to wait for one that is not done.</summary>
    Overtaken,

    /// <summary>A join of all ways would never be entered: one of its ways was not taken.</summary>
    Doomed,
}

/// <param name="Key">The same for every run that stands the same way, so that it is answered once.</param>
/// <param name="Title">What people call the step.</param>
/// <param name="Sentence">What is so.</param>
public sealed record MoveQuestion(string Key, MoveQuestionKind Kind, string StepId, string Title, string Sentence, IReadOnlyList<MoveOption> Options);

/// <param name="Words">What will happen if it is chosen.</param>
public sealed record MoveOption(string Key, string Words);

/// <summary>Something whoever moves a run should know.</summary>
/// <param name="IsGrave">Worth a second look before it is done.</param>
public sealed record MoveNote(string Sentence, bool IsGrave = false);

/// <summary>How a run goes on under another version. Either it cannot, or something has to be chosen first, or here it is.</summary>
public sealed class MovePlan
{
    /// <summary>Why it cannot be moved now, a sentence each.</summary>
    public required IReadOnlyList<string> Refusals { get; init; }

    /// <summary>Everything that is to be chosen, answered or not.</summary>
    public required IReadOnlyList<MoveQuestion> Questions { get; init; }

    /// <summary>Keys of the questions nobody has answered.</summary>
    public required IReadOnlySet<string> Open { get; init; }

    public required IReadOnlyList<MoveNote> Notes { get; init; }

    /// <summary>Waits that end with the move, as they stood.</summary>
    public required IReadOnlyList<Bookmark> Withdrawn { get; init; }

    /// <summary>Steps that begin with the move.</summary>
    public required IReadOnlyList<CompiledActivity> Begins { get; init; }

    /// <summary>The run under the new version, before what begins with the move; null while it cannot be moved or something is to be chosen.</summary>
    public WorkflowInstance? Instance { get; init; }

    internal IReadOnlyList<Continuation> Continuations { get; init; } = [];

    public bool IsReady => Instance is not null;
}

internal enum ContinueKind { Schedule, Skip, Complete, Settle }

/// <summary>What a container of a moved run does at once.</summary>
internal sealed record Continuation(ContinueKind Kind, ActivityExecution Container, CompiledActivity? Target = null);
