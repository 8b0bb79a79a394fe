using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Moves;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Moves;

/// <summary>Moves a year with everything it has started, takes it back, and so on until it is killed.</summary>
internal static class MoveVictim
{
    public const string Argument = "move-victim";

    public static async Task RunAsync(string file)
    {
        await using var office = new Office(Databases.Of(file), TimeProvider.System);
        var (reports, desk) = (new MoveReports(office.Commits, office.Library), new MoveDesk(office.Desk, office.Library));
        var (cycle, version) = await office.Commits.ReadAsync(session => (
            session.First($"SELECT id FROM cycles", reader => reader.GetString(0))!,
            session.First($"SELECT id FROM definition_versions WHERE definition_id = {"child"} AND state = {DefinitionState.Published}", reader => reader.GetString(0))!), CancellationToken.None);
        var order = new MoveOrder(Office.Place, version, [cycle], false, new MoveChoices());
        for (var turn = 0; ; turn++)
        {
            if (turn == 1) await Console.Out.WriteLineAsync("ready");
            var report = await reports.MakeAsync(order, Office.Staff, rehearse: false);
            if (report.Cases.Count > 0) await desk.MoveAsync(order, report.Stand, "按会议决定", Office.Staff);
            var last = await office.Commits.ReadAsync(session => session.First($"SELECT id FROM version_moves WHERE state = {MoveState.Moved}", reader => reader.GetString(0))!, CancellationToken.None);
            await desk.UndoAsync(Office.Place, last, Office.Staff, "再想想");
        }
    }
}
