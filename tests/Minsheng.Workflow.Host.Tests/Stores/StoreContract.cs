using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Items;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>What the runtime promises on any database.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 5, 2, 20, 0, TimeSpan.Zero));
    private DatabaseOptions _options = null!;
    private Office _office = null!;

    /// <summary>A fresh, migrated and empty database.</summary>
    private protected abstract Task<DatabaseOptions> CreateAsync();

    private protected Office TheOffice => _office;

    public async ValueTask InitializeAsync()
    {
        _options = await CreateAsync();
        await Office.SeedAsync(_options);
        _office = new Office(_options, _clock);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_office is not null) await _office.DisposeAsync();
    }

    private async Task RestartAsync()
    {
        await _office.DisposeAsync();
        _office = new Office(_options, _clock);
    }

    [Fact]
    public async Task A_run_goes_from_task_to_task_and_ends()
    {
        await _office.PublishAsync(Flows.Sequence("two", Flows.Task("first", "Any", "p1"), Flows.Task("second", "Any", "p2")));
        var id = await _office.StartAsync("two");

        var first = (await _office.OpenTasksAsync(id)).ShouldHaveSingleItem();
        first.Title.ShouldBe("办理first");
        await _office.ActAsync(first.Id, "p1", opinion: "可以");
        var second = (await _office.OpenTasksAsync(id)).ShouldHaveSingleItem();
        await _office.ActAsync(second.Id, "p2");

        (await _office.InstanceAsync(id)).SubStatus.ShouldBe(SubStatus.Finished);
        await using var db = _office.Read();
        (await db.Waits.CountAsync()).ShouldBe(0);
        (await db.Tasks.Select(task => task.State).Distinct().ToListAsync()).ShouldBe([TaskState.Done]);
        var story = await db.History.Where(line => line.InstanceId == id).OrderBy(line => line.Seq).Select(line => line.Sentence).ToListAsync();
        story.ShouldContain("代表1办理“办理first”：同意。意见：可以");
        story[^1].ShouldBe("“two”全部办结。");
    }

    [Fact]
    public async Task Of_two_people_at_once_one_acts_and_the_other_is_told_who_did()
    {
        await _office.PublishAsync(Flows.Sequence("one", Flows.Task("first", "Any", "p1", "p2")));
        var id = await _office.StartAsync("one");
        var task = (await _office.OpenTasksAsync(id)).Single().Id;

        var results = await Task.WhenAll(Try("p1"), Try("p2"));

        var refused = results.OfType<TaskSettledException>().ShouldHaveSingleItem();
        refused.Message.ShouldBe($"已由 {(results[0] is null ? "代表1" : "代表2")} 于 3月5日 10:20 办理。");
        await using var db = _office.Read();
        (await db.TaskActs.CountAsync()).ShouldBe(1);

        async Task<Exception?> Try(string person)
        {
            try { await _office.ActAsync(task, person); return null; }
            catch (Exception problem) { return problem; }
        }
    }

    [Fact]
    public async Task A_task_is_for_those_it_was_given_to_and_in_their_turn()
    {
        await _office.PublishAsync(Flows.Sequence("turns", Flows.Task("round", "Sequential", "p1", "p2")));
        var task = (await _office.OpenTasksAsync(await _office.StartAsync("turns"))).Single().Id;

        (await Should.ThrowAsync<NotAllowedException>(_office.ActAsync(task, "p3"))).Message.ShouldBe("这项任务没有交给您办理。");
        (await Should.ThrowAsync<NotAllowedException>(_office.ActAsync(task, "p2"))).Message.ShouldStartWith("还没有轮到您办理");
        await _office.ActAsync(task, "p1");
        (await Should.ThrowAsync<TaskSettledException>(_office.ActAsync(task, "p1"))).Message.ShouldBe("已由 您 于 3月5日 10:20 办理。");
        await _office.ActAsync(task, "p2");
        (await _office.OpenTasksAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_form_is_checked_before_anything_changes()
    {
        await _office.PublishAsync(Flows.Sequence("form", Flows.Form("report", "p1")));
        var id = await _office.StartAsync("form");
        var task = (await _office.OpenTasksAsync(id)).Single().Id;

        var refused = await Should.ThrowAsync<FormRefusedException>(_office.Tasks.ActAsync(task, "p1", "Done", null, new Dictionary<string, object?> { ["amount"] = "很多" }));
        refused.Problems.ShouldHaveSingleItem().Path.ShouldBe("amount");
        (await _office.InstanceAsync(id)).Revision.ShouldBe(1);

        await _office.Tasks.ActAsync(task, "p1", "Done", null, new Dictionary<string, object?> { ["amount"] = 12.5m });
        (await _office.InstanceAsync(id)).Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public async Task The_slower_of_two_bursts_on_one_state_is_refused()
    {
        await _office.PublishAsync(Flows.Sequence("one", Flows.Task("first", "Any", "p1")));
        var id = await _office.StartAsync("one");
        var runner = new BurstRunner(_office.Library);
        var stale = await _office.Commits.RunAsync(session => runner.Load(session, id), CancellationToken.None);
        await _office.ActAsync((await _office.OpenTasksAsync(id)).Single().Id, "p1");

        await Should.ThrowAsync<RevisionConflictException>(_office.Commits.RunAsync(session => RunStore.Save(session, stale), CancellationToken.None));
    }

    [Fact]
    public async Task A_command_that_fails_changes_nothing_and_takes_no_other_with_it()
    {
        var gate = new TaskCompletionSource();
        var first = _office.Commits.RunAsync(session => { gate.Task.Wait(); Set(session, "first"); }, CancellationToken.None);
        var middle = _office.Commits.RunAsync(session => { Set(session, "middle"); throw new RefusedException("no", "不行。"); }, CancellationToken.None);
        var crash = _office.Commits.RunAsync(session => { Set(session, "crash"); session.Execute($"INSERT INTO nowhere (x) VALUES ({1})"); }, CancellationToken.None);
        var last = _office.Commits.RunAsync(session => Set(session, "last"), CancellationToken.None);
        gate.SetResult();

        await first;
        (await Should.ThrowAsync<RefusedException>(middle)).Message.ShouldBe("不行。");
        await Should.ThrowAsync<Exception>(crash);
        await last;
        await using var db = _office.Read();
        (await db.Settings.Where(setting => setting.Name != "started").Select(setting => setting.Name).OrderBy(name => name).ToListAsync()).ShouldBe(["first", "last"]);

        static void Set(WriteSession session, string name) => session.Execute($"INSERT INTO settings (name, value) VALUES ({name}, {"1"})");
    }

    [Fact]
    public async Task A_restart_changes_nothing()
    {
        await _office.PublishAsync(Flows.Sequence("all", Flows.Task("round", "All", "p1", "p2", "p3"), Flows.Delay("rest", TimeSpan.FromHours(2)), Flows.Task("end", "Any", "p1")));
        var id = await _office.StartAsync("all");
        var task = (await _office.OpenTasksAsync(id)).Single().Id;
        await _office.ActAsync(task, "p1");
        await RestartAsync();
        await _office.ActAsync(task, "p2");
        await RestartAsync();
        await _office.ActAsync(task, "p3");
        await RestartAsync();

        (await _office.Timers.SweepAsync(CancellationToken.None)).ShouldBe(0);
        _clock.Advance(TimeSpan.FromHours(3));
        (await Task.WhenAll(_office.Timers.SweepAsync(CancellationToken.None), new Office(_options, _clock).Timers.SweepAsync(CancellationToken.None))).Sum().ShouldBe(1, "a timer goes off once, however many look");
        (await _office.OpenTasksAsync(id)).ShouldHaveSingleItem().ActivityId.ShouldBe("end");
        (await _office.Reconciler.RunAsync(true, CancellationToken.None)).Repaired.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_hundred_children_start_once_each_and_their_parent_hears_of_all()
    {
        await _office.PublishAsync(Flows.Sequence("child", Flows.Task("work", "Any", "p1")));
        await _office.PublishAsync(Flows.Sequence("parent", Flows.Children("all", "child", 200), Flows.Line("after", "都办完了")));
        var id = await _office.StartAsync("parent");

        var tasks = await _office.OpenTasksAsync();
        tasks.Count.ShouldBe(200);
        await Task.WhenAll(tasks.Select(task => _office.ActAsync(task.Id, "p1")));

        (await _office.InstanceAsync(id)).SubStatus.ShouldBe(SubStatus.Finished);
        await using var db = _office.Read();
        (await db.Instances.CountAsync(instance => instance.ParentId == id)).ShouldBe(200);
        (await db.Signals.CountAsync()).ShouldBe(0);
        (await db.History.CountAsync(line => line.InstanceId == id && line.Sentence == "都办完了")).ShouldBe(1);
    }

    [Fact]
    public async Task A_signal_is_applied_once_however_often_it_is_pumped()
    {
        await _office.PublishAsync(Flows.Sequence("child", Flows.Task("work", "Any", "p1")));
        await _office.PublishAsync(Flows.Sequence("parent", Flows.Child("one", "child")));
        var runner = new BurstRunner(_office.Library);
        // As if the process had died between the commit and the pump.
        var signals = await _office.Commits.RunAsync(session =>
        {
            runner.Start(session, new StartOrder("parent", Office.Place, ProcessDesk.System));
            return session.Signals;
        }, CancellationToken.None);
        signals.ShouldHaveSingleItem();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _office.Pump.PumpAsync(signals)).Append(_office.Reconciler.RunAsync(true, CancellationToken.None)));

        (await _office.OpenTasksAsync()).ShouldHaveSingleItem();
        await using var db = _office.Read();
        (await db.Signals.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_child_that_is_not_published_yet_is_started_later()
    {
        await _office.PublishAsync(Flows.Sequence("parent", Flows.Child("one", new System.Text.Json.Nodes.JsonObject { ["script"] = "'la' + 'te'" })));
        var id = await _office.StartAsync("parent");
        (await _office.Reconciler.RunAsync(false, CancellationToken.None)).IsHealthy.ShouldBeFalse();

        await _office.PublishAsync(Flows.Sequence("late", Flows.Line("x", "到了")));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _office.Reconciler.RunAsync(false, CancellationToken.None);
        (await _office.InstanceAsync(id)).SubStatus.ShouldBe(SubStatus.Finished);
    }

    [Fact]
    public async Task A_procedure_that_starts_itself_is_stopped()
    {
        await _office.PublishAsync(Flows.Sequence("self", Flows.Child("again", "self")));

        await _office.StartAsync("self");

        await using var db = _office.Read();
        (await db.Instances.CountAsync()).ShouldBe(17, "the first one and sixteen generations after it");
        (await _office.Reconciler.RunAsync(false, CancellationToken.None)).IsHealthy.ShouldBeFalse("somebody must look at it");
    }

    [Fact]
    public async Task An_event_wakes_every_run_of_its_own_place_that_waits_for_it()
    {
        await _office.PublishAsync(Flows.Sequence("waits", Flows.Event("wait", "开会")));
        await _office.PublishAsync(Flows.Sequence("tells", Flows.Publish("tell", "开会")));
        var here = new[] { await _office.StartAsync("waits"), await _office.StartAsync("waits") };
        var there = await _office.Desk.StartAsync(new StartRequest("waits", "elsewhere", "stranger"));

        await _office.StartAsync("tells");

        foreach (var id in here) (await _office.InstanceAsync(id)).SubStatus.ShouldBe(SubStatus.Finished);
        (await _office.InstanceAsync(there)).SubStatus.ShouldBe(SubStatus.Suspended);
    }

    [Fact]
    public async Task Only_the_office_of_the_place_moves_timers_and_withdraws()
    {
        await _office.PublishAsync(Flows.Sequence("child", Flows.Task("work", "Any", "p1")));
        await _office.PublishAsync(Flows.Sequence("slow", Flows.Delay("rest", TimeSpan.FromDays(30)), Flows.Children("all", "child", 2)));
        var id = await _office.StartAsync("slow");
        await using var db = _office.Read();
        var wait = (await db.Waits.SingleAsync()).Id;

        await Should.ThrowAsync<NotAllowedException>(_office.Desk.FireTimerAsync(wait, "p1", "急"));
        await Should.ThrowAsync<NotFoundException>(_office.Desk.FireTimerAsync(wait, "stranger", "急"));
        (await Should.ThrowAsync<RefusedException>(_office.Desk.FireTimerAsync(wait, Office.Staff, " "))).Code.ShouldBe("reason-missing");
        await _office.Desk.FireTimerAsync(wait, Office.Staff, "会期提前");
        (await _office.OpenTasksAsync()).Count.ShouldBe(2);

        await Should.ThrowAsync<NotFoundException>(_office.Desk.WithdrawAsync(id, "stranger", "不办了"));
        await _office.Desk.WithdrawAsync(id, Office.Staff, "不办了");
        (await _office.OpenTasksAsync()).ShouldBeEmpty();
        (await db.Waits.CountAsync()).ShouldBe(0);
        (await db.Instances.Select(instance => instance.SubStatus).Distinct().ToListAsync()).ShouldBe([SubStatus.Cancelled]);
    }

    [Fact]
    public async Task A_failed_step_stands_still_until_the_office_runs_it_again_or_skips_it()
    {
        var bad = Flows.Fails("bad");
        bad["metadata"] = new JsonObject { ["displayText"] = "印发通知" };
        await _office.PublishAsync(Flows.Sequence("fails", bad, Flows.Task("after", "Any", "p1")));
        var id = await _office.StartAsync("fails");
        var row = await _office.InstanceAsync(id);
        row.OpenIncidents.ShouldBe(1);
        var execution = JsonDocument.Parse(row.Document).RootElement.GetProperty("incidents")[0].GetProperty("executionId").GetInt32();

        await _office.Desk.RetryAsync(id, execution, Office.Staff);
        (await _office.InstanceAsync(id)).OpenIncidents.ShouldBe(1);
        await _office.Desk.SkipAsync(id, execution, Office.Staff, "手工处理");
        (await _office.InstanceAsync(id)).OpenIncidents.ShouldBe(0);
        (await _office.OpenTasksAsync(id)).ShouldHaveSingleItem();
        await using var db = _office.Read();
        (await db.History.Where(line => line.InstanceId == id && line.Kind == HistoryKind.Act).Select(line => line.Sentence).ToListAsync())
            .ShouldContain(sentence => sentence.EndsWith("跳过出错的步骤“印发通知”。理由：手工处理", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_skips_a_step_with_several_ways_out_says_which_one_to_take()
    {
        await _office.PublishAsync(Flows.Undecidable("which"));
        var id = await _office.StartAsync("which");
        var execution = JsonDocument.Parse((await _office.InstanceAsync(id)).Document).RootElement.GetProperty("incidents")[0].GetProperty("executionId").GetInt32();

        (await Should.ThrowAsync<RefusedException>(_office.Desk.SkipAsync(id, execution, Office.Staff, "人工判断"))).Code.ShouldBe("which-way");
        (await Should.ThrowAsync<RefusedException>(_office.Desk.SkipAsync(id, execution, Office.Staff, "人工判断", "Maybe"))).Code.ShouldBe("unknown-way");
        (await _office.InstanceAsync(id)).OpenIncidents.ShouldBe(1);
        await _office.Desk.SkipAsync(id, execution, Office.Staff, "人工判断", "False");

        (await _office.OpenTasksAsync(id)).ShouldHaveSingleItem().ActivityId.ShouldBe("no");
    }

    [Fact]
    public async Task Rows_that_disagree_with_their_run_are_put_right()
    {
        await _office.PublishAsync(Flows.Sequence("one", Flows.Task("first", "Any", "p1")));
        var (lost, extra) = (await _office.StartAsync("one"), await _office.StartAsync("one"));
        await _office.Commits.RunAsync(session =>
        {
            session.Execute($"DELETE FROM waits WHERE instance_id = {lost}");
            session.Execute($"UPDATE tasks SET state = {TaskState.Withdrawn} WHERE instance_id = {lost}");
            session.Execute($"INSERT INTO waits (id, jurisdiction_id, instance_id, bookmark_id, kind, name, activity_id, node_id, title, execution, since) VALUES ({extra + ".w9"}, {Office.Place}, {extra}, {"w9"}, {WaitKind.Timer}, {"x"}, {"x"}, {"x"}, {"x"}, {1}, {session.Now})");
        }, CancellationToken.None);

        (await _office.Reconciler.RunAsync(true, CancellationToken.None)).Repaired.Order().ShouldBe(new[] { lost, extra }.Order());
        (await _office.Reconciler.RunAsync(true, CancellationToken.None)).Repaired.ShouldBeEmpty();
        await _office.ActAsync((await _office.OpenTasksAsync(lost)).Single().Id, "p1");
        (await _office.InstanceAsync(lost)).SubStatus.ShouldBe(SubStatus.Finished);
    }

    [Fact]
    public async Task The_audit_chain_holds_and_shows_every_kind_of_tampering()
    {
        await _office.PublishAsync(Flows.Sequence("one", Flows.Task("first", "Any", "p1")));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await _office.ActAsync((await _office.OpenTasksAsync(await _office.StartAsync("one"))).Single().Id, "p1")));
        (await VerifyAsync()).Holds.ShouldBeTrue();
        (await VerifyAsync()).Entries.ShouldBe(40);

        (await TamperedAsync($"UPDATE audit SET actor = {"p9"} WHERE jurisdiction_id = {Office.Place} AND seq = {7L}")).BrokenAt.ShouldBe(7);
        (await TamperedAsync($"DELETE FROM audit WHERE jurisdiction_id = {Office.Place} AND seq = {12L}")).BrokenAt.ShouldBe(12);
        (await TamperedAsync($"DELETE FROM audit WHERE jurisdiction_id = {Office.Place} AND seq >= {39L}")).BrokenAt.ShouldBe(39);
        (await TamperedAsync($"UPDATE audit SET seq = seq + {1000L} WHERE jurisdiction_id = {Office.Place} AND seq = {40L}")).BrokenAt.ShouldBe(40);
        (await VerifyAsync()).Holds.ShouldBeTrue();

        Task<AuditVerdict> VerifyAsync() => _office.Commits.ReadAsync(session => AuditLog.Verify(session, Office.Place), CancellationToken.None);

        // Read inside the transaction that tampers, which is then given up.
        async Task<AuditVerdict> TamperedAsync(FormattableString change)
        {
            AuditVerdict? seen = null;
            await Should.ThrowAsync<RefusedException>(_office.Commits.RunAsync(session =>
            {
                session.Execute(change).ShouldBeGreaterThan(0);
                seen = AuditLog.Verify(session, Office.Place);
                throw new RefusedException("undo", "撤回。");
            }, CancellationToken.None));
            return seen!;
        }
    }

    [Fact]
    public async Task Items_are_numbered_without_gaps_or_twins_while_the_window_is_open()
    {
        var cycle = await CycleAsync();
        (await Should.ThrowAsync<RefusedException>(_office.Items.SubmitAsync(Proposal(cycle, 0)))).Code.ShouldBe("collection-not-open");
        await WindowAsync(cycle, TimeSpan.FromDays(90));

        var receipts = await Task.WhenAll(Enumerable.Range(1, 40).Select(number => _office.Items.SubmitAsync(Proposal(cycle, number))));
        receipts.Select(receipt => receipt.Number).Order().ShouldBe(Enumerable.Range(1, 40).Select(number => $"ZS26-{number:0000}"));
        receipts.Select(receipt => receipt.Receipt).Distinct().Count().ShouldBe(40);
        (await _office.Items.FollowAsync(receipts[0].Receipt.ToLowerInvariant()))!.Stage.ShouldBe(ItemStage.Proposal);
        (await _office.Items.FollowAsync("NOSUCHCODE")).ShouldBeNull();

        (await Should.ThrowAsync<FormRefusedException>(_office.Items.SubmitAsync(Proposal(cycle, 41) with { Channel = "电话" }))).Problems.ShouldHaveSingleItem().Path.ShouldBe("channel");
        (await Should.ThrowAsync<FormRefusedException>(_office.Items.SubmitAsync(Proposal(cycle, 41) with { Title = "" }))).Problems.ShouldHaveSingleItem().Path.ShouldBe("title");
        (await Should.ThrowAsync<RefusedException>(_office.Items.SubmitAsync(Proposal(cycle, 41) with { Title = "空\0字符" }))).Code.ShouldBe("bad-text", "no database may see what only one of them could keep");
        (await _office.Items.SubmitAsync(Proposal(cycle, 41))).Number.ShouldBe("ZS26-0041", "a refusal uses up no number");
        _clock.Advance(TimeSpan.FromDays(91));
        (await Should.ThrowAsync<RefusedException>(_office.Items.SubmitAsync(Proposal(cycle, 42)))).Code.ShouldBe("collection-closed");
    }

    [Fact]
    public async Task A_merged_item_keeps_its_proposers_and_its_reason()
    {
        var cycle = await CycleAsync();
        await WindowAsync(cycle, TimeSpan.FromDays(90));
        var a = await _office.Items.SubmitAsync(Proposal(cycle, 1));
        var b = await _office.Items.SubmitAsync(Proposal(cycle, 2));
        var c = await _office.Items.SubmitAsync(Proposal(cycle, 3));
        await _office.Commits.RunAsync(session =>
        {
            var run = new BurstRunner(_office.Library).Load(session, session.First($"SELECT root_instance_id FROM cycles WHERE id = {cycle}", reader => reader.GetString(0))!);
            EffectWriter.Write(session, run, new DecideItems([new ItemDecision(a.ItemId, ItemStage.Merged, "并入", "同一条路", "政府办", b.ItemId)]), Office.Staff);
            EffectWriter.Write(session, run, new DecideItems([new ItemDecision(b.ItemId, ItemStage.Merged, "并入", "同一条路", "政府办", c.ItemId)]), Office.Staff);
        }, CancellationToken.None);

        (await _office.Items.ListAsync(cycle, [ItemStage.Proposal])).ShouldHaveSingleItem().Proposers.ShouldBe(3);
        var status = (await _office.Items.FollowAsync(a.Receipt))!;
        status.MergedInto.ShouldBe(c.Number);
        status.Steps.ShouldHaveSingleItem().Reason.ShouldBe("同一条路");
    }

    [Fact]
    public async Task A_vote_goes_from_the_frozen_roll_to_the_adopted_project_however_many_cast_at_once()
    {
        await _office.PublishAsync(Flows.Sequence("vote", Flows.Task("hold", "Any", "p1"), Flows.Step("Minsheng.Ballot", "ballot", ("seats", 1))));
        var cycle = await _office.Desk.StartCycleAsync("vote", 2026, Office.Place, Office.Staff);
        await WindowAsync(cycle, TimeSpan.FromDays(90));
        var items = await Task.WhenAll(Enumerable.Range(1, 3).Select(number => _office.Items.SubmitAsync(Proposal(cycle, number))));
        await _office.Commits.RunAsync(session =>
        {
            var run = new BurstRunner(_office.Library).Load(session, session.First($"SELECT root_instance_id FROM cycles WHERE id = {cycle}", reader => reader.GetString(0))!);
            EffectWriter.Write(session, run, new DecideItems([.. items.Select(item => new ItemDecision(item.ItemId, ItemStage.Candidate, "通过", "", "常委会"))]), Office.Staff);
        }, CancellationToken.None);
        await _office.ActAsync((await _office.OpenTasksAsync()).Single().Id, "p1");
        await using var db = _office.Read();
        var ballot = (await db.Ballots.SingleAsync()).Id;
        var rows = (await _office.Items.ListAsync(cycle, [ItemStage.Candidate])).Select(item => item.Number).ToList();

        (await Should.ThrowAsync<RefusedException>(_office.Ballots.CastAsync(ballot, "p1", [0, 1, 1]))).Code.ShouldBe("ballot-not-open");
        await Should.ThrowAsync<NotAllowedException>(_office.Ballots.OpenBoxAsync(ballot, "p1", "口令一二三四", 50));
        (await _office.Ballots.OpenBoxAsync(ballot, "chair", "青山绿水长流", 50)).ShouldBeFalse();
        (await _office.Ballots.OpenBoxAsync(ballot, "scrutineer", "白云蓝天如洗", null)).ShouldBeTrue();
        var receipts = await Task.WhenAll(Enumerable.Range(1, 45).Select(number => _office.Ballots.CastAsync(ballot, $"p{number}", number <= 40 ? [0, 1, 1] : [1, 0, 2])));
        (await Should.ThrowAsync<RefusedException>(_office.Ballots.CastAsync(ballot, "p1", [0, 1, 1]))).Code.ShouldBe("already-cast");
        await Should.ThrowAsync<NotAllowedException>(_office.Ballots.CastAsync(ballot, "staff", [0, 1, 1]));
        (await Should.ThrowAsync<RefusedException>(_office.Ballots.CastAsync(ballot, "p50", [0, 0, 1]))).Code.ShouldBe("slip-invalid");
        var twice = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try { await _office.Ballots.CastAsync(ballot, "p46", [1, 1, 0]); return 1; }
            catch (RefusedException) { return 0; }
        }));
        twice.Sum().ShouldBe(1);

        await _office.Ballots.CloseAsync(ballot, "scrutineer");
        (await Should.ThrowAsync<RefusedException>(_office.Ballots.CastAsync(ballot, "p47", [0, 1, 1]))).Code.ShouldBe("ballot-state");
        (await Should.ThrowAsync<RefusedException>(_office.Ballots.UnsealAsync(ballot, "chair", "青山绿水长流"))).Code.ShouldBe("wrong-keeper");
        (await Should.ThrowAsync<RefusedException>(_office.Ballots.UnsealAsync(ballot, "scrutineer", "猜的"))).Code.ShouldBe("wrong-passphrase");
        (await _office.Ballots.UnsealAsync(ballot, "scrutineer", "白云蓝天如洗")).ShouldBeFalse();
        (await _office.Ballots.UnsealAsync(ballot, "chair", "青山绿水长流")).ShouldBeTrue();

        (await _office.Items.ListAsync(cycle, [ItemStage.Project])).ShouldHaveSingleItem().Number.ShouldBe(rows[0]);
        (await _office.Ballots.SlipsAsync(ballot)).Count.ShouldBe(46);
        (await _office.Ballots.ReceiptsAsync(ballot)).ShouldBe((await _office.Ballots.ReceiptsAsync(ballot)).Order(StringComparer.Ordinal));
        receipts.Except(await _office.Ballots.ReceiptsAsync(ballot)).ShouldBeEmpty();
        var row = await db.Ballots.AsNoTracking().SingleAsync();
        (row.ChairLockedKey ?? row.ScrutineerLockedKey).ShouldBeNull();
        row.Unreadable.ShouldBe(0);
        (await db.Cycles.SingleAsync()).State.ShouldBe(CycleState.Finished);
        (await db.Audit.Select(entry => entry.DetailsJson).ToListAsync()).ShouldAllBe(details => !receipts.Any(details.Contains));
    }

    [Fact]
    public async Task A_cycle_is_started_once_a_year_by_the_office()
    {
        var cycle = await CycleAsync();
        (await Should.ThrowAsync<RefusedException>(_office.Desk.StartCycleAsync("cycle", 2026, Office.Place, Office.Staff))).Code.ShouldBe("cycle-exists");
        await Should.ThrowAsync<NotAllowedException>(_office.Desk.StartCycleAsync("cycle", 2027, Office.Place, "p1"));
        await using var db = _office.Read();
        (await db.Cycles.SingleAsync()).Title.ShouldBe("柞水县2026年cycle");
        await _office.ActAsync((await _office.OpenTasksAsync()).Single().Id, "p1");
        (await db.Cycles.SingleAsync(row => row.Id == cycle)).State.ShouldBe(CycleState.Finished);
    }

    [Fact]
    public async Task A_definition_that_cannot_run_leaves_nothing_behind()
    {
        var refused = await Should.ThrowAsync<InvalidDefinitionException>(_office.Library.ImportAsync(Flows.Sequence("bad", Flows.Step("No.Such", "x"), Flows.Step("No.Other", "y")), "bad.json", Office.Place, Office.Staff));
        refused.Problems.Count(problem => problem.IsError).ShouldBe(2);
        await using var db = _office.Read();
        (await db.Definitions.CountAsync() + await db.DefinitionVersions.CountAsync() + await db.DefinitionFiles.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_procedure_whose_child_is_missing_stays_a_draft_until_the_child_is_published()
    {
        var parent = await _office.Library.ImportAsync(Flows.Sequence("parent", Flows.Child("one", "late")), "parent.json", Office.Place, Office.Staff);
        parent.Problems.ShouldHaveSingleItem().Message.ShouldBe("“one”要启动的子方案“late”不存在，请先导入并发布它，或改选一个已有的方案。");
        (await Should.ThrowAsync<InvalidDefinitionException>(_office.Library.PublishAsync(parent.VersionId, Office.Staff))).Problems.ShouldHaveSingleItem().Code.ShouldBe("missing-child");

        await _office.PublishAsync(Flows.Sequence("late", Flows.Line("x", "到了")));
        await _office.Library.PublishAsync(parent.VersionId, Office.Staff);

        (await _office.InstanceAsync(await _office.StartAsync("parent"))).SubStatus.ShouldBe(SubStatus.Finished);
    }

    [Fact]
    public async Task A_year_is_not_started_with_a_procedure_for_another_level()
    {
        var townships = System.Text.Json.Nodes.JsonNode.Parse(Flows.Sequence("towns", Flows.Line("x", "到了")))!;
        townships["customProperties"] = new System.Text.Json.Nodes.JsonObject { ["level"] = "Township" };
        var file = System.Text.Encoding.UTF8.GetBytes(townships.ToJsonString());
        await _office.PublishAsync(file);

        var refused = await Should.ThrowAsync<RefusedException>(_office.Desk.StartCycleAsync("towns", 2026, Office.Place, Office.Staff));
        (refused.Code, refused.Message.Contains("用于乡镇，这里是县级")).ShouldBe(("unfit-definition", true), refused.Message);
        (await _office.Library.CheckAsync(file, Office.Place)).ShouldHaveSingleItem().Code.ShouldBe("wrong-level");
    }

    [Fact]
    public async Task A_year_is_not_started_with_settings_it_cannot_run_with()
    {
        var vote = System.Text.Json.Nodes.JsonNode.Parse(Flows.Sequence("vote", Flows.Step("Minsheng.Ballot", "ballot", ("seats", 5))))!;
        vote["inputs"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"name": "seats", "type": "Int32", "defaultValue": 5}]""");
        vote["root"]!["activities"]![0]!["seats"] = System.Text.Json.Nodes.JsonNode.Parse("""{"typeName": "Int32", "expression": {"type": "Input", "value": {"name": "seats"}}}""");
        await _office.PublishAsync(System.Text.Encoding.UTF8.GetBytes(vote.ToJsonString()));

        var refused = await Should.ThrowAsync<RefusedException>(_office.Desk.StartCycleAsync("vote", 2026, Office.Place, Office.Staff, new Dictionary<string, object?> { ["seats"] = 0 }));
        refused.Message.ShouldEndWith("“应选数”填的是 0，不能小于 1，请改正。");
        (await _office.Desk.StartCycleAsync("vote", 2026, Office.Place, Office.Staff, new Dictionary<string, object?> { ["seats"] = 3 })).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_runs_keeps_its_version_and_what_it_embeds()
    {
        var embedded = Flows.Sequence("inner", Flows.Task("old", "Any", "p1"));
        await _office.PublishAsync(embedded);
        await _office.PublishAsync(Flows.Sequence("outer", Flows.Line("start", "开始"), Embedded("step", "inner"), Flows.Task("after", "Any", "p1")));
        var id = await _office.StartAsync("outer");

        await _office.PublishAsync(Flows.Sequence("inner", Flows.Task("new", "Any", "p2")));
        await RestartAsync();
        (await _office.OpenTasksAsync(id)).Single().ActivityId.ShouldBe("old");
        await _office.ActAsync((await _office.OpenTasksAsync(id)).Single().Id, "p1");
        (await _office.OpenTasksAsync(id)).Single().ActivityId.ShouldBe("after");

        static System.Text.Json.Nodes.JsonObject Embedded(string id, string definition)
        {
            var step = Flows.Step("Inner", id);
            step["workflowDefinitionId"] = definition;
            return step;
        }
    }

    [Fact]
    public async Task A_folder_is_published_where_there_is_none_and_drafted_where_it_changed()
    {
        var folder = Directory.CreateTempSubdirectory("minsheng-definitions").FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "a.json"), Flows.Sequence("a", Flows.Line("x", "一")));
        await File.WriteAllTextAsync(Path.Combine(folder, "b.json"), "{ not json");

        var first = await _office.Library.ImportFolderAsync(folder);
        first.Single(file => file.File == "b.json").Problem.ShouldNotBeNull();
        (await _office.Library.ImportFolderAsync(folder)).Single(file => file.File == "a.json").Imported!.IsNew.ShouldBeFalse();
        await File.WriteAllBytesAsync(Path.Combine(folder, "a.json"), Flows.Sequence("a", Flows.Line("x", "二")));
        (await _office.Library.ImportFolderAsync(folder)).Single(file => file.File == "a.json").Imported!.Version.ShouldBe(2);

        await using var db = _office.Read();
        (await db.DefinitionVersions.OrderBy(version => version.Version).Select(version => version.State).ToListAsync()).ShouldBe([DefinitionState.Published, DefinitionState.Draft]);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_context_of_one_place_sees_no_other()
    {
        await _office.PublishAsync(Flows.Sequence("one", Flows.Task("first", "Any", "p1")));
        await _office.StartAsync("one");
        var reads = new ReadSide(() => Office.Open(_options));
        await using var here = reads.Of(Office.Place);
        await using var there = reads.Of("elsewhere");
        (await here.Instances.CountAsync()).ShouldBe(1);
        (await there.Instances.CountAsync()).ShouldBe(0);
        (await there.TaskParticipants.CountAsync() + await there.Audit.CountAsync() + await there.History.CountAsync()).ShouldBe(0);
        (await there.People.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_model_has_no_changes_without_a_migration()
    {
        await using var db = Office.Open(_options);
        db.Database.HasPendingModelChanges().ShouldBeFalse();
        (await db.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
    }

    private async Task<string> CycleAsync()
    {
        await _office.PublishAsync(Flows.Sequence("cycle", Flows.Task("hold", "Any", "p1")));
        return await _office.Desk.StartCycleAsync("cycle", 2026, Office.Place, Office.Staff);
    }

    private Task WindowAsync(string cycle, TimeSpan length) => _office.Commits.RunAsync(session =>
    {
        var run = new BurstRunner(_office.Library).Load(session, session.First($"SELECT root_instance_id FROM cycles WHERE id = {cycle}", reader => reader.GetString(0))!);
        EffectWriter.Write(session, run, new OpenCollection(session.Now + length, ["群众", "代表"], ["交通出行"]), Office.Staff);
    }, CancellationToken.None);

    private static Proposal Proposal(string cycle, int number) =>
        new(cycle, $"修路{number}", "把村口的路修好", "交通出行", "村口", "", 12.5m, "群众", $"村民{number}", "13800000000");
}
