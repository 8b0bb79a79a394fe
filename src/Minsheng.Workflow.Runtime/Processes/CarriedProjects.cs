using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>
/// What a new year takes over from the one before: unfinished projects, under their number and with their history, and the
/// changes its congress has to hear of. A project moves when the next cycle starts; where that one runs already, or an open task
/// of its own year is about it, when its own ends.
/// </summary>
internal static class CarriedProjects
{
    /// <summary>What is decided on a project that goes on in the next year.</summary>
    public const string Verdict = "未完成，延续到下一年度";

    private const int MostNamed = 10;

    /// <summary>Before a new cycle takes its first step, so that the step sees them.</summary>
    public static IReadOnlyList<string> MoveInto(WriteSession session, NextCycle next, string actor, string? fromCycleId = null)
    {
        var waiting = session.Query(
            $"SELECT i.id, i.number, i.title, i.cycle_id FROM items i JOIN cycles c ON c.id = i.cycle_id WHERE i.jurisdiction_id = {next.JurisdictionId} AND i.stage = {ItemStage.Project} AND i.state = {ProjectState.CarriedOver} AND c.year < {next.Year} AND (c.state <> {CycleState.Running} OR NOT EXISTS (SELECT 1 FROM tasks t WHERE t.cycle_id = i.cycle_id AND t.state = {TaskState.Open} AND t.spec_json LIKE '%\"' || i.id || '\"%')) ORDER BY i.number",
            reader => (Id: reader.GetString(0), Name: $"{reader.GetString(1)} {reader.GetString(2)}", From: reader.GetString(3)));
        var moved = new List<string>();
        foreach (var item in waiting)
        {
            if (fromCycleId is not null && item.From != fromCycleId) continue;
            if (session.Execute($"UPDATE items SET cycle_id = {next.Id}, state = {ProjectState.Underway} WHERE id = {item.Id} AND cycle_id = {item.From} AND state = {ProjectState.CarriedOver}") == 0) continue;
            var seq = (session.First($"SELECT MAX(seq) FROM item_decisions WHERE item_id = {item.Id}", reader => reader.Number(0)) ?? 0) + 1;
            session.Execute($"INSERT INTO item_decisions (item_id, seq, jurisdiction_id, instance_id, stage, verdict, reason, \"by\", at) VALUES ({item.Id}, {seq}, {next.JurisdictionId}, {next.RootId}, {ItemStage.Project}, {$"转入 {next.Year} 年继续实施"}, {""}, {next.Title}, {session.Now})");
            AuditLog.Write(session, next.JurisdictionId, actor, "project-carried", item.Id, new { from = item.From, to = next.Id });
            moved.Add(item.Name);
        }
        return moved;
    }

    /// <summary>Once the new cycle's run is stored: its story says what came with it.</summary>
    public static void Tell(WriteSession session, NextCycle next, IReadOnlyList<string> moved, string actor)
    {
        if (moved.Count > 0) Say(session, next, $"以前年度未完成的项目 {moved.Count} 件转入本周期继续实施：{Named(moved)}。", actor);
    }

    /// <summary>Changes agreed between two congresses, which the next one confirms or is told of.</summary>
    public static void TellChanges(WriteSession session, NextCycle next, string actor)
    {
        var met = session.First(
            $"SELECT MAX(closed) FROM ballots WHERE jurisdiction_id = {next.JurisdictionId} AND result_json IS NOT NULL AND sheet_json LIKE {"%\"kind\":\"Vote\"%"}", reader => reader.TimeOrNull(0));
        var changes = session.Query(
            $"SELECT i.number, i.title, p.summary FROM project_changes p JOIN items i ON i.id = p.item_id WHERE p.jurisdiction_id = {next.JurisdictionId} AND p.needs_congress = {true} AND p.is_approved = {true} AND p.at > {met ?? DateTimeOffset.UnixEpoch} ORDER BY p.at, p.id",
            reader => $"{reader.GetString(0)} {reader.GetString(1)}（{reader.GetString(2).TrimEnd('。')}）");
        if (changes.Count > 0) Say(session, next, $"提请下次人代会确认或报告的项目调整 {changes.Count} 件：{Named(changes)}。", actor);
    }

    /// <summary>When a cycle ends: what it leaves unfinished goes to the next one that runs, if there is one.</summary>
    public static void LeaveTo(WriteSession session, Run root, string actor)
    {
        var next = session.First(
            $"SELECT n.id, n.root_instance_id, n.title, n.year FROM cycles n JOIN cycles c ON c.id = {root.CycleId} WHERE n.jurisdiction_id = {root.JurisdictionId} AND n.state = {CycleState.Running} AND n.year > c.year ORDER BY n.year, n.started_at LIMIT 1",
            reader => new NextCycle(reader.GetString(0), root.JurisdictionId, reader.GetString(1), reader.GetString(2), reader.GetInt32(3)));
        if (next is not null) Tell(session, next, MoveInto(session, next, actor, root.CycleId), actor);
    }

    private static string Named(IReadOnlyList<string> names) =>
        string.Join("；", names.Take(MostNamed)) + (names.Count > MostNamed ? "等" : "");

    private static void Say(WriteSession session, NextCycle next, string sentence, string actor)
    {
        var seq = RunStore.NextHistory(session, next.RootId);
        session.Execute($"INSERT INTO history (instance_id, seq, jurisdiction_id, at, kind, sentence, actor) VALUES ({next.RootId}, {seq}, {next.JurisdictionId}, {session.Now}, {HistoryKind.Effect}, {sentence}, {actor})");
    }
}

/// <summary>The cycle that takes over.</summary>
internal sealed record NextCycle(string Id, string JurisdictionId, string RootId, string Title, int Year);
