using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>渭源“343224”: a year of supervision with its meetings, decisions, awards, stations and platforms.</summary>
public sealed class WeiyuanTests
{
    private const string Id = "weiyuan-343224";
    private static readonly RehearsalReport Report = Play();

    private static RehearsalReport Play(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null) =>
        Year.Of(Id, new DateOnly(2026, 1, 5), answers, change);

    [Fact]
    public void Topics_are_gathered_and_argued_before_the_plan_of_twenty_eight_and_twelve_matters()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        Report.Order().Take(4).ShouldBe(["mechanisms", "topics-notice", "topics", "annual-plan"]);
        Report.Tasks("annual-plan").Single().Text.ShouldContain("重点监督事项 28 项、常态化监督事项 12 项");
        Report.Order()[^1].ShouldBe("year-summary");
    }

    [Fact]
    public void Every_other_month_a_meeting_is_prepared_held_followed_up_and_made_public()
    {
        Report.Lines("sessions", "timer").Select(line => line.At.Month).ShouldBe([2, 4, 6, 8, 10, 12]);
        foreach (var step in (string[])["research", "speakers", "openness"]) Report.Tasks(step).Count.ShouldBe(6, step);
        Report.Order().Where(step => step is "research" or "speakers" or "opinions" or "openness").ShouldBe(["research", "speakers", "opinions", "openness"]);
    }

    [Fact]
    public void Each_meetings_opinion_is_reported_on_again_deliberated_again_and_rated()
    {
        Report.Events.Count(line => line.ActivityId == "opinions" && line.Kind == "child").ShouldBe(6);
        Report.Tasks("first-deliberation").Count.ShouldBe(6);
        Report.Events.Count(line => line.ActivityId == "opinion" && line.Kind == "finding" && line.Outcome == "Closed").ShouldBe(6);
        Report.Ratings.Count(rating => rating.Rule == "R-SHIQUAN").ShouldBe(6);
    }

    [Fact]
    public void Deputies_look_at_the_works_and_the_departments_are_questioned_in_public()
    {
        Report.Order().Where(step => step is "thousand-deputies" or "special-inquiry" or "meet-deputies").ShouldBe(["thousand-deputies", "special-inquiry", "meet-deputies"]);
        Report.Documents.ShouldContain(document => document.Kind == "专题询问");
    }

    [Fact]
    public void Major_matters_go_to_the_Party_first_and_may_be_sent_back()
    {
        var report = Play("""{"party-approves": [{"outcome": "退回修改", "opinion": "事项不够具体"}], "decide": [{"outcome": "Deferred", "opinion": "再征求意见"}]}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Tasks("party-approves").Select(line => line.Outcome).ShouldBe(["Returned", "Approved"]);
        report.Tasks("consult").Count.ShouldBe(2);
        report.Tasks("decide").Select(line => line.Outcome).ShouldBe(["Deferred", "Decided"]);
    }

    [Fact]
    public void Stations_are_sent_on_their_way_and_deputies_report_within_the_year()
    {
        Report.Events.ShouldContain(line => line.Instance.StartsWith("star-station/") && line.ActivityId == "assess");
        Report.Events.ShouldContain(line => line.Instance.StartsWith("deputy-report-4plus1/") && line.ActivityId == "plus-one");
        Report.Tasks("public-opinion").Count.ShouldBe(4, "each quarter");
        Report.Tasks("six-awards").ShouldHaveSingleItem();
    }
}
