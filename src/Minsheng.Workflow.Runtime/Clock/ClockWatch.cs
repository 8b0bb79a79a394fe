using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Runtime.Processes;
using Quartz;

namespace Minsheng.Workflow.Runtime.Clock;

/// <summary>
/// Every minute, and at the start: does the scheduler stand as the waits table and the list of jobs want it? What does not is put
/// right and told. It hangs on nothing of the scheduler, for who watches must not sleep when the watched does.
/// </summary>
internal sealed class ClockWatch(
    ISchedulerFactory schedulers, IEnumerable<ClockJob> jobs, AlarmClock alarm, TimerSweep sweep, ClockHealth health, TimeProvider clock, ILogger<ClockWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>How late something may be before it counts as overlooked.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>What two clocks, or a look and a setting, may differ by.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private readonly List<ClockJob> _jobs = [.. jobs];

    /// <returns>What was not as it should be, a sentence each; empty when all was.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(bool atStart, CancellationToken cancellation)
    {
        var scheduler = await schedulers.GetScheduler(cancellation);
        var found = new List<string>();
        foreach (var job in _jobs)
        {
            if (await PutRightAsync(scheduler, job, cancellation) is not { } state) continue;
            if (!atStart) found.Add(state);
        }
        var late = await sweep.LateAsync(clock.GetUtcNow() - Grace, cancellation);
        if (late > 0 && !atStart) found.Add($"有 {late} 个定时过了时间还没有触发，正在补。");
        if (await AlarmIsWrongAsync(scheduler, cancellation))
        {
            if (!atStart) found.Add("闹钟与等待事项对不上，已重新设定。");
            await alarm.SetAsync(true, cancellation);
        }
        if (!atStart && await scheduler.GetStatus(cancellation) != SchedulerStatus.Running) found.Add("时钟没有走，定时不会触发；请重新启动网站。");
        return found;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var atStart = true; !stoppingToken.IsCancellationRequested; atStart = false)
        {
            try
            {
                health.Told(clock.GetUtcNow(), await RunAsync(atStart, stoppingToken));
                await Task.Delay(Every, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                logger.LogError(problem, "The scheduler could not be looked at");
                health.Told(clock.GetUtcNow(), ["闹钟的记录读不出来，定时可能会晚；正在重试。"]);
                await Task.Delay(Every, clock, stoppingToken);
            }
        }
    }

    /// <returns>What was wrong with the job; null for nothing.</returns>
    private async Task<string?> PutRightAsync(IScheduler scheduler, ClockJob job, CancellationToken cancellation)
    {
        var (key, trigger) = (ClockScheduler.Job(job.Name), ClockScheduler.Trigger(job.Name));
        if (!await scheduler.Exists(key, cancellation))
        {
            await StoreAsync(scheduler, job, cancellation);
            return $"定时任务“{job.Name}”不见了，已重新设定。";
        }
        switch (await scheduler.GetTriggerState(trigger, cancellation))
        {
            case TriggerState.None or TriggerState.Complete when job.Schedule is not null:
                await StoreAsync(scheduler, job, cancellation);
                return $"定时任务“{job.Name}”不见了，已重新设定。";
            case TriggerState.Error:
                await scheduler.ResetTriggerFromErrorState(trigger, cancellation);
                return $"定时任务“{job.Name}”停住了，已重新启动。";
            case TriggerState.Paused:
                await scheduler.ResumeTrigger(trigger, cancellation);
                return $"定时任务“{job.Name}”停住了，已重新启动。";
            case TriggerState.Normal when job.Schedule is { } schedule && await scheduler.GetTrigger(trigger, cancellation) is ISimpleTrigger stored:
                if (stored.RepeatInterval != schedule.Interval)
                {
                    await StoreAsync(scheduler, job, cancellation);
                    return $"定时任务“{job.Name}”的间隔变了，已重新设定。";
                }
                return stored.NextFireTimeUtc < clock.GetUtcNow() - Grace - Grace ? $"定时任务“{job.Name}”该做而没有做，正在等它。" : null;
            default:
                return null;
        }
    }

    private async Task StoreAsync(IScheduler scheduler, ClockJob job, CancellationToken cancellation)
    {
        var detail = ClockScheduler.Detail(job.Name);
        if (job.Schedule is not { } schedule)
        {
            await scheduler.AddJob(detail, AddJobOptions.Replacing, cancellation);
            return;
        }
        var trigger = TriggerBuilder.Create().WithIdentity(ClockScheduler.Trigger(job.Name)).ForJob(detail).StartAt(clock.GetUtcNow() + schedule.First)
            .WithSimpleSchedule(again => again.WithInterval(schedule.Interval).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow)).Build();
        await scheduler.ScheduleJob(detail, trigger, ScheduleJobOptions.Replacing, cancellation);
    }

    private async Task<bool> AlarmIsWrongAsync(IScheduler scheduler, CancellationToken cancellation)
    {
        var key = ClockScheduler.Trigger(TimersJob.JobName);
        var state = await scheduler.GetTriggerState(key, cancellation);
        // While it rings, it is set when the ringing ends.
        if (state is TriggerState.Executing or TriggerState.Blocked) return false;
        var next = (await scheduler.GetTrigger(key, cancellation))?.NextFireTimeUtc;
        return next is null || next > await alarm.NextAsync(cancellation) + Slack;
    }
}
