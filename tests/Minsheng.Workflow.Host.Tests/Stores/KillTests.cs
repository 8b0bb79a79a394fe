using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>A process is killed without warning again and again while it works on one file; nothing acknowledged may be lost, nothing done twice.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Lanes = 2;

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("MINSHENG_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
        ? given
        : Databases.MustNotSkip ? 300 : 20;

    [Fact]
    public async Task Whatever_was_acknowledged_survives_and_nothing_happens_twice()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MINSHENG_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next(1_000_000);
        output.WriteLine($"seed {seed}, {Kills} kills in {Lanes} lanes");
        var watch = Stopwatch.StartNew();
        var results = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => LaneAsync(seed + lane * 500_000, Kills / Lanes + (lane < Kills % Lanes ? 1 : 0))));
        output.WriteLine($"{results.Sum(lane => lane.Kills)} kills, {results.Sum(lane => lane.Acknowledged)} acknowledged actions checked, {watch.Elapsed.TotalSeconds:0} s");
    }

    private async Task<(int Kills, int Acknowledged)> LaneAsync(int seed, int kills)
    {
        var options = Databases.Of(Databases.NewFile());
        await new DatabaseGuard(() => Office.Open(options), options).PrepareAsync();
        await Office.SeedAsync(options);
        await PrepareAsync(options);
        var file = new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;

        var random = new Random(seed);
        var acknowledged = new List<string>();
        for (var kill = 0; kill < kills; kill++)
            acknowledged.AddRange(await RunAndKillAsync(file, seed + kill, TimeSpan.FromMilliseconds(random.Next(50, 150))));
        await CheckAsync(options, acknowledged);
        Databases.Delete(options);
        return (kills, acknowledged.Count);
    }

    private static async Task PrepareAsync(DatabaseOptions options)
    {
        await using var office = new Office(options, TimeProvider.System);
        await office.PublishAsync(Flows.Sequence("kill-child", Flows.Task("work", "Any", "p3", "p4"), Flows.Line("done", "孩子办完")));
        await office.PublishAsync(Flows.Sequence("kill",
            Flows.Task("both", "All", "p1", "p2"), Flows.Delay("rest", TimeSpan.FromMilliseconds(20)),
            Flows.Children("children", "kill-child", 3), Flows.Line("joined", "都回来了"), Flows.Task("end", "Any", "p5", "p6")));
        await office.PublishAsync(Flows.Sequence("cycle", Flows.Event("forever", "never")));
        var cycle = await office.Desk.StartCycleAsync("cycle", 2026, Office.Place, Office.Staff);
        await office.Commits.RunAsync(session =>
        {
            var run = new BurstRunner(office.Library).Load(session, session.First($"SELECT root_instance_id FROM cycles WHERE id = {cycle}", reader => reader.GetString(0))!);
            EffectWriter.Write(session, run, new OpenCollection(session.Now + TimeSpan.FromDays(90), [], []), Office.Staff);
            EffectWriter.Write(session, run, new PrepareBallot(KillVictim.Ballot,
                new BallotSheet(BallotKind.Rating, "测评", 1, 0, [.. Enumerable.Range(1, 3).Select(row => new Activities.Ballots.BallotRow($"i{row}", $"{row}", $"项目{row}", ""))], ["满意", "基本满意", "不满意"], null, KillVictim.Voters),
                [.. Enumerable.Range(0, KillVictim.Voters).Select(voter => $"v{voter}")], ["chair", "scrutineer"], null), Office.Staff);
        }, CancellationToken.None);
        await office.Ballots.OpenBoxAsync(KillVictim.Ballot, "chair", "口令一二三四", KillVictim.Voters);
        await office.Ballots.OpenBoxAsync(KillVictim.Ballot, "scrutineer", "口令四五六七", null);
    }

    private static async Task<List<string>> RunAndKillAsync(string file, int seed, TimeSpan life)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // The test assembly may be run by its own executable or by dotnet.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(KillTests).Assembly.Location);
        foreach (var argument in new[] { KillVictim.Argument, file, seed.ToString(CultureInfo.InvariantCulture) }) start.ArgumentList.Add(argument);
        using var victim = Process.Start(start)!;
        var complaint = victim.StandardError.ReadToEndAsync();
        var lines = new List<string>();
        for (; ; )
        {
            var line = await victim.StandardOutput.ReadLineAsync();
            if (line == "ready") break;
            if (line is null) Assert.Fail($"The victim did not start: {await complaint}");
            lines.Add(line);
        }
        var reading = Task.Run(async () =>
        {
            while (await victim.StandardOutput.ReadLineAsync() is { } line) lines.Add(line);
        });
        await Task.Delay(life);
        victim.Kill();
        await victim.WaitForExitAsync();
        await reading;
        (await complaint).ShouldBeEmpty();
        return lines;
    }

    private async Task CheckAsync(DatabaseOptions options, List<string> acknowledged)
    {
        await using var office = new Office(options, TimeProvider.System);
        var report = await office.Reconciler.RunAsync(true, CancellationToken.None);
        report.Repaired.ShouldBeEmpty("every transaction was whole, so there is nothing to put right");
        report.Problems.ShouldBeEmpty();
        report.SignalsWaiting.ShouldBe(0);
        await office.Timers.SweepAsync(CancellationToken.None);
        await Task.Delay(50);
        await office.Timers.SweepAsync(CancellationToken.None);

        await office.Commits.RunAsync(session =>
        {
            var starts = Group(session, $"SELECT correlation_id, COUNT(*) FROM instances WHERE correlation_id IS NOT NULL GROUP BY correlation_id");
            var acts = Group(session, $"SELECT task_id || ' ' || opinion, COUNT(*) FROM task_acts GROUP BY task_id, opinion");
            var items = Group(session, $"SELECT number || ' ' || title, COUNT(*) FROM items GROUP BY number, title");
            var casts = Group(session, $"SELECT person_id, 1 FROM ballot_roll WHERE has_cast = {true}");
            foreach (var line in acknowledged)
            {
                var (what, key) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
                var table = what switch { "start" => starts, "act" => acts, "item" => items, "cast" => casts, _ => throw new InvalidOperationException(line) };
                table.GetValueOrDefault(key).ShouldBe(1, $"acknowledged: {line}");
            }
            output.WriteLine($"{acknowledged.Count} acknowledged: {string.Join(", ", acknowledged.GroupBy(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]).Select(kind => $"{kind.Count()} {kind.Key}"))}; stored: {starts.Count} start, {acts.Count} act, {items.Count} item, {casts.Count} cast");

            starts.Values.ShouldAllBe(count => count == 1);
            acts.Values.ShouldAllBe(count => count == 1);
            None(session, $"SELECT task_id FROM task_acts GROUP BY task_id, person_id HAVING COUNT(*) > 1");
            None(session, $"SELECT t.id FROM tasks t JOIN task_acts a ON a.task_id = t.id WHERE t.activity_id <> {"both"} GROUP BY t.id HAVING COUNT(*) > 1");
            None(session, $"SELECT id FROM tasks t WHERE state = {TaskState.Done} AND NOT EXISTS (SELECT 1 FROM task_acts a WHERE a.task_id = t.id)");
            Number(session, $"SELECT COUNT(*) FROM items").ShouldBe(Number(session, $"SELECT MAX(last_item) FROM cycles"));
            Number(session, $"SELECT COUNT(*) FROM ballot_slips").ShouldBe(casts.Count);

            None(session, $"SELECT w.id FROM waits w LEFT JOIN tasks t ON t.id = w.id AND t.state = {TaskState.Open} WHERE w.kind = {WaitKind.Task} AND t.id IS NULL");
            None(session, $"SELECT t.id FROM tasks t LEFT JOIN waits w ON w.id = t.id WHERE t.state = {TaskState.Open} AND w.id IS NULL");
            None(session, $"SELECT t.id FROM tasks t WHERE t.state = {TaskState.Open} AND NOT EXISTS (SELECT 1 FROM task_participants p WHERE p.task_id = t.id AND p.state = {ParticipantState.Open})");
            Number(session, $"SELECT COUNT(*) FROM signals").ShouldBe(0);
            // A run past its children has exactly three, all ended, and says so once.
            None(session, $"SELECT i.id FROM instances i JOIN history h ON h.instance_id = i.id AND h.sentence = {"都回来了"} GROUP BY i.id HAVING COUNT(*) <> 1 OR (SELECT COUNT(*) FROM instances c WHERE c.parent_id = i.id AND c.status = {WorkflowStatus.Finished}) <> 3");
            None(session, $"SELECT parent_id FROM instances WHERE parent_id IS NOT NULL GROUP BY parent_id HAVING COUNT(*) > 3");
            None(session, $"SELECT instance_id FROM history WHERE sentence = {"孩子办完"} GROUP BY instance_id HAVING COUNT(*) > 1");
            None(session, $"SELECT p.id FROM instances p WHERE p.definition_id = {"kill"} AND p.status = {WorkflowStatus.Running} AND NOT EXISTS (SELECT 1 FROM waits w WHERE w.instance_id = p.id)");
            None(session, $"SELECT p.id FROM instances p JOIN waits w ON w.instance_id = p.id AND w.kind = {WaitKind.Child} WHERE (SELECT COUNT(*) FROM instances c WHERE c.parent_id = p.id) <> 3 OR NOT EXISTS (SELECT 1 FROM instances c WHERE c.parent_id = p.id AND c.status = {WorkflowStatus.Running})");

            var verdict = AuditLog.Verify(session, Office.Place);
            verdict.Holds.ShouldBeTrue();
            session.First($"PRAGMA integrity_check", reader => reader.GetString(0)).ShouldBe("ok");
            session.Exists($"PRAGMA foreign_key_check").ShouldBeFalse();
        }, CancellationToken.None);
        await FinishAsync(office);
    }

    /// <summary>Nothing is stuck: everything that was going on when the last victim died can be worked off to its end.</summary>
    private static async Task FinishAsync(Office office)
    {
        for (var idle = 0; idle < 100;)
        {
            var open = await office.Commits.ReadAsync(session => session.Query(
                $"SELECT task_id, person_id FROM task_participants p WHERE state = {ParticipantState.Open} AND person_id = (SELECT MIN(q.person_id) FROM task_participants q WHERE q.task_id = p.task_id AND q.state = {ParticipantState.Open})",
                reader => (Task: reader.GetString(0), Person: reader.GetString(1))), CancellationToken.None);
            await Task.WhenAll(open.Select(one => office.ActAsync(one.Task, one.Person)));
            var fired = await office.Timers.SweepAsync(CancellationToken.None);
            if (await office.Commits.ReadAsync(session => Number(session, $"SELECT COUNT(*) FROM instances WHERE definition_id <> {"cycle"} AND status = {WorkflowStatus.Running}"), CancellationToken.None) == 0) return;
            idle = open.Count + fired == 0 ? idle + 1 : 0;
            await Task.Delay(10);
        }
        Assert.Fail("Some runs cannot be worked off.");
    }

    private static Dictionary<string, int> Group(WriteSession session, FormattableString sql) =>
        session.Query(sql, reader => (Key: reader.GetString(0), Count: reader.GetInt32(1))).ToDictionary(row => row.Key, row => row.Count, StringComparer.Ordinal);

    private static int Number(WriteSession session, FormattableString sql) => session.First(sql, reader => reader.GetInt32(0));

    private static void None(WriteSession session, FormattableString sql) => session.Query(sql, reader => reader.GetString(0)).ShouldBeEmpty();
}
