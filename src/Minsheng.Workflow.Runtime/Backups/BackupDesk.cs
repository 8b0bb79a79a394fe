using System.Globalization;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Backups;

/// <summary>A backup in the folder.</summary>
public sealed record BackupFile(string Name, long Bytes, DateTimeOffset Made);

/// <param name="OpenBoxes">Votes whose sealed slips lie in the database now: copies taken meanwhile must be kept apart.</param>
public sealed record BackupList(string Folder, IReadOnlyList<BackupFile> Files, int OpenBoxes);

/// <summary>Backups of the whole site in the configured folder.</summary>
public sealed class BackupDesk(CommitQueue queue, ReadSide reading, DatabaseOptions options, BackupFolder folder)
{
    /// <exception cref="NotAllowedException">The person does not keep backups here.</exception>
    public async Task<BackupList> ListAsync(string placeId, string personId, CancellationToken cancellation = default)
    {
        await RequireAsync(placeId, personId, cancellation);
        var files = Directory.Exists(folder.Path)
            ? new DirectoryInfo(folder.Path).GetFiles($"*{DatabaseCopy.Of(options).Extension}").Select(file => new BackupFile(file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero)))
            : [];
        return new BackupList(folder.Path, [.. files.OrderByDescending(file => file.Made)], await OpenBoxes.CountAsync(reading, cancellation));
    }

    /// <param name="progress">Percent.</param>
    /// <exception cref="NotAllowedException">The person does not keep backups here.</exception>
    public async Task<BackupFile> MakeAsync(string placeId, string personId, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        await RequireAsync(placeId, personId, cancellation);
        var openBoxes = await OpenBoxes.CountAsync(reading, cancellation);
        var copy = DatabaseCopy.Of(options);
        // That it began is on record before the copy is taken, so that the copy tells of itself; that it was made, only afterwards.
        var name = await queue.RunAsync(session =>
        {
            var local = TimeZoneInfo.ConvertTime(session.Now, Places.Read(session, placeId).Dates.Zone);
            var name = $"minsheng-{local.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}{copy.Extension}";
            AuditLog.Write(session, placeId, personId, "backup-begun", placeId, new { file = name, openBoxes });
            return name;
        }, cancellation);
        var path = Path.Combine(folder.Path, name);
        await copy.WriteAsync(path, progress, cancellation);
        var made = new FileInfo(path);
        await queue.RunAsync(session => AuditLog.Write(session, placeId, personId, "backup-made", placeId, new { file = name, openBoxes, bytes = made.Length }), cancellation);
        return new BackupFile(name, made.Length, new DateTimeOffset(made.LastWriteTimeUtc, TimeSpan.Zero));
    }

    /// <returns>What is wrong with it; null when it can be used.</returns>
    /// <exception cref="NotAllowedException">The person does not keep backups here.</exception>
    public async Task<string?> CheckAsync(string placeId, string personId, string name, CancellationToken cancellation = default)
    {
        await RequireAsync(placeId, personId, cancellation);
        var path = Path.Combine(folder.Path, Path.GetFileName(name));
        if (!File.Exists(path)) throw new NotFoundException("备份", name);
        var wrong = await DatabaseCopy.Of(options).CheckAsync(path, cancellation) ?? await BrokenChainAsync(path, placeId, cancellation);
        await queue.RunAsync(session => AuditLog.Write(session, placeId, personId, "backup-checked", placeId, new { file = Path.GetFileName(path), outcome = wrong is null ? "完好" : "有问题" }), cancellation);
        return wrong;
    }

    private async Task<string?> BrokenChainAsync(string path, string placeId, CancellationToken cancellation)
    {
        if (options.Provider != DatabaseProvider.Sqlite) return null;
        var check = await Task.Run(() => SqliteReading.Of(path, session => AuditChain.Check(session, placeId)), cancellation);
        return check.BrokenAt is { } place ? string.Create(CultureInfo.InvariantCulture, $"这份备份能打开，但里面的审计链在第 {place} 条断开，请先查明原因，不要用它恢复。") : null;
    }

    private Task RequireAsync(string placeId, string personId, CancellationToken cancellation) =>
        queue.RunAsync(session => ManageGate.Require(session, placeId, personId, ManagePart.Backups), cancellation);
}
