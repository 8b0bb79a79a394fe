using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>What the vote decides on items, at once or after the Party working committee's confirmation.</summary>
public sealed partial class Ballot
{
    private const string ConfirmationTask = "Confirmation", Confirmed = "确认", Refused = "不予确认";

    private ActivityResult ConcludeWithFewer(ActivityContext context, Round rest) => rest.Chosen > 0
        ? Conclude(context, rest with { Seats = 0 }, "Adopted")
        : Conclude(context, rest, "Shortfall");

    /// <summary>Leaves, after the Party working committee has confirmed what was picked.</summary>
    private ActivityResult Conclude(ActivityContext context, Round round, string outcome)
    {
        if (round.Picked is not { Count: > 0 } picked) return Leave(context, round, outcome);
        context.Keep(round with { Then = outcome });
        var form = new Form([
            new Field { Name = "meetingDate", Label = "会议日期", Type = FieldType.Date, Required = true },
            new Field { Name = "documentNo", Label = "文号", Type = FieldType.Text },
            Verdicts("decisions", "逐项确认", [Confirmed, Refused], Refused),
            new Field { Name = "minutes", Label = "会议记录", Type = FieldType.Paragraph }]);
        return new ActivityResult.Waiting(Ask(context, ConfirmationTask, new Request($"{TitleAt(context)}：街道党工委确认", context.Get(Confirmer), form)
        {
            Actions = [new TaskAction(Outcomes.Done, "登记确认结果")],
            Instructions = $"议事代表会票选出 {picked.Count} 个项目，经街道党工委逐项确认后成为民生实事项目；不予确认的应当说明理由。",
            Items = [.. context.Cycle().Items(ItemStage.Candidate).Where(item => picked.Any(one => one.ItemId == item.Id))],
        }));
    }

    private ActivityResult Confirm(ActivityContext context, Round round, TaskAnswer answer)
    {
        var verdicts = answer.Verdicts("decisions").ToDictionary(verdict => verdict.ItemId, StringComparer.Ordinal);
        if (round.Picked!.FirstOrDefault(one => !verdicts.ContainsKey(one.ItemId)) is not null)
            throw new StimulusRefusedException("票选出的项目要逐项确认，请把每一项都填上。", "incomplete");
        const string By = "街道党工委";
        context.Emit(new DecideItems([.. round.Picked!.Select(one => verdicts[one.ItemId] is { Verdict: Confirmed }
            ? new ItemDecision(one.ItemId, ItemStage.Project, "党工委确认", $"{one.Reason}街道党工委已确认。", By)
            : new ItemDecision(one.ItemId, ItemStage.NotChosen, "党工委不予确认", verdicts[one.ItemId].Reason, By))]));
        var confirmed = verdicts.Values.Count(verdict => verdict.Verdict == Confirmed);
        var refused = round.Picked!.Count - confirmed;
        var day = answer.Date("meetingDate") is { } date ? DayWords.Full(date) : "";
        context.Emit(new NoteHistory($"{day}街道党工委确认票选结果：确认 {confirmed} 项，不予确认 {refused} 项。{(refused > 0 ? "不予确认的名额不再补足。" : "")}"));
        var settled = round with { Picked = [], Filled = round.Filled + confirmed, Then = null };
        return settled.Filled == 0 && round.Then == "Adopted"
            ? Leave(context, settled with { Seats = refused }, "Shortfall")
            : Leave(context, settled, round.Then!);
    }

    private static ActivityResult Leave(ActivityContext context, Round round, string outcome)
    {
        context.Remember(round.Seats == 0 ? new Unfilled(null, false) : new Unfilled(round.Seats, round.Runoff, round.Filled, round.Picked));
        return ActivityResult.Outcome(outcome);
    }

    private Round Record(ActivityContext context, Round round, BallotResult result, IReadOnlyList<CandidateTally> tallies)
    {
        var body = context.Get(VotingBody);
        var (verb, by) = (body.Verb(), $"{body.Name()}{body.Verb()}");
        return Decide(context, round, tallies.Select(tally => result.Adopted.Contains(tally.Candidate)
            ? new ItemDecision(tally.Candidate, ItemStage.Project, $"{verb}通过", $"{Figures(tally)}，{verb}通过。", by)
            : new ItemDecision(tally.Candidate, ItemStage.NotChosen, $"{verb}未通过",
                $"{Figures(tally)}，{(tally.For < result.ApprovalsNeeded ? $"没有达到通过所需的 {result.ApprovalsNeeded} 票" : "票数在应选名额之外")}。", by)));
    }

    /// <summary>Records decisions; where a confirmation is to follow, what was chosen waits for it.</summary>
    private Round Decide(ActivityContext context, Round round, IEnumerable<ItemDecision> decisions)
    {
        var all = decisions.ToList();
        var chosen = all.Where(decision => decision.Stage == ItemStage.Project).ToList();
        var waits = context.Get(Confirmation) == Ballots.Confirmation.PartyWorkCommittee;
        var now = waits ? [.. all.Except(chosen)] : all;
        if (now.Count > 0) context.Emit(new DecideItems(now));
        return waits ? round with { Picked = [.. round.Picked ?? [], .. chosen.Select(decision => new Picked(decision.ItemId, decision.Reason))] }
            : round with { Filled = round.Filled + chosen.Count };
    }

    private static string Figures(CandidateTally tally)
    {
        var illegible = tally.Illegible > 0 ? $"，无法辨认 {tally.Illegible} 票" : "";
        if (tally.RankSum > 0) return $"编有名次的 {tally.For} 票，名次和 {tally.RankSum}{illegible}";
        var unpressed = tally.Unpressed > 0 ? $"，未按 {tally.Unpressed} 票" : "";
        return $"赞成 {tally.For} 票，反对 {tally.Against} 票，弃权 {tally.Abstain} 票{unpressed}{illegible}";
    }
}
