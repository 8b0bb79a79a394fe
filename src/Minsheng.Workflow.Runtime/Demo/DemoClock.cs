namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>The clock while a demo year is led through: it goes from one thing that happens to the next.</summary>
internal sealed class DemoClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Move(DateTimeOffset to)
    {
        if (to > _now) _now = to;
    }
}
