using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What of the ledger somebody wants to see.</summary>
/// <param name="Text">Part of a subject or a name.</param>
/// <param name="Page">Counted from 1.</param>
public sealed record DeliveryFilter(MessageState? State = null, MessageKind? Kind = null, string? Text = null, int Page = 1)
{
    public const int PageSize = 20;

    public bool IsNarrowed => State is not null || Kind is not null || Text is not null;
}

/// <param name="To">Whom it is for; empty for the robot.</param>
/// <param name="Reason">Why it has not arrived.</param>
public sealed record DeliveryLine(
    string Id, MessageKind Kind, MessageChannel Channel, string To, string Subject, DateTimeOffset Created, MessageState State, DateTimeOffset? Sent, DateTimeOffset? Next, int Attempts, string? Reason, bool IsUnderWay);

public sealed record DeliveryPage(IReadOnlyList<DeliveryLine> Lines, Counted Total, int Waiting, int GivenUp)
{
    public static DeliveryPage None { get; } = new([], new Counted(0, false), 0, 0);
}

public sealed record DeliveryAttempt(int Number, DateTimeOffset At, string Address, DeliveryResult Result, string Detail);

/// <summary>The ledger of one place, newest first: what was sent to whom, and what did not arrive.</summary>
public sealed class DeliveryQuery(ReadSide reading, TimeProvider clock)
{
    private const int LongestText = 100;

    /// <exception cref="NotAllowedException">The person may not see it.</exception>
    public async Task<DeliveryPage> ReadAsync(string place, string personId, DeliveryFilter filter, CancellationToken cancellation = default)
    {
        await using var db = await OpenAsync(place, personId, cancellation);
        var all = db.Outbox.Where(row => row.JurisdictionId == place);
        var rows = all;
        if (filter.State is { } state) rows = rows.Where(row => row.State == state);
        if (filter.Kind is { } kind) rows = rows.Where(row => row.Kind == kind);
        if (filter.Text?.Trim() is { Length: > 0 } typed && typed[..Math.Min(typed.Length, LongestText)] is var text)
            rows = rows.Where(row => row.Subject.Contains(text) || db.People.Any(person => person.Id == row.PersonId && person.Name.Contains(text)));
        var total = Counted.Of(await rows.OrderByDescending(row => row.Created).Take(TaskFilter.MostCounted + 1).CountAsync(cancellation));
        var now = clock.GetUtcNow();
        var lines = await rows.OrderByDescending(row => row.Created).ThenByDescending(row => row.Id)
            .Skip((Math.Max(1, filter.Page) - 1) * DeliveryFilter.PageSize).Take(DeliveryFilter.PageSize)
            .Select(row => new DeliveryLine(
                row.Id, row.Kind, row.Channel, db.People.Where(person => person.Id == row.PersonId).Select(person => person.Name).FirstOrDefault() ?? "", row.Subject, row.Created, row.State, row.Sent,
                row.State == MessageState.Waiting ? row.NotBefore : null, row.Attempts, row.LastError, row.ClaimedUntil != null && row.ClaimedUntil >= now))
            .ToListAsync(cancellation);
        return new DeliveryPage(lines, total, await all.CountAsync(row => row.State == MessageState.Waiting, cancellation), await all.CountAsync(row => row.State == MessageState.GivenUp, cancellation));
    }

    /// <summary>Every attempt on one message, first to last.</summary>
    /// <exception cref="NotAllowedException">The person may not see it.</exception>
    public async Task<IReadOnlyList<DeliveryAttempt>> AttemptsAsync(string place, string personId, string id, CancellationToken cancellation = default)
    {
        await using var db = await OpenAsync(place, personId, cancellation);
        return await db.Deliveries.Where(row => row.OutboxId == id).OrderBy(row => row.Attempt)
            .Select(row => new DeliveryAttempt(row.Attempt, row.At, row.Address, row.Result, row.Detail)).ToListAsync(cancellation);
    }

    /// <summary>How many messages of the place did not arrive; 0 for whoever does not look after them.</summary>
    public async Task<int> UndeliveredAsync(string place, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        var today = (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow());
        return await db.AllowsAsync(personId, ManagePart.Deliveries, today, cancellation)
            ? await db.Outbox.CountAsync(row => row.JurisdictionId == place && row.State == MessageState.GivenUp, cancellation)
            : 0;
    }

    private async Task<WorkflowDb> OpenAsync(string place, string personId, CancellationToken cancellation)
    {
        var db = reading.Of(place);
        await db.RequireAsync(personId, ManagePart.Deliveries, (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow()), cancellation);
        return db;
    }
}
