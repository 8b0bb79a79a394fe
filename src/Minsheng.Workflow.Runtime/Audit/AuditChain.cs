using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Audit;

/// <summary>One entry as it was joined to its chain.</summary>
public sealed record AuditLine(long Seq, DateTimeOffset At, string Actor, string Act, string Subject, string Details, string Previous, string Hash);

/// <param name="BrokenAt">The first entry that was changed, taken out or put in; null when the chain holds.</param>
/// <param name="LastHash">Digest of the last entry, in hexadecimal.</param>
public sealed record AuditCheck(long Entries, long? BrokenAt, string LastHash)
{
    public bool Holds => BrokenAt is null;
}

/// <summary>Follows a chain link by link; the same for the table and for an exported file.</summary>
public sealed class AuditChain(string jurisdictionId)
{
    private byte[] _previous = AuditLog.Beginning;

    public long Entries { get; private set; }

    public long? BrokenAt { get; private set; }

    public string LastHash => Convert.ToHexStringLower(_previous);

    /// <summary>Takes the next entry. After the first broken one nothing more is looked at.</summary>
    public void Follow(AuditLine line)
    {
        if (BrokenAt is not null) return;
        var expected = Entries + 1;
        var hash = Convert.ToHexStringLower(AuditLog.HashOf(jurisdictionId, expected, line.At, line.Actor, line.Act, line.Subject, line.Details, _previous));
        if (line.Seq != expected || line.Previous != LastHash || line.Hash != hash) BrokenAt = expected;
        else (Entries, _previous) = (expected, Convert.FromHexString(hash));
    }

    /// <param name="seq">Where the chain says it ends.</param>
    public AuditCheck End(long seq, string hash) => new(Entries, BrokenAt ?? (seq == Entries && hash == LastHash ? null : Entries + 1), LastHash);

    internal static AuditCheck Check(WriteSession session, string jurisdictionId, IProgress<long>? progress = null)
    {
        session.WriteAudit();
        session.AuditHeads.Flush(session);
        var chain = new AuditChain(jurisdictionId);
        Read(session, jurisdictionId, line =>
        {
            chain.Follow(line);
            if (chain.BrokenAt is null && chain.Entries % 5000 == 0) progress?.Report(chain.Entries);
        });
        var (seq, hash) = Head(session, jurisdictionId);
        return chain.End(seq, hash);
    }

    internal static (long Seq, string Hash) Head(WriteSession session, string jurisdictionId) =>
        session.First($"SELECT seq, hash FROM audit_heads WHERE jurisdiction_id = {jurisdictionId}", reader => (reader.GetInt64(0), Convert.ToHexStringLower(reader.Bytes(1))))
            is { Item2: not null } head ? head : (0, Convert.ToHexStringLower(AuditLog.Beginning));

    internal static void Read(WriteSession session, string jurisdictionId, Action<AuditLine> line) => session.Each(
        $"SELECT seq, at, actor, act, subject, details_json, previous_hash, hash FROM audit WHERE jurisdiction_id = {jurisdictionId} ORDER BY seq",
        reader => line(new AuditLine(reader.GetInt64(0), reader.Time(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), Convert.ToHexStringLower(reader.Bytes(6)), Convert.ToHexStringLower(reader.Bytes(7)))));
}
