using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Settings;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>The open tasks of a place whose limits are near or past.</summary>
internal static class DeadlineReader
{
    public static async Task<DeadlineFacts> ReadAsync(WorkflowDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var dates = await db.DatesAsync(cancellation);
        var today = dates.Today(now);
        var rule = await RuleAsync(db, cancellation);
        var until = dates.Begin(dates.Calendar.AddWorkingDays(today, rule.Before).AddDays(1));
        var rows = await (from task in db.Tasks
                          where task.State == TaskState.Open && task.Due != null && task.Due < until
                          join part in db.TaskParticipants on task.Id equals part.TaskId
                          where part.State == ParticipantState.Open
                          orderby task.Due, task.Id, part.Position
                          select new
                          {
                              Task = new { task.Id, Run = task.CycleId ?? task.InstanceId, task.ProjectId, task.ActivityId, task.Title, task.Created, Due = task.Due!.Value },
                              Part = new { part.PersonId, part.Name, part.Unit, part.Due },
                          }).ToListAsync(cancellation);
        var late = rows.Where(row => row.Task.Due < now).Select(row => row.Task.Id).Distinct().ToList();
        var specs = await db.Tasks.Where(task => late.Contains(task.Id)).Select(task => new { task.Id, task.SpecJson }).ToDictionaryAsync(task => task.Id, task => task.SpecJson, cancellation);
        return new DeadlineFacts(today, dates, rule, [.. rows.GroupBy(row => row.Task).Select(group => new LimitedTask(
            group.Key.Id, group.Key.Run, group.Key.ProjectId, group.Key.ActivityId, group.Key.Title, dates.Today(group.Key.Created), dates.Today(group.Key.Due),
            [.. group.Select(row => new TaskHolder(row.Part.PersonId, row.Part.Name, row.Part.Unit, dates.Today(row.Part.Due ?? group.Key.Due)))],
            specs.TryGetValue(group.Key.Id, out var spec) ? JsonSerializer.Deserialize<TaskSpec>(spec, Values.Json)!.Escalation : null))]);
    }

    /// <summary>政府办和人大办; the leaders of the congress where they alone are the ones who are late.</summary>
    public static async Task<IReadOnlyList<TaskHolder>> SuperiorsAsync(WorkflowDb db, DateOnly today, IReadOnlyList<string> roles, CancellationToken cancellation) =>
        [.. (await (from post in db.Posts
                    where post.Kind == PostKind.Role && roles.Contains(post.Name) && post.From <= today && (post.Until == null || post.Until >= today)
                    join person in db.People on post.PersonId equals person.Id
                    where person.IsActive
                    orderby post.Rank, person.Id
                    select new { person.Id, person.Name, IsOffice = Roles.Office.Contains(post.Name) }).ToListAsync(cancellation)).GroupBy(person => person.Id)
            .Select(held => new TaskHolder(held.Key, held.First().Name, "", today) { IsOffice = held.Any(person => person.IsOffice) })];

    private static async Task<DeadlineRule> RuleAsync(WorkflowDb db, CancellationToken cancellation)
    {
        var stored = await db.PlaceSettings.Where(row => row.Name.StartsWith("tasks.")).ToDictionaryAsync(row => row.Name, row => row.Value, cancellation);
        return new DeadlineRule(Days(PlaceSettings.RemindBefore), Days(PlaceSettings.RemindEvery), Days(PlaceSettings.EscalateAfter));

        int Days(PlaceSetting setting) => setting.Settled(stored.GetValueOrDefault(setting.Name)) ?? 0;
    }

    public static IReadOnlyList<string> Superior { get; } = [Roles.GovOffice, .. Roles.Office];
}

internal sealed record DeadlineFacts(DateOnly Today, Dates Dates, DeadlineRule Rule, IReadOnlyList<LimitedTask> Tasks);

/// <param name="Run">The year, or the run outside any.</param>
/// <param name="Escalation">Read of late tasks only.</param>
internal sealed record LimitedTask(
    string Id, string Run, string? ProjectId, string ActivityId, string Title, DateOnly Given, DateOnly Due, IReadOnlyList<TaskHolder> Holders, Escalation? Escalation);

internal sealed record TaskHolder(string PersonId, string Name, string Unit, DateOnly Due)
{
    /// <summary>May open any task of the place.</summary>
    public bool IsOffice { get; init; }

    public string Named => Unit.Length > 0 ? $"{Unit}{Name}" : Name;
}
