using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Tests.Steps;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>How simulated people find, rectify, check and deliberate: sensibly by default, and otherwise as scripted.</summary>
public sealed class SupervisionTests
{
    private static readonly object Office = new[] { new { role = "GovOffice" } }, Leaders = new[] { new { role = "ScLeader" } };

    /// <summary>Three projects, then the steps under test one after the other.</summary>
    private static RehearsalReport Play(string answers = "{}") => Activities.Rehearsal.Rehearsal.Play(new RehearsalPlan(
        StepRun.Definition(
            [
                StepRun.Step("collect", "Minsheng.Collect", new { days = 20 }),
                StepRun.Step("screen", "Minsheng.Screen", new { decider = Office }),
                StepRun.Step("review", "Minsheng.Review", new { body = "县人大常委会会议", to = "Candidate" }),
                StepRun.Step("ballot", "Minsheng.Ballot", new { seats = 3 }),
                StepRun.Step("plan", "Minsheng.Plan", new { }),
                StepRun.Step("inspect", "Minsheng.Inspect", new { title = "半年视察", group = Leaders, dueWorkingDays = 10 }),
                StepRun.Step("rectify", "Minsheng.Rectify", new { scope = "All", checker = Leaders }),
                StepRun.Step("opinion", "Minsheng.Opinion", new { body = "县人大常委会会议", committee = new[] { new { group = "财政经济委员会" } }, members = 25 }),
            ],
            "collect->screen", "screen->review", "review:Approved->ballot", "ballot:Adopted->plan", "plan->inspect", "inspect->rectify",
            "rectify:Closed->opinion", "rectify:Escalated->opinion", "opinion:Rework->opinion"),
        new DateOnly(2026, 1, 5)) { Proposals = 12, Reload = true, Answers = RehearsalAnswers.Parse(answers) });

    private static IEnumerable<RehearsalEvent> At(RehearsalReport report, string step, string kind) => report.Events.Where(line => line.ActivityId == step && line.Kind == kind);

    private static string?[] States(RehearsalReport report, string step) => [.. At(report, step, "finding").Select(line => line.Outcome)];

    [Fact]
    public void Left_to_themselves_visits_find_nothing_rectifications_pass_and_reports_are_accepted()
    {
        var report = Play();

        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Events.ShouldNotContain(line => line.Kind == "refused" || line.Kind == "fault");
        At(report, "inspect", "task").Count().ShouldBe(1);
        At(report, "inspect", "note").Single().Text.ShouldContain("视察项目 3 个，发现问题 0 个");
        States(report, "rectify").Count(state => state == "Closed").ShouldBe(3);
        States(report, "opinion").ShouldBe([null, "Answered", "Closed"]);
        At(report, "opinion", "task").Select(line => line.Text[..line.Text.IndexOf('：')]).ShouldBe(["办理“起草审议意见", "办理“研究处理审议意见", "办理“对处理情况提出意见", "办理“再次报告", "办理“县人大常委会会议再次审议"]);
    }

    [Fact]
    public void A_problem_scripted_by_row_is_rectified_by_the_lead_unit_and_closed()
    {
        var report = Play("""{"inspect/inspect": {"values": {"findings": [{"item": "2", "verdict": "发现问题", "reason": "排水沟没有盖板"}]}}}""");

        report.Events.ShouldNotContain(line => line.Kind == "refused");
        At(report, "inspect", "finding").First().Text.ShouldStartWith("县人大常委会发出监督提醒函：");
        States(report, "inspect").ShouldBe([null, "Answered", "Closed"]);
        var acts = At(report, "inspect", "task").ToList();
        acts.Count.ShouldBe(3);
        acts[1].Actor!.ShouldContain("局");
        report.Status.ShouldBe(RehearsalStatus.Finished);
    }

    [Fact]
    public void Three_failed_checks_hand_a_problem_up()
    {
        var report = Play("""
            {"inspect/inspect": {"values": {"findings": [{"item": "1", "verdict": "发现问题", "reason": "进度滞后"}]}},
             "inspect/check": {"outcome": "Failed", "opinion": "仍未完成"}}
            """);

        States(report, "inspect").ShouldBe([null, "Answered", "Open", "Answered", "Open", "Answered", "Escalated"]);
        report.Status.ShouldBe(RehearsalStatus.Finished);
    }

    [Fact]
    public void One_project_of_several_can_be_scripted_to_fail_its_checks()
    {
        var number = Play().Ballots[0].Rows.Where(row => row.Adopted).Select(row => row.Number).Order(StringComparer.Ordinal).ElementAt(1);

        var report = Play($$"""{"rectify/check@{{number}}": {"outcome": "Failed"} }""");

        At(report, "rectify", "finding").Where(line => line.Outcome == "Escalated").ShouldHaveSingleItem().Text.ShouldStartWith(number);
        States(report, "rectify").Count(state => state == "Closed").ShouldBe(2);
    }

    [Fact]
    public void A_report_sent_back_once_is_handled_again_and_accepted()
    {
        var report = Play("""{"opinion/deliberate": [{"outcome": "退回办理", "opinion": "资金仍未到位"}]}""");

        States(report, "opinion").ShouldBe([null, "Answered", "Open", "Answered", "Closed"]);
        At(report, "opinion", "task").Count(line => line.Text.Contains("起草")).ShouldBe(1);
        report.Status.ShouldBe(RehearsalStatus.Finished);
    }

    [Fact]
    public void A_report_sent_back_twice_is_handed_up()
    {
        var report = Play("""{"opinion/deliberate": {"outcome": "Rework", "opinion": "资金仍未到位"}}""");

        States(report, "opinion").ShouldBe([null, "Answered", "Open", "Answered", "Escalated"]);
        report.Status.ShouldBe(RehearsalStatus.Finished);
    }

    [Fact]
    public void Answers_for_a_step_that_does_not_exist_are_refused_also_with_the_kind_of_task() =>
        Should.Throw<RehearsalException>(() => Play("""{"inspection/check": {}}""")).Message.ShouldContain("“inspection”");
}
