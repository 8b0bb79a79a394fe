using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Tests.Steps;

public class AssessTests
{
    private static readonly object Public = new { name = "群众评价", assignees = new[] { new { role = "CountyNpcStaff" } }, mode = "Any" };
    private static readonly object Experts = new { name = "第三方评估", assignees = new[] { new { role = "Expert" } } };

    private static FakeCycle County(int projects = 2) => new FakeCycle().With("CountyNpcStaff", "小王", "小李").With("Expert", "专家1", "专家2").WithItems(ItemStage.Project, projects);

    private static StepRun ThreeParty(object? threshold = null) =>
        StepRun.Of(County(), "Minsheng.Assess", threshold is null ? new { rule = "R-3P", parties = new[] { Public, Experts } } : new { rule = "R-3P", parties = new[] { Public, Experts }, threshold });

    private static StepRun Star(params string[] criteria) => StepRun.Of(County(), "Minsheng.Assess", new { rule = "R-STAR", subjects = new[] { "城关镇人大代表之家" }, criteria, parties = new[] { Experts } });

    [Fact]
    public void Every_party_gets_a_form_of_its_own()
    {
        var run = ThreeParty();

        run.Tasks.Select(task => task.Name).ShouldBe(["群众评价", "第三方评估"]);
        var spec = TaskSpec.Of(run.Tasks.Last());
        (spec.Title, spec.Mode, spec.Participants.Count).ShouldBe(("这一步：第三方评估", TaskMode.All, 2));
        spec.Form.Fields.Select(field => field.Label).ShouldBe(["ZS26-0001 项目1", "ZS26-0002 项目2", "评价意见"]);
        TaskSpec.Of(run.Tasks.First()).Mode.ShouldBe(TaskMode.Any);
    }

    [Fact]
    public void Results_stand_side_by_side_and_nothing_is_graded()
    {
        var run = ThreeParty();
        run.Act("小王", "Done", new { score1 = 92, score2 = 80 }, task: "群众评价");
        run.Act("专家1", "Done", new { score1 = 90, score2 = 70 }, task: "第三方评估");
        run.Outcome.ShouldBeNull("the second expert has not scored");
        run.Last<TaskCirculated>().Open.ShouldBe(["专家2"]);
        run.Act("专家2", "Done", new { score1 = 85, score2 = 75 });

        run.Outcome.ShouldBe("Satisfied");
        run.All<RecordRating>().Select(rating => (rating.ItemId, rating.Subject, rating.Result.Percent)).ShouldBe(
            [("i1", "项目1（群众评价）", 92m), ("i1", "项目1（第三方评估）", 87.5m), ("i2", "项目2（群众评价）", 80m), ("i2", "项目2（第三方评估）", 72.5m)]);
        run.All<RecordRating>().ShouldAllBe(rating => rating.Result.Outcome == RatingOutcome.Ungraded);
        run.History.Last().ShouldBe("这一步：群众评价、第三方评估评价完毕，共 2 个对象。");
    }

    [Fact]
    public void A_mark_of_the_place_decides_and_the_worst_is_what_remains()
    {
        var run = ThreeParty(threshold: 80);
        run.Act("专家1", "Done", new { score1 = 92, score2 = 90 }, task: "第三方评估");
        run.Act("专家2", "Done", new { score1 = 92, score2 = 90 }, task: "第三方评估");
        run.Act("小李", "Done", new { score1 = 79, score2 = 80 });

        run.Outcome.ShouldBe("Unsatisfied");
        run.All<RecordRating>().Where(rating => rating.ItemId == "i1").Select(rating => rating.Result.Outcome).ShouldBe([RatingOutcome.Satisfied, RatingOutcome.Unsatisfied]);
    }

    [Fact]
    public void A_figure_without_a_grade_leaves_the_rating_of_the_project_as_it_was()
    {
        var run = StepRun.Of(County().Rated("i2", RatingOutcome.Unsatisfied).With("ScMember", "委员").With("SessionChair", "主持人").With("ChiefScrutineer", "总监票人"),
            [StepRun.Step("step", "Minsheng.Assess", new { rule = "R-3P", parties = new[] { Public } }), StepRun.Step("again", "Minsheng.Rate", new { scope = "Unsatisfactory" })],
            "step:Satisfied->again");

        run.Act("小王", "Done", new { score1 = 92, score2 = 99 });

        run.Last<PrepareBallot>().Sheet.Rows.Select(row => row.ItemId).ShouldBe(["i2"]);
    }

    [Theory]
    [InlineData(89.9, 89.9, "Unsatisfied")]
    [InlineData(90, 90, "Satisfied")]
    [InlineData(85, 95, "Satisfied")]
    public void A_station_is_judged_by_the_mean_of_its_criteria(decimal first, decimal second, string outcome)
    {
        var run = Star("设施完备", "管理到位");
        run.Task.Form.Fields[0].Label.ShouldBe("城关镇人大代表之家：设施完备");
        run.Act("专家1", "Done", new { score1_1 = first, score1_2 = second });
        run.Act("专家2", "Done", new { score1_1 = first, score1_2 = second });

        run.Outcome.ShouldBe(outcome);
        (run.Last<RecordRating>().ItemId, run.Last<RecordRating>().Subject).ShouldBe((null, "城关镇人大代表之家"));
    }

    [Fact]
    public void Nobody_scores_twice()
    {
        var run = Star();
        run.Act("专家1", "Done", new { score1 = 95 });

        Should.Throw<StimulusRefusedException>(() => run.Act("专家1", "Done", new { score1 = 100 })).Code.ShouldBe("not-your-turn");
    }

    [Theory]
    [InlineData(210, "Satisfied")]
    [InlineData(209, "Unsatisfied")]
    public void A_survey_is_entered_as_two_figures(int satisfied, string outcome)
    {
        var run = StepRun.Of(County(projects: 1), "Minsheng.Assess", new { rule = "R-SHIGU", parties = new[] { new { name = "入户调查", assignees = new[] { new { role = "CountyNpcStaff" } } } } });
        Should.Throw<StimulusRefusedException>(() => run.Act("小王", "Done", new { asked1 = 300, satisfied1 = 301 })).Code.ShouldBe("wrong-figures");

        run.Act("小王", "Done", new { asked1 = 300, satisfied1 = satisfied });

        run.Outcome.ShouldBe(outcome, "one clerk enters what the survey found");
        run.Last<RecordRating>().Result.Base.ShouldBe(300);
    }

    [Fact]
    public void Weights_make_one_total()
    {
        var run = StepRun.Of(County(projects: 1), "Minsheng.Assess", JsonNode.Parse("""
            {"rule":"R-WEIGHT","threshold":90,"parties":[
              {"name":"群众","weight":60,"mode":"Any","assignees":[{"role":"CountyNpcStaff"}]},
              {"name":"领导","weight":40,"mode":"Any","assignees":[{"role":"Expert"}]}]}
            """)!);
        run.Act("小王", "Done", new { score1 = 95 }, task: "群众");
        run.Act("专家2", "Done", new { score1 = 82 });

        run.Last<RecordRating>().Result.Percent.ShouldBe(89.80m);
        run.Outcome.ShouldBe("Unsatisfied");
    }

    [Fact]
    public void Where_nothing_is_to_be_assessed_the_run_goes_on() =>
        StepRun.Of(County(projects: 0), "Minsheng.Assess", new { rule = "R-3P", parties = new[] { Public } }).Outcome.ShouldBe("Satisfied");

    [Theory]
    [InlineData("""{"rule":"R-NOWHERE","parties":[P]}""", "unknown-rule")]
    [InlineData("""{"rule":"R-ZHENHAI","parties":[P]}""", "unknown-rule")]
    [InlineData("""{"rule":"R-3P","parties":[]}""", "no-parties")]
    [InlineData("""{"rule":"R-3P"}""", "missing-input")]
    [InlineData("""{"rule":"R-WEIGHT","parties":[P]}""", "bad-weights")]
    [InlineData("""{"rule":"R-3P","parties":[P,P]}""", "duplicate-party")]
    [InlineData("""{"rule":"R-3P","parties":[{"name":"甲","assignees":[]}]}""", "no-assignees")]
    [InlineData("""{"rule":"R-3P","parties":[{"name":"甲","mode":"Ratio","assignees":[{"role":"Expert"}]}]}""", "bad-mode")]
    [InlineData("""{"rule":"R-STAR","parties":[P],"threshold":80}""", "fixed-by-rule")]
    [InlineData("""{"rule":"R-3P","parties":[P],"threshold":101}""", "out-of-range")]
    [InlineData("""{"rule":"R-3P","parties":[P],"subjects":["{{nothing}}"]}""", "unknown-placeholder")]
    public void A_definition_that_could_never_work_is_refused(string inputs, string code) =>
        StepRun.Problems("Minsheng.Assess", JsonNode.Parse(inputs.Replace("P]", """{"name":"甲","assignees":[{"role":"Expert"}]}]""", StringComparison.Ordinal)
            .Replace("P,", """{"name":"甲","assignees":[{"role":"Expert"}]},""", StringComparison.Ordinal))!).Select(problem => problem.Code).ShouldBe([code]);
}
