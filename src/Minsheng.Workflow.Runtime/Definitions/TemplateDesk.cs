using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Templates;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Definitions;

/// <summary>Procedures of the shelf as templates: copied by a place, and what is better in a later file taken over, if the place wants it.</summary>
public sealed partial class TemplateDesk(CommitQueue commits, DefinitionLibrary library, DesignDesk designs)
{
    private const int LongestName = 60;

    /// <summary>A draft of the place's own, made from the newest file of the shelf. Nothing is published.</summary>
    /// <param name="withChildren">The procedures it starts are copied too, those the place has already excepted.</param>
    /// <exception cref="RefusedException">The id is taken or will not do.</exception>
    public Task<CopiedProcedure> CopyAsync(string place, string templateId, string by, string name, bool ownId, bool withChildren, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ProcessDesk.RequireOffice(session, place, by, "照范本起草方案");
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > LongestName) throw new RefusedException("bad-name", $"方案名称应为 1 到 {LongestName} 个字，没有起草；请改好再试。");
        var at = Facts.Places.Read(session, place);
        var shelf = Newest(session, templateId) ?? throw new NotFoundException("范本", templateId);
        var template = DefinitionFiles.Read(session, shelf.Digest);
        if (!ownId && IsTaken(session, place, templateId)) throw new RefusedException("id-taken", $"本地已经有一份“{template.Name}”，没有再起草；请接着改那一份，或选“另起一份”。");
        var newId = ownId ? Free(session, place, templateId) : templateId;
        var children = withChildren ? Children(session, place, template, ownId) : [];
        var ids = children.ToDictionary(child => child.Template.DefinitionId, child => child.NewId, StringComparer.Ordinal);
        foreach (var (child, origin, childId) in children) Take(new TemplateCopy(childId, TemplateName.For(child, at.Name), at.Name, at.Level, ids).Of(child, origin));
        Take(new TemplateCopy(newId, name.Trim(), at.Name, at.Level, ids).Of(template, shelf));
        AuditLog.Write(session, place, by, "template-copied", newId, new { template = templateId, version = shelf.Version, digest = shelf.Digest, children = ids.Values });
        return new CopiedProcedure(newId, [.. ids.Values]);

        void Take(WorkflowDefinition copy) => library.Import(session, copy, Encoding.UTF8.GetBytes(ElsaJson.Write(copy)), place, by);
    }, cancellation);

    /// <summary>Puts chosen improvements into the place's draft; what it has changed itself stays, where both have it is as chosen.</summary>
    /// <param name="known">The saving of the draft that was shown.</param>
    /// <exception cref="DesignConflictException">Somebody else has saved since.</exception>
    public async Task TakeAsync(string place, string definitionId, string by, int known, IReadOnlyCollection<string> keys, IReadOnlyDictionary<string, MergeSide> sides, CancellationToken cancellation = default)
    {
        var open = await designs.OpenAsync(place, definitionId, by, cancellation) ?? throw new NotFoundException("方案", definitionId);
        var mine = ElsaJson.Read(open.Text);
        var (before, after, origin) = await commits.ReadAsync(session => Improved(session, place, definitionId, mine) ?? throw new RefusedException("no-improvement", "范本现在没有新的改进，可能已由他人处理，请刷新。"), cancellation);
        var improvements = Improvements.Of(before, after, DesignNames.Plain);
        var merged = new TemplateMerge(before, mine, improvements.With(keys), DesignNames.Plain).Merge(origin, sides);
        var body = DesignDesk.Body(ElsaJson.Write(merged), open.Start);
        await commits.RunAsync(session =>
        {
            designs.Save(session, place, definitionId, by, known, open.Start, body);
            AuditLog.Write(session, place, by, "template-taken", definitionId, new { template = origin.DefinitionId, version = origin.Version, taken = improvements.All.Count(one => keys.Contains(one.Key)), of = improvements.All.Count });
        }, cancellation);
    }

    /// <summary>This state of the template is not told of any more; the next one is.</summary>
    public Task QuietAsync(string place, string definitionId, string by, string digest, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ProcessDesk.RequireOffice(session, place, by, "处理范本的改进");
        session.Execute($"INSERT INTO place_settings (jurisdiction_id, name, value) VALUES ({place}, {QuietName(definitionId)}, {digest}) ON CONFLICT (jurisdiction_id, name) DO UPDATE SET value = excluded.value");
        AuditLog.Write(session, place, by, "template-quiet", definitionId, new { digest });
    }, cancellation);

    internal static string QuietName(string definitionId) => $"template/{definitionId}";

    /// <summary>From which state to which, for a procedure as it is drawn now; null where there is nothing new.</summary>
    private static (WorkflowDefinition Before, WorkflowDefinition After, TemplateOrigin Origin)? Improved(WriteSession session, string place, string definitionId, WorkflowDefinition mine)
    {
        var origin = TemplateOrigin.Of(mine) ?? Unstated(session, place, definitionId);
        if (origin is null || Newest(session, origin.DefinitionId) is not { } newest || newest.Digest == origin.Digest) return null;
        return IsOnShelf(session, origin) ? (DefinitionFiles.Read(session, origin.Digest), DefinitionFiles.Read(session, newest.Digest), newest) : null;
    }

    /// <summary>Of a procedure whose file says nothing: the shelf's file among its own versions, or the shelf's published one it was drawn from.</summary>
    internal static TemplateOrigin? Unstated(WriteSession session, string place, string definitionId) => session.First(
        $"SELECT s.digest, s.version FROM definition_versions s JOIN definition_versions m ON m.digest = s.digest AND m.definition_id = s.definition_id WHERE s.jurisdiction_id = {DefinitionLibrary.Shelf} AND m.jurisdiction_id = {place} AND s.definition_id = {definitionId} ORDER BY s.version DESC LIMIT 1",
        reader => new TemplateOrigin(definitionId, reader.GetString(0), reader.GetInt32(1))) ?? (HasVersions(session, place, definitionId) ? null : InUse(session, definitionId));

    /// <summary>The shelf's version that places without one of their own begin years with.</summary>
    internal static TemplateOrigin? InUse(WriteSession session, string definitionId) => session.First(
        $"SELECT v.digest, v.version FROM definitions d JOIN definition_versions v ON v.id = d.published_version_id WHERE d.jurisdiction_id = {DefinitionLibrary.Shelf} AND d.definition_id = {definitionId}",
        reader => new TemplateOrigin(definitionId, reader.GetString(0), reader.GetInt32(1)));

    // A file may name any digest; only what lies on the shelf is for everybody's eyes.
    private static bool IsOnShelf(WriteSession session, TemplateOrigin origin) => session.Exists(
        $"SELECT 1 FROM definition_versions WHERE jurisdiction_id = {DefinitionLibrary.Shelf} AND definition_id = {origin.DefinitionId} AND digest = {origin.Digest}");

    private static TemplateOrigin? Newest(WriteSession session, string definitionId) => session.First(
        $"SELECT digest, version FROM definition_versions WHERE jurisdiction_id = {DefinitionLibrary.Shelf} AND definition_id = {definitionId} ORDER BY version DESC LIMIT 1",
        reader => new TemplateOrigin(definitionId, reader.GetString(0), reader.GetInt32(1)));

    private static List<(WorkflowDefinition Template, TemplateOrigin Origin, string NewId)> Children(WriteSession session, string place, WorkflowDefinition template, bool ownIds)
    {
        var files = new List<(WorkflowDefinition, TemplateOrigin, string)>();
        foreach (var id in ProcedureCard.Of(template, new NewestOfShelf(session)).Children)
            if (Newest(session, id) is { } file && (ownIds || !IsTaken(session, place, id)))
                files.Add((DefinitionFiles.Read(session, file.Digest), file, ownIds ? Free(session, place, id) : id));
        return files;
    }

    private static bool IsTaken(WriteSession session, string place, string id) =>
        HasVersions(session, place, id) || session.Exists($"SELECT 1 FROM drafts WHERE subject = {DraftRows.Bodies(place) + id}");

    private static bool HasVersions(WriteSession session, string place, string id) => session.Exists($"SELECT 1 FROM definition_versions WHERE jurisdiction_id = {place} AND definition_id = {id}");

    /// <summary>The template's id with the first number nobody here or on the shelf has.</summary>
    private static string Free(WriteSession session, string place, string id)
    {
        var stem = Numbered().Replace(id, "");
        for (var number = 2; ; number++)
        {
            var one = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
            if (!IsTaken(session, place, one) && Newest(session, one) is null) return one;
        }
    }

    [GeneratedRegex(@"-\d{1,3}$")]
    private static partial Regex Numbered();

    private sealed class NewestOfShelf(WriteSession session) : IDefinitionSource
    {
        public WorkflowDefinition? FindById(string definitionId) => Newest(session, definitionId) is { } file ? DefinitionFiles.Read(session, file.Digest) : null;

        public WorkflowDefinition? FindByActivityType(string type) => null;
    }
}

/// <param name="Children">Ids of the procedures copied along.</param>
public sealed record CopiedProcedure(string DefinitionId, IReadOnlyList<string> Children);
