#pragma warning disable CS9113
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Everything people and clocks do to runs. Each call is one durable burst, with its follow-ups applied before it returns.</summary>
public sealed class ProcessDesk(CommitQueue commits)
{
    /// <summary>The actor of what nobody did by hand.</summary>
    public const string System = "system";

    /// <returns>Id of the cycle.</returns>
    public Task<string> StartCycleAsync(string definitionId, int year, string jurisdictionId, string by, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <returns>Id of the run.</returns>
    public Task<string> StartAsync(StartRequest request, CancellationToken cancellation = default) => throw new NotImplementedException();

    public Task ActAsync(string taskId, string personId, string outcome, string? opinion, IReadOnlyDictionary<string, object?> values, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>The office lets a timer go off before its time.</summary>
    public Task FireTimerAsync(string waitId, string by, string reason, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Answers a wait that is neither task nor timer, e.g. one that another program was asked to answer.</summary>
    public Task ResumeAsync(string waitId, string by, object? input, string? outcome, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Tells every run of the jurisdiction that waits for this event.</summary>
    public Task PublishEventAsync(string jurisdictionId, string name, object? payload, string? correlationId, string by, CancellationToken cancellation = default) => throw new NotImplementedException();

    public Task RetryAsync(string instanceId, int executionId, string by, CancellationToken cancellation = default) => throw new NotImplementedException();

    public Task SkipAsync(string instanceId, int executionId, string by, string reason, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Ends a run and its children: everything open is withdrawn.</summary>
    public Task WithdrawAsync(string instanceId, string by, string reason, CancellationToken cancellation = default) => throw new NotImplementedException();
}

/// <param name="CycleId">The cycle the run belongs to, if any.</param>
public sealed record StartRequest(
    string DefinitionId, string JurisdictionId, string By, string? CycleId = null, string? ProjectId = null,
    IReadOnlyDictionary<string, object?>? Input = null, string? CorrelationId = null, string? Title = null);
