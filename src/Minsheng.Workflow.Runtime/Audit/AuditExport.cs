using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Audit;

/// <summary>What an audit export says about itself.</summary>
public sealed record AuditManifest(string JurisdictionId, string Name, long Entries, string LastHash, DateTimeOffset ExportedAt);

/// <summary>The outcome of reading an export without the database.</summary>
/// <param name="Manifest">What the export says of itself.</param>
/// <param name="Problem">The sentence that says where it does not hold; null when it does.</param>
public sealed record AuditProof(AuditManifest Manifest, AuditCheck Check, string? Problem);

/// <summary>
/// A whole chain as a zip: <c>audit.jsonl</c> one entry a line, <c>manifest.json</c>, and <c>SHA256SUMS</c> over both. It proves
/// that nothing inside was changed, and, held against a daily root printed earlier, that the chain was not written anew.
/// </summary>
public static class AuditExport
{
    private const string Lines = "audit.jsonl", Manifest = "manifest.json", Sums = "SHA256SUMS";
    private const int LongestLine = 4 * 1024 * 1024;

    internal static AuditManifest Write(WriteSession session, string jurisdictionId, string name, Stream output)
    {
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        var (seq, hash) = AuditChain.Head(session, jurisdictionId);
        var manifest = new AuditManifest(jurisdictionId, name, seq, hash, session.Now);
        string digest;
        using (var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            using var lines = zip.CreateEntry(Lines).Open();
            AuditChain.Read(session, jurisdictionId, line =>
            {
                byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, Values.Json), (byte)'\n'];
                sum.AppendData(bytes);
                lines.Write(bytes);
            });
            digest = Convert.ToHexStringLower(sum.GetHashAndReset());
        }
        var about = JsonSerializer.SerializeToUtf8Bytes(manifest, Values.Json);
        Add(zip, Manifest, about);
        Add(zip, Sums, Encoding.UTF8.GetBytes($"{digest}  {Lines}\n{Convert.ToHexStringLower(SHA256.HashData(about))}  {Manifest}\n"));
        return manifest;
    }

    /// <exception cref="RefusedException">The file is no audit export.</exception>
    public static AuditProof Verify(Stream file)
    {
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            var about = Small(zip, Manifest);
            var manifest = JsonSerializer.Deserialize<AuditManifest>(about, Values.Json) ?? throw NoExport();
            var sums = Encoding.UTF8.GetString(Small(zip, Sums));
            var chain = new AuditChain(manifest.JurisdictionId);
            var digest = Walk(zip.GetEntry(Lines) ?? throw NoExport(), chain);
            var check = chain.End(manifest.Entries, manifest.LastHash);
            return new AuditProof(manifest, check, Problem(check, sums, digest, Convert.ToHexStringLower(SHA256.HashData(about))));
        }
        catch (Exception broken) when (broken is InvalidDataException or JsonException or FormatException or NotSupportedException)
        {
            throw NoExport();
        }
    }

    private static string? Problem(AuditCheck check, string sums, string lines, string about) =>
        check.BrokenAt is { } place ? string.Create(CultureInfo.InvariantCulture, $"第 {place} 条对不上：它或它前后被改动、抽走或插入过，前面 {place - 1} 条完整。")
        : !sums.Contains($"{lines}  {Lines}", StringComparison.Ordinal) || !sums.Contains($"{about}  {Manifest}", StringComparison.Ordinal) ? "链完整，但文件与摘要清单对不上，文件在导出后被动过。"
        : null;

    private static string Walk(ZipArchiveEntry entry, AuditChain chain)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = entry.Open();
        var line = new ArrayBufferWriter<byte>();
        var chunk = new byte[64 * 1024];
        for (int read; (read = stream.Read(chunk)) > 0;)
        {
            var rest = chunk.AsSpan(0, read);
            sum.AppendData(rest);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                line.Write(rest[..end]);
                chain.Follow(JsonSerializer.Deserialize<AuditLine>(line.WrittenSpan, Values.Json) ?? throw NoExport());
                line.ResetWrittenCount();
            }
            line.Write(rest);
            if (line.WrittenCount > LongestLine) throw NoExport();
        }
        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    private static byte[] Small(ZipArchive zip, string name)
    {
        using var stream = (zip.GetEntry(name) ?? throw NoExport()).Open();
        var bytes = new byte[64 * 1024];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length < bytes.Length ? bytes[..length] : throw NoExport();
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(bytes);
    }

    private static RefusedException NoExport() => new("no-audit-export", "这个文件不是完整的审计导出，无法核对；请用“管理—审计”导出的 zip 文件。");
}
