using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>The towns of 柞水: voted at the same time as the county, assessed by a supervision group, rated by the deputies.</summary>
public sealed class ZhashuiTownTests
{
    private static readonly RehearsalReport Report = Play();

    private static RehearsalReport Play(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null) =>
        Year.Of("zhashui-town", new DateOnly(2025, 10, 9), answers, plan =>
        {
            plan = plan with { Deputies = 54 };
            return change?.Invoke(plan) ?? plan;
        });

    [Fact]
    public void Every_step_comes_in_the_order_of_the_document()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        Report.Order().ShouldBe(
        [
            "town-plan", "collect", "sort", "review-gov", "review-party", "ballot-rules", "explain", "deliberate", "ballot", "announce",
            "plan", "supervise", "accept", "group-assessment", "rate", "result-notice",
        ]);
        Report.Events.ShouldNotContain(line => line.Text.Contains("人大常委会"));
    }

    [Fact]
    public void Each_project_has_twelve_bulletins_four_comments_a_half_year_summary_and_an_appraisal()
    {
        foreach (var project in Report.Projects())
        {
            int Reports(string step) => project.Count(line => line.ActivityId == step && line.Kind == "progress");
            (Reports("monthly-report"), Reports("quarterly-review"), Reports("half-year-summary"), Reports("year-end-appraisal")).ShouldBe((12, 4, 1, 1), project.Key);
        }
    }

    [Fact]
    public void Of_seventy_nine_projects_seventy_five_are_rated_satisfactory()
    {
        var report = Play(
            """{"rate": [{"grades": {"1": [20, 25, 6], "2": [20, 25, 6], "3": [20, 25, 6], "4": [20, 25, 6]}}]}""",
            plan => plan.With("seats", 79).With("shortlist", 95) with { Proposals = 271, Reload = false });

        report.ShouldBeFinishedWithoutRefusals();
        (report.Items.Proposals, report.Items.Adopted).ShouldBe((271, 79));
        (report.Ratings.Count, report.Ratings.Count(rating => rating.Outcome == "Satisfied")).ShouldBe((79, 75));
    }

    [Fact]
    public void The_whole_supervision_group_assesses_before_deputies_rate()
    {
        Report.Tasks("group-assessment").Count.ShouldBe(3);
        Report.Tasks("group-assessment")[^1].At.ShouldBeLessThan(Report.Ratings[0].At);
        Report.Ratings.ShouldAllBe(rating => rating.Rule == "R-ZHASHUI");
    }

    [Fact]
    public void A_tie_across_the_cut_line_is_settled_by_another_vote()
    {
        var report = Play("""{"ballot": [{"tie": 2}]}""", plan => plan with { Until = new DateOnly(2026, 3, 1) });

        report.Ballots.Select(ballot => ballot.Outcome).ShouldBe(["Tie", "Adopted"]);
        report.Items.Adopted.ShouldBe(3);
    }
}
