using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Settings;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Files;

/// <summary>Takes files in and gives them out within their own place.</summary>
public sealed class FileDesk(CommitQueue commits, ReadSide reading, FileLimit limit)
{
    private const int LongestName = 120;

    public FileLimit Limit { get; } = limit;

    /// <summary>Keeps a file. The same bytes a second time are the same file.</summary>
    /// <param name="thumbnail">The picture small, as the browser made it; not kept when it is anything else.</param>
    /// <exception cref="RefusedException">It is empty, too big, of a kind that is not kept, or the place has no room left.</exception>
    public async Task<FileLink> UploadAsync(string jurisdictionId, string personId, string name, byte[] bytes, byte[]? thumbnail = null, CancellationToken cancellation = default)
    {
        var called = Clean(name);
        var kind = Check(called, bytes);
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var small = kind.MediaType.StartsWith("image/", StringComparison.Ordinal) ? Thumbnail.Checked(thumbnail) : null;
        return await commits.RunAsync(session =>
        {
            PeopleReader.RequireHere(session, personId, jurisdictionId, "地区", jurisdictionId);
            var isNew = !session.Exists($"SELECT 1 FROM files WHERE jurisdiction_id = {jurisdictionId} AND digest = {digest}");
            if (isNew) RequireRoom(session, jurisdictionId, called, bytes.Length);
            if (isNew && session.Execute($"INSERT INTO files (jurisdiction_id, digest, name, type, size, bytes, thumbnail, uploaded_by, uploaded) VALUES ({jurisdictionId}, {digest}, {called}, {kind.MediaType}, {bytes.Length}, {bytes}, {small}, {personId}, {session.Now}) ON CONFLICT DO NOTHING") == 1)
                AuditLog.Write(session, jurisdictionId, personId, "file-uploaded", digest, new { name = called, size = bytes.Length });
            return session.First(
                $"SELECT name, type, size FROM files WHERE jurisdiction_id = {jurisdictionId} AND digest = {digest}",
                reader => new FileLink(digest, reader.GetString(0), reader.GetString(1), reader.GetInt32(2)))!;
        }, cancellation);
    }

    /// <returns>Null when there is no such file here.</returns>
    public async Task<StoredFile?> FindAsync(string jurisdictionId, string fileId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        return await db.Files.Where(row => row.Digest == fileId).Select(row => new StoredFile(row.Name, row.Type, row.Bytes)).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>A picture small; the picture itself where nobody has sent a small one.</summary>
    /// <returns>Null when there is no such file here, or it is no picture.</returns>
    public async Task<StoredFile?> SmallAsync(string jurisdictionId, string fileId, CancellationToken cancellation = default)
    {
        await using (var db = reading.Of(jurisdictionId))
        {
            var found = await db.Files.Where(row => row.Digest == fileId).Select(row => new { row.Name, row.Type, row.Thumbnail }).SingleOrDefaultAsync(cancellation);
            if (found is null || !found.Type.StartsWith("image/", StringComparison.Ordinal)) return null;
            if (found.Thumbnail is { } small) return new StoredFile(found.Name, Thumbnail.TypeOf(small), small);
        }
        return await FindAsync(jurisdictionId, fileId, cancellation);
    }

    /// <summary>Those of these files that are here, in the order asked for.</summary>
    public async Task<IReadOnlyList<FileLink>> LinksAsync(string jurisdictionId, IReadOnlyList<string> fileIds, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        return await FileReader.LinksAsync(db, fileIds, cancellation);
    }

    private static void RequireRoom(WriteSession session, string jurisdictionId, string name, int size)
    {
        const int Megabyte = 1024 * 1024;
        if (PlaceSettings.Number(session, jurisdictionId, PlaceSettings.FileQuota) is not { } quota) return;
        var used = session.First($"SELECT COALESCE(SUM(size), 0) FROM files WHERE jurisdiction_id = {jurisdictionId}", reader => Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture));
        if (used + size > quota * (long)Megabyte)
            throw new RefusedException("files-full", string.Create(CultureInfo.InvariantCulture, $"本地附件已用 {used / (decimal)Megabyte:0.0} MB，上限 {quota} MB，放不下“{name}”，请联系系统管理员提高上限。"));
    }

    private FileKind Check(string name, byte[] bytes)
    {
        if (FileKind.Called(name) is not { } kind)
            throw new RefusedException("file-kind", $"“{name}”这种文件不能上传，请换成 PDF、JPG、PNG、Word（docx）或 Excel（xlsx）文件。");
        if (bytes.Length == 0)
            throw new RefusedException("file-empty", $"文件“{name}”是空的，请检查后重新选择。");
        if (bytes.Length > Limit.Bytes) throw TooBig(name, bytes.Length);
        return kind.Fits(bytes) ? kind
            : throw new RefusedException("file-content", $"文件“{name}”的内容和扩展名不符，可能损坏了或改过名，请用原来的软件另存后再传。");
    }

    public RefusedException TooBig(string name, long size) => new(
        "file-too-big", string.Create(CultureInfo.InvariantCulture, $"文件“{Clean(name)}”有 {size / 1024m / 1024m:0.0} MB，超过上限 {Limit.Megabytes} MB，请压缩后再传。"));

    /// <summary>The name alone, without folders and what cannot be shown.</summary>
    private static string Clean(string name)
    {
        var bare = string.Concat(name.Split('/', '\\')[^1].Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter))).Trim();
        if (bare.Length == 0) return "未命名";
        var ending = Path.GetExtension(bare);
        return bare.Length <= LongestName || ending.Length > 10 ? bare[..Math.Min(bare.Length, LongestName)] : bare[..(LongestName - ending.Length)] + ending;
    }
}

/// <summary>A file as lists show it.</summary>
/// <param name="Id">What a form's value holds.</param>
public sealed record FileLink(string Id, string Name, string Type, int Size)
{
    public bool IsPicture => Type.StartsWith("image/", StringComparison.Ordinal);
}

public sealed record StoredFile(string Name, string Type, byte[] Bytes);
