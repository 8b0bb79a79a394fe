using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>
/// The secret differential vote on the candidates, with runoffs among the tied. Leaving by Shortfall or Void it remembers
/// the seats still to be filled, so that an arrow back to it goes on where it stopped.
/// </summary>
[ActivityType("Minsheng.Ballot", "票决", Category = "票决测评", Icon = "how_to_vote",
    Description = "代表对候选项目无记名差额票决，票数相等时就这些项目再次投票。", Outcomes = ["Adopted", "Shortfall", "Void"])]
public sealed class Ballot : BallotStep
{
    private const string Congress = "Congress", Presidium = "Presidium";

    [InputLabel("应选数", Required = true)]
    public Input<int> Seats { get; } = new();

    [InputLabel("差额比例下限", Example = "20%")]
    public Input<string> RatioMin { get; } = new("20%");

    [InputLabel("差额比例上限", Example = "30%")]
    public Input<string> RatioMax { get; } = new();

    [InputLabel("差额比例的基数", Hint = "应选数或候选数")]
    public Input<DifferentialBase> Base { get; } = new();

    [InputLabel("不足整数时")]
    public Input<Rounding> Rounding { get; } = new();

    [InputLabel("票的种类", Hint = "不超过应选数，或逐项表决")]
    public Input<BallotType> BallotType { get; } = new();

    [InputLabel("过半数的基数")]
    public Input<MajorityBase> MajorityBase { get; } = new();

    [InputLabel("法定人数", Example = "2/3")]
    public Input<string> Quorum { get; } = new("2/3");

    [InputLabel("票数相等时")]
    public Input<TiePolicy> Tie { get; } = new(TiePolicy.Revote);

    [InputLabel("再次相等时")]
    public Input<TiePolicy> RepeatedTie { get; } = new(TiePolicy.PresidiumDecides);

    [InputLabel("过半数的不足应选数时")]
    public Input<ShortfallPolicy> Shortfall { get; } = new(ShortfallPolicy.Revote);

    [InputLabel("票决主体", Hint = "Congress 为人民代表大会，以全体代表为基数；其他以名册人数为基数")]
    public Input<string> VotingBody { get; } = new(Congress);

    [InputLabel("投票人")]
    public Input<List<Assignee>> Voters { get; } = new([new(Role: "Deputy")]);

    protected override void Bind(ActivityBinder binder)
    {
        base.Bind(binder);
        if (binder.Json.ContainsKey("seats")) binder.NeedsAtLeast(Seats, 1, "应选数");
        binder.NeedsPeople(Voters, "投票人");
        binder.NeedsShare(Quorum, "法定人数");
        if (!(binder.NeedsFraction(RatioMin, "差额比例下限") & binder.NeedsFraction(RatioMax, "差额比例上限"))) return;
        if (binder.TryConstant(RatioMin, out var min) && binder.TryConstant(RatioMax, out var max) && binder.TryConstant(Base, out var counted))
            foreach (var problem in new BallotRules { Seats = 1, RatioMin = Ratio(min), RatioMax = Ratio(max), DifferentialBase = counted }.Problems())
                binder.Problem("ratioMin", "bad-rules", $"{problem}请改正差额比例。");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var left = context.Recall<Unfilled>();
        var seats = left?.Seats ?? context.Get(Seats);
        var candidates = context.Cycle().Items(ItemStage.Candidate);
        var round = new Round(1, seats, [.. candidates.Select(item => item.Id)], left?.Runoff ?? false);
        if (candidates.Count <= seats)
            throw new ActivityFaultException($"候选项目 {candidates.Count} 个，应选 {seats} 个，不构成差额，不能票决；请补充候选项目或减少应选数，再重试这一步。", "no-differential");
        if (!round.Runoff && CandidateBand.WarningFor(RulesAt(context, seats), candidates.Count) is { } warning)
            context.Emit(new NoteHistory(warning));
        return Vote(context, round);
    }

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus)
    {
        var round = context.Load<Round>()!;
        if (stimulus.Bookmark.Kind == WaitKind.Task) return Decide(context, round, TaskAnswer.Of(stimulus));

        var opened = Opened(context, stimulus, round.Number);
        var rules = RulesOf(context, round);
        BallotResult result;
        try
        {
            result = BallotCount.Of(rules, round.Candidates, opened.Slips, new Turnout(opened.Due, opened.Present, opened.Issued, opened.Returned));
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

    /// <summary>Adopted, or fewer than the seats.</summary>
    private ActivityResult Settle(ActivityContext context, Round round, BallotRules rules, BallotResult result)
    {
        var isFilled = result.Outcome == BallotOutcome.Adopted;
        // Those who missed the seats stay candidates where they may be voted on again.
        var isOver = isFilled || rules.Shortfall == ShortfallPolicy.AcceptFewer;
        Record(context, result, isOver ? result.Tallies : [.. result.Tallies.Where(tally => result.Adopted.Contains(tally.Candidate))]);
        return isFilled ? Leave(context, round with { Seats = 0 }, "Adopted")
            : Leave(context, round with { Seats = result.RemainingSeats }, "Shortfall");
    }

    private ActivityResult.Waiting Break(ActivityContext context, Round round, BallotRules rules, BallotResult tie)
    {
        Record(context, tie, [.. tie.Tallies.Where(tally => !tie.Tied.Contains(tally.Candidate))]);
        var next = new Round(round.Number + 1, tie.RemainingSeats, tie.Tied, true);
        if (rules.Tie == TiePolicy.Revote) return Vote(context, next);

        context.Keep(next);
        var items = Candidates(context, next);
        var form = new Form([
            new Field
            {
                Name = "chosen", Label = $"主席团决定列入的 {next.Seats} 个项目", Type = FieldType.MultiChoice, Required = true, Min = next.Seats, Max = next.Seats,
                Options = [.. items.Select(item => new FieldOption(item.Id, $"{item.Number} {item.Title}"))],
            },
            new Field { Name = "minutes", Label = "决定的经过", Type = FieldType.Paragraph }]);
        return new ActivityResult.Waiting(Ask(context, Presidium, new Request($"{TitleAt(context)}：主席团决定", context.Get(Chair), form)
        {
            Actions = [new TaskAction(Outcomes.Done, "登记决定")],
            Instructions = tie.Sentences[^1],
            Items = items,
        }));
    }

    private ActivityResult Decide(ActivityContext context, Round round, TaskAnswer answer)
    {
        var chosen = answer.Choices("chosen").Distinct(StringComparer.Ordinal).Where(id => round.Candidates.Contains(id)).ToList();
        if (chosen.Count != round.Seats)
            throw new StimulusRefusedException($"票数相等的项目中应当恰好确定 {round.Seats} 个，现选了 {chosen.Count} 个，请改正。", "wrong-number");
        context.Emit(new DecideItems([.. round.Candidates.Select(id => chosen.Contains(id)
            ? new ItemDecision(id, ItemStage.Project, "主席团决定列入", "票数相等，由主席团决定列入。", "主席团")
            : new ItemDecision(id, ItemStage.NotChosen, "主席团决定不列入", "票数相等，由主席团决定不列入。", "主席团"))]));
        return Leave(context, round with { Seats = 0 }, "Adopted");
    }

    private ActivityResult.Waiting Vote(ActivityContext context, Round round)
    {
        context.Keep(round);
        var roll = Roll(context, context.Get(Voters));
        var all = context.Get(VotingBody) == Congress ? context.Cycle().AllDeputies : roll.Count;
        var sheet = new BallotSheet(BallotKind.Vote, $"{TitleAt(context)}{Which(round)}", round.Number, round.Seats,
            Rows(Candidates(context, round)), ["赞成", "反对", "弃权"], RulesOf(context, round), all);
        return new ActivityResult.Waiting(Prepare(context, sheet, roll));
    }

    private static ActivityResult Leave(ActivityContext context, Round round, string outcome)
    {
        context.Remember(new Unfilled(round.Seats == 0 ? null : round.Seats, round.Seats > 0 && round.Runoff));
        return ActivityResult.Outcome(outcome);
    }

    private static void Record(ActivityContext context, BallotResult result, IReadOnlyList<CandidateTally> tallies)
    {
        if (tallies.Count == 0) return;
        context.Emit(new DecideItems([.. tallies.Select(tally => result.Adopted.Contains(tally.Candidate)
            ? new ItemDecision(tally.Candidate, ItemStage.Project, "票决通过", $"{Figures(tally)}，票决通过。", "人民代表大会票决")
            : new ItemDecision(tally.Candidate, ItemStage.NotChosen, "票决未通过", $"{Figures(tally)}，{(tally.For < result.ApprovalsNeeded ? $"没有达到通过所需的 {result.ApprovalsNeeded} 票" : "票数在应选名额之外")}。", "人民代表大会票决"))]));
    }

    private static string Figures(CandidateTally tally)
    {
        var unpressed = tally.Unpressed > 0 ? $"，未按 {tally.Unpressed} 票" : "";
        var illegible = tally.Illegible > 0 ? $"，无法辨认 {tally.Illegible} 票" : "";
        return $"赞成 {tally.For} 票，反对 {tally.Against} 票，弃权 {tally.Abstain} 票{unpressed}{illegible}";
    }

    private static string Which(Round round) => round.Number == 1 ? "" : $"（第 {round.Number} 次投票）";

    private static List<ItemFact> Candidates(ActivityContext context, Round round) =>
        [.. context.Cycle().Items(ItemStage.Candidate).Where(item => round.Candidates.Contains(item.Id))];

    private BallotRules RulesOf(ActivityContext context, Round round) =>
        round.Runoff ? Runoff(RulesAt(context, round.Seats)) : RulesAt(context, round.Seats);

    private static BallotRules Runoff(BallotRules rules) => new RunoffRules
    {
        Seats = rules.Seats,
        BallotType = rules.BallotType,
        Quorum = rules.Quorum,
        LeastApprovals = rules.LeastApprovals,
        RepeatedTie = rules.RepeatedTie,
        Shortfall = rules.Shortfall,
    }.AsBallot();

    private BallotRules RulesAt(ActivityContext context, int seats) => new()
    {
        Seats = seats,
        RatioMin = Ratio(context.Get(RatioMin)),
        RatioMax = Ratio(context.Get(RatioMax)),
        DifferentialBase = context.Get(Base),
        Rounding = context.Get(Rounding),
        BallotType = context.Get(BallotType),
        MajorityBase = context.Get(MajorityBase),
        Quorum = Fraction.Parse(context.Get(Quorum)!),
        Tie = context.Get(Tie),
        RepeatedTie = context.Get(RepeatedTie),
        Shortfall = context.Get(Shortfall),
    };

    private static Fraction? Ratio(string? text) => string.IsNullOrWhiteSpace(text) ? null : Fraction.Parse(text);

    /// <param name="Runoff">Among the tied only: more approvals win, no majority is asked for.</param>
    private sealed record Round(int Number, int Seats, IReadOnlyList<string> Candidates, bool Runoff);

    /// <summary>What a later execution of this step still has to fill; null seats: nothing, begin afresh.</summary>
    private sealed record Unfilled(int? Seats, bool Runoff);
}
