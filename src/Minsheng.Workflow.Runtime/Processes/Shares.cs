using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>A task's shares as rows, one a person: what lists read. The circulation in the run is the truth.</summary>
internal static class Shares
{
    public static void Open(WriteSession session, Run run, string taskId, IReadOnlyList<Share> shares, DateTimeOffset? due)
    {
        for (var position = 0; position < shares.Count; position++) Put(session, run, taskId, position, shares[position], due);
    }

    /// <summary>Writes what has changed and nothing else.</summary>
    public static void Write(WriteSession session, Run run, TaskCirculated circulated)
    {
        var (id, before, shares) = (Run.WaitId(run.Id, circulated.BookmarkId), circulated.Before, circulated.Shares);
        var due = run.Before.FirstOrDefault(open => open.Id == circulated.BookmarkId)?.Due;
        for (var position = 0; position < shares.Count; position++)
        {
            var share = shares[position];
            if (position < before.Count && Same(before[position], share)) continue;
            // Those whom a settled task leaves open are closed with the task.
            if (circulated.Outcome is not null && share.Answer is null && position < before.Count && before[position].Holder.Id == share.Holder.Id && share.IsPending) continue;
            if (before.FirstOrDefault(one => one.Holder.Id == share.Holder.Id) is { } known && known.Kind == share.Kind && known.FromId == share.FromId && known.Note == share.Note && known.Due == share.Due)
                session.Execute($"UPDATE task_participants SET position = {position}, state = {share.State}, outcome = {share.Answer?.Outcome} WHERE task_id = {id} AND person_id = {share.Holder.Id}");
            else
                Put(session, run, id, position, share, due);
        }
    }

    private static bool Same(Share one, Share other) => ReferenceEquals(one, other)
        || one.Holder.Id == other.Holder.Id && one.State == other.State && one.Kind == other.Kind && one.FromId == other.FromId && one.Note == other.Note && one.Due == other.Due && one.Answer?.Outcome == other.Answer?.Outcome;

    private static void Put(WriteSession session, Run run, string taskId, int position, Share share, DateTimeOffset? due) =>
        session.Execute($"INSERT INTO task_participants (task_id, person_id, jurisdiction_id, position, name, post, unit, state, outcome, due, kind, from_id, from_name, note) VALUES ({taskId}, {share.Holder.Id}, {run.JurisdictionId}, {position}, {share.Holder.Name}, {share.Holder.Post}, {share.Holder.Unit}, {share.State}, {share.Answer?.Outcome}, {share.Due ?? due}, {share.Kind}, {share.FromId}, {share.FromName}, {share.Note}) ON CONFLICT (task_id, person_id) DO UPDATE SET position = EXCLUDED.position, state = EXCLUDED.state, outcome = EXCLUDED.outcome, due = EXCLUDED.due, kind = EXCLUDED.kind, from_id = EXCLUDED.from_id, from_name = EXCLUDED.from_name, note = EXCLUDED.note");
}
