using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Tests.Steps;

public class RateTests
{
    private static FakeCycle Committee(int projects = 2) => new FakeCycle().With("ScMember", [.. Enumerable.Range(1, 5).Select(number => $"委员{number}")])
        .With("SessionChair", "主持人").With("ChiefScrutineer", "总监票人").WithItems(ItemStage.Project, projects);

    private static StepRun Rating(string rule = "R-ZHASHUI", FakeCycle? cycle = null) => StepRun.Of(cycle ?? Committee(), "Minsheng.Rate", new { rule, title = "年终测评" });

    /// <summary>One slip per word, the option's index per project.</summary>
    private static List<Slip> Slips(params string[] words) => [.. words.Select(word => new Slip([.. word.Select(index => (BallotMark)(index - '0'))]))];

    [Fact]
    public void Every_project_is_on_one_secret_sheet()
    {
        var sheet = Rating().Last<PrepareBallot>().Sheet;

        sheet.Kind.ShouldBe(BallotKind.Rating);
        sheet.Options.ShouldBe(["满意", "基本满意", "不满意", "弃权"]);
        sheet.Rows.Select(row => row.ItemId).ShouldBe(["i1", "i2"]);
        sheet.AllMembers.ShouldBe(5);
        sheet.Rules.ShouldBeNull();
    }

    [Theory]
    [InlineData("00 00 00 11 22", "Satisfied")]
    [InlineData("01 01 01 10 22", "Basically")]
    [InlineData("00 00 00 02 02", "Satisfied")]
    [InlineData("02 02 02 00 00", "Unsatisfied")]
    [InlineData("03 03 03 00 00", "Unsatisfied")]
    [InlineData("00 00 02 12 01", "Basically")]
    public void The_worst_grade_among_the_projects_decides(string slips, string outcome)
    {
        var run = Rating();

        run.Open(Slips(slips.Split(' ')));

        run.Outcome.ShouldBe(outcome);
        run.All<RecordRating>().Select(rating => rating.ItemId).ShouldBe(["i1", "i2"]);
        run.All<RecordRating>().ShouldAllBe(rating => rating.Rule == "R-ZHASHUI");
    }

    [Fact]
    public void Marks_are_counted_by_their_place_among_the_options()
    {
        var run = Rating(cycle: Committee(projects: 1));

        run.Open(Slips("0", "0", "1", "2", "3"));

        run.Last<RecordRating>().Result.Percent.ShouldBe(40.00m, "two of five, the abstention counts as taking part");
        run.Outcome.ShouldBe("Basically");
    }

    [Fact]
    public void A_rule_on_all_members_counts_those_who_did_not_come()
    {
        var run = Rating("R-ZHENHAI", Committee(projects: 1));

        run.Open(Slips("0", "0"), present: 2);

        run.Last<RecordRating>().Result.Outcome.ShouldBe(RatingOutcome.Unsatisfied, "two of five members are not half");
    }

    [Fact]
    public void Spoiled_and_incomplete_slips_do_not_count()
    {
        var run = Rating(cycle: Committee(projects: 1));

        run.Open([.. Slips("0", "0", "00"), .. Slips("2", "2").Select(slip => slip with { Spoiled = true })]);

        run.Outcome.ShouldBe("Satisfied");
        run.History.Last().ShouldBe("年终测评：收回测评票 5 张，有效票 2 张，测评项目 1 个。");
    }

    [Fact]
    public void More_slips_than_people_mean_rating_again()
    {
        var run = Rating();
        run.Open(Slips("00", "00", "00", "00"), present: 3);

        run.Outcome.ShouldBeNull();
        run.All<RecordRating>().ShouldBeEmpty();
        run.Last<PrepareBallot>().Sheet.Round.ShouldBe(2);

        run.Open(Slips("00", "00", "00"), present: 3);
        run.Outcome.ShouldBe("Satisfied");
    }

    [Fact]
    public void A_miscount_is_refused()
    {
        var run = Rating();

        Should.Throw<StimulusRefusedException>(() => run.Open(Slips("00", "00"), returned: 3)).Code.ShouldBe("wrong-figures");

        run.Waits.Count.ShouldBe(1);
    }

    [Fact]
    public void In_a_project_run_only_that_project_is_rated()
    {
        var cycle = Committee();
        cycle.Project = cycle.Item("i2");

        Rating(cycle: cycle).Last<PrepareBallot>().Sheet.Rows.Select(row => row.ItemId).ShouldBe(["i2"]);
    }

    [Fact]
    public void Other_matters_are_rated_in_place_of_projects()
    {
        var run = StepRun.Of(Committee(), "Minsheng.Rate", new { rule = "R-YUANYANG", title = "报告测评", matters = new[] { "{{cycle.year}}年办理情况报告", "计划报告" } });

        run.Last<PrepareBallot>().Sheet.Rows.Select(row => row.Title).ShouldBe(["2026年办理情况报告", "计划报告"]);
        run.Open(Slips("00", "00", "00", "02", "12"));

        run.All<RecordRating>().Select(rating => (rating.ItemId, rating.Subject, rating.Result.Outcome)).ShouldBe(
            [(null, "2026年办理情况报告", RatingOutcome.Satisfied), (null, "计划报告", RatingOutcome.Satisfied)]);
        run.History.Last().ShouldBe("报告测评：收回测评票 5 张，有效票 5 张，测评事项 2 个。");
    }

    [Theory]
    [InlineData("0 0 0 1 2", "Satisfied")]
    [InlineData("0 0 1 1 2", "Basically")]
    public void What_has_to_follow_is_told(string slips, string outcome)
    {
        var run = Rating("R-YUANYANG", Committee(projects: 1));

        run.Open(Slips(slips.Split(' ')));

        run.Outcome.ShouldBe(outcome);
        run.History.Contains("年终测评：项目1，责任单位主要负责人应当在人民代表大会会议上作出说明。").ShouldBe(outcome != "Satisfied", "two of five are not over half");
    }

    [Fact]
    public void Only_the_unsatisfactory_projects_are_rated_again()
    {
        var cycle = Committee().Rated("i2", RatingOutcome.Unsatisfied);

        StepRun.Of(cycle, "Minsheng.Rate", new { scope = "Unsatisfactory" }).Last<PrepareBallot>().Sheet.Rows.Select(row => row.ItemId).ShouldBe(["i2"]);
        StepRun.Of(Committee(), "Minsheng.Rate", new { scope = "Unsatisfactory" }).Outcome.ShouldBe("Satisfied", "nothing is left to rate");
    }

    [Fact]
    public void The_second_failure_of_the_same_project_escalates_and_not_another_ones()
    {
        var run = StepRun.Of(Committee(), [StepRun.Step("step", "Minsheng.Rate", new { rule = "R-SHIQUAN", title = "测评" }), StepRun.Step("back", "Elsa.FlowNode", new { })],
            "step:Unsatisfied->back", "back->step");

        run.Open(Slips("02", "02", "02", "02", "02"));
        run.All<RecordRating>().Select(rating => rating.Result.Consequence).ShouldBe([RatingConsequence.None, RatingConsequence.Rehandle]);
        run.Open(Slips("22", "22", "22", "22", "22"));

        run.All<RecordRating>().Skip(2).Select(rating => rating.Result.Consequence).ShouldBe([RatingConsequence.Rehandle, RatingConsequence.Escalate]);
        run.History.Last().ShouldBe("测评：项目2，责任单位应当作出书面检查。");
    }

    [Fact]
    public void A_failure_of_an_earlier_rating_step_counts()
    {
        var run = Rating("R-SHIQUAN", Committee(projects: 1).Rated("i1", RatingOutcome.Unsatisfied));

        run.Open(Slips("2", "2", "2", "2", "2"));

        run.Last<RecordRating>().Result.Consequence.ShouldBe(RatingConsequence.Escalate);
    }

    [Fact]
    public void The_number_of_all_members_may_be_stated()
    {
        var run = StepRun.Of(Committee(projects: 1), "Minsheng.Rate", new { rule = "R-ZHENHAI", members = 6 });
        run.Open(Slips("0", "0", "0", "2", "2"));

        (run.Last<RecordRating>().Result.Outcome, run.Last<RecordRating>().Result.Base).ShouldBe((RatingOutcome.Unsatisfied, 6), "three of six are exactly half");
        StepRun.Of(Committee(), "Minsheng.Rate", new { rule = "R-ZHENHAI", members = 4 }).Incident.ShouldNotBeNull().ShouldContain("名册上却有 5 人");
    }

    [Fact]
    public void Huzhou_tells_one_rate_over_all_projects()
    {
        var run = Rating("R-HUZHOU");
        run.Open(Slips("00", "00", "01", "02", "12"));

        run.History.Last().ShouldEndWith("总满意率 80.00%（默认按各项平均）。");
    }

    [Theory]
    [InlineData("R-ZHENHAI", """{"role":"ScMember"}""", 0, null)]
    [InlineData("R-ZHENHAI", """{"group":"测评组"}""", 0, "no-base")]
    [InlineData("R-SHIQUAN", """{"role":"Expert"}""", 0, "no-base")]
    [InlineData("R-SHIQUAN", """{"role":"Expert"}""", 30, null)]
    [InlineData("R-YUANYANG", """{"group":"测评组"}""", 0, null)]
    [InlineData("R-STAR", """{"role":"ScMember"}""", 0, "unknown-rule")]
    [InlineData("R-YUANYANG", """{"role":"Deputy"}""", -1, "out-of-range")]
    public void A_rule_on_all_members_is_refused_where_nobody_can_say_how_many(string rule, string rater, int members, string? code) =>
        StepRun.Problems("Minsheng.Rate", System.Text.Json.Nodes.JsonNode.Parse($$"""{"rule":"{{rule}}","raters":[{{rater}}],"members":{{members}}}""")!)
            .Select(problem => problem.Code).ShouldBe(code is null ? [] : [code]);

    [Fact]
    public void With_no_project_there_is_nothing_to_rate() => Rating(cycle: Committee(projects: 0)).Incident.ShouldNotBeNull().ShouldContain("没有可以测评的正式项目");

    [Theory]
    [InlineData("""{"rule":"R-NOWHERE"}""", "unknown-rule")]
    [InlineData("""{"raters":[]}""", "no-assignees")]
    [InlineData("""{"chair":[{}]}""", "bad-assignee")]
    public void A_definition_that_could_never_work_is_refused(string inputs, string code) =>
        StepRun.Problems("Minsheng.Rate", System.Text.Json.Nodes.JsonNode.Parse(inputs)!).Select(problem => problem.Code).ShouldBe([code]);
}
