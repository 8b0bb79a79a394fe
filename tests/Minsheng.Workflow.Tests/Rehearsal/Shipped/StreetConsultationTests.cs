using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>街道会商: no congress in a street, so a residents' council chooses and the Party working committee confirms.</summary>
public sealed class StreetConsultationTests
{
    private static readonly RehearsalReport Report = Play();

    private static RehearsalReport Play(string answers = "{}") =>
        Year.Of("street-consultation", new DateOnly(2025, 11, 10), answers, plan => plan with { Proposals = 12, Members = 33 });

    [Fact]
    public void Every_step_comes_in_the_order_of_the_document()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        Report.Order().ShouldBe(
        [
            "council", "collect", "joint-meeting", "convene", "present", "ballot-rules", "consult", "ballot", "announce",
            "plan", "supervise", "survey", "rate", "result-notice", "annual-report",
        ]);
    }

    [Fact]
    public void Twelve_proposals_become_six_candidates_and_thirty_three_councillors_choose_five()
    {
        (Report.Items.Proposals, Report.Items.Candidates, Report.Items.Adopted).ShouldBe((12, 6, 5));
        var ballot = Report.Ballots[0];
        (ballot.Due, ballot.Rows.Count, ballot.Seats, ballot.ApprovalsNeeded).ShouldBe((33, 6, 5, 17));
        Report.Mails.ShouldHaveSingleItem().To.Count.ShouldBe(33);
    }

    [Fact]
    public void Nothing_is_announced_before_the_Party_working_committee_has_confirmed()
    {
        var confirmed = Report.Tasks("ballot").ShouldHaveSingleItem();
        confirmed.At.ShouldBeLessThanOrEqualTo(Report.Documents.Single(document => document.Kind == "公示").At);
    }

    [Fact]
    public void One_project_refused_leaves_four()
    {
        var report = Play("""{"ballot/Confirmation": {"values": {"decisions": [{"item": "2", "verdict": "不予确认", "reason": "资金没有落实"}]}}}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Items.Adopted.ShouldBe(4);
        report.Documents.Single(document => document.Kind == "公示").Body.ShouldNotContain("\n5. ");
    }

    [Fact]
    public void Each_project_has_an_order_a_sheet_every_month_and_a_visit_of_councillors()
    {
        foreach (var project in Report.Projects())
        {
            int Times(string step) => project.Count(line => line.ActivityId == step && line.Kind == "task");
            (Times("task-order"), Times("tracking-sheet"), Times("council-visit"), Times("accept")).ShouldBe((1, 10, 1, 1), project.Key);
        }
    }

    [Fact]
    public void An_overdue_month_brings_a_rectification_sheet_and_the_months_go_on()
    {
        var number = Report.Projects()[0].Key;
        var report = Play($$"""{"tracking-sheet@{{number}}": [{"outcome": "OnTime"}, {"outcome": "Overdue"}] }""");

        report.ShouldBeFinishedWithoutRefusals();
        var findings = report.Events.Where(line => line.Kind == "finding").ToList();
        findings.ShouldAllBe(line => line.Instance == number);
        findings.Select(line => line.Outcome).ShouldBe([null, "Answered", "Closed"]);
        findings[0].Text.ShouldContain("整改督办单");
        report.Events.Count(line => line.Instance == number && line.ActivityId == "tracking-sheet" && line.Kind == "task").ShouldBe(10);
    }

    [Fact]
    public void Below_seventy_per_cent_a_second_rectification_follows()
    {
        var report = Play("""{"survey": {"scores": {"1": 69, "2": 70}}}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Ratings.Take(2).Select(rating => rating.Outcome).ShouldBe(["Unsatisfied", "Satisfied"]);
        report.Events.Count(line => line.ActivityId == "second-rectify" && line.Outcome == "Closed" && line.Kind == "finding").ShouldBe(1);
    }

    [Fact]
    public void A_void_choice_is_made_again()
    {
        var report = Play("""{"ballot": [{"void": true}]}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Ballots.Where(ballot => ballot.Kind == "Vote").Select(ballot => ballot.Outcome).ShouldBe(["Void", "Adopted"]);
        report.Items.Adopted.ShouldBe(5);
    }

    [Fact]
    public void A_list_sent_back_by_the_joint_meeting_is_filled_up_by_collecting_more()
    {
        var report = Play("""{"joint-meeting": [{"outcome": "会议退回", "opinion": "建议偏少"}]}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Tasks("joint-meeting").Count.ShouldBe(2);
        report.Items.Proposals.ShouldBe(15);
    }
}
