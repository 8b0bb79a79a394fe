using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Steps;

public class InspectTests
{
    private static readonly object Group = new[] { new { role = "ScLeader" } };

    private static FakeCycle Projects(int count = 3) => new FakeCycle()
        .With("ScLeader", "主任", "副主任").With("GovOffice", "秘书").With("交通局", "交通股长").With("住建局", "住建股长").With("工委", "工委主任")
        .WithItems(ItemStage.Project, count);

    private static FakeCycle Planned() => Projects()
        .Change("i1", item => item with { LeadUnitId = "交通局", LeadUnit = "县交通局" }).Change("i2", item => item with { LeadUnitId = "住建局", LeadUnit = "县住建局" });

    private static StepRun Inspecting(FakeCycle cycle, object? inputs = null) => StepRun.Of(cycle, "Minsheng.Inspect", inputs ?? new { title = "半年视察", group = Group });

    /// <summary>The visit's form: problems by item, everything else in order.</summary>
    private static object Visit(StepRun run, params (string Item, string Reason)[] problems) => new
    {
        visitDate = "2026-04-15",
        route = "城关—下梁",
        attendees = 9,
        opinion = "总体良好",
        findings = TaskSpec.Of(run.Tasks.First()).ItemIds!.Select(id => problems.FirstOrDefault(one => one.Item == id) is { Reason: { } reason }
            ? new { item = id, verdict = "发现问题", reason } : new { item = id, verdict = "正常", reason = "" }),
    };

    private static void Answer(StepRun run, int number, string who = "秘书") =>
        run.Act(who, "Done", new { measures = "已补齐盖板", finishedOn = "2026-04-15" }, task: $"answer/{number}");

    private static void Check(StepRun run, int number, bool passed, string who = "主任") =>
        run.Act(who, passed ? "Passed" : "Failed", new { checkedOn = "2026-04-15" }, passed ? null : "仍有缺口", $"check/{number}");

    private static IEnumerable<FindingState> States(StepRun run, int number) =>
        run.All<AdvanceFinding>().Where(step => step.FindingId.EndsWith($".{number}", StringComparison.Ordinal)).Select(step => step.State);

    [Fact]
    public void A_visit_without_a_problem_ends_the_step_and_is_told()
    {
        var run = Inspecting(Projects());
        run.Task.Title.ShouldBe("半年视察");
        run.Task.ItemIds.ShouldBe(["i1", "i2", "i3"]);

        run.Act("副主任", "Done", Visit(run));

        run.Outcome.ShouldBe("Done");
        run.All<OpenFinding>().ShouldBeEmpty();
        run.History.ShouldHaveSingleItem().ShouldBe("2026年4月15日半年视察，9 人参加，路线：城关—下梁：视察项目 3 个，发现问题 0 个。意见：总体良好");
    }

    [Fact]
    public void A_problem_goes_out_as_a_letter_is_rectified_and_closed_after_a_check()
    {
        var run = Inspecting(Planned());
        run.Act("主任", "Done", Visit(run, ("i2", "排水沟没有盖板")));

        var letter = run.Last<OpenFinding>();
        (letter.Kind, letter.ItemId, letter.Title, letter.Text, letter.IssuedBy, letter.IssuedTo)
            .ShouldBe(("监督提醒函", "i2", "ZS26-0002 项目2", "排水沟没有盖板", "ScLeader办公室", "住建局办公室"));
        letter.FindingId.ShouldStartWith("run.");
        var task = run.Tasks.Single();
        (task.Name, run.Task.Title, run.Task.Body).ShouldBe(("answer/1", "整改：ZS26-0002 项目2", "排水沟没有盖板"));
        task.Due.ShouldBe(new DateTimeOffset(2026, 4, 29, 18, 0, 0, TimeSpan.FromHours(8)), "ten working days after 15 April");
        letter.Due.ShouldBe(task.Due);

        Answer(run, 1, "住建股长");
        run.Last<AdvanceFinding>().ShouldBe(new AdvanceFinding(letter.FindingId, FindingState.Answered, "已补齐盖板（2026年4月15日完成）", "住建局办公室"));
        run.Task.Title.ShouldBe("复查：ZS26-0002 项目2");
        run.Task.Participants.Select(person => person.Name).ShouldBe(["主任", "副主任"], "the group checks where nobody else is named");

        Check(run, 1, passed: true, "副主任");
        (run.Last<AdvanceFinding>().State, run.Last<AdvanceFinding>().Text).ShouldBe((FindingState.Closed, "2026年4月15日复查通过。"));
        run.Outcome.ShouldBe("Done");
        run.History.Last().ShouldBe("半年视察发现的 1 个问题办结：销号 1 个。");
    }

    [Fact]
    public void A_check_not_passed_asks_again_with_a_new_limit_and_what_was_missing()
    {
        var run = Inspecting(Projects());
        run.Act("主任", "Done", Visit(run, ("i1", "进度滞后")));
        Answer(run, 1);
        run.Now = run.Now.AddDays(14);

        Check(run, 1, passed: false);

        run.Tasks.Single().Name.ShouldBe("answer/1");
        run.Task.Body.ShouldBe("进度滞后\n第 1 次复查不通过：仍有缺口");
        run.Tasks.Single().Due.ShouldBe(new DateTimeOffset(2026, 5, 15, 18, 0, 0, TimeSpan.FromHours(8)), "ten working days after 29 April, Labour Day and its make-up day considered");
        States(run, 1).ShouldBe([FindingState.Answered, FindingState.Open]);
        run.Outcome.ShouldBeNull();
    }

    [Fact]
    public void After_three_checks_not_passed_the_problem_is_handed_up_and_nobody_is_asked_any_more()
    {
        var run = Inspecting(Projects());
        run.Act("主任", "Done", Visit(run, ("i1", "进度滞后")));

        for (var round = 1; round <= 3; round++)
        {
            run.Outcome.ShouldBeNull();
            Answer(run, 1);
            Check(run, 1, passed: false);
        }

        run.Outcome.ShouldBe("Done");
        run.Waits.ShouldBeEmpty();
        run.Last<AdvanceFinding>().State.ShouldBe(FindingState.Escalated);
        run.Last<AdvanceFinding>().Text.ShouldBe("2026年4月15日第 3 次复查不通过：仍有缺口。已 3 次不通过，提请上一级处理。");
        run.History.Last().ShouldBe("半年视察发现的 1 个问题办结：销号 0 个，提请上一级处理 1 个。");
    }

    [Fact]
    public void Several_problems_are_answered_and_checked_in_any_order_each_by_its_own_unit()
    {
        var run = Inspecting(Planned(), new { group = Group, checker = new[] { new { group = "工委" } }, maxRounds = 1 });
        run.Act("主任", "Done", Visit(run, ("i1", "甲"), ("i2", "乙"), ("i3", "丙")));

        run.Tasks.Select(task => TaskSpec.Of(task).Participants.Single().Name).ShouldBe(["交通股长", "住建股长", "秘书"], "a project without a lead unit goes to the government office");
        run.All<OpenFinding>().Select(letter => letter.FindingId).Distinct().Count().ShouldBe(3);

        Answer(run, 3);
        Answer(run, 1, "交通股长");
        Check(run, 1, passed: true, "工委主任");
        Check(run, 3, passed: false, "工委主任");
        run.Outcome.ShouldBeNull("one is still open");
        Answer(run, 2, "住建股长");
        Check(run, 2, passed: true, "工委主任");

        run.Outcome.ShouldBe("Done");
        States(run, 1).ShouldBe([FindingState.Answered, FindingState.Closed]);
        States(run, 3).ShouldBe([FindingState.Answered, FindingState.Escalated]);
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_nothing_changes()
    {
        var run = Inspecting(Projects());

        Should.Throw<StimulusRefusedException>(() => run.Act("主任", "Done", new { visitDate = "2026-04-16", findings = All("正常") }))
            .Message.ShouldBe("“视察日期”填的是2026年4月16日，这一天还没有到，请改正后再提交。");
        Should.Throw<StimulusRefusedException>(() => run.Act("秘书", "Done", new { visitDate = "2026-04-15", findings = All("正常") })).Code.ShouldBe("not-yours");
        run.Act("主任", "Done", Visit(run, ("i1", "甲"), ("i2", "乙")));
        Should.Throw<StimulusRefusedException>(() => run.Act("秘书", "Done", new { measures = "已整改", finishedOn = "2026-05-01" }, task: "answer/2"))
            .Message.ShouldBe("“整改完成日期”填的是2026年5月1日，这一天还没有到，请改正后再提交。");
        Answer(run, 1);
        Should.Throw<StimulusRefusedException>(() => run.Act("主任", "Failed", new { checkedOn = "2026-04-15" }, task: "check/1")).Code.ShouldBe("no-opinion");

        run.Tasks.Select(task => task.Name).Order().ShouldBe(["answer/2", "check/1"]);
        States(run, 1).ShouldBe([FindingState.Answered]);
        States(run, 2).ShouldBeEmpty();
        run.Incident.ShouldBeNull();

        static object[] All(string verdict) => [.. new[] { "i1", "i2", "i3" }.Select(item => new { item, verdict })];
    }

    [Fact]
    public void A_problem_needs_a_word_on_what_is_wrong() =>
        Inspecting(Projects(1)).Task.Form.Check(new Dictionary<string, object?>
        {
            ["visitDate"] = "2026-04-15",
            ["findings"] = new List<object?> { new Dictionary<string, object?> { ["item"] = "i1", ["verdict"] = "发现问题" } },
        }, ["i1"]).Problems.Single().Sentence.ShouldBe("“逐项情况”第 1 项的意见为“发现问题”，应填写理由。");

    [Fact]
    public void A_look_back_visits_what_is_finished()
    {
        var cycle = Projects().Change("i2", item => item with { State = ProjectState.Finished }).Change("i3", item => item with { State = ProjectState.Stopped });

        Inspecting(cycle, new { group = Group, scope = "Finished" }).Task.ItemIds.ShouldBe(["i2"]);
        Inspecting(cycle, new { group = Group }).Task.ItemIds.ShouldBe(["i1", "i2"], "what is stopped is not visited");
    }

    [Fact]
    public void The_run_of_one_project_visits_that_project()
    {
        var cycle = Planned();
        cycle.Project = cycle.Item("i2");

        var run = Inspecting(cycle);
        run.Task.ItemIds.ShouldBe(["i2"]);
        run.Act("主任", "Done", Visit(run, ("i2", "乙")));

        run.Task.Participants.Single().Name.ShouldBe("住建股长");
    }

    [Fact]
    public void Without_projects_there_is_nothing_to_visit()
    {
        var run = Inspecting(Projects(0));

        run.Outcome.ShouldBe("Done");
        run.History.ShouldHaveSingleItem().ShouldBe("“半年视察”没有要视察的项目，不再进行。");
    }

    [Fact]
    public void Visited_again_by_a_loop_it_begins_anew_with_findings_of_its_own()
    {
        var run = StepRun.Of(Projects(1),
            [StepRun.Step("visit", "Minsheng.Inspect", new { group = Group }), StepRun.Step("again", "Minsheng.HumanTask", new { title = "再看", assignees = Group })],
            "visit->again", "again->visit");
        for (var visit = 1; visit <= 2; visit++)
        {
            run.Act("主任", "Done", Visit(run, ("i1", "进度滞后")));
            Answer(run, 1);
            Check(run, 1, passed: true);
            run.Act("主任", "Done");
        }

        run.All<OpenFinding>().Select(letter => letter.FindingId).Distinct().Count().ShouldBe(2);
        run.Task.Title.ShouldBe("visit");
    }

    [Fact]
    public void Settings_no_run_could_mend_are_refused() =>
        StepRun.Problems("Minsheng.Inspect", new { group = Array.Empty<object>(), dueWorkingDays = -1, rectifyWorkingDays = -1, maxRounds = 0 })
            .Select(problem => problem.Path.Split('.')[^1]).Order().ShouldBe(["dueWorkingDays", "group", "maxRounds", "rectifyWorkingDays"]);
}
