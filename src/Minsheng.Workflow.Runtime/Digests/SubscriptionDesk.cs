using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Digests.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Digests;

/// <summary>Which digests a person gets: everybody decides for themselves.</summary>
public sealed class SubscriptionDesk(ReadSide reading, CommitQueue commits, TimeProvider clock)
{
    public async Task<IReadOnlyList<Subscription>> ReadAsync(string place, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        var reader = (await DigestPeople.ReadAsync(db, (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow()), cancellation)).GetValueOrDefault(personId) ?? throw new NotFoundException("人员", personId);
        return [.. DigestOffer.All.Where(offer => offer.IsFor(reader.Roles)).Select(offer => new Subscription(offer, reader.Wants(offer)))];
    }

    public Task SetAsync(string personId, DigestKind kind, bool isOn, CancellationToken cancellation = default)
    {
        var offer = DigestOffer.Of(kind);
        return commits.RunAsync(session => Set(session, personId, offer, isOn), cancellation);
    }

    internal static void Set(WriteSession session, string personId, DigestOffer offer, bool isOn)
    {
        var place = PeopleReader.Jurisdiction(session, personId) ?? throw new NotFoundException("人员", personId);
        var value = isOn ? "on" : "off";
        session.Execute($"INSERT INTO preferences (person_id, name, jurisdiction_id, value) VALUES ({personId}, {offer.Preference}, {place}, {value}) ON CONFLICT (person_id, name) DO UPDATE SET value = excluded.value");
        AuditLog.Write(session, place, personId, "digest-asked", personId, new { kind = offer.Name, isOn });
    }
}

public sealed record Subscription(DigestOffer Offer, bool IsOn);
