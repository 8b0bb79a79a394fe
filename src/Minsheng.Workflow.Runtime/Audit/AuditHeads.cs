using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Audit;

/// <summary>
/// The last link of each chain. It moves in memory with every entry and is written once before the commit, in the same
/// transaction as the entries. On PostgreSQL reading it locks the chain.
/// </summary>
internal sealed class AuditHeads
{
    private readonly Dictionary<string, Head> _heads = new(StringComparer.Ordinal);
    private bool _moved;

    public (long Seq, byte[] Hash) Of(WriteSession session, string jurisdictionId)
    {
        if (!_heads.TryGetValue(jurisdictionId, out var head)) _heads.Add(jurisdictionId, head = Read(session, jurisdictionId) ?? Begin(session, jurisdictionId));
        return (head.Seq, head.Hash);
    }

    public void Move(string jurisdictionId, long seq, byte[] hash)
    {
        _heads[jurisdictionId] = new Head(seq, hash, true);
        _moved = true;
    }

    public void Flush(WriteSession session)
    {
        if (!_moved) return;
        foreach (var (place, head) in _heads)
        {
            if (!head.IsMoved) continue;
            session.Execute($"UPDATE audit_heads SET seq = {head.Seq}, hash = {head.Hash} WHERE jurisdiction_id = {place}");
            _heads[place] = head with { IsMoved = false };
        }
        _moved = false;
    }

    /// <summary>What was not written is void, or somebody else may have moved the chains.</summary>
    public void Forget()
    {
        _heads.Clear();
        _moved = false;
    }

    private static Head? Read(WriteSession session, string jurisdictionId) => session.First(
        $"SELECT seq, hash FROM audit_heads WHERE jurisdiction_id = {jurisdictionId} FOR UPDATE",
        reader => new Head(reader.GetInt64(0), reader.Bytes(1), false));

    private static Head Begin(WriteSession session, string jurisdictionId)
    {
        session.Execute($"INSERT INTO audit_heads (jurisdiction_id, seq, hash) VALUES ({jurisdictionId}, {0L}, {AuditLog.Beginning}) ON CONFLICT DO NOTHING");
        return Read(session, jurisdictionId)!;
    }

    private sealed record Head(long Seq, byte[] Hash, bool IsMoved);
}
