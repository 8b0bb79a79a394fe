using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Benchmarks;

/// <summary>
/// 100,000 runs, each waiting for a timer: how long the reconciling at the start takes, and how late timers are when 200 a second
/// fall due, with the scheduler and its alarm as in a site. Beside it the raw reading of the same documents.
/// </summary>
internal static class TimerBenchmark
{
    private const string Place = "bench", Clerk = "clerk";
    private const int Rate = 200, Seconds = 20, Together = 512;

    public static async Task RunAsync(int waiting)
    {
        var folder = Directory.CreateTempSubdirectory("minsheng-bench-").FullName;
        try
        {
            await MeasureAsync("Sqlite", $"Data Source={Path.Combine(folder, "bench.db")}", waiting);
            if (Environment.GetEnvironmentVariable("MINSHENG_TEST_POSTGRES") is { Length: > 0 } postgres) await MeasureAsync("PostgreSQL", postgres, waiting);
            else Console.WriteLine("PostgreSQL: left out, MINSHENG_TEST_POSTGRES is not set");
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string provider, string connection, int waiting)
    {
        using var host = Build(provider, connection);
        await RuntimeSetup.PrepareAsync(host.Services, definitionsFolder: null);
        await SeedAsync(host.Services);
        var desk = host.Services.GetRequiredService<ProcessDesk>();
        var watch = Stopwatch.StartNew();
        await StartAsync(desk, "far", waiting);
        Console.WriteLine($"{provider}: {waiting} runs waiting, made in {watch.Elapsed.TotalSeconds:0.0} s");

        var commits = host.Services.GetRequiredService<CommitQueue>();
        watch.Restart();
        var bytes = await commits.ReadAsync(session => session.Query($"SELECT document FROM instances WHERE status = {WorkflowStatus.Running}", reader => reader.GetFieldValue<byte[]>(0).LongLength).Sum(), CancellationToken.None);
        var raw = watch.Elapsed;
        watch.Restart();
        var report = await host.Services.GetRequiredService<Reconciler>().RunAsync(true, CancellationToken.None);
        Console.WriteLine($"{provider}: start-up reconcile {watch.Elapsed.TotalSeconds:0.0} s ({report.Repaired.Count} repaired, {report.Problems.Count} problems); raw reading of the documents {raw.TotalSeconds:0.0} s, {bytes / 1_000_000} MB");

        await host.StartAsync();
        var first = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddSeconds(30);
        await StartAsync(desk, "near", Rate * Seconds);
        await commits.RunAsync(session =>
        {
            // Due one after the other from a common beginning: the moment stands in the run's document and in the wait.
            var position = 0;
            foreach (var (id, document) in session.Query($"SELECT id, document FROM instances WHERE definition_id = {"near"} AND status = {WorkflowStatus.Running} ORDER BY id", reader => (reader.GetString(0), reader.GetFieldValue<byte[]>(1))))
            {
                var due = first.AddSeconds((double)position++ / Rate);
                var json = System.Text.Json.Nodes.JsonNode.Parse(document)!;
                json["bookmarks"]![0]!["due"] = due;
                session.Execute($"UPDATE instances SET document = {System.Text.Encoding.UTF8.GetBytes(json.ToJsonString())}, revision = revision + 1 WHERE id = {id}");
                session.Execute($"UPDATE waits SET due = {due} WHERE instance_id = {id}");
            }
        }, CancellationToken.None);
        host.Services.GetRequiredService<TimerAlarm>().Set(first);
        List<double> late;
        do
        {
            await Task.Delay(1000);
            late = await LateAsync(commits, first);
        }
        while (late.Count < Rate * Seconds && watch.Elapsed < TimeSpan.FromMinutes(6));
        late.Sort();
        Console.WriteLine($"{provider}: {late.Count} timers at {Rate} a second: late by {late[late.Count / 2]:0} ms (median), {late[(int)(late.Count * 0.99)]:0} ms (p99), {late[^1]:0} ms (latest)");
        await host.StopAsync();
    }

    private static Task<List<double>> LateAsync(CommitQueue commits, DateTimeOffset first) => commits.ReadAsync(session =>
    {
        var rung = session.Query($"SELECT i.id, h.at FROM instances i JOIN history h ON h.instance_id = i.id AND h.sentence = {"到点"} WHERE i.definition_id = {"near"} ORDER BY i.id", reader => reader.Time(1));
        return rung.Select((at, position) => (at - first.AddSeconds((double)position / Rate)).TotalMilliseconds).ToList();
    }, CancellationToken.None);

    private static async Task StartAsync(ProcessDesk desk, string definition, int count)
    {
        for (var done = 0; done < count; done += Together)
            await Task.WhenAll(Enumerable.Range(0, Math.Min(Together, count - done)).Select(_ => desk.StartAsync(new StartRequest(definition, Place, Clerk))));
    }

    private static IHost Build(string provider, string connection)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Database:Provider"] = provider, ["ConnectionStrings:Default"] = connection });
        builder.Services.AddWorkflowRuntime(builder.Configuration);
        builder.Services.AddDataProtection();
        return builder.Build();
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
        foreach (var (id, days) in new[] { ("far", 300), ("near", 1) })
        {
            var text = $$$$"""
                {"definitionId":"{{{{id}}}}","name":"{{{{id}}}}","version":1,"root":{"type":"Elsa.Sequence","id":"root","activities":[
                {"type":"Elsa.Delay","id":"rest","timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"{{{{days}}}}.00:00:00"}}},
                {"type":"Elsa.WriteLine","id":"rung","text":{"typeName":"String","expression":{"type":"Literal","value":"到点"}}}]}}
                """;
            await library.PublishAsync((await library.ImportAsync(System.Text.Encoding.UTF8.GetBytes(text), "bench.json", Place, Clerk)).VersionId, Clerk);
        }
    }
}
