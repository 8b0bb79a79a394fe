using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>渭源“4+1”述职评议, of which only the name is known: the four and the one are settings.</summary>
public sealed class DeputyReportTests
{
    private const string Id = "deputy-report-4plus1";
    private static readonly RehearsalReport Report = Year.Of(Id, new DateOnly(2026, 3, 2));

    [Fact]
    public void Deputies_report_four_sources_judge_and_one_more_follows()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        var order = Report.Order();

        order.Take(2).ShouldBe(["arrange", "duty-report"]);
        order.Skip(2).Take(4).Order().ShouldBe(["source-1", "source-2", "source-3", "source-4"]);
        order.Skip(6).ShouldBe(["plus-one", "feed-back", "bulletin", "archive"]);
        Report.Tasks("duty-report").Count.ShouldBe(3, "each of the deputies in the group");
    }

    [Fact]
    public void What_the_four_and_the_one_are_is_set_by_the_place_and_nowhere_guessed()
    {
        var report = Year.Of(Id, new DateOnly(2026, 3, 2), change: plan => plan.With("source1", "甲方").With("plusOne", "乙方"));

        report.Tasks("source-1").Single().Text.ShouldContain("述职评议：甲方");
        report.Tasks("source-1").Single().Actor!.ShouldContain("甲方");
        report.Tasks("plus-one").Single().Text.ShouldContain("述职评议：乙方");
        foreach (var input in (string[])["source1", "source2", "source3", "source4", "plusOne"])
            Shipped.Read(Id).Inputs.Single(pair => pair.Name == input).Json["description"]!.ToString().ShouldContain("材料只写“4+1”");
    }
}
