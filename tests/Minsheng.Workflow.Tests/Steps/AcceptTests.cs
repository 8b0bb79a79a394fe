using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Tests.Steps;

public class AcceptTests
{
    private static readonly object Group = new[] { new { group = "评估组" } };

    private static FakeCycle Place(int projects = 2) => new FakeCycle().With("评估组", "组长").With("CountyNpcStaff", "人大办").WithItems(ItemStage.Project, projects);

    private static StepRun Accepting(FakeCycle cycle, object? inputs = null) => StepRun.Of(cycle, "Minsheng.Accept", inputs ?? new { assignees = Group, title = "年末验收" });

    private static readonly object Good = new { acceptedOn = "2026-04-15", opinion = "质量合格。" };

    private static object Late(string finish = "2027-06-30") => new { acceptedOn = "2026-04-15", explanation = "征地受阻。", nextPlan = "明年上半年完工", newFinish = finish };

    [Fact]
    public void Projects_are_finished_one_by_one()
    {
        var run = Accepting(Place());
        run.Tasks.Select(task => task.Name).ShouldBe(["i1", "i2"]);

        run.Act("组长", "Finished", Good, task: "i1");
        run.Outcome.ShouldBeNull();
        run.Act("组长", "Finished", Good, task: "i2");

        run.Outcome.ShouldBe("Done");
        run.All<FinishProject>().ShouldBe([new("i1", new(2026, 4, 15), "质量合格。", "评估组办公室"), new("i2", new(2026, 4, 15), "质量合格。", "评估组办公室")]);
        run.History.ShouldContain("2026年4月15日评估组办公室验收ZS26-0001 项目1，同意结项。意见：质量合格。");
        run.History.Last().ShouldBe("“年末验收”全部登记：验收结项 2 项，延续到下一年度 0 项。");
    }

    [Fact]
    public void One_unfinished_project_is_enough_to_leave_by_carried_over()
    {
        var cycle = Place();
        var run = Accepting(cycle);

        run.Act("组长", "CarriedOver", Late(), task: "i1");
        run.Act("组长", "Finished", Good, task: "i2");

        run.Outcome.ShouldBe("CarriedOver");
        run.Last<CarryOver>().ShouldBe(new CarryOver("i1", "征地受阻。", "明年上半年完工", new(2027, 6, 30), "评估组办公室"));
        (cycle.Item("i1").State, cycle.Item("i2").State).ShouldBe((ProjectState.CarriedOver, ProjectState.Finished));
    }

    [Fact]
    public void An_unfinished_project_needs_reason_plan_and_a_later_date()
    {
        var run = Accepting(Place(1));

        Should.Throw<StimulusRefusedException>(() => run.Act("组长", "CarriedOver", Good)).Code.ShouldBe("no-explanation");
        Should.Throw<StimulusRefusedException>(() => run.Act("组长", "CarriedOver", new { acceptedOn = "2026-04-16", explanation = "一", nextPlan = "二", newFinish = "2027-01-01" })).Message.ShouldContain("验收日期");
        run.Now = run.Now.AddDays(30);
        Should.Throw<StimulusRefusedException>(() => run.Act("组长", "CarriedOver", new { acceptedOn = "2026-05-10", explanation = "一", nextPlan = "二", newFinish = "2026-05-10" })).Code.ShouldBe("finish-passed");

        run.All<CarryOver>().ShouldBeEmpty();
    }

    [Fact]
    public void Where_nothing_may_be_carried_over_there_is_no_such_button() =>
        Accepting(Place(1), new { assignees = Group, mayCarryOver = false }).Task.Actions.ShouldHaveSingleItem().Outcome.ShouldBe("Finished");

    [Fact]
    public void Finished_and_stopped_projects_are_left_alone()
    {
        var cycle = Place(3).Change("i1", item => item with { State = ProjectState.Finished }).Change("i2", item => item with { State = ProjectState.Stopped });

        Accepting(cycle, new { assignees = Group, scope = "All" }).Tasks.Select(task => task.Name).ShouldBe(["i3"]);
        Accepting(Place(0)).Outcome.ShouldBe("Done");
    }

    [Fact]
    public void Nobody_to_accept_is_refused() => StepRun.Problems("Minsheng.Accept", new { }).Single().Message.ShouldBe("没有填写“验收人”，请补上。");
}
