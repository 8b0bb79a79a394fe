using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Tests.Steps;

namespace Minsheng.Workflow.Tests.Rehearsal;

public sealed class LeaderInstructionTests
{
    private const string ToTheLeader = "instruct/read";

    /// <summary>Three projects; the shipped procedure runs for the first of them.</summary>
    private static RehearsalReport Play(string answers = "{}") => Activities.Rehearsal.Rehearsal.Play(new RehearsalPlan(
        StepRun.Definition(
            [
                StepRun.Step("collect", "Minsheng.Collect", new { days = 20 }),
                StepRun.Step("screen", "Minsheng.Screen", new { decider = new[] { new { role = "GovOffice" } } }),
                StepRun.Step("review", "Minsheng.Review", new { body = "县人大常委会会议", to = "Candidate" }),
                StepRun.Step("ballot", "Minsheng.Ballot", new { seats = 3 }),
                StepRun.Step("plan", "Minsheng.Plan", new { }),
                StepRun.Step("instruct-all", "Minsheng.ForEachProject", new { childDefinitionId = "leader-instruction" }),
            ],
            "collect->screen", "screen->review", "review:Approved->ballot", "ballot:Adopted->plan", "plan->instruct-all"),
        new DateOnly(2026, 1, 5)) { Others = Shipped.All, Proposals = 12, Reload = true, Answers = RehearsalAnswers.Parse(answers) });

    private static List<RehearsalEvent> Lines(RehearsalReport report, string kind)
    {
        report.Events.Where(line => line.Kind is "refused" or "fault" or "stall").Select(line => $"{line.ActivityId}: {line.Text}").ShouldBeEmpty();
        report.Status.ShouldBe(RehearsalStatus.Finished);
        return [.. report.Events.Where(line => line.ActivityId == "instruct" && line.Kind == kind)];
    }

    [Fact]
    public void The_lead_unit_reports_and_the_leader_closes()
    {
        var report = Play();

        var first = Lines(report, "task").GroupBy(line => line.Instance).First().ToList();
        first.Count.ShouldBe(2);
        first[0].Text.ShouldContain("办理批示");
        first[0].Actor!.ShouldContain("局");
        first[1].Text.ShouldContain("阅处批示");
        Lines(report, "finding").GroupBy(line => line.Instance).ShouldAllBe(project => project.Select(line => line.Outcome).SequenceEqual(new[] { null, "Answered", "Closed" }));
    }

    [Fact]
    public void Sent_back_it_is_handled_again_by_the_same_unit_until_the_leader_is_content()
    {
        var report = Play($$"""{"{{ToTheLeader}}": [{"outcome": "Again", "opinion": "没有写明完工日期"}]}""");

        Lines(report, "finding").GroupBy(line => line.Instance).Select(project => string.Join(' ', project.Select(line => line.Outcome ?? "Issued")))
            .ShouldBe(Enumerable.Repeat("Issued Answered Open Answered Closed", 3));
        Lines(report, "task").GroupBy(line => line.Instance).ShouldAllBe(project => project.First().Actor == project.ElementAt(2).Actor);
    }

    [Fact]
    public void Without_a_project_the_government_office_answers()
    {
        var report = Activities.Rehearsal.Rehearsal.Play(new RehearsalPlan(Shipped.Read("leader-instruction"), new DateOnly(2026, 9, 1))
        {
            Others = Shipped.All, Reload = true, Input = new Dictionary<string, object?> { ["about"] = "审议意见：加快支付工程款" },
        });

        Lines(report, "task")[0].Actor!.ShouldContain("政府办");
        Lines(report, "finding")[0].Text.ShouldContain("审议意见：加快支付工程款");
    }

    [Fact]
    public void The_limit_is_five_working_days_unless_the_leader_sets_another_one()
    {
        string Limit(int? days) => Lines(Activities.Rehearsal.Rehearsal.Play(new RehearsalPlan(Shipped.Read("leader-instruction"), new DateOnly(2026, 9, 1))
        {
            Others = Shipped.All, Reload = true, Input = days is { } set ? new Dictionary<string, object?> { ["limitDays"] = set } : [],
        }), "finding")[0].Text;

        Limit(null).ShouldContain("2026年9月8日");
        Limit(10).ShouldContain("2026年9月15日");
        Limit(0).ShouldNotContain("2026年");
    }
}
