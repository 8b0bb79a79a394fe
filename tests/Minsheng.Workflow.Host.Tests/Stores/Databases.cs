using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;
using Npgsql;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>Throw-away databases, copied from one that was migrated once.</summary>
internal static class Databases
{
    private static readonly SemaphoreSlim Making = new(1, 1);
    private static string? _sqliteTemplate;
    private static bool _postgresTemplate;

    public static bool MustNotSkip => Environment.GetEnvironmentVariable("MINSHENG_TEST_NO_SKIP") == "1";

    public static async Task<DatabaseOptions> SqliteAsync()
    {
        await Making.WaitAsync();
        try
        {
            if (_sqliteTemplate is null)
            {
                var file = NewFile();
                await new DatabaseGuard(() => Office.Open(Of(file)), Of(file)).PrepareAsync();
                SqliteConnection.ClearAllPools();
                _sqliteTemplate = file;
            }
        }
        finally
        {
            Making.Release();
        }
        var copy = NewFile();
        File.Copy(_sqliteTemplate, copy);
        return Of(copy);
    }

    public static void Delete(DatabaseOptions options)
    {
        if (options.Provider != DatabaseProvider.Sqlite) return;
        using var connection = new SqliteConnection(options.ConnectionString);
        SqliteConnection.ClearPool(connection);
        Directory.Delete(Path.GetDirectoryName(connection.DataSource)!, recursive: true);
    }

    public static async Task<DatabaseOptions> PostgresAsync()
    {
        var server = PostgresServer();
        await Making.WaitAsync();
        try
        {
            if (!_postgresTemplate)
            {
                await using var admin = await OpenAsync(server);
                await ExecuteAsync(admin, "DROP DATABASE IF EXISTS minsheng_template");
                var template = new DatabaseOptions(DatabaseProvider.PostgreSQL, new NpgsqlConnectionStringBuilder(server) { Database = "minsheng_template", Pooling = false }.ConnectionString);
                await new DatabaseGuard(() => Office.Open(template), template).PrepareAsync();
                _postgresTemplate = true;
            }
            var name = $"minsheng_{Guid.CreateVersion7():N}";
            await using var connection = await OpenAsync(server);
            await ExecuteAsync(connection, $"CREATE DATABASE {name} TEMPLATE minsheng_template");
            return new DatabaseOptions(DatabaseProvider.PostgreSQL, new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 }.ConnectionString);
        }
        finally
        {
            Making.Release();
        }
    }

    /// <summary>A database of its own without any table.</summary>
    public static async Task<DatabaseOptions> EmptyPostgresAsync()
    {
        var server = PostgresServer();
        var name = $"minsheng_{Guid.CreateVersion7():N}";
        await using var connection = await OpenAsync(server);
        await ExecuteAsync(connection, $"CREATE DATABASE {name}");
        return new DatabaseOptions(DatabaseProvider.PostgreSQL, new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 5 }.ConnectionString);
    }

    private static string PostgresServer()
    {
        var server = Environment.GetEnvironmentVariable("MINSHENG_TEST_POSTGRES");
        if (!string.IsNullOrEmpty(server)) return server;
        if (MustNotSkip) Assert.Fail("MINSHENG_TEST_POSTGRES is not set: name a PostgreSQL server, e.g. Host=127.0.0.1;Port=55432;Username=app;Database=postgres.");
        Assert.Skip("MINSHENG_TEST_POSTGRES names no server.");
        return "";
    }

    public static DatabaseOptions Of(string file) => new(DatabaseProvider.Sqlite, $"Data Source={file}");

    public static string NewFile() => Path.Combine(Directory.CreateTempSubdirectory("minsheng-store").FullName, "minsheng.db");

    private static async Task<NpgsqlConnection> OpenAsync(string server)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

public sealed class SqliteStoreTests : StoreContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.SqliteAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Databases.Delete(TheOffice.Options);
    }
}

public sealed class PostgresStoreTests : StoreContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.PostgresAsync();
}
