using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Moves;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Settings;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Which years still go by an earlier version of a procedure, and which have been moved.</summary>
public sealed class MovesQuery(ReadSide reading, CommitQueue commits)
{
    /// <returns>Null when there is no such procedure here.</returns>
    public async Task<MovesView?> FindAsync(string place, string definitionId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        var versions = await db.DefinitionVersions.IgnoreQueryFilters()
            .Where(row => row.DefinitionId == definitionId && (row.JurisdictionId == place || row.JurisdictionId == DefinitionLibrary.Shelf))
            .OrderByDescending(row => row.JurisdictionId).ThenByDescending(row => row.Version)
            .Select(row => new { row.Id, row.Version, IsOwn = row.JurisdictionId != "", row.State }).ToListAsync(cancellation);
        if (versions.Count == 0) return null;
        var names = versions.ToDictionary(version => version.Id, version => version.IsOwn ? $"第 {version.Version} 版" : $"公用第 {version.Version} 版", StringComparer.Ordinal);
        var inForce = versions.Find(version => version.State == DefinitionState.Published);
        var name = await db.Definitions.IgnoreQueryFilters().Where(row => row.DefinitionId == definitionId && (row.JurisdictionId == place || row.JurisdictionId == DefinitionLibrary.Shelf))
            .OrderByDescending(row => row.JurisdictionId).Select(row => row.Name).FirstAsync(cancellation);
        var second = await db.PlaceSettings.Where(row => row.Name == PlaceSettings.SecondPerson.Name).Select(row => row.Value).FirstOrDefaultAsync(cancellation);
        return new MovesView(
            definitionId, name, inForce?.Id, inForce is null ? "" : names[inForce.Id], PlaceSettings.SecondPerson.Settled(second) == 1,
            await YearsAsync(db, definitionId, inForce?.Id, names, cancellation), await PastAsync(db, place, definitionId, names, cancellation));
    }

    /// <summary>How many running years stand on another version than the one in force, for a line on other pages.</summary>
    public async Task<IReadOnlyList<OlderYear>> OlderAsync(string place, string definitionId, CancellationToken cancellation = default) =>
        (await FindAsync(place, definitionId, cancellation))?.Years ?? [];

    private static async Task<IReadOnlyList<OlderYear>> YearsAsync(WorkflowDb db, string definitionId, string? inForce, Dictionary<string, string> names, CancellationToken cancellation)
    {
        if (inForce is null) return [];
        var cycles = await db.Cycles.Where(cycle => cycle.State == CycleState.Running).OrderBy(cycle => cycle.Year).Select(cycle => new { cycle.Id, cycle.Title, cycle.RootInstanceId }).ToListAsync(cancellation);
        var ids = cycles.ConvertAll(cycle => cycle.Id);
        var runs = await db.Instances.Where(run => ids.Contains(run.CycleId!) && run.Status == WorkflowStatus.Running)
            .Select(run => new { run.Id, run.CycleId, run.DefinitionId, run.DefinitionVersionId }).ToListAsync(cancellation);
        var published = (await db.Definitions.IgnoreQueryFilters().Where(row => (row.JurisdictionId == db.JurisdictionId || row.JurisdictionId == DefinitionLibrary.Shelf) && row.PublishedVersionId != null)
            .OrderByDescending(row => row.JurisdictionId).Select(row => new { row.DefinitionId, row.PublishedVersionId }).ToListAsync(cancellation))
            .DistinctBy(row => row.DefinitionId).ToDictionary(row => row.DefinitionId, row => row.PublishedVersionId, StringComparer.Ordinal);
        return
        [
            .. from cycle in cycles
               let own = runs.Where(run => run.CycleId == cycle.Id && run.DefinitionId == definitionId && run.DefinitionVersionId != inForce).ToList()
               where own.Count > 0
               let others = runs.Count(run => run.CycleId == cycle.Id && run.DefinitionId != definitionId && published.GetValueOrDefault(run.DefinitionId) is { } now && now != run.DefinitionVersionId)
               select new OlderYear(
                   cycle.Id, cycle.Title, own.Exists(run => run.Id == cycle.RootInstanceId), own.Count,
                   [.. own.Select(run => run.DefinitionVersionId).Distinct().Select(version => new OlderVersion(version, names.GetValueOrDefault(version, "原来的版本")))], others),
        ];
    }

    private async Task<IReadOnlyList<PastMove>> PastAsync(WorkflowDb db, string place, string definitionId, Dictionary<string, string> names, CancellationToken cancellation)
    {
        var moves = await db.VersionMoves.Where(move => move.DefinitionId == definitionId).OrderByDescending(move => move.ProposedAt)
            .Select(move => new { move.Id, move.State, move.VersionId, move.Reason, move.ProposedBy, move.ProposedAt, move.MovedBy, move.MovedAt, move.EndedBy, move.EndedAt, move.EndReason, move.ChoicesJson }).ToListAsync(cancellation);
        if (moves.Count == 0) return [];
        var ids = moves.ConvertAll(move => move.Id);
        var cases = await db.VersionMoveCases.Where(one => ids.Contains(one.MoveId)).Select(one => new { one.MoveId, one.CycleId, one.FromVersionId, one.ToVersionId }).ToListAsync(cancellation);
        var years = cases.Select(one => one.CycleId).Distinct().ToList();
        var titles = await db.Cycles.Where(cycle => years.Contains(cycle.Id)).ToDictionaryAsync(cycle => cycle.Id, cycle => cycle.Title, cancellation);
        var who = moves.SelectMany(move => new[] { move.ProposedBy, move.MovedBy, move.EndedBy }).OfType<string>().Distinct().ToList();
        var people = await db.People.Where(person => who.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.Name, cancellation);
        var obstacles = await commits.ReadAsync(session => moves.Where(move => move.State == MoveState.Moved).ToDictionary(move => move.Id, move => MoveDesk.Obstacle(session, Cases(session, move.Id))), cancellation);
        return
        [
            .. from move in moves
               let own = cases.Where(one => one.MoveId == move.Id).ToList()
               select new PastMove(
                   move.Id, move.State, [.. own.Select(one => titles.GetValueOrDefault(one.CycleId ?? "", "")).Distinct()], own.Count,
                   string.Join("、", own.Where(one => one.ToVersionId == move.VersionId).Select(one => names.GetValueOrDefault(one.FromVersionId, "原来的版本")).Distinct()), names.GetValueOrDefault(move.VersionId, "新版"),
                   move.Reason, move.ProposedBy, Name(move.ProposedBy), move.ProposedAt, move.MovedBy == move.ProposedBy ? "" : Name(move.MovedBy), move.MovedAt, Name(move.EndedBy), move.EndedAt, move.EndReason,
                   obstacles.GetValueOrDefault(move.Id), MoveChoices.Read(move.ChoicesJson).Words ?? []),
        ];

        // The documents of the runs as they were are for taking the move back; they are long.
        static List<StoredCase> Cases(WriteSession session, string moveId) => session.Query(
            $"SELECT c.instance_id, c.cycle_id, c.from_version_id, c.to_version_id, c.moved_revision, c.barrier, i.revision, i.title FROM version_move_cases c JOIN instances i ON i.id = c.instance_id WHERE c.move_id = {moveId} ORDER BY c.instance_id",
            reader => new StoredCase(reader.GetString(0), reader.Text(1), reader.GetString(2), reader.GetString(3), reader.Number(4), null, reader.Text(5), reader.GetInt32(6), reader.GetString(7)));

        string Name(string? person) => person is null ? "" : person == ProcessDesk.System ? "系统" : people.GetValueOrDefault(person, person);
    }
}

/// <param name="InForceId">Null when nothing is published.</param>
public sealed record MovesView(string DefinitionId, string Name, string? InForceId, string InForce, bool NeedsSecondPerson, IReadOnlyList<OlderYear> Years, IReadOnlyList<PastMove> Past);

/// <summary>A running year with runs that stand on an earlier version.</summary>
/// <param name="IsYear">The year itself does; else only what it has started.</param>
/// <param name="Others">Runs of other procedures in it that stand on an earlier version of theirs.</param>
public sealed record OlderYear(string CycleId, string Title, bool IsYear, int Runs, IReadOnlyList<OlderVersion> Versions, int Others);

public sealed record OlderVersion(string Id, string Name);

/// <param name="Obstacle">Why it cannot be undone, as half a sentence; null when it can.</param>
/// <param name="Chosen">What was chosen and what was left out, a line each.</param>
public sealed record PastMove(
    string Id, MoveState State, IReadOnlyList<string> Years, int Cases, string From, string To, string Reason, string ProposedById, string ProposedBy, DateTimeOffset ProposedAt,
    string ApprovedBy, DateTimeOffset? MovedAt, string EndedBy, DateTimeOffset? EndedAt, string? EndReason, string? Obstacle, IReadOnlyList<string> Chosen);
