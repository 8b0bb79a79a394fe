namespace Minsheng.Workflow.Activities.Tasks;

/// <summary>Somebody leaves office with a share still open.</summary>
public sealed partial record Circulation
{
    /// <summary>
    /// 离任、换届: the office moves a share on, whether or not it is its turn. Where whoever takes over has a share of the same rank
    /// already, the two become one: nobody votes twice, and the base shrinks.
    /// </summary>
    private Circulation TakeOver(TaskMove move)
    {
        if (!move.ByOffice) throw Refused("not-office", $"“{Title}”由本人转办；离任时由人大办转出。");
        var to = move.Targets is [var only] ? only : throw Refused("no-target", $"没有选“{Title}”转给谁，请选一人。");
        if (Find(move.By.Id) is not { IsPending: true } theirs) throw Refused("not-there", $"{move.By.Name}已经不在办“{Title}”，不用转出，请刷新后再看。");
        if (Find(to.Id) is not { Counts: true } held) return HandOn(theirs, to, move.Note, move.Due).Arranged();
        if (theirs.IsVote != held.IsVote || theirs.Kind == ShareKind.Delegated)
            throw Refused("already-there", $"{to.Name}已经在“{Title}”里另有办理，不能同时接{move.By.Name}的，请转给别人。");
        return Off(theirs, ShareState.Passed, to.Id).Arranged();
    }
}
