namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>From tallies to the adopted list: majority first, then most approvals or lowest sum of numbers, then the cut line (地方组织法第二十九条, by analogy).</summary>
internal static class BallotDecision
{
    public static BallotResult Of(BallotRules rules, List<CandidateTally> tallies, BallotResult counted)
    {
        var passed = tallies.Where(tally => tally.For >= counted.ApprovalsNeeded).OrderBy(tally => Place(rules, tally)).ToList();
        var result = counted with { Tallies = tallies };
        if (passed.Count < rules.Seats)
            return Shortfall(rules, result, passed);

        var cut = Place(rules, passed[rules.Seats - 1]);
        return passed.Count > rules.Seats && Place(rules, passed[rules.Seats]) == cut
            ? Tie(rules, result, passed, cut)
            : Adopted(rules, result, passed);
    }

    /// <summary>The lower, the further up the list.</summary>
    private static int Place(BallotRules rules, CandidateTally tally) => rules.BallotType == BallotType.Rank ? tally.RankSum : -tally.For;

    private static BallotResult Adopted(BallotRules rules, BallotResult result, List<CandidateTally> passed) => result with
    {
        Outcome = BallotOutcome.Adopted,
        Adopted = Names(passed.Take(rules.Seats)),
        Sentences = [.. result.Sentences, $"{Threshold(rules, result)}{passed.Count} 个，{(rules.BallotType == BallotType.Rank ? "按名次和由小到大" : "按赞成票由多到少")}取前 {rules.Seats} 个，{rules.Seats} 个项目通过。"],
    };

    private static BallotResult Tie(BallotRules rules, BallotResult result, List<CandidateTally> passed, int cut)
    {
        var sure = Names(passed.Where(tally => Place(rules, tally) < cut));
        var tied = Names(passed.Where(tally => Place(rules, tally) == cut));
        var remaining = rules.Seats - sure.Length;
        var (votes, better) = rules.BallotType == BallotType.Rank ? ($"名次和相等（均为 {cut}）", "名次和小") : ($"赞成票相等（均为 {-cut} 票）", "赞成票多");
        var next = rules.Tie == TiePolicy.Revote ? $"应当就这些项目再次投票，以{better}的通过。" : $"提请{rules.Body.Presidium()}决定。";
        return result with
        {
            Outcome = BallotOutcome.Tie,
            Adopted = sure,
            Tied = tied,
            RemainingSeats = remaining,
            Sentences = [.. result.Sentences, $"已有 {sure.Length} 个项目通过；其余 {remaining} 个名额有 {tied.Length} 个项目{votes}，{next}"],
        };
    }

    private static BallotResult Shortfall(BallotRules rules, BallotResult result, List<CandidateTally> passed)
    {
        var remaining = rules.Seats - passed.Count;
        var next = rules.Shortfall switch
        {
            ShortfallPolicy.Revote => "不足的名额另行票决。",
            ShortfallPolicy.AcceptFewer => "不足的名额不再补足。",
            ShortfallPolicy.NextSession => "不足的名额留待下次会议票决。",
            _ => $"不足的名额提请{rules.Body.Presidium()}决定。",
        };
        return result with
        {
            Outcome = BallotOutcome.Shortfall,
            Adopted = Names(passed),
            RemainingSeats = remaining,
            Sentences = [.. result.Sentences, $"{Threshold(rules, result)}{passed.Count} 个，应选 {rules.Seats} 个，尚缺 {remaining} 个，{next}"],
        };
    }

    private static string Threshold(BallotRules rules, BallotResult result)
    {
        var votes = rules.BallotType == BallotType.Rank ? "编有名次的票" : "赞成票";
        var half = rules.MajorityStrict ? "超过" : "达到";
        var needed = result.ApprovalsNeeded;
        return rules.MajorityBase switch
        {
            MajorityBase.AllDeputies => $"{votes}{half}全体 {result.Turnout.Due} 人半数（{needed} 票）的项目有 ",
            MajorityBase.Present => $"{votes}{half}实到 {result.Turnout.Present} 人半数（{needed} 票）的项目有 ",
            MajorityBase.Issued => $"{votes}{half}发出票 {result.Turnout.Issued} 张半数（{needed} 票）的项目有 ",
            MajorityBase.ValidBallots => $"{votes}{half}有效票 {result.ValidSlips} 张半数（{needed} 票）的项目有 ",
            _ => $"{votes}不少于 {needed} 票的项目有 ",
        };
    }

    private static string[] Names(IEnumerable<CandidateTally> tallies) => [.. tallies.Select(tally => tally.Candidate)];
}
