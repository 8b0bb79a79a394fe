using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Items;

/// <summary>Proposals come in and are merged here; other stages are moved by the procedure alone.</summary>
public sealed partial class ItemDesk(CommitQueue commits)
{
    /// <summary>Shown above the form.</summary>
    public const string OneMatterRule = "一事一提：一件建议只写一件事，写明做什么、在哪里、为什么；需要几件事的，请分别提交。只为个别单位或个人解决的问题，不作为推荐项目。";

    private const int ReceiptLength = 10;

    /// <summary>Takes a proposal while the window is open. The number is the item's for life; the receipt is the proposer's alone.</summary>
    /// <exception cref="RefusedException">The window is not open.</exception>
    /// <exception cref="FormRefusedException">Something is missing or too long.</exception>
    public async Task<ItemReceipt> SubmitAsync(Proposal proposal, CancellationToken cancellation = default)
    {
        Check(proposal);
        return await commits.RunAsync(session => Submit(session, proposal), cancellation);
    }

    /// <summary>A cycle's items at these stages, by number; all of them when no stage is named.</summary>
    public Task<IReadOnlyList<ItemFact>> ListAsync(string cycleId, IReadOnlyList<ItemStage> stages, CancellationToken cancellation = default) =>
        commits.ReadAsync<IReadOnlyList<ItemFact>>(session => ItemReader.OfCycle(session, cycleId, stages), cancellation);

    private static ItemReceipt Submit(WriteSession session, Proposal proposal)
    {
        // The counter is the lock: two proposals at once never get one number, and none is given after closing.
        var cycle = session.First(
            $"UPDATE cycles SET last_item = last_item + 1 WHERE id = {proposal.CycleId} AND collection = {CollectionState.Open} AND collection_until > {session.Now} RETURNING last_item, year, jurisdiction_id, channels_json, domains_json",
            reader => (Last: reader.GetInt32(0), Year: reader.GetInt32(1), Place: reader.GetString(2), Channels: reader.Text(3), Domains: reader.Text(4)));
        if (cycle.Place is null) throw Closed(session, proposal.CycleId);
        var problems = new List<FieldProblem>();
        OneOf(cycle.Channels, proposal.Channel, "channel", "渠道", problems);
        OneOf(cycle.Domains, proposal.Domain, "domain", "领域", problems);
        if (problems.Count > 0) throw new FormRefusedException(problems);

        var code = Places.Read(session, cycle.Place).Code;
        var number = string.Create(CultureInfo.InvariantCulture, $"{code}{cycle.Year % 100:00}-{cycle.Last:0000}");
        if (session.Exists($"SELECT 1 FROM items WHERE jurisdiction_id = {cycle.Place} AND number = {number}"))
        {
            // A second cycle of the same year goes on where the first stands.
            var last = session.First(
                $"SELECT MAX(last_item) FROM cycles WHERE jurisdiction_id = {cycle.Place} AND year = {cycle.Year}", reader => reader.GetInt32(0));
            session.Execute($"UPDATE cycles SET last_item = {last + 1} WHERE id = {proposal.CycleId}");
            number = string.Create(CultureInfo.InvariantCulture, $"{code}{cycle.Year % 100:00}-{last + 1:0000}");
        }
        var (id, receipt) = (Ids.New(), RandomNumberGenerator.GetString(ReceiptCode.Alphabet, ReceiptLength));
        session.Execute($"INSERT INTO items (id, jurisdiction_id, cycle_id, number, title, content, domain, place, reason, amount, stage, state, channel, submitted) VALUES ({id}, {cycle.Place}, {proposal.CycleId}, {number}, {proposal.Title.Trim()}, {proposal.Content.Trim()}, {proposal.Domain}, {proposal.Place.Trim()}, {proposal.Reason.Trim()}, {proposal.Amount}, {ItemStage.Proposal}, {ProjectState.Underway}, {proposal.Channel}, {session.Now})");
        session.Execute($"INSERT INTO item_proposers (receipt, jurisdiction_id, item_id, name, phone, unit, person_id) VALUES ({receipt}, {cycle.Place}, {id}, {proposal.ProposerName.Trim()}, {proposal.ProposerPhone}, {proposal.ProposerUnit}, {proposal.PersonId})");
        AuditLog.Write(session, cycle.Place, proposal.PersonId ?? ProcessDesk.System, "item-submitted", id, new { number, proposal.Channel });
        return new ItemReceipt(id, number, receipt);
    }

    private static WorkflowException Closed(WriteSession session, string cycleId)
    {
        var cycle = session.First(
            $"SELECT collection, collection_until, jurisdiction_id FROM cycles WHERE id = {cycleId}",
            reader => (State: reader.Name<CollectionState>(0), Until: reader.TimeOrNull(1), Place: reader.GetString(2)));
        if (cycle.Place is null) return new NotFoundException("年度周期", cycleId);
        if (cycle.State == CollectionState.NotYet) return new RefusedException("collection-not-open", "征集还没有开始，请留意征集公告。");
        var until = cycle.Until is { } at ? string.Create(CultureInfo.InvariantCulture, $"已于 {TimeZoneInfo.ConvertTime(at, Places.Read(session, cycle.Place).Dates.Zone):M月d日 HH:mm} ") : "已";
        return new RefusedException("collection-closed", $"征集{until}截止，不再接收建议。");
    }

    private static void Check(Proposal proposal)
    {
        var problems = new List<FieldProblem>();
        Text(proposal.Title, "title", "标题", 60, problems);
        Text(proposal.Content, "content", "内容", 2000, problems);
        Text(proposal.ProposerName, "proposerName", "姓名", 50, problems);
        if (proposal.Place.Length > 200) problems.Add(new FieldProblem("place", "“地点”最多 200 个字。"));
        if (proposal.Reason.Length > 2000) problems.Add(new FieldProblem("reason", "“理由”最多 2000 个字。"));
        if (proposal.Amount is { } amount && (amount < 0 || decimal.Round(amount, 2) != amount)) problems.Add(new FieldProblem("amount", "“投资概算”以万元计，不小于 0，最多两位小数。"));
        if (proposal.ProposerPhone is { Length: > 30 }) problems.Add(new FieldProblem("proposerPhone", "“电话”最多 30 个字符。"));
        if (proposal.ProposerUnit is { Length: > 100 }) problems.Add(new FieldProblem("proposerUnit", "“单位”最多 100 个字。"));
        if (problems.Count > 0) throw new FormRefusedException(problems);
    }

    private static void Text(string value, string field, string label, int limit, List<FieldProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(value)) problems.Add(new FieldProblem(field, $"“{label}”必填。"));
        else if (value.Trim().Length > limit) problems.Add(new FieldProblem(field, $"“{label}”最多 {limit} 个字，现有 {value.Trim().Length} 个字。"));
    }

    private static void OneOf(string? json, string value, string field, string label, List<FieldProblem> problems)
    {
        var allowed = json is null ? [] : JsonSerializer.Deserialize<List<string>>(json, Values.Json)!;
        if (allowed.Count > 0 && !allowed.Contains(value)) problems.Add(new FieldProblem(field, $"“{label}”请从所列中选择：{string.Join("、", allowed)}。"));
    }
}

/// <param name="Channel">One of the window's channels, e.g. 群众.</param>
/// <param name="Domain">One of the window's domains.</param>
/// <param name="Amount">万元.</param>
public sealed record Proposal(
    string CycleId, string Title, string Content, string Domain, string Place, string Reason, decimal? Amount, string Channel,
    string ProposerName, string? ProposerPhone = null, string? ProposerUnit = null, string? PersonId = null);

public sealed record ItemReceipt(string ItemId, string Number, string Receipt);
