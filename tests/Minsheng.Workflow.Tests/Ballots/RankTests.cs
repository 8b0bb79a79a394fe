using Minsheng.Workflow.Activities.Ballots;

namespace Minsheng.Workflow.Tests.Ballots;

/// <summary>力洋 2010 numbered twenty projects by urgency; how the numbers are added up is our default.</summary>
public class RankTests
{
    private static readonly BallotRules Two = new() { Seats = 2, BallotType = BallotType.Rank, MajorityBase = MajorityBase.None };

    [Fact]
    public void The_lowest_sums_of_numbers_win()
    {
        var result = Count(Two, "1 2 3 4", "2 1 3 4", "1 4 2 3");

        result.Tallies.Select(tally => tally.RankSum).ShouldBe([4, 7, 8, 11]);
        result.Adopted.ShouldBe(["P1", "P2"]);
        result.Sentences[^1].ShouldBe("编有名次的票不少于 1 票的项目有 4 个，按名次和由小到大取前 2 个，2 个项目通过。");
    }

    [Fact]
    public void Without_a_number_a_project_stands_one_behind_the_last()
    {
        var result = Count(Two with { MarkCap = 2 }, "1 2 0 0", "0 0 1 0", "0 0 0 0");

        result.Tallies.Select(tally => tally.RankSum).ShouldBe([1 + 3 + 3, 2 + 3 + 3, 3 + 1 + 3, 9]);
        result.Tallies.Select(tally => (tally.For, tally.Abstain)).ShouldBe([(1, 2), (1, 2), (1, 2), (0, 3)]);
        result.Adopted.ShouldBe(["P1", "P3"]);
    }

    [Fact]
    public void A_tie_at_the_cut_is_voted_again_among_the_tied_by_numbers()
    {
        var tie = Count(Two, "1 2 3 4", "1 3 2 4");

        tie.Outcome.ShouldBe(BallotOutcome.Tie);
        (string.Join(' ', tie.Adopted), string.Join(' ', tie.Tied)).ShouldBe(("P1", "P2 P3"));
        tie.Sentences[^1].ShouldBe("已有 1 个项目通过；其余 1 个名额有 2 个项目名次和相等（均为 5），应当就这些项目再次投票，以名次和小的通过。");

        var runoff = RunoffRules.After(Two, tie).Count(tie.Tied, [Numbered("2 1"), Numbered("0 1")], new Turnout(2, 2, 2, 2));
        runoff.Adopted.ShouldBe(["P3"]);
    }

    [Fact]
    public void Where_a_majority_is_asked_for_a_project_must_be_numbered_by_one()
    {
        var result = Count(Two with { MajorityBase = MajorityBase.AllDeputies, Shortfall = ShortfallPolicy.PresidiumDecides, Body = VotingBody.StreetCouncil },
            "1 2 0 0", "1 0 2 0", "0 0 0 1");

        result.Outcome.ShouldBe(BallotOutcome.Shortfall);
        result.Adopted.ShouldBe(["P1"]);
        result.Sentences[^1].ShouldBe("编有名次的票超过全体 3 人半数（2 票）的项目有 1 个，应选 2 个，尚缺 1 个，不足的名额提请人大街道工委决定。");
    }

    [Theory]
    [InlineData("1 2 3 4", null)]
    [InlineData("0 0 0 0", null)]
    [InlineData("2 0 1 0", null)]
    [InlineData("1 1 2 3", "编号 1 用了不止一次，整张票无效。")]
    [InlineData("1 3 4 0", "编号应从 1 起连续，缺少 2，整张票无效。")]
    [InlineData("5 1 2 3", "编号应在 1 至 4 之间，整张票无效。")]
    [InlineData("1 2 3", "票面有 3 个项目，候选项目为 4 个，整张票无效。")]
    public void Numbers_run_from_one_without_gaps_each_once(string numbers, string? reason) =>
        SlipCheck.Of(Numbered(numbers), Two, 4).Reason.ShouldBe(reason);

    [Fact]
    public void A_numbered_slip_is_as_long_as_any_other_of_its_ballot_and_reads_back()
    {
        var full = Slip.Numbered([.. Enumerable.Range(1, 20)], "ABC234");
        var blank = Slip.Numbered(new int[20], "ABC235");

        SlipEncoding.Encode(full).Length.ShouldBe(SlipEncoding.Length(20, numbered: true));
        SlipEncoding.Encode(blank).Length.ShouldBe(SlipEncoding.Encode(full).Length);
        SlipEncoding.TryDecode(SlipEncoding.Encode(full), out var read).ShouldBeTrue();
        read!.Ranks.ShouldBe(full.Ranks!);
        read.Receipt.ShouldBe("ABC234");
        SlipEncoding.TryDecode(SlipEncoding.Encode(full).AsSpan(1), out _).ShouldBeFalse();
    }

    private static Slip Numbered(string numbers) => Slip.Numbered([.. numbers.Split(' ').Select(int.Parse)]);

    private static BallotResult Count(BallotRules rules, params string[] slips) =>
        BallotCount.Of(rules, ["P1", "P2", "P3", "P4"], [.. slips.Select(Numbered)], new Turnout(slips.Length, slips.Length, slips.Length, slips.Length));
}
