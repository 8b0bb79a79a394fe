using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Steps;

public class HumanTaskTests
{
    private static readonly object[] YesOrNo = [new { outcome = "Agree", label = "同意" }, new { outcome = "Refuse", label = "不同意" }];

    private static FakeCycle ThreeLeaders() => new FakeCycle().With("ScLeader", "甲", "乙", "丙").With("CountyNpcStaff", "经办人");

    private static StepRun Signing(string mode, string ratio = "2/3", FakeCycle? cycle = null) => StepRun.Of(
        cycle ?? ThreeLeaders(), "Minsheng.HumanTask", new { title = "会签方案", assignees = new[] { new { role = "ScLeader" } }, mode, ratio, actions = YesOrNo });

    [Fact]
    public void Any_is_settled_by_the_first_act()
    {
        var run = Signing("Any");

        run.Act("乙", "Agree");

        run.Outcome.ShouldBe("Agree");
        run.Waits.ShouldBeEmpty();
    }

    [Fact]
    public void All_waits_for_everybody_and_says_whose_turn_is_left()
    {
        var run = Signing("All");

        run.Act("乙", "Agree");
        run.Act("甲", "Agree");
        run.Outcome.ShouldBeNull();
        run.Last<TaskCirculated>().Open.ShouldBe(["丙"]);
        run.Last<TaskCirculated>().BookmarkId.ShouldBe(run.Tasks.Single().Id);

        run.Act("丙", "Agree");
        run.Outcome.ShouldBe("Agree");
        run.All<TaskCirculated>().Select(turn => turn.Outcome).ShouldBe([null, null, "Agree"]);
    }

    [Fact]
    public void One_refusal_stops_a_joint_signing()
    {
        var run = Signing("All");

        run.Act("甲", "Agree");
        run.Act("乙", "Refuse");

        run.Outcome.ShouldBe("Refuse");
        run.Waits.ShouldBeEmpty("the third person's task must disappear with the decision");
    }

    [Fact]
    public void In_sequence_one_acts_after_the_other()
    {
        var run = Signing("Sequential");
        run.Task.Open.ShouldBe(["甲"]);

        run.Act("甲", "Agree");
        run.Last<TaskCirculated>().Open.ShouldBe(["乙"]);
        Should.Throw<StimulusRefusedException>(() => run.Act("丙", "Agree")).Message.ShouldBe("“会签方案”还没有轮到丙，请等前面的人办完。");
        run.Act("乙", "Agree");
        run.Act("丙", "Agree");

        run.Outcome.ShouldBe("Agree");
    }

    [Fact]
    public void In_sequence_a_refusal_ends_it_for_the_rest()
    {
        var run = Signing("Sequential");

        run.Act("甲", "Refuse");

        run.Outcome.ShouldBe("Refuse");
    }

    [Theory]
    [InlineData("2/3", "甲+ 乙+", "Agree")]
    [InlineData("2/3", "甲+ 乙-", null)]
    [InlineData("2/3", "甲- 乙-", "Refuse")]
    [InlineData("50%", "甲+ 乙-", null)]
    [InlineData("50%", "甲+ 乙- 丙+", "Agree")]
    [InlineData("100%", "甲+ 乙-", "Refuse")]
    [InlineData("1/100", "甲+", "Agree")]
    public void A_ratio_settles_as_soon_as_the_rest_cannot_change_it(string ratio, string acts, string? outcome)
    {
        var run = Signing("Ratio", ratio);

        foreach (var act in acts.Split(' ')) run.Act(act[..1], act[1] == '+' ? "Agree" : "Refuse");

        run.Outcome.ShouldBe(outcome);
    }

    [Fact]
    public void A_stranger_and_a_second_act_do_not_count_and_nothing_changes()
    {
        var run = Signing("Ratio", "50%");
        run.Act("甲", "Agree");
        var before = InstanceJson.Write(run.Instance);

        Should.Throw<StimulusRefusedException>(() => run.Act("丁", "Agree")).Message.ShouldBe("“会签方案”没有交给丁办理，请由乙、丙办理。");
        Should.Throw<StimulusRefusedException>(() => run.Act("甲", "Agree")).Message.ShouldBe("甲已经办过“会签方案”，不能重复办理。");
        Should.Throw<StimulusRefusedException>(() => run.Act("乙", "Whatever")).Code.ShouldBe("unknown-action");

        InstanceJson.Write(run.Instance).ShouldBe(before);
        run.Incident.ShouldBeNull();
        run.Act("乙", "Agree");
        run.Outcome.ShouldBe("Agree");
    }

    [Fact]
    public void An_action_that_needs_an_opinion_is_refused_without_one()
    {
        var run = StepRun.Of(ThreeLeaders(), "Minsheng.HumanTask", new
        {
            title = "审核",
            assignees = new[] { new { role = "ScLeader" } },
            actions = new object[] { new { outcome = "Agree", label = "同意" }, new { outcome = "Return", label = "退回", needsForm = false, needsOpinion = true } },
        });

        Should.Throw<StimulusRefusedException>(() => run.Act("甲", "Return", opinion: " ")).Message.ShouldBe("选择“退回”应填写意见，请补上后再提交。");
        run.Act("甲", "Return", opinion: "资金来源不明");

        run.Outcome.ShouldBe("Return");
    }

    [Fact]
    public void When_the_limit_passes_the_run_goes_on_by_timeout()
    {
        var run = StepRun.Of(ThreeLeaders(), "Minsheng.HumanTask", new { title = "审核", assignees = new[] { new { role = "ScLeader" } }, dueWorkingDays = 10, onTimeout = "Pass" });
        run.Tasks.Single().Due.ShouldBe(new DateTimeOffset(2026, 4, 29, 18, 0, 0, TimeSpan.FromHours(8)));

        run.Ring("due");

        run.Outcome.ShouldBe("Timeout");
        run.Waits.ShouldBeEmpty();
    }

    [Fact]
    public void The_limit_counts_working_days_and_make_up_days()
    {
        var run = StepRun.Of(ThreeLeaders(), "Minsheng.HumanTask", new { title = "审核", assignees = new[] { new { role = "ScLeader" } }, dueWorkingDays = 15 });

        run.Tasks.Single().Due.ShouldBe(new DateTimeOffset(2026, 5, 9, 18, 0, 0, TimeSpan.FromHours(8)), "1 to 5 May are off, Saturday 9 May is worked");
        run.Waits.Count.ShouldBe(1, "without onTimeout nothing happens when the limit passes");
    }

    [Fact]
    public void A_task_for_nobody_goes_to_the_clerk_and_the_history_says_so()
    {
        var cycle = ThreeLeaders();
        cycle.Remove("ScLeader");

        var run = Signing("All", cycle: cycle);

        run.Task.Participants.Select(person => person.Name).ShouldBe(["经办人"]);
        run.History.ShouldContain("“会签方案”找不到办理人，已转给经办人代为办理。");
        run.Act("经办人", "Agree");
        run.Outcome.ShouldBe("Agree");
    }

    [Fact]
    public void With_no_clerk_either_the_step_stops_until_somebody_is_found()
    {
        var cycle = new FakeCycle();
        var run = Signing("Any", cycle: cycle);
        run.Incident.ShouldNotBeNull().ShouldContain("找不到办理人");

        cycle.With("ScLeader", "甲");
        run.Retry();
        run.Act("甲", "Agree");

        run.Outcome.ShouldBe("Agree");
    }

    [Fact]
    public void The_task_shows_items_text_and_legal_basis()
    {
        var run = StepRun.Of(
            ThreeLeaders().WithItems(ItemStage.Candidate, 2), "Minsheng.HumanTask",
            new { title = "审核", assignees = new[] { new { role = "ScLeader" } }, body = "正文", instructions = "说明", items = "Candidate" },
            new { legalBasis = "票决办法第五条" });

        run.Task.ItemIds.ShouldBe(["i1", "i2"]);
        run.Task.Body.ShouldBe("正文");
        run.Task.Instructions.ShouldBe("说明");
        run.Task.LegalBasis.ShouldBe("票决办法第五条");
        run.Task.Actions.Single().Label.ShouldBe("完成");
    }

    [Fact]
    public void Form_values_go_to_the_variable_and_to_the_project_under_the_period_of_the_task()
    {
        var cycle = ThreeLeaders().WithItems(ItemStage.Project, 1);
        cycle.Project = cycle.Item("i1");
        object[] fields =
        [
            new { name = "percent", label = "进度", type = "number", required = true, min = 0, max = 100 },
            new { name = "paid", label = "支付", type = "money" },
            new { name = "text", label = "情况", type = "paragraph" },
            new { name = "photos", label = "照片", type = "attachment" },
        ];
        var run = StepRun.Of(
            cycle,
            [
                JsonNode.Parse("""{"id":"may","type":"Elsa.SetVariable","variable":{"name":"Period"},"value":"2026年5月"}""")!.AsObject(),
                StepRun.Step("report", "Minsheng.HumanTask", new { title = "月报", assignees = new[] { new { role = "ScLeader" } }, form = new { fields }, progress = true, saveTo = "Monthly" }),
            ],
            "may->report");
        run.Instance.Variables["Period"] = "2026年6月";

        run.Act("甲", "Done", new { percent = 35, paid = "120.5", text = "主体完工", photos = new[] { "f1" } });

        var progress = run.Last<RecordProgress>();
        progress.ItemId.ShouldBe("i1");
        progress.Kind.ShouldBe("月通报");
        progress.Period.ShouldBe("2026年5月", "June began before the report for May came in");
        progress.Percent.ShouldBe(35);
        progress.Paid.ShouldBe(120.50m);
        progress.Text.ShouldBe("主体完工");
        var saved = run.Instance.Variables["Monthly"].ShouldBeOfType<Dictionary<string, object?>>();
        saved["percent"].ShouldBe(35d);
        saved["photos"].ShouldBe(new List<object?> { "f1" });
    }

    [Fact]
    public void Progress_without_a_project_stops_with_a_sentence() =>
        StepRun.Of(ThreeLeaders(), "Minsheng.HumanTask", new { title = "月报", assignees = new[] { new { role = "ScLeader" } }, progress = true })
            .Incident.ShouldBe("“月报”要登记项目进度，而这件事不针对某个项目；请把它放进项目的子方案，或取消登记进度。");

    [Theory]
    [InlineData("""{"assignees":[{"role":"ScLeader"}]}""", "missing-input")]
    [InlineData("""{"title":" ","assignees":[{"role":"ScLeader"}]}""", "missing-input")]
    [InlineData("""{"title":"办","assignees":[]}""", "no-assignees")]
    [InlineData("""{"title":"办","assignees":[{"role":"A","unit":"B"}]}""", "bad-assignee")]
    [InlineData("""{"title":"办","assignees":[{"role":"A"}],"actions":[]}""", "no-actions")]
    [InlineData("""{"title":"办","assignees":[{"role":"A"}],"actions":[{"outcome":"A","label":""}]}""", "bad-action")]
    [InlineData("""{"title":"办","assignees":[{"role":"A"}],"actions":[{"outcome":"A","label":"甲"},{"outcome":"A","label":"乙"}]}""", "duplicate-action")]
    [InlineData("""{"title":"办","assignees":[{"role":"A"}],"mode":"Ratio"}""", "ratio-needs-two")]
    [InlineData("""{"title":"办","assignees":[{"role":"A"}],"mode":"Ratio","ratio":"一半","actions":[{"outcome":"A","label":"甲"},{"outcome":"B","label":"乙"}]}""", "bad-ratio")]
    [InlineData("""{"title":"办","assignees":[{"role":"A"}],"mode":"Ratio","ratio":"3/2","actions":[{"outcome":"A","label":"甲"},{"outcome":"B","label":"乙"}]}""", "bad-ratio")]
    [InlineData("""{"title":"办","assignees":[{"role":"A"}],"mode":"Somehow"}""", "wrong-value")]
    [InlineData("""{"title":"办","assignees":[{"role":"A"}],"onTimeout":"Pass"}""", "no-limit")]
    [InlineData("""{"title":"办","assignees":[{"role":"A"}],"dueWorkingDays":-1}""", "out-of-range")]
    [InlineData("""{"title":"办","assignees":[{"role":"A"}],"form":{"fields":[{"name":"x","type":"choice"}]}}""", "bad-form")]
    public void A_definition_that_could_never_work_is_refused(string inputs, string code) =>
        StepRun.Problems("Minsheng.HumanTask", JsonNode.Parse(inputs)!).Select(problem => problem.Code).ShouldBe([code]);
}
