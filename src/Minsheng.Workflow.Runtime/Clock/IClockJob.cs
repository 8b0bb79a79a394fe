namespace Minsheng.Workflow.Runtime.Clock;

/// <summary>Work that the clock starts. One instance per process; the work must bear being done again, or by another node.</summary>
public interface IClockJob
{
    /// <summary>The same in every version of the program.</summary>
    static abstract string Name { get; }

    /// <summary>A failure is logged, and the next time comes all the same.</summary>
    Task RunAsync(CancellationToken cancellation);
}
