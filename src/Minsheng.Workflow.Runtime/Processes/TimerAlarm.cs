namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Wakes whoever looks after timers earlier than it meant to get up. The waits table is the truth; this only saves waiting.</summary>
public sealed class TimerAlarm(TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private DateTimeOffset _next = DateTimeOffset.MaxValue;
    private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A timer was armed.</summary>
    public void Set(DateTimeOffset due)
    {
        lock (_lock)
        {
            // A time that has come says nothing any more: somebody else may have moved it on.
            if (due >= _next && _next > _clock.GetUtcNow()) return;
            _next = due;
            _woken.TrySetResult();
        }
    }

    /// <summary>The sweep says when it means to look again, and gets what ends before that when something is due sooner.</summary>
    internal Task SleepUntil(DateTimeOffset next)
    {
        lock (_lock)
        {
            _next = next;
            if (_woken.Task.IsCompleted) _woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _woken.Task;
        }
    }

    /// <summary>It will be looked again no later than this, so only earlier timers matter; unless one has called already.</summary>
    internal void Narrow(DateTimeOffset next)
    {
        lock (_lock)
        {
            if (!_woken.Task.IsCompleted && next < _next) _next = next;
        }
    }
}
