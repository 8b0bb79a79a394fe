using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Minsheng.Workflow.Runtime.Clock;

/// <summary>One run of a job by its name. A failure is logged, not retried: the next time comes anyway.</summary>
[DisallowConcurrentExecution]
internal sealed class ClockRun(IEnumerable<ClockJob> jobs, IHostApplicationLifetime site, ILogger<ClockRun> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, site.ApplicationStopping);
        var name = context.JobDetail.Key.Name;
        try
        {
            if (jobs.FirstOrDefault(job => job.Name == name) is { } job) await job.RunAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception problem)
        {
            logger.LogError(problem, "Job {Job} failed and comes again", name);
        }
    }
}
