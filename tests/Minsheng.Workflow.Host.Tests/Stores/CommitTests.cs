using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>What the write path keeps in memory must never show.</summary>
public abstract class CommitContract
{
    private protected abstract Task<DatabaseOptions> CreateAsync();

    [Fact]
    public async Task A_post_taken_away_beside_the_write_path_is_gone_at_once()
    {
        await using var office = await OpenAsync();
        await office.StartAsync("one");
        await ChangeAsync(office, post => post.Until = new DateOnly(2021, 1, 1));
        await Should.ThrowAsync<NotAllowedException>(office.StartAsync("one"));
        await ChangeAsync(office, post => post.Until = null);
        await office.StartAsync("one");
    }

    [Fact]
    public async Task A_listener_that_stumbles_after_the_commit_is_no_trouble_of_whoever_committed()
    {
        await using var office = await OpenAsync();
        (await office.Commits.RunAsync(session =>
        {
            session.AfterCommit(() => throw new InvalidOperationException("listener"));
            return 7;
        }, CancellationToken.None)).ShouldBe(7);
    }

    [Fact]
    public async Task A_post_taken_away_by_a_command_is_gone_for_the_next_and_back_when_the_command_fails()
    {
        await using var office = await OpenAsync();
        await office.StartAsync("one");
        var gate = new TaskCompletionSource();
        var blocker = office.Commits.RunAsync(_ => gate.Task.Wait(), CancellationToken.None);
        var failing = office.Commits.RunAsync(session => { Remove(session, true); throw new RefusedException("no", "不行。"); }, CancellationToken.None);
        var after = office.StartAsync("one");
        gate.SetResult();
        await blocker;
        await Should.ThrowAsync<RefusedException>(failing);
        await after;
        await office.Commits.RunAsync(session => Remove(session, true), CancellationToken.None);
        await Should.ThrowAsync<NotAllowedException>(office.StartAsync("one"));
        await office.Commits.RunAsync(session => Remove(session, false), CancellationToken.None);
        await office.StartAsync("one");

        static void Remove(WriteSession session, bool gone) =>
            session.Execute($"UPDATE people SET is_active = {!gone} WHERE id = {Office.Staff}");
    }

    [Fact]
    public async Task Among_many_commands_at_once_those_that_fail_leave_no_gap_in_the_chain()
    {
        await using var office = await OpenAsync();
        var gate = new TaskCompletionSource();
        var blocker = office.Commits.RunAsync(_ => gate.Task.Wait(), CancellationToken.None);
        var all = Enumerable.Range(0, 60).Select(number => office.Commits.RunAsync(session =>
        {
            AuditLog.Write(session, number % 2 == 0 ? Office.Place : "elsewhere", "p1", "tried", $"{number}");
            session.Execute($"INSERT INTO settings (name, value) VALUES ({$"try-{number}"}, {"1"})");
            if (number % 7 == 3) throw new RefusedException("no", "不行。");
        }, CancellationToken.None)).ToList();
        gate.SetResult();
        await blocker;
        foreach (var (one, number) in all.Select((one, number) => (one, number)))
        {
            if (number % 7 == 3) await Should.ThrowAsync<RefusedException>(one);
            else await one;
        }
        await using var db = office.Read();
        var kept = Enumerable.Range(0, 60).Where(number => number % 7 != 3).ToList();
        (await db.Settings.CountAsync(setting => setting.Name.StartsWith("try-"))).ShouldBe(kept.Count);
        (await db.Audit.Where(entry => entry.Act == "tried").Select(entry => entry.Subject).ToListAsync()).Order().ShouldBe(kept.Select(number => $"{number}").Order());
        foreach (var place in new[] { Office.Place, "elsewhere" })
            (await office.Commits.ReadAsync(session => AuditLog.Verify(session, place), CancellationToken.None)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_published_next_is_what_starts_next()
    {
        await using var office = await OpenAsync();
        (await office.InstanceAsync(await office.StartAsync("one"))).Status.ShouldBe(WorkflowStatus.Running);
        await office.PublishAsync(Flows.Sequence("one", Flows.Line("only", "完")));
        (await office.InstanceAsync(await office.StartAsync("one"))).Status.ShouldBe(WorkflowStatus.Finished);
        await office.PublishAsync(Flows.Sequence("one", Flows.Task("own", "Any", "p2")), Office.Place);
        (await office.InstanceAsync(await office.StartAsync("one"))).Status.ShouldBe(WorkflowStatus.Running);
    }

    [Fact]
    public async Task What_a_failed_command_did_to_a_run_is_not_what_the_next_one_finds()
    {
        await using var office = await OpenAsync();
        await office.PublishAsync(Flows.Sequence("two", Flows.Event("a", "first"), Flows.Event("b", "second")));
        var id = await office.StartAsync("two");
        var gate = new TaskCompletionSource();
        var blocker = office.Commits.RunAsync(_ => gate.Task.Wait(), CancellationToken.None);
        var failing = office.Desk.DoAsync<bool>((session, runner) =>
        {
            var run = runner.Load(session, id);
            runner.Resume(session, run, new Stimulus(run.Before[0].Id), Office.Staff);
            throw new RefusedException("no", "不行。");
        }, CancellationToken.None);
        var next = office.Desk.DoAsync((session, runner) => runner.Load(session, id).Before.Single().Name, CancellationToken.None);
        gate.SetResult();
        await blocker;
        await Should.ThrowAsync<RefusedException>(failing);
        (await next).ShouldBe("first");
    }

    [Fact]
    public async Task A_run_changed_beside_the_write_path_is_read_again()
    {
        await using var office = await OpenAsync();
        var id = await office.StartAsync("one");
        await using (var db = Office.Open(office.Options))
        {
            (await db.Instances.SingleAsync(run => run.Id == id)).Title = "改了名的事";
            await db.SaveChangesAsync();
        }
        (await office.Desk.DoAsync((session, runner) => runner.Load(session, id).Title, CancellationToken.None)).ShouldBe("改了名的事");
    }

    private async Task<Office> OpenAsync()
    {
        var options = await CreateAsync();
        await Office.SeedAsync(options);
        var office = new Office(options, TimeProvider.System);
        await office.PublishAsync(Flows.Sequence("one", Flows.Task("first", "Any", "p1")));
        return office;
    }

    private static async Task ChangeAsync(Office office, Action<Runtime.Storage.Rows.PostRow> change)
    {
        await using var db = Office.Open(office.Options);
        change(await db.Posts.SingleAsync(post => post.PersonId == Office.Staff));
        await db.SaveChangesAsync();
    }
}

public sealed class SqliteCommitTests : CommitContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.SqliteAsync();
}

public sealed class PostgresCommitTests : CommitContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.PostgresAsync();
}
