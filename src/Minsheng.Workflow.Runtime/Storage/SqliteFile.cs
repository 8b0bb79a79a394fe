using Microsoft.Data.Sqlite;

namespace Minsheng.Workflow.Runtime.Storage;

/// <summary>How our SQLite file is opened.</summary>
internal static class SqliteFile
{
    /// <summary>How long a connection waits for others, in ms.</summary>
    public const int Patience = 5000;

    /// <summary>
    /// Every commit reaches the disk; what is deleted is overwritten, so that opened ballots leave no slips behind. The cache
    /// is small on purpose: SQLite walks all of it after a commit that split a page. The log grows to 64 MB before it is folded
    /// into the file, for the commit that does it waits.
    /// </summary>
    public static SqliteConnection OpenWriter(string connectionString)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, ForeignKeys = true, DefaultTimeout = 5 };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA busy_timeout = {Patience}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 16000;";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static string ReaderString(string connectionString) =>
        new SqliteConnectionStringBuilder(connectionString) { Pooling = true, DefaultTimeout = 5 }.ConnectionString;

    /// <summary>Puts a relative path under a folder.</summary>
    public static string Rooted(string connectionString, string folder)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString);
        if (settings.DataSource is "" or ":memory:" || settings.Mode == SqliteOpenMode.Memory) return connectionString;
        settings.DataSource = Path.GetFullPath(settings.DataSource, folder);
        return settings.ConnectionString;
    }
}
