using System.Text.Json;
using System.Text.Json.Serialization;
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
    /// <summary>票签: the share of consent that passes; null where the mode needs none.</summary>
    public string? Ratio { get; init; }

    /// <summary>手写签名: an answer needs a signature drawn by hand.</summary>
    public bool NeedsSignature { get; init; }

    /// <summary>People who are told of it (抄送).</summary>
    public IReadOnlyList<PersonFact>? Copies { get; init; }

    /// <summary>What the step says of 逾期升级; null where the place's settings hold.</summary>
    public Escalation? Escalation { get; init; }

    /// <summary>Who sent it back and why, when it came back by 退回.</summary>
    public string? ReturnNote { get; init; }

    /// <summary>What follows within the same step; empty where that depends, null where the buttons lead out of it.</summary>
    public string? Next { get; init; }

    /// <summary>How it has gone round so far; null while it is as it was given.</summary>
    public Circulation? Circulation { get; init; }

    /// <summary>Nothing has to be filled in, signed or written: may be answered together with others (批量).</summary>
    [JsonIgnore]
    public bool IsQuick => !NeedsSignature && !Actions[0].NeedsOpinion && !(Actions[0].NeedsForm && Form.Fields.Any(one => one.Required));

    /// <summary>Whether people asked to sign, who fill in no form, may choose this button.</summary>
    public bool SignersMay(TaskAction action) => action.Outcome == Actions[0].Outcome || !action.NeedsForm || !Form.Fields.Any(field => field.Required);

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
/// <param name="Agent">The standing deputy who acted in the person's place (代理).</param>
public sealed record TaskAct(PersonFact By, string Outcome, string? Opinion, Dictionary<string, object?> Values, PersonFact? Agent = null);

/// <summary>An act on a task that is no answer: the other stimulus a host sends to a task wait.</summary>
/// <param name="Note">What the targets are asked; the opinion of 交回; the reason of 回避.</param>
/// <param name="Due">A limit of their own for people added or entrusted.</param>
/// <param name="ByOffice">Done by the congress office for others.</param>
public sealed record TaskMove(
    TaskActKind Kind, PersonFact By, IReadOnlyList<PersonFact> Targets, string? Note = null, DateTimeOffset? Due = null, PersonFact? Agent = null, bool ByOffice = false);

/// <summary>What a step is given to start from when a settled task is opened again by 撤回.</summary>
/// <param name="Circulation">The answers of the others.</param>
public sealed record Reopening(Circulation Circulation);
