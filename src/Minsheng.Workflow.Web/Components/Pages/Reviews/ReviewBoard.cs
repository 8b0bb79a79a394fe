using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Components.Forms;

namespace Minsheng.Workflow.Web.Components.Pages.Reviews;

/// <summary>An item list being worked through one by one. Holds nothing itself: verdicts are rows of the form's draft.</summary>
public sealed class ReviewBoard(Field asked, FormDraft draft, IReadOnlyList<TaskItem> items)
{
    private const string Item = "item", Verdict = "verdict", Reason = "reason", Target = "target";

    private readonly Dictionary<string, TaskItem> _items = items.ToDictionary(item => item.Id, StringComparer.Ordinal);

    public Field Field => asked;
    public IReadOnlyList<Dictionary<string, object?>> Rows { get; private set; } = [];
    public int At { get; private set; }
    public int Decided => Rows.Count(row => VerdictOf(row).Length > 0);
    public bool IsWhole => Decided == Rows.Count;
    public Dictionary<string, object?> Row => Rows[At];
    public string Reasoned => FormDraft.Text(Row, Reason);
    public string Chosen => VerdictOf(Row);
    public string Into => FormDraft.Text(Row, Target);
    public bool NeedsReason => asked.ReasonFor.Contains(Chosen);

    /// <summary>Who hears the reason: a proposal's proposer, a project's department.</summary>
    public string Told => ItemOf(Row)?.Stage is ItemStage.Project ? "责任单位" : "提出人";
    public bool NeedsTarget => asked.TargetFor.Contains(Chosen);

    /// <summary>The ordinary verdict: the one that asks for nothing more.</summary>
    public FieldOption? Plain => asked.Options.FirstOrDefault(option => !asked.ReasonFor.Contains(option.Value) && !asked.TargetFor.Contains(option.Value));

    /// <summary>Takes the draft's rows as they are now: a draft that was taken back has new ones.</summary>
    public void Follow()
    {
        Rows = [.. FormDraft.List(draft.Values, asked.Name).OfType<Dictionary<string, object?>>()];
        At = Math.Clamp(At, 0, Math.Max(0, Rows.Count - 1));
    }

    public TaskItem? ItemOf(Dictionary<string, object?> row) => _items.GetValueOrDefault(FormDraft.Text(row, Item));

    public static string VerdictOf(Dictionary<string, object?> row) => FormDraft.Text(row, Verdict);

    public void Go(int index) => At = Math.Clamp(index, 0, Rows.Count - 1);

    /// <summary>To the first one left, so that reviewing goes on where it stood.</summary>
    public void GoToFirstLeft() => At = Math.Max(0, Rows.ToList().FindIndex(row => VerdictOf(row).Length == 0));

    /// <returns>False when none is left.</returns>
    public bool GoToNextLeft()
    {
        for (var step = 1; step < Rows.Count; step++)
            if (VerdictOf(Rows[(At + step) % Rows.Count]).Length == 0)
            {
                At = (At + step) % Rows.Count;
                return true;
            }
        return false;
    }

    public void Choose(string verdict)
    {
        if (!asked.TargetFor.Contains(verdict)) Row[Target] = "";
        draft.Set(Row, Verdict, verdict);
    }

    public void Say(Dictionary<string, object?> row, string reason) => draft.Set(row, Reason, reason);

    public void MergeInto(Dictionary<string, object?> row, string itemId) => draft.Set(row, Target, itemId);

    public void FillRest(string verdict)
    {
        foreach (var row in Rows.Where(row => VerdictOf(row).Length == 0)) row[Verdict] = verdict;
        draft.Touch();
    }

    /// <summary>An item merged by the office meanwhile needs no verdict of its own; the form still asks for one.</summary>
    public void Settle(int index, string mainNumber)
    {
        var row = Rows[index];
        if (VerdictOf(row).Length > 0 && !asked.TargetFor.Contains(VerdictOf(row))) return;
        row[Verdict] = (asked.Options.FirstOrDefault(option => asked.ReasonFor.Contains(option.Value) && !asked.TargetFor.Contains(option.Value)) ?? asked.Options[0]).Value;
        (row[Reason], row[Target]) = ($"已并入 {mainNumber}，一并处理。", "");
    }

    /// <summary>What is missing before the next one may come; null when nothing is.</summary>
    public string? Lacking()
    {
        if (Chosen.Length == 0) return "请先选一个结果，再审下一项。";
        var label = asked.Options.FirstOrDefault(option => option.Value == Chosen)?.Label ?? Chosen;
        if (NeedsTarget && Into.Length == 0) return $"选“{label}”要指明并入哪一件。";
        return NeedsReason && string.IsNullOrWhiteSpace(Reasoned) ? $"选“{label}”要写理由，理由会告知{Told}。" : null;
    }

    /// <summary>What the server found wrong with an item.</summary>
    public IEnumerable<string> Problems(int index) =>
        draft.Problems.Where(problem => problem.Path.StartsWith($"{asked.Name}[{index}]", StringComparison.Ordinal)).Select(problem => problem.Sentence);
}
