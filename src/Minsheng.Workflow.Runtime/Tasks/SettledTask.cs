using System.Text.Json;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>A task that is over, as its rows tell it: what 撤回 starts from.</summary>
internal sealed record SettledTask(Run Run, string Id, string NodeId, string Title, Circulation Circulation)
{
    /// <exception cref="RefusedException">It was withdrawn, or the step has been asked again since.</exception>
    public static SettledTask Load(WriteSession session, BurstRunner runner, string taskId)
    {
        var row = session.First($"SELECT instance_id, activity_id, spec_json, state, outcome FROM tasks WHERE id = {taskId}",
            reader => (Instance: reader.GetString(0), Activity: reader.GetString(1), Spec: reader.GetString(2), State: reader.Name<TaskState>(3), Outcome: reader.Text(4)));
        var newest = session.First($"SELECT id FROM tasks WHERE instance_id = {row.Instance} AND activity_id = {row.Activity} ORDER BY created DESC, LENGTH(bookmark_id) DESC, bookmark_id DESC LIMIT 1", reader => reader.GetString(0));
        if (row.State != TaskState.Done || newest != taskId || row.Outcome == nameof(TaskActKind.Return))
            throw new RefusedException("past", "这项任务已经退回、撤销或重新办过，不能再撤回，请看最新的一项。");
        var run = runner.Load(session, row.Instance);
        var place = run.Definition.Activities.First(one => one.Id == row.Activity);
        var spec = JsonSerializer.Deserialize<TaskSpec>(row.Spec, Values.Json)!;
        return new SettledTask(run, taskId, place.NodeId, spec.Title, Circulation.Of(spec) with { Shares = Shares(session, taskId) });
    }

    /// <summary>Who has acted on what followed, by name.</summary>
    public string? Follower(WriteSession session, Undoing undoing)
    {
        var settled = session.First($"SELECT settled FROM tasks WHERE id = {Id}", reader => reader.Time(0));
        foreach (var activity in undoing.Passed.Select(place => place.Id).Concat(undoing.Waits.Select(wait => wait.ActivityId)).Distinct(StringComparer.Ordinal))
            if (session.First(
                $"SELECT a.name FROM task_acts a JOIN tasks t ON t.id = a.task_id WHERE t.instance_id = {Run.Id} AND t.activity_id = {activity} AND t.id <> {Id} AND t.created >= {settled} AND a.kind NOT IN ({TaskActKind.Urge}, {TaskActKind.Copy}, {TaskActKind.Read}) ORDER BY a.at LIMIT 1",
                reader => reader.GetString(0)) is { } name) return name;
        return null;
    }

    private static List<Share> Shares(WriteSession session, string taskId)
    {
        var answers = session.Query(
            $"SELECT person_id, outcome, opinion, values_json, seq, kind FROM task_acts WHERE task_id = {taskId} AND kind IN ({TaskActKind.Answer}, {TaskActKind.GiveBack}) ORDER BY seq",
            reader => (Person: reader.GetString(0), Outcome: reader.GetString(1), Opinion: reader.Text(2), Values: reader.GetString(3), Seq: reader.GetInt32(4)));
        var rows = session.Query(
            $"SELECT person_id, name, post, unit, kind, state, from_id, from_name, note, due FROM task_participants WHERE task_id = {taskId} ORDER BY position",
            reader => new Share(new PersonFact(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)), reader.Name<ShareKind>(4), reader.Name<ShareState>(5))
            {
                FromId = reader.Text(6), FromName = reader.Text(7), Note = reader.Text(8), Due = reader.TimeOrNull(9),
            });
        return rows.ConvertAll(share =>
        {
            var answer = share.State == ShareState.Done ? answers.FindLast(one => one.Person == share.Holder.Id) : default;
            return share with
            {
                OfId = Owner(rows, share),
                Answer = answer.Person is null ? null : new TaskAct(share.Holder, answer.Outcome, answer.Opinion, JsonSerializer.Deserialize<Dictionary<string, object?>>(answer.Values, Values.Json)!),
                Order = answer.Seq,
            };
        });
    }

    /// <summary>Whose share a helper belongs to now, through all that was handed on.</summary>
    private static string? Owner(List<Share> rows, Share share)
    {
        if (share.IsVote || share.Kind is ShareKind.Given or ShareKind.Transferred) return null;
        var asker = rows.Find(one => one.Holder.Id == share.FromId);
        for (var hops = 0; asker is { State: ShareState.Passed } && hops < rows.Count; hops++)
            asker = asker.Kind == share.Kind && !IsVoteKind(asker) ? rows.Find(one => one.Holder.Id == Owner(rows, asker)) : rows.Find(one => one.FromId == asker.Holder.Id && one.Counts);
        return asker?.Holder.Id;
    }

    private static bool IsVoteKind(Share share) => share.Kind is ShareKind.Given or ShareKind.Transferred;
}
