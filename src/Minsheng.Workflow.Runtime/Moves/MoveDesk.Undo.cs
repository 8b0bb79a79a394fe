using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Moves;

/// <summary>A move is taken back: every case stands as before, or none does.</summary>
public sealed partial class MoveDesk
{
    /// <exception cref="RefusedException">A case has gone on since, or something that began with the move cannot be taken back.</exception>
    public Task UndoAsync(string place, string moveId, string by, string reason, Action<MoveProgress>? told = null, CancellationToken cancellation = default) => desk.DoAsync((session, runner) =>
    {
        ProcessDesk.RequireOffice(session, place, by, "撤回换版");
        var (move, state) = Read(session, place, moveId);
        if (state != MoveState.Moved) throw new RefusedException("not-moved", "这次换版没有办成或已经撤回，请刷新。");
        var words = VersionRules.Reason(reason, "撤回换版");
        Hold(session, session.Query($"SELECT instance_id FROM version_move_cases WHERE move_id = {moveId}", reader => reader.GetString(0)));
        var cases = Cases(session, moveId);
        if (Obstacle(session, cases) is { } obstacle) throw new RefusedException("cannot-undo", $"{obstacle}所以整次换版都不能撤回；要改，请另行发布一版再换。");
        foreach (var (index, one) in cases.Index())
        {
            Tell(told, "撤回", index, cases.Count);
            _mover.Restore(session, runner, one, move, words, by);
        }
        session.Execute($"UPDATE version_moves SET state = {MoveState.Undone}, ended_by = {by}, ended_at = {session.Now}, end_reason = {words} WHERE id = {moveId}");
        foreach (var cycle in cases.Where(one => one.CycleId is not null).GroupBy(one => one.CycleId!))
            AuditLog.Write(session, place, by, "cycle-move-undone", cycle.Key, new { move = moveId, move.DefinitionId, to = MoveCases.NameOf(session, cycle.First().FromVersionId), reason = words, cases = cycle.Count() });
        return true;
    }, cancellation);

    internal static List<StoredCase> Cases(WriteSession session, string moveId) => session.Query(
        $"SELECT c.instance_id, c.cycle_id, c.from_version_id, c.to_version_id, c.moved_revision, c.document, c.barrier, i.revision, i.title FROM version_move_cases c JOIN instances i ON i.id = c.instance_id WHERE c.move_id = {moveId} ORDER BY c.instance_id",
        reader => new StoredCase(reader.GetString(0), reader.Text(1), reader.GetString(2), reader.GetString(3), reader.Number(4), reader.BytesOrNull(5), reader.Text(6), reader.GetInt32(7), reader.GetString(8)));

    /// <summary>Why it cannot be taken back, as half a sentence; null when it can.</summary>
    internal static string? Obstacle(WriteSession session, IReadOnlyList<StoredCase> cases)
    {
        if (cases.FirstOrDefault(one => one.Barrier is not null) is { } barred) return $"“{barred.Title}”：{barred.Barrier}，";
        if (cases.FirstOrDefault(one => one.MovedRevision != one.Revision) is not { } gone) return null;
        var since = session.First(
            $"SELECT sentence FROM history WHERE instance_id = {gone.RunId} AND at > (SELECT moved_at FROM version_moves m JOIN version_move_cases c ON c.move_id = m.id WHERE c.instance_id = {gone.RunId} AND m.state = {MoveState.Moved} ORDER BY m.moved_at DESC LIMIT 1) ORDER BY seq LIMIT 1",
            reader => reader.GetString(0));
        return $"“{gone.Title}”换过去以后已经又往下办了{(since is null ? "" : $"（{since.TrimEnd('。')}）")}，";
    }
}

internal sealed record StoredCase(string RunId, string? CycleId, string FromVersionId, string ToVersionId, int? MovedRevision, byte[]? Document, string? Barrier, int Revision, string Title);
