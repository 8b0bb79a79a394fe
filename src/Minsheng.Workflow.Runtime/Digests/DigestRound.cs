using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Demo;
using Minsheng.Workflow.Runtime.Digests.Facts;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.Settings;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Digests;

/// <summary>
/// Goes through all places and writes the digests that are due. What a place has been told is noted in the transaction that tells it,
/// and each digest has a key of its own: killed half-way, started twice, settings changed, nobody gets one twice.
/// </summary>
internal sealed class DigestRound(ReadSide reading, DigestPress press, CommitQueue commits, TimeProvider clock, ILogger<DigestRound> logger)
{
    private const string Mark = "digest/";

    /// <returns>How many digests were written.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var wanted = (await PlacesAsync(cancellation)).Select(place => (place.Place, Due: Due(place, now))).Where(place => place.Due.Count > 0).ToList();
        var written = 0;
        // Reading and drawing takes processor time, writing goes one after the other anyway.
        await Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount), CancellationToken = cancellation }, async (place, token) =>
        {
            try
            {
                Interlocked.Add(ref written, await WriteAsync(place.Place, place.Due, now, token));
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                logger.LogError(problem, "Digests of {Place} failed and come again", place.Place.Id);
            }
        });
        if (written > 0) logger.LogInformation("Wrote {Count} digests of {Places} places", written, wanted.Count);
        return written;
    }

    private async Task<int> WriteAsync(DigestPlace place, IReadOnlyList<DueDigest> due, DateTimeOffset now, CancellationToken cancellation)
    {
        var printed = await press.PrintAsync(place, due, now, cancellation: cancellation);
        // Who gets the monthly one that day is not sent the weekly one too.
        var monthly = printed.Where(digest => digest.Kind == DigestKind.Monthly).Select(digest => digest.PersonId).ToHashSet(StringComparer.Ordinal);
        var digests = printed.Where(digest => digest.Kind != DigestKind.Weekly || !monthly.Contains(digest.PersonId)).ToList();
        return await commits.RunAsync(session =>
        {
            var count = 0;
            foreach (var digest in digests)
                if (Outbox.Write(session, Message(place, digest))) count++;
            foreach (var one in due)
            {
                var (name, value) = (Mark + DigestOffer.Of(one.Kind).Code, $"{one.Period.Name} {now.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)}");
                session.Execute($"INSERT INTO place_settings (jurisdiction_id, name, value) VALUES ({place.Id}, {name}, {value}) ON CONFLICT (jurisdiction_id, name) DO UPDATE SET value = excluded.value");
            }
            return count;
        }, cancellation);
    }

    internal static Message Message(DigestPlace place, PrintedDigest digest) => new(place.Id, digest.Key, digest.PersonId, MessageKind.Digest, digest.Subject, digest.Text)
    {
        Html = digest.Html,
        Link = digest.Path,
        Period = digest.Period,
    };

    private static List<DueDigest> Due(PlaceRecord place, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, place.Place.Dates.Zone).DateTime;
        var due = new List<DueDigest>();
        foreach (var offer in DigestOffer.All)
        {
            if (DigestCalendar.Due(offer.Kind, place.Times, place.Place.Dates.Calendar, local) is not { } period) continue;
            var last = place.Last(offer);
            if (last?.Period == period.Name) continue;
            due.Add(new DueDigest(offer.Kind, period, last?.At));
        }
        return due;
    }

    private async Task<IReadOnlyList<PlaceRecord>> PlacesAsync(CancellationToken cancellation)
    {
        await using var db = reading.Everything();
        var settings = (await db.PlaceSettings.Where(row => row.Name.StartsWith("digest")).ToListAsync(cancellation)).ToLookup(row => row.JurisdictionId);
        var demo = await DemoPlacesAsync(db, cancellation);
        return [.. (await db.Jurisdictions.OrderBy(row => row.Id).ToListAsync(cancellation)).Select(row => PlaceRecord.Of(row, settings[row.Id], demo.Contains(row.Id)))];
    }

    internal static async Task<HashSet<string>> DemoPlacesAsync(WorkflowDb db, CancellationToken cancellation) =>
        [.. await (from claim in db.UserClaims
                   where claim.ClaimType == DemoSeed.DemoClaim
                   join account in db.Users on claim.UserId equals account.Id
                   join person in db.People on account.PersonId equals person.Id
                   select person.JurisdictionId).Distinct().ToListAsync(cancellation)];

    /// <summary>A place with its settings and what it was told last.</summary>
    internal sealed record PlaceRecord(DigestPlace Place, DigestTimes Times, IReadOnlyDictionary<string, string> Told)
    {
        public static PlaceRecord Of(JurisdictionRow row, IEnumerable<PlaceSettingRow> settings, bool isDemo)
        {
            var stored = settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
            return new PlaceRecord(
                new DigestPlace(row.Id, row.Name.Replace("（演示）", "", StringComparison.Ordinal), row.Level, Places.DatesOf(row.TimeZone, row.CalendarJson), isDemo),
                new DigestTimes(Number(PlaceSettings.DigestHour), Number(PlaceSettings.DigestWeekday), Number(PlaceSettings.DigestMonthDay)), stored);

            int Number(PlaceSetting setting) => setting.Settled(stored.GetValueOrDefault(setting.Name))!.Value;
        }

        /// <summary>The period told last, and when.</summary>
        public (string Period, DateTimeOffset At)? Last(DigestOffer offer) =>
            Told.GetValueOrDefault(Mark + offer.Code)?.Split(' ') is [var period, var moment] && DateTimeOffset.TryParseExact(moment, "s", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? (period, at) : null;
    }
}
