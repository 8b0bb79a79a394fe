using Microsoft.Data.Sqlite;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Backups;

/// <summary>Reads a copy as the site reads its own file.</summary>
internal static class SqliteReading
{
    public static T Of<T>(string file, Func<WriteSession, T> query)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction(deferred: true);
        using var statements = new StatementCache(connection, Dialect.Sqlite);
        return query(new WriteSession(statements, transaction, new AuditHeads(), DateTimeOffset.UnixEpoch));
    }
}
