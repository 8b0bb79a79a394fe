using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Ballots;

/// <summary>What a teller read from the paper slips.</summary>
/// <param name="Rows">By row of the sheet; empty when the surplus voids the vote anyway.</param>
public sealed record PaperFigures(int Returned, int Valid, int Void, IReadOnlyList<IReadOnlyList<int>> Rows);

/// <summary>Where the two entries stand.</summary>
public enum EntryState { WaitingForSecond, Differs, Agreed }

/// <summary>Figures that cannot be right, cell by cell.</summary>
public sealed class PaperRefusedException(IReadOnlyList<PaperProblem> problems)
    : WorkflowException("paper-figures", string.Concat(problems.Select(problem => problem.Sentence)))
{
    public IReadOnlyList<PaperProblem> Problems { get; } = problems;
}

/// <summary>
/// Paper beside or instead of the electronic vote. Neither way may be taken by a mere handful while others take the other,
/// and what was counted on paper alone is destroyed as soon as it has become part of the one result.
/// </summary>
public sealed class PaperDesk(CommitQueue commits)
{
    /// <summary>Hands paper slips to some who have not cast.</summary>
    public Task IssueAsync(string ballotId, string personId, IReadOnlyList<string> to, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var ballot = Begin(session, ballotId, personId);
        var issued = ballot.PaperIssued ?? 0;
        foreach (var voter in to.Distinct(StringComparer.Ordinal))
            issued += session.Execute($"UPDATE ballot_roll SET on_paper = {true} WHERE ballot_id = {ballotId} AND person_id = {voter} AND has_cast = {false} AND is_recused = {false} AND on_paper = {false}") == 1 ? 1
                : throw new RefusedException("not-waiting", $"{PeopleReader.NameOf(session, voter)}不在名册上，或已经投票、已领纸质票、已回避，请刷新后重选。");
        if (ballot.Waiting(session) > 0 || ballot.Cast(session) > 0) NeedsEnoughPaper(ballot, issued);
        Issue(session, ballot, personId, issued);
    }, cancellation);

    /// <summary>Everybody who has not cast goes on with paper; what was cast stays cast. Called again it corrects the number of slips.</summary>
    /// <param name="issued">All paper slips handed out.</param>
    public Task IssueToAllAsync(string ballotId, string personId, int issued, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var ballot = Begin(session, ballotId, personId);
        var cast = ballot.Cast(session);
        if (issued < 1 || cast + issued > ballot.Due)
            throw new RefusedException("bad-issued", $"发出纸质票 {issued} 张不对：应到 {ballot.Due} 人，已投电子票 {cast} 张，请核对。");
        if (cast > 0)
        {
            NeedsEnoughPaper(ballot, issued);
            if (cast < ballot.Sheet.PaperMinimum)
                throw new RefusedException("electronic-too-few", $"只有 {cast} 人投了电子票，少于 {ballot.Sheet.PaperMinimum} 人，和纸质票分开计会看出他们怎么投。请等更多人投票，或选“已投的作废，全部改投纸质票”。");
        }
        session.Execute($"UPDATE ballot_roll SET on_paper = {true} WHERE ballot_id = {ballotId} AND has_cast = {false} AND is_recused = {false}");
        Issue(session, ballot, personId, issued);
    }, cancellation);

    /// <summary>The few electronic slips are destroyed unread and everybody votes on paper. Not where enough have cast: theirs must not be lost.</summary>
    public Task RestartAsync(string ballotId, string personId, int issued, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var ballot = Begin(session, ballotId, personId);
        var cast = ballot.Cast(session);
        if (cast >= ballot.Sheet.PaperMinimum) throw new RefusedException("enough-cast", $"已有 {cast} 人投了电子票，不必作废：没有投的改用纸质票，两种票合并计票。");
        if (issued < 1 || issued > ballot.Due) throw new RefusedException("bad-issued", $"发出纸质票 {issued} 张不对：应到 {ballot.Due} 人，请核对。");
        session.Execute($"DELETE FROM ballot_slips WHERE ballot_id = {ballotId}");
        session.Execute($"UPDATE ballot_roll SET has_cast = {false}, on_paper = {true} WHERE ballot_id = {ballotId} AND is_recused = {false}");
        session.Scrub();
        AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-restarted-on-paper", ballotId, new { destroyed = cast });
        Issue(session, ballot, personId, issued);
    }, cancellation);

    /// <summary>One of the two entries. A surplus of slips voids the vote and is taken only when confirmed.</summary>
    public Task<EntryState> EnterAsync(string ballotId, string personId, PaperFigures figures, bool confirmSurplus, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var ballot = BallotBox.Lock(session, ballotId, personId);
        if (personId != ballot.ScrutineerId && !ballot.Holds(session, personId, Roles.ChiefScrutineer, Roles.Scrutineer, Roles.Teller))
            throw new NotAllowedException("纸质票由计票人、监票人录入。");
        ballot.Expect(BallotState.Closed, ballot.State is BallotState.Prepared or BallotState.Open ? "投票还没有结束，不能录入纸质票。" : "票已经开封，不能再录入。");
        if (ballot.PaperIssued is not { } issued) throw new RefusedException("no-paper", "这次没有发出纸质票，不需要录入。");
        var others = PaperEntries.Read(session, ballotId).FindAll(entry => entry.PersonId != personId);
        if (others.Count >= PaperEntries.Needed) throw new RefusedException("two-entries", "已有两人录入；换人录入的，请总监票人先清除原来的录入。");

        var totals = Checked(session, ballot, figures, issued, confirmSurplus);
        if (AgreedBefore(session, ballot)) throw new RefusedException("entries-agreed", "两人录入已经一致；要重新录入的，请总监票人先清除。");
        PaperEntries.Write(session, ballot, personId, totals);
        var agreed = PaperEntries.Agreed(ballot.Sheet, [totals, .. others.Select(entry => entry.Totals)]);
        if (agreed is not null)
            session.Execute($"UPDATE ballots SET returned = {ballot.Cast(session) + agreed.Returned} WHERE id = {ballotId}");
        var state = others.Count == 0 ? EntryState.WaitingForSecond : agreed is null ? EntryState.Differs : EntryState.Agreed;
        AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-paper-entered", ballotId, new { state });
        return state;
    }, cancellation);

    /// <summary>The chief scrutineer has the paper slips counted and entered afresh.</summary>
    public Task ClearAsync(string ballotId, string personId, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var ballot = BallotBox.Lock(session, ballotId, personId);
        if (personId != ballot.ScrutineerId) throw new NotAllowedException("重新录入由总监票人决定。");
        ballot.Expect(BallotState.Closed, "票已经开封，不能再录入。");
        PaperEntries.Destroy(session, ballotId);
        session.Execute($"UPDATE ballots SET returned = NULL WHERE id = {ballotId}");
        AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-paper-cleared", ballotId);
    }, cancellation);

    private static PaperTotals Checked(WriteSession session, BallotBox ballot, PaperFigures figures, int issued, bool confirmSurplus)
    {
        var cast = ballot.Cast(session);
        var surplus = figures.Returned > issued ? $"收回纸质票 {figures.Returned} 张，多于发出的 {issued} 张"
            : cast + figures.Returned > (ballot.Present ?? ballot.Due) ? $"收回纸质票 {figures.Returned} 张，连同电子票 {cast} 张，多于实到 {ballot.Present} 人"
            : null;
        if (surplus is null)
        {
            var totals = new PaperTotals(issued, figures.Returned, figures.Valid, figures.Void, figures.Rows);
            return PaperSheet.Problems(ballot.Sheet, totals) is { Count: > 0 } problems ? throw new PaperRefusedException(problems) : totals;
        }
        if (!confirmSurplus) throw new RefusedException("returned-above-issued", $"{surplus}。请先重新清点；确实如此的，确认后本次投票作废，重新投票。");
        // A void vote is not counted, so nothing but the surplus is kept.
        return new PaperTotals(issued, figures.Returned, 0, 0,
            [.. ballot.Sheet.Rows.Select(_ => (IReadOnlyList<int>)new int[PaperSheet.Columns(ballot.Sheet).Count])]);
    }

    private static bool AgreedBefore(WriteSession session, BallotBox ballot) =>
        PaperEntries.Agreed(ballot.Sheet, [.. PaperEntries.Read(session, ballot.Id).Select(entry => entry.Totals)]) is not null;

    private static BallotBox Begin(WriteSession session, string ballotId, string personId)
    {
        var ballot = BallotBox.Lock(session, ballotId, personId);
        if (!ballot.IsKeeper(personId) && !ballot.Holds(session, personId, Roles.Scrutineer))
            throw new NotAllowedException("纸质票由会议主持人、总监票人和监票人发出。");
        ballot.Expect(BallotState.Open, ballot.State == BallotState.Prepared ? "票箱还没有开启。" : "投票已经结束。");
        return ballot;
    }

    private static void NeedsEnoughPaper(BallotBox ballot, int issued)
    {
        if (issued < ballot.Sheet.PaperMinimum)
            throw new RefusedException("paper-too-few", $"纸质票只有 {issued} 张，少于 {ballot.Sheet.PaperMinimum} 张，和电子票分开计会看出这几个人怎么投。请让他们用会场的平板投票，或多发几张，或全部改用纸质票。");
    }

    private static void Issue(WriteSession session, BallotBox ballot, string personId, int issued)
    {
        session.Execute($"UPDATE ballots SET paper_issued = {issued} WHERE id = {ballot.Id}");
        AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-paper-issued", ballot.Id, new { issued });
    }
}
