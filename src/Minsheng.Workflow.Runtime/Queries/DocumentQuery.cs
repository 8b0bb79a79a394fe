using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>One published document.</summary>
public sealed class DocumentQuery(ReadSide reading)
{
    /// <returns>Null when there is none here by this id.</returns>
    public async Task<DocumentView?> FindAsync(string jurisdictionId, string id, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        return await db.Documents.Where(row => row.Id == id)
            .Select(row => new DocumentView(row.Id, row.CycleId, row.Kind, row.Title, row.Body, row.Published))
            .SingleOrDefaultAsync(cancellation);
    }
}

public sealed record DocumentView(string Id, string? CycleId, string Kind, string Title, string Body, DateTimeOffset Published);
