using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Clock;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;
using Quartz;

namespace Minsheng.Workflow.Host.Tests.Clock;

/// <summary>The scheduler in a site as it runs in an office: on the site's own SQLite file.</summary>
public sealed class SchedulerTests : IAsyncLifetime
{
    private readonly string _file = Databases.NewFile();
    private WebApplication _site = null!;

    public async ValueTask InitializeAsync()
    {
        var options = Databases.Of(_file);
        await new DatabaseGuard(() => Office.Open(options), options).PrepareAsync();
        await Office.SeedAsync(options, people: 1);
        _site = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _site.StopAsync();
        await _site.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }

    [Fact]
    public async Task A_timer_goes_off_on_time_and_again_after_the_site_was_started_anew()
    {
        await PublishAsync(Flows.Sequence("short", Flows.Delay("rest", TimeSpan.FromSeconds(1)), Flows.Line("rung", "到点")));
        await PublishAsync(Flows.Sequence("long", Flows.Delay("rest", TimeSpan.FromSeconds(6)), Flows.Line("rung", "到点")));
        var shortOne = await RunAsync("short");
        var longOne = await RunAsync("long");
        await UntilAsync(() => EndedAsync(shortOne));

        await _site.StopAsync();
        await _site.DisposeAsync();
        _site = await StartAsync();
        await UntilAsync(() => EndedAsync(longOne));
    }

    [Fact]
    public async Task What_is_missing_or_wrong_in_the_scheduler_is_told_and_put_right()
    {
        var scheduler = await _site.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        var watch = _site.Services.GetRequiredService<ClockWatch>();
        await UntilAsync(async () => await scheduler.GetStatus() == SchedulerStatus.Running && await scheduler.GetTriggerState(new TriggerKey("files")) == TriggerState.Normal);
        (await watch.RunAsync(false, CancellationToken.None)).ShouldBeEmpty();

        await scheduler.DeleteJob(new JobKey("files"));
        await scheduler.ScheduleJob(
            TriggerBuilder.Create().WithIdentity("timers").ForJob("timers").StartAt(_site.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(3)).Build(), ScheduleJobOptions.Replacing);
        (await watch.RunAsync(false, CancellationToken.None)).ShouldBe(["定时任务“files”不见了，已重新设定。", "闹钟与等待事项对不上，已重新设定。"]);
        (await watch.RunAsync(false, CancellationToken.None)).ShouldBeEmpty();

        await scheduler.PauseTrigger(new TriggerKey("files"));
        (await watch.RunAsync(false, CancellationToken.None)).ShouldBe(["定时任务“files”停住了，已重新启动。"]);
        (await watch.RunAsync(false, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_clock_that_is_out_of_order_shows_on_the_page_of_health()
    {
        _site.Services.GetRequiredService<ClockHealth>().Told(default, ["定时任务“files”不见了，已重新设定。"]);
        var report = await _site.Services.GetRequiredService<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService>().CheckHealthAsync();
        report.Status.ShouldBe(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded);
        report.Entries["ready"].Description.ShouldNotBeNull();
    }

    private async Task<WebApplication> StartAsync()
    {
        // The site speaks Chinese from its start on; the test runner goes on in its own language.
        var (culture, language) = (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture);
        var site = Minsheng.Workflow.Web.Site.Build([
            "--urls", "http://127.0.0.1:0", "--environment", "Production", "--contentRoot", AppContext.BaseDirectory,
            "--Database:Provider", "Sqlite", "--ConnectionStrings:Default", $"Data Source={_file}", "--Logging:LogLevel:Default", "None", "--Logging:LogLevel:Microsoft.AspNetCore", "None",
        ]);
        (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture) = (culture, language);
        await site.StartAsync();
        return site;
    }

    private async Task PublishAsync(byte[] definition)
    {
        var library = _site.Services.GetRequiredService<DefinitionLibrary>();
        await library.PublishAsync((await library.ImportAsync(definition, "test.json", DefinitionLibrary.Shelf, ProcessDesk.System)).VersionId, ProcessDesk.System);
    }

    private Task<string> RunAsync(string definition) =>
        _site.Services.GetRequiredService<ProcessDesk>().StartAsync(new StartRequest(definition, Office.Place, Office.Staff));

    private async Task<bool> EndedAsync(string run)
    {
        await using var db = _site.Services.GetRequiredService<Func<WorkflowDb>>()();
        return await db.Instances.AnyAsync(row => row.Id == run && row.Status == Engine.Running.WorkflowStatus.Finished);
    }

    private static async Task UntilAsync(Func<Task<bool>> look)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await look()) await Task.Delay(50, enough.Token);
    }
}
