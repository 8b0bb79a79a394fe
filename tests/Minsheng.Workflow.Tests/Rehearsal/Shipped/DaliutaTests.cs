using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>大柳塔 1234+N: three gates, eighty-one deputies in their grids, five projects of which four are built.</summary>
public sealed class DaliutaTests
{
    private static readonly RehearsalReport Report = Play();

    private static RehearsalReport Play(string answers = "{}") =>
        Year.Of("daliuta-1234n", new DateOnly(2025, 11, 3), answers, plan => plan with { Deputies = 81 });

    [Fact]
    public void Every_step_comes_in_the_order_of_the_document()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        Report.Order().Except(["collect", "grid-visits"]).ShouldBe(
        [
            "leading-group", "sort", "feasibility", "congress-compiles", "improve", "party-gate", "submit", "ballot-rules", "ballot", "announce",
            "plan", "work-points", "training", "supervise", "accept", "congress-date", "congress-report", "rate", "result-notice",
        ]);
    }

    [Fact]
    public void Government_congress_and_Party_keep_the_three_gates_in_this_order()
    {
        Report.Tasks("congress-compiles").ShouldHaveSingleItem().Actor!.ShouldContain("人大主席");
        Report.Cycle().Single(line => line.ActivityId == "party-gate" && line.Kind == "decision").Text.ShouldContain("镇党委会议审定");
        Report.Events.ShouldNotContain(line => line.Text.Contains("常委会"));
    }

    [Fact]
    public void Eighty_one_deputies_vote_six_candidates_down_to_five()
    {
        var ballot = Report.Ballots[0];
        (ballot.Due, ballot.Rows.Count, ballot.Seats, ballot.ApprovalsNeeded).ShouldBe((81, 6, 5, 41));
        Report.Items.Adopted.ShouldBe(5);
    }

    [Fact]
    public void A_vote_without_two_thirds_of_the_deputies_is_held_again()
    {
        var report = Play("""{"ballot": [{"present": 53}]}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Ballots.Where(ballot => ballot.Kind == "Vote").Select(ballot => ballot.Outcome).ShouldBe(["Void", "Adopted"]);
        report.Tasks("revote").ShouldHaveSingleItem();
    }

    [Fact]
    public void Deputies_are_trained_before_the_task_forces_go_out_each_quarter()
    {
        var trained = Report.Tasks("training").ShouldHaveSingleItem().At;
        foreach (var project in Report.Projects())
        {
            var visits = project.Where(line => line.ActivityId == "task-force-visit" && line.Kind == "task").ToList();
            visits.Select(line => (line.At.Month - 1) / 3).ShouldBe([1, 2, 3, 0], "April, July, October and January");
            visits[0].At.ShouldBeGreaterThan(trained);
            project.Count(line => line.Kind == "progress").ShouldBe(4);
        }
    }

    [Fact]
    public void Four_of_five_are_built_and_one_is_carried_over_with_an_explanation()
    {
        var late = Report.Ratings[4].Number;
        var report = Play($$"""{"accept@{{late}}": {"outcome": "CarriedOver"} }""");

        report.ShouldBeFinishedWithoutRefusals();
        (report.Items.Adopted, report.Items.Finished, report.Items.CarriedOver).ShouldBe((5, 4, 1));
        report.Tasks("explain-late").ShouldHaveSingleItem();
        report.Order().ShouldContain("rate");
    }

    [Fact]
    public void Sent_back_by_the_Party_committee_the_list_passes_every_gate_again()
    {
        var report = Play("""{"party-gate": [{"outcome": "会议退回", "opinion": "矿区项目偏多"}]}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Tasks("congress-compiles").Count.ShouldBe(2);
        report.Tasks("party-gate").Select(line => line.Outcome).ShouldBe(["Returned", "Approved"]);
        report.Items.Adopted.ShouldBe(5);
    }

    [Fact]
    public void A_problem_found_by_a_task_force_is_put_right()
    {
        var number = Report.Projects()[2].Key;
        var report = Play($$"""{"task-force-visit/inspect@{{number}}": [{"values": {"findings": [{"item": "1", "verdict": "发现问题", "reason": "进度滞后"}] } }] }""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Events.Where(line => line.Kind == "finding").Select(line => line.Outcome).ShouldBe([null, "Answered", "Closed"]);
    }
}
