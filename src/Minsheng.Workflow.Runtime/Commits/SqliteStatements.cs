using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>
/// The writer's statements. What changes rows goes to SQLite directly: values are bound by position and without objects in
/// between, which costs a fraction of what a command costs. What reads rows stays a command.
/// </summary>
internal sealed class SqliteStatements(SqliteConnection connection) : StatementCache(connection, Dialect.Sqlite)
{
    private readonly Dictionary<string, (StatementText Text, SqliteStatement Statement)> _statements = new(ReferenceEqualityComparer.Instance);
    private SqliteStatement? _version;
    private long _lastVersion = -1;

    public override int Execute(FormattableString sql, DbTransaction transaction)
    {
        if (!_statements.TryGetValue(sql.Format, out var known))
        {
            var text = StatementText.Of(Dialect, sql);
            _statements.Add(sql.Format, known = (text, new SqliteStatement(connection.Handle!, text.Sql)));
        }
        Note(known.Text);
        return known.Statement.Execute(sql);
    }

    /// <summary>To be called inside a transaction: forgets what was read if another connection has committed since.</summary>
    /// <returns>False when it had to forget.</returns>
    public bool IsCurrent()
    {
        _version ??= new SqliteStatement(connection.Handle!, "PRAGMA data_version");
        var version = _version.Number();
        if (version == _lastVersion) return true;
        _lastVersion = version;
        Forget();
        return false;
    }

    public override void Dispose()
    {
        _version?.Dispose();
        foreach (var (_, statement) in _statements.Values) statement.Dispose();
        _statements.Clear();
        base.Dispose();
    }
}
