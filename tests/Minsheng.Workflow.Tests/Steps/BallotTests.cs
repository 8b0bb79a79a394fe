using System.Text.Json;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Steps;

public class BallotTests
{
    private static FakeCycle Congress(int candidates = 3, int deputies = 9) => new FakeCycle().WithDeputies(deputies).WithItems(ItemStage.Candidate, candidates);

    private static StepRun Voting(object? inputs = null, FakeCycle? cycle = null) => StepRun.Of(cycle ?? Congress(), "Minsheng.Ballot", inputs ?? new { seats = 2 });

    /// <summary>One slip per word: + approves, - opposes, 0 abstains, in ballot order.</summary>
    private static List<Slip> Slips(string words) =>
        [.. words.Split(' ').Select(word => new Slip([.. word.Select(mark => mark == '+' ? BallotMark.For : mark == '-' ? BallotMark.Against : BallotMark.Abstain)]))];

    private static List<Slip> Times(int count, string word) => Slips(string.Join(' ', Enumerable.Repeat(word, count)));

    [Fact]
    public void The_ballot_is_prepared_with_roll_rules_and_two_custodians()
    {
        var run = Voting(new { seats = 2, title = "项目票决", quorum = "1/2" });

        var prepared = run.Last<PrepareBallot>();
        prepared.BallotId.ShouldStartWith("run.");
        prepared.Roll.Count.ShouldBe(9);
        prepared.Custodians.ShouldBe(["主持人", "总监票人"]);
        prepared.Sheet.Title.ShouldBe("项目票决");
        prepared.Sheet.Seats.ShouldBe(2);
        prepared.Sheet.AllMembers.ShouldBe(9);
        prepared.Sheet.Options.ShouldBe(["赞成", "反对", "弃权"]);
        prepared.Sheet.Rules!.Quorum.ShouldBe(new Fraction(1, 2));
        prepared.Sheet.Rows[0].ShouldBe(new BallotRow("i1", "ZS26-0001", "项目1", "内容；地点：城关街道；投资概算 100.50 万元"));
        run.Waits.Single().Name.ShouldBe("Ballot");
    }

    [Fact]
    public void From_the_frozen_roll_to_the_count_the_run_keeps_its_version()
    {
        var run = Voting();
        run.Moved().Refusals.ShouldBe(["“这一步”的名册已经冻结、票已备好，同一次投票不能换办法；等这次投票开箱计票以后再换。"]);
        Voting(cycle: Congress(candidates: 2)).Moved().IsReady.ShouldBeTrue();
    }

    [Fact]
    public void The_seats_go_to_most_approvals_over_half_of_all_deputies()
    {
        var run = Voting();

        run.Open([.. Times(6, "++-"), .. Times(2, "+-+"), .. Times(1, "000")]);

        run.Outcome.ShouldBe("Adopted");
        run.Last<DecideBallot>().Result.Adopted.ShouldBe(["i1", "i2"]);
        var decisions = run.Last<DecideItems>().Decisions;
        decisions.Select(decision => (decision.ItemId, decision.Stage)).ShouldBe([("i1", ItemStage.Project), ("i2", ItemStage.Project), ("i3", ItemStage.NotChosen)]);
        decisions[0].Reason.ShouldBe("赞成 8 票，反对 0 票，弃权 1 票，票决通过。");
        decisions[2].Reason.ShouldBe("赞成 2 票，反对 6 票，弃权 1 票，没有达到通过所需的 5 票。");
    }

    [Fact]
    public void A_tie_is_voted_again_among_the_tied_only()
    {
        var run = Voting(new { seats = 2, ballotType = "PerItem" }, Congress(candidates: 4));
        run.Open([.. Times(5, "+++-"), .. Times(2, "+--+"), .. Times(2, "+---")]);

        run.Outcome.ShouldBeNull();
        run.Last<DecideItems>().Decisions.Select(decision => (decision.ItemId, decision.Stage)).ShouldBe([("i1", ItemStage.Project), ("i4", ItemStage.NotChosen)]);
        var runoff = run.Last<PrepareBallot>();
        runoff.Sheet.Round.ShouldBe(2);
        runoff.Sheet.Seats.ShouldBe(1);
        runoff.Sheet.Rows.Select(row => row.ItemId).ShouldBe(["i2", "i3"]);
        runoff.Sheet.Title.ShouldBe("这一步（第 2 次投票）");
        runoff.BallotId.ShouldEndWith(".2");
        runoff.BallotId.ShouldNotBe(run.All<PrepareBallot>()[0].BallotId);

        run.Open([.. Times(3, "-+"), .. Times(2, "+-"), .. Times(4, "00")]);

        run.Outcome.ShouldBe("Adopted");
        run.Cycle.Item("i3").Stage.ShouldBe(ItemStage.Project, "in a runoff more approvals win, without a majority");
        run.Cycle.Item("i2").Stage.ShouldBe(ItemStage.NotChosen);
        run.All<DecideBallot>().Count.ShouldBe(2);
    }

    [Fact]
    public void A_second_tie_is_decided_by_the_presidium()
    {
        var run = Voting(new { seats = 1, ballotType = "PerItem" }, Congress(candidates: 2));
        run.Open(Times(9, "++"));
        run.Open([.. Times(4, "+-"), .. Times(4, "-+"), .. Times(1, "00")]);

        run.Task.Participants.Single().Name.ShouldBe("主持人");
        run.Task.Form.Check(new Dictionary<string, object?> { ["chosen"] = new List<object?> { "i1", "i2" } }).Problems.Count.ShouldBe(1);
        run.Act("主持人", "Done", new { chosen = new[] { "i2" } });

        run.Outcome.ShouldBe("Adopted");
        run.Cycle.Item("i2").Stage.ShouldBe(ItemStage.Project);
        run.Cycle.Item("i1").Stage.ShouldBe(ItemStage.NotChosen);
    }

    [Fact]
    public void Without_quorum_the_vote_is_void_and_no_item_moves()
    {
        var run = Voting();

        run.Open(Times(5, "++-"), present: 5);

        run.Outcome.ShouldBe("Void");
        run.Last<DecideBallot>().Result.Outcome.ShouldBe(BallotOutcome.Void);
        run.All<DecideItems>().ShouldBeEmpty();
        run.History.Last().ShouldContain("不足法定人数");
    }

    [Fact]
    public void More_slips_than_were_issued_make_it_void()
    {
        var run = Voting();

        run.Open(Times(9, "++-"), present: 8);

        run.Outcome.ShouldBe("Void");
        run.History.Last().ShouldContain("收回票 9 张，多于发出票 8 张");
    }

    [Fact]
    public void A_shortfall_leaves_the_rest_candidates_and_a_way_back_fills_only_the_empty_seats()
    {
        var run = StepRun.Of(Congress(candidates: 4), [StepRun.Step("vote", "Minsheng.Ballot", new { seats = 2 })], "vote:Shortfall->vote");

        run.Open([.. Times(6, "+---"), .. Times(3, "-++-")]);

        run.Done.ShouldContain("vote:Shortfall");
        run.Cycle.Items(ItemStage.Project).Select(item => item.Id).ShouldBe(["i1"]);
        run.Last<PrepareBallot>().Sheet.Seats.ShouldBe(1);
        run.Last<PrepareBallot>().Sheet.Rows.Select(row => row.ItemId).ShouldBe(["i2", "i3", "i4"]);

        run.Open([.. Times(5, "+--"), .. Times(4, "-+-")]);
        run.Done.ShouldContain("vote:Adopted");
        run.Cycle.Items(ItemStage.Project).Select(item => item.Id).ShouldBe(["i1", "i2"]);
        run.Cycle.Items(ItemStage.Candidate).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_adopted_can_be_announced_in_the_same_breath()
    {
        var run = StepRun.Of(
            Congress(),
            [StepRun.Step("vote", "Minsheng.Ballot", new { seats = 2 }), StepRun.Step("tell", "Minsheng.Announce", new { title = "公告", template = "{{count}}个：{{projects}}" })],
            "vote:Adopted->tell");

        run.Open(Times(9, "++-"));

        run.Last<PublishDocument>().Body.ShouldStartWith("2个：1. 项目1");
    }

    [Fact]
    public void A_runoff_without_quorum_stays_a_runoff_when_it_is_held_again()
    {
        var run = StepRun.Of(Congress(candidates: 2), [StepRun.Step("vote", "Minsheng.Ballot", new { seats = 1, ballotType = "PerItem" })], "vote:Void->vote");
        run.Open(Times(9, "++"));
        run.Open(Times(2, "+-"), present: 2);
        run.Done.ShouldContain("vote:Void");

        run.Open([.. Times(3, "+-"), .. Times(2, "-+"), .. Times(4, "00")]);

        run.Cycle.Item("i1").Stage.ShouldBe(ItemStage.Project, "three approvals are enough in a runoff");
    }

    [Fact]
    public void Wrong_figures_or_another_box_are_refused_and_the_wait_stays()
    {
        var run = Voting();

        Should.Throw<StimulusRefusedException>(() => run.Open(Times(8, "++-"), returned: 9)).Message.ShouldContain("两数不符");
        Should.Throw<StimulusRefusedException>(() => run.Open(Times(9, "++-"), present: 10)).Code.ShouldBe("wrong-figures");
        Should.Throw<StimulusRefusedException>(() => run.Open(Times(9, "++-"), id: "run.2.9")).Code.ShouldBe("other-ballot");

        run.Waits.Count.ShouldBe(1);
        run.Incident.ShouldBeNull();
    }

    [Fact]
    public void No_effect_and_no_state_links_a_deputy_to_a_mark()
    {
        var run = Voting();
        var slips = Times(9, "++-").Select((slip, index) => slip with { Receipt = $"R{index}" }).ToList();

        run.Open(slips);

        foreach (var effect in run.Effects.Where(effect => effect is not PrepareBallot))
        {
            var text = JsonSerializer.Serialize(effect, effect.GetType(), Values.Json);
            foreach (var name in run.All<PrepareBallot>()[0].Roll.Concat(slips.Select(slip => slip.Receipt!))) text.ShouldNotContain($"\"{name}\"");
        }
        var state = System.Text.Encoding.UTF8.GetString(InstanceJson.Write(run.Instance));
        state.ShouldNotContain("代表1");
        state.ShouldNotContain("R0");
    }

    [Fact]
    public void A_number_outside_the_band_is_noted_and_does_not_stop_the_vote()
    {
        var run = Voting(new { seats = 10 }, Congress(candidates: 11));

        run.History.ShouldContain("候选项目 11 个，差额比例为 10%，少于应有的 12 个。");
        run.Waits.Count.ShouldBe(1);
    }

    [Fact]
    public void The_box_needs_two_different_people()
    {
        var run = Voting(cycle: Congress().With("ChiefScrutineer", "主持人"));
        run.Incident.ShouldNotBeNull().ShouldContain("票箱要由两人共同开启");

        run.Cycle.Remove("ChiefScrutineer");
        run.Retry();
        run.Incident.ShouldNotBeNull().ShouldContain("还没有确定总监票人");
    }

    [Theory]
    [InlineData("""{}""", "missing-input")]
    [InlineData("""{"seats":0}""", "out-of-range")]
    [InlineData("""{"seats":2,"ratioMin":"很多"}""", "bad-ratio")]
    [InlineData("""{"seats":2,"ratioMin":"30%","ratioMax":"20%"}""", "bad-rules")]
    [InlineData("""{"seats":2,"quorum":"3/2"}""", "bad-ratio")]
    [InlineData("""{"seats":2,"voters":[]}""", "no-assignees")]
    [InlineData("""{"seats":2,"tie":"DrawLot"}""", "wrong-value")]
    [InlineData("""{"seats":2,"votingMode":"Hands"}""", "wrong-value")]
    [InlineData("""{"seats":2,"markCap":-1}""", "out-of-range")]
    [InlineData("""{"seats":2,"paperMinimum":1}""", "out-of-range")]
    [InlineData("""{"seats":2,"base":"Candidates","ratioMin":"100%"}""", "bad-rules")]
    [InlineData("""{"seats":2,"votingBody":"StreetCouncil"}""", "needs-confirmation")]
    public void A_definition_that_could_never_work_is_refused(string inputs, string code) =>
        StepRun.Problems("Minsheng.Ballot", System.Text.Json.Nodes.JsonNode.Parse(inputs)!).Select(problem => problem.Code).ShouldBe([code]);
}
