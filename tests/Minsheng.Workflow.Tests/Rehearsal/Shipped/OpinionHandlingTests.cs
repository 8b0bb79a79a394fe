using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

public sealed class OpinionHandlingTests
{
    private static RehearsalReport Play(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null)
    {
        var plan = new RehearsalPlan(Shipped.Read("opinion-handling"), new DateOnly(2026, 9, 1)) { Others = Shipped.All, Reload = true, Answers = RehearsalAnswers.Parse(answers) };
        return Activities.Rehearsal.Rehearsal.Play(change?.Invoke(plan) ?? plan);
    }

    private static string[] Steps(RehearsalReport report) =>
        [.. report.Events.Where(line => line.Kind is "task" or "rating" or "document" && line.ActivityId.Length > 0 && line.Outcome != "Counted").Select(line => line.ActivityId).Aggregate(
            new List<string>(), (steps, id) => { if (steps.Count == 0 || steps[^1] != id) steps.Add(id); return steps; })];

    private static string?[] Findings(RehearsalReport report) => [.. report.Events.Where(line => line.Kind == "finding").Select(line => line.Outcome)];

    private static string Never(int voters) => $$"""{"grades": {"1": [0, 0, {{voters}}]} }""";

    [Fact]
    public void It_is_deliberated_handed_over_commented_on_reported_deliberated_again_rated_and_published()
    {
        var report = Play();

        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Events.ShouldNotContain(line => line.Kind == "refused" || line.Kind == "fault");
        Steps(report).ShouldBe(["first-deliberation", "opinion", "rate", "publish"]);
        report.Events.Where(line => line is { ActivityId: "opinion", Kind: "task" }).Select(line => line.Text[3..line.Text.IndexOf('：')])
            .ShouldBe(["起草审议意见", "研究处理审议意见", "对处理情况提出意见", "再次报告", "县人大常委会会议再次审议"]);
        var rating = report.Ratings.ShouldHaveSingleItem();
        (rating.Rule, rating.Title, rating.Outcome, rating.Base).ShouldBe(("R-SHIQUAN", "民生实事项目实施情况的审议意见办理情况的报告", "Satisfied", 25));
        report.Documents.ShouldHaveSingleItem().Title.ShouldBe("民生实事项目实施情况的审议意见办理情况");
        report.Documents[0].Body.ShouldStartWith("渭源县人大常委会民生实事项目实施情况的审议意见，已交县政府研究处理。");
    }

    [Theory]
    [InlineData(3, "2026年12月")]
    [InlineData(6, "2027年3月")]
    public void The_government_has_three_months_and_where_the_place_says_so_six(int months, string until) =>
        Play(change: plan => plan with { Input = new Dictionary<string, object?> { ["handleMonths"] = months } })
            .Events.First(line => line.Kind == "finding").Text.ShouldContain($"由县政府办公室办理，{until}");

    [Fact]
    public void Sent_back_it_is_handled_again_without_a_new_opinion()
    {
        var report = Play("""{"opinion/deliberate": [{"outcome": "Rework", "opinion": "整改措施不具体"}]}""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        Findings(report).ShouldBe([null, "Answered", "Open", "Answered", "Closed"]);
        report.Ratings.Count.ShouldBe(1);
    }

    [Fact]
    public void Sent_back_twice_the_leaders_decide_on_further_measures()
    {
        var report = Play("""{"opinion/deliberate": {"outcome": "Rework", "opinion": "整改措施不具体"}}""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        Findings(report)[^1].ShouldBe("Escalated");
        Steps(report).ShouldBe(["first-deliberation", "opinion", "opinion-measures", "rate", "publish"]);
    }

    [Fact]
    public void Not_passed_once_it_is_handled_reported_and_rated_again()
    {
        var report = Play($$"""{"rate": [{{Never(20)}}]}""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        Steps(report).ShouldBe(["first-deliberation", "opinion", "rate", "rehandle", "rate", "publish"]);
        report.Ratings.Select(rating => rating.Outcome).ShouldBe(["Unsatisfied", "Satisfied"]);
    }

    [Fact]
    public void Twelve_of_twenty_five_is_not_over_half_of_all_members_and_thirteen_is()
    {
        Play("""{"rate": [{"grades": {"1": [12, 8, 0]}}]}""").Ratings[0].Outcome.ShouldBe("Unsatisfied");
        Play("""{"rate": [{"grades": {"1": [13, 7, 0]}}]}""").Ratings[0].Outcome.ShouldBe("Satisfied");
    }

    [Fact]
    public void Handed_over_to_another_kind_of_supervision_it_is_published_without_another_rating()
    {
        var report = Play($$"""{"rate": [{{Never(20)}}, {{Never(20)}}], "rating-measures": {"outcome": "Transfer", "values": {"measure": "专题询问"} } }""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Ratings.Count.ShouldBe(2);
        Steps(report)[^1].ShouldBe("publish");
    }

    [Fact]
    public void Not_passed_twice_it_costs_a_written_self_criticism_and_further_measures()
    {
        var report = Play($$"""{"rate": [{{Never(20)}}, {{Never(20)}}]}""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        Steps(report).ShouldBe(["first-deliberation", "opinion", "rate", "rehandle", "rate", "self-criticism", "rating-measures", "rehandle", "rate", "publish"]);
        report.Ratings.Select(rating => rating.Outcome).ShouldBe(["Unsatisfied", "Unsatisfied", "Satisfied"]);
    }
}
