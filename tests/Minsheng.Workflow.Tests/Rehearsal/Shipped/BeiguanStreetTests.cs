using System.Text.Json;
using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>北关's streets: the standing committee lets candidates go to the street's council, whose choice the Party working committee confirms.</summary>
public sealed class BeiguanStreetTests
{
    private static readonly RehearsalReport Report = Play();

    private static RehearsalReport Play(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null) =>
        Year.Of("beiguan-street", new DateOnly(2025, 10, 9), answers, change);

    [Fact]
    public void Every_step_comes_in_the_order_of_the_document()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        Report.Order().ShouldBe(["collect", "sort", "sc-review", "explain", "ballot", "announce", "plan", "supervise", "rate", "result-notice"]);
    }

    [Fact]
    public void Of_one_hundred_and_ninety_two_the_standing_committee_sends_one_hundred_and_forty_eight_to_the_street()
    {
        var decisions = Enumerable.Range(1, 192).Select(row => row <= 148
            ? (object)new { item = $"{row}", verdict = "通过" }
            : new { item = $"{row}", verdict = "不通过", reason = "纳入老旧小区改造一并实施" });
        var answers = JsonSerializer.Serialize(new Dictionary<string, object> { ["sc-review"] = new { values = new { decisions } } });

        var report = Play(answers, plan => plan.With("shortlist", 192) with { Proposals = 300, Until = new DateOnly(2026, 3, 1), Reload = false });

        report.Events.ShouldNotContain(line => line.Kind == "refused");
        (report.Items.Shortlisted, report.Items.Candidates).ShouldBe((192, 148));
        var ballot = report.Ballots.ShouldHaveSingleItem();
        (ballot.Rows.Count, ballot.Due, ballot.Outcome).ShouldBe((148, 25, "Adopted"));
    }

    [Fact]
    public void The_councils_choice_becomes_a_project_only_when_the_Party_working_committee_has_confirmed_it()
    {
        var report = Play("""{"ballot/Confirmation": {"values": {"decisions": [{"item": "1", "verdict": "不予确认", "reason": "与区级项目重复"}]}}}""");

        report.ShouldBeFinishedWithoutRefusals();
        (Report.Items.Adopted, report.Items.Adopted).ShouldBe((10, 9));
        report.Tasks("ballot").ShouldHaveSingleItem().Actor!.ShouldContain("党工委");
    }

    [Fact]
    public void The_council_rates_and_what_it_thinks_little_of_is_explained()
    {
        var report = Play("""{"rate": {"grades": {"1": [5, 12, 6]}}}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Ratings[0].Outcome.ShouldBe("Basically");
        report.Tasks("explain-after").ShouldHaveSingleItem();
        report.Ballots.Single(ballot => ballot.Kind == "Rating").Due.ShouldBe(25);
    }

    [Fact]
    public void Each_project_is_superintended_as_in_the_district() =>
        Report.Projects().ShouldAllBe(project => project.Count(line => line.ActivityId == "dispatch" && line.Kind == "task") == 12);
}
