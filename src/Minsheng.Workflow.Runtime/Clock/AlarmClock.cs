using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Runtime.Processes;
using Quartz;

namespace Minsheng.Workflow.Runtime.Clock;

/// <summary>
/// Keeps one alarm in the scheduler at the next moment a timer is due. The alarm may ring too early, never too late: it is set
/// after the commit that armed a timer, and looked at again after it was set, so that of two who set it at once the earlier wins.
/// </summary>
internal sealed class AlarmClock(ISchedulerFactory schedulers, TimerSweep sweep, TimerAlarm alarm, TimeProvider clock, ILogger<AlarmClock> logger) : BackgroundService
{
    /// <summary>Rings though nothing is due, so that what was overlooked does not wait longer than this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>Between two settings of the alarm, however many timers are armed meanwhile.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _setting = new(1, 1);
    private DateTimeOffset _set;
    private bool _isStored;

    /// <summary>The timers' job runs in this process and will set the alarm when it ends.</summary>
    public bool IsRinging { get; set; }

    /// <summary>Sets the alarm by the waits table.</summary>
    /// <param name="anew">Also where this process believes that it stands there already.</param>
    public async Task<DateTimeOffset> SetAsync(bool anew, CancellationToken cancellation)
    {
        await _setting.WaitAsync(cancellation);
        try
        {
            var scheduler = await schedulers.GetScheduler(cancellation);
            if (!_isStored)
            {
                await scheduler.AddJob(ClockScheduler.Detail(TimersJob.JobName), AddJobOptions.Replacing, cancellation);
                _isStored = true;
            }
            for (; ; anew = false)
            {
                var next = await NextAsync(cancellation);
                if (!anew && next == _set && next > clock.GetUtcNow()) return next;
                await scheduler.ScheduleJob(Alarm(next), ScheduleJobOptions.Replacing, cancellation);
                _set = next;
                if (await NextAsync(cancellation) >= next) return next;
            }
        }
        finally
        {
            _setting.Release();
        }
    }

    /// <summary>When the alarm should ring at the latest.</summary>
    public async Task<DateTimeOffset> NextAsync(CancellationToken cancellation)
    {
        var heartbeat = clock.GetUtcNow() + Longest;
        var most = new DateTimeOffset(heartbeat.Ticks - heartbeat.Ticks % Longest.Ticks, TimeSpan.Zero);
        return await sweep.NextAsync(cancellation) is { } due && due < most ? due : most;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var woken = alarm.SleepUntil(DateTimeOffset.MaxValue);
                try
                {
                    if (!IsRinging) alarm.Narrow(await SetAsync(false, stoppingToken));
                }
                catch (Exception problem) when (problem is not OperationCanceledException)
                {
                    logger.LogWarning(problem, "The alarm could not be set and is set again");
                    await Task.Delay(AfterFailure, clock, stoppingToken);
                    continue;
                }
                await woken.WaitAsync(stoppingToken);
                await Task.Delay(Rest, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private static ITrigger Alarm(DateTimeOffset at) => TriggerBuilder.Create()
        .WithIdentity(ClockScheduler.Trigger(TimersJob.JobName)).ForJob(ClockScheduler.Job(TimersJob.JobName)).StartAt(at)
        .WithSimpleSchedule(once => once.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow)).Build();
}
