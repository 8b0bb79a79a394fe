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
    public void With_no_project_there_is_nothing_to_rate() => Rating(cycle: Committee(projects: 0)).Incident.ShouldNotBeNull().ShouldContain("没有可以测评的正式项目");

    [Theory]
    [InlineData("""{"rule":"R-NOWHERE"}""", "unknown-rule")]
    [InlineData("""{"raters":[]}""", "no-assignees")]
    [InlineData("""{"chair":[{}]}""", "bad-assignee")]
    public void A_definition_that_could_never_work_is_refused(string inputs, string code) =>
        StepRun.Problems("Minsheng.Rate", System.Text.Json.Nodes.JsonNode.Parse(inputs)!).Select(problem => problem.Code).ShouldBe([code]);
}
