using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Benchmarks.Sizes;

/// <summary>
/// Every list and page at the size of a province after ten years, median and 95th percentile in milliseconds, beside a raw prepared
/// query of the same run. <c>sizes [share] [sqlite file]</c>; a database that is full already is measured without seeding it again. A hyphen leaves SQLite out.
/// </summary>
internal static class SizeBenchmark
{
    private const string Definition = "zhashui-three-reviews";

    public static async Task RunAsync(double share, string? file)
    {
        var folder = file is null ? Directory.CreateTempSubdirectory("minsheng-sizes-").FullName : null;
        try
        {
            if (file != "-") await MeasureAsync("SQLite", "Sqlite", $"Data Source={file ?? Path.Combine(folder!, "sizes.db")}", share);
            if (Environment.GetEnvironmentVariable("MINSHENG_TEST_POSTGRES") is { Length: > 0 } postgres)
                await MeasureAsync("PostgreSQL", "PostgreSQL", postgres, share);
            else
                Console.WriteLine("PostgreSQL: left out, MINSHENG_TEST_POSTGRES is not set");
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            if (folder is not null) Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string name, string provider, string connection, double share)
    {
        var settings = new Dictionary<string, string?> { ["Database:Provider"] = provider, ["ConnectionStrings:Default"] = connection };
        var services = new ServiceCollection();
        var slow = new SlowQueries();
        services.AddLogging(logging => logging.AddProvider(slow).AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information));
        services.AddSingleton(ActivityCatalog.Of(typeof(ActivityCatalog).Assembly, typeof(StepCatalog).Assembly));
        services.AddWorkflowRuntime(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddScreens();
        await using var provided = services.BuildServiceProvider();
        var reading = provided.GetRequiredService<ReadSide>();
        if (!await IsReadyAsync(reading)) await RuntimeSetup.PrepareAsync(provided, Path.Combine(AppContext.BaseDirectory, "workflows"));
        var province = await SeedAsync(reading, name, share);
        Console.WriteLine($"{name}: {province.Places} places");
        slow.Forget();
        await Measuring.MeasureAsync(provided, reading, province);
        await slow.ShowAsync(reading);
    }

    /// <summary>Looking a file of gigabytes through, as a site does when it starts, takes minutes here.</summary>
    internal static async Task<bool> IsReadyAsync(ReadSide reading)
    {
        await using var db = reading.Everything();
        return await db.Database.CanConnectAsync() && !(await db.Database.GetPendingMigrationsAsync()).Any() && await db.Cycles.AnyAsync();
    }

    internal static async Task<Province> SeedAsync(ReadSide reading, string name, double share)
    {
        await using var db = reading.Everything();
        var version = await db.DefinitionVersions.Where(row => row.DefinitionId == Definition && row.State == DefinitionState.Published).Select(row => new { row.Id, row.Digest }).SingleAsync();
        using var json = System.Text.Json.JsonDocument.Parse(await db.DefinitionFiles.Where(row => row.Digest == version.Digest).Select(row => row.Bytes).SingleAsync());
        var root = json.RootElement.GetProperty("root");
        var steps = root.GetProperty("activities").EnumerateArray().Select(step => step.GetProperty("id").GetString()!).ToList();
        var province = new Province(version.Id, Definition, root.GetProperty("id").GetString()!, steps, share);
        if (await db.Cycles.AnyAsync()) return await WithMessagesAsync(db, province with { Share = await db.Jurisdictions.CountAsync() / 1400.0 });

        if (db.Database.IsSqlite()) await db.Database.ExecuteSqlRawAsync("PRAGMA synchronous=OFF; PRAGMA cache_size=-200000");
        var watch = Stopwatch.StartNew();
        var rows = await BulkWriter.WriteAsync(db, province.PlaceRows()) + await BulkWriter.WriteAsync(db, province.Units())
            + await BulkWriter.WriteAsync(db, province.Persons()) + await BulkWriter.WriteAsync(db, province.Accounts())
            + await BulkWriter.WriteAsync(db, province.Posts()) + await BulkWriter.WriteAsync(db, province.CycleRows())
            + await BulkWriter.WriteAsync(db, province.Instances()) + await BulkWriter.WriteAsync(db, province.Tasks())
            + await BulkWriter.WriteAsync(db, province.Participants()) + await BulkWriter.WriteAsync(db, province.Acts())
            + await BulkWriter.WriteAsync(db, province.Copies()) + await BulkWriter.WriteAsync(db, province.Waits())
            + await BulkWriter.WriteAsync(db, province.History()) + await BulkWriter.WriteAsync(db, province.Audit())
            + await BulkWriter.WriteAsync(db, province.AuditHeads()) + await BulkWriter.WriteAsync(db, province.Items())
            + await BulkWriter.WriteAsync(db, province.Proposers()) + await BulkWriter.WriteAsync(db, province.Decisions())
            + await BulkWriter.WriteAsync(db, province.Plans()) + await BulkWriter.WriteAsync(db, province.Milestones())
            + await BulkWriter.WriteAsync(db, province.Progress()) + await BulkWriter.WriteAsync(db, province.Findings())
            + await BulkWriter.WriteAsync(db, province.Documents()) + await BulkWriter.WriteAsync(db, province.Ratings())
            + await BulkWriter.WriteAsync(db, province.FindingSteps()) + await BulkWriter.WriteAsync(db, province.Changes())
            + await BulkWriter.WriteAsync(db, province.Ballots()) + await BulkWriter.WriteAsync(db, province.Roll());
        await WithMessagesAsync(db, province);
        // As sites have it: PostgreSQL gathers statistics by itself, our SQLite never does.
        if (db.Database.IsNpgsql()) await db.Database.ExecuteSqlRawAsync("ANALYZE");
        Console.WriteLine($"{name}: {rows:N0} rows written in {watch.Elapsed.TotalSeconds:F0} s");
        return province;
    }

    /// <summary>Also into a database that was filled before there was mail.</summary>
    private static async Task<Province> WithMessagesAsync(WorkflowDb db, Province province)
    {
        if (await db.Outbox.AnyAsync()) return province;
        await BulkWriter.WriteAsync(db, province.Messages());
        await BulkWriter.WriteAsync(db, province.Deliveries());
        if (db.Database.IsNpgsql()) await db.Database.ExecuteSqlRawAsync("ANALYZE outbox; ANALYZE deliveries");
        return province;
    }
}
