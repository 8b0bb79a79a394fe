using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Runtime.Storage;

/// <summary>Makes or upgrades the database before anything uses it, or says in one sentence why it cannot be used.</summary>
public sealed class DatabaseGuard(Func<WorkflowDb> open, DatabaseOptions options)
{
    /// <summary>From this size on, looking a file through takes longer than anybody waits for a start.</summary>
    internal long Large { get; init; } = 128 << 20;

    /// <summary>The file is large and was put away in order: it is still to be looked through, while the site runs.</summary>
    public bool IsCheckOwed { get; private set; }

    /// <exception cref="DatabaseRefusedException">It is locked, read-only, full, corrupt, newer than this program, or out of reach.</exception>
    public async Task PrepareAsync(CancellationToken cancellation = default)
    {
        try
        {
            if (options.Provider == DatabaseProvider.Sqlite) CheckFile();
            await using var db = open();
            await RefuseNewerAsync(db, cancellation);
            await db.Database.MigrateAsync(cancellation);
            await Clock.ClockTables.EnsureAsync(db.Database, options.Provider, cancellation);
            if (options.Provider == DatabaseProvider.Sqlite) CheckWritable();
        }
        catch (DbException problem)
        {
            throw new DatabaseRefusedException(CodeOf(problem), DatabaseSentences.Of(problem), problem);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new DatabaseRefusedException("database-read-only", "没有权限读写数据库文件所在的文件夹，请检查权限。", problem);
        }
        catch (IOException problem)
        {
            throw new DatabaseRefusedException("database-io", "数据库文件所在的文件夹用不了，请检查路径和磁盘空间。", problem);
        }
    }

    private static async Task RefuseNewerAsync(WorkflowDb db, CancellationToken cancellation)
    {
        if (!await db.Database.CanConnectAsync(cancellation)) return;
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        if ((await db.Database.GetAppliedMigrationsAsync(cancellation)).FirstOrDefault(applied => !known.Contains(applied)) is { } newer)
            throw new DatabaseRefusedException("database-newer", $"数据库是由更新版本的本系统建立的（{newer}），请用那个版本的程序启动，或恢复升级前的备份。");
    }

    /// <summary>EF would take an unreadable file for a missing one.</summary>
    private void CheckFile()
    {
        var file = new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        if (!File.Exists(file) || new FileInfo(file).Length == 0) return;
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(options.ConnectionString) { Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 5 }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        IsCheckOwed = new FileInfo(file).Length >= Large && WasPutAway(command);
        if (!IsCheckOwed) LookThrough(command);
        command.CommandText = "BEGIN IMMEDIATE; ROLLBACK;";
        command.ExecuteNonQuery();
    }

    /// <summary>Looks through the whole file, beside whoever writes.</summary>
    /// <exception cref="DatabaseRefusedException">Something in it is damaged.</exception>
    public void LookThrough()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(options.ConnectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            LookThrough(command);
            IsCheckOwed = false;
        }
        catch (SqliteException problem)
        {
            throw new DatabaseRefusedException(CodeOf(problem), DatabaseSentences.Of(problem), problem);
        }
    }

    private static void LookThrough(SqliteCommand command)
    {
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() as string is not "ok") throw new SqliteException("quick_check", 11);
    }

    /// <summary>Whether the last who used the file ended it in order, so that no power cut has come since it was last looked at, and none of it is missing.</summary>
    private static bool WasPutAway(SqliteCommand command)
    {
        command.CommandText = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'settings'";
        if (command.ExecuteScalar() is not 1L) return false;
        command.CommandText = "SELECT (SELECT value FROM settings WHERE name = 'started') = (SELECT value FROM settings WHERE name = 'put-away')";
        if (command.ExecuteScalar() is not 1L) return false;
        command.CommandText = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        var (file, log) = (new FileInfo(command.Connection!.DataSource), new FileInfo(command.Connection.DataSource + "-wal"));
        return command.ExecuteScalar() is long stated && file.Length + (log.Exists ? log.Length : 0) >= stated;
    }

    private void CheckWritable()
    {
        using var connection = SqliteFile.OpenWriter(options.ConnectionString);
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE; INSERT INTO settings (name, value) VALUES ('started', '1') ON CONFLICT (name) DO UPDATE SET value = value + 1; COMMIT;";
        command.ExecuteNonQuery();
    }

    private static string CodeOf(DbException problem) => problem is SqliteException sqlite
        ? sqlite.SqliteErrorCode switch
        {
            5 or 6 => "database-locked",
            3 or 8 => "database-read-only",
            11 or 26 => "database-corrupt",
            13 => "database-full",
            _ => "database-unavailable",
        }
        : "database-unavailable";
}

/// <summary>The database cannot be used; the program must not start. The message is one sentence for whoever keeps it.</summary>
public sealed class DatabaseRefusedException(string code, string message, Exception? cause = null) : WorkflowException(code, message, cause);
