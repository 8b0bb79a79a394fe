namespace Minsheng.Workflow.Runtime.Clock;

/// <summary>What the last look at the clock found.</summary>
public sealed class ClockHealth
{
    private sealed record Look(DateTimeOffset At, IReadOnlyList<string> Found);

    private Look? _last;

    /// <summary>When it was looked at; null before the first look, or where nothing looks.</summary>
    public DateTimeOffset? At => _last?.At;

    /// <summary>What was wrong, a sentence each.</summary>
    public IReadOnlyList<string> Found => _last?.Found ?? [];

    internal void Told(DateTimeOffset at, IReadOnlyList<string> found) => _last = new Look(at, found);
}
