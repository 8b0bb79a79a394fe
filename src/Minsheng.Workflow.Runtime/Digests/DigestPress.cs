using Minsheng.Workflow.Runtime.Digests.Content;
using Minsheng.Workflow.Runtime.Digests.Facts;
using Minsheng.Workflow.Runtime.Digests.Layout;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Digests;

/// <summary>Makes the digests of one place: what they share is read once, each reader's is drawn from it.</summary>
internal sealed class DigestPress(ReadSide reading, ProjectsQuery projects)
{
    /// <param name="due">The kinds wanted, each with its period and the day of the one before.</param>
    /// <param name="only">One reader, asked for or not; null for everybody who gets them.</param>
    public async Task<IReadOnlyList<PrintedDigest>> PrintAsync(DigestPlace place, IReadOnlyList<DueDigest> due, DateTimeOffset now, string? only = null, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place.Id);
        var today = place.Dates.Today(now);
        var people = await DigestPeople.ReadAsync(db, today, cancellation);
        var printed = new List<PrintedDigest>();
        ProjectsRead? shared = null;
        TasksRead? tasks = null;
        foreach (var digest in due)
        {
            var frame = new DigestFrame(place, digest.Period, now, digest.Before);
            var offer = DigestOffer.Of(digest.Kind);
            var readers = only is null ? [.. people.Values.Where(reader => reader.Wants(offer))] : people.TryGetValue(only, out var one) ? (List<Reader>)[one] : [];
            if (readers.Count == 0) continue;
            if (digest.Kind is DigestKind.Weekly or DigestKind.Monthly or DigestKind.Unit)
                shared ??= await ProjectsRead.ReadAsync(db, projects, place, now, cancellation);
            if (digest.Kind is DigestKind.Tasks or DigestKind.Unit)
                tasks ??= await TasksRead.ReadAsync(db, today, only is not null && digest.Kind == DigestKind.Tasks ? only : null, cancellation);
            switch (digest.Kind)
            {
                case DigestKind.Weekly or DigestKind.Monthly:
                    var facts = await shared!.SupervisionAsync(db, frame, digest.Kind == DigestKind.Monthly, cancellation);
                    Print(readers, reader => SupervisionDigest.Of(facts, reader.Addressee));
                    break;
                case DigestKind.Tasks:
                    Print(readers, reader => TaskDigest.Of(new TaskFacts(frame, Before(frame), tasks!.Of(reader.Id)), reader.Addressee));
                    break;
                case DigestKind.Unit:
                    Print(readers, reader => Unit(frame, reader, people.Values, shared!, tasks!));
                    break;
                case DigestKind.Visit:
                    if (await VisitsRead.ReadAsync(db, place, today, cancellation) is not { Count: > 0 } visits) break;
                    shared ??= await ProjectsRead.ReadAsync(db, projects, place, now, cancellation);
                    Print(readers, reader => Visit(frame, reader, visits, shared));
                    break;
                case DigestKind.Proposals:
                    var moves = await MovesRead.ReadAsync(db, [.. readers.Select(reader => reader.Id)], Before(frame), now, cancellation);
                    Print(readers, reader => ProposalDigest.Of(new ProposalFacts(frame, [.. moves[reader.Id]]), reader.Addressee));
                    break;
            }
        }
        return printed;

        void Print(IEnumerable<Reader> readers, Func<Reader, DigestContent?> compose)
        {
            foreach (var reader in readers)
                if (compose(reader) is { } content) printed.Add(new PrintedDigest(reader.Id, content.Kind, content.Period, content.Subject, DigestHtml.Of(content), DigestText.Of(content), content.Button.Path));
        }
    }

    /// <summary>Of a first digest: the working day before, at the same hour.</summary>
    private static DateTimeOffset Before(DigestFrame frame) =>
        frame.Before ?? frame.Place.Dates.At(frame.Place.Dates.Calendar.AddWorkingDays(frame.Today, -1), TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(frame.Now, frame.Place.Dates.Zone).DateTime));

    private static DigestContent? Unit(DigestFrame frame, Reader reader, IEnumerable<Reader> people, ProjectsRead shared, TasksRead tasks)
    {
        if (reader.UnitIds.Count == 0) return null;
        var colleagues = people.Where(other => other.UnitIds.Intersect(reader.UnitIds).Any()).Select(other => other.Id);
        var name = reader.Unit;
        var projects = shared.Facts(frame.Since).Where(project => project.Line.LeadUnit == name).ToList();
        var own = projects.Select(project => project.Line.Id).ToHashSet(StringComparer.Ordinal);
        var findings = shared.Findings.Where(finding => finding.IssuedTo == name || finding.ItemId is not null && own.Contains(finding.ItemId)).ToList();
        return UnitDigest.Of(new UnitFacts(frame, name, projects, findings, tasks.Held(colleagues)), reader.Addressee);
    }

    /// <summary>The nearest day of visits.</summary>
    private static DigestContent? Visit(DigestFrame frame, Reader reader, IReadOnlyList<PlannedVisit> visits, ProjectsRead shared)
    {
        var own = visits.Where(visit => visit.People.Contains(reader.Id)).GroupBy(visit => visit.On).MinBy(day => day.Key);
        return own is null ? null : VisitDigest.Of(
            VisitsRead.Facts(frame with { Period = new DigestPeriod(own.Key.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), own.Key) }, own.Key, [.. own], shared), reader.Addressee);
    }
}

/// <param name="Before">When the one before went out; null for the first.</param>
internal sealed record DueDigest(DigestKind Kind, DigestPeriod Period, DateTimeOffset? Before);

/// <summary>A digest as it will be mailed.</summary>
/// <param name="Path">Where one goes on, within the site.</param>
public sealed record PrintedDigest(string PersonId, DigestKind Kind, string Period, string Subject, string Html, string Text, string Path)
{
    /// <summary>One of a kind and period for each person, whatever happens.</summary>
    internal string Key => $"digest/{DigestOffer.Of(Kind).Code}/{Period}/{PersonId}";
}
