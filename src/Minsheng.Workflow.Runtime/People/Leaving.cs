using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Runtime.Tasks;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>What somebody who leaves must not take along: open tasks, delegations, keys of ballot boxes.</summary>
internal static class Leaving
{
    public static List<(string Id, string Title)> OpenTasks(WriteSession session, string personId) => session.Query(
        $"SELECT t.id, t.title FROM task_participants p JOIN tasks t ON t.id = p.task_id WHERE p.person_id = {personId} AND p.state IN ({ParticipantState.Open}, {ParticipantState.Waiting}) AND t.state = {TaskState.Open} ORDER BY t.due, t.id",
        reader => (reader.GetString(0), reader.GetString(1)));

    /// <summary>Boxes that only this person and one other can open.</summary>
    public static List<string> Keys(WriteSession session, string personId) => session.Query(
        $"SELECT title FROM ballots WHERE (chair_id = {personId} AND chair_locked_key IS NOT NULL OR scrutineer_id = {personId} AND scrutineer_locked_key IS NOT NULL) AND state <> {BallotState.Opened} ORDER BY id",
        reader => reader.GetString(0));

    /// <summary>Moves the named tasks to their new holders (转办): both names stay on the record.</summary>
    public static void HandOver(WriteSession session, BurstRunner runner, string placeId, string personId, string by, IReadOnlyDictionary<string, string> tasks, string note)
    {
        var open = OpenTasks(session, personId);
        var today = Places.Today(session, placeId);
        foreach (var (taskId, toId) in tasks.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var title = open.Find(task => task.Id == taskId).Title
                ?? throw new RefusedException("not-theirs", "有的待办已经办结或转走了，请刷新后重新核对。");
            if (toId == personId || PeopleReader.Jurisdiction(session, toId) != placeId || PostRows.Running(session, toId, today).Count == 0)
                throw new RefusedException("bad-receiver", $"“{title}”没有选好转给谁：应转给本地在职的另一人，请重新选择。");
            TaskMoves.HandOver(session, runner, taskId, personId, toId, by, note);
        }
    }

    /// <exception cref="RefusedException">Something would be left behind; the sentence names it.</exception>
    public static void RequireNothingOpen(WriteSession session, string personId)
    {
        var name = PeopleReader.NameOf(session, personId);
        if (Keys(session, personId) is [var box, ..])
            throw new RefusedException("keeps-key", $"{name}掌管“{box}”票箱的口令，票箱还没有开封，别人打不开。请先开箱计票，再办离任。");
        if (OpenTasks(session, personId) is { Count: > 0 } left)
            throw new RefusedException("open-tasks", $"{name}还有 {left.Count} 件待办没有转出（“{left[0].Title}”{(left.Count > 1 ? "等" : "")}）。请逐件选定转给谁，再办理。");
    }

    /// <summary>The whole of leaving but the posts.</summary>
    public static void Finish(WriteSession session, BurstRunner runner, string placeId, string personId, string by, IReadOnlyDictionary<string, string> tasks, string note)
    {
        HandOver(session, runner, placeId, personId, by, tasks, note);
        RequireNothingOpen(session, personId);
        session.Execute($"UPDATE delegations SET revoked = {session.Now} WHERE (person_id = {personId} OR deputy_id = {personId}) AND revoked IS NULL AND until >= {Places.Today(session, placeId)}");
        session.Execute($"UPDATE people SET is_active = {false} WHERE id = {personId}");
        AccountRows.Lock(session, personId);
    }
}
