using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Backups;

/// <summary>VACUUM INTO: one consistent state, without the log and without what was deleted, beside the writer.</summary>
internal sealed class SqliteCopy(string connectionString) : DatabaseCopy
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private string Database => Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    public override string Extension => ".db";

    public override Task<bool> HoldsDataAsync(CancellationToken cancellation = default) => Task.FromResult(File.Exists(Database) && new FileInfo(Database).Length > 0);

    public override Task<string?> CheckAsync(string file, CancellationToken cancellation = default) => Task.Run(() => Check(file), cancellation);

    public override async Task<string?> RestoreAsync(string file, DateTimeOffset now, CancellationToken cancellation = default)
    {
        if (!File.Exists(file)) throw new RefusedException("no-backup", $"没有“{file}”这个文件，请检查路径。");
        if (await CheckAsync(file, cancellation) is { } wrong) throw new RefusedException("bad-backup", wrong);
        if (!await HoldsDataAsync(cancellation))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Database)!);
            File.Copy(file, Database, overwrite: true);
            return null;
        }
        RefuseWhileInUse();
        var fresh = Database + ".restoring";
        File.Copy(file, fresh, overwrite: true);
        var aside = $"{Database}.{now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}.before-restore";
        File.Move(Database, aside);
        File.Delete(Database + "-wal");
        File.Delete(Database + "-shm");
        File.Move(fresh, Database);
        return aside;
    }

    private protected override async Task CopyAsync(string file, IProgress<int>? progress, CancellationToken cancellation)
    {
        if (!await HoldsDataAsync(cancellation)) throw new RefusedException("no-database", $"没有数据库文件“{Database}”，没有可备份的内容；请检查 ConnectionStrings:Default。");
        var size = new FileInfo(Database).Length;
        var copying = Task.Run(() => Copy(file), CancellationToken.None);
        while (await Task.WhenAny(copying, Task.Delay(Look, TimeProvider.System, CancellationToken.None)) != copying)
            if (new FileInfo(file) is { Exists: true } part) progress?.Report((int)Math.Min(99, part.Length * 100 / size));
        await copying;
        progress?.Report(100);
    }

    private void Copy(string file)
    {
        try
        {
            using var connection = Open(Database, SqliteOpenMode.ReadWrite);
            using var command = connection.CreateCommand();
            command.CommandTimeout = 0;
            command.CommandText = "VACUUM INTO $file";
            command.Parameters.AddWithValue("$file", file);
            command.ExecuteNonQuery();
        }
        catch (SqliteException problem)
        {
            throw new RefusedException("backup-failed", $"备份没有做成：{DatabaseSentences.Of(problem)}");
        }
    }

    private static string? Check(string file)
    {
        try
        {
            using var connection = Open(file, SqliteOpenMode.ReadOnly);
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check(1)";
            if (command.ExecuteScalar() as string is not "ok") return $"备份“{Path.GetFileName(file)}”已损坏，不能用它恢复；请换一份。";
            command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name IN ('__EFMigrationsHistory', 'jurisdictions', 'audit')";
            return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture) == 3 ? null : $"“{Path.GetFileName(file)}”不是本系统的数据库备份，请检查文件。";
        }
        catch (DbException)
        {
            return $"“{Path.GetFileName(file)}”打不开：它已损坏，或不是本系统的数据库备份，请换一份。";
        }
    }

    /// <summary>Leaving the write-ahead log needs the file for oneself, and folds the log into the file that is put aside.</summary>
    private void RefuseWhileInUse()
    {
        try
        {
            using var connection = Open(Database, SqliteOpenMode.ReadWrite);
            using var command = connection.CreateCommand();
            command.CommandTimeout = 1;
            command.CommandText = "PRAGMA journal_mode = DELETE";
            if (command.ExecuteScalar() as string is "delete") return;
        }
        catch (SqliteException problem) when (problem.SqliteErrorCode is 11 or 26)
        {
            // What is broken is what the copy is for.
            return;
        }
        catch (SqliteException problem) when (problem.SqliteErrorCode is 5 or 6)
        {
        }
        throw new RefusedException("site-running", "网站正在使用这个数据库，现在恢复会丢失正在办的事；请先停下网站再恢复。");
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
