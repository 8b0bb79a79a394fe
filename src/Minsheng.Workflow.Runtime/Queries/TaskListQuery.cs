using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>待办 and 已办 of one person.</summary>
public sealed class TaskListQuery(ReadSide reading, TimeProvider clock)
{
    /// <summary>More open tasks than this are counted but not listed.</summary>
    public const int Most = 200;

    public const int PageSize = 30;

    /// <summary>Soonest limit first, those without a limit last.</summary>
    public async Task<IReadOnlyList<OpenTask>> OpenAsync(string jurisdictionId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var rows = await (from mine in db.TaskParticipants
                          where mine.PersonId == personId && mine.State == ParticipantState.Open
                          join task in db.Tasks on mine.TaskId equals task.Id
                          where task.State == TaskState.Open
                          orderby task.Due == null, task.Due, task.Created
                          select new
                          {
                              task.Id,
                              task.Title,
                              task.SpecJson,
                              task.Due,
                              task.Created,
                              Cycle = db.Cycles.Where(cycle => cycle.Id == task.CycleId).Select(cycle => cycle.Title).FirstOrDefault(),
                              Number = db.Items.Where(item => item.Id == task.ProjectId).Select(item => item.Number).FirstOrDefault(),
                              Project = db.Items.Where(item => item.Id == task.ProjectId).Select(item => item.Title).FirstOrDefault(),
                              Acted = db.TaskParticipants.Count(other => other.TaskId == task.Id && other.State == ParticipantState.Done),
                              People = db.TaskParticipants.Count(other => other.TaskId == task.Id),
                          }).Take(Most).ToListAsync(cancellation);
        var (dates, now) = (await db.DatesAsync(cancellation), clock.GetUtcNow());
        return [.. rows.Select(row => new OpenTask(
            row.Id, row.Title, row.Project is null ? row.Cycle : $"项目 {row.Number} {row.Project}", ModeOf(row.SpecJson), row.Acted, row.People,
            row.Created, row.Due, dates.LateWorkingDays(row.Due, now)))];
    }

    /// <summary>What a person has done, newest first.</summary>
    public async Task<Paged<DoneTask>> DoneAsync(string jurisdictionId, string personId, int page, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var acts = db.TaskActs.Where(act => act.PersonId == personId);
        var rows = await (from act in acts
                          join task in db.Tasks on act.TaskId equals task.Id
                          orderby act.At descending
                          select new
                          {
                              task.Id,
                              task.Title,
                              task.SpecJson,
                              task.State,
                              act.Outcome,
                              act.At,
                              Cycle = db.Cycles.Where(cycle => cycle.Id == task.CycleId).Select(cycle => cycle.Title).FirstOrDefault(),
                          }).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellation);
        return new Paged<DoneTask>(
            [.. rows.Select(row => new DoneTask(row.Id, row.Title, row.Cycle, LabelOf(Spec(row.SpecJson), row.Outcome), row.At, row.State != TaskState.Open))],
            await acts.CountAsync(cancellation), page, PageSize);
    }

    internal static TaskSpec Spec(string json) => JsonSerializer.Deserialize<TaskSpec>(json, Values.Json)!;

    internal static string LabelOf(TaskSpec spec, string outcome) =>
        spec.Actions.FirstOrDefault(action => action.Outcome == outcome)?.Label ?? OutcomeWords.Of(outcome) ?? outcome;

    private static TaskMode ModeOf(string specJson)
    {
        using var spec = JsonDocument.Parse(specJson);
        return spec.RootElement.TryGetProperty("mode", out var mode) && Enum.TryParse<TaskMode>(mode.GetString(), out var known) ? known : TaskMode.Any;
    }
}

/// <param name="From">The cycle or project it comes from.</param>
/// <param name="LateWorkingDays">Working days past the limit.</param>
public sealed record OpenTask(
    string Id, string Title, string? From, TaskMode Mode, int Acted, int People, DateTimeOffset Created, DateTimeOffset? Due, int LateWorkingDays);

/// <param name="Answer">What the person chose, in the button's words.</param>
/// <param name="IsSettled">False while others have still to act.</param>
public sealed record DoneTask(string Id, string Title, string? From, string Answer, DateTimeOffset At, bool IsSettled);

/// <param name="Page">Counted from 1.</param>
public sealed record Paged<T>(IReadOnlyList<T> Rows, int Total, int Page, int Size)
{
    public int First => Total == 0 ? 0 : (Page - 1) * Size + 1;
    public int Last => Math.Min(Total, Page * Size);
    public bool HasNext => Page * Size < Total;
}
