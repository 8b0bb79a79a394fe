using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Benchmarks;

/// <summary>
/// Create → wait → resume → finish through the real write path, everything included: two durable transitions with instance,
/// wait, history and audit, answered after the flush. Beside it, raw prepared statements and the flush rate of the same run.
/// </summary>
internal static class StoreBenchmark
{
    private const string Place = "bench", Clerk = "clerk";
    private const int Callers = 64, WarmRuns = 10_000;
    private static readonly TimeSpan LongestWarming = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("minsheng-bench-").FullName;
        try
        {
            var flushes = RawStore.Flushes(Path.Combine(folder, "flush.bin"), Length / 2);
            double alone, grouped, wide;
            using (var raw = new RawStore(Path.Combine(folder, "raw.db")))
            {
                alone = raw.Measure(1, Length / 2);
                grouped = raw.Measure(32, Length / 2);
                wide = raw.Measure(Callers, Length / 2);
            }
            Console.WriteLine($"flushes/s {flushes:F0} · raw SQLite transitions/s: {alone:F0} alone, {grouped:F0} at 32 a commit, {wide:F0} at {Callers}");
            Say("SQLite", await MeasureAsync("Sqlite", $"Data Source={Path.Combine(folder, "bench.db")}"), grouped, wide);
            if (Environment.GetEnvironmentVariable("MINSHENG_TEST_POSTGRES") is { Length: > 0 } postgres)
                Say("PostgreSQL", await MeasureAsync("PostgreSQL", postgres), grouped, wide);
            else
                Console.WriteLine("PostgreSQL: left out, MINSHENG_TEST_POSTGRES is not set");
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Say(string name, Figures figures, double grouped, double wide) => Console.WriteLine(
        $"{name}: {figures.Runs:F0} runs/s = {2 * figures.Runs:F0} transitions/s = {200 * figures.Runs / grouped:F0}% of raw at 32 a commit, {200 * figures.Runs / wide:F0}% at {Callers}; "
        + $"{figures.Bytes:F0} bytes allocated and {figures.Cpu:F0} µs of CPU a transition");

    private static async Task<Figures> MeasureAsync(string provider, string connection)
    {
        await using var services = Services(provider, connection);
        await RuntimeSetup.PrepareAsync(services, definitionsFolder: null);
        await SeedAsync(services);
        var desk = services.GetRequiredService<ProcessDesk>();
        // On a busy machine seconds are not enough for the compiler to be done: warm is who has done enough.
        var warm = Stopwatch.StartNew();
        for (var warmed = 0; warmed < WarmRuns && warm.Elapsed < LongestWarming;) warmed += await WorkAsync(desk, TimeSpan.FromSeconds(1));
        var (bytes, cpu, watch) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        var done = await WorkAsync(desk, Length);
        return new Figures(
            done / watch.Elapsed.TotalSeconds,
            (GC.GetTotalAllocatedBytes() - bytes) / (2.0 * done),
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / (2.0 * done));
    }

    /// <summary>Callers at once, each with one run after another.</summary>
    private static async Task<int> WorkAsync(ProcessDesk desk, TimeSpan length)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            var done = 0;
            for (; watch.Elapsed < length; done++)
            {
                var run = await desk.StartAsync(new StartRequest("bench", Place, Clerk));
                await desk.ResumeAsync($"{run}.w1", Clerk, input: null, outcome: null);
            }
            return done;
        }));
        return counts.Sum();
    }

    private static ServiceProvider Services(string provider, string connection)
    {
        var settings = new Dictionary<string, string?> { ["Database:Provider"] = provider, ["ConnectionStrings:Default"] = connection };
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(ActivityCatalog.BuiltIn.WithStandIns(["Minsheng.Block"]));
        services.AddWorkflowRuntime(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return services.BuildServiceProvider();
    }

    private static async Task SeedAsync(IServiceProvider services)
    {
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<WorkflowDb>();
            if (!await db.Jurisdictions.AnyAsync(row => row.Id == Place))
            {
                db.Add(new JurisdictionRow { Id = Place, Name = "测量县", Level = JurisdictionLevel.County, Code = "CL" });
                db.Add(new PersonRow { Id = Clerk, JurisdictionId = Place, Name = "科员甲" });
                await db.SaveChangesAsync();
                db.Add(new PostRow { Id = "post", JurisdictionId = Place, PersonId = Clerk, Kind = PostKind.Role, Name = Roles.CountyNpcStaff, From = new DateOnly(2020, 1, 1) });
                await db.SaveChangesAsync();
            }
        }
        var library = services.GetRequiredService<DefinitionLibrary>();
        var imported = await library.ImportAsync(System.Text.Encoding.UTF8.GetBytes(Sample.WaitingJson), "bench.json", Place, Clerk);
        await library.PublishAsync(imported.VersionId, Clerk);
    }

    /// <param name="Bytes">Allocated per transition.</param>
    /// <param name="Cpu">Microseconds of processor time per transition, all threads together.</param>
    private sealed record Figures(double Runs, double Bytes, double Cpu);
}
