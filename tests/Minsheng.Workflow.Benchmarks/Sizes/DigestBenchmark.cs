using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Digests;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Benchmarks.Sizes;

/// <summary>
/// A Monday morning that is also the first working day of a month, at the size of a province: first the leaders' weekly digests alone, then everything
/// that is due. <c>digests [share] [sqlite file]</c>; the file is written to, so never give one that others measure.
/// </summary>
internal static class DigestBenchmark
{
    private const int Leaders = 2, People = 60;
    private const double Budget = 60;

    /// <summary>Monday, 2 November 2026, a minute past eight in China.</summary>
    private static readonly DateTimeOffset Morning = new(2026, 11, 2, 0, 1, 0, TimeSpan.Zero);

    public static async Task RunAsync(double share, string? file)
    {
        var folder = file is null ? Directory.CreateTempSubdirectory("minsheng-digests-").FullName : null;
        try
        {
            await MeasureAsync(file ?? Path.Combine(folder!, "digests.db"), share);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            if (folder is not null) Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string file, double share)
    {
        var settings = new Dictionary<string, string?> { ["Database:Provider"] = "Sqlite", ["ConnectionStrings:Default"] = $"Data Source={file}" };
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new Standing(Morning));
        services.AddLogging();
        services.AddSingleton(ActivityCatalog.Of(typeof(ActivityCatalog).Assembly, typeof(StepCatalog).Assembly));
        services.AddWorkflowRuntime(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddScreenQueries();
        services.AddDigests();
        await using var provided = services.BuildServiceProvider();
        var reading = provided.GetRequiredService<ReadSide>();
        if (!await SizeBenchmark.IsReadyAsync(reading)) await RuntimeSetup.PrepareAsync(provided, Path.Combine(AppContext.BaseDirectory, "workflows"));
        var province = await SizeBenchmark.SeedAsync(reading, "SQLite", share);
        await AppointAsync(reading, province);
        Console.WriteLine($"{province.Places} places, {Environment.ProcessorCount} processors");

        await ForgetAsync(reading);
        await using (var db = reading.Everything())
            await BulkWriter.WriteAsync(db, from place in await db.Jurisdictions.Select(row => row.Id).ToListAsync()
                                            from told in new[] { ("monthly", "2026-11"), ("unit", "2026-W45"), ("tasks", "2026-11-02"), ("visit", "2026-11-02"), ("proposals", "2026-11-02"), ("weekly", "2026-W44") }
                                            select new PlaceSettingRow { JurisdictionId = place, Name = $"digest/{told.Item1}", Value = $"{told.Item2} 2026-10-26T00:01:00" });
        await TimeAsync("督办周报", provided, reading, file, province);

        await ForgetAsync(reading);
        await TimeAsync("全部", provided, reading, file, province);
        await ForgetAsync(reading);
    }

    private static async Task TimeAsync(string name, ServiceProvider services, ReadSide reading, string file, Province province)
    {
        var round = services.GetRequiredService<DigestRound>();
        var (watch, busy) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        var written = await round.RunAsync(CancellationToken.None);
        var (seconds, processor) = (watch.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - busy).TotalSeconds);
        await using var db = reading.Everything();
        var mails = await db.Outbox.Where(row => row.Kind == MessageKind.Digest).GroupBy(row => 1).Select(all => new { Count = all.Count(), Bytes = all.Sum(row => (long)row.Html!.Length + row.Text.Length) }).SingleAsync();
        var people = await db.Outbox.Where(row => row.Kind == MessageKind.Digest).Select(row => row.JurisdictionId).Distinct().CountAsync();
        var raw = await RawAsync(file + ".raw", mails.Count, (int)(mails.Bytes / Math.Max(1, mails.Count)), province.Places);
        Console.WriteLine($"digests {name}: {written} mails of {people} places in {seconds:F1} s ({processor:F1} s of processor, {processor * 1000 / province.Places:F1} ms a place), {mails.Bytes / 1_000_000.0:F0} M characters; the same bytes into a bare table, a transaction a place: {raw:F1} s{(province.Places == 1400 && seconds > Budget ? "  超出预算" : "")}");
    }

    /// <summary>Two leaders a place, who stand in nobody's seed.</summary>
    private static async Task AppointAsync(ReadSide reading, Province province)
    {
        await using var db = reading.Everything();
        if (await db.Posts.AnyAsync(post => post.Name == Roles.ScLeader)) return;
        await BulkWriter.WriteAsync(db, Enumerable.Range(0, province.Places).SelectMany(place => Enumerable.Range(People - Leaders, Leaders).Select(person => new PostRow
        {
            Id = $"{Province.PersonId(place, person)}-leader", JurisdictionId = Province.PlaceId(place), PersonId = Province.PersonId(place, person), Kind = PostKind.Role,
            Name = Roles.ScLeader, Title = "常委会副主任", From = new DateOnly(2016, 1, 1),
        })));
    }

    private static async Task ForgetAsync(ReadSide reading)
    {
        await using var db = reading.Everything();
        await db.PlaceSettings.Where(row => row.Name.StartsWith("digest/")).ExecuteDeleteAsync();
        await db.Outbox.Where(row => row.Kind == MessageKind.Digest).ExecuteDeleteAsync();
    }

    /// <summary>What the disk alone takes.</summary>
    private static async Task<double> RawAsync(string file, int mails, int bytes, int places)
    {
        await using var connection = new SqliteConnection($"Data Source={file}");
        await connection.OpenAsync();
        await using (var make = connection.CreateCommand())
        {
            make.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE mails (id INTEGER PRIMARY KEY, body TEXT NOT NULL)";
            await make.ExecuteNonQueryAsync();
        }
        var body = new string('件', bytes);
        var watch = Stopwatch.StartNew();
        for (var place = 0; place < places; place++)
        {
            await using var transaction = connection.BeginTransaction();
            for (var mail = place; mail < mails; mail += places)
            {
                await using var insert = connection.CreateCommand();
                insert.Transaction = transaction;
                insert.CommandText = "INSERT INTO mails (body) VALUES ($body)";
                insert.Parameters.AddWithValue("$body", body);
                await insert.ExecuteNonQueryAsync();
            }
            await transaction.CommitAsync();
        }
        var seconds = watch.Elapsed.TotalSeconds;
        await connection.CloseAsync();
        SqliteConnection.ClearAllPools();
        foreach (var one in new[] { file, file + "-wal", file + "-shm" }) File.Delete(one);
        return seconds;
    }

    private sealed class Standing(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
