using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Lets due timers go off. Rows are the truth, so a restart loses nothing and nothing goes off twice.</summary>
public sealed class TimerSweep(CommitQueue commits, ProcessDesk desk, TimeProvider clock, ILogger<TimerSweep> logger)
{
    private const int Batch = 200;
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
            string[] resting;
            lock (_resting)
            {
                foreach (var over in _resting.Where(one => one.Value <= now).Select(one => one.Key).ToList()) _resting.Remove(over);
                resting = [.. _resting.Keys];
            }
            var due = await commits.ReadAsync(session => session.Query(
                $"SELECT id FROM waits WHERE kind = 'Timer' AND due <= {session.Now} ORDER BY due, id LIMIT {Batch + resting.Length}",
                reader => reader.GetString(0)), cancellation);
            due.RemoveAll(id => resting.Contains(id, StringComparer.Ordinal));
            if (due.Count == 0) return fired;
            var results = await Task.WhenAll(due.Select(id => FireAsync(id, now, cancellation)));
            fired += results.Count(went => went);
            if (!results.Contains(true)) return fired;
        }
    }

    /// <summary>When the next timer is due that is not being rested; null when none waits.</summary>
    internal async Task<DateTimeOffset?> NextAsync(CancellationToken cancellation)
    {
        string[] resting;
        lock (_resting) resting = [.. _resting.Keys];
        if (resting.Length == 0) return await commits.ReadAsync(session => session.First($"SELECT MIN(due) FROM waits WHERE kind = 'Timer'", reader => reader.TimeOrNull(0)), cancellation);
        var first = await commits.ReadAsync(session => session.Query(
            $"SELECT id, due FROM waits WHERE kind = 'Timer' AND due IS NOT NULL ORDER BY due LIMIT {resting.Length + 1}", reader => (Id: reader.GetString(0), Due: reader.Time(1))), cancellation);
        lock (_resting)
            return first.Select(wait => (DateTimeOffset?)(_resting.TryGetValue(wait.Id, out var until) && until > wait.Due ? until : wait.Due)).Min();
    }

    /// <summary>How many timers were due before this moment and still wait.</summary>
    internal Task<int> LateAsync(DateTimeOffset before, CancellationToken cancellation) => commits.ReadAsync(session => session.First(
        $"SELECT COUNT(*) FROM waits WHERE kind = 'Timer' AND due <= {before}", reader => Convert.ToInt32(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)), cancellation);

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
