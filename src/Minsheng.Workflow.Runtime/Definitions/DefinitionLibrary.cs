#pragma warning disable CS9113
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Definitions;

/// <summary>Procedures: imported, published, compiled once per state.</summary>
public sealed class DefinitionLibrary(CommitQueue commits, ActivityCatalog catalog) : IDefinitionSource
{
    /// <summary>The shelf every office may take from.</summary>
    public const string Shelf = "";

    /// <summary>Takes a file. One that cannot run leaves nothing behind but its list of problems.</summary>
    /// <exception cref="InvalidDefinitionException">Everything wrong with it.</exception>
    public Task<ImportedDefinition> ImportAsync(ReadOnlyMemory<byte> file, string fileName, string jurisdictionId, string by, CancellationToken cancellation = default) => throw new NotImplementedException();

    public Task PublishAsync(string versionId, string by, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Takes every *.json of a folder onto the shelf: published where there is none, draft where it changed.</summary>
    public Task<IReadOnlyList<FolderFile>> ImportFolderAsync(string folder, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>The definition of one version, ready to run.</summary>
    public Task<CompiledDefinition> CompiledAsync(string versionId, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>What is published for a jurisdiction: its own, else the shelf's.</summary>
    public IDefinitionSource For(string jurisdictionId) => throw new NotImplementedException();

    public WorkflowDefinition? FindById(string definitionId) => throw new NotImplementedException();

    public WorkflowDefinition? FindByActivityType(string type) => throw new NotImplementedException();
}

/// <param name="IsNew">False when the very same file was there already.</param>
public sealed record ImportedDefinition(string VersionId, string DefinitionId, int Version, bool IsNew, IReadOnlyList<DefinitionProblem> Warnings);

/// <param name="Problem">Null when it was taken.</param>
public sealed record FolderFile(string File, ImportedDefinition? Imported, InvalidDefinitionException? Problem);
