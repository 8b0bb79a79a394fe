namespace Minsheng.Workflow.Runtime.Storage;

public enum DatabaseProvider { Sqlite, PostgreSQL }

/// <summary>Section "Database" and the connection string "Default".</summary>
/// <param name="ConnectionString">A relative SQLite path lies under the working folder.</param>
public sealed record DatabaseOptions(DatabaseProvider Provider, string ConnectionString)
{
    public const string DefaultFile = "data/minsheng.db";
}
