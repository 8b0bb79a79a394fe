using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>新城“四全”: collected from October, 12 candidates, 10 projects, watched every month, rated twice.</summary>
public sealed class XinchengTests
{
    private const string Id = "xincheng-four-all";
    private static readonly RehearsalReport Report = Play();

    private static RehearsalReport Play(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null) =>
        Year.Of(Id, new DateOnly(2025, 10, 9), answers, change);

    private static string[] Numbers => [.. Report.Projects().Select(project => project.Key)];

    [Fact]
    public void Every_step_comes_in_the_order_of_the_document()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        Report.Order().ShouldBe(
        [
            "party-opinion", "liaison-measures", "task-list", "collect", "open-letter", "deputies-choose", "screen", "select-candidates", "ballot-rules", "explain",
            "deliberate", "working-group", "ballot", "announce", "plan", "half-year-date", "half-year-tour", "supervise", "look-back", "year-end-rating",
            "next-congress", "completion-report", "congress-rating", "result-notice",
        ]);
    }

    [Fact]
    public void Of_ninety_eight_suggestions_twelve_become_candidates_and_ten_become_projects()
    {
        var report = Play(change: plan => plan with { Proposals = 98, Until = new DateOnly(2026, 1, 31) });

        (report.Items.Proposals, report.Items.Candidates, report.Items.Adopted).ShouldBe((98, 12, 10));
        var ballot = report.Ballots.ShouldHaveSingleItem();
        (ballot.Seats, ballot.Rows.Count, ballot.Outcome).ShouldBe((10, 12, "Adopted"));
        report.Events.ShouldNotContain(line => line.ActivityId == "ballot" && line.Text.Contains("差额比例"), "12 for 10 is exactly a fifth");
    }

    [Fact]
    public void It_is_collected_from_October_and_the_letter_and_the_deputies_come_before_the_screening()
    {
        Report.Day("collect", "collect").ShouldStartWith("2025-10-");
        Report.Lines("open-letter", "document").ShouldHaveSingleItem();
        Report.Tasks("screen").Select(line => line.Text).ShouldContain(line => line.Contains("区财政局论证"));
        Report.Lines("select-candidates", "decision").Single().Text.ShouldContain("通过 12 项");
    }

    [Fact]
    public void Every_project_is_reported_dispatched_and_guided_every_month_and_inspected_every_quarter()
    {
        Report.Projects().Count.ShouldBe(10);
        foreach (var project in Report.Projects())
        {
            int Tasks(string step) => project.Count(line => line.ActivityId == step && line.Kind == "task");
            (Tasks("monthly-report"), Tasks("monthly-dispatch"), Tasks("monthly-guidance")).ShouldBe((11, 11, 11), project.Key);
            (Tasks("quarterly-bulletin"), Tasks("quarterly-inspection"), Tasks("accept")).ShouldBe((3, 3, 1), project.Key);
            project.Where(line => line.ActivityId == "monthly-guidance" && line.Kind == "task").Select(line => line.Text.Split('月')[0]).Distinct().Count().ShouldBe(11, "one a month");
        }
        Report.Lines("monthly-cadence", "timer")[0].At.Month.ShouldBe(2);
        Report.Tasks("monthly-report").ShouldAllBe(line => line.At.Year == 2026);
    }

    [Fact]
    public void The_tour_is_in_July_the_look_back_after_completion_and_both_ratings_follow()
    {
        Report.Day("half-year-tour").ShouldStartWith("2026-07-");
        Report.Events.Single(line => line.ActivityId == "look-back" && line.Kind == "note").Text.ShouldContain("视察项目 10 个");
        Report.Ballots.Where(ballot => ballot.Kind == "Rating").Select(ballot => (ballot.ActivityId, ballot.Due, ballot.At.Year)).ShouldBe([("year-end-rating", 25, 2026), ("congress-rating", 193, 2027)]);
        Report.Ratings.TakeLast(10).ShouldAllBe(rating => rating.Outcome == "Satisfied");
    }

    [Fact]
    public void Seven_done_and_three_being_finished_off_stay_apart()
    {
        var late = string.Join(",", Numbers.Take(3).Select(number => $$"""
            "accept@{{number}}": {"outcome": "CarriedOver", "values": {"explanation": "雨季停工", "nextPlan": "抓紧收尾", "newFinish": "2027-03-31"} }
            """));
        var report = Play($"{{{late}}}");

        report.ShouldBeFinishedWithoutRefusals();
        (report.Items.Finished, report.Items.CarriedOver).ShouldBe((7, 3));
        report.Events.Single(line => line.ActivityId == "look-back" && line.Kind == "note").Text.ShouldContain("视察项目 7 个");
    }

    [Fact]
    public void A_problem_found_in_the_quarterly_inspection_is_answered_and_closed()
    {
        var report = Play($$"""{"quarterly-inspection/inspect@{{Numbers[0]}}": [{"values": {"findings": [{"item": "1", "verdict": "发现问题", "reason": "围挡不全"}]} }]}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Lines("quarterly-inspection", "finding").Select(line => line.Outcome).ShouldBe([null, "Answered", "Closed"]);
        report.Lines("quarterly-inspection", "finding")[0].Text.ShouldContain("督查意见");
    }

    [Fact]
    public void What_the_year_end_rating_finds_wanting_is_rectified_before_the_congress_rates()
    {
        var report = Play("""{"year-end-rating": [{"grades": {"1": [3, 4, 15]}}]}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Lines("rectify", "finding").Select(line => line.Outcome).ShouldBe([null, "Answered", "Closed"]);
        report.Order().SkipWhile(step => step != "year-end-rating").Take(3).ShouldBe(["year-end-rating", "rectify", "next-congress"]);
        report.Ratings.TakeLast(10).ShouldAllBe(rating => rating.Outcome == "Satisfied");
    }

    [Fact]
    public void A_void_vote_is_held_again_a_tie_run_off_and_a_shortfall_filled()
    {
        string[] Outcomes(string answers) => [.. Play(answers, plan => plan with { Until = new DateOnly(2026, 2, 15) }).Ballots.Select(ballot => ballot.Outcome)];

        Outcomes("""{"ballot": [{"void": true}]}""").ShouldBe(["Void", "Adopted"]);
        Outcomes("""{"ballot": [{"tie": 2}]}""").ShouldBe(["Tie", "Adopted"]);
        Outcomes("""{"ballot": [{"shortfall": 1}]}""").ShouldBe(["Shortfall", "Adopted"]);
    }

    [Fact]
    public void Candidates_sent_back_are_screened_again()
    {
        var report = Play("""{"select-candidates": [{"outcome": "会议退回", "opinion": "资金没有落实"}]}""", plan => plan with { Until = new DateOnly(2026, 2, 15) });

        report.Tasks("select-candidates").Select(line => line.Outcome).ShouldBe(["Returned", "Approved"]);
        report.Items.Adopted.ShouldBe(10);
    }
}
