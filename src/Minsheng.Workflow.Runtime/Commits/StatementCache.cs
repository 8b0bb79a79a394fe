using System.Data.Common;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>The commands of one connection, each made once and then only given new values.</summary>
internal class StatementCache(DbConnection connection, Dialect dialect) : IDisposable
{
    private readonly Dictionary<string, (StatementText Text, DbCommand Command)> _commands = new(ReferenceEqualityComparer.Instance);

    /// <summary>Set when anything was executed that may change rows.</summary>
    public bool Wrote { get; set; }

    /// <summary>What was read of slowly changing tables, for as long as it holds.</summary>
    public SharedFacts Facts { get; } = new(20_000);

    /// <summary>Runs as they were last read or written here: whoever starts something is often the next to go on with it.</summary>
    public SharedFacts Runs { get; } = new(2_000);

    protected Dialect Dialect => dialect;

    public virtual int Execute(FormattableString sql, DbTransaction transaction) => Command(sql, transaction).ExecuteNonQuery();

    public DbCommand Command(FormattableString sql, DbTransaction transaction)
    {
        if (!_commands.TryGetValue(sql.Format, out var known)) _commands.Add(sql.Format, known = Prepare(sql));
        Note(known.Text);
        var command = known.Command;
        command.Transaction = transaction;
        for (var index = 0; index < sql.ArgumentCount; index++) command.Parameters[index].Value = Stored(sql.GetArgument(index));
        return command;
    }

    public void Forget()
    {
        Facts.Forget();
        Runs.Forget();
    }

    public virtual void Dispose()
    {
        foreach (var (_, command) in _commands.Values) command.Dispose();
        _commands.Clear();
        GC.SuppressFinalize(this);
    }

    protected void Note(StatementText text)
    {
        if (text.Writes) Wrote = true;
        if (text.ChangesShared) Facts.Forget();
    }

    private (StatementText, DbCommand) Prepare(FormattableString sql)
    {
        var text = StatementText.Of(dialect, sql);
        var command = connection.CreateCommand();
        command.CommandText = text.Sql;
        for (var index = 0; index < sql.ArgumentCount; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"p{index}";
            command.Parameters.Add(parameter);
        }
        return (text, command);
    }

    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        string text => StoredText.Checked(text),
        DateTimeOffset at => at.UtcDateTime,
        Enum name => name.ToString(),
        _ => value,
    };
}
