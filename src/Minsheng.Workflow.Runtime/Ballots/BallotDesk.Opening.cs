using System.Security.Cryptography;
using System.Text.Json;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Ballots;

/// <summary>From the closed box to the one result.</summary>
public sealed partial class BallotDesk
{
    /// <summary>First the chief scrutineer takes off the outer envelopes, then the chair the inner ones; then the procedure goes on.</summary>
    /// <returns>True once the slips are read.</returns>
    public async Task<bool> UnsealAsync(string ballotId, string personId, string passphrase, CancellationToken cancellation = default)
    {
        var (ballot, slips) = await commits.ReadAsync(session => (BallotBox.Read(session, ballotId, personId), session.Query(
            $"SELECT sealed FROM ballot_slips WHERE ballot_id = {ballotId} AND sealed IS NOT NULL ORDER BY key", reader => reader.Bytes(0))), cancellation);
        var isChair = ballot.IsChair(personId);
        if (ballot.State is BallotState.Prepared or BallotState.Open) throw new RefusedException("ballot-not-closed", "投票还没有结束，不能开箱。");
        if (ballot.State == BallotState.Opened) throw new RefusedException("ballot-opened", "票箱已经打开。");
        if (ballot.PaperIssued is not null && !await commits.ReadAsync(session => IsEntered(session, ballot), cancellation))
            throw new RefusedException("paper-not-agreed", "纸质票还没有录好：要由两人分别清点录入，各数一致后才能开封。");
        if (isChair != (ballot.State == BallotState.HalfOpened)) throw new RefusedException("wrong-keeper", isChair ? "请总监票人先打开外层信封。" : "外层信封已经打开，请主持人打开内层。");
        var contents = ballot.IsPaperOnly ? [] : Unlocked(isChair ? ballot.ChairLocked : ballot.ScrutineerLocked, passphrase, slips);
        var opened = contents.ToArray();
        RandomNumberGenerator.Shuffle<byte[]>(opened);
        var unreadable = slips.Count - opened.Length;
        if (isChair) await OpenAsync(ballot, personId, opened, unreadable, cancellation);
        else await commits.RunAsync(session => HalfOpen(session, ballot, personId, opened, unreadable), cancellation);
        return isChair;
    }

    private static List<byte[]> Unlocked(byte[]? locked, string passphrase, IReadOnlyList<byte[]> slips)
    {
        if (locked is null) throw new RefusedException("no-key", "票箱钥匙已经用过。");
        using var key = Try(() => EnvelopeKey.Unlock(locked, passphrase));
        var contents = new List<byte[]>();
        foreach (var slip in slips)
            if (Envelope.TryOpen(slip, key, out var content)) contents.Add(content);
        return contents;
    }

    private static bool IsEntered(WriteSession session, BallotBox ballot) => Paper(session, ballot) is not null;

    private static PaperTotals? Paper(WriteSession session, BallotBox ballot) =>
        PaperEntries.Agreed(ballot.Sheet, [.. PaperEntries.Read(session, ballot.Id).Select(entry => entry.Totals)]);

    private static void HalfOpen(WriteSession session, BallotBox ballot, string personId, byte[][] inner, int unreadable)
    {
        var now = BallotBox.Lock(session, ballot.Id, alone: true);
        now.Expect(BallotState.Closed, "外层信封已经打开。");
        if (now.PaperIssued is not null && !IsEntered(session, now)) throw new RefusedException("paper-not-agreed", "纸质票的录入刚被清除，请先重新录入。");
        session.Execute($"DELETE FROM ballot_slips WHERE ballot_id = {ballot.Id}");
        foreach (var slip in inner)
            session.Execute($"INSERT INTO ballot_slips (ballot_id, key, sealed) VALUES ({ballot.Id}, {RandomNumberGenerator.GetBytes(KeySize)}, {slip})");
        session.Execute($"UPDATE ballots SET state = {BallotState.HalfOpened}, scrutineer_locked_key = NULL, unreadable = {unreadable} WHERE id = {ballot.Id}");
        session.Scrub();
        AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-half-opened", ballot.Id, new { slips = inner.Length, unreadable });
    }

    private async Task OpenAsync(BallotBox ballot, string personId, byte[][] contents, int unreadable, CancellationToken cancellation)
    {
        var slips = new List<Slip>();
        foreach (var content in contents)
            if (SlipEncoding.TryDecode(content, out var slip) && slip!.Marks.Count == ballot.Sheet.Rows.Count) slips.Add(slip);
        unreadable += contents.Length - slips.Count;
        await desk.DoAsync((session, runner) =>
        {
            var now = BallotBox.Lock(session, ballot.Id, alone: true);
            now.Expect(BallotState.HalfOpened, "票箱已经打开。");
            var paper = now.PaperIssued is null ? null : Paper(session, now);
            session.Execute($"DELETE FROM ballot_slips WHERE ballot_id = {ballot.Id}");
            // Beside a result that includes paper, single slips would give away the paper totals, and the other way round.
            foreach (var slip in paper is null ? slips : [])
                session.Execute($"INSERT INTO ballot_slips (ballot_id, key, marks) VALUES ({ballot.Id}, {RandomNumberGenerator.GetBytes(KeySize)}, {Written(slip)})");
            PaperEntries.Destroy(session, ballot.Id);
            if (paper is not null && ballot.Sheet.Kind == BallotKind.Rating)
                session.Execute($"UPDATE ballots SET result_json = {JsonSerializer.Serialize(RatingTotals.Of(ballot.Sheet, slips, paper), Values.Json)} WHERE id = {ballot.Id}");
            foreach (var code in slips.Select(slip => slip.Receipt!).Order(StringComparer.Ordinal))
                session.Execute($"INSERT INTO ballot_receipts (ballot_id, code, copies) VALUES ({ballot.Id}, {code}, {1}) ON CONFLICT (ballot_id, code) DO UPDATE SET copies = ballot_receipts.copies + 1");
            session.Execute($"UPDATE ballots SET state = {BallotState.Opened}, chair_locked_key = NULL, scrutineer_locked_key = NULL, unsealed = {session.Now}, unreadable = {(now.Unreadable ?? 0) + unreadable} WHERE id = {ballot.Id}");
            session.Scrub();
            AuditLog.Write(session, ballot.JurisdictionId, personId, "ballot-unsealed", ballot.Id, new { slips = slips.Count, unreadable = (now.Unreadable ?? 0) + unreadable });

            var run = runner.Load(session, ballot.InstanceId);
            var wait = run.Before.FirstOrDefault(open => open.Kind == WaitKind.Manual && Payload(open) == ballot.Id)
                ?? throw new RefusedException("ballot-withdrawn", "这次票决所在的事项已经撤销，票箱不能再打开。");
            var anonymous = slips.Select(slip => slip with { Receipt = null }).ToArray();
            var present = ballot.Present ?? 0;
            var opened = new BallotOpened(ballot.Id, ballot.Due, present, paper is null ? present : Issued(session, now, present), slips.Count + (paper?.Returned ?? 0), anonymous, now.Recused(session), paper);
            return Try(() =>
            {
                runner.Resume(session, run, new Stimulus(wait.Id, opened), personId);
                return true;
            });
        }, cancellation);
    }

    /// <summary>发出票: paper handed out, and an electronic slip for everybody else who is present or has cast.</summary>
    private static int Issued(WriteSession session, BallotBox ballot, int present)
    {
        var (cast, paper) = (ballot.Cast(session), ballot.PaperIssued ?? 0);
        return paper + (ballot.Waiting(session) == 0 ? cast : Math.Max(cast, present - paper));
    }

    private static string? Payload(Bookmark wait) =>
        wait.Payload is null ? null : JsonSerializer.SerializeToElement(wait.Payload, Values.Json) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("ballotId", out var id) ? id.GetString() : null;
}
