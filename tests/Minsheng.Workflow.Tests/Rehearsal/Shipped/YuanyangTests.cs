using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>原阳“13121”: three levels of collection, one set of ballot rules, two checks and one rating.</summary>
public sealed class YuanyangTests
{
    private const string Id = "yuanyang-13121";
    private static readonly RehearsalReport Report = Play();

    private static RehearsalReport Play(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null) =>
        Year.Of(Id, new DateOnly(2025, 10, 9), answers, change);

    [Fact]
    public void Every_step_comes_in_the_order_of_the_bulletin()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        Report.Order().ShouldBe(
        [
            "party-opinion", "measures", "collect", "screen", "review-gov", "review-party", "agenda", "ballot-rules", "explain", "deliberate", "ballot", "announce",
            "annual-plan", "plan", "september", "september-tour", "september-forum", "december", "december-report", "opinion", "supervise",
            "next-congress", "completion-report", "rate", "result-notice", "awards",
        ]);
    }

    [Fact]
    public void The_tour_is_in_September_the_hearing_in_December_the_rating_early_the_year_after()
    {
        Report.Day("september-tour").ShouldStartWith("2026-09-");
        Report.Day("september-forum").ShouldStartWith("2026-09-");
        Report.Day("december-report").ShouldStartWith("2026-12-");
        Report.Day("rate", "rating").ShouldStartWith("2027-01-");
    }

    [Fact]
    public void It_is_collected_on_three_levels()
    {
        var opened = Report.Lines("collect", "collect")[0].Text;

        foreach (var level in (string[])["职能部门", "官方网站", "人大代表联络站（点）"]) opened.ShouldContain(level);
    }

    [Fact]
    public void The_Party_decides_the_candidates_the_standing_committee_only_puts_them_on_the_agenda()
    {
        Report.Lines("review-party", "decision").Single().Text.ShouldContain("县委常委会会议审定");
        Report.Tasks("agenda").Single().Actor!.ShouldContain("县人大常委会会议秘书");
        Report.Lines("agenda", "decision").ShouldBeEmpty();
        (Report.Items.Candidates, Report.Items.Adopted).ShouldBe((12, 10));
    }

    [Fact]
    public void Each_project_has_its_four_who_answer_for_it_and_its_ledger()
    {
        foreach (var project in Report.Projects())
        {
            int Tasks(string step) => project.Count(line => line.ActivityId == step && line.Kind == "task");
            (Tasks("assign"), Tasks("ledger-report"), Tasks("governor-drive"), Tasks("special-check"), Tasks("coordinate"), Tasks("leader-supervise")).ShouldBe((1, 11, 11, 3, 3, 1), project.Key);
        }
    }

    [Theory]
    [InlineData(96, true)]
    [InlineData(97, false)]
    public void Where_satisfied_votes_are_not_more_than_half_the_head_explains_at_the_congress(int satisfied, bool explains)
    {
        var report = Play($$"""{"rate": [{"present": 193, "grades": {"1": [{{satisfied}}, {{193 - satisfied}}]} }]}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Order().Contains("head-explains").ShouldBe(explains);
        (report.Ratings[0].Rule, report.Ratings[0].Base, report.Ratings[0].Outcome).ShouldBe(("R-YUANYANG", 193, explains ? "Basically" : "Satisfied"));
        report.Ratings[0].Sentence.Contains("责任单位主要负责人").ShouldBe(explains);
    }

    [Fact]
    public void A_problem_found_in_September_is_rectified_and_checked()
    {
        var report = Play("""{"september-tour/inspect": {"values": {"findings": [{"item": "2", "verdict": "发现问题", "reason": "进度偏慢"}]}}}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Lines("september-tour", "finding").Select(line => line.Outcome).ShouldBe([null, "Answered", "Closed"]);
    }

    [Fact]
    public void An_opinion_sent_back_twice_is_handed_up_and_the_year_still_ends()
    {
        var report = Play("""{"opinion/deliberate": {"outcome": "Rework", "opinion": "措施不具体，重新办理"}}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Lines("opinion", "finding").Select(line => line.Outcome).ShouldBe([null, "Answered", "Open", "Answered", "Escalated"]);
    }

    [Fact]
    public void The_congress_does_not_wait_for_the_opinion_but_the_year_does()
    {
        var report = Play("""{"opinion/handle": {"on": "2027-02-25"}}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Day("rate", "rating").ShouldStartWith("2027-01-");
        report.Lines("opinion", "finding")[^1].Outcome.ShouldBe("Closed");
        report.Events[^1].At.Date.ShouldBeGreaterThanOrEqualTo(new DateTime(2027, 2, 25));
    }

    [Fact]
    public void The_ballot_rules_are_put_to_the_vote_again_until_they_pass()
    {
        var report = Play("""{"ballot-rules": [{"outcome": "Revise", "opinion": "写明差额比例"}]}""", plan => plan with { Until = new DateOnly(2026, 2, 15) });

        report.Tasks("ballot-rules").Select(line => line.Outcome).ShouldBe(["Revise", "Passed"]);
        report.Items.Adopted.ShouldBe(10);
    }

    [Fact]
    public void A_project_that_is_not_finished_goes_on_in_the_next_year()
    {
        var number = Report.Projects()[0].Key;
        var report = Play($$"""{"accept@{{number}}": {"outcome": "CarriedOver", "values": {"explanation": "征地未完成", "nextPlan": "调整线路", "newFinish": "2027-06-30"} } }""");

        report.ShouldBeFinishedWithoutRefusals();
        (report.Items.Finished, report.Items.CarriedOver).ShouldBe((9, 1));
    }
}
