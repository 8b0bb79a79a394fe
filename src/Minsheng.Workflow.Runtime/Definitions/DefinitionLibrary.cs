using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Definitions;

/// <summary>Procedures: imported, published, checked, compiled once per version.</summary>
public sealed class DefinitionLibrary(CommitQueue commits, ActivityCatalog catalog)
{
    /// <summary>The jurisdiction of definitions every office may take from.</summary>
    public const string Shelf = "";

    private readonly ConcurrentDictionary<string, CompiledDefinition> _compiled = new(StringComparer.Ordinal);

    public ActivityCatalog Catalog => catalog;

    /// <summary>
    /// Takes a file as a draft. One that cannot be run at all leaves nothing behind: its problems are the answer. One that
    /// only cannot be published yet, e.g. for a child still to come, is kept with its problems.
    /// </summary>
    /// <exception cref="InvalidDefinitionException">Everything that keeps it from running.</exception>
    /// <exception cref="NotAllowedException">The person is not of this place's office.</exception>
    public async Task<ImportedDefinition> ImportAsync(ReadOnlyMemory<byte> file, string fileName, string jurisdictionId, string by, CancellationToken cancellation = default)
    {
        var definition = ElsaJson.Read(file, fileName);
        var bytes = file.ToArray();
        return await commits.RunAsync(session =>
        {
            Processes.ProcessDesk.RequireOffice(session, jurisdictionId, by, "导入方案");
            return Import(session, definition, bytes, jurisdictionId, by);
        }, cancellation);
    }

    /// <summary>From now on new runs start with this version. What runs already keeps its own.</summary>
    public Task PublishAsync(string versionId, string by, CancellationToken cancellation = default) =>
        commits.RunAsync(session =>
        {
            var place = session.First($"SELECT jurisdiction_id FROM definition_versions WHERE id = {versionId}", reader => reader.GetString(0))
                ?? throw new NotFoundException("方案版本", versionId);
            Processes.ProcessDesk.RequireOffice(session, place, by, "发布方案");
            if (by != Processes.ProcessDesk.System) VersionRules.RequireNoSecondPerson(session, place);
            Publish(session, versionId, by);
        }, cancellation);

    /// <summary>Takes every *.json of a folder onto the shelf: published where there is none, draft where it changed or cannot be published.</summary>
    public async Task<IReadOnlyList<FolderFile>> ImportFolderAsync(string folder, CancellationToken cancellation = default)
    {
        var open = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).ToList() : [];
        var done = new List<FolderFile>();
        // A file may embed another of the folder: go round as long as somebody gets in.
        for (var progress = true; progress && open.Count > 0;)
        {
            progress = false;
            foreach (var path in open.ToList())
            {
                if (await TryImportAsync(path, cancellation) is not { Problem: null } taken) continue;
                done.Add(taken);
                open.Remove(path);
                progress = true;
            }
        }
        foreach (var path in open)
        {
            var failed = await TryImportAsync(path, cancellation);
            done.Add(failed.Problem is null ? failed : failed with { Imported = (await TryImportAsync(path, cancellation, publish: false)).Imported });
        }
        return done;
    }

    /// <summary>The definition of one version, ready to run.</summary>
    public async Task<CompiledDefinition> CompiledAsync(string versionId, CancellationToken cancellation = default) =>
        _compiled.TryGetValue(versionId, out var ready) ? ready : await commits.ReadAsync(session => Compiled(session, versionId), cancellation);

    /// <summary>The file of one version, byte for byte.</summary>
    public Task<byte[]> FileAsync(string versionId, CancellationToken cancellation = default) => commits.ReadAsync(session => session.First(
        $"SELECT f.bytes FROM definition_versions v JOIN definition_files f ON f.digest = v.digest WHERE v.id = {versionId}", reader => reader.Bytes(0))
        ?? throw new NotFoundException("方案版本", versionId), cancellation);

    /// <summary>What is wrong with a file, were it imported here: errors and warnings. Nothing is stored.</summary>
    public async Task<IReadOnlyList<DefinitionProblem>> CheckAsync(ReadOnlyMemory<byte> file, string jurisdictionId, CancellationToken cancellation = default)
    {
        try
        {
            var definition = ElsaJson.Read(file);
            return await commits.ReadAsync(session =>
                DefinitionCompiler.TryCompile(definition, catalog, new PublishedDefinitions(session, jurisdictionId), out var problems) is { } compiled
                    ? [.. problems, .. Unfit(session, compiled, jurisdictionId)]
                    : problems, cancellation);
        }
        catch (InvalidDefinitionException refused)
        {
            return refused.Problems;
        }
    }

    /// <summary>What keeps a definition that runs from being used at a place: its level, the bodies it asks for, children that are not published.</summary>
    internal static IReadOnlyList<DefinitionProblem> Unfit(WriteSession session, CompiledDefinition definition, string jurisdictionId) => ProcedureCheck.Beyond(
        definition, new PublishedDefinitions(session, jurisdictionId), jurisdictionId == Shelf ? null : Facts.Places.Read(session, jurisdictionId).Level);

    /// <summary>Why a run with these settings must not begin at a place: what keeps the definition from being used there, and settings it cannot run with.</summary>
    internal IReadOnlyList<DefinitionProblem> Unstartable(WriteSession session, CompiledDefinition definition, string jurisdictionId, IReadOnlyDictionary<string, object?> settings)
    {
        var others = new PublishedDefinitions(session, jurisdictionId);
        var problems = definition.Warnings;
        var told = settings.Count == 0 ? definition : DefinitionCompiler.TryCompile(ProcedureCheck.With(definition.Source, settings), catalog, others, out problems);
        return [.. (told is null ? problems : ProcedureCheck.Beyond(told, others, Facts.Places.Read(session, jurisdictionId).Level, isStart: true)).Where(problem => problem.IsError)];
    }

    internal CompiledDefinition Compiled(WriteSession session, string versionId)
    {
        if (_compiled.TryGetValue(versionId, out var ready)) return ready;
        var version = session.First(
            $"SELECT digest, uses_json FROM definition_versions WHERE id = {versionId}",
            reader => (Digest: reader.GetString(0), Uses: reader.Text(1)));
        if (version.Digest is null) throw new NotFoundException("方案版本", versionId);
        var uses = version.Uses is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(version.Uses)!;
        return _compiled.GetOrAdd(versionId, DefinitionCompiler.Compile(DefinitionFiles.Read(session, version.Digest), catalog, new PinnedDefinitions(session, uses)));
    }

    /// <param name="again">Makes a version of its own even of the very file that is the latest.</param>
    internal ImportedDefinition Import(WriteSession session, WorkflowDefinition definition, byte[] bytes, string jurisdictionId, string by, bool again = false)
    {
        if (definition.Root is null) throw new RefusedException("empty-definition", "这个文件里没有方案的步骤（root），请换成从方案页或 Elsa Studio 导出的文件。");
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var source = new PublishedDefinitions(session, jurisdictionId);
        if (DefinitionCompiler.TryCompile(definition, catalog, source, out var problems) is not { } compiled)
            throw new InvalidDefinitionException(definition.Name, problems);
        problems = [.. problems, .. Unfit(session, compiled, jurisdictionId)];

        var id = definition.DefinitionId;
        var last = session.First(
            $"SELECT id, version, digest FROM definition_versions WHERE jurisdiction_id = {jurisdictionId} AND definition_id = {id} ORDER BY version DESC LIMIT 1",
            reader => (Id: reader.GetString(0), Version: reader.GetInt32(1), Digest: reader.GetString(2)));
        if (last.Digest == digest && !again) return new ImportedDefinition(last.Id, id, last.Version, false, problems);

        var (versionId, version) = (Ids.New(), last.Version + 1);
        session.Execute($"INSERT INTO definition_files (digest, bytes) VALUES ({digest}, {bytes}) ON CONFLICT DO NOTHING");
        session.Execute($"INSERT INTO definition_versions (id, jurisdiction_id, definition_id, version, digest, uses_json, state, imported_at, imported_by) VALUES ({versionId}, {jurisdictionId}, {id}, {version}, {digest}, {JsonSerializer.Serialize(source.Used)}, {DefinitionState.Draft}, {session.Now}, {by})");
        session.Execute($"INSERT INTO definitions (jurisdiction_id, definition_id, name, description, activity_type) VALUES ({jurisdictionId}, {id}, {definition.Name}, {definition.Description}, {(definition.UsableAsActivity ? definition.ActivityType : null)}) ON CONFLICT DO NOTHING");
        AuditLog.Write(session, jurisdictionId, by, "definition-imported", id, new { version, digest });
        return new ImportedDefinition(versionId, id, version, true, problems);
    }

    internal void Publish(WriteSession session, string versionId, string by, string? reason = null)
    {
        var row = session.First(
            $"SELECT jurisdiction_id, definition_id, version, digest FROM definition_versions WHERE id = {versionId}",
            reader => (Place: reader.GetString(0), Id: reader.GetString(1), Version: reader.GetInt32(2), Digest: reader.GetString(3)));
        if (row.Id is null) throw new NotFoundException("方案版本", versionId);
        var definition = DefinitionFiles.Read(session, row.Digest);
        var (source, compiled) = RequirePublishable(session, definition, row.Place);

        session.Execute($"UPDATE definition_versions SET state = {DefinitionState.Retired} WHERE jurisdiction_id = {row.Place} AND definition_id = {row.Id} AND state = {DefinitionState.Published}");
        // Runs pinned to it keep what they embed; only a version nobody runs takes the newer ones.
        var isNew = session.Execute($"UPDATE definition_versions SET uses_json = {JsonSerializer.Serialize(source.Used)} WHERE id = {versionId} AND published_at IS NULL") == 1;
        session.Execute($"UPDATE definition_versions SET state = {DefinitionState.Published}, published_at = {session.Now} WHERE id = {versionId}");
        session.Execute($"UPDATE definitions SET published_version_id = {versionId}, name = {definition.Name}, description = {definition.Description}, activity_type = {(definition.UsableAsActivity ? definition.ActivityType : null)} WHERE jurisdiction_id = {row.Place} AND definition_id = {row.Id}");
        AuditLog.Write(session, row.Place, by, "definition-published", row.Id, reason is null ? new { version = row.Version, digest = row.Digest } : new { version = row.Version, digest = row.Digest, reason });
        Processes.Starts.Arm(session, row.Place, compiled);
        if (isNew) session.AfterCommit(() => _compiled.TryRemove(versionId, out _));
    }

    /// <exception cref="InvalidDefinitionException">Everything that keeps it from being published there.</exception>
    internal (PublishedDefinitions Source, CompiledDefinition Compiled) RequirePublishable(WriteSession session, WorkflowDefinition definition, string place)
    {
        var source = new PublishedDefinitions(session, place);
        if (DefinitionCompiler.TryCompile(definition, catalog, source, out var problems) is not { } compiled)
            throw new InvalidDefinitionException(definition.Name, problems);
        var unfit = Unfit(session, compiled, place);
        return unfit.Any(problem => problem.IsError) ? throw new InvalidDefinitionException(definition.Name, [.. problems, .. unfit]) : (source, compiled);
    }

    private async Task<FolderFile> TryImportAsync(string path, CancellationToken cancellation, bool publish = true)
    {
        var name = Path.GetFileName(path);
        var bytes = await File.ReadAllBytesAsync(path, cancellation);
        try
        {
            var definition = ElsaJson.Read(bytes, name);
            return new FolderFile(name, await commits.RunAsync(session =>
            {
                var imported = Import(session, definition, bytes, Shelf, Processes.ProcessDesk.System);
                if (publish && !session.Exists($"SELECT 1 FROM definitions WHERE jurisdiction_id = {Shelf} AND definition_id = {imported.DefinitionId} AND published_version_id IS NOT NULL"))
                    Publish(session, imported.VersionId, Processes.ProcessDesk.System);
                return imported;
            }, cancellation), null);
        }
        catch (InvalidDefinitionException problem)
        {
            return new FolderFile(name, null, problem);
        }
    }
}

/// <param name="IsNew">False when the very same file was there already.</param>
public sealed record ImportedDefinition(string VersionId, string DefinitionId, int Version, bool IsNew, IReadOnlyList<DefinitionProblem> Problems)
{
    /// <summary>What came of publishing it at once; null where that was not asked for.</summary>
    public ReleaseOutcome? Outcome { get; init; }
}

/// <param name="Imported">What was taken, be it only as a draft.</param>
/// <param name="Problem">Why it was not taken, or not published.</param>
public sealed record FolderFile(string File, ImportedDefinition? Imported, InvalidDefinitionException? Problem);
