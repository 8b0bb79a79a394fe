using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Procedures a place may use: its own, and the shelf's.</summary>
public sealed class ProceduresQuery(ReadSide reading, ProcedurePictures pictures)
{
    /// <summary>Own before the shelf's; one that a place has itself hides the shelf's of the same id once it is published.</summary>
    public async Task<IReadOnlyList<ProcedureLine>> ListAsync(string jurisdictionId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var rows = await db.Definitions.IgnoreQueryFilters().Where(row => row.JurisdictionId == jurisdictionId || row.JurisdictionId == DefinitionLibrary.Shelf)
            .Select(row => new
            {
                row.JurisdictionId,
                row.DefinitionId,
                row.Name,
                row.Description,
                row.PublishedVersionId,
                Version = db.DefinitionVersions.IgnoreQueryFilters().Where(version => version.Id == row.PublishedVersionId).Select(version => (int?)version.Version).FirstOrDefault(),
                Digest = db.DefinitionVersions.IgnoreQueryFilters().Where(version => version.Id == row.PublishedVersionId).Select(version => version.Digest).FirstOrDefault(),
                Draft = db.DefinitionVersions.IgnoreQueryFilters().Where(version => version.JurisdictionId == row.JurisdictionId && version.DefinitionId == row.DefinitionId && version.State == DefinitionState.Draft)
                    .OrderByDescending(version => version.Version).Select(version => new { version.Id, version.Version }).FirstOrDefault(),
            }).ToListAsync(cancellation);
        var subject = DraftRows.Bodies(jurisdictionId);
        var drawn = (await db.Drafts.Where(row => row.Subject.StartsWith(subject)).Select(row => row.Subject).ToListAsync(cancellation)).Select(one => one[subject.Length..]).ToHashSet(StringComparer.Ordinal);
        var lines = new List<ProcedureLine>();
        foreach (var row in rows.OrderByDescending(row => row.JurisdictionId.Length > 0).ThenBy(row => row.Name, StringComparer.Ordinal))
        {
            var isOwn = row.JurisdictionId.Length > 0;
            if (!isOwn && lines.Exists(line => line.DefinitionId == row.DefinitionId && line.VersionId is not null)) continue;
            var picture = row.Digest is { } digest ? await pictures.OfFileAsync(db, digest, cancellation) : null;
            lines.Add(new ProcedureLine(
                row.DefinitionId, row.Name, row.Description, picture?.Source, isOwn, row.PublishedVersionId, row.Version,
                isOwn && Waits(row.Draft?.Version, row.Version) ? row.Draft?.Id : null, isOwn && Waits(row.Draft?.Version, row.Version) ? row.Draft?.Version : null, picture?.Steps.Count ?? 0, picture is { Stages.Count: > 1 }, picture?.Settings ?? []) { IsDrawn = drawn.Contains(row.DefinitionId) && (isOwn || lines.TrueForAll(line => line.DefinitionId != row.DefinitionId)) });
        }
        return lines;
    }

    /// <summary>A draft that a later version has overtaken waits for nobody.</summary>
    private static bool Waits(int? draft, int? published) => draft is not null && (published is null || draft > published);

    /// <returns>Null when there is no such procedure here.</returns>
    public async Task<ProcedureView?> FindAsync(string jurisdictionId, string definitionId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var versions = await db.DefinitionVersions.IgnoreQueryFilters()
            .Where(row => row.DefinitionId == definitionId && (row.JurisdictionId == jurisdictionId || row.JurisdictionId == DefinitionLibrary.Shelf))
            .OrderByDescending(row => row.JurisdictionId).ThenByDescending(row => row.Version)
            .Select(row => new ProcedureVersion(row.Id, row.Version, row.State, row.JurisdictionId != "", row.ImportedAt, row.PublishedAt)).ToListAsync(cancellation);
        var shown = versions.Find(version => version.State == DefinitionState.Published) ?? versions.FirstOrDefault();
        if (shown is null) return null;
        var description = await db.Definitions.IgnoreQueryFilters().Where(row => row.DefinitionId == definitionId && (row.JurisdictionId == jurisdictionId || row.JurisdictionId == DefinitionLibrary.Shelf))
            .OrderByDescending(row => row.JurisdictionId).Select(row => row.Description).FirstOrDefaultAsync(cancellation);
        return new ProcedureView(definitionId, description, shown, versions, await pictures.ReadAsync(db, shown.Id, cancellation));
    }

    /// <summary>A version's file as it was imported, with a name for it; null when the place may not see it.</summary>
    public async Task<(string Name, byte[] Bytes)?> FileAsync(string jurisdictionId, string versionId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var file = await db.DefinitionVersions.IgnoreQueryFilters()
            .Where(row => row.Id == versionId && (row.JurisdictionId == jurisdictionId || row.JurisdictionId == DefinitionLibrary.Shelf))
            .Join(db.DefinitionFiles, version => version.Digest, file => file.Digest, (version, file) => new { version.DefinitionId, version.Version, file.Bytes })
            .SingleOrDefaultAsync(cancellation);
        return file is null ? null : ($"{file.DefinitionId}-v{file.Version}.json", file.Bytes);
    }

    /// <exception cref="NotFoundException">The version is not this place's own: the shelf's are taken, not published.</exception>
    public async Task RequireOwnAsync(string jurisdictionId, string versionId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        if (!await db.DefinitionVersions.AnyAsync(row => row.Id == versionId && row.JurisdictionId == jurisdictionId, cancellation))
            throw new NotFoundException("方案版本", versionId);
    }
}

/// <param name="IsOwn">False for the shelf that every office may take from.</param>
/// <param name="VersionId">The published version; null for a draft alone.</param>
/// <param name="IsYear">Covers several 环节, so that a year can be started with it.</param>
public sealed record ProcedureLine(
    string DefinitionId, string Name, string? Description, string? Source, bool IsOwn, string? VersionId, int? Version, string? DraftId, int? DraftVersion, int Steps, bool IsYear,
    IReadOnlyList<ProcedureSetting> Settings)
{
    /// <summary>The office is changing it; nothing of that is published yet.</summary>
    public bool IsDrawn { get; init; }
}

public sealed record ProcedureView(string DefinitionId, string? Description, ProcedureVersion Shown, IReadOnlyList<ProcedureVersion> Versions, ProcedurePicture Picture);

public sealed record ProcedureVersion(string Id, int Version, DefinitionState State, bool IsOwn, DateTimeOffset ImportedAt, DateTimeOffset? PublishedAt);
