using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Items;

/// <summary>What became of a proposal, told by its receipt.</summary>
public sealed partial class ItemDesk
{
    /// <summary>What a proposer learns by the receipt number; null when there is no such receipt. Of a merged proposal also what became of the one it joined.</summary>
    public Task<ItemStatus?> FollowAsync(string receipt, CancellationToken cancellation = default) => commits.ReadAsync(session =>
    {
        var code = receipt.Trim().ToUpperInvariant();
        var item = session.First(
            $"SELECT i.id, i.number, i.title, i.stage, i.submitted, m.id, m.number, m.title, m.stage FROM item_proposers p JOIN items i ON i.id = p.item_id LEFT JOIN items m ON m.id = i.merged_into WHERE p.receipt = {code}",
            reader => (Id: reader.GetString(0), Number: reader.GetString(1), Title: reader.GetString(2), Stage: reader.Name<ItemStage>(3), At: reader.Time(4),
                MainId: reader.Text(5), MainNumber: reader.Text(6), MainTitle: reader.Text(7), MainStage: reader.Text(8)));
        if (item.Id is null) return null;
        var steps = Steps(session, item.Id);
        if (item.MainId is not null) steps = [.. steps.Concat(Steps(session, item.MainId)).OrderBy(step => step.At)];
        return new ItemStatus(item.Number, item.Title, item.Stage, item.At, item.MainNumber, steps)
        {
            Main = item.MainId is null ? null : new MainItem(item.MainNumber!, item.MainTitle!, Enum.Parse<ItemStage>(item.MainStage!)),
        };
    }, cancellation);

    private static List<ItemStep> Steps(WriteSession session, string itemId) => session.Query(
        $"SELECT at, \"by\", verdict, reason, stage FROM item_decisions WHERE item_id = {itemId} ORDER BY seq",
        reader => new ItemStep(reader.Time(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.Name<ItemStage>(4)));
}

/// <param name="MergedInto">Number of the item it joined.</param>
/// <param name="Steps">In the order of time; of a merged proposal also those of the item it joined.</param>
public sealed record ItemStatus(string Number, string Title, ItemStage Stage, DateTimeOffset Submitted, string? MergedInto, IReadOnlyList<ItemStep> Steps)
{
    /// <summary>The item it joined and where that stands.</summary>
    public MainItem? Main { get; init; }
}

public sealed record MainItem(string Number, string Title, ItemStage Stage);

public sealed record ItemStep(DateTimeOffset At, string By, string Verdict, string Reason, ItemStage Stage);
