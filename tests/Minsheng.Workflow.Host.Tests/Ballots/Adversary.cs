using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Minsheng.Workflow.Host.Tests.Ballots;

/// <summary>Somebody with a copy of the whole database file and its log, taken at one moment.</summary>
internal sealed class Adversary
{
    private readonly Dictionary<string, List<string>> _tables = [];

    private Adversary(byte[] bytes) => Bytes = bytes;

    /// <summary>The file and the log, as they lay on the disk.</summary>
    public byte[] Bytes { get; }

    public IReadOnlyList<byte[]> Slips { get; private set; } = [];
    public IReadOnlyList<string> SlipKeys { get; private set; } = [];

    /// <summary>Column names by table.</summary>
    public Dictionary<string, string[]> Columns { get; } = [];

    /// <summary>The statement a table was made with.</summary>
    public Dictionary<string, string> Schema { get; } = [];

    public IReadOnlyList<string> Rows(string table) => _tables[table];

    public static Adversary Copy(string file)
    {
        var copy = Path.Combine(Directory.CreateTempSubdirectory("minsheng-copy-").FullName, "copy.db");
        try
        {
            File.Copy(file, copy);
            if (File.Exists(file + "-wal")) File.Copy(file + "-wal", copy + "-wal");
            var adversary = new Adversary([.. File.ReadAllBytes(copy), .. File.Exists(copy + "-wal") ? File.ReadAllBytes(copy + "-wal") : []]);
            adversary.Read(copy);
            return adversary;
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
        }
    }

    /// <summary>Rows that came, went or changed between two copies, by table.</summary>
    public static Dictionary<string, (List<string> Gone, List<string> Come)> Difference(Adversary before, Adversary after)
    {
        var changes = new Dictionary<string, (List<string>, List<string>)>();
        foreach (var table in after._tables.Keys)
        {
            var (gone, come) = (before._tables[table].Except(after._tables[table]).ToList(), after._tables[table].Except(before._tables[table]).ToList());
            if (gone.Count + come.Count > 0) changes[table] = (gone, come);
        }
        return changes;
    }

    private void Read(string copy)
    {
        using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
        connection.Open();
        foreach (var (name, sql) in Query(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", row => (row.GetString(0), row.GetString(1))))
        {
            Schema[name] = sql;
            Columns[name] = [.. Query(connection, $"SELECT name FROM pragma_table_info('{name}')", row => row.GetString(0))];
            _tables[name] = Query(connection, $"SELECT * FROM \"{name}\"", Text);
        }
        var slips = Query(connection, "SELECT key, sealed FROM ballot_slips", row => (Key: Convert.ToHexString(row.GetFieldValue<byte[]>(0)), Sealed: row.IsDBNull(1) ? [] : row.GetFieldValue<byte[]>(1)));
        SlipKeys = [.. slips.Select(slip => slip.Key)];
        Slips = [.. slips.Where(slip => slip.Sealed.Length > 0).Select(slip => slip.Sealed)];
    }

    private static string Text(SqliteDataReader row) => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(column => row.GetValue(column) switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    }));

    private static List<T> Query<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> map)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(map(reader));
        return rows;
    }
}
