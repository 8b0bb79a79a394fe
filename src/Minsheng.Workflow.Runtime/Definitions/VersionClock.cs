using Minsheng.Workflow.Runtime.Clock;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Definitions;

/// <summary>Versions whose day has come. A cycle started before the clock gets there asks by itself.</summary>
public sealed class VersionClock(CommitQueue commits, VersionDesk desk) : IClockJob
{
    public static string Name => "versions";

    public Task RunAsync(CancellationToken cancellation) => commits.RunAsync(session => desk.TakeEffect(session), cancellation);
}
