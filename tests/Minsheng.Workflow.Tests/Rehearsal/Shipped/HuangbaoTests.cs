using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>黄堡 1233: the December of visits, three projects out of twenty-five, three supervised stretches of the year.</summary>
public sealed class HuangbaoTests
{
    private static readonly RehearsalReport Report = Play();

    private static RehearsalReport Play(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null) =>
        Year.Of("huangbao-1233", new DateOnly(2025, 11, 17), answers, plan =>
        {
            plan = plan with { Deputies = 54, Proposals = 25 };
            return change?.Invoke(plan) ?? plan;
        });

    [Fact]
    public void Every_step_comes_in_the_order_of_the_document()
    {
        Report.ShouldBeFinishedWithoutRefusals();
        string[] abreast = ["collect", "forums", "grid-campaign", "visit-date", "visits"];
        Report.Order().Except(abreast).ShouldBe(
        [
            "work-plan", "sort", "presidium-shortlist", "party-review", "preview", "ballot-rules", "explain", "deliberate", "ballot", "announce",
            "plan", "hear-plan", "supervise", "accept", "resident-rating", "rate", "result-notice",
        ]);
        abreast.ShouldBeSubsetOf(Report.Order());
    }

    [Fact]
    public void Deputies_visit_in_December_while_proposals_are_collected()
    {
        Report.Tasks("visits").ShouldHaveSingleItem().At.Month.ShouldBe(12);
        Report.Cycle().Single(line => line.ActivityId == "collect" && line.Kind == "timer").At.Date.ShouldBe(new DateTime(2025, 12, 31));
    }

    [Fact]
    public void Twenty_five_proposals_become_three_projects()
    {
        (Report.Items.Proposals, Report.Items.Candidates, Report.Items.Adopted, Report.Items.Finished).ShouldBe((25, 4, 3, 3));
        var ballot = Report.Ballots.Single(ballot => ballot.Kind == "Vote");
        (ballot.Due, ballot.ApprovalsNeeded, ballot.Outcome).ShouldBe((54, 28, "Adopted"));
    }

    [Fact]
    public void The_presidium_shortlists_before_the_Party_committee_deliberates_and_no_standing_committee_is_asked()
    {
        Report.Tasks("presidium-shortlist").ShouldHaveSingleItem().At.ShouldBeLessThan(Report.Tasks("party-review").ShouldHaveSingleItem().At);
        Report.Events.ShouldNotContain(line => line.Text.Contains("常委会"));
    }

    [Fact]
    public void Every_deputy_gets_the_candidates_before_the_vote_and_villages_and_groups_see_the_result()
    {
        var preview = Report.Mails.ShouldHaveSingleItem();
        preview.To.Count.ShouldBe(54);
        preview.Text.ShouldContain("\n4. ");
        preview.At.ShouldBeLessThan(Report.Ballots[0].At);
        Report.Documents.Single(document => document.Kind == "公告").Channels.ShouldBe(["镇公示栏", "村公示栏", "组公示栏"]);
    }

    [Fact]
    public void The_leading_group_hears_the_plans_then_deputies_and_residents_visit_and_report_by_report_the_projects_grow()
    {
        Report.Tasks("hear-plan")[^1].At.ShouldBeLessThan(Report.Tasks("site-visit")[0].At);
        Report.Projects().Count.ShouldBe(3);
        foreach (var project in Report.Projects())
        {
            project.Count(line => line.ActivityId == "site-visit" && line.Kind == "task").ShouldBe(3);
            project.Count(line => line.Kind == "progress").ShouldBe(4, "one before each visit and one in December");
            project.Single(line => line.ActivityId == "final-report" && line.Kind == "task").At.Month.ShouldBe(12);
        }
    }

    [Fact]
    public void Residents_rate_first_and_the_congress_after_them() =>
        Report.Ratings.Select(rating => rating.Rule).ShouldBe(["R-SHIGU", "R-SHIGU", "R-SHIGU", "R-NINGGUO", "R-NINGGUO", "R-NINGGUO"]);

    [Fact]
    public void Residents_who_are_not_content_are_answered_before_the_congress_rates()
    {
        var report = Play("""{"resident-rating": {"scores": {"1": 65}}}""");

        report.ShouldBeFinishedWithoutRefusals();
        report.Ratings[0].Outcome.ShouldBe("Unsatisfied");
        report.Tasks("resident-feedback").ShouldHaveSingleItem();
    }

    [Fact]
    public void A_project_deputies_find_unsatisfactory_is_rectified_and_alone_rated_again()
    {
        var report = Play("""{"rate": [{"grades": {"2": [10, 5, 36]}}]}""");

        report.ShouldBeFinishedWithoutRefusals();
        var congress = report.Ratings.Where(rating => rating.Rule == "R-NINGGUO").ToList();
        congress.Select(rating => rating.Outcome).ShouldBe(["Satisfied", "Unsatisfied", "Satisfied", "Satisfied"]);
        congress[3].Number.ShouldBe(congress[1].Number);
        report.Events.Where(line => line.ActivityId == "rectify" && line.Kind == "finding").Select(line => line.Outcome).ShouldBe([null, "Answered", "Closed"]);
    }

    [Fact]
    public void A_problem_found_on_site_is_rectified_and_checked_again()
    {
        var number = Report.Projects()[0].Key;
        var report = Play($$"""{"site-visit/inspect@{{number}}": [{"values": {"findings": [{"item": "1", "verdict": "发现问题", "reason": "路面未压实"}] } }] }""");

        report.ShouldBeFinishedWithoutRefusals();
        var findings = report.Events.Where(line => line.Kind == "finding").ToList();
        findings.Select(line => line.Outcome).ShouldBe([null, "Answered", "Closed"]);
        findings[0].Text.ShouldContain("督查意见");
        findings.ShouldAllBe(line => line.Instance == number);
    }

    [Fact]
    public void Too_few_proposals_are_made_up_for_by_collecting_more()
    {
        var report = Play(change: plan => plan with { Proposals = 3 });

        report.Tasks("too-few").ShouldHaveSingleItem().Outcome.ShouldBe("CollectMore");
        report.Cycle().ShouldContain(line => line.ActivityId == "collect-more" && line.Kind == "collect");
    }
}
