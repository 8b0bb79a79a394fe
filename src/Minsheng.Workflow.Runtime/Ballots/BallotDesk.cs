using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
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
public sealed class BallotDesk(CommitQueue commits, ProcessDesk desk)
{
    /// <summary>Shortest passphrase a keeper may choose, in characters.</summary>
    public const int ShortestPassphrase = 6;

    private const int KeySize = 16;

    /// <summary>One keeper makes their key; the number present may be stated by either. The box opens when both keys and the number are there.</summary>
    /// <returns>True once the box is open.</returns>
    public async Task<bool> OpenBoxAsync(string ballotId, string personId, string passphrase, int? present, CancellationToken cancellation = default)
    {
        if (passphrase.Length < ShortestPassphrase)
            throw new RefusedException("passphrase-short", $"口令至少 {ShortestPassphrase} 个字符，请换一个长一些的。");
        // Slow on purpose (a passphrase is stretched), so never on the write path.
        var key = Try(() => EnvelopeKey.Create(passphrase));
        return await commits.RunAsync(session =>
        {
            var ballot = Lock(session, ballotId, alone: true);
            PeopleReader.RequireHere(session, personId, ballot.JurisdictionId, "票决", ballotId);
            Expect(ballot, BallotState.Prepared, "票箱已经开启过，不能再设置口令。");
            var isChair = Keeper(ballot, personId);
            if (present is { } stated)
            {
                if (stated < 0 || stated > ballot.Due) throw new RefusedException("bad-present", $"实到 {stated} 人不对：名册上共 {ballot.Due} 人，请核对。");
                session.Execute($"UPDATE ballots SET present = {stated} WHERE id = {ballotId}");
            }
            if (isChair) session.Execute($"UPDATE ballots SET chair_public_key = {key.PublicKey}, chair_locked_key = {key.LockedPrivateKey} WHERE id = {ballotId}");
            else session.Execute($"UPDATE ballots SET scrutineer_public_key = {key.PublicKey}, scrutineer_locked_key = {key.LockedPrivateKey} WHERE id = {ballotId}");
            AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-key-made", ballotId, new { keeper = isChair ? "主持人" : "总监票人", present });
            var opened = session.Execute($"UPDATE ballots SET state = {BallotState.Open}, opened = {session.Now} WHERE id = {ballotId} AND state = {BallotState.Prepared} AND present IS NOT NULL AND chair_public_key IS NOT NULL AND scrutineer_public_key IS NOT NULL") == 1;
            if (opened) AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-opened", ballotId);
            return opened;
        }, cancellation);
    }

    /// <param name="marks">One per row, as positions in the sheet's options; a row left blank is -1 and counts as the last option.</param>
    /// <returns>The receipt code; it is stored nowhere but inside the sealed slip.</returns>
    public async Task<string> CastAsync(string ballotId, string personId, IReadOnlyList<int> marks, CancellationToken cancellation = default)
    {
        var box = await commits.ReadAsync(session => Read(session, ballotId, personId), cancellation);
        if (box.State == BallotState.Prepared) throw new RefusedException("ballot-not-open", "票箱还没有开启，请等主持人宣布。");
        Expect(box, BallotState.Open, "投票已经结束，不能再投。");
        var slip = new Slip(Marks(box.Sheet, marks), Receipt: ReceiptCode.New());
        if (box.Sheet.Rules is { } rules && SlipCheck.Of(slip, rules, box.Sheet.Rows.Count) is { IsValid: false } check)
            throw new RefusedException("slip-invalid", check.Reason!);
        var sealedSlip = SealedBox.Seal(SlipEncoding.Encode(slip), box.ChairKey!, box.ScrutineerKey!, SlipEncoding.Length(box.Sheet.Rows.Count));
        await commits.RunAsync(session =>
        {
            var now = Lock(session, ballotId, alone: false);
            Expect(now, BallotState.Open, "投票已经结束，不能再投。");
            if (session.Execute($"UPDATE ballot_roll SET has_cast = {true} WHERE ballot_id = {ballotId} AND person_id = {personId} AND has_cast = {false}") != 1)
                throw session.Exists($"SELECT 1 FROM ballot_roll WHERE ballot_id = {ballotId} AND person_id = {personId}")
                    ? new RefusedException("already-cast", "您已经投过票，一人只投一次。")
                    : new NotAllowedException("您不在这次投票的名册上。");
            session.Execute($"INSERT INTO ballot_slips (ballot_id, key, sealed) VALUES ({ballotId}, {RandomNumberGenerator.GetBytes(KeySize)}, {sealedSlip})");
        }, cancellation);
        return slip.Receipt!;
    }

    /// <summary>The chief scrutineer ends the casting.</summary>
    public Task CloseAsync(string ballotId, string personId, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var ballot = Lock(session, ballotId, alone: true);
        PeopleReader.RequireHere(session, personId, ballot.JurisdictionId, "票决", ballotId);
        Expect(ballot, BallotState.Open, ballot.State == BallotState.Prepared ? "票箱还没有开启。" : "投票已经结束。");
        if (ballot.ScrutineerId != personId) throw new NotAllowedException("投票由总监票人宣布结束。");
        var returned = session.First($"SELECT COUNT(*) FROM ballot_slips WHERE ballot_id = {ballotId}", Count);
        session.Execute($"UPDATE ballots SET state = {BallotState.Closed}, closed = {session.Now}, returned = {returned} WHERE id = {ballotId}");
        AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-closed", ballotId, new { ballot.Due, ballot.Present, returned });
    }, cancellation);

    /// <summary>First the chief scrutineer takes off the outer envelopes, then the chair the inner ones; then the procedure goes on.</summary>
    /// <returns>True once the slips are read.</returns>
    public async Task<bool> UnsealAsync(string ballotId, string personId, string passphrase, CancellationToken cancellation = default)
    {
        var (ballot, slips) = await commits.ReadAsync(session => (Read(session, ballotId, personId), session.Query(
            $"SELECT sealed FROM ballot_slips WHERE ballot_id = {ballotId} AND sealed IS NOT NULL ORDER BY key", reader => reader.Bytes(0))), cancellation);
        var isChair = Keeper(ballot, personId);
        if (ballot.State is BallotState.Prepared or BallotState.Open) throw new RefusedException("ballot-not-closed", "投票还没有结束，不能开箱。");
        if (ballot.State == BallotState.Opened) throw new RefusedException("ballot-opened", "票箱已经打开。");
        if (isChair != (ballot.State == BallotState.HalfOpened)) throw new RefusedException("wrong-keeper", isChair ? "请总监票人先打开外层信封。" : "外层信封已经打开，请主持人打开内层。");
        var locked = isChair ? ballot.ChairLocked : ballot.ScrutineerLocked;
        if (locked is null) throw new RefusedException("no-key", "票箱钥匙已经用过。");

        using var key = Try(() => EnvelopeKey.Unlock(locked, passphrase));
        var contents = new List<byte[]>();
        foreach (var slip in slips)
            if (Envelope.TryOpen(slip, key, out var content)) contents.Add(content);
        var opened = contents.ToArray();
        RandomNumberGenerator.Shuffle<byte[]>(opened);
        var unreadable = slips.Count - opened.Length;
        if (isChair) await OpenAsync(ballot, personId, opened, unreadable, cancellation);
        else await commits.RunAsync(session => HalfOpen(session, ballot, personId, opened, unreadable), cancellation);
        return isChair;
    }

    /// <exception cref="NotFoundException">There is no such ballot where this person works.</exception>
    public Task RequireSeenAsync(string ballotId, string personId, CancellationToken cancellation = default) =>
        commits.ReadAsync(session => Read(session, ballotId, personId), cancellation);

    /// <summary>What may be published after opening: marks without codes, in no order.</summary>
    public Task<IReadOnlyList<IReadOnlyList<BallotMark>>> SlipsAsync(string ballotId, CancellationToken cancellation = default) =>
        commits.ReadAsync<IReadOnlyList<IReadOnlyList<BallotMark>>>(session => session.Query(
            $"SELECT marks FROM ballot_slips WHERE ballot_id = {ballotId} AND marks IS NOT NULL ORDER BY key", reader => Plain(reader.GetString(0))), cancellation);

    /// <summary>Receipt codes of the slips counted, in alphabetical order.</summary>
    public Task<IReadOnlyList<string>> ReceiptsAsync(string ballotId, CancellationToken cancellation = default) =>
        commits.ReadAsync<IReadOnlyList<string>>(session => session.Query(
            $"SELECT code FROM ballot_receipts WHERE ballot_id = {ballotId} ORDER BY code", reader => reader.GetString(0)), cancellation);

    /// <summary>How many have cast, without names or times.</summary>
    public Task<int> CastCountAsync(string ballotId, CancellationToken cancellation = default) => commits.ReadAsync(session => session.First(
        $"SELECT COUNT(*) FROM ballot_roll WHERE ballot_id = {ballotId} AND has_cast = {true}", Count), cancellation);

    private static void HalfOpen(WriteSession session, Box ballot, string personId, byte[][] inner, int unreadable)
    {
        Expect(Lock(session, ballot.Id, alone: true), BallotState.Closed, "外层信封已经打开。");
        session.Execute($"DELETE FROM ballot_slips WHERE ballot_id = {ballot.Id}");
        foreach (var slip in inner)
            session.Execute($"INSERT INTO ballot_slips (ballot_id, key, sealed) VALUES ({ballot.Id}, {RandomNumberGenerator.GetBytes(KeySize)}, {slip})");
        session.Execute($"UPDATE ballots SET state = {BallotState.HalfOpened}, scrutineer_locked_key = NULL, unreadable = {unreadable} WHERE id = {ballot.Id}");
        session.Scrub();
        AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-half-opened", ballot.Id, new { slips = inner.Length, unreadable });
    }

    private async Task OpenAsync(Box ballot, string personId, byte[][] contents, int unreadable, CancellationToken cancellation)
    {
        var slips = new List<Slip>();
        foreach (var content in contents)
            if (SlipEncoding.TryDecode(content, out var slip) && slip!.Marks.Count == ballot.Sheet.Rows.Count) slips.Add(slip);
        unreadable += contents.Length - slips.Count;
        await desk.DoAsync((session, runner) =>
        {
            var now = Lock(session, ballot.Id, alone: true);
            Expect(now, BallotState.HalfOpened, "票箱已经打开。");
            session.Execute($"DELETE FROM ballot_slips WHERE ballot_id = {ballot.Id}");
            foreach (var slip in slips)
                session.Execute($"INSERT INTO ballot_slips (ballot_id, key, marks) VALUES ({ballot.Id}, {RandomNumberGenerator.GetBytes(KeySize)}, {Written(slip.Marks)})");
            foreach (var code in slips.Select(slip => slip.Receipt!).Order(StringComparer.Ordinal))
                session.Execute($"INSERT INTO ballot_receipts (ballot_id, code, copies) VALUES ({ballot.Id}, {code}, {1}) ON CONFLICT (ballot_id, code) DO UPDATE SET copies = ballot_receipts.copies + 1");
            session.Execute($"UPDATE ballots SET state = {BallotState.Opened}, chair_locked_key = NULL, scrutineer_locked_key = NULL, unsealed = {session.Now}, unreadable = {(now.Unreadable ?? 0) + unreadable} WHERE id = {ballot.Id}");
            session.Scrub();
            AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-unsealed", ballot.Id, new { slips = slips.Count, unreadable = (now.Unreadable ?? 0) + unreadable });

            var run = runner.Load(session, ballot.InstanceId);
            var wait = run.Before.FirstOrDefault(open => open.Kind == WaitKind.Manual && Payload(open) == ballot.Id)
                ?? throw new RefusedException("ballot-withdrawn", "这次票决所在的事项已经撤销，票箱不能再打开。");
            var anonymous = slips.Select(slip => slip with { Receipt = null }).ToArray();
            var opened = new BallotOpened(ballot.Id, ballot.Due, ballot.Present ?? 0, ballot.Present ?? 0, slips.Count, anonymous);
            return Try(() =>
            {
                runner.Resume(session, run, new Stimulus(wait.Id, opened), personId);
                return true;
            });
        }, cancellation);
    }

    private static string? Payload(Bookmark wait) =>
        wait.Payload is null ? null : JsonSerializer.SerializeToElement(wait.Payload, Values.Json) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("ballotId", out var id) ? id.GetString() : null;

    private static BallotMark[] Marks(BallotSheet sheet, IReadOnlyList<int> marks)
    {
        if (marks.Count != sheet.Rows.Count) throw new RefusedException("slip-incomplete", $"票面有 {sheet.Rows.Count} 项，收到 {marks.Count} 项，请重新填写。");
        return [.. marks.Select(mark => mark == -1 ? (BallotMark)(sheet.Options.Count - 1)
            : mark >= 0 && mark < sheet.Options.Count ? (BallotMark)mark
            : throw new RefusedException("bad-mark", "票面上没有这个选项，请重新填写。"))];
    }

    private static string Written(IReadOnlyList<BallotMark> marks) => string.Concat(marks.Select(mark => ((int)mark).ToString(CultureInfo.InvariantCulture)));

    private static BallotMark[] Plain(string marks) => [.. marks.Select(mark => (BallotMark)(mark - '0'))];

    /// <returns>True for the chair, false for the chief scrutineer.</returns>
    private static bool Keeper(Box ballot, string personId) =>
        personId == ballot.ChairId || (personId == ballot.ScrutineerId ? false : throw new NotAllowedException("票箱由主持人和总监票人共同保管。"));

    private static void Expect(Box ballot, BallotState state, string otherwise)
    {
        if (ballot.State != state) throw new RefusedException("ballot-state", otherwise);
    }

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

    private static int Count(System.Data.Common.DbDataReader reader) => Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture);

    /// <summary>Casts go on side by side; whoever changes the ballot's state waits for them and holds up later ones.</summary>
    private static Box Lock(WriteSession session, string ballotId, bool alone)
    {
        if (alone) session.Exists($"SELECT 1 FROM ballots WHERE id = {ballotId} FOR UPDATE");
        else session.Exists($"SELECT 1 FROM ballots WHERE id = {ballotId} FOR SHARE");
        return Read(session, ballotId);
    }

    private static Box Read(WriteSession session, string ballotId, string personId)
    {
        var ballot = Read(session, ballotId);
        PeopleReader.RequireHere(session, personId, ballot.JurisdictionId, "票决", ballotId);
        return ballot;
    }

    private static Box Read(WriteSession session, string ballotId) => session.First(
            $"SELECT id, jurisdiction_id, instance_id, sheet_json, chair_id, scrutineer_id, state, due, present, chair_public_key, scrutineer_public_key, chair_locked_key, scrutineer_locked_key, unreadable FROM ballots WHERE id = {ballotId}",
            reader => new Box(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), JsonSerializer.Deserialize<BallotSheet>(reader.GetString(3), Values.Json)!,
                reader.GetString(4), reader.GetString(5), reader.Name<BallotState>(6), reader.GetInt32(7), reader.Number(8),
                reader.BytesOrNull(9), reader.BytesOrNull(10), reader.BytesOrNull(11), reader.BytesOrNull(12), reader.Number(13)))
        ?? throw new NotFoundException("票决", ballotId);

    private sealed record Box(
        string Id, string JurisdictionId, string InstanceId, BallotSheet Sheet, string ChairId, string ScrutineerId, BallotState State, int Due, int? Present,
        byte[]? ChairKey, byte[]? ScrutineerKey, byte[]? ChairLocked, byte[]? ScrutineerLocked, int? Unreadable);
}
