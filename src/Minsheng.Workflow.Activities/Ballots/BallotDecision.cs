namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>From tallies to the adopted list: majority first, then most approvals, then the cut line (地方组织法第二十九条, by analogy).</summary>
internal static class BallotDecision
{
    public static BallotResult Of(BallotRules rules, List<CandidateTally> tallies, BallotResult counted)
    {
        var passed = tallies.Where(tally => tally.For >= counted.ApprovalsNeeded).OrderByDescending(tally => tally.For).ToList();
        var result = counted with { Tallies = tallies };
        if (passed.Count < rules.Seats)
            return Shortfall(rules, result, passed);

        var cut = passed[rules.Seats - 1].For;
        return passed.Count > rules.Seats && passed[rules.Seats].For == cut
            ? Tie(rules, result, passed, cut)
            : Adopted(rules, result, passed);
    }

    private static BallotResult Adopted(BallotRules rules, BallotResult result, List<CandidateTally> passed) => result with
    {
        Outcome = BallotOutcome.Adopted,
        Adopted = Names(passed.Take(rules.Seats)),
        Sentences = [.. result.Sentences, $"{Threshold(rules, result)}{passed.Count} 个，按赞成票由多到少取前 {rules.Seats} 个，{rules.Seats} 个项目通过。"],
    };

    private static BallotResult Tie(BallotRules rules, BallotResult result, List<CandidateTally> passed, int cut)
    {
        var sure = Names(passed.Where(tally => tally.For > cut));
        var tied = Names(passed.Where(tally => tally.For == cut));
        var remaining = rules.Seats - sure.Length;
        var next = rules.Tie == TiePolicy.Revote ? "应当就这些项目再次投票，以赞成票多的通过。" : "提请主席团决定。";
        return result with
        {
            Outcome = BallotOutcome.Tie,
            Adopted = sure,
            Tied = tied,
            RemainingSeats = remaining,
            Sentences = [.. result.Sentences, $"已有 {sure.Length} 个项目通过；其余 {remaining} 个名额有 {tied.Length} 个项目赞成票相等（均为 {cut} 票），{next}"],
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
            _ => "不足的名额提请主席团决定。",
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
        var half = rules.MajorityStrict ? "超过" : "达到";
        return rules.MajorityBase switch
        {
            MajorityBase.AllDeputies => $"赞成票{half}全体 {result.Turnout.Due} 人半数（{result.ApprovalsNeeded} 票）的项目有 ",
            MajorityBase.Present => $"赞成票{half}实到 {result.Turnout.Present} 人半数（{result.ApprovalsNeeded} 票）的项目有 ",
            MajorityBase.Issued => $"赞成票{half}发出票 {result.Turnout.Issued} 张半数（{result.ApprovalsNeeded} 票）的项目有 ",
            MajorityBase.ValidBallots => $"赞成票{half}有效票 {result.ValidSlips} 张半数（{result.ApprovalsNeeded} 票）的项目有 ",
            _ => $"赞成票不少于 {result.ApprovalsNeeded} 票的项目有 ",
        };
    }

    private static string[] Names(IEnumerable<CandidateTally> tallies) => [.. tallies.Select(tally => tally.Candidate)];
}
