using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Tests.Steps;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>How simulated people change, report on and accept projects: smoothly by default, and otherwise as scripted.</summary>
public sealed class ProjectFateTests
{
    private static readonly object Office = new[] { new { role = "GovOffice" } }, Group = new[] { new { group = "评估组" } };

    private static RehearsalReport Play(string answers = "{}", JurisdictionLevel level = JurisdictionLevel.County) => Activities.Rehearsal.Rehearsal.Play(new RehearsalPlan(
        StepRun.Definition(
            [
                StepRun.Step("collect", "Minsheng.Collect", new { days = 20 }),
                StepRun.Step("screen", "Minsheng.Screen", new { decider = Office }),
                StepRun.Step("review", "Minsheng.Review", new { body = "联席会议", to = "Candidate" }),
                StepRun.Step("ballot", "Minsheng.Ballot", new { seats = 5 }),
                StepRun.Step("plan", "Minsheng.Plan", new { }),
                StepRun.Step("change", "Minsheng.Change", new { }),
                StepRun.Step("report", "Minsheng.Report", new { title = "实施情况报告", meeting = "联席会议", publish = true }),
                StepRun.Step("tell", "Minsheng.Notify", new { to = Office, subject = "准备验收", text = "请准备材料。" }),
                StepRun.Step("accept", "Minsheng.Accept", new { assignees = Group }),
            ],
            "collect->screen", "screen->review", "review:Approved->ballot", "ballot:Adopted->plan", "plan->change",
            "change:Approved->report", "change:Rejected->report", "report->tell", "tell->accept"),
        new DateOnly(2026, 1, 5)) { Proposals = 20, Deputies = 54, Level = level, Reload = true, Answers = RehearsalAnswers.Parse(answers) });

    private static RehearsalEvent Change(RehearsalReport report) => report.Events.Single(line => line.Kind == "change");

    private static void EndsWell(RehearsalReport report)
    {
        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Events.ShouldNotContain(line => line.Kind == "refused" || line.Kind == "fault");
    }

    [Fact]
    public void Left_to_themselves_a_small_change_is_recorded_and_all_projects_are_finished()
    {
        var report = Play();

        EndsWell(report);
        (Change(report).Outcome, Change(report).Text.Contains("登记一般调整")).ShouldBe(("Approved", true));
        report.Events.Where(line => line.ActivityId == "change" && line.Kind == "task").ShouldHaveSingleItem();
        (report.Items.Adopted, report.Items.Finished, report.Items.CarriedOver, report.Items.Stopped).ShouldBe((5, 5, 0, 0));
        report.Documents[^1].Kind.ShouldBe("报告");
        report.Mails.ShouldHaveSingleItem().Subject.ShouldBe("准备验收");
        report.Events.Count(line => line.Kind == "finish" && line.Text.Contains("同意结项")).ShouldBe(5);
    }

    [Theory, InlineData("Approved"), InlineData("Rejected")]
    public void A_material_change_goes_before_the_standing_committee(string verdict)
    {
        var report = Play($$"""{"change/propose": {"values": {"newFinish": "2027-03-31"} }, "change/consent": {"outcome": "{{verdict}}"} }""");

        EndsWell(report);
        Change(report).Outcome.ShouldBe(verdict);
        Change(report).Text.ShouldContain($"人大常委会{(verdict == "Approved" ? "同意" : "不同意")}重大调整");
    }

    [Fact]
    public void A_substitution_in_a_township_still_needs_the_congress()
    {
        var spare = Numbers(Play()).First();

        var report = Play($$"""{"change/propose": {"values": {"kind": "替换", "replacement": "{{spare}}"} } }""", JurisdictionLevel.Township);

        EndsWell(report);
        Change(report).Text.ShouldContain("乡镇人大主席团同意项目替换");
        Change(report).Text.ShouldEndWith("须提请下次人民代表大会确认。");
        (report.Items.Adopted, report.Items.Finished, report.Items.Stopped).ShouldBe((6, 5, 1), "five voted and the one that came in; the one that left is not accepted");

        // Numbers that never came onto the ballot.
        static IEnumerable<string> Numbers(RehearsalReport report) => Enumerable.Range(1, 20).Select(number => $"YL26-{number:0000}")
            .Except(report.Ballots[0].Rows.Select(row => row.Number));
    }

    [Fact]
    public void One_of_five_projects_is_carried_over()
    {
        var number = Play().Ballots[0].Rows.First(row => row.Adopted).Number;

        var report = Play($$"""{"accept@{{number}}": {"outcome": "CarriedOver"} }""");

        EndsWell(report);
        (report.Items.Finished, report.Items.CarriedOver).ShouldBe((4, 1));
        var carried = report.Events.Single(line => line.Kind == "carry-over").Text;
        carried.ShouldContain($"{number} ");
        carried.ShouldContain("前期手续耗时较长");
        report.Events.Last(line => line.Kind == "note").Text.ShouldEndWith("验收结项 4 项，延续到下一年度 1 项。");
    }
}
