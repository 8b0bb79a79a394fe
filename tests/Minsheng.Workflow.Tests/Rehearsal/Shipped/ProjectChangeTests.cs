using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Tests.Steps;

namespace Minsheng.Workflow.Tests.Rehearsal;

public sealed class ProjectChangeTests
{
    /// <summary>Three projects, then the shipped procedure for one of them.</summary>
    private static RehearsalReport Play(string answers = "{}") => Activities.Rehearsal.Rehearsal.Play(new RehearsalPlan(
        StepRun.Definition(
            [
                StepRun.Step("collect", "Minsheng.Collect", new { days = 20 }),
                StepRun.Step("screen", "Minsheng.Screen", new { decider = new[] { new { role = "GovOffice" } } }),
                StepRun.Step("review", "Minsheng.Review", new { body = "县人大常委会会议", to = "Candidate" }),
                StepRun.Step("ballot", "Minsheng.Ballot", new { seats = 3 }),
                StepRun.Step("plan", "Minsheng.Plan", new { }),
                StepRun.Step("alter", "Elsa.ExecuteWorkflow", new { workflowDefinitionId = "project-change", waitForCompletion = true }),
            ],
            "collect->screen", "screen->review", "review:Approved->ballot", "ballot:Adopted->plan", "plan->alter"),
        new DateOnly(2026, 1, 5)) { Others = Shipped.All, Proposals = 12, Reload = true, Answers = RehearsalAnswers.Parse(answers) });

    private static RehearsalReport Ends(RehearsalReport report)
    {
        report.Events.Where(line => line.Kind is "refused" or "fault").Select(line => line.Text).ShouldBeEmpty();
        report.Status.ShouldBe(RehearsalStatus.Finished);
        return report;
    }

    private static string[] Steps(RehearsalReport report) =>
        [.. report.Events.SkipWhile(line => line.Kind != "child").Where(line => line.Kind == "task" || line.ActivityId == "announce").Select(line => line.ActivityId)];

    private static RehearsalEvent Change(RehearsalReport report) => report.Events.Single(line => line.Kind == "change");

    [Fact]
    public void A_small_change_is_only_recorded()
    {
        var report = Ends(Play());

        Steps(report).ShouldBe(["request", "change"]);
        Change(report).Text.ShouldContain("登记一般调整");
    }

    [Fact]
    public void A_material_change_goes_to_government_Party_and_standing_committee_is_announced_and_told_to_the_congress()
    {
        var report = Ends(Play("""{"request": {"outcome": "Material"}, "change/propose": {"values": {"newFinish": "2027-03-31"} } }"""));

        Steps(report).ShouldBe(["request", "gov-meeting", "party-report", "change", "change", "announce", "next-congress"]);
        Change(report).Text.ShouldContain("人大常委会同意重大调整");
        report.Documents[^1].Title.ShouldEndWith("民生实事项目调整后名单");
    }

    [Fact]
    public void What_was_called_small_and_is_not_still_needs_consent()
    {
        var report = Ends(Play("""{"change/propose": {"values": {"scopeChanged": "是"} } }"""));

        Steps(report).ShouldBe(["request", "change", "change", "announce", "next-congress"]);
    }

    [Fact]
    public void Without_consent_nothing_changes_and_nothing_is_announced()
    {
        var report = Ends(Play("""{"request": {"outcome": "Material"}, "change/propose": {"values": {"kind": "终止"} }, "change/consent": {"outcome": "Rejected", "opinion": "群众急需，应继续实施"} }"""));

        Steps(report).ShouldBe(["request", "gov-meeting", "party-report", "change", "change"]);
        Change(report).Outcome.ShouldBe("Rejected");
        report.Documents.ShouldNotContain(document => document.Kind == "调整后项目名单");
        report.Items.Stopped.ShouldBe(0);
    }

    [Fact]
    public void Stopped_with_consent_a_project_is_off_the_announced_list()
    {
        var report = Ends(Play("""{"request": {"outcome": "Material"}, "change/propose": {"values": {"kind": "终止"} } }"""));

        report.Items.Stopped.ShouldBe(1);
        report.Documents.Single(document => document.Kind == "调整后项目名单").Body.ShouldNotContain("3. ");
    }

    [Fact]
    public void Sent_back_by_the_government_meeting_the_request_is_made_again()
    {
        var report = Ends(Play("""{"request": [{"outcome": "Material"}, {"outcome": "Material"}], "gov-meeting": [{"outcome": "Returned", "opinion": "资金来源不明"}]}"""));

        Steps(report).Take(5).ShouldBe(["request", "gov-meeting", "request", "gov-meeting", "party-report"]);
    }
}
