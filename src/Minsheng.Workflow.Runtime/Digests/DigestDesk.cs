using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Digests.Facts;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Digests;

/// <summary>Digests looked at before they go out: as they would be for a person on a day, by the facts of today.</summary>
public sealed class DigestDesk
{
    private readonly ReadSide _reading;
    private readonly DigestPress _press;
    private readonly CommitQueue _commits;
    private readonly TimeProvider _clock;

    public DigestDesk(ReadSide reading, ProjectsQuery projects, CommitQueue commits, TimeProvider clock) =>
        (_reading, _press, _commits, _clock) = (reading, new DigestPress(reading, projects), commits, clock);

    /// <summary>People a preview can be made for.</summary>
    /// <exception cref="NotAllowedException">The person keeps no settings here.</exception>
    public async Task<IReadOnlyList<Pick>> PeopleAsync(string place, string by, CancellationToken cancellation = default)
    {
        await using var db = _reading.Of(place);
        var today = (await db.DatesAsync(cancellation)).Today(_clock.GetUtcNow());
        await db.RequireAsync(by, ManagePart.Settings, today, cancellation);
        return [.. (await DigestPeople.ReadAsync(db, today, cancellation)).Values.OrderBy(reader => reader.Roles.Any(Roles.Instructors.Contains) ? 0 : reader.Roles.Any(Roles.Office.Contains) ? 1 : 2)
            .ThenBy(reader => reader.Label, StringComparer.Ordinal).ThenBy(reader => reader.Id, StringComparer.Ordinal).Select(reader => new Pick(reader.Id, reader.Label == reader.Name ? reader.Name : $"{reader.Label} {reader.Name}"))];
    }

    /// <param name="on">The day it would go out.</param>
    /// <exception cref="NotAllowedException">The person keeps no settings here.</exception>
    public async Task<DigestPreview> PreviewAsync(string place, string by, DigestKind kind, string personId, DateOnly on, CancellationToken cancellation = default)
    {
        await using var db = _reading.Of(place);
        var dates = await db.DatesAsync(cancellation);
        await db.RequireAsync(by, ManagePart.Settings, dates.Today(_clock.GetUtcNow()), cancellation);
        var row = await db.Jurisdictions.SingleAsync(one => one.Id == place, cancellation);
        var settings = await db.PlaceSettings.Where(one => one.Name.StartsWith("digest")).ToListAsync(cancellation);
        var record = DigestRound.PlaceRecord.Of(row, settings, (await DigestRound.DemoPlacesAsync(db, cancellation)).Contains(place));
        var offer = DigestOffer.Of(kind);
        var reader = (await DigestPeople.ReadAsync(db, on, cancellation)).GetValueOrDefault(personId) ?? throw new NotFoundException("人员", personId);
        var period = DigestCalendar.Around(kind, record.Times, dates.Calendar, on) with { On = on };
        var now = dates.At(on, new TimeOnly(record.Times.Hour, 0));
        var before = record.Last(offer) is { } last && last.At < now ? last.At : dates.At(DigestCalendar.Before(kind, record.Times, dates.Calendar, period), new TimeOnly(record.Times.Hour, 0));
        var printed = await _press.PrintAsync(record.Place, [new DueDigest(kind, period, before)], now, personId, cancellation);
        return new DigestPreview(printed.Count == 0 ? null : printed[0], reader.Wants(offer), offer.IsFor(reader.Roles));
    }

    /// <summary>照这样发给本人: the preview as a mail to whoever looks at it, marked as a try.</summary>
    public async Task TestAsync(string place, string by, DigestKind kind, string personId, DateOnly on, CancellationToken cancellation = default)
    {
        var digest = (await PreviewAsync(place, by, kind, personId, on, cancellation)).Digest
            ?? throw new RefusedException("empty-digest", "这一天没有要告诉这个人的事，到时候不会发，所以没有可以试发的内容。请换一个人或一个日期。");
        await _commits.RunAsync(session =>
        {
            ManageGate.Require(session, place, by, ManagePart.Settings);
            Outbox.Write(session, new Message(place, $"digest-test/{Ids.New()}/{by}", by, MessageKind.Test, $"【试发】{digest.Subject}", digest.Text) { Html = digest.Html, Link = digest.Path, Period = digest.Period });
            AuditLog.Write(session, place, by, "digest-tested", personId, new { kind = DigestOffer.Of(kind).Name, on });
        }, cancellation);
    }
}

/// <param name="Digest">Null when nothing would be sent.</param>
/// <param name="IsWanted">Whether the person would get it.</param>
/// <param name="IsFor">Whether their posts are among those it is for.</param>
public sealed record DigestPreview(PrintedDigest? Digest, bool IsWanted, bool IsFor);
