using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Moves;

/// <summary>A run that is to move, and where to.</summary>
internal sealed record MovingRun(
    string Id, string CycleId, string CycleTitle, bool IsRoot, string Title, string DefinitionId, string FromVersionId, string ToVersionId, int Revision);

/// <summary>Finds the runs of an order.</summary>
internal static class MoveCases
{
    /// <returns>What moves, and what stays as it is and why.</returns>
    /// <exception cref="RefusedException">The version is not in force here, or one of the years does not run.</exception>
    public static (List<MovingRun> Moving, List<LeftOut> Staying) Find(WriteSession session, MoveOrder order)
    {
        var definitionId = Target(session, order.Place, order.VersionId).DefinitionId;
        var (found, staying, inForce) = (new List<MovingRun>(), new List<LeftOut>(), new Dictionary<string, string?>(StringComparer.Ordinal) { [definitionId] = order.VersionId });
        foreach (var cycleId in order.Cycles.Distinct(StringComparer.Ordinal))
        {
            var cycle = session.First(
                $"SELECT title, root_instance_id, state FROM cycles WHERE id = {cycleId} AND jurisdiction_id = {order.Place}",
                reader => (Title: reader.GetString(0), Root: reader.GetString(1), State: reader.Name<CycleState>(2)));
            if (cycle.Title is null) throw new NotFoundException("年度周期", cycleId);
            if (cycle.State != CycleState.Running) throw new RefusedException("cycle-ended", $"“{cycle.Title}”已经办结，不用换。");
            var runs = session.Query(
                $"SELECT id, title, definition_id, definition_version_id, revision FROM instances WHERE cycle_id = {cycleId} AND jurisdiction_id = {order.Place} AND status = 'Running' ORDER BY started_at, id",
                reader => (Id: reader.GetString(0), Title: reader.GetString(1), DefinitionId: reader.GetString(2), Version: reader.GetString(3), Revision: reader.GetInt32(4)));
            foreach (var run in runs)
            {
                if (!inForce.TryGetValue(run.DefinitionId, out var to)) inForce[run.DefinitionId] = to = InForce(session, order.Place, run.DefinitionId);
                if (to is null) staying.Add(new LeftOut(run.Id, run.Title, "它的方案现在没有在用的版本"));
                else if (to == run.Version) staying.Add(new LeftOut(run.Id, run.Title, "已经按在用的版本办"));
                else if (run.DefinitionId != definitionId && !order.WithChildren) staying.Add(new LeftOut(run.Id, run.Title, "按其他方案办，没有选一起换"));
                else found.Add(new MovingRun(run.Id, cycleId, cycle.Title, run.Id == cycle.Root, run.Title, run.DefinitionId, run.Version, to, run.Revision));
            }
        }
        // The year itself first, then what it has started.
        return ([.. found.OrderBy(run => run.CycleId, StringComparer.Ordinal).ThenBy(run => !run.IsRoot)], staying);
    }

    /// <exception cref="RefusedException">It is not what new years begin with.</exception>
    public static (string DefinitionId, string Name) Target(WriteSession session, string place, string versionId)
    {
        var version = session.First(
            $"SELECT definition_id, state, digest FROM definition_versions WHERE id = {versionId} AND jurisdiction_id IN ({place}, {DefinitionLibrary.Shelf})",
            reader => (Id: reader.GetString(0), State: reader.Name<DefinitionState>(1), Digest: reader.GetString(2)));
        if (version.Id is null) throw new NotFoundException("方案版本", versionId);
        if (version.State != DefinitionState.Published || InForce(session, place, version.Id) != versionId)
            throw new RefusedException("not-in-force", "只能换到现在在用的版本；请先发布那一版，再换在办的周期。");
        return (version.Id, DefinitionFiles.Read(session, version.Digest).Name);
    }

    private static string? InForce(WriteSession session, string place, string definitionId)
    {
        try
        {
            return DefinitionFiles.Published(session, place, definitionId);
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    /// <summary>What people call a version.</summary>
    public static string NameOf(WriteSession session, string versionId) => session.First(
        $"SELECT version, jurisdiction_id FROM definition_versions WHERE id = {versionId}",
        reader => reader.GetString(1).Length > 0 ? $"第 {reader.GetInt32(0)} 版" : $"公用第 {reader.GetInt32(0)} 版") ?? "";
}
