using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Without a scheduler: sweeps timers in this process, as soon as the next one is due.</summary>
internal sealed class TimerLoop(TimerSweep sweep, TimerAlarm alarm, TimeProvider clock, ILogger<TimerLoop> logger) : BackgroundService
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await sweep.SweepAsync(stoppingToken);
                await SleepAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                logger.LogError(problem, "The timer sweep failed and goes on");
                await Task.Delay(TimeSpan.FromSeconds(5), clock, stoppingToken);
            }
        }
    }

    private async Task SleepAsync(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var woken = alarm.SleepUntil(now + LongestSleep);
        var sleep = await sweep.NextAsync(stopping) - now is { } until && until < LongestSleep ? until : LongestSleep;
        if (sleep <= TimeSpan.Zero) return;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(sleep, clock, over.Token), woken);
        await over.CancelAsync();
    }
}
