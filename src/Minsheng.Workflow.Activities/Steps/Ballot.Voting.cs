using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>One vote after the other, each by the rules of its round.</summary>
public sealed partial class Ballot
{
    public override ActivityResult Start(ActivityContext context)
    {
        if (Unconfirmed(context.Get(VotingBody), context.Get(Confirmation))) throw new ActivityFaultException(NeedsConfirmation, "needs-confirmation");
        var left = context.Recall<Unfilled>();
        var seats = left?.Seats ?? context.Get(Seats);
        var picked = left?.Picked ?? [];
        var candidates = context.Cycle().Items(ItemStage.Candidate).Select(item => item.Id).Except(picked.Select(one => one.ItemId)).ToList();
        var round = new Round(1, seats, candidates, left?.Runoff ?? false, left?.Filled ?? 0, picked);
        if (candidates.Count <= seats) return AskCandidates(context, round);
        if (left?.Seats is null && CandidateBand.WarningFor(RulesAt(context, seats), candidates.Count) is { } warning)
            context.Emit(new NoteHistory(warning));
        return Vote(context, round);
    }

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        var round = context.Load<Round>()!;
        return stimulus.Bookmark switch
        {
            { Kind: WaitKind.Timer } => Vote(context, round),
            { Kind: WaitKind.Task, Name: CandidatesTask } => Supplement(context, round, TaskAnswer.Of(stimulus)),
            { Kind: WaitKind.Task, Name: ShortfallTask } => DecideShortfall(context, round, TaskAnswer.Of(stimulus)),
            { Kind: WaitKind.Task, Name: SessionTask } => ArrangeSession(context, round, TaskAnswer.Of(stimulus)),
            { Kind: WaitKind.Task, Name: ConfirmationTask } => Confirm(context, round, TaskAnswer.Of(stimulus)),
            { Kind: WaitKind.Task } => DecideTie(context, round, TaskAnswer.Of(stimulus)),
            _ => Count(context, round, Opened(context, stimulus, round.Number)),
        };
    }

    private ActivityResult Count(ActivityContext context, Round round, BallotOpened opened)
    {
        var rules = RulesOf(context, round);
        BallotResult result;
        try
        {
            result = BallotCount.Of(rules, round.Candidates, opened.Slips, new Turnout(opened.Due, opened.Present, opened.Issued, opened.Returned, opened.Recused), opened.Paper);
        }
        catch (BallotException problem)
        {
            throw new StimulusRefusedException(problem.Message, "wrong-figures");
        }
        context.Emit(new DecideBallot(opened.BallotId, result));
        context.Emit(new NoteHistory($"{TitleAt(context)}{Which(round)}：{string.Concat(result.Sentences)}"));
        return result.Outcome switch
        {
            BallotOutcome.Void => Leave(context, round, "Void"),
            BallotOutcome.Tie => Break(context, round, rules, result),
            _ => Settle(context, round, rules, result),
        };
    }

    private ActivityResult.Waiting Vote(ActivityContext context, Round round)
    {
        context.Keep(round);
        var roll = Roll(context, context.Get(Voters) ?? [new Assignee(Role: context.Get(VotingBody).Role())]);
        var rules = RulesOf(context, round);
        var sheet = new BallotSheet(BallotKind.Vote, $"{TitleAt(context)}{Which(round)}", round.Number, round.Seats,
            Rows(Candidates(context, round)), rules.BallotType == Ballots.BallotType.Rank ? ["编号票数", "名次和", "未编号"] : ["赞成", "反对", "弃权"], rules, AllMembers(context, roll.Count))
        {
            Mode = context.Get(VotingMode),
            PaperMinimum = context.Get(PaperMinimum),
        };
        return new ActivityResult.Waiting(Prepare(context, sheet, roll));
    }

    /// <summary>The base of quorum and majority: everybody who belongs to the body, on the roll or not.</summary>
    private int AllMembers(ActivityContext context, int roll)
    {
        if (context.Get(VotingBody) == Ballots.VotingBody.Congress) return context.Cycle().AllDeputies;
        var members = context.Get(Members);
        return members == 0 ? roll
            : members >= roll ? members
            : throw new ActivityFaultException($"“{TitleAt(context)}”的组成人员数填的是 {members}，名册上却有 {roll} 人，请核对组成人员数或人员管理中的名单，再重试这一步。", "too-few-members");
    }

    private static string Which(Round round) => round.Number == 1 ? "" : $"（第 {round.Number} 次投票）";

    private static List<ItemFact> Candidates(ActivityContext context, Round round) =>
        [.. context.Cycle().Items(ItemStage.Candidate).Where(item => round.Candidates.Contains(item.Id))];

    private BallotRules RulesOf(ActivityContext context, Round round) =>
        round.Runoff ? RunoffRules.Of(RulesAt(context, round.Seats)).AsBallot() : RulesAt(context, round.Seats);

    private BallotRules RulesAt(ActivityContext context, int seats)
    {
        var (body, type, cap) = (context.Get(VotingBody), context.Get(BallotType), context.Get(MarkCap));
        var quorum = Ballots.Quorum.TryParse(context.Get(Quorum), out var stated) ? stated
            : context.Get(Quorum) is { Length: > 0 } wrong ? throw new ActivityFaultException($"“法定人数”是“{wrong}”，应大于 0、不超过 100%，请改正后再重试这一步。", "bad-ratio")
            : body.Quorum();
        return new BallotRules
        {
            Seats = seats,
            Body = body,
            RatioMin = Ratio(context.Get(RatioMin)),
            RatioMax = Ratio(context.Get(RatioMax)),
            DifferentialBase = context.Get(Base),
            Rounding = context.Get(Rounding),
            BallotType = type,
            // Fewer seats than at first: the cap shrinks with them.
            MarkCap = cap == 0 ? null : type == Ballots.BallotType.Cap && seats < context.Get(Seats) ? Math.Min(cap, seats) : cap,
            MajorityBase = context.Get(MajorityBase),
            MajorityStrict = context.Get(MajorityStrict),
            Quorum = quorum.Share,
            QuorumStrict = quorum.IsStrict,
            Tie = context.Get(Tie),
            RepeatedTie = context.Get(RepeatedTie),
            Shortfall = context.Get(Shortfall),
        };
    }

    /// <param name="Runoff">Among the tied only: more approvals win, no majority is asked for.</param>
    /// <param name="Filled">Projects already adopted, in this round or an earlier one.</param>
    /// <param name="Picked">Chosen by the vote and not yet confirmed.</param>
    /// <param name="Then">The outcome to leave by once they are confirmed.</param>
    private sealed record Round(int Number, int Seats, IReadOnlyList<string> Candidates, bool Runoff, int Filled = 0, IReadOnlyList<Picked>? Picked = null, string? Then = null)
    {
        public int Chosen => Filled + (Picked?.Count ?? 0);
    }

    private sealed record Picked(string ItemId, string Reason);

    /// <summary>What a later execution of this step still has to fill; null seats: nothing, begin afresh.</summary>
    private sealed record Unfilled(int? Seats, bool Runoff, int Filled = 0, IReadOnlyList<Picked>? Picked = null);
}
