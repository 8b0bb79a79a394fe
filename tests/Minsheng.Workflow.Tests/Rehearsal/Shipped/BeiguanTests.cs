using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>北关: everything proposed goes into the pool, three parties sift, the standing committee decides, three parties assess.</summary>
public sealed class BeiguanTests
{
    private static readonly RehearsalReport Report = Play(change: plan => plan.With("shortlist", 48) with { Proposals = 511 });

    private static RehearsalReport Play(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null) =>
        Year.Of("beiguan-three-party-rating", new DateOnly(2025, 10, 9), answers, change);

    [Fact]
    public void Every_step_comes_in_the_order_of_the_document()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        string[] abreast =
        [
            "supervise", "mid-year-cadence", "field-study", "assessment-crew", "third-party-cadence", "report", "hand-over",
            "public-cadence", "online", "offline", "letter", "three-party-date", "year-end-visit", "three-party", "year-start-inquiry",
        ];
        Report.Order().Except(abreast).ShouldBe(
        [
            "party-study", "collect", "pool", "post", "sort", "sc-review", "to-streets", "ballot-rules", "explain", "deliberate", "ballot", "announce", "ledger",
            "plan", "appraisal", "congress-date", "congress-report", "rate", "result-notice",
        ]);
        abreast.Except(["year-start-inquiry"]).ShouldBeSubsetOf(Report.Order());
        Report.Tasks("year-start-inquiry").Count.ShouldBe(2);
    }

    [Fact]
    public void Five_hundred_and_eleven_become_forty_eight_then_twelve_then_ten()
    {
        (Report.Items.Proposals, Report.Items.Shortlisted, Report.Items.Candidates, Report.Items.Adopted).ShouldBe((511, 48, 12, 10));
        Report.Cycle().Single(line => line.ActivityId == "sc-review" && line.Kind == "decision").Text.ShouldContain("通过 12 项，不通过 36 项");
    }

    [Fact]
    public void Professional_groups_departments_and_councillors_each_give_their_opinion() =>
        Report.Cycle().Where(line => line.ActivityId == "sort" && line.Kind == "note").Select(line => line.Text[..line.Text.IndexOf('：')]).Order()
            .ShouldBe(((string[])["专业代表论证", "职能部门论证", "议事代表论证"]).Order());

    [Fact]
    public void Each_project_is_dispatched_monthly_superintended_quarterly_and_reported_every_half_year()
    {
        Report.Projects().Count.ShouldBe(10);
        foreach (var project in Report.Projects())
        {
            int Times(string step) => project.Count(line => line.ActivityId == step && line.Kind == "task");
            (Times("crew"), Times("dispatch"), Times("on-site"), Times("circular"), Times("watch"), Times("accept")).ShouldBe((1, 12, 4, 2, 4, 1), project.Key);
        }
    }

    [Fact]
    public void Three_results_stand_side_by_side_for_each_project_and_the_congress_rates_after_them()
    {
        var parties = Report.Ratings.Where(rating => rating.Rule == "R-3P").ToList();
        parties.Count.ShouldBe(30);
        parties.ShouldAllBe(rating => rating.Outcome == "Ungraded" && (rating.At.Month == 11 || rating.At.Month == 12));
        Report.Tasks("year-end-visit").ShouldHaveSingleItem().At.ShouldBeLessThan(parties[0].At);
        Report.Ratings.Skip(30).ShouldAllBe(rating => rating.Rule == "R-NINGGUO" && rating.At.Year == 2027);
    }

    [Fact]
    public void The_third_party_reports_three_times_and_the_public_opinion_is_answered_twice()
    {
        Report.Tasks("report").Select(line => line.Text[..line.Text.IndexOf('报')]).ShouldBe(["办理“阶段性评估", "办理“中期评估", "办理“结项评估"]);
        Report.Events.Count(line => line.ActivityId == "letter" && line.Kind == "finding" && line.Text.Contains("发出群众评价意见书")).ShouldBe(2);
        Report.Events.Count(line => line.ActivityId == "letter" && line.Outcome == "Closed").ShouldBe(2);
    }

    [Fact]
    public void Every_problem_on_site_gets_a_reminder_letter_which_is_checked_and_closed()
    {
        var report = Play("""{"on-site/inspect": {"values": {"findings": [{"item": "1", "verdict": "发现问题", "reason": "污水管网质量差"}]}}, "on-site/check": [{"outcome": "不通过", "opinion": "接口仍渗水"}]}""");

        report.ShouldBeFinishedWithoutRefusals();
        foreach (var project in report.Projects())
        {
            var findings = project.Where(line => line.ActivityId == "on-site" && line.Kind == "finding").ToList();
            findings.Count(line => line.Text.Contains("发出监督提醒函")).ShouldBe(4, project.Key);
            findings.Count(line => line.Outcome == "Closed").ShouldBe(4, project.Key);
        }
    }

    [Fact]
    public void A_project_stopped_on_the_way_is_neither_superintended_nor_assessed_any_more()
    {
        var number = Play(change: plan => plan with { Until = new DateOnly(2026, 4, 1) }).Projects()[0].Key;
        var report = Play($$"""{"dispatch@{{number}}": [{}, {"outcome": "Adjust"}], "adjust/propose@{{number}}": {"values": {"kind": "终止"} } }""");

        report.ShouldBeFinishedWithoutRefusals();
        (report.Items.Finished, report.Items.Stopped).ShouldBe((9, 1));
        report.Events.Single(line => line.Kind == "change").Text.ShouldContain("人大常委会同意");
        report.Events.Count(line => line.Instance == number && line.ActivityId == "unit-report" && line.Kind == "task").ShouldBe(2);
        report.Ratings.ShouldNotContain(rating => rating.Number == number);
    }

    [Fact]
    public void A_small_change_is_recorded_and_the_months_go_on()
    {
        var number = Report.Projects()[0].Key;
        var report = Play($$"""{"dispatch@{{number}}": [{"outcome": "Adjust"}] }""", plan => plan.With("shortlist", 48) with { Proposals = 511 });

        report.ShouldBeFinishedWithoutRefusals();
        report.Events.Single(line => line.Kind == "change").Text.ShouldContain("登记一般调整");
        report.Events.Count(line => line.Instance == number && line.ActivityId == "dispatch" && line.Kind == "task").ShouldBe(12);
        report.Items.Finished.ShouldBe(10);
    }

    [Fact]
    public void A_project_deputies_think_little_of_is_explained_after_the_session()
    {
        var report = Play("""{"rate": {"grades": {"1": [40, 30, 110]}}}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Tasks("explain-after").ShouldHaveSingleItem();
        report.Ratings.Count(rating => rating is { Rule: "R-NINGGUO", Outcome: "Unsatisfied" }).ShouldBe(1, "there is no second rating");
    }

    [Fact]
    public void Public_opinion_handled_badly_twice_comes_before_the_leaders()
    {
        var report = Play("""{"letter/deliberate": [{"outcome": "退回办理", "opinion": "答复空泛"}, {"outcome": "退回办理", "opinion": "没有落实"}]}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Tasks("escalate").ShouldHaveSingleItem();
    }

    [Fact]
    public void Returned_by_the_standing_committee_the_pool_is_sifted_again()
    {
        var report = Play("""{"sc-review": [{"outcome": "会议退回", "opinion": "养老项目偏少"}]}""", plan => plan with { Until = new DateOnly(2026, 3, 1) });

        report.Tasks("sc-review").Select(line => line.Outcome).ShouldBe(["Returned", "Approved"]);
        report.Items.Adopted.ShouldBe(10);
    }
}
