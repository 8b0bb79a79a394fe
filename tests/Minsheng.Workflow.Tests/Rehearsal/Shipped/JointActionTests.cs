using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

public sealed class JointActionTests
{
    private static RehearsalReport Play(string answers = "{}") => Activities.Rehearsal.Rehearsal.Play(
        new RehearsalPlan(Shipped.Read("joint-action"), new DateOnly(2026, 4, 1)) { Others = Shipped.All, Reload = true, Answers = RehearsalAnswers.Parse(answers) });

    private static string[] Tasks(RehearsalReport report) => [.. report.Events.Where(line => line.Kind == "task").Select(line => line.ActivityId)];

    [Fact]
    public void From_the_platform_over_the_joint_activity_to_the_model_case()
    {
        var report = Play("""{"issue": {"values": {"topic": "农村饮水安全", "kind": "视察"}}}""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Events.ShouldNotContain(line => line.Kind == "refused" || line.Kind == "fault");
        Tasks(report).ShouldBe(["platform", "issue", "form-team", "plan", "activity", "opinion-paper", "hand-over", "reply", "feedback", "case-summary"]);
        report.Events.Single(line => line.ActivityId == "activity" && line.Kind == "task").Text.ShouldContain("开展联动活动：农村饮水安全");
        report.Events.Single(line => line.ActivityId == "activity" && line.Kind == "task").Actor!.ShouldContain("多级代表联动小组");
        report.Documents.ShouldHaveSingleItem().Title.ShouldBe("联动履职事例：农村饮水安全");
    }

    [Fact]
    public void A_reply_the_deputies_are_not_satisfied_with_is_worked_on_again()
    {
        var report = Play("""{"feedback": [{"outcome": "Unsatisfied", "opinion": "水质检测仍不达标"}]}""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        Tasks(report).TakeLast(5).ShouldBe(["reply", "feedback", "reply", "feedback", "case-summary"]);
    }
}
