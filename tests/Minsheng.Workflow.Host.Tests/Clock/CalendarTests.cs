using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Settings;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Host.Tests.Clock;

/// <summary>Years whose holidays nobody knows yet, and zones.</summary>
public sealed class CalendarTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 9, 30, 15, 0, 0, TimeSpan.Zero));
    private Office _office = null!;

    public async ValueTask InitializeAsync()
    {
        var options = await Databases.SqliteAsync();
        await Office.SeedAsync(options, people: 2);
        _office = new Office(options, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _office.DisposeAsync();
        Databases.Delete(_office.Options);
    }

    [Fact]
    public async Task The_office_is_told_once_a_quarter_ahead_that_next_year_s_holidays_are_missing()
    {
        var job = new CalendarJob(_office.Commits, new ReadSide(() => Office.Open(_office.Options)));
        await job.RunAsync(CancellationToken.None);
        (await ToldAsync()).ShouldBeEmpty("in September the notice cannot be there yet");
        // Midnight in Beijing: it is October there.
        _clock.Advance(TimeSpan.FromHours(1));
        await job.RunAsync(CancellationToken.None);
        await job.RunAsync(CancellationToken.None);
        (await ToldAsync()).ShouldBe(["staff 还没有 2027 年的放假安排", "stranger 还没有 2027 年的放假安排"]);
    }

    [Fact]
    public async Task What_is_due_stays_where_it_was_when_the_calendar_changes()
    {
        await _office.PublishAsync(Flows.Sequence("monthly", Flows.Step("Minsheng.Cadence", "cadence", ("every", "Month"), ("day", 5))));
        var cycle = await _office.Desk.StartCycleAsync("monthly", 2027, Office.Place, Office.Staff);
        var due = await DueAsync();
        due.ShouldBe(new DateTimeOffset(2026, 10, 8, 0, 0, 0, TimeSpan.FromHours(8)), "the fifth falls into the holidays");
        await new CalendarDesk(_office.Commits, new ReadSide(() => Office.Open(_office.Options)), _clock).SetDayAsync(Office.Place, Office.Staff, new DateOnly(2026, 10, 5), isWorking: true);
        (await DueAsync()).ShouldBe(due);
        cycle.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_zone_that_does_not_exist_is_refused_where_it_is_set_and_stops_nothing_where_it_was_written_past_that()
    {
        Should.Throw<RefusedException>(() => Zones.Check("Asia/Peking2")).Message.ShouldContain("没有“Asia/Peking2”这个时区");
        Zones.Check(" Europe/Berlin ").ShouldBe("Europe/Berlin");
        Places.DatesOf("Mars/Olympus", null).Zone.Id.ShouldBe("Asia/Shanghai");
    }

    private async Task<List<string>> ToldAsync()
    {
        await using var db = _office.Read();
        return await db.Outbox.OrderBy(row => row.PersonId).Select(row => row.PersonId + " " + row.Subject).ToListAsync();
    }

    private async Task<DateTimeOffset?> DueAsync()
    {
        await using var db = _office.Read();
        return await db.Waits.Where(wait => wait.Kind == Engine.Running.WaitKind.Timer).Select(wait => wait.Due).SingleAsync();
    }
}
