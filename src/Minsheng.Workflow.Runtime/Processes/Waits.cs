using System.Text.Json;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>A run's bookmarks as rows: one wait each, and a task where people are asked.</summary>
internal static class Waits
{
    public static void Open(WriteSession session, Run run, Bookmark bookmark)
    {
        var (id, place) = (Run.WaitId(run.Id, bookmark.Id), bookmark.Execution.Place);
        var task = bookmark.Kind == WaitKind.Task ? TaskSpec.Of(bookmark) : null;
        OpenWait(session, run, bookmark, task is null && bookmark.Payload is not null ? JsonSerializer.Serialize(bookmark.Payload, Values.Json) : null);
        if (bookmark is { Kind: WaitKind.Timer, Due: { } due }) session.NoteTimer(due);
        if (task is null) return;

        session.Execute($"INSERT INTO tasks (id, jurisdiction_id, instance_id, cycle_id, project_id, bookmark_id, activity_id, title, body, spec_json, state, due, created, mode, is_quick, urged, return_note) VALUES ({id}, {run.JurisdictionId}, {run.Id}, {run.CycleId}, {run.ProjectId ?? (task.ItemIds is [var only] ? only : null)}, {bookmark.Id}, {place.Id}, {task.Title}, {task.Body}, {JsonSerializer.Serialize(task with { Circulation = null }, Values.Json)}, {TaskState.Open}, {bookmark.Due}, {session.Now}, {task.Mode}, {task.IsQuick}, {0}, {task.ReturnNote})");
        Shares.Open(session, run, id, Circulation.Of(task).Shown, bookmark.Due);
        foreach (var person in task.Copies ?? [])
            session.Execute($"INSERT INTO task_copies (task_id, person_id, jurisdiction_id, by_name, at) VALUES ({id}, {person.Id}, {run.JurisdictionId}, {"按规定"}, {session.Now}) ON CONFLICT DO NOTHING");
    }

    private static void OpenWait(WriteSession session, Run run, Bookmark bookmark, string? payload)
    {
        var (id, place) = (Run.WaitId(run.Id, bookmark.Id), bookmark.Execution.Place);
        session.Execute($"INSERT INTO waits (id, jurisdiction_id, instance_id, bookmark_id, kind, name, activity_id, node_id, title, execution, correlation_id, due, payload_json, since) VALUES ({id}, {run.JurisdictionId}, {run.Id}, {bookmark.Id}, {bookmark.Kind}, {bookmark.Name}, {place.Id}, {place.NodeId}, {place.Title}, {bookmark.Execution.Id}, {run.Instance.CorrelationId}, {bookmark.Due}, {payload}, {session.Now})");
    }

    /// <summary>Puts a bookmark's rows back as its run says, keeping what people have done on the task.</summary>
    public static void Restore(WriteSession session, Run run, Bookmark bookmark)
    {
        var id = Run.WaitId(run.Id, bookmark.Id);
        session.Execute($"DELETE FROM waits WHERE id = {id}");
        if (session.Execute($"UPDATE tasks SET state = {TaskState.Open}, settled = NULL, outcome = NULL WHERE id = {id}") == 0)
        {
            Open(session, run, bookmark);
            return;
        }
        Shares.Open(session, run, id, Circulation.Of(TaskSpec.Of(bookmark)).Shown, bookmark.Due);
        OpenWait(session, run, bookmark, null);
    }

    /// <summary>The wait is over; its task, if any, stays as it ended.</summary>
    public static void Close(WriteSession session, Run run, Bookmark bookmark, TaskState state, string? outcome)
    {
        var id = Run.WaitId(run.Id, bookmark.Id);
        session.Execute($"DELETE FROM waits WHERE id = {id}");
        if (bookmark.Kind != WaitKind.Task) return;
        session.Execute($"UPDATE tasks SET state = {state}, settled = {session.Now}, outcome = {outcome} WHERE id = {id} AND state = {TaskState.Open}");
        session.Execute($"UPDATE task_participants SET state = {ParticipantState.Closed} WHERE task_id = {id} AND state IN ({ParticipantState.Open}, {ParticipantState.Waiting})");
    }
}
