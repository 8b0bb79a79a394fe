using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>我的消息: what one person was told, whether or not it could be mailed. Nobody else's is ever found here.</summary>
public sealed class MessageQuery(ReadSide reading)
{
    public const int PageSize = 30;

    /// <param name="digests">True for digests alone, false for all else, null for both.</param>
    public async Task<Paged<MessageLine>> ListAsync(string jurisdictionId, string personId, bool? digests, int page, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var own = db.Outbox.Where(row => row.PersonId == personId && row.Channel == MessageChannel.Mail);
        if (digests is { } only) own = own.Where(row => (row.Kind == MessageKind.Digest || row.Kind == MessageKind.Test) == only);
        var total = await own.CountAsync(cancellation);
        var shown = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await own.OrderByDescending(row => row.Created).ThenByDescending(row => row.Id).Skip((shown - 1) * PageSize).Take(PageSize)
            .Select(row => new MessageLine(row.Id, row.Kind, row.Subject, row.Created, row.State)).ToListAsync(cancellation);
        return new Paged<MessageLine>(rows, total, shown, PageSize);
    }

    /// <returns>Null when this person was told no such thing.</returns>
    public async Task<MessageView?> FindAsync(string jurisdictionId, string personId, string id, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        return await db.Outbox.Where(row => row.Id == id && row.PersonId == personId)
            .Select(row => new MessageView(row.Id, row.Kind, row.Subject, row.Text, row.Html, row.Link, row.Created, row.State, row.Sent)).SingleOrDefaultAsync(cancellation);
    }
}

public sealed record MessageLine(string Id, MessageKind Kind, string Subject, DateTimeOffset At, MessageState State);

/// <param name="Link">Where one goes on, within the site.</param>
public sealed record MessageView(string Id, MessageKind Kind, string Subject, string Text, string? Html, string? Link, DateTimeOffset At, MessageState State, DateTimeOffset? Sent);
