using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>子长“1361”: the six words 征筛审决督评, July to December and on to the next congress.</summary>
public sealed class ZichangTests
{
    private const string Id = "zichang-1361";
    private static readonly RehearsalReport Report = Play();

    private static RehearsalReport Play(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null) =>
        Year.Of(Id, new DateOnly(2025, 7, 1), answers, change);

    [Fact]
    public void Every_step_comes_in_the_order_of_the_six_words()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        Report.Order().ShouldBe(
        [
            "party-report", "measures", "special-meeting", "collect", "screen", "review-party", "review-sc", "explain", "deliberate", "ballot", "announce",
            "plan", "december", "year-end-tour", "supervise", "evaluation-group", "evaluate", "next-congress", "completion-report", "rate", "result-notice",
        ]);
    }

    [Fact]
    public void It_is_collected_from_July_to_December_also_from_Party_deputies_and_CPPCC_members()
    {
        var opened = Report.Lines("collect", "collect")[0];

        opened.At.Month.ShouldBe(7);
        opened.Text.ShouldContain("2025年12月31日截止");
        opened.Text.ShouldContain("代表小组、代表联络站、党代表、政协委员");
        Report.Lines("collect", "collect")[^1].At.Date.ShouldBe(new DateTime(2025, 12, 31));
    }

    [Fact]
    public void The_Party_examines_before_the_standing_committee_deliberates()
    {
        Report.Lines("review-party", "decision").Single().Text.ShouldContain("市委常委会会议审查");
        Report.Lines("review-sc", "decision").Single().Text.ShouldContain("市人大常委会会议审议");
        Report.Lines("review-sc", "decision").Single().Text.ShouldContain("通过 12 项");
    }

    [Fact]
    public void A_fifth_more_candidates_than_seats_and_the_ten_with_most_votes()
    {
        var ballot = Report.Ballots.First(ballot => ballot.Kind == "Vote");

        (ballot.Seats, ballot.Rows.Count, Report.Items.Adopted).ShouldBe((10, 12, 10));
        ballot.Rows.Where(row => row.Adopted).Min(row => row.Counts[0]).ShouldBeGreaterThan(ballot.Rows.Where(row => !row.Adopted).Max(row => row.Counts[0]));
    }

    [Fact]
    public void Each_project_is_urged_every_month_checked_at_half_year_and_visited_at_year_end()
    {
        foreach (var project in Report.Projects())
        {
            int Tasks(string step) => project.Count(line => line.ActivityId == step && line.Kind == "task");
            (Tasks("routine-report"), Tasks("routine-urging"), Tasks("half-year-inspection"), Tasks("accept")).ShouldBe((11, 11, 1, 1), project.Key);
        }
        Report.Tasks("half-year-inspection").ShouldAllBe(line => line.At.Month == 7);
        Report.Day("year-end-tour").ShouldStartWith("2026-12-");
        Report.Events.Single(line => line.ActivityId == "year-end-tour" && line.Kind == "note").Text.ShouldContain("视察项目 10 个");
    }

    [Fact]
    public void The_evaluation_group_works_in_December_and_the_congress_rates_the_year_after()
    {
        Report.Day("evaluation-group").ShouldStartWith("2026-12-");
        Report.Tasks("evaluate").Count.ShouldBe(3, "every member hands in an assessment");
        Report.Day("completion-report").ShouldStartWith("2027-01-");
        Report.Ratings.Count.ShouldBe(10);
        Report.Documents[^1].Body.ShouldContain("结果已当场宣布");
    }

    [Fact]
    public void Sent_back_by_the_standing_committee_it_goes_through_the_Party_again()
    {
        var report = Play("""{"review-sc": [{"outcome": "会议退回", "opinion": "行业分布不均衡"}]}""", plan => plan with { Until = new DateOnly(2026, 3, 15) });

        report.Events.Where(line => line.Kind == "task" && line.ActivityId.StartsWith("review-", StringComparison.Ordinal)).Select(line => (line.ActivityId, line.Outcome))
            .ShouldBe([("review-party", "Approved"), ("review-sc", "Returned"), ("review-party", "Approved"), ("review-sc", "Approved")]);
        report.Items.Adopted.ShouldBe(10);
    }

    [Fact]
    public void An_unsatisfactory_project_is_rectified_within_a_limit()
    {
        var report = Play("""{"rate": [{"grades": {"2": [10, 20, 120]}}]}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Ratings.Count(rating => rating.Outcome == "Unsatisfied").ShouldBe(1);
        report.Lines("rectify", "finding").Select(line => line.Outcome).ShouldBe([null, "Answered", "Closed"]);
    }

    [Fact]
    public void The_window_may_end_on_another_day() =>
        Play(change: plan => plan.With("collectUntil", "11-30") with { Until = new DateOnly(2025, 12, 15) }).Lines("collect", "collect")[0].Text.ShouldContain("2025年11月30日截止");
}
