using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Lights;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Digests.Facts;

/// <summary>What several digests of a place share, read once.</summary>
internal sealed class ProjectsRead(ProjectsView view, IReadOnlyList<FindingLine> findings, List<string> cycles)
{
    private const int TrendMonths = 6;

    public ProjectsView View => view;

    /// <summary>Not closed yet.</summary>
    public IReadOnlyList<FindingLine> Findings { get; } = findings;

    public static async Task<ProjectsRead> ReadAsync(WorkflowDb db, ProjectsQuery projects, DigestPlace place, DateTimeOffset now, CancellationToken cancellation)
    {
        var cycles = await db.Cycles.Select(cycle => cycle.Id).ToListAsync(cancellation);
        return new ProjectsRead(
            await projects.ReadAsync(db, null, now, cancellation),
            await db.FindingsAsync(row => (row.CycleId == null || cycles.Contains(row.CycleId)) && row.State != FindingState.Closed && row.Issued <= now, place.Dates, now, cancellation), cycles);
    }

    /// <param name="since">Null for the first digest.</param>
    public IReadOnlyList<ProjectFact> Facts(DateOnly? since) => [.. View.Projects.Select(line => Fact(line, since))];

    /// <summary>A project that was not there yet has no light to compare with.</summary>
    public static ProjectFact Fact(ProjectLine line, DateOnly? since) =>
        new(line, since is { } day && line.Course is { } course && (course.Planned <= day || course.Reports.Any(report => report.On <= day)) ? course.On(day) : null);

    public IReadOnlyList<MonthEnd> Trend(DateOnly today)
    {
        var courses = View.Projects.Select(line => line.Course).OfType<ProjectCourse>().ToList();
        var first = new DateOnly(today.Year, today.Month, 1);
        return
        [
            .. Enumerable.Range(0, TrendMonths).Select(back => first.AddMonths(-back).AddDays(-1)).Reverse()
                .Select(end => new MonthEnd(end, [.. courses.Where(course => course.Planned <= end).Select(course => course.On(end).Light)]))
                .SkipWhile(month => month.Lights.Count == 0),
        ];
    }

    public async Task<SupervisionFacts> SupervisionAsync(WorkflowDb db, DigestFrame frame, bool isMonthly, CancellationToken cancellation)
    {
        var (dates, today) = (frame.Place.Dates, frame.Today);
        var until = isMonthly ? new DateOnly(today.Year, today.Month, 1).AddMonths(1).AddDays(-1) : today.AddDays(6);
        var facts = new SupervisionFacts(frame, isMonthly, View.Year, Facts(frame.Since), Findings, await SupervisionQuery.OverdueAsync(db, dates, frame.Now, cancellation))
        {
            Coming = await SupervisionQuery.ComingAsync(db, View.Projects, Findings, dates, frame.Now, until, cancellation),
            Trend = isMonthly ? Trend(today) : [],
            Rules = View.Rules,
        };
        if (frame.Before is not { } start) return facts;
        var now = frame.Now;
        var counts = await db.Findings.Where(row => (row.CycleId == null || cycles.Contains(row.CycleId)) && (row.Issued > start || row.Closed > start)).Select(row => new { row.Issued, row.Closed }).ToListAsync(cancellation);
        var changes = await (from row in db.ProjectChanges
                             where (row.CycleId == null || cycles.Contains(row.CycleId)) && row.IsApproved && row.At > start && row.At <= now
                             orderby row.At
                             select new { row.Kind, row.Summary, Number = db.Items.Where(item => item.Id == row.ItemId).Select(item => item.Number).FirstOrDefault() }).ToListAsync(cancellation);
        return facts with
        {
            Opened = counts.Count(row => row.Issued > start && row.Issued <= now),
            Closed = counts.Count(row => row.Closed > start && row.Closed <= now),
            Changes = [.. changes.Select(change => new AgreedChange(change.Number ?? "", change.Kind, change.Summary))],
        };
    }
}
