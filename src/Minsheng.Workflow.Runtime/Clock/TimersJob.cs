using Minsheng.Workflow.Runtime.Processes;

namespace Minsheng.Workflow.Runtime.Clock;

/// <summary>Lets timers go off that are due, stays while more are about to be, and then sets the alarm for the next.</summary>
internal sealed class TimersJob(TimerSweep sweep, AlarmClock alarm, TimeProvider clock)
{
    public const string JobName = "timers";

    /// <summary>Timers due within this time are waited for; setting the alarm for each would write more than they do.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(2);

    /// <summary>Between two looks: what falls due meanwhile shares a flush.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    public async Task RunAsync(CancellationToken cancellation)
    {
        alarm.IsRinging = true;
        try
        {
            for (; ; )
            {
                await sweep.SweepAsync(cancellation);
                if (await sweep.NextAsync(cancellation) - clock.GetUtcNow() is not { } wait || wait > Near) break;
                await Task.Delay(wait < Shortest ? Shortest : wait > Longest ? Longest : wait, clock, cancellation);
            }
        }
        finally
        {
            // First the flag: what is armed from here on is seen by the look below or sets the alarm itself.
            alarm.IsRinging = false;
        }
        await alarm.SetAsync(true, cancellation);
    }
}
