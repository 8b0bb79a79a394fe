using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Quartz;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Clock;

/// <summary>
/// The scheduler's own tables, made with the database and not by the running site, which may lack the right to. The statements
/// are those the scheduler brings; each creates only what is missing.
/// </summary>
internal static partial class ClockTables
{
    public const string Prefix = "qrtz_";

    /// <summary>Nodes that start together make them one after the other.</summary>
    private const long Lock = 20261122;

    public static async Task EnsureAsync(DatabaseFacade database, DatabaseProvider provider, CancellationToken cancellation)
    {
        var script = await ScriptAsync(provider, cancellation);
        var wanted = TableName().Matches(script).Select(match => match.Groups[1].Value.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        if (await MissingAsync(database, provider, wanted, cancellation) == 0) return;
        await database.OpenConnectionAsync(cancellation);
        try
        {
            if (provider == DatabaseProvider.PostgreSQL) await RunAsync(database, $"SELECT pg_advisory_lock({Lock})", cancellation);
            foreach (var statement in script.Split("--;;", StringSplitOptions.RemoveEmptyEntries).Where(part => part.Contains("CREATE", StringComparison.Ordinal)))
                await RunAsync(database, statement, cancellation);
        }
        finally
        {
            if (provider == DatabaseProvider.PostgreSQL) await RunAsync(database, $"SELECT pg_advisory_unlock({Lock})", cancellation);
            await database.CloseConnectionAsync();
        }
    }

    private static async Task<int> MissingAsync(DatabaseFacade database, DatabaseProvider provider, HashSet<string> wanted, CancellationToken cancellation)
    {
        var there = provider == DatabaseProvider.Sqlite
            ? database.SqlQueryRaw<string>("SELECT lower(name) AS \"Value\" FROM sqlite_master WHERE type = 'table'")
            : database.SqlQueryRaw<string>("SELECT table_name::text AS \"Value\" FROM information_schema.tables WHERE table_schema = current_schema()");
        return wanted.Except(await there.ToListAsync(cancellation)).Count();
    }

    private static async Task RunAsync(DatabaseFacade database, string sql, CancellationToken cancellation)
    {
        await using var command = database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<string> ScriptAsync(DatabaseProvider provider, CancellationToken cancellation)
    {
        var name = $"Quartz.Impl.AdoJobStore.Schema.create_{(provider == DatabaseProvider.Sqlite ? "sqlite" : "postgres")}.sql";
        await using var stream = typeof(IScheduler).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"Quartz brings no {name}.");
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync(cancellation)).Replace("{0}", Prefix, StringComparison.Ordinal).Replace("{1}", Prefix, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"CREATE TABLE IF NOT EXISTS (\w+)")]
    private static partial Regex TableName();
}
