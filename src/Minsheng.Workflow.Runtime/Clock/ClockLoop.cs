using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Minsheng.Workflow.Runtime.Clock;

/// <summary>Without a scheduler: starts the jobs in this process alone, each by itself, never twice at a time.</summary>
internal sealed class ClockLoop(IEnumerable<ClockJob> jobs, TimeProvider clock, ILogger<ClockLoop> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(jobs.Select(job => job.Schedule is { } schedule ? RunAsync(job, schedule, stoppingToken) : Task.CompletedTask));

    private async Task RunAsync(ClockJob job, ClockSchedule schedule, CancellationToken stopping)
    {
        try
        {
            for (var wait = schedule.First; ; wait = schedule.Interval)
            {
                await Task.Delay(wait, clock, stopping);
                try
                {
                    await job.RunAsync(stopping);
                }
                catch (Exception problem) when (problem is not OperationCanceledException || !stopping.IsCancellationRequested)
                {
                    logger.LogError(problem, "Job {Job} failed and comes again", job.Name);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }
}
