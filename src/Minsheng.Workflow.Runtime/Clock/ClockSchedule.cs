namespace Minsheng.Workflow.Runtime.Clock;

/// <summary>When a job runs: soon after the start, then again and again. Times missed while nothing ran are made up for once.</summary>
public sealed record ClockSchedule
{
    private ClockSchedule(TimeSpan interval, TimeSpan first) => (Interval, First) = (interval, first);

    public TimeSpan Interval { get; }

    /// <summary>From the start of the site to the first time.</summary>
    public TimeSpan First { get; }

    /// <param name="first">Default at once.</param>
    public static ClockSchedule Every(TimeSpan interval, TimeSpan? first = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromSeconds(1));
        return new ClockSchedule(interval, first ?? TimeSpan.Zero);
    }
}
