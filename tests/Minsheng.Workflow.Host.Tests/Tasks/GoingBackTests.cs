using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Runtime.Tasks;

namespace Minsheng.Workflow.Host.Tests.Tasks;

public sealed class GoingBackTests : TaskRoom
{
    private static byte[] Levels(string id) => Flows.Chart(id, ["draft", "check", "sign"], Flows.Task("draft", "Any", "p1"), Flows.Task("check", "Any", "p2"), Flows.Task("sign", "All", "p3", "p4", "p5"));

    [Fact]
    public async Task Sending_back_out_of_a_half_finished_joint_signing_loses_nobody_and_nothing()
    {
        var (run, draft) = await StartAsync(Levels("half"), "half");
        await Office.ActAsync(draft, "p1");
        await Office.ActAsync(await OpenAsync(run), "p2");
        var sign = await OpenAsync(run);
        await Office.ActAsync(sign, "p3", opinion: "可以");
        (await OptionsAsync(sign, "p4"))!.ReturnTargets.Select(target => (target.ActivityId, target.Who)).ShouldBe([("check", "代表2"), ("draft", "代表1")]);

        await Office.Tasks.ReturnAsync(new TaskReturnOrder(sign, "p4", "draft", false, "缺资金来源"));

        (await SharesAsync(sign)).ShouldBe("p3:Done p4:Closed p5:Closed");
        await using var db = Office.Read();
        (await db.TaskActs.SingleAsync(act => act.TaskId == sign && act.PersonId == "p3")).Opinion.ShouldBe("可以");
        var again = (await Office.OpenTasksAsync(run)).ShouldHaveSingleItem();
        (again.ActivityId, again.ReturnNote).ShouldBe(("draft", "由代表4退回：缺资金来源"));
        (await StoryAsync(run)).ShouldContain("代表4把“办理sign”退回到“draft”：缺资金来源。");
        (await Should.ThrowAsync<TaskSettledException>(Office.ActAsync(sign, "p5"))).Name.ShouldBe("代表4");

        await Office.ActAsync(again.Id, "p1");
        await Office.ActAsync(await OpenAsync(run), "p2");
        var anew = await OpenAsync(run);
        (await SharesAsync(anew)).ShouldBe("p3:Open p4:Open p5:Open", "everybody is asked again");
        foreach (var person in new[] { "p3", "p4", "p5" }) await Office.ActAsync(anew, person);
        (await Office.InstanceAsync(run)).Status.ShouldBe(WorkflowStatus.Finished);
        (await Office.Reconciler.RunAsync(true, CancellationToken.None)).Repaired.ShouldBeEmpty();
    }

    [Fact]
    public async Task Straight_back_leaves_out_the_levels_between_and_tells_them()
    {
        var (run, draft) = await StartAsync(Levels("straight"), "straight");
        await Office.ActAsync(draft, "p1");
        await Office.ActAsync(await OpenAsync(run), "p2");
        await Office.Tasks.ReturnAsync(new TaskReturnOrder(await OpenAsync(run), "p3", "draft", true, "改一处数字"));
        var again = await OpenAsync(run);
        await Office.ActAsync(again, "p1");

        (await Office.OpenTasksAsync(run)).ShouldHaveSingleItem().ActivityId.ShouldBe("sign");
        await using var db = Office.Read();
        (await db.TaskCopies.Where(copy => copy.TaskId == again).Select(copy => copy.PersonId).ToListAsync()).ShouldBe(["p2"]);
    }

    [Fact]
    public async Task An_answer_is_taken_back_after_the_task_was_settled_and_the_others_need_not_act_again()
    {
        var (run, task) = await StartAsync(Flows.Chart("back", ["both", "next"], Flows.Task("both", "All", "p1", "p2"), Flows.Task("next", "Any", "p3")), "back");
        await Office.ActAsync(task, "p1", opinion: "同意");
        await Office.ActAsync(task, "p2");
        var next = await OpenAsync(run);
        (await OptionsAsync(task, "p2"))!.MayWithdraw.Is.ShouldBeTrue();

        await Office.Tasks.WithdrawAsync(task, "p2");

        var again = (await Office.OpenTasksAsync(run)).ShouldHaveSingleItem();
        (await SharesAsync(again.Id)).ShouldBe("p1:Done p2:Open");
        await Should.ThrowAsync<TaskSettledException>(Office.ActAsync(next, "p3"));
        await Office.ActAsync(again.Id, "p2");
        await Office.ActAsync(await OpenAsync(run), "p3");
        (await Office.InstanceAsync(run)).Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public async Task Nothing_is_taken_back_once_somebody_has_acted_on_it()
    {
        var (run, draft) = await StartAsync(Levels("late"), "late");
        await Office.ActAsync(draft, "p1");
        await Office.ActAsync(await OpenAsync(run), "p2");

        (await Should.ThrowAsync<RefusedException>(Office.Tasks.WithdrawAsync(draft, "p1"))).Message.ShouldStartWith("代表2已经接着办了，不能再撤回");
        (await OptionsAsync(draft, "p1"))!.MayWithdraw.Is.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [InlineData(null)]
    public async Task Taking_back_may_race_with_the_last_answer_in_either_order(bool? withdrawFirst)
    {
        await Office.PublishAsync(Flows.Chart("race", ["both", "next"], Flows.Task("both", "All", "p1", "p2"), Flows.Task("next", "Any", "p3")));
        for (var round = 0; round < (withdrawFirst is null ? 15 : 1); round++)
        {
            var run = await Office.StartAsync("race");
            var task = await OpenAsync(run);
            await Office.ActAsync(task, "p1");

            Task Withdraw() => Office.Tasks.WithdrawAsync(task, "p1");
            Task Answer() => Office.ActAsync(task, "p2");
            if (withdrawFirst == true) { await Withdraw(); await Answer(); }
            else if (withdrawFirst == false) { await Answer(); await Withdraw(); }
            else await Task.WhenAll(Answer(), Withdraw());

            var open = (await Office.OpenTasksAsync(run)).ShouldHaveSingleItem();
            open.ActivityId.ShouldBe("both");
            (await SharesAsync(open.Id)).ShouldBe("p1:Open p2:Done", "whatever came first, the one's answer is back and the other's stands");
            await Office.ActAsync(open.Id, "p1");
            (await Office.OpenTasksAsync(run)).ShouldHaveSingleItem().ActivityId.ShouldBe("next");
        }
    }

    private async Task<string> OpenAsync(string run) => (await Office.OpenTasksAsync(run)).Single().Id;
}
