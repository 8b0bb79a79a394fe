using System.Globalization;
using System.Security.Cryptography;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Ballots;

/// <summary>
/// Custody of a ballot: Prepared → Open → Closed → HalfOpened → Opened. Passphrases pass through and are kept nowhere.
/// Casting writes two rows, a mark on the roll and a sealed slip under a random key, with no time and no audit entry:
/// who cast is known, when is not, what never.
/// </summary>
public sealed partial class BallotDesk(CommitQueue commits, ProcessDesk desk)
{
    /// <summary>Shortest passphrase a keeper may choose, in characters.</summary>
    public const int ShortestPassphrase = 6;

    private const int KeySize = 16;

    /// <summary>回避: while the box is shut a person is taken off, or put back on, both the roll and the base of quorum and majority.</summary>
    public Task RecuseAsync(string ballotId, string personId, string voterId, bool recused, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var ballot = BallotBox.Lock(session, ballotId, personId);
        if (!ballot.IsKeeper(personId) && !PeopleReader.IsOffice(session, personId, ballot.JurisdictionId))
            throw new NotAllowedException("回避由会议主持人、总监票人或人大办工作人员登记。");
        ballot.Expect(BallotState.Prepared, "票箱已经开启，名册不能再改。");
        if (session.Execute($"UPDATE ballot_roll SET is_recused = {recused} WHERE ballot_id = {ballotId} AND person_id = {voterId} AND is_recused = {!recused}") != 1)
            throw new RefusedException("not-on-roll", recused ? "名册上没有这个人，或已经登记回避，请刷新后再看。" : "这个人没有登记回避，请刷新后再看。");
        var due = ballot.Due + (recused ? -1 : 1);
        if (due < Math.Max(1, ballot.Present ?? 0)) throw new RefusedException("too-few-left", $"回避之后应到只有 {due} 人，少于实到 {ballot.Present ?? 1} 人，请核对。");
        session.Execute($"UPDATE ballots SET due = {due} WHERE id = {ballotId}");
        AuditLog.Write(session, ballot.JurisdictionId, personId, recused ? "ballot-recused" : "ballot-recusal-withdrawn", ballotId, new { voterId, due });
    }, cancellation);

    /// <summary>One keeper makes their key; the number present may be stated by either. The box opens when both keys and the number are there.</summary>
    /// <param name="passphrase">Not asked for where everybody votes on paper: there is nothing to seal.</param>
    /// <returns>True once the box is open.</returns>
    public async Task<bool> OpenBoxAsync(string ballotId, string personId, string passphrase, int? present, CancellationToken cancellation = default)
    {
        var isPaperOnly = (await commits.ReadAsync(session => BallotBox.Read(session, ballotId, personId), cancellation)).IsPaperOnly;
        if (!isPaperOnly && passphrase.Length < ShortestPassphrase)
            throw new RefusedException("passphrase-short", $"口令至少 {ShortestPassphrase} 个字符，请换一个长一些的。");
        // Slow on purpose (a passphrase is stretched), so never on the write path.
        var key = isPaperOnly ? null : Try(() => EnvelopeKey.Create(passphrase));
        var publicKey = key?.PublicKey ?? [];
        return await commits.RunAsync(session =>
        {
            var ballot = BallotBox.Lock(session, ballotId, personId);
            ballot.Expect(BallotState.Prepared, "票箱已经开启过，不能再设置口令。");
            var isChair = ballot.IsChair(personId);
            if (present is { } stated)
            {
                if (stated < 0 || stated > ballot.Due) throw new RefusedException("bad-present", $"实到 {stated} 人不对：应到 {ballot.Due} 人，请核对。");
                session.Execute($"UPDATE ballots SET present = {stated} WHERE id = {ballotId}");
            }
            if (isChair) session.Execute($"UPDATE ballots SET chair_public_key = {publicKey}, chair_locked_key = {key?.LockedPrivateKey} WHERE id = {ballotId}");
            else session.Execute($"UPDATE ballots SET scrutineer_public_key = {publicKey}, scrutineer_locked_key = {key?.LockedPrivateKey} WHERE id = {ballotId}");
            AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-key-made", ballotId, new { keeper = isChair ? "主持人" : "总监票人", present });
            var opened = session.Execute($"UPDATE ballots SET state = {BallotState.Open}, opened = {session.Now} WHERE id = {ballotId} AND state = {BallotState.Prepared} AND present IS NOT NULL AND chair_public_key IS NOT NULL AND scrutineer_public_key IS NOT NULL") == 1;
            if (opened && isPaperOnly)
            {
                session.Execute($"UPDATE ballot_roll SET on_paper = {true} WHERE ballot_id = {ballotId} AND is_recused = {false}");
                session.Execute($"UPDATE ballots SET paper_issued = present WHERE id = {ballotId}");
            }
            if (opened) AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-opened", ballotId);
            return opened;
        }, cancellation);
    }

    /// <param name="marks">One per row, as positions in the sheet's options; a row left blank is -1 and counts as the last option. On a ranking ballot the number given, 0 for none.</param>
    /// <returns>The receipt code; it is stored nowhere but inside the sealed slip.</returns>
    public async Task<string> CastAsync(string ballotId, string personId, IReadOnlyList<int> marks, CancellationToken cancellation = default)
    {
        var box = await commits.ReadAsync(session => BallotBox.Read(session, ballotId, personId), cancellation);
        if (box.State == BallotState.Prepared) throw new RefusedException("ballot-not-open", "票箱还没有开启，请等主持人宣布。");
        box.Expect(BallotState.Open, "投票已经结束，不能再投。");
        if (box.IsPaperOnly) throw new RefusedException("on-paper", OnPaper);
        var slip = Filled(box.Sheet, marks) with { Receipt = ReceiptCode.New() };
        if (box.Sheet.Rules is { } rules && SlipCheck.Of(slip, rules, box.Sheet.Rows.Count) is { IsValid: false } check)
            throw new RefusedException("slip-invalid", check.Reason!);
        var sealedSlip = SealedBox.Seal(SlipEncoding.Encode(slip), box.ChairKey!, box.ScrutineerKey!, SlipEncoding.Length(box.Sheet.Rows.Count, box.Sheet.IsRank));
        await commits.RunAsync(session =>
        {
            var now = BallotBox.Lock(session, ballotId, alone: false);
            now.Expect(BallotState.Open, "投票已经结束，不能再投。");
            if (session.Execute($"UPDATE ballot_roll SET has_cast = {true} WHERE ballot_id = {ballotId} AND person_id = {personId} AND has_cast = {false} AND on_paper = {false} AND is_recused = {false}") != 1)
                throw WhyNot(session, ballotId, personId);
            session.Execute($"INSERT INTO ballot_slips (ballot_id, key, sealed) VALUES ({ballotId}, {RandomNumberGenerator.GetBytes(KeySize)}, {sealedSlip})");
        }, cancellation);
        return slip.Receipt!;
    }

    /// <summary>The chief scrutineer ends the casting.</summary>
    public Task CloseAsync(string ballotId, string personId, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var ballot = BallotBox.Lock(session, ballotId, personId);
        ballot.Expect(BallotState.Open, ballot.State == BallotState.Prepared ? "票箱还没有开启。" : "投票已经结束。");
        if (ballot.ScrutineerId != personId) throw new NotAllowedException("投票由总监票人宣布结束。");
        var cast = ballot.Cast(session);
        if (ballot.PaperIssued is not null && cast > 0 && cast < ballot.Sheet.PaperMinimum)
            throw new RefusedException("electronic-too-few", $"有人用纸质票，投电子票的却只有 {cast} 人，少于 {ballot.Sheet.PaperMinimum} 人，会看出他们怎么投。请等更多人投票，或选“已投的作废，全部改投纸质票”。");
        // Paper slips are returned when they have been counted.
        var returned = ballot.PaperIssued is null ? cast : (int?)null;
        session.Execute($"UPDATE ballots SET state = {BallotState.Closed}, closed = {session.Now}, returned = {returned} WHERE id = {ballotId}");
        AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-closed", ballotId, new { ballot.Due, ballot.Present, cast, ballot.PaperIssued });
    }, cancellation);

    /// <exception cref="NotFoundException">There is no such ballot where this person works.</exception>
    public Task RequireSeenAsync(string ballotId, string personId, CancellationToken cancellation = default) =>
        commits.ReadAsync(session => BallotBox.Read(session, ballotId, personId), cancellation);

    /// <summary>What may be published after opening: slips without codes, in no order. None where paper was counted beside them.</summary>
    public Task<IReadOnlyList<Slip>> SlipsAsync(string ballotId, CancellationToken cancellation = default) =>
        commits.ReadAsync<IReadOnlyList<Slip>>(session => session.Query(
            $"SELECT marks FROM ballot_slips WHERE ballot_id = {ballotId} AND marks IS NOT NULL ORDER BY key", reader => Plain(reader.GetString(0))), cancellation);

    /// <summary>Receipt codes of the slips counted, in alphabetical order.</summary>
    public Task<IReadOnlyList<string>> ReceiptsAsync(string ballotId, CancellationToken cancellation = default) =>
        commits.ReadAsync<IReadOnlyList<string>>(session => session.Query(
            $"SELECT code FROM ballot_receipts WHERE ballot_id = {ballotId} ORDER BY code", reader => reader.GetString(0)), cancellation);

    /// <summary>How many have cast, without names or times.</summary>
    public Task<int> CastCountAsync(string ballotId, CancellationToken cancellation = default) => commits.ReadAsync(session => session.First(
        $"SELECT COUNT(*) FROM ballot_roll WHERE ballot_id = {ballotId} AND has_cast = {true}", BallotBox.Count), cancellation);

    private const string OnPaper = "您领的是纸质票，请填写纸质票投入票箱。";

    private static WorkflowException WhyNot(WriteSession session, string ballotId, string personId) =>
        session.Query($"SELECT has_cast, on_paper FROM ballot_roll WHERE ballot_id = {ballotId} AND person_id = {personId}", reader => (HasCast: reader.GetBoolean(0), OnPaper: reader.GetBoolean(1))) switch
        {
            [{ HasCast: true }] => new RefusedException("already-cast", "您已经投过票，一人只投一次。"),
            [{ OnPaper: true }] => new RefusedException("on-paper", OnPaper),
            [_] => new RefusedException("recused", "您已登记回避，不参加这次投票。"),
            _ => new NotAllowedException("您不在这次投票的名册上。"),
        };

    private static Slip Filled(BallotSheet sheet, IReadOnlyList<int> marks)
    {
        if (marks.Count != sheet.Rows.Count) throw new RefusedException("slip-incomplete", $"票面有 {sheet.Rows.Count} 项，收到 {marks.Count} 项，请重新填写。");
        if (sheet.IsRank) return Slip.Numbered([.. marks.Select(number => Math.Max(0, number))]);
        return new Slip([.. marks.Select(mark => mark == -1 ? (BallotMark)(sheet.Options.Count - 1)
            : mark >= 0 && mark < sheet.Options.Count ? (BallotMark)mark
            : throw new RefusedException("bad-mark", "票面上没有这个选项，请重新填写。"))]);
    }

    private static string Written(Slip slip) => slip.Ranks is { } numbers
        ? string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))
        : string.Concat(slip.Marks.Select(mark => ((int)mark).ToString(CultureInfo.InvariantCulture)));

    private static Slip Plain(string marks) => marks.Contains(',')
        ? Slip.Numbered([.. marks.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))])
        : new Slip([.. marks.Select(mark => (BallotMark)(mark - '0'))]);

    /// <summary>Ballot problems are plain exceptions of their own; here they become refusals.</summary>
    private static T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception problem) when (problem is BallotException or WrongPassphraseException)
        {
            throw new RefusedException(problem is WrongPassphraseException ? "wrong-passphrase" : "ballot", problem.Message);
        }
    }
}
