using System.Globalization;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.Settings;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>催办, 抄送, 已阅, 批量 and seen marks: acts that leave the run where it is.</summary>
public sealed partial class TaskDesk
{
    private const int MostTogether = 200;

    /// <summary>催办. Whoever may see the task and is not the only one who has it; once a person, task and day unless the place says otherwise.</summary>
    public Task UrgeAsync(string taskId, string by, string? note, CancellationToken cancellation = default) => desk.DoAsync((session, _) =>
    {
        var (place, actor, title) = Seen(session, taskId, by);
        if (UrgeRefusal(session, place, taskId, by) is { } refusal) throw refusal;
        var words = Words(note);
        var record = new TaskRecord(taskId, place, actor, TaskActKind.Urge) { Words = words };
        record.Write(session);
        TaskRecord.Tell(session, place, taskId, record.Sentence(title), by);
        session.Execute($"UPDATE tasks SET urged = urged + 1 WHERE id = {taskId}");
        var number = session.First($"SELECT urged FROM tasks WHERE id = {taskId}", reader => reader.GetInt32(0));
        foreach (var holder in TaskActor.Holders(session, taskId).Where(holder => holder != by))
            Outbox.Write(session, new Message(place, $"urge/{taskId}/{number.ToString(CultureInfo.InvariantCulture)}/{holder}", holder, MessageKind.Urge, $"催办：{title}", $"{actor.Person.Name}催办“{title}”，请尽快办理。{words}") { Link = $"/tasks/{taskId}" });
        return true;
    }, cancellation);

    /// <summary>抄送.</summary>
    public Task CopyAsync(string taskId, string by, IReadOnlyList<string> personIds, string? note, CancellationToken cancellation = default) => desk.DoAsync((session, _) =>
    {
        var (place, actor, title) = Seen(session, taskId, by);
        if (personIds.Count == 0) throw new RefusedException("no-target", "没有选抄送的人，请选一人或几人。");
        var (words, told) = (Words(note), new List<string>());
        foreach (var person in personIds.Distinct(StringComparer.Ordinal).Select(id => TaskActor.Find(session, place, id)))
            if (session.Execute($"INSERT INTO task_copies (task_id, person_id, jurisdiction_id, by_name, note, at) VALUES ({taskId}, {person.Id}, {place}, {actor.Person.Name}, {words}, {session.Now}) ON CONFLICT DO NOTHING") == 1)
                told.Add(person.Name);
        if (told.Count == 0) throw new RefusedException("already-copied", "选的人都已经抄送过，不用再抄送。");
        var record = new TaskRecord(taskId, place, actor, TaskActKind.Copy) { Words = words, Targets = told };
        record.Write(session);
        TaskRecord.Tell(session, place, taskId, record.Sentence(title), by);
        return true;
    }, cancellation);

    /// <summary>已阅, once, with an opinion if there is one.</summary>
    public Task ReadAsync(string taskId, string by, string? opinion = null, CancellationToken cancellation = default) => desk.DoAsync((session, _) =>
    {
        var (place, actor, title) = Seen(session, taskId, by);
        if (session.Execute($"UPDATE task_copies SET read = {session.Now} WHERE task_id = {taskId} AND person_id = {by} AND read IS NULL") == 0)
            throw session.Exists($"SELECT 1 FROM task_copies WHERE task_id = {taskId} AND person_id = {by}")
                ? new RefusedException("already-read", "您已经阅过，不用再阅。")
                : new RefusedException("not-copied", "这项任务没有抄送给您，不用标已阅。");
        var record = new TaskRecord(taskId, place, actor, TaskActKind.Read) { Words = Words(opinion) };
        record.Write(session);
        TaskRecord.Tell(session, place, taskId, record.Sentence(title), by);
        return true;
    }, cancellation);

    /// <summary>批量: each answered by its first button, each an act of its own.</summary>
    public async Task<IReadOnlyList<BatchResult>> ActTogetherAsync(IReadOnlyList<string> taskIds, string by, string? opinion, CancellationToken cancellation = default)
    {
        if (taskIds.Count > MostTogether) throw new RefusedException("too-many", $"一次最多一起办 {MostTogether} 项，请分几次办。");
        var results = new List<BatchResult>();
        foreach (var taskId in taskIds.Distinct(StringComparer.Ordinal))
        {
            var title = taskId;
            try
            {
                (title, var first) = await desk.DoAsync((session, _) => QuickTask(session, taskId, by), cancellation);
                await ActAsync(new TaskAnswerOrder(taskId, by, first, opinion, new Dictionary<string, object?>()), cancellation);
                results.Add(new BatchResult(taskId, title, null, true));
            }
            catch (WorkflowException refused)
            {
                results.Add(new BatchResult(taskId, title, refused.Message, false));
            }
        }
        return results;
    }

    /// <summary>The person has opened the task.</summary>
    public Task SeenAsync(string taskId, string by, CancellationToken cancellation = default) => desk.DoAsync((session, _) =>
        session.Execute($"UPDATE task_participants SET seen = {session.Now} WHERE task_id = {taskId} AND person_id = {by} AND seen IS NULL"), cancellation);

    internal static RefusedException? UrgeRefusal(WriteSession session, string place, string taskId, string by)
    {
        if (!session.Exists($"SELECT 1 FROM tasks WHERE id = {taskId} AND state = {TaskState.Open}")) return new("task-settled", "这项任务已经办完或撤销，不用催办。");
        if (TaskActor.Holders(session, taskId) is [var only] && only == by) return new("own-task", "这项任务就在您手里，不用催办。");
        var dates = Places.Read(session, place).Dates;
        var most = PlaceSettings.Number(session, place, PlaceSettings.UrgesPerDay);
        var since = dates.Begin(dates.Today(session.Now));
        var urged = session.First($"SELECT COUNT(*) FROM task_acts WHERE task_id = {taskId} AND person_id = {by} AND kind = {TaskActKind.Urge} AND at >= {since}", reader => Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture));
        return urged < most ? null : new("urged-today", $"您今天已催办过 {urged} 次，一天最多催 {most} 次，请明天再催。");
    }

    private static (string Title, string First) QuickTask(WriteSession session, string taskId, string by)
    {
        StandingTask.PlaceOf(session, taskId, by);
        var row = session.First($"SELECT title, spec_json, is_quick FROM tasks WHERE id = {taskId}", reader => (Title: reader.GetString(0), Spec: reader.GetString(1), IsQuick: reader.GetBoolean(2)));
        return row.IsQuick
            ? (row.Title, System.Text.Json.JsonSerializer.Deserialize<TaskSpec>(row.Spec, Values.Json)!.Actions[0].Outcome)
            : throw new RefusedException("not-quick", $"“{row.Title}”要填写内容，不能批量办，请单独打开办理。");
    }

    private static (string Place, TaskActor Actor, string Title) Seen(WriteSession session, string taskId, string by)
    {
        var place = StandingTask.PlaceOf(session, taskId, by);
        if (!TaskActor.MaySee(session, place, taskId, by)) throw new NotAllowedException("这项任务没有交给您办理，也没有抄送给您，不能查看。");
        return (place, TaskActor.Of(session, place, by, null), session.First($"SELECT title FROM tasks WHERE id = {taskId}", reader => reader.GetString(0))!);
    }
}
