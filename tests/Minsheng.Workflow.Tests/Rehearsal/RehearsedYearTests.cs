using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Activities.Rehearsal.Shown;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>What the page 方案演练 shows of shipped procedures.</summary>
public sealed class RehearsedYearTests
{
    private static readonly DateOnly July = new(2025, 7, 1);

    private static RehearsedYear Played(WorkflowDefinition definition, DateOnly from, Func<RehearsalPlan, RehearsalPlan>? change = null)
    {
        var plan = new RehearsalPlan(definition, from) { Others = Shipped.All };
        plan = change?.Invoke(plan) ?? plan;
        return new RehearsedYear(Activities.Rehearsal.Rehearsal.Play(plan), plan);
    }

    [Theory]
    [InlineData("zhashui-three-reviews")]
    [InlineData("beiguan-three-party-rating")]
    [InlineData("zhashui-town")]
    [InlineData("beiguan-street")]
    public void A_year_shows_every_task_document_and_vote_once(string definitionId)
    {
        var year = Played(Shipped.Read(definitionId), July);

        year.GoesThrough.ShouldBeTrue(string.Concat(year.Looks.Select(look => look.Sentence)));
        year.Looks.ShouldNotContain(look => look.IsGrave);
        year.Posts.Sum(load => load.Total).ShouldBe(year.Report.Tasks.Count);
        year.People.Sum(load => load.Total).ShouldBe(year.Report.Tasks.Count);
        year.Report.Tasks.Count(task => task.Answer is not null).ShouldBe(year.Report.Events.Count(line => line.Kind == "task" && line.Actor is not null));
        year.Columns(byMonth: false).Sum(column => column.Entries.Count).ShouldBe(year.Entries.Count);
        year.Columns(byMonth: true).Sum(column => column.Entries.Count).ShouldBe(year.Entries.Count);
        year.Entries.Count(entry => entry.Who == "发文").ShouldBe(year.Report.Documents.Count);
        year.Votes.ShouldNotBeEmpty();
        year.Rows.ShouldAllBe(row => row.Bars.All(bar => bar.From <= bar.Until && bar.From >= year.From && bar.Until <= year.Until));
    }

    [Fact]
    public void A_stage_has_its_days_and_a_step_its_holders_papers_and_stay()
    {
        var year = Played(Shipped.Read("zhashui-three-reviews"), July);

        StageCourse.Of(year).Select(stage => stage.Stage).ShouldBe(["征集", "初定", "审议", "票决", "监督", "评估"]);
        StageCourse.Of(year).ShouldAllBe(stage => stage.From <= stage.Until && stage.From >= year.From && stage.Until <= year.Until && stage.Steps > 0);
        StepCourse.Of(year, "announce").Lines.ShouldContain(line => line.Name == "文书" && line.Words.Contains("公告"));
        StepCourse.Of(year, "review-gov").Lines.Select(line => line.Name).ShouldBe(["什么时候", "谁来办", "时限"]);
        StepCourse.Of(year, "ballot").Lines.ShouldContain(line => line.Name == "谁来投票" && line.Words.StartsWith("应到 193 人", StringComparison.Ordinal));
        StepCourse.Of(year, "nowhere").IsReached.ShouldBeFalse();
    }

    [Fact]
    public void A_date_that_a_day_off_moved_is_said_with_its_reason()
    {
        var moved = Played(Shipped.Read("zhashui-three-reviews"), July).Entries.Where(entry => entry is { Kind: EntryKind.Odd, Title: "责任单位月通报" }).ToList();

        moved.ShouldNotBeEmpty();
        moved.ShouldAllBe(entry => WorkingCalendar.Shipped.IsWorkingDay(entry.Day) && entry.Note!.EndsWith("顺延"));
    }

    [Fact]
    public void Every_end_of_the_vote_says_where_it_leads()
    {
        var plan = new RehearsalPlan(Shipped.Read("zhashui-three-reviews"), July) { Others = Shipped.All };
        var endings = BallotEndings.Of(plan, Activities.Rehearsal.Rehearsal.Play(plan), null, CancellationToken.None);

        endings.ShouldAllBe(ending => ending.Occurs && ending.Stop == null);
        endings.ToDictionary(ending => ending.Case.Key, ending => ending.Leads).ShouldBe(new Dictionary<string, string>
        {
            ["full"] = "大会公告",
            ["tie"] = "第 2 次投票（2 选 1） → 大会公告",
            ["tie2"] = "第 2 次投票（2 选 1） → 主席团决定 → 大会公告",
            ["short"] = "重新组织投票 → 再次票决（选出 2 项） → 大会公告",
            ["short2"] = "重新组织投票 → 再次票决（名额不足） → 重新组织投票 → 再次票决（选出 1 项） → 大会公告",
            ["none"] = "重新组织投票 → 再次票决（选出 10 项） → 大会公告",
            ["over"] = "重新组织投票 → 再次票决（选出 10 项） → 大会公告",
            ["quorum"] = "重新组织投票 → 再次票决（选出 10 项） → 大会公告",
        }, ignoreOrder: true);
    }

    [Fact]
    public void An_end_that_no_arrow_leaves_is_shown_as_where_the_year_stops()
    {
        var json = JsonNode.Parse(Shipped.Text("zhashui-three-reviews.json"))!.AsObject();
        var arrows = json["root"]!["connections"]!.AsArray();
        foreach (var arrow in arrows.Where(arrow => arrow!["source"]!["activity"]!.ToString() == "ballot" && arrow["source"]!["port"]!.ToString() == "Void").ToList()) arrows.Remove(arrow);
        var plan = new RehearsalPlan(new WorkflowDefinition(json), July) { Others = Shipped.All };

        var endings = BallotEndings.Of(plan, Activities.Rehearsal.Rehearsal.Play(plan), null, CancellationToken.None);

        endings.Where(ending => ending.Stop is not null).Select(ending => ending.Case.Key).ShouldBe(["over", "quorum"]);
        endings.Single(ending => ending.Case.Key == "over").Leads.ShouldBe("停住：“全体会议无记名差额票决”的结果“票决无效”没有连到下一步，后面没有人接着办");
        Played(plan.Definition, July, year => year with { Answers = RehearsalAnswers.None.With("ballot", [new RehearsalAnswer { Void = true }]) }).Looks
            .ShouldContain(look => look.IsGrave && look.Sentence == "全年办结时没有产生一个项目");
    }

    [Fact]
    public void A_step_that_fails_is_shown_as_where_it_stopped_and_why()
    {
        var year = Played(Shipped.Read("zhashui-three-reviews"), July, plan => plan.With("ratio", "多少"));

        year.GoesThrough.ShouldBeFalse();
        year.Looks.ShouldContain(look => look.IsGrave && look.Sentence.Contains("全体会议无记名差额票决"));
    }

    [Fact]
    public void Settings_that_will_not_do_are_refused_by_field()
    {
        var settings = RehearsalSetting.Of(Shipped.Read("zhashui-three-reviews"));
        var place = new RehearsalPlace("柞水县", JurisdictionLevel.County, 194, 25, WorkingCalendar.Shipped, Shipped.All);

        Problems(("from", "2026-02-30"), ("deputies", "0"), ("in.seats", "十"), ("in.ratio", "多少"), ("in.shortfall", "Never"), ("vote.ballot", "draw"))
            .ShouldBe(["deputies", "from", "in.ratio", "in.seats", "in.shortfall", "vote.ballot"]);
        Problems(("from", "2026-01-05"), ("deputies", "194"), ("in.seats", "8"), ("vote.ballot", "tie"), ("unknown", "x")).ShouldBeEmpty();

        IEnumerable<string> Problems(params (string Name, string Text)[] given) => RehearsalSettings.Of(given.Select(one => KeyValuePair.Create(one.Name, one.Text)))
            .Problems(settings, place, July).Keys.Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Chosen_outcomes_and_votes_are_played()
    {
        var definition = Shipped.Read("zhashui-three-reviews");
        var place = new RehearsalPlace("柞水县", JurisdictionLevel.County, 194, 25, WorkingCalendar.Shipped, Shipped.All);
        var plain = new RehearsalSettings(new Dictionary<string, string> { ["in.seats"] = "8" });
        var first = Activities.Rehearsal.Rehearsal.Play(plain.Plan(definition, place, July, null));

        var report = Activities.Rehearsal.Rehearsal.Play(plain.With("vote.ballot", "quorum").Plan(definition, place, July, first));

        report.Ballots.Take(2).Select(ballot => (ballot.Seats, ballot.Present, ballot.Outcome)).First().ShouldBe((8, 129, "Void"));
        report.Ballots.Where(ballot => ballot.Kind == "Vote").Last().Outcome.ShouldBe("Adopted");
    }

    [Theory, InlineData(9)]
    public void Also_few_deputies_can_tie(int deputies)
    {
        var plan = new RehearsalPlan(Shipped.Read("zhashui-three-reviews"), July) { Others = Shipped.All, Deputies = deputies };

        BallotEndings.Of(plan, Activities.Rehearsal.Rehearsal.Play(plan), null, CancellationToken.None).Where(ending => !ending.Occurs).Select(ending => ending.Case.Name).ShouldBeEmpty();
    }

    [Fact]
    public void A_rating_is_unsatisfactory_for_the_first_time_and_goes_to_rectification()
    {
        var (year, _) = Chosen("zhashui-three-reviews", ("rate.rate", "one"));

        year.Report.Ratings.Where(rating => rating.Outcome == "Unsatisfied").ShouldHaveSingleItem();
        year.Report.Tasks.ShouldContain(task => task.ActivityId == "rectify");
        year.Report.Ratings[^1].Outcome.ShouldBe("Satisfied");
        year.Looks.ShouldContain(look => look.Sentence == "1 项评为不满意");
    }

    [Fact]
    public void What_a_visit_finds_goes_out_as_a_letter()
    {
        var (plain, _) = Chosen("project-supervision-zichang");
        var visit = plain.Visits.ShouldHaveSingleItem();
        var (found, _) = Chosen("project-supervision-zichang", ($"find.{visit.ActivityId}", "one"));

        Letters(plain).ShouldBe(0);
        Letters(found).ShouldBe(1);
        found.Report.Status.ShouldBe(RehearsalStatus.Finished);

        static int Letters(RehearsedYear year) => year.Report.Events.Count(line => line is { Kind: "finding", Outcome: null });
    }

    [Fact]
    public void What_is_otherwise_started_for_a_project_gets_one_that_is_made_up_and_says_so()
    {
        var (year, _) = Chosen("project-supervision-zhashui");

        var project = year.Report.Assumed.ShouldHaveSingleItem();
        (project.Amount > 0, project.Unit.Length > 0).ShouldBe((true, true));
        year.Report.Status.ShouldBe(RehearsalStatus.Finished);
        year.Report.Tasks.Count.ShouldBeGreaterThan(12);
        year.Report.Tasks.ShouldContain(task => task.Unit == project.Unit);
        year.Report.Events.Where(line => line.Kind is "fault" or "stall").ShouldBeEmpty();
    }

    [Theory, InlineData("rectification", 3), InlineData("project-change", 1), InlineData("leader-instruction", 1), InlineData("zhashui-three-reviews", 0), InlineData("joint-action", 0), InlineData("opinion-handling", 0)]
    public void Only_what_needs_projects_and_finds_none_gets_them(string id, int projects)
    {
        var (year, _) = Chosen(id);

        year.Report.Assumed.Count.ShouldBe(projects);
        year.Report.Status.ShouldBe(RehearsalStatus.Finished);
        if (projects > 0) year.Report.Tasks.Count.ShouldBeGreaterThan(1);
    }

    /// <summary>As the page plays it, with and without what was chosen.</summary>
    private static (RehearsedYear Chosen, RehearsedYear Plain) Chosen(string id, params (string Name, string Text)[] given)
    {
        var definition = Shipped.Read(id);
        var place = new RehearsalPlace("柞水县", JurisdictionLevel.County, 194, 25, WorkingCalendar.Shipped, Shipped.All);
        var settings = new RehearsalSettings(given.ToDictionary(one => one.Name, one => one.Text));
        var plan = settings.WithoutEnds().Plan(definition, place, new DateOnly(2026, 1, 5), null);
        var plain = new RehearsedYear(Activities.Rehearsal.Rehearsal.Play(plan), plan);
        if (!settings.AsksForEnds) return (plain, plain);
        var chosen = settings.Plan(definition, place, new DateOnly(2026, 1, 5), plain.Report);
        return (new RehearsedYear(Activities.Rehearsal.Rehearsal.Play(chosen), chosen), plain);
    }

    [Fact]
    public void Two_versions_are_compared_step_by_step()
    {
        var definition = Shipped.Read("zhashui-three-reviews");
        var longer = new YearComparison(Played(definition, July), Played(definition, July, plan => plan.With("collectDays", 120)));

        longer.Steps.Single(step => step.ActivityId == "collect").Moved.ShouldBe(0);
        longer.Steps.Single(step => step.ActivityId == "ballot").Words.ShouldStartWith("推后 ");
        new YearComparison(longer.Before, longer.Before).Changed.ShouldBeEmpty();
    }

    [Fact]
    public void A_rehearsal_can_be_stopped()
    {
        using var enough = new CancellationTokenSource();
        var days = 0;

        Should.Throw<OperationCanceledException>(() => Activities.Rehearsal.Rehearsal.Play(new RehearsalPlan(Shipped.Read("zhashui-three-reviews"), July) { Others = Shipped.All }, _ =>
        {
            if (++days == 3) enough.Cancel();
        }, enough.Token));
        days.ShouldBe(3);
    }
}
