using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Steps;

public class PlanTests
{
    private static StepRun Planning(int projects = 2) =>
        StepRun.Of(new FakeCycle().With("GovOffice", "秘书").WithItems(ItemStage.Project, projects), "Minsheng.Plan", new { dueWorkingDays = 5 });

    private static object Filled(string? start, string finish, params (string Name, string Due, int Planned)[] milestones) => new
    {
        leader = "副县长",
        leadUnit = "交通局",
        assistUnits = "财政局",
        budget = "120.5",
        startDate = start,
        finishDate = finish,
        milestones = milestones.Select(row => new { name = row.Name, due = row.Due, planned = row.Planned }),
    };

    [Fact]
    public void Every_project_gets_a_plan_of_its_own()
    {
        var run = Planning();
        run.Tasks.Select(task => task.Name).ShouldBe(["i1", "i2"]);

        run.Act("秘书", "Done", Filled(null, "2026-11-30", ("主体", "2026-09-30", 60)), task: "i2");
        run.Outcome.ShouldBeNull();
        run.Act("秘书", "Done", Filled(null, "2026-11-30", ("主体", "2026-09-30", 60)), task: "i1");

        run.Outcome.ShouldBe("Done");
        run.All<RecordPlan>().Select(plan => plan.ItemId).ShouldBe(["i2", "i1"]);
        var plan = run.Last<RecordPlan>();
        (plan.Leader, plan.LeadUnitId, plan.AssistUnits, plan.Budget).ShouldBe(("副县长", "交通局", "财政局", 120.50m));
    }

    [Fact]
    public void Milestones_run_by_date_from_the_start_to_the_finish()
    {
        var run = Planning(1);

        run.Act("秘书", "Done", Filled("2026-05-06", "2026-11-30", ("装修", "2026-10-31", 90), ("主体", "2026-08-31", 50)));

        run.Last<RecordPlan>().Milestones.ShouldBe(
        [
            new Milestone("开工", new DateOnly(2026, 5, 6), 0),
            new Milestone("主体", new DateOnly(2026, 8, 31), 50),
            new Milestone("装修", new DateOnly(2026, 10, 31), 90),
            new Milestone("完工", new DateOnly(2026, 11, 30), 100),
        ]);
    }

    [Fact]
    public void Dates_and_percentages_that_contradict_each_other_are_refused()
    {
        var run = Planning(1);

        Should.Throw<StimulusRefusedException>(() => run.Act("秘书", "Done", Filled(null, "2026-11-30", ("主体", "2026-08-31", 50), ("装修", "2026-10-31", 40))))
            .Message.ShouldBe("“装修”的累计进度 40% 少于它之前的“主体” 50%，请改正。");
        Should.Throw<StimulusRefusedException>(() => run.Act("秘书", "Done", Filled(null, "2026-07-31", ("主体", "2026-08-31", 50)))).Code.ShouldBe("dates-crossed");
        Should.Throw<StimulusRefusedException>(() => run.Act("秘书", "Done", Filled("2026-09-01", "2026-11-30", ("主体", "2026-08-31", 50)))).Code.ShouldBe("dates-crossed");

        run.All<RecordPlan>().ShouldBeEmpty();
    }

    [Fact]
    public void The_form_begins_with_what_the_project_already_says()
    {
        var form = Planning(1).Task.Form;

        form.Fields.Single(field => field.Name == "budget").Default.ShouldBe(100.5d, "read back from storage");
        form.Check(new Dictionary<string, object?>()).Problems.Select(problem => problem.Path).ShouldBe(["leader", "leadUnit", "finishDate", "milestones"]);
    }

    [Fact]
    public void Without_projects_there_is_nothing_to_plan() => Planning(0).Outcome.ShouldBe("Done");

    [Fact]
    public void A_negative_limit_is_refused() =>
        StepRun.Problems("Minsheng.Plan", new { dueWorkingDays = -2 }).Single().Message.ShouldBe("“限办工作日”填的是 -2，不能小于 0，请改正。");

    [Fact]
    public void The_limit_is_shown_on_every_task() => Planning().Tasks.ShouldAllBe(task => task.Kind == WaitKind.Task && task.Due != null);

    [Theory]
    [InlineData("""{"strategy":"Absolute"}""", null)]
    [InlineData("""{"strategy":"Lag","yellowFrom":5,"redAbove":20}""", null)]
    [InlineData("""{"strategy":"Absolute","redBelow":90}""", "bad-lights")]
    [InlineData("""{"strategy":"Rainbow"}""", "wrong-value")]
    public void The_rule_of_the_lights_is_a_setting_that_is_checked(string lights, string? code) =>
        StepRun.Problems("Minsheng.Plan", System.Text.Json.Nodes.JsonNode.Parse($$"""{"lights":{{lights}}}""")!).Select(problem => problem.Code).ShouldBe(code is null ? [] : [code]);

    [Fact]
    public void No_effect_can_set_a_light() =>
        typeof(RecordProgress).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Effect)))
            .SelectMany(type => type.GetProperties()).ShouldAllBe(member => member.PropertyType != typeof(Activities.Lights.Light) && member.PropertyType != typeof(Activities.Lights.Light?));
}
