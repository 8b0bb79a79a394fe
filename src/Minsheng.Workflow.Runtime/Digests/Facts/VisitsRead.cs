using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Digests.Facts;

/// <summary>Visits that are to come: on the day somebody has arranged, else by the task's limit.</summary>
internal static class VisitsRead
{
    /// <summary>The wait that <c>Minsheng.Inspect</c> opens for its visit.</summary>
    public const string WaitName = "inspect";

    private const string Mark = "visit/";

    /// <summary>The row that holds when and where a visit is to be.</summary>
    public static string SettingOf(string taskId) => Mark + taskId;

    /// <summary>A day and where people meet, as one line.</summary>
    public static string Write(DateOnly day, string meeting) => $"{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {meeting}".TrimEnd();

    public static (DateOnly Day, string Meeting)? Parse(string? stored) =>
        stored is { Length: >= 10 } && DateOnly.TryParseExact(stored[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? (day, stored[10..].Trim()) : null;

    /// <summary>Visits whose working day before is here, until the visit's own day is over.</summary>
    public static async Task<IReadOnlyList<PlannedVisit>> ReadAsync(WorkflowDb db, DigestPlace place, DateOnly today, CancellationToken cancellation)
    {
        var open = await (from task in db.Tasks
                          where task.State == TaskState.Open
                          join wait in db.Waits on task.Id equals wait.Id
                          where wait.Name == WaitName
                          select new { task.Id, task.Title, task.Due, task.SpecJson, task.ProjectId }).ToListAsync(cancellation);
        if (open.Count == 0) return [];
        var arranged = await db.PlaceSettings.Where(row => row.Name.StartsWith(Mark)).ToDictionaryAsync(row => row.Name, row => row.Value, cancellation);
        var visits = new List<PlannedVisit>();
        foreach (var task in open)
        {
            var plan = Parse(arranged.GetValueOrDefault(SettingOf(task.Id)));
            if ((plan?.Day ?? (task.Due is { } due ? place.Dates.Today(due) : (DateOnly?)null)) is not { } on) continue;
            if (today > on || today < place.Dates.Calendar.AddWorkingDays(on, -1)) continue;
            var spec = JsonSerializer.Deserialize<TaskSpec>(task.SpecJson, Values.Json)!;
            var people = await db.TaskParticipants.Where(row => row.TaskId == task.Id && row.State == ParticipantState.Open).Select(row => row.PersonId).ToListAsync(cancellation);
            visits.Add(new PlannedVisit(task.Id, task.Title, on, plan is not null, plan?.Meeting ?? "", spec.ItemIds is { Count: > 0 } items ? items : task.ProjectId is { } one ? [one] : [], people));
        }
        return visits;
    }

    /// <summary>What each person is to see on their next day of visits.</summary>
    public static VisitFacts Facts(DigestFrame frame, DateOnly on, IReadOnlyList<PlannedVisit> visits, ProjectsRead projects) => new(
        frame, on,
        [.. visits.Select(visit => new VisitFact(visit.TaskId, visit.Title, visit.IsArranged, visit.Meeting, [.. projects.View.Projects.Where(line => visit.ItemIds.Contains(line.Id)).Select(line => ProjectsRead.Fact(line, null))]))],
        projects.Findings);
}

/// <param name="IsArranged">Somebody has named the day; else it is the limit.</param>
internal sealed record PlannedVisit(string TaskId, string Title, DateOnly On, bool IsArranged, string Meeting, IReadOnlyList<string> ItemIds, IReadOnlyList<string> People);
