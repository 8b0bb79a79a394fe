using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Steps;

/// <summary>Seats left over, by each policy; bodies other than a congress; ranking, recusal, paper.</summary>
public class BallotCourseTests
{
    private static FakeCycle Congress(int candidates = 4, int deputies = 9) => new FakeCycle().WithDeputies(deputies).WithItems(ItemStage.Candidate, candidates)
        .With("CountyNpcStaff", "科员").With("ScMember", "委员1", "委员2", "委员3", "委员4").With("StreetCouncilMember", "甲", "乙", "丙").With("PartyCommittee", "党工委干事");

    private static StepRun Voting(object inputs, FakeCycle? cycle = null) => StepRun.Of(cycle ?? Congress(), "Minsheng.Ballot", inputs);

    private static List<Slip> Slips(params string[] words) =>
        [.. words.Select(word => new Slip([.. word.Select(mark => mark == '+' ? BallotMark.For : mark == '-' ? BallotMark.Against : BallotMark.Abstain)]))];

    private static List<Slip> Times(int count, string word) => Slips([.. Enumerable.Repeat(word, count)]);

    /// <summary>One of two seats is filled: i1.</summary>
    private static void FallShort(StepRun run) => run.Open([.. Times(6, "+---"), .. Times(3, "-++-")]);

    private static IEnumerable<string> Ids(StepRun run, ItemStage stage) => run.Cycle.Items(stage).Select(item => item.Id);

    [Fact]
    public void Without_more_candidates_than_seats_the_office_lowers_the_seats_before_the_vote()
    {
        var run = Voting(new { seats = 4 });
        run.All<PrepareBallot>().ShouldBeEmpty();

        Should.Throw<StimulusRefusedException>(() => run.Act("科员", "Done", new { seats = 4, reason = "照旧" })).Message.ShouldContain("还不构成差额");
        run.Act("科员", "Done", new { seats = 3, reason = "主席团会议决定减少应选数" });

        run.Last<PrepareBallot>().Sheet.Seats.ShouldBe(3);
        run.All<NoteHistory>().ShouldContain(note => note.Sentence.Contains("应选数由 4 个减为 3 个") && note.Sentence.Contains("主席团会议决定"));
    }

    [Fact]
    public void Or_it_adds_candidates_from_what_was_left_even_where_there_was_none()
    {
        var run = Voting(new { seats = 2 }, Congress(0).WithItems(ItemStage.Shortlisted, 1).WithItems(ItemStage.NotChosen, 3));

        run.Act("科员", "Done", new { seats = 2, added = new[] { "i1", "i2", "i4" }, reason = "常委会会议重新审查" });

        Ids(run, ItemStage.Candidate).ShouldBe(["i1", "i2", "i4"]);
        run.Last<PrepareBallot>().Sheet.Rows.Count.ShouldBe(3);
        run.Open([.. Times(6, "++-"), .. Times(3, "--+")]);
        run.Outcome.ShouldBe("Adopted");
    }

    [Fact]
    public void Accepting_fewer_goes_on_with_what_was_adopted_and_closes_the_rest()
    {
        var run = Voting(new { seats = 2, shortfall = "AcceptFewer" });

        FallShort(run);

        run.Outcome.ShouldBe("Adopted");
        Ids(run, ItemStage.Project).ShouldBe(["i1"]);
        Ids(run, ItemStage.NotChosen).ShouldBe(["i2", "i3", "i4"]);
    }

    [Fact]
    public void Accepting_fewer_than_one_is_a_shortfall()
    {
        var run = Voting(new { seats = 2, shortfall = "AcceptFewer" });

        run.Open(Times(9, "----"));

        run.Outcome.ShouldBe("Shortfall");
    }

    [Fact]
    public void What_is_left_to_the_next_session_is_voted_on_the_day_of_that_session_by_its_roll()
    {
        var run = Voting(new { seats = 2, shortfall = "NextSession" });
        FallShort(run);
        Ids(run, ItemStage.Project).ShouldBe(["i1"], "what was adopted is adopted now");

        run.Act("科员", "Vote", new { meetingDate = "2026-07-20" });
        run.All<PrepareBallot>().Count.ShouldBe(1);
        run.Cycle.WithDeputies(7);
        run.Ring("Session");

        run.Now.ToOffset(TimeSpan.FromHours(8)).DateTime.ShouldBe(new DateTime(2026, 7, 20));
        var second = run.Last<PrepareBallot>();
        (second.Sheet.Seats, second.Sheet.Round, second.Roll.Count, second.Sheet.AllMembers).ShouldBe((1, 2, 7, 7));
        second.Sheet.Rows.Select(row => row.ItemId).ShouldBe(["i2", "i3", "i4"]);
        run.Open([.. Times(4, "+--"), .. Times(3, "---")]);
        run.Outcome.ShouldBe("Adopted");
        Ids(run, ItemStage.Project).ShouldBe(["i1", "i2"]);
    }

    [Fact]
    public void The_office_may_go_on_with_the_adopted_and_leave_the_rest_to_a_later_proposal()
    {
        var run = Voting(new { seats = 2, shortfall = "NextSession" });
        FallShort(run);

        run.Act("科员", "Leave", opinion: "明年再提。");

        run.Outcome.ShouldBe("Adopted");
        Ids(run, ItemStage.NotChosen).ShouldBe(["i2", "i3", "i4"]);
        run.Last<DecideItems>().Decisions[0].Reason.ShouldBe("本次会议没有通过，由下次会议另行提出。明年再提。");
    }

    [Theory]
    [InlineData("AcceptFewer", "Adopted")]
    [InlineData("Revote", null)]
    [InlineData("NextSession", null)]
    public void The_presidium_chooses_between_voting_again_now_later_or_not_at_all(string decision, string? outcome)
    {
        var run = Voting(new { seats = 2, shortfall = "PresidiumDecides" });
        FallShort(run);
        run.Task.Title.ShouldBe("这一步：主席团决定不足的名额");

        run.Act("主持人", decision, new { });

        run.Outcome.ShouldBe(outcome);
        if (decision == "Revote") run.Last<PrepareBallot>().Sheet.Rows.Select(row => row.ItemId).ShouldBe(["i2", "i3", "i4"]);
        if (decision == "NextSession") run.Task.Title.ShouldBe("这一步：登记下次会议日期");
    }

    [Fact]
    public void A_tie_may_repeat_until_the_votes_differ_where_the_policy_says_so()
    {
        var run = Voting(new { seats = 1, ballotType = "PerItem", repeatedTie = "Revote" }, Congress(candidates: 2));
        run.Open(Times(9, "++"));
        run.Open([.. Times(4, "+-"), .. Times(4, "-+"), .. Times(1, "00")]);

        run.Last<PrepareBallot>().Sheet.Round.ShouldBe(3);
        run.Open([.. Times(5, "+-"), .. Times(4, "-+")]);
        run.Outcome.ShouldBe("Adopted");
    }

    [Fact]
    public void A_standing_committee_votes_with_more_than_half_of_its_members_present()
    {
        var run = Voting(new { seats = 2, votingBody = "StandingCommittee", members = 5 });

        var sheet = run.Last<PrepareBallot>().Sheet;
        (sheet.AllMembers, sheet.Rules!.QuorumCount(5), sheet.Rules.MajorityCount(5)).ShouldBe((5, 3, 3));
        run.Last<PrepareBallot>().Roll.ShouldBe(["委员1", "委员2", "委员3", "委员4"]);
        run.Open(Times(3, "++--"), present: 3);
        run.Outcome.ShouldBe("Adopted");
        run.Last<DecideItems>().Decisions[0].By.ShouldBe("人大常委会票决");
    }

    [Fact]
    public void More_people_on_the_roll_than_members_is_a_mistake_somebody_must_mend() =>
        Voting(new { seats = 2, votingBody = "StandingCommittee", members = 3 }).Incident.ShouldNotBeNull().ShouldContain("组成人员数填的是 3，名册上却有 4 人");

    private static StepRun StreetVote(object? more = null, int candidates = 4) =>
        Voting(more ?? new { seats = 2, votingBody = "StreetCouncil", confirmation = "PartyWorkCommittee" }, Congress(candidates));

    [Fact]
    public void What_a_street_council_picks_becomes_projects_only_when_the_party_working_committee_confirms()
    {
        var run = StreetVote();
        run.Open(Times(3, "++--"));

        run.Outcome.ShouldBeNull();
        Ids(run, ItemStage.Project).ShouldBeEmpty();
        run.Task.ItemIds.ShouldBe(["i1", "i2"]);
        run.Task.Form.Fields.Single(field => field.Name == "decisions").ReasonFor.ShouldBe(["不予确认"]);
        run.Act("党工委干事", "Done", new { meetingDate = "2026-04-20", decisions = new object[] { new { item = "i1", verdict = "确认" }, new { item = "i2", verdict = "不予确认", reason = "资金没有落实" } } });

        run.Outcome.ShouldBe("Adopted");
        Ids(run, ItemStage.Project).ShouldBe(["i1"]);
        run.Last<DecideItems>().Decisions.Select(decision => decision.Reason).ShouldBe(["赞成 3 票，反对 0 票，弃权 0 票，票选通过。街道党工委已确认。", "资金没有落实"]);
        run.History.Last().ShouldBe("2026年4月20日街道党工委确认票选结果：确认 1 项，不予确认 1 项。不予确认的名额不再补足。");
    }

    [Fact]
    public void Nothing_confirmed_is_a_shortfall()
    {
        var run = StreetVote();
        run.Open(Times(3, "++--"));

        run.Act("党工委干事", "Done", new { meetingDate = "2026-04-20", decisions = new[] { "i1", "i2" }.Select(item => new { item, verdict = "不予确认", reason = "不具备条件" }) });

        run.Outcome.ShouldBe("Shortfall");
    }

    [Fact]
    public void What_was_picked_before_a_runoff_or_a_void_vote_is_confirmed_with_the_rest()
    {
        var run = StepRun.Of(Congress(), [StepRun.Step("vote", "Minsheng.Ballot", new { seats = 2, votingBody = "StreetCouncil", confirmation = "PartyWorkCommittee", ballotType = "PerItem" })], "vote:Void->vote");
        run.Open([.. Times(2, "+++-"), .. Times(1, "+---")]);
        run.Last<PrepareBallot>().Sheet.Rows.Select(row => row.ItemId).ShouldBe(["i2", "i3"]);
        run.Open(Times(1, "+-"), present: 1);
        run.Done.ShouldContain("vote:Void");
        run.Last<PrepareBallot>().Sheet.Rows.Select(row => row.ItemId).ShouldBe(["i2", "i3"], "the first pick is not on the ballot again");
        run.Open([.. Times(2, "-+"), .. Times(1, "+-")]);

        run.Task.ItemIds.ShouldBe(["i1", "i3"]);
        run.Act("党工委干事", "Done", new { meetingDate = "2026-04-20", decisions = new[] { "i1", "i3" }.Select(item => new { item, verdict = "确认" }) });
        Ids(run, ItemStage.Project).ShouldBe(["i1", "i3"]);
    }

    [Fact]
    public void Projects_are_ranked_by_urgency()
    {
        var run = Voting(new { seats = 2, ballotType = "Rank", markCap = 3, majorityBase = "None" });

        run.Last<PrepareBallot>().Sheet.Rules!.HighestRank(4).ShouldBe(3);
        run.Open([.. Enumerable.Range(0, 9).Select(i => Slip.Numbered(i < 5 ? [1, 2, 3, 0] : [2, 0, 1, 3]))]);

        run.Outcome.ShouldBe("Adopted");
        Ids(run, ItemStage.Project).ShouldBe(["i1", "i3"]);
        run.Last<DecideItems>().Decisions[1].Reason.ShouldBe("编有名次的 5 票，名次和 26，票数在应选名额之外。");
    }

    [Fact]
    public void Recused_deputies_count_in_neither_base()
    {
        var run = Voting(new { seats = 2 });

        run.Resume(run.Waits.Single(), new BallotOpened(run.Last<PrepareBallot>().BallotId, Due: 7, Present: 5, Issued: 5, Returned: 5, [.. Times(4, "++--"), .. Times(1, "--++")], Recused: 2));

        run.Outcome.ShouldBe("Adopted");
        (run.Last<DecideBallot>().Result.Quorum, run.Last<DecideBallot>().Result.ApprovalsNeeded).ShouldBe((5, 4), "of nine it would have been 6 and 5");
    }

    [Fact]
    public void Paper_and_electronic_slips_make_one_result_that_keeps_no_channel()
    {
        var run = Voting(new { seats = 2, votingMode = "Paper", paperMinimum = 3 });
        var prepared = run.Last<PrepareBallot>();
        (prepared.Sheet.Mode, prepared.Sheet.PaperMinimum).ShouldBe((VotingMode.Paper, 3));
        var paper = new PaperTotals(4, 4, 3, 1, [[3, 0, 0, 0], [2, 1, 0, 0], [0, 3, 0, 0], [0, 2, 1, 0]]);

        Should.Throw<StimulusRefusedException>(() => run.Resume(run.Waits.Single(), new BallotOpened(prepared.BallotId, 9, 9, 9, 9, Times(5, "++--"), Paper: paper with { Valid = 4 })))
            .Code.ShouldBe("wrong-figures");
        run.Resume(run.Waits.Single(), new BallotOpened(prepared.BallotId, 9, 9, 9, 9, Times(5, "++--"), Paper: paper));

        var result = run.Last<DecideBallot>().Result;
        (result.ValidSlips, result.VoidSlips).ShouldBe((8, 1));
        result.Tallies.Select(tally => tally.For).ShouldBe([8, 7, 0, 0]);
        System.Text.Encoding.UTF8.GetString(InstanceJson.Write(run.Instance)).ShouldNotContain("paper", Case.Insensitive);
    }

    [Fact]
    public void A_band_no_number_fits_warns_before_the_meeting() =>
        StepRun.Problems("Minsheng.Ballot", new { seats = 3, ratioMin = "20%", ratioMax = "30%" }).ShouldHaveSingleItem().Code.ShouldBe("no-band");
}
