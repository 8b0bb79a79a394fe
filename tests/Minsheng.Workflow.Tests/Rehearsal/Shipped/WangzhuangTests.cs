using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>王庄四步法: four bodies, a difference of twenty to thirty per cent, an evaluation group, and what follows when a project is late or poor.</summary>
public sealed class WangzhuangTests
{
    private static readonly RehearsalReport Report = Play("""{"rate": {"grades": {"1": [3], "2": [3], "3": [3], "4": [3], "5": [3]}}}""");

    private static RehearsalReport Play(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null) =>
        Year.Of("wangzhuang-four-steps", new DateOnly(2025, 11, 17), answers, plan =>
        {
            plan = plan with { Deputies = 54 };
            return change?.Invoke(plan) ?? plan;
        });

    [Fact]
    public void Every_step_comes_in_the_order_of_the_document()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        string[] abreast = ["party-channel", "collect", "presidium-channel", "half-way-cadence", "think-tank", "special-inquiry", "party-hears-cadence", "party-report", "supervise"];
        Report.Order().Except(abreast).ShouldBe(
        [
            "party-opinion", "publicise", "sort", "leading-group", "gov-meeting", "presidium-meeting", "party-meeting", "ballot-rules", "ballot", "announce",
            "plan", "evaluation-visit", "hear-report", "accept", "rate", "result-notice", "congress-date", "congress-report",
        ]);
        abreast.ShouldBeSubsetOf(Report.Order());
    }

    [Fact]
    public void Three_channels_bring_in_the_peoples_wishes_before_anything_is_sorted()
    {
        var sorted = Report.Tasks("sort")[0].At;
        Report.Tasks("party-channel").ShouldHaveSingleItem().At.ShouldBeLessThan(sorted);
        Report.Tasks("presidium-channel").ShouldHaveSingleItem().At.ShouldBeLessThan(sorted);
        Report.Cycle().Last(line => line.ActivityId == "collect").At.ShouldBeLessThan(sorted);
    }

    [Fact]
    public void Five_seats_need_six_candidates_which_lies_between_a_fifth_and_thirty_per_cent()
    {
        (Report.Items.Candidates, Report.Items.Adopted).ShouldBe((6, 5));
        Report.Events.ShouldNotContain(line => line.Text.Contains("差额比例"));
    }

    [Fact]
    public void Where_no_number_of_candidates_fits_the_band_the_clerk_is_warned_and_the_vote_goes_on()
    {
        var report = Play(change: plan => plan.With("seats", 3) with { Until = new DateOnly(2026, 2, 1) });

        report.Events.Single(line => line.ActivityId == "ballot" && line.Kind == "note").Text.ShouldContain("没有一个候选项目数能使差额比例落在");
        report.Items.Adopted.ShouldBe(3);
    }

    [Fact]
    public void The_think_tank_and_the_inquiry_come_in_the_middle_of_the_year()
    {
        Report.Tasks("think-tank").ShouldHaveSingleItem().At.Month.ShouldBe(8);
        Report.Tasks("special-inquiry").Count.ShouldBe(2, "a report and the meeting that asks");
        Report.Projects().ShouldAllBe(project => project.Count(line => line.ActivityId == "ask-result" && line.Kind == "task") == 1);
    }

    [Fact]
    public void What_does_not_meet_the_standard_is_put_right_before_it_is_accepted()
    {
        var report = Play("""{"evaluation-visit/inspect": {"values": {"findings": [{"item": "2", "verdict": "发现问题", "reason": "不符合验收标准"}]}}}""");

        report.ShouldBeFinishedWithoutRefusals();
        var closed = report.Events.First(line => line.ActivityId == "evaluation-visit" && line.Outcome == "Closed");
        report.Events.Where(line => line.Kind == "finish").ShouldAllBe(line => line.At > closed.At);
    }

    [Fact]
    public void Only_the_evaluation_group_rates_and_the_next_congress_hears_the_report()
    {
        Report.Ballots.Single(ballot => ballot.Kind == "Rating").Due.ShouldBe(3);
        var heard = Report.Documents[^1];
        (heard.Kind, heard.At.Year).ShouldBe(("报告", 2027));
    }

    [Fact]
    public void A_project_that_is_late_is_explained_and_carried_over()
    {
        var late = Report.Projects()[1].Key;
        var report = Play($$"""{"accept@{{late}}": {"outcome": "CarriedOver"} }""");

        report.ShouldBeFinishedWithoutRefusals();
        (report.Items.Finished, report.Items.CarriedOver).ShouldBe((4, 1));
        report.Tasks("explain-late").ShouldHaveSingleItem();
        report.Events.Single(line => line.Kind == "carry-over").Text.ShouldContain("延续");
    }

    [Fact]
    public void Two_failed_checks_end_before_the_presidium()
    {
        var report = Play("""{"rate": [{"grades": {"1": [0, 0, 3]}}], "rectify/check": {"outcome": "不通过", "opinion": "仍有积水"}}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Tasks("escalated").ShouldHaveSingleItem();
        report.Events.Last(line => line.ActivityId == "rectify" && line.Kind == "finding").Outcome.ShouldBe("Escalated");
        report.Order().ShouldContain("congress-report");
    }
}
