using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Lets due timers go off. Rows are the truth, so a restart loses nothing and nothing goes off twice.</summary>
public sealed class TimerSweep(CommitQueue commits, ProcessDesk desk, TimerAlarm alarm, TimeProvider clock, ILogger<TimerSweep> logger) : BackgroundService
{
    private const int Batch = 200;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    /// <summary>Timers that failed, and when they are tried again.</summary>
    private readonly Dictionary<string, DateTimeOffset> _resting = new(StringComparer.Ordinal);

    /// <summary>Lets everything go off that is due now, and what that makes due.</summary>
    /// <returns>How many went off.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var fired = 0;
        for (; ; )
        {
            var now = clock.GetUtcNow();
            foreach (var over in _resting.Where(resting => resting.Value <= now).Select(resting => resting.Key).ToList()) _resting.Remove(over);
            var due = await commits.ReadAsync(session => session.Query(
                $"SELECT id FROM waits WHERE kind = 'Timer' AND due <= {session.Now} ORDER BY due, id LIMIT {Batch + _resting.Count}",
                reader => reader.GetString(0)), cancellation);
            due.RemoveAll(_resting.ContainsKey);
            if (due.Count == 0) return fired;
            var results = await Task.WhenAll(due.Select(id => FireAsync(id, now, cancellation)));
            fired += results.Count(went => went);
            if (!results.Contains(true)) return fired;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken);
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
        var next = await commits.ReadAsync(session => session.First(
            $"SELECT MIN(due) FROM waits WHERE kind = 'Timer' AND due > {session.Now}", reader => reader.TimeOrNull(0)), stopping);
        var sleep = next - now is { } until && until < LongestSleep ? until : LongestSleep;
        if (sleep <= TimeSpan.Zero) return;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(sleep, clock, over.Token), woken);
        await over.CancelAsync();
    }

    private async Task<bool> FireAsync(string waitId, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            return await desk.FireDueTimerAsync(waitId, cancellation);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            logger.LogError(problem, "Timer {Wait} could not go off", waitId);
            lock (_resting) _resting[waitId] = now + Rest;
            return false;
        }
    }
}
