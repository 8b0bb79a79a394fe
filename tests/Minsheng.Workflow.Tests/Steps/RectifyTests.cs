using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Tests.Steps;

public class RectifyTests
{
    private static readonly object Checker = new[] { new { group = "工委" } };

    private static FakeCycle Rated() => new FakeCycle()
        .With("工委", "工委主任").With("GovOffice", "秘书").With("交通局", "交通股长")
        .WithItems(ItemStage.Project, 3)
        .Change("i1", item => item with { LastRating = RatingOutcome.Unsatisfied, LeadUnitId = "交通局", LeadUnit = "县交通局" })
        .Change("i2", item => item with { LastRating = RatingOutcome.Satisfied })
        .Change("i3", item => item with { LastRating = RatingOutcome.Unsatisfied });

    private static StepRun Rectifying(FakeCycle? cycle = null, int maxRounds = 2) =>
        StepRun.Of(cycle ?? Rated(), "Minsheng.Rectify", new { title = "限期整改", checker = Checker, maxRounds });

    private static void Round(StepRun run, int number, string who, bool passed)
    {
        run.Act(who, "Done", new { measures = "返工重做", finishedOn = "2026-04-15" }, task: $"answer/{number}");
        run.Act("工委主任", passed ? "Passed" : "Failed", new { checkedOn = "2026-04-15" }, passed ? null : "路面仍不平", $"check/{number}");
    }

    [Fact]
    public void The_unsatisfactory_projects_are_ordered_to_be_put_right_within_thirty_working_days()
    {
        var run = Rectifying();

        run.All<OpenFinding>().Select(order => (order.Kind, order.ItemId, order.Text, order.IssuedBy, order.IssuedTo)).ShouldBe(
        [
            ("整改通知", "i1", "满意度测评为不满意，应当限期整改。", "工委办公室", "交通局办公室"),
            ("整改通知", "i3", "满意度测评为不满意，应当限期整改。", "工委办公室", "GovOffice办公室"),
        ]);
        run.Tasks.Select(task => TaskSpec.Of(task).Title).ShouldBe(["整改报告：ZS26-0001 项目1", "整改报告：ZS26-0003 项目3"]);
        run.Tasks.ShouldAllBe(task => task.Due == new DateTimeOffset(2026, 5, 29, 18, 0, 0, TimeSpan.FromHours(8)));
    }

    [Fact]
    public void It_is_closed_when_every_site_check_is_passed()
    {
        var run = Rectifying();

        Round(run, 2, "秘书", passed: true);
        run.Outcome.ShouldBeNull();
        Round(run, 1, "交通股长", passed: false);
        run.Last<AdvanceFinding>().State.ShouldBe(FindingState.Open);
        Round(run, 1, "交通股长", passed: true);

        run.Outcome.ShouldBe("Closed");
        run.All<AdvanceFinding>().Count(step => step.State == FindingState.Closed).ShouldBe(2);
        run.History.Last().ShouldBe("限期整改办结，共 2 个项目：销号 2 个。");
    }

    [Fact]
    public void Two_failed_checks_of_one_project_escalate_it_though_the_other_is_closed()
    {
        var run = Rectifying();

        Round(run, 1, "交通股长", passed: false);
        Round(run, 1, "交通股长", passed: false);
        run.Outcome.ShouldBeNull();
        run.Tasks.Single().Name.ShouldBe("answer/2", "nobody is asked about the first any more");
        Round(run, 2, "秘书", passed: true);

        run.Outcome.ShouldBe("Escalated");
        run.All<AdvanceFinding>().Single(step => step.State == FindingState.Escalated).Text.ShouldBe("2026年4月15日第 2 次现场复查不通过：路面仍不平。已 2 次不通过，提请上一级处理。");
    }

    [Fact]
    public void A_project_that_comes_back_more_often_than_allowed_escalates_at_once()
    {
        var run = StepRun.Of(Rated().Change("i3", item => item with { LastRating = RatingOutcome.Satisfied }),
            [StepRun.Step("rectify", "Minsheng.Rectify", new { checker = Checker, maxRounds = 2 }), StepRun.Step("rate", "Minsheng.HumanTask", new { title = "再次测评", assignees = Checker })],
            "rectify:Closed->rate", "rate->rectify");

        for (var round = 1; round <= 2; round++)
        {
            Round(run, 1, "交通股长", passed: true);
            run.Act("工委主任", "Done");
        }

        run.Done.Last(line => !line.StartsWith("root:", StringComparison.Ordinal)).ShouldBe("rectify:Escalated");
        run.Waits.ShouldBeEmpty();
        run.All<OpenFinding>().Select(order => order.FindingId).Distinct().Count().ShouldBe(3);
        run.Last<AdvanceFinding>().Text.ShouldBe("已整改 2 轮，仍未达到要求，提请上一级处理。");
        run.Last<AdvanceFinding>().FindingId.ShouldBe(run.Last<OpenFinding>().FindingId);
    }

    [Fact]
    public void A_project_new_to_the_loop_is_still_given_its_rounds()
    {
        var cycle = Rated().Change("i3", item => item with { LastRating = RatingOutcome.Satisfied });
        var run = StepRun.Of(cycle,
            [StepRun.Step("rectify", "Minsheng.Rectify", new { checker = Checker, maxRounds = 1 }), StepRun.Step("rate", "Minsheng.HumanTask", new { title = "再次测评", assignees = Checker })],
            "rectify:Closed->rate", "rate->rectify");
        Round(run, 1, "交通股长", passed: true);
        cycle.Change("i3", item => item with { LastRating = RatingOutcome.Unsatisfied });
        run.Act("工委主任", "Done");

        run.Tasks.Single().Name.ShouldBe("answer/2");
        Round(run, 2, "秘书", passed: true);

        run.Done.Last(line => !line.StartsWith("root:", StringComparison.Ordinal)).ShouldBe("rectify:Escalated", "the first came back once too often");
    }

    [Fact]
    public void The_run_of_one_project_is_about_that_project_however_it_was_rated()
    {
        var cycle = Rated();
        cycle.Project = cycle.Item("i2");

        var run = Rectifying(cycle);

        run.Last<OpenFinding>().ItemId.ShouldBe("i2");
        run.Last<OpenFinding>().Text.ShouldBe("应当限期整改。");
    }

    [Fact]
    public void Where_nothing_is_unsatisfactory_it_is_closed_with_a_note()
    {
        var run = Rectifying(new FakeCycle().WithItems(ItemStage.Project, 2));

        run.Outcome.ShouldBe("Closed");
        run.History.ShouldHaveSingleItem().ShouldBe("“限期整改”没有要整改的项目，不再进行。");
    }

    [Fact]
    public void Wrong_answers_are_refused_and_nothing_changes()
    {
        var run = Rectifying();

        Should.Throw<StimulusRefusedException>(() => run.Act("秘书", "Done", new { measures = "已改", finishedOn = "2026-04-15" }, task: "answer/1")).Code.ShouldBe("not-yours");
        Should.Throw<StimulusRefusedException>(() => run.Act("交通股长", "Done", new { measures = "已改", finishedOn = "2026-04-30" }, task: "answer/1")).Code.ShouldBe("future-day");

        run.All<AdvanceFinding>().ShouldBeEmpty();
        run.Tasks.Select(task => task.Name).ShouldBe(["answer/1", "answer/2"]);
    }

    [Fact]
    public void Settings_no_run_could_mend_are_refused() =>
        StepRun.Problems("Minsheng.Rectify", new { checker = Array.Empty<object>(), limitWorkingDays = -1, maxRounds = 0 })
            .Select(problem => problem.Path.Split('.')[^1]).Order().ShouldBe(["checker", "limitWorkingDays", "maxRounds"]);
}
