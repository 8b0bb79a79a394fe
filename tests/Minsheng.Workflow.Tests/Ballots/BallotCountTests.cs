using Minsheng.Workflow.Activities.Ballots;

namespace Minsheng.Workflow.Tests.Ballots;

public class BallotCountTests
{
    private static readonly BallotRules Ten = new() { Seats = 10 };
    private static readonly Turnout Lishui = new(Due: 327, Present: 314, Issued: 314, Returned: 314);

    [Fact]
    public void The_Lishui_turnout_is_valid()
    {
        BallotCount.VoidReason(Ten, Lishui).ShouldBeNull();
        Ten.QuorumCount(Lishui.Due).ShouldBe(218);
    }

    [Theory]
    [InlineData(217, false)]
    [InlineData(218, true)]
    public void Quorum_of_327(int present, bool holds)
    {
        var reason = BallotCount.VoidReason(Ten, new Turnout(327, present, present, present));

        (reason is null).ShouldBe(holds);
        if (!holds)
            reason.ShouldBe("应到 327 人，实到 217 人，未达到应到人数的三分之二（218 人），不足法定人数，不能票决。");
    }

    [Fact]
    public void More_returned_than_issued_voids_the_vote_without_reading_a_slip()
    {
        var result = BallotCount.Of(Ten, Projects(12), [], new Turnout(327, 314, 314, 315));

        result.Outcome.ShouldBe(BallotOutcome.Void);
        result.IsValid.ShouldBeFalse();
        result.Tallies.ShouldBeEmpty();
        result.Sentences.ShouldBe(["收回票 315 张，多于发出票 314 张，本次票决无效，应当重新投票。"]);
    }

    [Fact]
    public void More_returned_than_present_voids_the_vote_even_when_enough_were_issued() =>
        BallotCount.VoidReason(Ten, new Turnout(327, 314, 320, 315)).ShouldNotBeNull();

    [Fact]
    public void Fewer_returned_than_issued_is_valid() =>
        BallotCount.VoidReason(Ten, new Turnout(327, 314, 314, 300)).ShouldBeNull();

    [Theory]
    [InlineData(11, false)]
    [InlineData(10, true)]
    [InlineData(9, true)]
    [InlineData(0, true)]
    public void A_slip_may_approve_up_to_the_seats(int approvals, bool valid)
    {
        var check = SlipCheck.Of(Votes(12, approvals), Ten, 12);

        check.IsValid.ShouldBe(valid);
        if (!valid)
            check.Reason.ShouldBe("赞成 11 个，多于应选的 10 个，整张票无效。");
    }

    [Fact]
    public void Without_a_cap_a_slip_may_approve_everything() =>
        SlipCheck.Of(Votes(12, 12), Ten with { BallotType = BallotType.PerItem }, 12).IsValid.ShouldBeTrue();

    [Fact]
    public void A_blank_slip_abstains_on_everything_and_an_overmarked_one_counts_nowhere()
    {
        var rules = new BallotRules { Seats = 1, MajorityBase = MajorityBase.None };

        var result = Count(rules, 2, Slip.Blank(2), Votes(2, 2), Votes(2, 1));

        (result.ValidSlips, result.VoidSlips).ShouldBe((2, 1));
        result.Tallies.ShouldBe([new CandidateTally("P01", 1, 0, 1, 0), new CandidateTally("P02", 0, 1, 1, 0)]);
    }

    [Fact]
    public void Spoiled_slips_and_unreadable_marks_are_kept_apart()
    {
        var rules = new BallotRules { Seats = 1, MajorityBase = MajorityBase.None };

        var result = Count(rules, 2,
            new Slip([BallotMark.For, BallotMark.Illegible]),
            new Slip([BallotMark.Unpressed, BallotMark.Unpressed]),
            new Slip([BallotMark.For, BallotMark.For], Spoiled: true));

        result.VoidSlips.ShouldBe(1);
        result.Tallies.ShouldBe([new CandidateTally("P01", 1, 0, 0, 1), new CandidateTally("P02", 0, 0, 0, 1, Illegible: 1)]);
    }

    [Theory]
    [InlineData(MajorityBase.Present, BallotOutcome.Adopted, 158)]
    [InlineData(MajorityBase.Issued, BallotOutcome.Adopted, 158)]
    [InlineData(MajorityBase.ValidBallots, BallotOutcome.Adopted, 158)]
    [InlineData(MajorityBase.None, BallotOutcome.Adopted, 1)]
    [InlineData(MajorityBase.AllDeputies, BallotOutcome.Shortfall, 164)]
    public void A_project_with_160_of_314_passes_by_the_present_and_fails_by_all_327(MajorityBase majority, BallotOutcome outcome, int needed)
    {
        var rules = new BallotRules { Seats = 1, MajorityBase = majority };
        var slips = Slips([160, 100], 314);

        var result = BallotCount.Of(rules, Projects(2), slips, Lishui);

        (result.Outcome, result.ApprovalsNeeded).ShouldBe((outcome, needed));
    }

    [Fact]
    public void Twelve_candidates_for_ten_seats_are_adopted_by_approvals()
    {
        var result = BallotCount.Of(Ten, Projects(12), Slips([180, 190, 200, 210, 220, 230, 240, 250, 260, 270, 280, 170], 314), Lishui);

        result.Outcome.ShouldBe(BallotOutcome.Adopted);
        result.Adopted.ShouldBe(["P11", "P10", "P09", "P08", "P07", "P06", "P05", "P04", "P03", "P02"]);
        result.RemainingSeats.ShouldBe(0);
        result.Sentences[^1].ShouldBe("赞成票超过全体 327 人半数（164 票）的项目有 12 个，按赞成票由多到少取前 10 个，10 个项目通过。");
    }

    [Fact]
    public void A_tie_at_ranks_10_and_11_goes_to_a_runoff_of_only_the_tied()
    {
        var result = BallotCount.Of(Ten, Projects(12), Slips([280, 270, 260, 250, 240, 230, 220, 210, 200, 180, 180, 170], 314), Lishui);

        result.Outcome.ShouldBe(BallotOutcome.Tie);
        result.Adopted.Count.ShouldBe(9);
        result.Tied.ShouldBe(["P10", "P11"]);
        result.RemainingSeats.ShouldBe(1);
        result.Sentences[^1].ShouldBe("已有 9 个项目通过；其余 1 个名额有 2 个项目赞成票相等（均为 180 票），应当就这些项目再次投票，以赞成票多的通过。");
    }

    [Fact]
    public void Ties_above_the_cut_line_need_no_runoff_and_keep_ballot_order()
    {
        var result = BallotCount.Of(Ten, Projects(12), Slips([200, 200, 200, 200, 200, 200, 200, 200, 210, 190, 180, 180], 314), Lishui);

        result.Outcome.ShouldBe(BallotOutcome.Adopted);
        result.Adopted.ShouldBe(["P09", "P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P10"]);
    }

    [Fact]
    public void A_tie_below_the_majority_is_a_shortfall_not_a_tie()
    {
        var result = BallotCount.Of(Ten, Projects(12), Slips([200, 200, 200, 200, 200, 200, 200, 200, 200, 163, 163, 10], 314), Lishui);

        (result.Outcome, result.RemainingSeats).ShouldBe((BallotOutcome.Shortfall, 1));
        result.Tied.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ShortfallPolicy.Revote, "不足的名额另行票决。")]
    [InlineData(ShortfallPolicy.AcceptFewer, "不足的名额不再补足。")]
    [InlineData(ShortfallPolicy.NextSession, "不足的名额留待下次会议票决。")]
    [InlineData(ShortfallPolicy.PresidiumDecides, "不足的名额提请主席团决定。")]
    public void Eight_of_ten_is_a_shortfall_that_follows_the_policy(ShortfallPolicy policy, string next)
    {
        var result = BallotCount.Of(Ten with { Shortfall = policy }, Projects(12), Slips([200, 200, 200, 200, 200, 200, 200, 164, 163, 100, 50, 0], 314), Lishui);

        (result.Outcome, result.Adopted.Count, result.RemainingSeats).ShouldBe((BallotOutcome.Shortfall, 8, 2));
        result.Sentences[^1].ShouldEndWith(next);
    }

    [Fact]
    public void Nothing_is_adopted_without_a_single_approval()
    {
        var rules = new BallotRules { Seats = 1, MajorityBase = MajorityBase.None };

        Count(rules, 2, Slip.Blank(2)).Outcome.ShouldBe(BallotOutcome.Shortfall);
    }

    [Fact]
    public void A_count_waits_until_every_returned_slip_is_entered() =>
        Should.Throw<BallotException>(() => BallotCount.Of(Ten, Projects(12), [Slip.Blank(12)], Lishui))
            .Message.ShouldBe("已录入 1 张票，收回 314 张票，两数不符，请核对后再计票。");

    [Fact]
    public void Impossible_figures_are_refused()
    {
        Should.Throw<BallotException>(() => BallotCount.Of(Ten, Projects(12), [], new Turnout(10, 11, 0, 0)));
        Should.Throw<BallotException>(() => BallotCount.Of(Ten, ["P1", "P1"], [], new Turnout(10, 10, 0, 0)));
        Should.Throw<BallotException>(() => BallotCount.Of(Ten with { Seats = 0 }, Projects(2), [], new Turnout(10, 10, 0, 0)));
    }

    [Fact]
    public void Fewer_issued_than_present_asks_for_the_reason() =>
        BallotCount.Of(Ten, Projects(12), Slips([200, 200], 313, 12), Lishui with { Issued = 313, Returned = 313 })
            .Sentences.ShouldContain("发出票数 313 与实到人数 314 不一致，应当记录原因。");

    [Theory]
    [InlineData(17, false)]
    [InlineData(18, true)]
    public void A_standing_committee_of_35_needs_more_than_half_and_half_of_36_is_not_enough(int present, bool holds)
    {
        var rules = new BallotRules { Seats = 2, Body = VotingBody.StandingCommittee, Quorum = new Fraction(1, 2), QuorumStrict = true };

        (BallotCount.VoidReason(rules, new Turnout(35, present, present, present)) is null).ShouldBe(holds);
        BallotCount.VoidReason(rules, new Turnout(36, 18, 18, 18)).ShouldBe("应到 36 人，实到 18 人，未超过应到人数的半数（19 人），不足法定人数，不能票决。");
    }

    [Fact]
    public void Recusal_lowers_quorum_and_majority_and_is_said()
    {
        var rules = new BallotRules { Seats = 1 };

        var result = BallotCount.Of(rules, Projects(2), Slips([150, 20], 216), new Turnout(Due: 321, Present: 216, Issued: 216, Returned: 216, Recused: 6));

        (result.Quorum, result.ApprovalsNeeded).ShouldBe((214, 161), "327 without six are 321");
        result.Outcome.ShouldBe(BallotOutcome.Shortfall);
        result.Sentences[0].ShouldStartWith("应到 321 人（另有 6 人回避，不计入），实到 216 人");
    }

    [Fact]
    public void Slips_nobody_handed_in_are_unpressed_and_no_abstentions()
    {
        var result = BallotCount.Of(Ten, Projects(12), Slips([200, 200], 310, 12), Lishui with { Returned = 310 });

        result.Sentences.ShouldContain("有 4 张票没有投出，按未按计，不计入弃权。");
        result.Tallies.ShouldAllBe(tally => tally.For + tally.Against + tally.Abstain == 310);
    }

    [Fact]
    public void A_cap_of_its_own_may_lie_below_the_seats() =>
        SlipCheck.Of(Votes(12, 9), Ten with { MarkCap = 8 }, 12).Reason.ShouldBe("赞成 9 个，多于每张票最多的 8 个，整张票无效。");

    [Fact]
    public void Half_passes_only_where_the_rule_says_half_is_enough()
    {
        var rules = new BallotRules { Seats = 1, MajorityBase = MajorityBase.Present };
        var turnout = new Turnout(10, 10, 10, 10);

        BallotCount.Of(rules, Projects(2), Slips([5, 1], 10), turnout).Outcome.ShouldBe(BallotOutcome.Shortfall);
        BallotCount.Of(rules with { MajorityStrict = false }, Projects(2), Slips([5, 1], 10), turnout).Outcome.ShouldBe(BallotOutcome.Adopted);
    }

    [Fact]
    public void In_the_runoff_more_approvals_win_without_a_majority()
    {
        var tie = BallotCount.Of(Ten, Projects(12), Slips([280, 270, 260, 250, 240, 230, 220, 210, 200, 180, 180, 170], 314), Lishui);
        var runoff = RunoffRules.After(Ten, tie);

        var result = runoff.Count(tie.Tied, Slips([120, 121], 314), Lishui);

        (result.Outcome, runoff.Seats).ShouldBe((BallotOutcome.Adopted, 1));
        result.Adopted.ShouldBe(["P11"], "120 to 121 decides although neither is a majority of 327");
    }

    private static string[] Tied => ["P10", "P11"];

    [Theory]
    [InlineData(TiePolicy.Revote, "再次投票")]
    [InlineData(TiePolicy.PresidiumDecides, "提请主席团决定")]
    public void A_repeated_tie_follows_its_own_policy(TiePolicy policy, string words)
    {
        var result = new RunoffRules { Seats = 1, RepeatedTie = policy }.Count(Tied, Slips([150, 150], 314), Lishui);

        result.Outcome.ShouldBe(BallotOutcome.Tie);
        result.Sentences[^1].ShouldContain(words);
    }

    [Fact]
    public void A_runoff_slip_may_not_approve_more_than_the_seats_left() =>
        SlipCheck.Of(Votes(2, 2), new RunoffRules { Seats = 1 }.AsBallot(), 2).IsValid.ShouldBeFalse();

    [Fact]
    public void There_is_no_runoff_without_a_tie() =>
        Should.Throw<BallotException>(() => RunoffRules.After(Ten, BallotCount.Of(Ten, Projects(12), [], new Turnout(327, 1, 1, 1))));

    private static string[] Projects(int count) => [.. Enumerable.Range(1, count).Select(i => $"P{i:00}")];

    private static Slip Votes(int candidates, int approvals) =>
        new([.. Enumerable.Range(0, candidates).Select(i => i < approvals ? BallotMark.For : BallotMark.Against)]);

    private static BallotResult Count(BallotRules rules, int candidates, params Slip[] slips) =>
        BallotCount.Of(rules, Projects(candidates), slips, new Turnout(slips.Length, slips.Length, slips.Length, slips.Length));

    /// <summary>Slips that give each candidate exactly these approvals, dealt round so that no slip exceeds the cap.</summary>
    private static Slip[] Slips(int[] approvals, int slips, int? candidates = null)
    {
        var marks = new BallotMark[slips][];
        for (var i = 0; i < slips; i++)
            marks[i] = [.. Enumerable.Repeat(BallotMark.Against, candidates ?? approvals.Length)];
        var next = 0;
        for (var candidate = 0; candidate < approvals.Length; candidate++)
            for (var left = approvals[candidate]; left > 0; left--)
                marks[next++ % slips][candidate] = BallotMark.For;
        return [.. marks.Select(mark => new Slip(mark))];
    }
}
