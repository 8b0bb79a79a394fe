using Minsheng.Workflow.Engine.Moving;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Moves;

/// <summary>
/// Running cycles are taken to another version of their procedure: all cases of an order in one transaction, or none. Whoever
/// does it has a report in hand; a case that has gone on since makes it stale. Until something further happens it can be undone.
/// </summary>
public sealed partial class MoveDesk(ProcessDesk desk, DefinitionLibrary library)
{
    private readonly CaseMover _mover = new(library);

    /// <param name="stand">The cases as the report shows them.</param>
    /// <param name="told">Told how far it has come, while it holds the writer: it has to return at once. Nobody else sees any of it before the end.</param>
    /// <returns>The move; where the place wants a second person it waits for them.</returns>
    /// <exception cref="RefusedException">The report is stale, something is still to be chosen, or a case cannot be moved.</exception>
    public Task<MoveOutcome> MoveAsync(MoveOrder order, IReadOnlyList<MoveStand> stand, string reason, string by, Action<MoveProgress>? told = null, CancellationToken cancellation = default) => desk.DoAsync((session, runner) =>
    {
        ProcessDesk.RequireOffice(session, order.Place, by, "在办的周期换用新版");
        var words = VersionRules.Reason(reason, "换版");
        var definition = MoveCases.Target(session, order.Place, order.VersionId);
        Hold(session, stand.Select(one => one.RunId));
        RequireNoneWaiting(session, order.Place, definition.DefinitionId);
        var found = MoveCases.Find(session, order).Moving;
        var runs = Fresh(session, found, stand, order.Place);
        var left = found.Except(runs).Select(run => new LeftOut(run.Id, run.Title, $"不在要换的名单里，仍按{MoveCases.NameOf(session, run.FromVersionId)}办")).ToList();
        var id = Ids.New();
        var second = by != ProcessDesk.System && VersionRules.NeedsSecondPerson(session, order.Place);
        session.Execute($"INSERT INTO version_moves (id, jurisdiction_id, definition_id, version_id, reason, choices_json, state, proposed_by, proposed_at) VALUES ({id}, {order.Place}, {definition.DefinitionId}, {order.VersionId}, {words}, {order.Choices.ToJson()}, {MoveState.Proposed}, {by}, {session.Now})");
        foreach (var run in runs)
            session.Execute($"INSERT INTO version_move_cases (move_id, instance_id, jurisdiction_id, cycle_id, from_version_id, to_version_id, revision) VALUES ({id}, {run.Id}, {order.Place}, {run.CycleId}, {run.FromVersionId}, {run.ToVersionId}, {run.Revision})");
        if (!second)
        {
            Carry(session, runner, new StoredMove(id, order.Place, definition.DefinitionId, order.VersionId, words, order.Choices, by), runs, left, by, told);
            return new MoveOutcome(id, MoveState.Moved, runs.Count) { Left = left };
        }
        // What could not be moved is not put before anybody.
        var choices = order.Choices.InWords(runs.ConvertAll(run => (run, _mover.Try(session, runner, run, order.Choices))), left);
        session.Execute($"UPDATE version_moves SET choices_json = {choices.ToJson()} WHERE id = {id}");
        foreach (var cycle in runs.GroupBy(run => run.CycleId))
            AuditLog.Write(session, order.Place, by, "cycle-move-proposed", cycle.Key, new { move = id, definition.DefinitionId, to = MoveCases.NameOf(session, order.VersionId), versionId = order.VersionId, reason = words, cases = cycle.Count(), choices = choices.Words });
        MoveNews.Proposed(session, order.Place, id, definition.DefinitionId, definition.Name, MoveCases.NameOf(session, order.VersionId), words, by);
        return new MoveOutcome(id, MoveState.Proposed, runs.Count) { Left = left };
    }, cancellation);

    /// <summary>The second person agrees, and it is done.</summary>
    public Task<MoveOutcome> ApproveAsync(string place, string moveId, string by, Action<MoveProgress>? told = null, CancellationToken cancellation = default) => desk.DoAsync((session, runner) =>
    {
        ProcessDesk.RequireOffice(session, place, by, "审核换版");
        var move = RequireProposed(session, place, moveId);
        if (move.ProposedBy == by) throw new NotAllowedException("提请和审核不能是同一个人；请人大办的另一位工作人员审核。");
        var order = new MoveOrder(place, move.VersionId, Cycles(session, moveId), true, move.Choices);
        var stand = session.Query($"SELECT instance_id, revision, to_version_id FROM version_move_cases WHERE move_id = {moveId}", reader => (Stand: new MoveStand(reader.GetString(0), reader.GetInt32(1)), To: reader.GetString(2)));
        Hold(session, stand.Select(one => one.Stand.RunId));
        var runs = Fresh(session, MoveCases.Find(session, order).Moving, [.. stand.Select(one => one.Stand)], place);
        // Another version has come into force since for what these years have started.
        if (runs.Find(run => stand.All(one => one.Stand.RunId != run.Id || one.To != run.ToVersionId)) is { } other) throw Stale(session, other.Id, place);
        AuditLog.Write(session, place, by, "cycle-move-approved", moveId, new { move.ProposedBy, move.Reason });
        Carry(session, runner, move, runs, null, by, told);
        return new MoveOutcome(moveId, MoveState.Moved, runs.Count);
    }, cancellation);

    /// <summary>The second person sends it back, or the proposer takes it back: nothing is moved.</summary>
    public Task ReturnAsync(string place, string moveId, string by, string reason, CancellationToken cancellation = default) => desk.DoAsync((session, _) =>
    {
        ProcessDesk.RequireOffice(session, place, by, "退回换版");
        var move = RequireProposed(session, place, moveId);
        var words = VersionRules.Reason(reason, "退回");
        session.Execute($"UPDATE version_moves SET state = {MoveState.Returned}, ended_by = {by}, ended_at = {session.Now}, end_reason = {words} WHERE id = {moveId}");
        AuditLog.Write(session, place, by, "cycle-move-returned", moveId, new { move.ProposedBy, reason = words });
        if (move.ProposedBy != by) MoveNews.Returned(session, place, moveId, move.DefinitionId, move.ProposedBy, words, by);
        return true;
    }, cancellation);

    private void Carry(WriteSession session, BurstRunner runner, StoredMove move, List<MovingRun> runs, IReadOnlyList<LeftOut>? left, string by, Action<MoveProgress>? told)
    {
        var asked = new List<(MovingRun, IReadOnlyList<MoveQuestion>)>();
        foreach (var (index, run) in runs.Index())
        {
            Tell(told, "换", index, runs.Count);
            var done = _mover.Move(session, runner, run, move, by);
            asked.Add((run, done.Questions));
            session.Execute($"UPDATE version_move_cases SET document = {done.Document}, moved_revision = {done.Revision}, barrier = {done.Barrier} WHERE move_id = {move.Id} AND instance_id = {run.Id}");
        }
        // What a second person has agreed to is said as they have read it.
        var choices = left is null ? move.Choices : move.Choices.InWords(asked, left);
        session.Execute($"UPDATE version_moves SET choices_json = {choices.ToJson()}, state = {MoveState.Moved}, moved_by = {by}, moved_at = {session.Now} WHERE id = {move.Id}");
        foreach (var cycle in runs.GroupBy(run => run.CycleId))
            AuditLog.Write(session, move.Place, by, "cycle-moved", cycle.Key, new
            {
                move = move.Id, move.DefinitionId, from = MoveCases.NameOf(session, cycle.First().FromVersionId), to = MoveCases.NameOf(session, cycle.First().ToVersionId), versionId = move.VersionId,
                move.Reason, cases = cycle.Count(), choices = choices.Words,
            });
    }

    /// <summary>Once for each percent.</summary>
    private static void Tell(Action<MoveProgress>? told, string act, int index, int count)
    {
        var percent = index * 100 / count;
        if (index == 0 || percent > (index - 1) * 100 / count) told?.Invoke(new MoveProgress(percent, $"{act}第 {index + 1} 件，共 {count} 件"));
    }

    /// <summary>Nobody acts on these runs until it is decided. Always in the same order, so that two who move at once do not wait for each other.</summary>
    private static void Hold(WriteSession session, IEnumerable<string> runs)
    {
        foreach (var run in runs.Order(StringComparer.Ordinal)) session.Exists($"SELECT 1 FROM instances WHERE id = {run} FOR UPDATE");
    }

    /// <summary>Every case stands as the report says, and none has come or gone.</summary>
    private static List<MovingRun> Fresh(WriteSession session, List<MovingRun> found, IReadOnlyList<MoveStand> stand, string place)
    {
        if (stand.Count == 0) throw new RefusedException("nothing-to-move", "没有要换的事：选中的周期都已按这一版办；请勾选仍按旧版在办的周期。");
        var runs = new List<MovingRun>();
        foreach (var seen in stand)
        {
            if (found.Find(run => run.Id == seen.RunId) is not { } run) throw Stale(session, seen.RunId, place);
            if (run.Revision != seen.Revision || seen.ToVersionId is { } shown && shown != run.ToVersionId) throw Stale(session, seen.RunId, place);
            runs.Add(run);
        }
        return [.. found.Where(runs.Contains)];
    }

    private static RefusedException Stale(WriteSession session, string runId, string place)
    {
        var run = session.First($"SELECT title, status FROM instances WHERE id = {runId} AND jurisdiction_id = {place}", reader => (Title: reader.GetString(0), Status: reader.GetString(1)));
        if (run.Title is null) throw new NotFoundException("这件事", runId);
        var mover = session.First(
            $"SELECT p.name, m.moved_at FROM version_move_cases c JOIN version_moves m ON m.id = c.move_id LEFT JOIN people p ON p.id = m.moved_by WHERE c.instance_id = {runId} AND m.state = {MoveState.Moved} AND c.moved_revision = (SELECT revision FROM instances WHERE id = {runId}) ORDER BY m.moved_at DESC LIMIT 1",
            reader => reader.Text(0) ?? "系统");
        return new RefusedException("stale-report", mover is not null
            ? $"“{run.Title}”刚刚已由{mover}换走，这次没有换；请重新生成报告再看。"
            : $"“{run.Title}”在报告出来以后又有了新的办理，一件也没有换；请重新生成报告，核对以后再换。");
    }

    private static void RequireNoneWaiting(WriteSession session, string place, string definitionId)
    {
        if (session.Exists($"SELECT 1 FROM version_moves WHERE jurisdiction_id = {place} AND definition_id = {definitionId} AND state = {MoveState.Proposed}"))
            throw new RefusedException("move-waiting", "这个方案已有一次换版在等审核，没有再提；请先审核或退回那一次。");
    }

    private static StoredMove RequireProposed(WriteSession session, string place, string moveId)
    {
        var (move, state) = Read(session, place, moveId);
        return state == MoveState.Proposed ? move : throw new RefusedException("other-state", "这次换版现在不等审核，可能已由他人审核或退回，请刷新。");
    }

    private static List<string> Cycles(WriteSession session, string moveId) =>
        session.Query($"SELECT DISTINCT cycle_id FROM version_move_cases WHERE move_id = {moveId} AND cycle_id IS NOT NULL", reader => reader.GetString(0));

    private static (StoredMove Move, MoveState State) Read(WriteSession session, string place, string moveId)
    {
        var found = session.First(
            $"SELECT id, jurisdiction_id, definition_id, version_id, reason, choices_json, proposed_by, state FROM version_moves WHERE id = {moveId} AND jurisdiction_id = {place} FOR UPDATE",
            reader => (Move: new StoredMove(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                MoveChoices.Read(reader.GetString(5)), reader.GetString(6)), State: reader.Name<MoveState>(7)));
        return found.Move is null ? throw new NotFoundException("换版", moveId) : found;
    }
}

/// <param name="Cases">How many runs.</param>
public sealed record MoveOutcome(string Id, MoveState State, int Cases)
{
    /// <summary>What would move too, but was not in the list.</summary>
    public IReadOnlyList<LeftOut> Left { get; init; } = [];
}

internal sealed record StoredMove(string Id, string Place, string DefinitionId, string VersionId, string Reason, MoveChoices Choices, string ProposedBy);
