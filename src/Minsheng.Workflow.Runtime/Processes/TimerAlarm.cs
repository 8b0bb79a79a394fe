namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Wakes the timer sweep earlier than it meant to get up. The waits table is the truth; this only saves waiting.</summary>
public sealed class TimerAlarm
{
    private readonly Lock _lock = new();
    private DateTimeOffset _next = DateTimeOffset.MaxValue;
    private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A timer was armed.</summary>
    public void Set(DateTimeOffset due)
    {
        lock (_lock)
        {
            if (due >= _next) return;
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
}
