using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;
using Microsoft.EntityFrameworkCore;

namespace Minsheng.Workflow.Host.Tests.Clock;

/// <summary>Definitions that start by themselves.</summary>
public abstract class StartsContract : IAsyncLifetime
{
    /// <summary>Sunday, 10 in the morning in Beijing.</summary>
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 22, 2, 0, 0, TimeSpan.Zero));
    private Office _office = null!;

    private protected abstract Task<DatabaseOptions> CreateAsync();

    private protected Office TheOffice => _office;

    public async ValueTask InitializeAsync()
    {
        var options = await CreateAsync();
        await Office.SeedAsync(options, people: 1);
        _office = new Office(options, _clock);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _office.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("Each", 4)]
    [InlineData("Once", 1)]
    [InlineData("Skip", 0)]
    public async Task A_timer_starts_runs_and_the_rule_decides_about_those_missed(string catchUp, int madeUp)
    {
        await _office.PublishAsync(Starter("hourly", Flows.Step("Elsa.Timer", "tick", ("interval", "01:00:00"), ("catchUp", catchUp))), Office.Place);
        (await SweepAsync()).ShouldBe(0);
        _clock.Advance(TimeSpan.FromHours(1));
        await SweepAsync();
        (await RunsAsync()).ShouldBe(1);

        // Off over four of them; the next is half an hour away.
        _clock.Advance(TimeSpan.FromHours(4.5));
        await SweepAsync();
        (await RunsAsync()).ShouldBe(1 + madeUp);
        (await NextAsync()).ShouldBe(_clock.GetUtcNow().AddHours(0.5));
        await using var db = _office.Read();
        (await db.Audit.CountAsync(entry => entry.Act == "start-skipped")).ShouldBe(catchUp == "Skip" ? 1 : 0);
    }

    [Fact]
    public async Task A_cron_goes_by_the_clock_of_the_place()
    {
        await _office.PublishAsync(Starter("nine", Flows.Step("Elsa.Cron", "nine", ("cronExpression", "0 0 9 * * *"))), Office.Place);
        (await NextAsync()).ShouldBe(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8)));
        _clock.Advance(TimeSpan.FromHours(23));
        await SweepAsync();
        (await RunsAsync()).ShouldBe(1);
        (await NextAsync()).ShouldBe(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(8)));
    }

    [Fact]
    public async Task A_moment_comes_once_and_one_that_has_passed_never()
    {
        await _office.PublishAsync(Starter("past", Flows.Step("Elsa.StartAt", "then", ("dateTime", "2026-11-22T09:00:00+08:00"))), Office.Place);
        (await NextAsync()).ShouldBeNull();
        await _office.PublishAsync(Starter("moment", Flows.Step("Elsa.StartAt", "then", ("dateTime", "2026-11-22T11:00:00+08:00"))), Office.Place);
        _clock.Advance(TimeSpan.FromHours(3));
        await SweepAsync();
        (await RunsAsync()).ShouldBe(1);
        (await NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Two_nodes_start_one_run_and_a_clock_set_back_starts_none()
    {
        await _office.PublishAsync(Starter("hourly", Flows.Step("Elsa.Cron", "tick", ("cronExpression", "0 0 * * * *"))), Office.Place);
        await using var other = new Office(_office.Options, _clock);
        _clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(_office.Timers.SweepAsync(CancellationToken.None), other.Timers.SweepAsync(CancellationToken.None));
        (await RunsAsync()).ShouldBe(1);
        _clock.Advance(-TimeSpan.FromHours(1));
        await SweepAsync();
        _clock.Advance(TimeSpan.FromMinutes(59));
        await SweepAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await SweepAsync();
        (await RunsAsync()).ShouldBe(1, "the same hour does not come twice");
    }

    [Fact]
    public async Task A_newer_version_takes_the_place_of_the_older_and_the_shelf_starts_nothing()
    {
        await _office.PublishAsync(Starter("hourly", Flows.Step("Elsa.Timer", "tick", ("interval", "01:00:00"))), Office.Place);
        await _office.PublishAsync(Starter("hourly", Flows.Step("Elsa.Timer", "tock", ("interval", "02:00:00"))), Office.Place);
        await _office.PublishAsync(Starter("shelf", Flows.Step("Elsa.Timer", "tick", ("interval", "00:10:00"))));
        (await NextAsync()).ShouldBe(_clock.GetUtcNow().AddHours(2));
    }

    [Theory]
    [InlineData("Elsa.Cron", "cronExpression", "0 0 9 31 2 *", "cron-never")]
    [InlineData("Elsa.Cron", "cronExpression", "每天", "bad-cron")]
    [InlineData("Elsa.Timer", "interval", "00:00:00", "bad-interval")]
    public async Task What_never_comes_is_refused_when_it_is_set(string type, string input, string value, string code) =>
        (await Should.ThrowAsync<InvalidDefinitionException>(_office.PublishAsync(Starter("never", Flows.Step(type, "tick", (input, value))), Office.Place)))
            .Problems.Select(problem => problem.Code).ShouldBe([code]);

    private Task<int> SweepAsync() => _office.Timers.SweepAsync(CancellationToken.None);

    private async Task<int> RunsAsync()
    {
        await using var db = _office.Read();
        return await db.Instances.CountAsync();
    }

    private async Task<DateTimeOffset?> NextAsync()
    {
        await using var db = _office.Read();
        return (await db.Waits.Select(wait => wait.Due).ToListAsync()).Min();
    }

    private static byte[] Starter(string id, JsonObject trigger)
    {
        trigger["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return Flows.Sequence(id, trigger, Flows.Line("begun", "开始了"));
    }
}

public sealed class SqliteStartsTests : StartsContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.SqliteAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Databases.Delete(TheOffice.Options);
    }
}

public sealed class PostgresStartsTests : StartsContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.PostgresAsync();
}
