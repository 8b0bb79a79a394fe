using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Moves;

/// <summary>A process is killed without warning while it moves a year and takes it back.</summary>
public sealed class MoveKillTests(ITestOutputHelper output)
{
    private const int Children = 150, Kills = 4;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Either_every_case_has_moved_or_none_has()
    {
        var options = await Databases.SqliteAsync();
        await Office.SeedAsync(options, 3);
        await using (var office = new Office(options, TimeProvider.System))
        {
            await office.PublishAsync(Flows.Sequence("child", Flows.Task("a", "any", "p1"), Flows.Task("b", "any", "p1")), Office.Place);
            await office.PublishAsync(Flows.Sequence("year", Flows.Children("kids", "child", Children)), Office.Place);
            await office.Desk.StartCycleAsync("year", 2026, Office.Place, Office.Staff, cancellation: Ct);
            await office.PublishAsync(Flows.Sequence("child", Flows.Task("a", "any", "p1"), Flows.Task("x", "any", "p1"), Flows.Task("b", "any", "p1")), Office.Place);
        }
        for (var kill = 0; kill < Kills; kill++)
        {
            await KillAsync(new SqliteConnectionStringBuilder(options.ConnectionString).DataSource, TimeSpan.FromMilliseconds(Random.Shared.Next(10, 300)));
            await CheckAsync(options);
        }
        Databases.Delete(options);
    }

    private async Task CheckAsync(Runtime.Storage.DatabaseOptions options)
    {
        await using var office = new Office(options, TimeProvider.System);
        await using var db = office.Read();
        var children = await db.Instances.Where(run => run.DefinitionId == "child").GroupBy(run => run.DefinitionVersionId).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(Ct);
        children.ShouldHaveSingleItem().Count.ShouldBe(Children);
        var published = await db.DefinitionVersions.Where(row => row.DefinitionId == "child" && row.State == DefinitionState.Published).Select(row => row.Id).SingleAsync(Ct);
        (await db.VersionMoves.CountAsync(move => move.State == MoveState.Moved, Ct)).ShouldBe(children[0].Key == published ? 1 : 0);
        (await db.VersionMoves.CountAsync(move => move.State == MoveState.Proposed, Ct)).ShouldBe(0);
        (await office.OpenTasksAsync()).Count.ShouldBe(Children);
        (await office.Reconciler.RunAsync(all: true, Ct)).Repaired.ShouldBeEmpty();
        output.WriteLine($"{(children[0].Key == published ? "moved" : "not moved")}, {await db.VersionMoves.CountAsync(Ct)} moves so far");
    }

    private static async Task KillAsync(string file, TimeSpan life)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // The test assembly may be run by its own executable or by dotnet.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(MoveKillTests).Assembly.Location);
        foreach (var argument in (string[])[MoveVictim.Argument, file]) start.ArgumentList.Add(argument);
        using var victim = Process.Start(start)!;
        var complaint = victim.StandardError.ReadToEndAsync(Ct);
        if (await victim.StandardOutput.ReadLineAsync(Ct) != "ready") Assert.Fail($"The victim did not start: {await complaint}");
        await Task.Delay(life, Ct);
        victim.Kill();
        await victim.WaitForExitAsync(Ct);
        (await complaint).ShouldBeEmpty();
    }
}
