using System.Data;
using System.Data.Common;
using System.Globalization;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>
/// One transaction on the one write path. SQL is written as interpolated strings: every hole becomes a parameter,
/// and the text around the holes is the key under which the prepared command is kept.
/// </summary>
public sealed class WriteSession
{
    private readonly DbConnection _connection;
    private readonly Dialect _dialect;
    private readonly Dictionary<string, DbCommand> _commands;
    private readonly DbTransaction _transaction;
    private readonly List<Action> _afterCommit = [];
    private readonly List<string> _signals = [];

    internal WriteSession(DbConnection connection, DbTransaction transaction, Dialect dialect, Dictionary<string, DbCommand> commands, DateTimeOffset now)
    {
        _connection = connection;
        _transaction = transaction;
        _dialect = dialect;
        _commands = commands;
        Now = now;
    }

    /// <summary>The time of this command, to the millisecond: what is stored compares equal on every database.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Follow-ups written by this command, to be pumped once it is durable.</summary>
    public IReadOnlyList<string> Signals => _signals;

    /// <summary>Runs once the command is durable; not at all if it is not.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    internal IReadOnlyList<Action> CommitActions => _afterCommit;

    /// <summary>The earliest timer armed by this command.</summary>
    internal DateTimeOffset? EarliestTimer { get; private set; }

    /// <summary>What this command deletes must not be found in the files either.</summary>
    internal void Scrub() => IsScrubbed = true;

    internal bool IsScrubbed { get; private set; }

    internal void NoteSignal(string id) => _signals.Add(id);

    internal void NoteTimer(DateTimeOffset due) => EarliestTimer = EarliestTimer < due ? EarliestTimer : due;

    /// <returns>Rows changed.</returns>
    public int Execute(FormattableString sql) => Command(sql).ExecuteNonQuery();

    public List<T> Query<T>(FormattableString sql, Func<DbDataReader, T> map)
    {
        var rows = new List<T>();
        using var reader = Command(sql).ExecuteReader();
        while (reader.Read()) rows.Add(map(reader));
        return rows;
    }

    /// <summary>The first row, or the default when there is none.</summary>
    public T? First<T>(FormattableString sql, Func<DbDataReader, T> map)
    {
        using var reader = Command(sql).ExecuteReader(CommandBehavior.SingleRow);
        return reader.Read() ? map(reader) : default;
    }

    public bool Exists(FormattableString sql)
    {
        using var reader = Command(sql).ExecuteReader(CommandBehavior.SingleRow);
        return reader.Read();
    }

    private DbCommand Command(FormattableString sql)
    {
        if (!_commands.TryGetValue(sql.Format, out var command))
        {
            command = _connection.CreateCommand();
            var names = Enumerable.Range(0, sql.ArgumentCount).Select(index => (object)$"@p{index}").ToArray();
            command.CommandText = _dialect.Adapt(string.Format(CultureInfo.InvariantCulture, sql.Format, names));
            for (var index = 0; index < sql.ArgumentCount; index++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"p{index}";
                command.Parameters.Add(parameter);
            }
            _commands.Add(sql.Format, command);
        }
        command.Transaction = _transaction;
        for (var index = 0; index < sql.ArgumentCount; index++)
            command.Parameters[index].Value = Stored(sql.GetArgument(index));
        return command;
    }

    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset at => at.UtcDateTime,
        Enum name => name.ToString(),
        _ => value,
    };
}

/// <summary>Reading columns as the rows mean them.</summary>
public static class ReaderWords
{
    public static string? Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTimeOffset Time(this DbDataReader reader, int column) => new(DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc));

    public static DateTimeOffset? TimeOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);

    public static DateOnly Day(this DbDataReader reader, int column) => reader.GetFieldValue<DateOnly>(column);

    public static int? Number(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    public static decimal? Money(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDecimal(column);

    public static byte[] Bytes(this DbDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    public static byte[]? BytesOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Bytes(column);

    public static T Name<T>(this DbDataReader reader, int column) where T : struct, Enum => Enum.Parse<T>(reader.GetString(column));
}
