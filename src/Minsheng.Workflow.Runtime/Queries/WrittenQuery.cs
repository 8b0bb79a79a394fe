using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Written;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Runtime.Written;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Procedures written down in sentences: a version, or what is being drawn.</summary>
public sealed class WrittenQuery(ReadSide reading, TimeProvider clock)
{
    private const int DeepestChild = 3;

    /// <param name="versionId">Null takes the published version, else the newest.</param>
    /// <returns>Null when there is no such procedure, or no such version of it, here.</returns>
    public async Task<WrittenPaper?> FindAsync(string jurisdictionId, string definitionId, string? versionId = null, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var versions = await db.DefinitionVersions.IgnoreQueryFilters()
            .Where(row => row.DefinitionId == definitionId && (row.JurisdictionId == jurisdictionId || row.JurisdictionId == DefinitionLibrary.Shelf) && (versionId == null || row.Id == versionId))
            .OrderByDescending(row => row.JurisdictionId).ThenByDescending(row => row.Version)
            .Select(row => new { row.Version, row.State, row.Digest, row.ImportedAt, row.PublishedAt }).ToListAsync(cancellation);
        var shown = versions.Find(version => version.State == DefinitionState.Published) ?? versions.FirstOrDefault();
        if (shown is null) return null;
        var bytes = await db.DefinitionFiles.Where(file => file.Digest == shown.Digest).Select(file => file.Bytes).SingleAsync(cancellation);
        var day = (await db.DatesAsync(cancellation)).Today(shown.PublishedAt ?? shown.ImportedAt);
        return await WriteAsync(db, ElsaJson.Read(bytes), $"第 {shown.Version} 版{(shown.State == DefinitionState.Draft ? "（草稿）" : "")}", day, shown.Digest, cancellation);
    }

    /// <summary>What is being drawn, as it stands on the screen.</summary>
    public async Task<WrittenPaper> OfAsync(string jurisdictionId, string text, string version, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return await WriteAsync(db, ElsaJson.Read(text), version, (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow()), digest, cancellation);
    }

    private static async Task<WrittenPaper> WriteAsync(WorkflowDb db, WorkflowDefinition definition, string version, DateOnly day, string digest, CancellationToken cancellation)
    {
        var people = await db.People.Select(person => new { person.Id, person.Name }).ToDictionaryAsync(person => person.Id, person => person.Name, cancellation);
        var children = await ChildrenAsync(db, definition, cancellation);
        var writer = new ProcedureWriter(new DesignNames(Roles.Name, id => people.GetValueOrDefault(id, "指定的人员")), children.GetValueOrDefault);
        return new WrittenPaper(writer.Write(definition), version, day, digest);
    }

    /// <summary>What it starts, and what that starts: the place's own before the shelf's.</summary>
    private static async Task<Dictionary<string, WorkflowDefinition>> ChildrenAsync(WorkflowDb db, WorkflowDefinition definition, CancellationToken cancellation)
    {
        var found = new Dictionary<string, WorkflowDefinition>(StringComparer.Ordinal);
        IReadOnlyList<WorkflowDefinition> level = [definition];
        for (var depth = 0; depth < DeepestChild && level.Count > 0; depth++)
        {
            var wanted = level.SelectMany(ProcedureWriter.ChildrenOf).Where(id => !found.ContainsKey(id)).Distinct().ToList();
            var files = await (from row in db.Definitions.IgnoreQueryFilters()
                               where wanted.Contains(row.DefinitionId) && row.PublishedVersionId != null && (row.JurisdictionId == db.JurisdictionId || row.JurisdictionId == DefinitionLibrary.Shelf)
                               join version in db.DefinitionVersions.IgnoreQueryFilters() on row.PublishedVersionId equals version.Id
                               join file in db.DefinitionFiles on version.Digest equals file.Digest
                               orderby row.JurisdictionId descending
                               select new { row.DefinitionId, file.Bytes }).ToListAsync(cancellation);
            level = [.. files.DistinctBy(file => file.DefinitionId).Select(file => found[file.DefinitionId] = ElsaJson.Read(file.Bytes))];
        }
        return found;
    }
}
