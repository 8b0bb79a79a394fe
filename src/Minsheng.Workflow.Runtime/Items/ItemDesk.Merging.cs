using System.Globalization;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Items;

/// <summary>Suggestions about one matter become one, with credit: every proposer stays, every receipt leads to what remains.</summary>
public sealed partial class ItemDesk
{
    /// <summary>Where other decisions name the run that took them.</summary>
    internal const string NoRun = "";

    /// <summary>Merges proposals that have not been screened into one of them.</summary>
    /// <exception cref="RefusedException">One of them has been merged or decided on meanwhile.</exception>
    public Task MergeAsync(MergeOrder order, CancellationToken cancellation = default) => commits.RunAsync(session => Merge(session, order), cancellation);

    /// <summary>Takes one out of a merger again, as long as nothing else was decided on either.</summary>
    public Task SplitAsync(string itemId, string by, CancellationToken cancellation = default) => commits.RunAsync(session => Split(session, itemId, by), cancellation);

    private static void Merge(WriteSession session, MergeOrder order)
    {
        var others = order.OtherIds.Distinct(StringComparer.Ordinal).Where(id => id != order.KeepId).ToList();
        var keep = Lock(session, order.KeepId);
        var by = PoolRights.Require(session, order.By, keep.Place, keep.Id, "合并建议");
        if (others.Count == 0) throw new RefusedException("merge-one", "合并至少要两件，现在只选了一件；请再选与它说同一件事的建议。");
        if (!session.Exists($"SELECT 1 FROM cycles WHERE id = {keep.CycleId} AND state = {CycleState.Running}"))
            throw new RefusedException("cycle-over", $"{keep.Number} 所在的年度已经结束，不能再合并。");
        var title = order.Title?.Trim() is { Length: > 0 } words ? words : keep.Title;
        if (title.Length > 60) throw new FormRefusedException([new FieldProblem("title", $"“合并后名称”最多 60 个字，现有 {title.Length} 个字。")]);
        RequireOpen(session, keep);

        var merged = others.ConvertAll(id => Lock(session, id));
        foreach (var one in merged)
        {
            if (one.Place != keep.Place) throw new NotFoundException("建议", one.Id);
            if (one.CycleId != keep.CycleId) throw new RefusedException("other-cycle", $"{one.Number} 和 {keep.Number} 不是同一年度的建议，不能合并。");
            RequireOpen(session, one);
        }
        foreach (var one in merged)
        {
            session.Execute($"UPDATE items SET stage = {ItemStage.Merged}, merged_into = {keep.Id} WHERE id = {one.Id}");
            session.Execute($"UPDATE items SET merged_into = {keep.Id} WHERE cycle_id = {keep.CycleId} AND stage = {ItemStage.Merged} AND merged_into = {one.Id}");
            Decide(session, one, ItemStage.Merged, $"并入 {keep.Number}", $"与 {keep.Number} 说的是同一件事，合并办理；您仍是提出人，结果同样告知您。", by, keep.Id);
        }
        if (title != keep.Title) session.Execute($"UPDATE items SET title = {title} WHERE id = {keep.Id}");
        Decide(session, keep, ItemStage.Proposal, $"并入了 {string.Join("、", merged.Select(one => one.Number))}", title == keep.Title ? "" : $"名称由“{keep.Title}”改为“{title}”。", by, null);
        AuditLog.Write(session, keep.Place, order.By, "items-merged", keep.Id, new { keep.Number, merged = merged.Select(one => one.Number), before = keep.Title, title });
    }

    private static void Split(WriteSession session, string itemId, string by)
    {
        var item = Lock(session, itemId);
        var who = PoolRights.Require(session, by, item.Place, item.Id, "拆开合并的建议");
        if (item is not { Stage: ItemStage.Merged, MergedInto: { } mainId })
            throw new RefusedException("not-merged", $"{item.Number} 没有并入别的建议，不用拆开；请刷新后再看。");
        var main = Lock(session, mainId);
        var last = session.First($"SELECT instance_id, merged_into, at FROM item_decisions WHERE item_id = {itemId} ORDER BY seq DESC", reader => (Run: reader.GetString(0), Into: reader.Text(1), At: reader.Time(2)));
        if (last.Run != NoRun)
            throw new RefusedException("merged-by-step", $"{item.Number} 是筛选时确定并入 {main.Number} 的，不能在项目库里拆开；确需改变的，请把筛选退回后重新确定。");
        if (last.Into != mainId)
            throw new RefusedException("merged-further", $"{item.Number} 先并入的一件后来又并入了 {main.Number}；请先把那一件从 {main.Number} 拆开。");
        if (main.Stage != ItemStage.Proposal || session.Exists($"SELECT 1 FROM item_decisions WHERE item_id = {mainId} AND instance_id <> {NoRun} AND at >= {last.At}"))
            throw new RefusedException("decided-since", $"{main.Number} 合并以后已经有了决定，{item.Number} 不能再拆开；它的提出人凭回执号可以看到 {main.Number} 的结果。");

        session.Execute($"UPDATE items SET stage = {ItemStage.Proposal}, merged_into = {(string?)null} WHERE id = {itemId}");
        // Whoever had joined this one before it was merged goes along with it.
        session.Execute($"UPDATE items SET merged_into = {itemId} WHERE cycle_id = {item.CycleId} AND stage = {ItemStage.Merged} AND merged_into = {mainId} AND EXISTS (SELECT 1 FROM item_decisions d WHERE d.item_id = items.id AND d.merged_into = {itemId} AND d.seq = (SELECT MAX(x.seq) FROM item_decisions x WHERE x.item_id = items.id))");
        Decide(session, item, ItemStage.Proposal, "拆开，单独办理", $"不再并入 {main.Number}。", who, null);
        Decide(session, main, ItemStage.Proposal, $"拆出了 {item.Number}", "", who, null);
        AuditLog.Write(session, item.Place, by, "item-split", itemId, new { item.Number, from = main.Number });
    }

    /// <summary>Only what nobody has screened may be merged by hand: later the procedure decides.</summary>
    private static void RequireOpen(WriteSession session, Standing item)
    {
        if (item.Stage == ItemStage.Proposal) return;
        var last = session.First($"SELECT \"by\", verdict, at FROM item_decisions WHERE item_id = {item.Id} ORDER BY seq DESC", reader => (By: reader.GetString(0), Verdict: reader.GetString(1), At: reader.Time(2)));
        var when = last.By is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{last.By}已在 {TimeZoneInfo.ConvertTime(last.At, Places.Read(session, item.Place).Dates.Zone):M月d日 HH:mm} 确定“{last.Verdict}”，");
        throw new RefusedException("decided", $"{item.Number} {when}不再是待筛选的建议，不能合并；请刷新后重新选择。");
    }

    /// <summary>Locked until the transaction ends, so that of two mergers at once the second sees what the first did.</summary>
    private static Standing Lock(WriteSession session, string itemId) => session.First(
        $"SELECT id, number, title, stage, cycle_id, jurisdiction_id, merged_into FROM items WHERE id = {itemId} FOR UPDATE",
        reader => new Standing(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.Name<ItemStage>(3), reader.GetString(4), reader.GetString(5), reader.Text(6)))
        ?? throw new NotFoundException("建议", itemId);

    private static void Decide(WriteSession session, Standing item, ItemStage stage, string verdict, string reason, string by, string? into)
    {
        var seq = (session.First($"SELECT MAX(seq) FROM item_decisions WHERE item_id = {item.Id}", reader => reader.Number(0)) ?? 0) + 1;
        session.Execute($"INSERT INTO item_decisions (item_id, seq, jurisdiction_id, instance_id, stage, verdict, reason, \"by\", merged_into, at) VALUES ({item.Id}, {seq}, {item.Place}, {NoRun}, {stage}, {verdict}, {reason}, {by}, {into}, {session.Now})");
    }

    private sealed record Standing(string Id, string Number, string Title, ItemStage Stage, string CycleId, string Place, string? MergedInto);
}

/// <param name="KeepId">The one that remains.</param>
/// <param name="Title">Its name from now on; null to leave it.</param>
public sealed record MergeOrder(string KeepId, IReadOnlyList<string> OtherIds, string? Title, string By);
