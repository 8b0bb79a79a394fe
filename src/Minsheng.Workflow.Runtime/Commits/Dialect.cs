using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>The few places where the two databases speak differently.</summary>
internal abstract class Dialect
{
    public static Dialect Sqlite { get; } = new SqliteDialect();
    public static Dialect Postgres { get; } = new PostgresDialect();

    /// <summary>Turns our SQL into this database's.</summary>
    public abstract string Adapt(string sql);

    /// <summary>True when the whole command may simply be tried again.</summary>
    public abstract bool IsRetryable(Exception problem);

    private sealed class SqliteDialect : Dialect
    {
        /// <summary>One writer at a time: rows need no lock.</summary>
        public override string Adapt(string sql) =>
            sql.Replace(" FOR UPDATE", "", StringComparison.Ordinal).Replace(" FOR SHARE", "", StringComparison.Ordinal);

        public override bool IsRetryable(Exception problem) => problem is SqliteException { SqliteErrorCode: 5 or 6 };
    }

    private sealed class PostgresDialect : Dialect
    {
        public override string Adapt(string sql) => sql;

        public override bool IsRetryable(Exception problem) =>
            problem is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation }
            || problem is DbException { IsTransient: true };
    }
}
