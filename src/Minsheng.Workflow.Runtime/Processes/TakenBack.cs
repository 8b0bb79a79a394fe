using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>
/// Decisions on items that a return takes back. Their lines stay on record, their execution turned negative, and a line
/// says who sent the matter back and why.
/// </summary>
internal static class TakenBack
{
    public const string Verdict = "退回";

    public static void Write(WriteSession session, Run run, PassagesUndone undone, string actor)
    {
        var standing = Standing(session, run.CycleId, run.Id, undone.Executions);
        foreach (var item in standing)
            foreach (var seq in item.Undone)
                session.Execute($"UPDATE item_decisions SET execution = -execution WHERE item_id = {item.ItemId} AND seq = {seq}");
        foreach (var item in standing)
        {
            var now = session.First($"SELECT merged_into FROM items WHERE id = {item.ItemId}", reader => new Heir(reader.Text(0)))!.ItemId;
            session.Execute($"UPDATE items SET stage = {item.Stage}, merged_into = {item.MergedInto} WHERE id = {item.ItemId} AND jurisdiction_id = {run.JurisdictionId}");
            if (now is not null && now != item.MergedInto) Leave(session, item.ItemId, now);
            session.Execute($"INSERT INTO item_decisions (item_id, seq, jurisdiction_id, instance_id, stage, verdict, reason, \"by\", merged_into, execution, at) VALUES ({item.ItemId}, {item.LastSeq + 1}, {run.JurisdictionId}, {run.Id}, {item.Stage}, {Verdict}, {undone.Reason}, {undone.ByName}, {item.MergedInto}, {item.Execution}, {session.Now})");
            AuditLog.Write(session, run.JurisdictionId, actor, "item-decision-taken-back", item.ItemId, new { item.Stage, undone.Reason });
        }
    }

    /// <summary>How the items these executions decided on stand without them.</summary>
    public static IReadOnlyList<StandingItem> Standing(WriteSession session, string? cycleId, string runId, IReadOnlyList<int> executions)
    {
        if (cycleId is null || executions.Count == 0) return [];
        var taken = executions.ToHashSet();
        var lines = session.Query(
            $"SELECT d.item_id, d.seq, d.stage, d.merged_into, d.execution, d.instance_id FROM items i JOIN item_decisions d ON d.item_id = i.id WHERE i.cycle_id = {cycleId} ORDER BY d.item_id, d.seq",
            reader => new Line(reader.GetString(0), reader.GetInt32(1), reader.Name<ItemStage>(2), reader.Text(3), reader.Number(4), reader.GetString(5)));
        return [.. lines.GroupBy(line => line.ItemId).Select(item => Standing([.. item], runId, taken)).OfType<StandingItem>()];
    }

    private static StandingItem? Standing(List<Line> lines, string runId, HashSet<int> taken)
    {
        var undone = lines.FindAll(line => line.InstanceId == runId && line.Execution is { } execution && taken.Contains(execution));
        if (undone.Count == 0) return null;
        var last = lines.FindLast(line => !undone.Contains(line) && line.Execution is not < 0);
        return new StandingItem(
            undone[0].ItemId, last?.Stage ?? ItemStage.Proposal, last?.MergedInto,
            last?.InstanceId == runId ? last.Execution : null, [.. undone.Select(line => line.Seq)], lines[^1].Seq);
    }

    /// <summary>Whoever had been merged into the item went along when it was merged itself; they come back with it.</summary>
    private static void Leave(WriteSession session, string itemId, string heir)
    {
        foreach (var follower in session.Query($"SELECT id FROM items WHERE merged_into = {heir} AND id <> {itemId}", reader => reader.GetString(0)))
        {
            var own = session.First(
                $"SELECT merged_into FROM item_decisions WHERE item_id = {follower} AND (execution IS NULL OR execution >= 0) ORDER BY seq DESC LIMIT 1",
                reader => new Heir(reader.Text(0)));
            if (own?.ItemId == itemId) session.Execute($"UPDATE items SET merged_into = {itemId} WHERE id = {follower}");
        }
    }

    private sealed record Heir(string? ItemId);

    private sealed record Line(string ItemId, int Seq, ItemStage Stage, string? MergedInto, int? Execution, string InstanceId);
}

/// <param name="Execution">Of the decision it stands by now, when this run made it.</param>
/// <param name="Undone">The lines taken back.</param>
internal sealed record StandingItem(string ItemId, ItemStage Stage, string? MergedInto, int? Execution, IReadOnlyList<int> Undone, int LastSeq);
