using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What a person drawing a procedure chooses from: bodies, groups, units, roles, people, other procedures.</summary>
public sealed class DesignQuery(ReadSide reading)
{
    public async Task<DesignPicks> ReadAsync(string jurisdictionId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var procedures = await db.Definitions.IgnoreQueryFilters()
            .Where(row => (row.JurisdictionId == jurisdictionId || row.JurisdictionId == DefinitionLibrary.Shelf) && row.PublishedVersionId != null)
            .OrderByDescending(row => row.JurisdictionId).Select(row => new Pick(row.DefinitionId, row.Name, "")).ToListAsync(cancellation);
        return new DesignPicks(
            await db.Bodies.OrderBy(row => row.Name).Select(row => row.Name).ToListAsync(cancellation),
            await db.Groups.OrderBy(row => row.Name).Select(row => row.Name).ToListAsync(cancellation),
            await db.Units.OrderBy(row => row.Name).Select(row => row.Name).ToListAsync(cancellation),
            await db.People.Where(row => row.IsActive).OrderBy(row => row.Name).Select(row => new Pick(row.Id, row.Name, "")).ToListAsync(cancellation),
            [.. procedures.DistinctBy(procedure => procedure.Id).OrderBy(procedure => procedure.Label, StringComparer.Ordinal)],
            [.. Roles.All.Except([Roles.ArchiveOfficer, Roles.SystemAdmin, Roles.SecurityAuditor]).Select(role => new Pick(role, Roles.Name(role)))]);
    }
}

public sealed record DesignPicks(
    IReadOnlyList<string> Bodies, IReadOnlyList<string> Groups, IReadOnlyList<string> Units, IReadOnlyList<Pick> People, IReadOnlyList<Pick> Procedures, IReadOnlyList<Pick> Roles)
{
    public static DesignPicks None { get; } = new([], [], [], [], [], []);
}
