using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Audit;

/// <summary>Who did what, as a chain of hashes per jurisdiction. Acts only: never what somebody chose on a ballot, nor when they cast.</summary>
public static class AuditLog
{
    internal static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _text;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static void Write(WriteSession session, string jurisdictionId, string actor, string act, string subject, object? details = null) =>
        session.AuditEntries.Add(new AuditEntry(jurisdictionId, actor, act, subject, details is null ? "{}" : JsonSerializer.Serialize(details, Values.Json)));

    /// <summary>Joins an entry to its chain.</summary>
    internal static void Link(WriteSession session, AuditEntry entry)
    {
        var (last, previous) = session.AuditHeads.Of(session, entry.JurisdictionId);
        var seq = last + 1;
        var hash = HashOf(entry.JurisdictionId, seq, session.Now, entry.Actor, entry.Act, entry.Subject, entry.Json, previous);
        session.Execute($"INSERT INTO audit (jurisdiction_id, seq, at, actor, act, subject, details_json, previous_hash, hash) VALUES ({entry.JurisdictionId}, {seq}, {session.Now}, {entry.Actor}, {entry.Act}, {entry.Subject}, {entry.Json}, {previous}, {hash})");
        session.AuditHeads.Move(entry.JurisdictionId, seq, hash);
    }

    /// <summary>Walks the chain from its beginning.</summary>
    public static AuditVerdict Verify(WriteSession session, string jurisdictionId)
    {
        var check = AuditChain.Check(session, jurisdictionId);
        return new AuditVerdict(check.Entries, check.BrokenAt);
    }

    /// <summary>The text hashed: a JSON array, so that no two entries can read the same.</summary>
    internal static byte[] HashOf(string jurisdictionId, long seq, DateTimeOffset at, string actor, string act, string subject, string details, byte[] previous)
    {
        var text = _text ??= new ArrayBufferWriter<byte>(1024);
        text.ResetWrittenCount();
        var writer = _writer ??= new Utf8JsonWriter(text);
        writer.Reset(text);
        writer.WriteStartArray();
        writer.WriteStringValue(jurisdictionId);
        writer.WriteStringValue(seq.ToString(CultureInfo.InvariantCulture));
        writer.WriteStringValue(at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        writer.WriteStringValue(actor);
        writer.WriteStringValue(act);
        writer.WriteStringValue(subject);
        writer.WriteStringValue(details);
        writer.WriteStringValue(Convert.ToHexStringLower(previous));
        writer.WriteEndArray();
        writer.Flush();
        return SHA256.HashData(text.WrittenSpan);
    }
}

internal sealed record AuditEntry(string JurisdictionId, string Actor, string Act, string Subject, string Json);

/// <param name="Entries">Entries seen.</param>
/// <param name="BrokenAt">The first entry that was changed, taken out or put in; null when the chain holds.</param>
public sealed record AuditVerdict(long Entries, long? BrokenAt)
{
    public bool Holds => BrokenAt is null;
}
