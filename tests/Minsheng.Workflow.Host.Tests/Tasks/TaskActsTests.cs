using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Runtime.Tasks;

namespace Minsheng.Workflow.Host.Tests.Tasks;

public sealed class TaskActsTests : TaskRoom
{
    [Fact]
    public async Task A_task_may_be_handed_on_while_signers_are_at_it_and_they_stay_with_it()
    {
        var (run, task) = await StartAsync(Flows.Sequence("handing", Flows.Task("a", "Any", "p1")), "handing");

        await MoveAsync(task, "p1", TaskActKind.AddBefore, "p2");
        (await SharesAsync(task)).ShouldBe("p1:Waiting p2:Open/Before←代表1");
        (await Should.ThrowAsync<StimulusRefusedException>(Office.ActAsync(task, "p1"))).Message.ShouldBe("“办理a”已请代表2先办，请等办完再办理，或先减签。");
        await MoveAsync(task, "p1", TaskActKind.Transfer, "p3");
        (await SharesAsync(task)).ShouldBe("p1:Passed p3:Waiting/Transferred←代表1 p2:Open/Before←代表1");
        await Office.ActAsync(task, "p2", opinion: "资金可行");
        await Office.ActAsync(task, "p3");

        (await Office.InstanceAsync(run)).Status.ShouldBe(WorkflowStatus.Finished);
        (await StoryAsync(run)).ShouldBe([
            "代表1就“办理a”加签，请代表2先办：请看资金部分。", "代表1把“办理a”转给代表3办理：请看资金部分。", "代表2办理“办理a”：同意。意见：资金可行", "代表3办理“办理a”：同意。"]);
        await using var db = Office.Read();
        (await db.TaskActs.OrderBy(act => act.Seq).Select(act => act.Kind).ToListAsync()).ShouldBe([TaskActKind.AddBefore, TaskActKind.Transfer, TaskActKind.Answer, TaskActKind.Answer]);
        (await db.TaskActs.SingleAsync(act => act.Kind == TaskActKind.Transfer)).Targets.ShouldBe("代表3");
        (await Office.Reconciler.RunAsync(true, CancellationToken.None)).Repaired.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_offered_is_what_the_desk_takes()
    {
        var (_, task) = await StartAsync(Flows.Sequence("offered", Flows.Task("a", "Any", "p1", "p2")), "offered");

        var mine = (await OptionsAsync(task, "p1"))!;
        (mine.CanAct.Is, mine.MayTransfer.Is, mine.MayClaim.Is, mine.MayGiveBack.Is, mine.MayWithdraw.Is).ShouldBe((true, true, true, false, false));
        (await OptionsAsync(task, "p5")).ShouldBeNull("a stranger sees nothing");
        await MoveAsync(task, "p1", TaskActKind.Claim);
        var other = (await OptionsAsync(task, "p2"))!;
        other.CanAct.ShouldBe(May.Not("“办理a”已由代表1认领，请等其办理或放回。"));
        (await SharesAsync(task)).ShouldBe("p1:Open p2:Waiting");
        (await OptionsAsync(task, Office.Staff))!.MayRelease.Is.ShouldBeTrue("the office may put it back");
        await MoveAsync(task, Office.Staff, TaskActKind.Release);
        await MoveAsync(task, "p2", TaskActKind.Delegate, "p3");
        var delegated = (await OptionsAsync(task, "p3"))!;
        (delegated.MayGiveBack.Is, delegated.CanAct.Is, delegated.FillsForm).ShouldBe((true, false, false));
    }

    [Fact]
    public async Task Whoever_is_last_to_recuse_leaves_the_task_to_the_office()
    {
        var (_, task) = await StartAsync(Flows.Sequence("recusing", Flows.Task("a", "All", "p1", "p2")), "recusing");

        await MoveAsync(task, "p1", TaskActKind.Recuse);
        await MoveAsync(task, "p2", TaskActKind.Recuse);

        (await SharesAsync(task)).ShouldBe("p1:Recused p2:Recused staff:Open");
        await Office.ActAsync(task, Office.Staff);
        (await Office.OpenTasksAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deputy_acts_under_both_names_and_only_in_their_time()
    {
        var (run, task) = await StartAsync(Flows.Sequence("leave", Flows.Task("a", "All", "p1", "p2")), "leave");
        var delegations = new DelegationDesk(Office.Commits);
        var order = new TaskAnswerOrder(task, "p3", "Yes", null, new Dictionary<string, object?>(), OnBehalfOf: "p1");
        (await Should.ThrowAsync<NotAllowedException>(Office.Tasks.ActAsync(order))).Message.ShouldStartWith("您今天不代理代表1");

        var granted = await delegations.GrantAsync(new DelegationOrder("p1", "p3", new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 10), "外出学习", "p1"));
        (await OptionsAsync(task, "p3"))!.AsDeputyOf.ShouldBe([new NamedPerson("p1", "代表1")]);
        await Office.Tasks.ActAsync(order);

        (await StoryAsync(run)).ShouldBe(["代表1（代表3代）办理“办理a”：同意。"]);
        await using var db = Office.Read();
        var act = await db.TaskActs.SingleAsync();
        (act.PersonId, act.AgentId, act.AgentName).ShouldBe(("p1", "p3", "代表3"));
        await delegations.RevokeAsync(granted, "p1");
        (await Should.ThrowAsync<NotAllowedException>(Office.Tasks.ActAsync(order))).Code.ShouldBe("not-allowed");
    }

    [Fact]
    public async Task Urging_reaches_whoever_has_it_once_a_day()
    {
        var (_, task) = await StartAsync(Flows.Sequence("urging", Flows.Task("a", "All", "p1", "p2")), "urging");

        await Office.Tasks.UrgeAsync(task, Office.Staff, "周五前要报");
        (await Should.ThrowAsync<RefusedException>(Office.Tasks.UrgeAsync(task, Office.Staff, null))).Message.ShouldBe("您今天已催办过 1 次，一天最多催 1 次，请明天再催。");
        (await Should.ThrowAsync<NotAllowedException>(Office.Tasks.UrgeAsync(task, "p5", null))).Code.ShouldBe("not-allowed");
        Clock.Advance(TimeSpan.FromDays(1));
        await Office.Tasks.UrgeAsync(task, Office.Staff, null);

        await using var db = Office.Read();
        (await db.Outbox.OrderBy(mail => mail.Created).ThenBy(mail => mail.PersonId).Select(mail => mail.PersonId).ToListAsync()).ShouldBe(["p1", "p2", "p1", "p2"]);
        (await db.Tasks.SingleAsync()).Urged.ShouldBe(2);
    }

    [Fact]
    public async Task Copies_are_read_once_and_batches_tell_each_result()
    {
        await Office.PublishAsync(Flows.Sequence("one", Flows.Task("a", "Any", "p1")));
        await Office.PublishAsync(Flows.Sequence("form", Flows.Form("f", "p1")));
        foreach (var definition in new[] { "one", "one", "form" }) await Office.StartAsync(definition);
        var tasks = await Office.OpenTasksAsync();
        var quick = tasks.Where(task => task.IsQuick).ToList();
        await Office.Tasks.CopyAsync(quick[0].Id, "p1", ["p4"], "供参考");
        await Office.Tasks.ReadAsync(quick[0].Id, "p4", "知悉");
        (await Should.ThrowAsync<RefusedException>(Office.Tasks.ReadAsync(quick[0].Id, "p4"))).Code.ShouldBe("already-read");
        await Office.ActAsync(quick[1].Id, "p1");

        var results = await Office.Tasks.ActTogetherAsync([.. tasks.Select(task => task.Id)], "p1", null);

        results.Count(result => result.Ok).ShouldBe(1);
        results.Single(result => result.TaskId == quick[1].Id).Sentence.ShouldBe("已由 您 于 3月5日 10:20 办理。");
        results.Single(result => !quick.Exists(task => task.Id == result.TaskId)).Sentence.ShouldBe("“填报f”要填写内容，不能批量办，请单独打开办理。");
    }

    [Fact]
    public async Task A_task_opened_by_the_former_version_goes_on_where_it_stood()
    {
        var (run, task) = await StartAsync(Flows.Sequence("former", Flows.Task("a", "Sequential", "p1", "p2", "p3")), "former");
        await Office.ActAsync(task, "p1");
        await Office.DisposeAsync();
        await using (var db = Office.Open(Options))
        {
            var row = await db.Instances.SingleAsync();
            var json = JsonNode.Parse(row.Document)!;
            json["bookmarks"]![0]!["payload"]!.AsObject().Remove("circulation").ShouldBeTrue();
            json["executions"]!.AsArray().Single(one => one!["state"]?["period"] is not null || one["node"]!.ToString().EndsWith('a'))!["state"] =
                JsonNode.Parse("""{"people":["p1","p2","p3"],"votes":[{"by":"p1","outcome":"Yes"}]}""");
            row.Document = System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
            await db.SaveChangesAsync();
        }
        Office = new Office(Options, Clock);

        await Should.ThrowAsync<NotAllowedException>(Office.ActAsync(task, "p3"));
        await Office.ActAsync(task, "p2");
        (await SharesAsync(task)).ShouldBe("p1:Done p2:Done p3:Open");
        await Office.ActAsync(task, "p3");
        (await Office.InstanceAsync(run)).Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public async Task Leaving_office_hands_a_share_over_even_before_its_turn()
    {
        var (_, task) = await StartAsync(Flows.Sequence("leaving", Flows.Task("a", "Sequential", "p1", "p2", "p3")), "leaving");

        await Office.Desk.DoAsync((session, runner) =>
        {
            TaskMoves.HandOver(session, runner, task, "p2", "p4", Office.Staff, "换届");
            TaskMoves.HandOver(session, runner, task, "p3", "p1", Office.Staff, "换届");
            return true;
        }, CancellationToken.None);

        (await SharesAsync(task)).ShouldBe("p1:Open p2:Passed p4:Waiting/Transferred←代表2 p3:Removed");
    }
}
