using Minsheng.Workflow.Runtime.Clock;

namespace Minsheng.Workflow.Runtime.Digests;

/// <summary>Looks every few minutes whether digests are due.</summary>
internal sealed class DigestJob(DigestRound round) : IClockJob
{
    public static string Name => "digests";

    public Task RunAsync(CancellationToken cancellation) => round.RunAsync(cancellation);
}
