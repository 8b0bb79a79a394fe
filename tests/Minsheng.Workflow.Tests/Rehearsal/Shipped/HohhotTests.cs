using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>呼和浩特: a district's year, and beside it the four questions of the city's guidance group.</summary>
public sealed class HohhotTests
{
    private static readonly RehearsalReport Report = Play();

    private static RehearsalReport Play(string answers = "{}") =>
        Year.Of("hohhot-four-questions", new DateOnly(2025, 10, 9), answers);

    [Fact]
    public void Every_step_comes_in_the_order_of_the_document()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        string[] abreast =
        [
            "tracking", "volunteers-cadence", "volunteer-visit", "mid-year-cadence", "special-inspection", "key-research", "special-inquiry",
            "city-guidance",
        ];
        Report.Order().Except(abreast).ShouldBe(
        [
            "leading-group", "collect", "sort", "party-review", "work-plan", "papers", "ballot-rules", "deliberate", "ballot", "announce", "qr-codes",
            "plan", "accept", "rate", "result-notice",
        ]);
        abreast.ShouldBeSubsetOf(Report.Order());
    }

    [Fact]
    public void The_city_asks_four_times_from_the_end_of_one_year_to_the_end_of_the_next()
    {
        var asked = Report.Events.Where(line => line.Kind == "task" && line.ActivityId.StartsWith("ask-", StringComparison.Ordinal) && line.ActivityId.EndsWith("-ask", StringComparison.Ordinal)).ToList();

        asked.Select(line => line.Instance).Distinct().ShouldHaveSingleItem();
        asked.Select(line => (line.ActivityId, line.At.Year, line.At.Month)).ShouldBe(
            [("ask-plan-ask", 2025, 12), ("ask-result-ask", 2026, 2), ("ask-progress-ask", 2026, 7), ("ask-experience-ask", 2026, 12)]);
        Report.Tasks("research-report").ShouldHaveSingleItem();
        Report.Tasks("to-party").ShouldHaveSingleItem();
    }

    [Fact]
    public void Deputies_have_the_papers_before_the_session_and_a_code_hangs_at_every_project()
    {
        var papers = Report.Mails.ShouldHaveSingleItem();
        (papers.To.Count, papers.At < Report.Tasks("deliberate")[0].At).ShouldBe((193, true));
        Report.Tasks("qr-codes").ShouldHaveSingleItem();
    }

    [Fact]
    public void Five_kinds_of_supervision_are_used()
    {
        Report.Projects().ShouldAllBe(project => project.Count(line => line.ActivityId == "track" && line.Kind == "task") == 4);
        (Report.Tasks("volunteer-visit").Count, Report.Tasks("special-inspection").Count, Report.Tasks("key-research").Count, Report.Tasks("special-inquiry").Count)
            .ShouldBe((2, 1, 1, 2));
        Report.Items.Finished.ShouldBe(10);
    }

    [Fact]
    public void A_difficulty_comes_before_the_leading_group()
    {
        var number = Report.Projects()[0].Key;
        var report = Play($$"""{"progress-report@{{number}}": [{"outcome": "Difficult"}] }""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Tasks("leading-group-meeting").ShouldHaveSingleItem().Instance.ShouldBe(number);
        report.Events.Count(line => line.Instance == number && line.ActivityId == "track" && line.Kind == "task").ShouldBe(4);
    }

    [Fact]
    public void A_poor_project_is_rectified_and_alone_rated_again_after_the_four_questions()
    {
        var report = Play("""{"rate": [{"grades": {"4": [20, 30, 130]}}]}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Ratings.Count.ShouldBe(11);
        report.Ratings[10].Number.ShouldBe(report.Ratings[3].Number);
        report.Events[^1].Kind.ShouldBe("end");
    }
}
