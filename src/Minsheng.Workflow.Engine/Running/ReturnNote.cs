using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Engine.Running;

/// <summary>Whether people may go back over a step of this kind.</summary>
public enum ReturnRule
{
    /// <summary>What it has done cannot be undone: nobody goes back over it.</summary>
    Barrier,

    /// <summary>May be gone back over and simply runs again.</summary>
    Free,

    /// <summary>As <see cref="Free"/>, and people may ask to go back to it.</summary>
    Target,
}

/// <summary>Why a step runs again.</summary>
/// <param name="StraightBack">When it is answered in the way that led to the returning step, that one is handed out anew at once; what lies between stands.</param>
/// <param name="Reopen">For a withdrawn answer: what the step had kept, with the answers of the others. See <see cref="ActivityContext.Reopened{T}"/>.</param>
public sealed record ReturnNote(string ByName, string Reason, bool StraightBack = false, object? Reopen = null)
{
    /// <summary>The answer was taken back by whoever gave it (撤回); set by the engine.</summary>
    public bool IsWithdrawal { get; init; }
}

/// <summary>A step that can be gone back to.</summary>
/// <param name="Execution">The execution that would be undone.</param>
public sealed record ReturnTarget(CompiledActivity Place, int Execution)
{
    public string ActivityId => Place.Id;
    public string Title => Place.Title;
}

/// <summary>What running a step again would undo.</summary>
/// <param name="Passed">Steps that have been completed since, on the way that leads from it.</param>
/// <param name="Waits">What stands open on that way.</param>
/// <param name="Barrier">The first thing that cannot be undone; null when all of it can.</param>
public sealed record Undoing(ReturnTarget Target, IReadOnlyList<CompiledActivity> Passed, IReadOnlyList<int> Executions, IReadOnlyList<Bookmark> Waits, CompiledActivity? Barrier);

/// <summary>These executions count as if they had not happened; whatever the host recorded for them is taken back.</summary>
public sealed record PassagesUndone(IReadOnlyList<int> Executions, string ByName, string Reason) : Effect;

/// <summary>A step cannot be gone back to. Nothing has changed.</summary>
public sealed class ReturnRefusedException(string message, string code = "return-refused") : WorkflowException(code, message);

/// <summary>Why an execution runs again, and what was set aside until it is answered.</summary>
internal sealed record Comeback(ReturnNote Note, BuiltIn.SetAside? SetAside = null);
