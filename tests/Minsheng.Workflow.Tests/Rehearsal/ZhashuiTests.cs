using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>The Zhashui procedure, a whole year from collection to rating.</summary>
public sealed class ZhashuiTests
{
    private static readonly RehearsalReport Year = Shipped.Play();

    private static List<string> Order(RehearsalReport report) => [.. Cycle(report).Where(line => line.ActivityId.Length > 0 && line.Kind != "note").Select(line => line.ActivityId).Distinct()];

    private static IEnumerable<RehearsalEvent> Cycle(RehearsalReport report) => report.Events.Where(line => line.Instance == "zhashui-three-reviews");

    private static IEnumerable<IGrouping<string, RehearsalEvent>> Projects(RehearsalReport report) =>
        report.Events.Where(line => line.Instance != "zhashui-three-reviews").GroupBy(line => line.Instance);

    [Fact]
    public void Every_step_comes_in_the_order_of_the_document()
    {
        Year.Status.ShouldBe(RehearsalStatus.Finished);
        Order(Year).ShouldBe(
        [
            "party-opinion", "collect", "joint-meeting", "review-gov", "review-party", "review-sc", "ballot-rules", "explain", "deliberate",
            "ballot", "announce", "plan", "supervise", "expert-assessment", "rate", "result-notice",
        ]);
    }

    [Fact]
    public void Three_bodies_review_one_after_the_other()
    {
        var reviews = Cycle(Year).Where(line => line.ActivityId.StartsWith("review-", StringComparison.Ordinal) && line.Kind == "decision").Select(line => line.Text).ToList();

        reviews.Count.ShouldBe(3);
        reviews[0].ShouldContain("县政府常务会议审核");
        reviews[1].ShouldContain("县委常委会会议审定");
        reviews[2].ShouldContain("县人大常委会会议审查");
        Cycle(Year).First(line => line.ActivityId == "review-sc" && line.Kind == "task").Actor!.ShouldContain("县人大常委会会议秘书");
    }

    [Fact]
    public void Proposals_are_collected_for_nearly_three_months()
    {
        var opened = Cycle(Year).First(line => line.ActivityId == "collect" && line.Kind == "collect");
        var closed = Cycle(Year).Last(line => line.ActivityId == "collect" && line.Kind == "collect");

        (closed.At.Date - opened.At.Date).Days.ShouldBe(90);
        opened.Text.ShouldContain("张贴公告、座谈会、走访调研、问卷、网络");
        Year.Items.Proposals.ShouldBe(60);
    }

    [Fact]
    public void Twelve_candidates_become_ten_projects_by_a_fifth()
    {
        Year.Items.Candidates.ShouldBe(12);
        Year.Items.Adopted.ShouldBe(10);
        (Year.Items.Adopted + Year.Items.NotChosen + Year.Items.Merged).ShouldBe(60, "every proposal has an answer");

        var ballot = Year.Ballots.Single(ballot => ballot.Kind == "Vote");
        (ballot.Seats, ballot.Rows.Count, ballot.Due, ballot.ApprovalsNeeded, ballot.Outcome).ShouldBe((10, 12, 193, 97, "Adopted"));
        ballot.Returned.ShouldBe(ballot.Present);
        var lowest = ballot.Rows.Where(row => row.Adopted).Min(row => row.Counts[0]);
        lowest.ShouldBeGreaterThanOrEqualTo(97);
        ballot.Rows.Where(row => !row.Adopted).Max(row => row.Counts[0]).ShouldBeLessThan(lowest);
        ballot.Rows.ShouldAllBe(row => row.Counts.Sum() == ballot.Valid);
    }

    [Fact]
    public void The_announcement_lists_the_projects_in_the_usual_form()
    {
        var announcement = Year.Documents.Single(document => document.Kind == "公告");

        announcement.Body.ShouldStartWith("柞水县人民代表大会公告");
        announcement.Body.ShouldContain("表决通过柞水县2026年民生实事项目：");
        announcement.Body.ShouldContain("\n10. ");
        announcement.Body.ShouldNotContain("\n11. ");
        announcement.Body.ShouldContain("现予公告。");
        announcement.Body.ShouldContain("柞水县人民代表大会主席团\n2026年");
    }

    [Fact]
    public void Each_project_has_twelve_bulletins_four_comments_one_half_year_summary_and_one_appraisal()
    {
        var projects = Projects(Year).ToList();

        projects.Count.ShouldBe(10);
        foreach (var project in projects)
        {
            int Reports(string step) => project.Count(line => line.ActivityId == step && line.Kind == "progress");
            (Reports("monthly-report"), Reports("quarterly-review"), Reports("half-year-summary"), Reports("year-end-appraisal")).ShouldBe((12, 4, 1, 1), project.Key);
            project.Where(line => line.ActivityId == "monthly-report" && line.Kind == "progress").Select(line => line.Text.Split('：')[0]).Distinct().Count()
                .ShouldBe(12, "each bulletin has a month of its own");
        }
    }

    [Fact]
    public void Tasks_of_a_project_name_it_and_the_period()
    {
        var tasks = Projects(Year).First().Where(line => line.Kind == "task").ToList();

        tasks.ShouldAllBe(line => line.Text.Contains('镇') || line.Text.Contains("城关街道"));
        tasks.First(line => line.ActivityId == "monthly-report").Text.ShouldMatch("“2026年[56]月通报：");
        tasks.First(line => line.ActivityId == "half-year-summary").Text.ShouldContain("2026年上半年小结：");
    }

    [Fact]
    public void Three_questions_and_three_tours_frame_the_year_of_each_project()
    {
        foreach (var project in Projects(Year))
        {
            var tasks = project.Where(line => line.Kind == "task").Select(line => line.ActivityId).ToList();
            tasks[0].ShouldBe("ask-plan");
            foreach (var once in (string[])["ask-progress", "leader-tour", "committee-check", "central-tour", "ask-result"])
                (once, tasks.Count(step => step == once)).ShouldBe((once, 1));
            tasks.TakeLast(2).Order().ToArray().ShouldBe(["ask-result", "year-end-appraisal"], customMessage: "they wait for every bulletin");
        }
    }

    [Fact]
    public void The_year_ends_with_a_rating_of_every_project_and_its_notice()
    {
        Year.Ratings.Count.ShouldBe(10);
        Year.Ratings.ShouldAllBe(rating => rating.Rule == "R-ZHASHUI" && rating.Outcome == "Satisfied");
        Year.Documents[^1].Kind.ShouldBe("测评结果通报");
        Year.Events[^1].Kind.ShouldBe("end");
    }

    [Fact]
    public void Returned_by_the_second_review_it_is_screened_and_reviewed_again_by_every_body()
    {
        var report = Shipped.Play("""{"review-party": [{"outcome": "会议退回", "opinion": "片区分布不均衡，请重新研究"}]}""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        Cycle(report).Where(line => line.Kind is "task" && line.ActivityId.StartsWith("review-", StringComparison.Ordinal)).Select(line => (line.ActivityId, line.Outcome))
            .ShouldBe([("review-gov", "Approved"), ("review-party", "Returned"), ("review-gov", "Approved"), ("review-party", "Approved"), ("review-sc", "Approved")]);
        Cycle(report).Count(line => line.ActivityId == "joint-meeting" && line.Kind == "decision").ShouldBe(2);
        report.Items.Adopted.ShouldBe(10);
    }

    [Fact]
    public void A_void_ballot_is_held_again()
    {
        var report = Shipped.Play("""{"ballot": [{"void": true}]}""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Ballots.Where(ballot => ballot.Kind == "Vote").Select(ballot => ballot.Outcome).ShouldBe(["Void", "Adopted"]);
        report.Ballots[0].Sentences.ShouldHaveSingleItem().ShouldContain("本次票决无效");
        Order(report).ShouldContain("revote");
        report.Items.Adopted.ShouldBe(10);
    }

    [Fact]
    public void A_tie_across_the_cut_line_is_settled_by_a_runoff_among_the_tied()
    {
        var report = Shipped.PlayToTheVote("""{"ballot": [{"tie": 2}]}""");

        var votes = report.Ballots.Where(ballot => ballot.Kind == "Vote").ToList();
        votes.Select(ballot => (ballot.Outcome, ballot.Round, ballot.Seats, ballot.Rows.Count)).ShouldBe([("Tie", 1, 10, 12), ("Adopted", 2, 1, 2)]);
        votes[1].Rows.Select(row => row.Number).ShouldBeSubsetOf(votes[0].Rows.Where(row => !row.Adopted).Select(row => row.Number));
        report.Items.Adopted.ShouldBe(10);
    }

    [Fact]
    public void Seats_left_empty_are_voted_on_again_among_the_rest()
    {
        var report = Shipped.PlayToTheVote("""{"ballot": [{"shortfall": 2}]}""");

        report.Ballots.Where(ballot => ballot.Kind == "Vote").Select(ballot => (ballot.Outcome, ballot.Seats, ballot.Rows.Count)).ShouldBe([("Shortfall", 10, 12), ("Adopted", 2, 4)]);
        report.Items.Adopted.ShouldBe(10);
    }

    [Fact]
    public void Where_the_ballot_rules_say_so_seats_stay_empty()
    {
        var report = Shipped.Play("""{"ballot": [{"shortfall": 2}]}""", plan => plan with { Input = new Dictionary<string, object?> { ["shortfall"] = "AcceptFewer" } });

        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Items.Adopted.ShouldBe(8);
        (report.Items.Adopted + report.Items.NotChosen + report.Items.Merged).ShouldBe(60, "those left out are told as well");
        Projects(report).Count().ShouldBe(8);
        report.Documents.Single(document => document.Kind == "公告").Body.ShouldNotContain("\n9. ");
    }

    [Fact]
    public void An_unsatisfactory_project_is_rectified_and_rated_again()
    {
        var report = Shipped.Play("""{"rate": [{"grades": {"1": [3, 4, 15]}}]}""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Ratings.Count.ShouldBe(20);
        report.Ratings[0].Outcome.ShouldBe("Unsatisfied");
        report.Ratings.Skip(10).ShouldAllBe(rating => rating.Outcome == "Satisfied");
        Cycle(report).Single(line => line.ActivityId == "rectify" && line.Kind == "task").Outcome.ShouldBe("Done");
    }

    [Fact]
    public void Too_few_proposals_are_made_up_for_by_collecting_on()
    {
        var report = Shipped.Play(change: plan => plan with { Proposals = 7, Input = new Dictionary<string, object?> { ["seats"] = 3, ["shortlist"] = 8 } });

        report.Status.ShouldBe(RehearsalStatus.Finished);
        Cycle(report).Single(line => line.ActivityId == "too-few" && line.Kind == "task").Outcome.ShouldBe("CollectMore");
        (report.Items.Proposals, report.Items.Candidates, report.Items.Adopted).ShouldBe((8, 4, 3));
    }
}
