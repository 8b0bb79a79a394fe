using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Runtime;
using Quartz;

namespace Minsheng.Workflow.Host.Tests.Clock;

/// <summary>A site without pages, in a process of its own: it keeps the clock until it is killed.</summary>
internal static class ClockNode
{
    public const string Argument = "clock-node";

    public static async Task RunAsync(string provider, string connectionString)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = provider, ["ConnectionStrings:Default"] = connectionString, ["Clock:CheckInSeconds"] = "1",
        });
        builder.Services.AddWorkflowRuntime(builder.Configuration);
        builder.Services.AddDataProtection();
        using var host = builder.Build();
        await host.StartAsync();
        var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        await Console.Out.WriteLineAsync($"ready {scheduler.SchedulerInstanceId}");
        await host.WaitForShutdownAsync();
    }
}
