using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Tests.Steps;

namespace Minsheng.Workflow.Tests.Rehearsal;

public sealed class RectificationTests
{
    /// <summary>Three projects, rated, then the shipped procedure for the unsatisfactory ones.</summary>
    private static RehearsalReport Play(string answers) => Activities.Rehearsal.Rehearsal.Play(new RehearsalPlan(
        StepRun.Definition(
            [
                StepRun.Step("collect", "Minsheng.Collect", new { days = 20 }),
                StepRun.Step("screen", "Minsheng.Screen", new { decider = new[] { new { role = "GovOffice" } } }),
                StepRun.Step("review", "Minsheng.Review", new { body = "县人大常委会会议", to = "Candidate" }),
                StepRun.Step("ballot", "Minsheng.Ballot", new { seats = 3 }),
                StepRun.Step("plan", "Minsheng.Plan", new { }),
                StepRun.Step("rate", "Minsheng.Rate", new { rule = "R-ZHASHUI" }),
                StepRun.Step("put-right", "Elsa.ExecuteWorkflow", new { workflowDefinitionId = "rectification", waitForCompletion = true, input = new { raters = "ScMember" } }),
            ],
            "collect->screen", "screen->review", "review:Approved->ballot", "ballot:Adopted->plan", "plan->rate",
            "rate:Satisfied->put-right", "rate:Basically->put-right", "rate:Unsatisfied->put-right"),
        new DateOnly(2026, 1, 5)) { Others = Shipped.All, Proposals = 12, Reload = true, Answers = RehearsalAnswers.Parse(answers) });

    private const string TwoFailed = """ "rate": {"grades": {"1": [2, 3, 15], "3": [2, 3, 15]}} """;

    private static string?[] States(RehearsalReport report) => [.. report.Events.Where(line => line is { ActivityId: "rectify", Kind: "finding" }).Select(line => line.Outcome)];

    [Fact]
    public void Only_the_unsatisfactory_are_rectified_checked_on_site_and_rated_again()
    {
        var report = Play($$"""{ {{TwoFailed}} }""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Events.ShouldNotContain(line => line.Kind == "refused" || line.Kind == "fault");
        States(report).Count(state => state == "Closed").ShouldBe(2);
        report.Events.Where(line => line is { ActivityId: "rectify", Kind: "task" }).Count(line => line.Text.Contains("整改报告") && line.Actor!.Contains('局')).ShouldBe(2);
        report.Ratings.Count.ShouldBe(5, "three projects, then the two again");
        report.Ratings.Skip(3).ShouldAllBe(rating => rating.Outcome == "Satisfied");
        report.Documents.ShouldHaveSingleItem().Kind.ShouldBe("整改结果通报");
    }

    [Fact]
    public void Two_failed_site_checks_go_to_the_next_level()
    {
        var report = Play($$"""{ {{TwoFailed}}, "rectify/check": {"outcome": "Failed"}, "higher-up": {"outcome": "Transfer"} }""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        States(report).Count(state => state == "Escalated").ShouldBe(2);
        report.Events.Count(line => line is { ActivityId: "higher-up", Kind: "task" }).ShouldBe(1);
        report.Ratings.Count.ShouldBe(3);
    }

    [Fact]
    public void Unsatisfactory_after_two_rounds_a_project_is_handed_up_at_once()
    {
        var report = Play("""
            { "rate": {"grades": {"2": [2, 3, 15]}},
              "rate-again": [{"grades": {"1": [2, 3, 15]}}, {"grades": {"1": [2, 3, 15]}}],
              "higher-up": {"outcome": "RateAgain"} }
            """);

        report.Status.ShouldBe(RehearsalStatus.Finished);
        States(report).ShouldBe([null, "Answered", "Closed", null, "Answered", "Closed", null, "Escalated"]);
        report.Ratings.Skip(3).Select(rating => rating.Outcome).ShouldBe(["Unsatisfied", "Unsatisfied", "Satisfied"]);
    }

    [Fact]
    public void Where_nothing_is_unsatisfactory_nobody_is_asked()
    {
        var report = Play("{}");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Events.ShouldNotContain(line => line.ActivityId == "rectify" && line.Kind == "task");
        report.Ratings.Count.ShouldBe(3);
    }
}
