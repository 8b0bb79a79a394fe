using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What a body needs to know of each item it decides on: who said what before, and what to look at first.</summary>
public sealed class ReviewQuery(ReadSide reading, SimilarQuery similar)
{
    /// <returns>By item; empty when there is no such task here.</returns>
    public async Task<IReadOnlyDictionary<string, ReviewItem>> ReadAsync(string jurisdictionId, string taskId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var task = await db.Tasks.Where(row => row.Id == taskId).Select(row => new { row.InstanceId, row.CycleId, row.ProjectId, row.SpecJson, row.Created }).SingleOrDefaultAsync(cancellation);
        if (task is null) return new Dictionary<string, ReviewItem>();
        var spec = TaskListQuery.Spec(task.SpecJson);
        var ids = spec.ItemIds is { Count: > 0 } listed ? listed : task.ProjectId is null ? [] : [task.ProjectId];
        var items = await db.Items.Where(item => ids.Contains(item.Id))
            .Select(item => new { item.Id, item.Title, item.Content, item.Reason, item.Amount, item.Channel, item.Stage, item.Submitted, item.Finish, item.CycleId, item.MergedInto })
            .ToListAsync(cancellation);
        var said = (await db.ItemDecisions.Where(row => ids.Contains(row.ItemId)).OrderBy(row => row.At).ThenBy(row => row.Seq)
            .Select(row => new { row.ItemId, row.By, row.Verdict, row.Reason, row.At }).ToListAsync(cancellation))
            .Select(row => (row.ItemId, Word: new EarlierWord(row.By, row.Verdict, row.Reason, row.At)))
            .Concat(await LanesAsync(db, task.InstanceId, taskId, cancellation)).ToLookup(row => row.ItemId, row => row.Word, StringComparer.Ordinal);
        var near = task.CycleId is null ? null : await similar.ReadAsync(db, task.CycleId, cancellation);
        var alike = near is null ? [] : await NamesAsync(db, [.. ids.SelectMany(id => near.Near.GetValueOrDefault(id) ?? []).Select(match => match.Id).Distinct()], cancellation);
        var joined = task.CycleId is null ? new Dictionary<string, int>() : await PoolQuery.JoinedAsync(db, task.CycleId, ids, cancellation);
        var mains = await NamesAsync(db, [.. items.Select(item => item.MergedInto).OfType<string>().Distinct()], cancellation);
        return items.ToDictionary(
            item => item.Id,
            item => new ReviewItem(
                item.Reason, item.Channel, item.Submitted, item.Finish, [.. said[item.Id].OrderBy(word => word.At)],
                ItemCautions.Of(item.Title, item.Content, item.Amount),
                [.. (near?.Near.GetValueOrDefault(item.Id) ?? []).Where(match => alike.ContainsKey(match.Id)).Take(3).Select(match => alike[match.Id])],
                item.MergedInto is { } main ? mains.GetValueOrDefault(main) : null, joined.GetValueOrDefault(item.Id)),
            StringComparer.Ordinal);
    }

    /// <summary>What others said item by item in tasks of the same run, e.g. the departments before the one who decides.</summary>
    private static async Task<IReadOnlyList<(string ItemId, EarlierWord Word)>> LanesAsync(WorkflowDb db, string instanceId, string taskId, CancellationToken cancellation)
    {
        var acts = await (from other in db.Tasks
                          where other.InstanceId == instanceId && other.Id != taskId && other.State == TaskState.Done
                          join act in db.TaskActs on other.Id equals act.TaskId
                          orderby act.At
                          select new { other.Title, other.SpecJson, act.ValuesJson, act.At }).ToListAsync(cancellation);
        var words = new List<(string, EarlierWord)>();
        foreach (var act in acts)
        {
            // A step that decides leaves a decision of its own: only opinions are read here.
            var lists = TaskListQuery.Spec(act.SpecJson).Form.Fields.Where(field => field.Type is FieldType.Items && field.Name == "opinions").ToList();
            if (lists.Count == 0) continue;
            var values = JsonSerializer.Deserialize<Dictionary<string, object?>>(act.ValuesJson, Values.Json) ?? [];
            foreach (var row in lists.SelectMany(field => Values.From(values.GetValueOrDefault(field.Name)) as List<object?> ?? []).OfType<Dictionary<string, object?>>())
                if (row.GetValueOrDefault("item") is string item)
                    words.Add((item, new EarlierWord(act.Title[(act.Title.IndexOf('：', StringComparison.Ordinal) + 1)..], row.GetValueOrDefault("verdict") as string ?? "", row.GetValueOrDefault("reason") as string ?? "", act.At)));
        }
        return words;
    }

    private static async Task<Dictionary<string, ItemLink>> NamesAsync(WorkflowDb db, IReadOnlyList<string> ids, CancellationToken cancellation) => ids.Count == 0
        ? []
        : await db.Items.Where(item => ids.Contains(item.Id)).Select(item => new ItemLink(item.Id, item.Number, item.Title)).ToDictionaryAsync(link => link.Id, cancellation);
}

/// <param name="Reason">Why it should be done, in the proposer's words.</param>
/// <param name="Said">What was decided or said on it before, oldest first.</param>
/// <param name="Cautions">What to look at first.</param>
/// <param name="Similar">Proposals of the year that resemble it.</param>
/// <param name="Main">What it has been merged into meanwhile.</param>
/// <param name="Joined">Proposers it has through items merged into it.</param>
public sealed record ReviewItem(
    string Reason, string Channel, DateTimeOffset Submitted, DateOnly? Finish, IReadOnlyList<EarlierWord> Said, IReadOnlyList<string> Cautions, IReadOnlyList<ItemLink> Similar, ItemLink? Main, int Joined);

public sealed record EarlierWord(string By, string Verdict, string Reason, DateTimeOffset At);
