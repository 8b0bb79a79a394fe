using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Steps;

public class ScreenTests
{
    private static readonly object[] TwoLanes =
    [
        new { name = "部门论证", assignees = new[] { new { role = "LeadDepartment" } }, criteria = new[] { "合法合规", "当年能建成" } },
        new { name = "专家论证", assignees = new[] { new { role = "Expert" } } },
    ];

    private static FakeCycle Proposals(int count = 4) =>
        new FakeCycle().With("LeadDepartment", "交通局").With("Expert", "专家甲", "专家乙").With("县政府常务会议", "秘书").WithItems(ItemStage.Proposal, count);

    private static StepRun Screening(int target = 0, FakeCycle? cycle = null) =>
        StepRun.Of(cycle ?? Proposals(), "Minsheng.Screen", new { lanes = TwoLanes, decider = new[] { new { body = "县政府常务会议" } }, target });

    private static object Opinions(params string[] against) => new
    {
        opinions = Enumerable.Range(1, 4).Select(number => new
        {
            item = $"i{number}",
            verdict = against.Contains($"i{number}") ? "不建议列入" : "建议列入",
            reason = against.Contains($"i{number}") ? "不可行" : "",
        }),
        opinion = "总体可行",
    };

    private static object Decisions(params (string Item, string Verdict, string? Target)[] rows) =>
        new { decisions = rows.Select(row => new { item = row.Item, verdict = row.Verdict, reason = "理由", target = row.Target }) };

    private static StepRun Heard(int target = 0)
    {
        var run = Screening(target);
        run.Act("专家乙", "Done", Opinions(), task: "专家论证");
        run.Act("交通局", "Done", Opinions("i3"), task: "部门论证");
        return run;
    }

    [Fact]
    public void All_lanes_give_opinions_at_once_and_the_decider_comes_after_the_last()
    {
        var run = Screening();
        run.Tasks.Select(task => task.Name).ShouldBe(["部门论证", "专家论证"]);
        run.Tasks.Select(task => Activities.Tasks.TaskSpec.Of(task).Next).ShouldBe(["逐件确定", "逐件确定"], "a lane leads to the decider, not to the next step");
        Activities.Tasks.TaskSpec.Of(run.Tasks.First()).Instructions.ShouldBe("对照标准：\n1. 合法合规\n2. 当年能建成");

        run.Act("专家乙", "Done", Opinions(), task: "专家论证");
        run.Tasks.Select(task => task.Name).ShouldBe(["部门论证"]);
        run.Act("交通局", "Done", Opinions("i3"), task: "部门论证");

        run.Task.Participants.Single().Name.ShouldBe("秘书");
        run.Task.Instructions.ShouldBe("专家论证：建议列入 4 件，不建议列入 0 件。意见：总体可行\n部门论证：建议列入 3 件，不建议列入 1 件。意见：总体可行");
        run.Task.ItemIds.ShouldBe(["i1", "i2", "i3", "i4"]);
    }

    [Fact]
    public void Items_are_kept_dropped_or_merged_with_credit()
    {
        var run = Heard();

        run.Act("秘书", "Done", Decisions(("i1", "列入初选", null), ("i2", "并入", "i1"), ("i3", "不采纳", null), ("i4", "列入初选", null)));

        run.Outcome.ShouldBe("Done");
        var decisions = run.Last<DecideItems>().Decisions;
        decisions.Select(decision => (decision.ItemId, decision.Stage)).ShouldBe(
            [("i1", ItemStage.Shortlisted), ("i2", ItemStage.Merged), ("i3", ItemStage.NotChosen), ("i4", ItemStage.Shortlisted)]);
        decisions[1].MergedInto.ShouldBe("i1");
        decisions[1].Verdict.ShouldBe("并入 ZS26-0001");
        decisions[2].Reason.ShouldBe("理由");
        decisions.ShouldAllBe(decision => decision.By == "县政府常务会议");
    }

    [Theory]
    [InlineData("i3")]
    [InlineData("i4")]
    public void Nothing_may_be_merged_into_an_item_that_is_not_kept_itself(string target)
    {
        var run = Heard();

        Should.Throw<StimulusRefusedException>(() =>
                run.Act("秘书", "Done", Decisions(("i1", "列入初选", null), ("i2", "并入", target), ("i3", "不采纳", null), ("i4", "并入", "i1"))))
            .Message.ShouldBe("ZS26-0002 要并入的项目没有列入初选，提出人的建议会落空，请改选列入初选的项目。");

        run.Tasks.Count().ShouldBe(1);
        run.Cycle.Item("i2").Stage.ShouldBe(ItemStage.Proposal);
    }

    [Fact]
    public void The_form_asks_for_the_item_to_merge_into_and_for_reasons()
    {
        var form = Heard().Task.Form;

        form.Check(new Dictionary<string, object?>
        {
            ["decisions"] = new List<object?>
            {
                new Dictionary<string, object?> { ["item"] = "i1", ["verdict"] = "并入", ["reason"] = "同一件事" },
                new Dictionary<string, object?> { ["item"] = "i2", ["verdict"] = "并入", ["reason"] = "同一件事", ["target"] = "i2" },
                new Dictionary<string, object?> { ["item"] = "i3", ["verdict"] = "不采纳" },
                new Dictionary<string, object?> { ["item"] = "i4", ["verdict"] = "列入初选" },
            },
        }, ["i1", "i2", "i3", "i4"]).Problems.Select(problem => problem.Path).ShouldBe(["decisions[0].target", "decisions[1].target", "decisions[2].reason"]);
    }

    [Fact]
    public void An_item_that_is_not_on_the_list_cannot_be_decided()
    {
        var run = Heard();
        var act = new Activities.Tasks.TaskAct(run.Task.Participants[0], "Done", null, new()
        {
            ["decisions"] = new List<object?> { new Dictionary<string, object?> { ["item"] = "i99", ["verdict"] = "列入初选" } },
        });

        Should.Throw<StimulusRefusedException>(() => run.Resume(run.Tasks.Single(), act)).Code.ShouldBe("foreign-item");
    }

    [Theory]
    [InlineData(2, "Done")]
    [InlineData(3, "TooFew")]
    public void Fewer_than_the_target_leads_elsewhere(int target, string outcome)
    {
        var run = Heard(target);

        run.Act("秘书", "Done", Decisions(("i1", "列入初选", null), ("i2", "列入初选", null), ("i3", "不采纳", null), ("i4", "不采纳", null)));

        run.Outcome.ShouldBe(outcome);
    }

    [Fact]
    public void Without_lanes_the_decider_begins_at_once() =>
        StepRun.Of(Proposals(), "Minsheng.Screen", new { decider = new[] { new { body = "县政府常务会议" } } }).Task.Participants.Single().Name.ShouldBe("秘书");

    [Fact]
    public void Nothing_to_screen_is_too_few() => Screening(cycle: Proposals(0)).Outcome.ShouldBe("TooFew");

    [Theory]
    [InlineData("""{}""", "missing-input")]
    [InlineData("""{"decider":[{"body":"会"}],"lanes":[{"name":"","assignees":[{"role":"A"}]}]}""", "missing-input")]
    [InlineData("""{"decider":[{"body":"会"}],"lanes":[{"name":"甲","assignees":[]}]}""", "no-assignees")]
    [InlineData("""{"decider":[{"body":"会"}],"lanes":[{"name":"甲","assignees":[{"role":"A"}]},{"name":"甲","assignees":[{"role":"A"}]}]}""", "duplicate-lane")]
    [InlineData("""{"decider":[{"body":"会"}],"target":-1}""", "out-of-range")]
    public void A_definition_that_could_never_work_is_refused(string inputs, string code) =>
        StepRun.Problems("Minsheng.Screen", System.Text.Json.Nodes.JsonNode.Parse(inputs)!).Select(problem => problem.Code).ShouldBe([code]);
}
