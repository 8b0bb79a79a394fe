using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Findings and changes as every screen shows them.</summary>
internal static class FindingReader
{
    /// <summary>What is still open first: the sooner its limit, the further up. Closed ones last, newest first.</summary>
    public static async Task<IReadOnlyList<FindingLine>> FindingsAsync(
        this WorkflowDb db, Expression<Func<FindingRow, bool>> which, Dates dates, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await (from row in db.Findings.Where(which)
                          join one in db.Items on row.ItemId equals one.Id into items
                          from item in items.DefaultIfEmpty()
                          select new { Row = row, item.Number, ItemTitle = item.Title }).ToListAsync(cancellation);
        var ids = rows.ConvertAll(found => found.Row.Id);
        var steps = (await db.FindingSteps.Where(step => ids.Contains(step.FindingId)).OrderBy(step => step.Seq).ToListAsync(cancellation))
            .ToLookup(step => step.FindingId, step => new FindingStep(step.At, step.By, step.State, step.Text));
        var today = dates.Today(now);
        return [.. rows.Select(found => new FindingLine(
                found.Row.Id, found.Row.Kind, found.Row.Title, found.Row.Text, found.Row.State, found.Row.IssuedBy, found.Row.IssuedTo, found.Row.Issued, found.Row.Due, found.Row.Closed,
                dates.Calendar.WorkingDaysBetween(dates.Today(found.Row.Issued), found.Row.Closed is { } closed ? dates.Today(closed) : today),
                found.Row.State == FindingState.Open && found.Row.Due is { } due ? due < now ? -dates.LateWorkingDays(due, now) : dates.Calendar.WorkingDaysBetween(today, dates.Today(due)) : null,
                found.Row.State == FindingState.Open && found.Row.Due < now,
                found.Row.ItemId, found.Number, found.ItemTitle, found.Row.CycleId, [.. steps[found.Row.Id]]))
            .OrderBy(line => line.State == FindingState.Closed).ThenByDescending(line => line.State == FindingState.Escalated).ThenBy(line => line.State == FindingState.Answered)
            .ThenBy(line => line.State == FindingState.Closed ? DateTimeOffset.MaxValue - line.Issued : (line.Due ?? DateTimeOffset.MaxValue) - DateTimeOffset.MinValue).ThenBy(line => line.Id, StringComparer.Ordinal)];
    }

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<ChangeLine>> ChangesAsync(this WorkflowDb db, Expression<Func<ProjectChangeRow, bool>> which, CancellationToken cancellation)
    {
        var met = await LastCongressAsync(db, cancellation);
        var rows = await (from row in db.ProjectChanges.Where(which)
                          join one in db.Items on row.ItemId equals one.Id into items
                          from item in items.DefaultIfEmpty()
                          select new { Row = row, item.Number, item.Title }).ToListAsync(cancellation);
        return [.. rows.OrderByDescending(found => found.Row.At).ThenBy(found => found.Row.Id, StringComparer.Ordinal).Select(found => new ChangeLine(
            found.Row.Id, found.Row.ItemId, found.Number ?? "", found.Title ?? "", found.Row.Kind, found.Row.IsApproved, found.Row.Summary, found.Row.Reason, found.Row.By,
            found.Row.NeedsCongress && found.Row.IsApproved && (met is null || found.Row.At > met), found.Row.At))];
    }

    /// <summary>When deputies last voted on projects: what was agreed before that has been before a congress.</summary>
    private static Task<DateTimeOffset?> LastCongressAsync(WorkflowDb db, CancellationToken cancellation) =>
        db.Ballots.Where(row => row.ResultJson != null && row.SheetJson.Contains("\"kind\":\"Vote\"")).MaxAsync(row => row.Closed, cancellation);
}

/// <param name="Kind">The paper by its name, e.g. 监督提醒函.</param>
/// <param name="AgeWorkingDays">Working days since it went out, or until it was closed.</param>
/// <param name="LeftWorkingDays">Working days to the limit while an answer is owed, negative once they have gone by; null without a limit.</param>
public sealed record FindingLine(
    string Id, string Kind, string Title, string Text, FindingState State, string IssuedBy, string IssuedTo, DateTimeOffset Issued, DateTimeOffset? Due, DateTimeOffset? Closed,
    int AgeWorkingDays, int? LeftWorkingDays, bool IsLate, string? ItemId, string? Number, string? ItemTitle, string? CycleId, IReadOnlyList<FindingStep> Steps);

public sealed record FindingStep(DateTimeOffset At, string By, FindingState State, string Text);

/// <param name="AwaitsCongress">Agreed between congresses: the next one confirms it or is told of it.</param>
public sealed record ChangeLine(
    string Id, string ItemId, string Number, string Title, ChangeKind Kind, bool IsApproved, string Summary, string Reason, string By, bool AwaitsCongress, DateTimeOffset At);
