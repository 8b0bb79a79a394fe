using System.Security.Cryptography;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Items;

/// <summary>附议, the answer owed to proposers, and what was looked at and found to be two matters.</summary>
public sealed partial class ItemDesk
{
    /// <summary>Joins a proposal that is there already, as one more of its proposers with a receipt of their own.</summary>
    /// <param name="place">Where the joining person is: items of other places do not exist for them.</param>
    public Task<ItemReceipt> JoinAsync(string place, JoinOrder order, CancellationToken cancellation = default)
    {
        var problems = new List<FieldProblem>();
        Text(order.Name, "proposerName", "姓名", 50, problems);
        if (order.Phone is { Length: > 30 }) problems.Add(new FieldProblem("proposerPhone", "“电话”最多 30 个字符。"));
        if (order.Unit is { Length: > 100 }) problems.Add(new FieldProblem("proposerUnit", "“单位”最多 100 个字。"));
        if (problems.Count > 0) throw new FormRefusedException(problems);
        return commits.RunAsync(session => Join(session, place, order), cancellation);
    }

    /// <summary>Writes down for the proposers why an item was not chosen, where whoever decided gave no reason.</summary>
    public Task AnswerAsync(string itemId, string by, string reason, CancellationToken cancellation = default)
    {
        var words = reason.Trim();
        if (words.Length == 0) throw new FormRefusedException([new FieldProblem("reason", "请写明没有采纳的理由，提出人凭回执号可以看到。")]);
        if (words.Length > 2000) throw new FormRefusedException([new FieldProblem("reason", $"“理由”最多 2000 个字，现有 {words.Length} 个字。")]);
        return commits.RunAsync(session =>
        {
            var item = Lock(session, itemId);
            var who = PoolRights.Require(session, by, item.Place, itemId, "答复建议");
            if (item.Stage != ItemStage.NotChosen) throw new RefusedException("not-owed", $"{item.Number} 不是未采纳的建议，不用补写理由；请刷新后再看。");
            Decide(session, item, ItemStage.NotChosen, "答复", words, who, null);
            AuditLog.Write(session, item.Place, by, "item-answered", itemId, new { item.Number });
        }, cancellation);
    }

    /// <summary>Notes that these are matters of their own: they are not shown as similar to each other again.</summary>
    public Task KeepApartAsync(IReadOnlyList<string> itemIds, string by, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var items = itemIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => Lock(session, id)).ToList();
        foreach (var item in items) PoolRights.Require(session, by, item.Place, item.Id, "整理建议");
        foreach (var (index, first) in items.Index())
            foreach (var second in items.Skip(index + 1))
                session.Execute($"INSERT INTO place_settings (jurisdiction_id, name, value) VALUES ({first.Place}, {ApartName(first.CycleId, first.Id, second.Id)}, {by}) ON CONFLICT DO NOTHING");
        if (items.Count > 0) AuditLog.Write(session, items[0].Place, by, "items-kept-apart", items[0].Id, new { items = items.Select(item => item.Number) });
    }, cancellation);

    internal const string Apart = "apart/";

    internal static string ApartName(string cycleId, string firstId, string secondId) => $"{Apart}{cycleId}/{firstId}/{secondId}";

    private static ItemReceipt Join(WriteSession session, string place, JoinOrder order)
    {
        var item = Lock(session, order.ItemId);
        if (item.Place != place) throw new NotFoundException("建议", order.ItemId);
        if (item.MergedInto is { } mainId) item = Lock(session, mainId);
        if (!session.Exists($"SELECT 1 FROM cycles WHERE id = {item.CycleId} AND collection = {CollectionState.Open} AND collection_until > {session.Now}"))
            throw Closed(session, item.CycleId);
        if (item.Stage != ItemStage.Proposal) throw new RefusedException("decided", $"{item.Number} 已经筛选过，不能再附议；请在项目库里看它的结果。");
        var name = order.Name.Trim();
        if (session.Exists($"SELECT 1 FROM item_proposers p JOIN items i ON i.id = p.item_id WHERE i.cycle_id = {item.CycleId} AND (i.id = {item.Id} OR i.merged_into = {item.Id}) AND p.name = {name} AND (p.person_id = {order.PersonId ?? "-"} OR p.phone = {order.Phone ?? "-"})"))
            throw new RefusedException("joined-already", $"{name}已经是 {item.Number} 的提出人，不用再附议；凭原来的回执号就能查到结果。");
        var receipt = RandomNumberGenerator.GetString(ReceiptCode.Alphabet, ReceiptLength);
        session.Execute($"INSERT INTO item_proposers (receipt, jurisdiction_id, item_id, name, phone, unit, person_id) VALUES ({receipt}, {place}, {item.Id}, {name}, {order.Phone}, {order.Unit}, {order.PersonId})");
        AuditLog.Write(session, place, order.PersonId ?? ProcessDesk.System, "item-joined", item.Id, new { item.Number });
        return new ItemReceipt(item.Id, item.Number, receipt);
    }
}

/// <param name="PersonId">Null when somebody proposes on another's behalf.</param>
public sealed record JoinOrder(string ItemId, string Name, string? Phone = null, string? Unit = null, string? PersonId = null);
