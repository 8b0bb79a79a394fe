using System.Text.Json;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Tasks;

/// <summary>How several people settle one task.</summary>
public enum TaskMode
{
    /// <summary>或签：任一人办理即可。</summary>
    Any,

    /// <summary>会签：每个人都要办理。</summary>
    All,

    /// <summary>依次：一个办完再到下一个。</summary>
    Sequential,

    /// <summary>票签：同意者达到比例即通过。</summary>
    Ratio,
}

/// <summary>
/// The payload of a task wait: everything a page needs to show the task and a host to list it.
/// One wait is one task; its people are the participants.
/// </summary>
/// <param name="Open">Who may act from the start: all participants, or the first one when Sequential.</param>
/// <param name="LegalBasis">The rule the step rests on, shown to the person acting.</param>
/// <param name="ItemIds">Items the task is about; their rows are shown above the form.</param>
public sealed record TaskSpec(
    string Title,
    TaskMode Mode,
    IReadOnlyList<PersonFact> Participants,
    IReadOnlyList<string> Open,
    IReadOnlyList<TaskAction> Actions,
    Form Form,
    string? Body = null,
    string? LegalBasis = null,
    string? Instructions = null,
    IReadOnlyList<string>? ItemIds = null)
{
    /// <summary>The task of a wait, fresh or read back from storage.</summary>
    public static TaskSpec Of(Bookmark wait) => wait.Payload switch
    {
        TaskSpec ready => ready,
        JsonElement json => json.Deserialize<TaskSpec>(Values.Json)!,
        _ => throw new ArgumentException($"Wait {wait.Id} is no task.", nameof(wait)),
    };
}

/// <summary>A button of a task.</summary>
/// <param name="Outcome">The outcome port it leads to.</param>
/// <param name="Label">What the button says, e.g. 同意.</param>
/// <param name="NeedsForm">False for buttons that may be pressed with an empty form, e.g. 退回.</param>
/// <param name="NeedsOpinion">True when the opinion must be filled in.</param>
public sealed record TaskAction(string Outcome, string Label, bool NeedsForm = true, bool NeedsOpinion = false);

/// <summary>One person's act on a task: the stimulus a host sends to a task wait.</summary>
/// <param name="Values">The form as checked and normalised by <see cref="Form"/>.</param>
public sealed record TaskAct(PersonFact By, string Outcome, string? Opinion, Dictionary<string, object?> Values);
