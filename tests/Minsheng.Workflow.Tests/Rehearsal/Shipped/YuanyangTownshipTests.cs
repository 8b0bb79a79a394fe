using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>Townships of 原阳: three to five projects a year, decided by the township's own congress.</summary>
public sealed class YuanyangTownshipTests
{
    private const string Id = "yuanyang-township";
    private static readonly RehearsalReport Report = Play();

    private static RehearsalReport Play(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null) =>
        Year.Of(Id, new DateOnly(2025, 11, 3), answers, plan => (change?.Invoke(plan) ?? plan) with { Deputies = 54, Members = 9 });

    [Fact]
    public void Every_step_comes_in_the_order_of_the_county_with_the_townships_own_bodies()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        Report.Order().ShouldBe(
        [
            "party-opinion", "collect", "screen", "review-gov", "review-party", "agenda", "ballot-rules", "explain", "deliberate", "ballot", "announce", "plan",
            "ledger-cadence", "ledger-entry", "september", "september-tour", "september-forum", "december", "december-report", "reflect", "accept",
            "next-congress", "completion-report", "rate", "result-notice",
        ]);
        Report.Tasks("agenda").Single().Actor!.ShouldContain("镇人大主席团会议");
        Report.Events.ShouldNotContain(line => line.Text.Contains("常委会") || (line.Actor ?? "").Contains("常委会"));
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(4, 5)]
    [InlineData(5, 6)]
    public void Three_to_five_projects_need_one_candidate_more(int seats, int candidates)
    {
        var report = Play(change: plan => plan.With("seats", seats) with { Until = new DateOnly(2026, 1, 31) });

        var ballot = report.Ballots.ShouldHaveSingleItem();
        (ballot.Seats, ballot.Rows.Count, ballot.Due, ballot.ApprovalsNeeded, report.Items.Adopted).ShouldBe((seats, candidates, 54, 28, seats));
    }

    [Fact]
    public void Voted_before_the_new_year_it_is_rated_at_the_beginning_of_the_year_after_the_next()
    {
        Report.Ballots[0].At.Year.ShouldBe(2025);
        Report.Day("september-tour").ShouldStartWith("2026-09-");
        Report.Day("december-report").ShouldStartWith("2026-12-");
        Report.Day("rate", "rating").ShouldStartWith("2027-01-");
    }

    [Fact]
    public void The_ledger_is_kept_every_month()
    {
        Report.Tasks("ledger-entry").Count.ShouldBe(11);
        Report.Tasks("ledger-entry")[0].Text.ShouldContain("2026年1月民生实事项目台账");
    }

    [Fact]
    public void Where_satisfied_votes_are_not_more_than_half_the_head_explains_at_the_congress()
    {
        var report = Play("""{"rate": [{"present": 54, "grades": {"1": [27, 27]}}]}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Order().ShouldContain("head-explains");
    }
}
