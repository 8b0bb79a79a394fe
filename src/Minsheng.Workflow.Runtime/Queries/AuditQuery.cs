using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <param name="Subject">What it was about, by its name where it has one.</param>
public sealed record AuditEntryLine(long Seq, DateTimeOffset At, string Who, string Act, string Subject, string Detail);

/// <param name="Older">The place to go on from; null at the end.</param>
public sealed record AuditEntries(IReadOnlyList<AuditEntryLine> Lines, long? Older);

/// <summary>日根: the digest a day ended with.</summary>
public sealed record DailyRoot(DateOnly Day, long Entries, string Hash);

/// <summary>The audit of one place, newest first.</summary>
public sealed class AuditQuery(ReadSide reading, TimeProvider clock)
{
    public const int PageSize = 50;

    /// <param name="before">Entries before this one; null from the newest.</param>
    /// <exception cref="NotAllowedException">The person may not read the audit of this place.</exception>
    public async Task<AuditEntries> ReadAsync(string place, string personId, AuditFilter filter, long? before = null, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        var dates = await db.DatesAsync(cancellation);
        await db.RequireAsync(personId, ManagePart.Audit, dates.Today(clock.GetUtcNow()), cancellation);
        var entries = db.Audit.AsQueryable();
        if (before is { } seq) entries = entries.Where(entry => entry.Seq < seq);
        if (filter.Act is { Length: > 0 } act) entries = entries.Where(entry => entry.Act == act);
        if (filter.Subject is { Length: > 0 } subject) entries = entries.Where(entry => entry.Subject.Contains(subject) || entry.DetailsJson.Contains(subject));
        if (filter.Person is { Length: > 0 } person) entries = entries.Where(entry => db.People.Any(row => row.Id == entry.Actor && row.Name.Contains(person)));
        if (filter.From is { } from && dates.Begin(from) is var start) entries = entries.Where(entry => entry.At >= start);
        if (filter.Until is { } until && dates.Begin(until.AddDays(1)) is var end) entries = entries.Where(entry => entry.At < end);
        var rows = await entries.OrderByDescending(entry => entry.Seq).Take(PageSize + 1).ToListAsync(cancellation);
        var page = rows.Take(PageSize).ToList();
        var names = await NamesAsync(db, [.. page.SelectMany(row => new[] { row.Actor, row.Subject }).Distinct()], cancellation);
        return new AuditEntries(
            [.. page.Select(row => new AuditEntryLine(row.Seq, row.At, Who(row.Actor), AuditWords.Act(row.Act), names.GetValueOrDefault(row.Subject, row.Subject), AuditWords.Detail(row.DetailsJson)))],
            rows.Count > PageSize ? page[^1].Seq : null);

        string Who(string actor) => actor == ProcessDesk.System ? "系统" : names.GetValueOrDefault(actor, actor);
    }

    /// <summary>The digests the last days ended with, newest first; days without entries are left out.</summary>
    /// <exception cref="NotAllowedException">The person may not read the audit of this place.</exception>
    public async Task<IReadOnlyList<DailyRoot>> RootsAsync(string place, string personId, int days = 7, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        var dates = await db.DatesAsync(cancellation);
        var today = dates.Today(clock.GetUtcNow());
        await db.RequireAsync(personId, ManagePart.Audit, today, cancellation);
        var roots = new List<DailyRoot>();
        for (var day = today; roots.Count < days; day = roots[^1].Day.AddDays(-1))
        {
            var end = dates.Begin(day.AddDays(1));
            if (await db.Audit.Where(entry => entry.At < end).OrderByDescending(entry => entry.Seq).Select(entry => new { entry.Seq, entry.At, entry.Hash }).FirstOrDefaultAsync(cancellation) is not { } last) break;
            roots.Add(new DailyRoot(dates.Today(last.At), last.Seq, Convert.ToHexStringLower(last.Hash)));
        }
        return roots;
    }

    private static async Task<Dictionary<string, string>> NamesAsync(WorkflowDb db, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var names = await db.People.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.Name })
            .Concat(db.Tasks.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, Name = row.Title }))
            .Concat(db.Ballots.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, Name = row.Title }))
            .Concat(db.Cycles.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, Name = row.Title }))
            .Concat(db.Instances.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, Name = row.Title }))
            .Concat(db.Items.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, Name = row.Number + " " + row.Title }))
            .ToListAsync(cancellation);
        var known = names.GroupBy(row => row.Id).ToDictionary(group => group.Key, group => group.First().Name, StringComparer.Ordinal);
        (known["mail"], known["robot"]) = ("邮件设置", "群机器人");
        if (db.JurisdictionId is { } place) known[place] = "本地区";
        return known;
    }
}
