using Minsheng.Workflow.Runtime.Facts;

namespace Minsheng.Workflow.Web.Components.Parts;

/// <summary>The clock on the wall of whoever is looking: its zone is that of their place. One for a request or a circuit.</summary>
public sealed class OfficeClock(TimeProvider clock) : TimeProvider
{
    private TimeZoneInfo _zone = Zones.Find(Zones.Usual);

    public override TimeZoneInfo LocalTimeZone => _zone;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);

    /// <param name="zone">IANA name; an unknown one counts as the usual.</param>
    internal void Hang(string zone) => _zone = Zones.Find(zone);
}
