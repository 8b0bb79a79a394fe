using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>The general procedure of three stages and six links, for counties and townships.</summary>
public sealed class StandardSixLinksTests
{
    private const string Id = "standard-six-links";
    private static readonly RehearsalReport Report = Play();

    private static RehearsalReport Play(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null) =>
        Year.Of(Id, new DateOnly(2025, 11, 10), answers, change);

    [Fact]
    public void The_six_links_follow_one_another()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        var stages = Shipped.Read(Id).Root!["activities"]!.AsArray().SelectMany(Steps).ToDictionary(step => step["id"]!.ToString(), step => step["customProperties"]!["stage"]!.ToString());

        Report.Order().Select(step => stages[step]).Aggregate(new List<string>(), (links, link) => { if (links.Count == 0 || links[^1] != link) links.Add(link); return links; })
            .ShouldBe(["征集", "初定", "审议", "票决", "监督", "评估"]);

        static IEnumerable<JsonNode> Steps(JsonNode? step) => step!["activities"] is JsonArray inner ? [step, .. inner.SelectMany(Steps)] : [step];
    }

    [Fact]
    public void Every_step_comes_in_its_order()
    {
        Report.Order().ShouldBe(
        [
            "seating-plan", "road-map", "training", "collect", "screen", "review-gov", "review-party", "review-npc", "ballot-rules", "explain", "deliberate", "ballot",
            "announce", "plan", "monthly-cadence", "monthly-report", "quarterly-cadence", "quarterly-inspection", "half-year-date", "half-year-tour", "half-year-report",
            "accept", "evaluate", "next-congress", "completion-report", "rate", "clear-account",
        ]);
        Report.Documents[^1].Kind.ShouldBe("明白账");
    }

    [Fact]
    public void It_is_screened_by_what_the_speech_says_a_livelihood_project_is()
    {
        var text = Shipped.Text($"{Id}.json");

        foreach (var mark in (string[])["以政府财政性资金投入为主", "普惠性、公益性、区域平衡性", "当年可以完成，跨年度的有可评价的年度目标", "资金、土地等要素保障基本到位", "不属于配合上级实施、续建和配套辅助项目"])
            text.ShouldContain($"\"{mark}\"");
    }

    [Fact]
    public void A_township_plays_it_with_its_own_bodies_and_without_a_standing_committee()
    {
        var report = Play(change: plan => plan
            .With("govBody", "镇政府镇长办公会议").With("partyBody", "镇党委会议").With("npcBody", "镇人大主席团会议").With("npcOffice", "TownshipNpcChair").With("seats", 3).With("shortlist", 4)
            with { Level = JurisdictionLevel.Township, Deputies = 61 });

        report.ShouldBeFinishedWithoutRefusals();
        (report.Items.Candidates, report.Items.Adopted).ShouldBe((4, 3));
        report.Lines("review-npc", "decision").Single().Text.ShouldContain("镇人大主席团会议审查");
        report.Tasks("deliberate").Single().Actor!.ShouldContain("人大主席");
        report.Events.ShouldNotContain(line => line.Text.Contains("常委会") || (line.Actor ?? "").Contains("常委会"));
    }

    [Fact]
    public void An_unsatisfactory_project_is_rectified_and_only_that_one_rated_again()
    {
        var report = Play("""{"rate": [{"grades": {"1": [10, 20, 150]}}]}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Order().SkipWhile(step => step != "rate").ShouldBe(["rate", "rectify", "rerate", "clear-account"]);
        report.Ratings.Count.ShouldBe(11);
        report.Ratings[10].Outcome.ShouldBe("Satisfied");
    }

    [Fact]
    public void Unsatisfactory_after_two_rectifications_it_is_handed_up()
    {
        var report = Play("""{"rate": [{"grades": {"1": [10, 20, 150]}}], "rerate": {"grades": {"1": [10, 20, 150]}}}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Lines("rectify", "finding").Select(line => line.Outcome).ShouldBe([null, "Answered", "Closed", null, "Answered", "Closed", null, "Escalated"]);
    }

    [Fact]
    public void Returned_by_the_Party_it_is_screened_again()
    {
        var report = Play("""{"review-party": [{"outcome": "会议退回", "opinion": "区域不平衡"}]}""", plan => plan with { Until = new DateOnly(2026, 3, 31) });

        report.Tasks("review-party").Select(line => line.Outcome).ShouldBe(["Returned", "Approved"]);
        report.Tasks("review-gov").Count.ShouldBe(2);
        report.Items.Adopted.ShouldBe(10);
    }

    [Fact]
    public void Where_the_rules_say_so_seats_stay_empty()
    {
        var report = Play("""{"ballot": [{"shortfall": 1}]}""", plan => plan.With("shortfall", "AcceptFewer") with { Until = new DateOnly(2026, 3, 31) });

        report.Items.Adopted.ShouldBe(9);
        report.Documents.Single(document => document.Kind == "公告").Body.ShouldContain("民生实事项目9件");
    }
}
