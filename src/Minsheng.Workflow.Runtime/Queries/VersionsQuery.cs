using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Versions;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Settings;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What became of a procedure over time: its versions, who did what and why, and how two of them differ.</summary>
public sealed class VersionsQuery(ReadSide reading, ProcedurePictures pictures)
{
    /// <summary>A place's own versions, newest first, then the shelf's.</summary>
    /// <returns>Null when there is no such procedure here.</returns>
    public async Task<VersionHistory?> ReadAsync(string place, string definitionId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        var rows = await Visible(db, place).Where(row => row.DefinitionId == definitionId).OrderByDescending(row => row.JurisdictionId).ThenByDescending(row => row.Version).ToListAsync(cancellation);
        if (rows.Count == 0) return null;
        var who = rows.SelectMany(row => new[] { row.ImportedBy, row.ProposedBy, row.ApprovedBy }).OfType<string>().Distinct().ToList();
        var names = await db.People.Where(person => who.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.Name, cancellation);
        var cycles = await db.Cycles.Where(cycle => cycle.DefinitionId == definitionId && cycle.State == CycleState.Running)
            .GroupBy(cycle => cycle.DefinitionVersionId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        var name = await db.Definitions.IgnoreQueryFilters().Where(row => row.DefinitionId == definitionId && (row.JurisdictionId == place || row.JurisdictionId == DefinitionLibrary.Shelf))
            .OrderByDescending(row => row.JurisdictionId).Select(row => row.Name).FirstAsync(cancellation);
        var second = await db.PlaceSettings.Where(row => row.Name == PlaceSettings.SecondPerson.Name).Select(row => row.Value).FirstOrDefaultAsync(cancellation);
        var isOwn = rows.Exists(row => row.JurisdictionId.Length > 0 && row.State == DefinitionState.Published);
        return new VersionHistory(definitionId, name, PlaceSettings.SecondPerson.Settled(second) == 1,
        [
            .. rows.Select(row => new VersionLine(
                row.Id, row.DefinitionId, row.Version, row.JurisdictionId.Length > 0, row.State, row.State == DefinitionState.Published && (row.JurisdictionId.Length > 0 || !isOwn),
                row.ImportedAt, Name(names, row.ImportedBy), row.PublishedAt, row.Reason, row.ProposedBy, Name(names, row.ProposedBy), row.ProposedAt,
                Name(names, row.ApprovedBy), row.ApprovedBy != row.ProposedBy ? row.ApprovedAt : null, row.EffectiveOn, row.RestoredFrom, row.Returned, cycles.GetValueOrDefault(row.Id))),
        ]);
    }

    /// <summary>What the later one does differently.</summary>
    /// <exception cref="NotFoundException">One of the two is not to be seen here.</exception>
    public async Task<VersionDifference> CompareAsync(string place, string beforeId, string afterId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        var people = await db.People.Select(person => new { person.Id, person.Name }).ToDictionaryAsync(person => person.Id, person => person.Name, cancellation);
        var names = new DesignNames(Roles.Name, person => people.GetValueOrDefault(person, person));
        var comparison = VersionComparison.Of(await FileAsync(db, place, beforeId, cancellation), await FileAsync(db, place, afterId, cancellation), names);
        return new VersionDifference(comparison, await pictures.ReadAsync(db, beforeId, cancellation), await pictures.ReadAsync(db, afterId, cancellation));
    }

    private static async Task<WorkflowDefinition> FileAsync(WorkflowDb db, string place, string versionId, CancellationToken cancellation) => ElsaJson.Read(
        await Visible(db, place).Where(row => row.Id == versionId).Join(db.DefinitionFiles, version => version.Digest, file => file.Digest, (version, file) => file.Bytes).SingleOrDefaultAsync(cancellation)
        ?? throw new NotFoundException("方案版本", versionId));

    private static IQueryable<DefinitionVersionRow> Visible(WorkflowDb db, string place) =>
        db.DefinitionVersions.IgnoreQueryFilters().Where(row => row.JurisdictionId == place || row.JurisdictionId == DefinitionLibrary.Shelf);

    private static string Name(Dictionary<string, string> names, string? person) => person is null ? "" : person == ProcessDesk.System ? "系统" : names.GetValueOrDefault(person, person);
}

/// <param name="NeedsSecondPerson">The place has settled that publishing takes two.</param>
public sealed record VersionHistory(string DefinitionId, string Name, bool NeedsSecondPerson, IReadOnlyList<VersionLine> Versions);

/// <param name="IsInForce">Cycles started today begin with it.</param>
/// <param name="ApprovedAt">Null where no second person was asked.</param>
/// <param name="RestoredFrom">Number of the older version whose content it has.</param>
/// <param name="Returned">Why it was sent back.</param>
/// <param name="Cycles">Running cycles that stand on it.</param>
public sealed record VersionLine(
    string Id, string DefinitionId, int Number, bool IsOwn, DefinitionState State, bool IsInForce, DateTimeOffset ImportedAt, string ImportedBy, DateTimeOffset? PublishedAt, string? Reason,
    string? ProposedById, string ProposedBy, DateTimeOffset? ProposedAt, string ApprovedBy, DateTimeOffset? ApprovedAt, DateOnly? EffectiveOn, int? RestoredFrom, string? Returned, int Cycles);

public sealed record VersionDifference(VersionComparison Comparison, ProcedurePicture Before, ProcedurePicture After);
