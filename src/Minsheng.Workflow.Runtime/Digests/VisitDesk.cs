using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Digests.Facts;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Digests;

/// <summary>On which day a visit is to be made, so that whoever goes can be told the working day before. Only the procedure's own step records what was seen.</summary>
public sealed class VisitDesk(ReadSide reading, CommitQueue commits)
{
    private const int LongestMeeting = 60;

    /// <returns>Null when the task is no visit that is still to be made.</returns>
    public async Task<VisitPlan?> FindAsync(string place, string taskId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        if (!await db.Waits.AnyAsync(wait => wait.Id == taskId && wait.Name == VisitsRead.WaitName && db.Tasks.Any(task => task.Id == wait.Id && task.State == TaskState.Open), cancellation)) return null;
        var name = VisitsRead.SettingOf(taskId);
        return VisitsRead.Parse(await db.PlaceSettings.Where(row => row.Name == name).Select(row => row.Value).SingleOrDefaultAsync(cancellation)) is { } plan ? new VisitPlan(plan.Day, plan.Meeting) : VisitPlan.None;
    }

    /// <param name="day">Null takes the arrangement away.</param>
    /// <param name="meeting">When and where people meet.</param>
    /// <exception cref="NotAllowedException">The person neither holds the task nor belongs to the office.</exception>
    /// <exception cref="RefusedException">The day has gone by, or the visit has been made.</exception>
    public Task ArrangeAsync(string taskId, string by, DateOnly? day, string meeting, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var task = session.First($"SELECT jurisdiction_id FROM tasks WHERE id = {taskId} AND state = {TaskState.Open}", reader => reader.GetString(0)) ?? throw new NotFoundException("要安排的视察", taskId);
        if (PeopleReader.Jurisdiction(session, by) != task) throw new NotFoundException("要安排的视察", taskId);
        if (!session.Exists($"SELECT 1 FROM waits WHERE id = {taskId} AND name = {VisitsRead.WaitName}")) throw new RefusedException("no-visit", "这件事不是视察督查，不用安排日期。");
        var today = Places.Today(session, task);
        if (!session.Exists($"SELECT 1 FROM task_participants WHERE task_id = {taskId} AND person_id = {by} AND state = {ParticipantState.Open}") && !PeopleReader.IsOffice(session, by, task))
            throw new NotAllowedException("视察日期由参加视察的人或人大机关安排，您不在其中。");
        var name = VisitsRead.SettingOf(taskId);
        if (day is null)
        {
            session.Execute($"DELETE FROM place_settings WHERE jurisdiction_id = {task} AND name = {name}");
        }
        else
        {
            if (day < today) throw new RefusedException("past-visit", "视察日期已经过去，请选今天或以后的日子。");
            var text = meeting.ReplaceLineEndings(" ").Trim();
            if (text.Length > LongestMeeting) throw new RefusedException("long-meeting", $"集合时间和地点最多 {LongestMeeting} 个字，请写短些。");
            session.Execute($"INSERT INTO place_settings (jurisdiction_id, name, value) VALUES ({task}, {name}, {VisitsRead.Write(day.Value, text)}) ON CONFLICT (jurisdiction_id, name) DO UPDATE SET value = excluded.value");
        }
        AuditLog.Write(session, task, by, "visit-arranged", taskId, new { day });
    }, cancellation);
}

/// <param name="Day">Null while nobody has named one.</param>
public sealed record VisitPlan(DateOnly? Day, string Meeting)
{
    public static VisitPlan None { get; } = new(null, "");
}
