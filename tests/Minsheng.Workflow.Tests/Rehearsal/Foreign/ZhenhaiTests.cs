using System.Runtime.CompilerServices;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>镇海 is in no seed: its published rules make a procedure out of the steps there are, without new code.</summary>
public sealed class ZhenhaiTests
{
    private const string InSession = """ "ballot-rules": {"on": "2026-01-20"} """;

    private static readonly WorkflowDefinition Definition = ElsaJson.Read(File.ReadAllText(Path.Combine(Folder(), "zhenhai.json")));

    private static readonly RehearsalReport Report = Play($$"""
        { {{InSession}},
          "rate": {"present": 29, "grades": {"1": [28, 1], "2": [20, 8, 1], "3": [26, 3], "4": [29], "5": [17, 11, 1], "6": [26, 3], "7": [17, 11, 1], "8": [28, 1] } } }
        """);

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private static RehearsalReport Play(string answers, int members = 33) =>
        Year.Of(Definition, new DateOnly(2025, 9, 1), answers, plan => plan with { Members = members });

    [Fact]
    public void It_compiles_without_errors_and_warnings()
    {
        DefinitionCompiler.TryCompile(Definition, StepCatalog.All, Shipped.All, out var problems);

        problems.ShouldBeEmpty(string.Join('\n', problems));
    }

    [Fact]
    public void September_is_the_month_of_collecting_and_the_standing_committee_deliberates_before_the_vote()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        Report.Order().ShouldBe(
        [
            "collect", "sort", "sc-review", "ballot-rules", "ballot", "announce", "plan", "quarterly", "inspect", "accept", "survey", "congress-date", "report", "rate", "result-notice",
        ]);
        Report.Cycle().Single(line => line.ActivityId == "collect" && line.Kind == "timer").At.Date.ShouldBe(new DateTime(2025, 9, 30));
    }

    [Fact]
    public void The_published_table_of_eight_projects_comes_out_as_published()
    {
        var ratings = Report.Ratings.Where(rating => rating.Rule == "R-ZHENHAI").ToList();

        ratings.Select(rating => rating.Percent).ShouldBe([96.55m, 68.97m, 89.66m, 100m, 58.62m, 89.66m, 58.62m, 96.55m]);
        ratings.ShouldAllBe(rating => rating.Outcome == "Satisfied" && rating.Base == 33 && rating.At.Month == 1);
    }

    [Fact]
    public void Residents_leaders_and_the_network_weigh_sixty_thirty_and_ten()
    {
        var report = Play($$"""
            { {{InSession}}, "survey/群众打分（每项随机300户）": {"scores": {"1": 80} }, "survey/区四套班子领导干部打分": {"scores": {"1": 90} }, "survey/网络调查": {"scores": {"1": 70} } }
            """);

        report.Ratings.First(rating => rating.Rule == "R-WEIGHT").Percent.ShouldBe(82m, "0.6 × 80 + 0.3 × 90 + 0.1 × 70");
    }

    [Fact]
    public void Exactly_half_is_not_enough_and_leads_to_an_opinion_and_another_rating()
    {
        var report = Play($$"""{ {{InSession}}, "rate": [{"present": 30, "grades": {"1": [10, 5, 15], "2": [15, 1, 14] } }] }""", members: 30);

        report.ShouldBeFinishedWithoutRefusals();
        var ratings = report.Ratings.Where(rating => rating.Rule == "R-ZHENHAI").ToList();
        ratings.Take(2).Select(rating => rating.Outcome).ShouldBe(["Unsatisfied", "Basically"]);
        ratings.Count.ShouldBe(9);
        ratings[8].Number.ShouldBe(ratings[0].Number);
        report.Events.ShouldContain(line => line.ActivityId == "opinion" && line.Outcome == "Closed");
    }
}
