using System.Data;
using System.Data.Common;
using Minsheng.Workflow.Runtime.Audit;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>
/// One transaction on the one write path. SQL is written as interpolated strings: every hole becomes a parameter,
/// and the text around the holes is the key under which the prepared statement is kept.
/// </summary>
public sealed class WriteSession
{
    private readonly StatementCache _statements;
    private readonly DbTransaction _transaction;
    private readonly List<Action> _afterCommit = [];
    private readonly List<string> _signals = [];

    internal WriteSession(StatementCache statements, DbTransaction transaction, AuditHeads heads, DateTimeOffset now)
    {
        _statements = statements;
        _transaction = transaction;
        AuditHeads = heads;
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

    /// <summary>Entries this command adds to the audit chains: linked last, so that a chain is locked as briefly as can be.</summary>
    internal List<AuditEntry> AuditEntries { get; } = [];

    internal void WriteAudit()
    {
        foreach (var entry in AuditEntries) AuditLog.Link(this, entry);
        AuditEntries.Clear();
    }

    /// <summary>Where the audit chains stand, ahead of the table until they are flushed.</summary>
    internal AuditHeads AuditHeads { get; }

    internal void NoteSignal(string id) => _signals.Add(id);

    internal void NoteTimer(DateTimeOffset due) => EarliestTimer = EarliestTimer < due ? EarliestTimer : due;

    /// <returns>Rows changed.</returns>
    public int Execute(FormattableString sql) => _statements.Execute(sql, _transaction);

    public List<T> Query<T>(FormattableString sql, Func<DbDataReader, T> map)
    {
        var rows = new List<T>();
        using var reader = Command(sql).ExecuteReader();
        while (reader.Read()) rows.Add(map(reader));
        return rows;
    }

    /// <summary>Row by row, for what is too long to hold.</summary>
    internal void Each(FormattableString sql, Action<DbDataReader> row)
    {
        using var reader = Command(sql).ExecuteReader();
        while (reader.Read()) row(reader);
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

    /// <summary>A row many commands ask for, read once for as long as it holds. What is not there is asked for again.</summary>
    internal T? Shared<T>(string kind, string first, string second, Func<WriteSession, string, string, T?> read) where T : class =>
        _statements.Facts.Get(this, kind, first, second, read);

    /// <summary>Stored runs, as this connection last saw them.</summary>
    internal SharedFacts Runs => _statements.Runs;

    private DbCommand Command(FormattableString sql) => _statements.Command(sql, _transaction);
}

/// <summary>Reading columns as the rows mean them.</summary>
public static class ReaderWords
{
    public static string? Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTimeOffset Time(this DbDataReader reader, int column) => new(DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc));

    public static DateTimeOffset? TimeOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);

    public static DateOnly Day(this DbDataReader reader, int column) => reader.GetFieldValue<DateOnly>(column);

    public static DateOnly? DayOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Day(column);

    public static int? Number(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    public static decimal? Money(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDecimal(column);

    public static byte[] Bytes(this DbDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    public static byte[]? BytesOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Bytes(column);

    public static T Name<T>(this DbDataReader reader, int column) where T : struct, Enum => Enum.Parse<T>(reader.GetString(column));
}
