using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Definitions;

/// <summary>What is published for a jurisdiction, read in a session; notes what was asked for.</summary>
internal sealed class PublishedDefinitions(WriteSession session, string jurisdictionId) : IDefinitionSource
{
    /// <summary>Digests of the definitions handed out, by logical id.</summary>
    public Dictionary<string, string> Used { get; } = new(StringComparer.Ordinal);

    public WorkflowDefinition? FindById(string definitionId) => Take(session.First(
        $"SELECT v.digest FROM definitions d JOIN definition_versions v ON v.id = d.published_version_id WHERE d.definition_id = {definitionId} AND d.jurisdiction_id IN ({jurisdictionId}, {DefinitionLibrary.Shelf}) ORDER BY d.jurisdiction_id DESC LIMIT 1",
        reader => reader.GetString(0)));

    public WorkflowDefinition? FindByActivityType(string type) => Take(session.First(
        $"SELECT v.digest FROM definitions d JOIN definition_versions v ON v.id = d.published_version_id WHERE d.activity_type = {type} AND d.jurisdiction_id IN ({jurisdictionId}, {DefinitionLibrary.Shelf}) ORDER BY d.jurisdiction_id DESC LIMIT 1",
        reader => reader.GetString(0)));

    private WorkflowDefinition? Take(string? digest)
    {
        if (digest is null) return null;
        var definition = DefinitionFiles.Read(session, digest);
        Used[definition.DefinitionId] = digest;
        return definition;
    }
}

/// <summary>The embedded definitions a version was published with.</summary>
internal sealed class PinnedDefinitions(WriteSession session, IReadOnlyDictionary<string, string> uses) : IDefinitionSource
{
    public WorkflowDefinition? FindById(string definitionId) => uses.TryGetValue(definitionId, out var digest) ? DefinitionFiles.Read(session, digest) : null;

    public WorkflowDefinition? FindByActivityType(string type) =>
        uses.Values.Select(digest => DefinitionFiles.Read(session, digest)).FirstOrDefault(definition => definition.ActivityType == type);
}

internal static class DefinitionFiles
{
    public static WorkflowDefinition Read(WriteSession session, string digest) => ElsaJson.Read(
        session.First($"SELECT bytes FROM definition_files WHERE digest = {digest}", reader => reader.Bytes(0))
        ?? throw new NotFoundException("方案文件", digest));

    /// <summary>The version new runs of a jurisdiction start with.</summary>
    /// <exception cref="NotFoundException">Nothing is published under this id.</exception>
    public static string Published(WriteSession session, string jurisdictionId, string definitionId) =>
        session.Shared("published", jurisdictionId, definitionId, PublishedNow) ?? throw new NotFoundException("已发布的方案", definitionId);

    private static string? PublishedNow(WriteSession session, string jurisdictionId, string definitionId) => session.First(
        $"SELECT published_version_id FROM definitions WHERE definition_id = {definitionId} AND jurisdiction_id IN ({jurisdictionId}, {DefinitionLibrary.Shelf}) AND published_version_id IS NOT NULL ORDER BY jurisdiction_id DESC LIMIT 1",
        reader => reader.GetString(0));
}
