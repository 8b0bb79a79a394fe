using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Minsheng.Workflow.Benchmarks;

/// <summary>
/// What the machine can do at best, measured in the same run: the rows of one durable transition with prepared statements
/// and nothing else, and how often the disk flushes. A transition writes a 1 KB document, deletes and inserts a wait,
/// and inserts two history rows and one audit row.
/// </summary>
internal sealed class RawStore : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<SqliteCommand> _commands = [];
    private readonly byte[] _document = new byte[1024];
    private long _counter;

    public RawStore(string file)
    {
        _connection = new SqliteConnection($"Data Source={file}");
        _connection.Open();
        Run("PRAGMA journal_mode=WAL");
        Run("PRAGMA synchronous=FULL");
        Run("CREATE TABLE instances(id TEXT PRIMARY KEY, document BLOB) ; CREATE TABLE waits(id TEXT PRIMARY KEY, name TEXT, due TEXT); CREATE TABLE history(instance TEXT, seq INTEGER, at TEXT, text TEXT, PRIMARY KEY(instance, seq)); CREATE TABLE audit(seq INTEGER PRIMARY KEY, text TEXT, hash BLOB)");
        Prepare("INSERT INTO instances VALUES($id, $document) ON CONFLICT(id) DO UPDATE SET document=excluded.document", "$id", "$document");
        Prepare("DELETE FROM waits WHERE id=$id", "$id");
        Prepare("INSERT OR REPLACE INTO waits VALUES($id, 'wait', '2026-01-05')", "$id");
        Prepare("INSERT INTO history VALUES($id, $n, '2026-01-05', '办理了一步')", "$id", "$n");
        Prepare("INSERT INTO audit VALUES($n, '办理了一步', $hash)", "$n", "$hash");
    }

    /// <summary>Transitions per second with this many in one commit.</summary>
    public double Measure(int grouped, TimeSpan length)
    {
        var watch = Stopwatch.StartNew();
        var done = 0;
        while (watch.Elapsed < length)
        {
            using var transaction = _connection.BeginTransaction();
            foreach (var command in _commands) command.Transaction = transaction;
            for (var index = 0; index < grouped; index++) Transition();
            transaction.Commit();
            done += grouped;
        }
        return done / watch.Elapsed.TotalSeconds;
    }

    /// <summary>4 KB appends flushed to disk, per second.</summary>
    public static double Flushes(string file, TimeSpan length)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var page = new byte[4096];
        var watch = Stopwatch.StartNew();
        var done = 0;
        for (; watch.Elapsed < length; done++)
        {
            stream.Write(page);
            stream.Flush(flushToDisk: true);
        }
        return done / watch.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        foreach (var command in _commands) command.Dispose();
        _connection.Dispose();
        SqliteConnection.ClearAllPools();
    }

    private void Transition()
    {
        var number = ++_counter;
        var id = (number % 5000).ToString(CultureInfo.InvariantCulture);
        Step(0, id, _document);
        Step(1, id);
        Step(2, id);
        Step(3, id, number * 2);
        Step(3, id, number * 2 + 1);
        Step(4, number, _document.AsSpan(0, 32).ToArray());
    }

    private void Step(int command, params object[] values)
    {
        for (var index = 0; index < values.Length; index++) _commands[command].Parameters[index].Value = values[index];
        _commands[command].ExecuteNonQuery();
    }

    private void Prepare(string sql, params string[] names)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names) command.Parameters.AddWithValue(name, DBNull.Value);
        _commands.Add(command);
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
