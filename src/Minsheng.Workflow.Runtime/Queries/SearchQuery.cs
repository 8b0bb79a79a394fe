using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Finds matters, papers and one's own tasks by a word, a number or a receipt.</summary>
public sealed class SearchQuery(ReadSide reading)
{
    /// <summary>So many of each kind; more calls for a longer word.</summary>
    public const int Most = 20;

    private const int Shortest = 2;

    /// <param name="word">At least two characters.</param>
    public async Task<SearchResult> FindAsync(string jurisdictionId, string personId, string? word, CancellationToken cancellation = default)
    {
        var text = word?.Trim() ?? "";
        if (text.Length < Shortest) return new SearchResult(text, [], [], []);
        await using var db = reading.Of(jurisdictionId);
        var items = await db.Items
            .Where(item => item.Number == text || item.Title.Contains(text) || db.ItemProposers.Any(proposer => proposer.Receipt == text && proposer.ItemId == item.Id))
            .OrderByDescending(item => item.Number == text).ThenByDescending(item => item.Submitted).Take(Most)
            .Select(item => new FoundItem(item.Id, item.Number, item.Title, item.Stage, item.LeadUnit)).ToListAsync(cancellation);
        var documents = await db.Documents.Where(document => document.Title.Contains(text))
            .OrderByDescending(document => document.Published).Take(Most)
            .Select(document => new DocumentLine(document.Id, document.Kind, document.Title, document.Published)).ToListAsync(cancellation);
        var tasks = await (from mine in db.TaskParticipants
                           where mine.PersonId == personId
                           join task in db.Tasks on mine.TaskId equals task.Id
                           where task.Title.Contains(text)
                           orderby task.Created descending
                           select new FoundTask(task.Id, task.Title, task.State, task.Created)).Take(Most).ToListAsync(cancellation);
        return new SearchResult(text, items, documents, tasks);
    }
}

/// <param name="Word">What was searched for; results are empty when it is too short.</param>
public sealed record SearchResult(string Word, IReadOnlyList<FoundItem> Items, IReadOnlyList<DocumentLine> Documents, IReadOnlyList<FoundTask> Tasks)
{
    public bool IsEmpty => Items.Count == 0 && Documents.Count == 0 && Tasks.Count == 0;
}

public sealed record FoundItem(string Id, string Number, string Title, ItemStage Stage, string? LeadUnit);

public sealed record FoundTask(string Id, string Title, Storage.Rows.TaskState State, DateTimeOffset Created);
