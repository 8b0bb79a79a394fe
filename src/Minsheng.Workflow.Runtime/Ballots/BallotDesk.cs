#pragma warning disable CS9113
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Ballots;

/// <summary>Custody of a ballot: Prepared → Open → Closed → HalfOpened → Opened. Passphrases pass through and are kept nowhere.</summary>
public sealed class BallotDesk(CommitQueue commits)
{
    /// <summary>One keeper makes their key. The box opens when both have, and the number present is stated.</summary>
    public Task<bool> OpenBoxAsync(string ballotId, string personId, string passphrase, int? present, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <returns>The receipt code; it is stored nowhere but inside the sealed slip.</returns>
    public Task<string> CastAsync(string ballotId, string personId, IReadOnlyList<int> marks, CancellationToken cancellation = default) => throw new NotImplementedException();

    public Task CloseAsync(string ballotId, string personId, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>First the chief scrutineer takes off the outer envelopes, then the chair the inner ones; then the procedure goes on.</summary>
    /// <returns>True once the slips are read.</returns>
    public Task<bool> UnsealAsync(string ballotId, string personId, string passphrase, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>What may be published after opening: slips without codes, in no order.</summary>
    public Task<IReadOnlyList<IReadOnlyList<BallotMark>>> SlipsAsync(string ballotId, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Receipt codes of the slips counted, in alphabetical order.</summary>
    public Task<IReadOnlyList<string>> ReceiptsAsync(string ballotId, CancellationToken cancellation = default) => throw new NotImplementedException();
}
