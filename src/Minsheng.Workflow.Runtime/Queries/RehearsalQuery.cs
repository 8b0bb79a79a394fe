using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Rehearsal.Shown;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What a rehearsal is made of: a version's file, the procedures it may start, and the place's figures. Nothing is written.</summary>
public sealed class RehearsalQuery(ReadSide reading, TimeProvider clock)
{
    private const int DeputiesOtherwise = 193, MembersOtherwise = 25;

    /// <summary>In the place of a version: what is being drawn and not yet published.</summary>
    public const string Draft = "draft";

    /// <param name="withDraft">The person may see what is being drawn.</param>
    /// <param name="versionId">Null takes the published version, else the newest.</param>
    /// <returns>Null when there is no such procedure, or no such version of it, here.</returns>
    public async Task<RehearsalSource?> FindAsync(string jurisdictionId, string definitionId, string? versionId, bool withDraft = false, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var versions = await db.DefinitionVersions.IgnoreQueryFilters()
            .Where(row => row.DefinitionId == definitionId && (row.JurisdictionId == jurisdictionId || row.JurisdictionId == DefinitionLibrary.Shelf))
            .OrderByDescending(row => row.JurisdictionId).ThenByDescending(row => row.Version)
            .Select(row => new ProcedureVersion(row.Id, row.Version, row.State, row.JurisdictionId != "", row.ImportedAt, row.PublishedAt)).ToListAsync(cancellation);
        var drawn = withDraft ? await DrawnAsync(db, definitionId, cancellation) : null;
        if (drawn is { } draft)
        {
            var next = versions.Where(version => version.IsOwn).Select(version => version.Version).DefaultIfEmpty().Max() + 1;
            versions.Insert(0, new ProcedureVersion(Draft, next, DefinitionState.Draft, true, draft.At, null));
        }
        // A page may ask for the drawing of what is drawn but not touched yet.
        if (versionId == Draft && drawn is null) versionId = versions.Find(version => version is { IsOwn: true, State: DefinitionState.Draft })?.Id;
        var shown = versionId is null ? versions.Find(version => version.State == DefinitionState.Published) ?? versions.FirstOrDefault() : versions.Find(version => version.Id == versionId);
        if (shown is null) return null;
        // A draft starts the drafts that were made with it, published or not.
        var place = await PlaceAsync(db, withDrafts: withDraft && shown is { IsOwn: true, State: DefinitionState.Draft }, cancellation);
        if (shown.Id == Draft) return new RehearsalSource(ElsaJson.Read(drawn!.Value.Text), shown, versions, place, await TodayAsync(db, cancellation));
        var bytes = await db.DefinitionVersions.IgnoreQueryFilters().Where(version => version.Id == shown.Id)
            .Join(db.DefinitionFiles, version => version.Digest, file => file.Digest, (_, file) => file.Bytes).SingleAsync(cancellation);
        return new RehearsalSource(ElsaJson.Read(bytes), shown, versions, place, await TodayAsync(db, cancellation));
    }

    /// <summary>What is drawn at this moment, kept or not.</summary>
    /// <param name="withDrafts">The person may see what else is being drawn.</param>
    public async Task<RehearsalSource> OfAsync(string jurisdictionId, WorkflowDefinition drawn, bool withDrafts, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var version = new ProcedureVersion(Draft, drawn.Version, DefinitionState.Draft, true, clock.GetUtcNow(), null);
        return new RehearsalSource(drawn, version, [version], await PlaceAsync(db, withDrafts, cancellation), await TodayAsync(db, cancellation));
    }

    private static async Task<(string Text, DateTimeOffset At)?> DrawnAsync(WorkflowDb db, string definitionId, CancellationToken cancellation)
    {
        var subject = DraftRows.Bodies(db.JurisdictionId!) + definitionId;
        var row = await db.Drafts.Where(draft => draft.Subject == subject).Select(draft => new { draft.Json, draft.At }).FirstOrDefaultAsync(cancellation);
        return row is not null && System.Text.Json.Nodes.JsonNode.Parse(row.Json)?["text"]?.ToString() is { Length: > 0 } text ? (text, row.At) : null;
    }

    private async Task<DateOnly> TodayAsync(WorkflowDb db, CancellationToken cancellation) => (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow());

    private async Task<RehearsalPlace> PlaceAsync(WorkflowDb db, bool withDrafts, CancellationToken cancellation)
    {
        var place = await db.Jurisdictions.Where(row => row.Id == db.JurisdictionId).SingleAsync(cancellation);
        var today = await TodayAsync(db, cancellation);
        var role = place.Level switch { JurisdictionLevel.County => Roles.ScMember, JurisdictionLevel.Street => Roles.StreetCouncilMember, _ => null };
        var (deputies, members) = (place.AllDeputies ?? await HoldersAsync(Roles.Deputy), role is null ? 0 : await HoldersAsync(role));
        return new RehearsalPlace(
            place.Name, place.Level, deputies > 0 ? deputies : DeputiesOtherwise, members > 0 ? members : MembersOtherwise,
            Places.DatesOf(place.TimeZone, place.CalendarJson).Calendar, new PublishedFiles([.. withDrafts ? await DraftsAsync(db, cancellation) : [], .. await PublishedAsync(db, cancellation)]));

        Task<int> HoldersAsync(string name) => db.Posts.Where(post => post.Kind == PostKind.Role && post.Name == name && post.From <= today && (post.Until == null || post.Until >= today)
            && db.People.Any(person => person.Id == post.PersonId && person.IsActive)).Select(post => post.PersonId).Distinct().CountAsync(cancellation);
    }

    /// <summary>The files of everything the place may start, its own before the shelf's.</summary>
    private static async Task<List<(string Id, string? ActivityType, byte[] Bytes)>> PublishedAsync(WorkflowDb db, CancellationToken cancellation)
    {
        var rows = await (from definition in db.Definitions.IgnoreQueryFilters()
                          where definition.PublishedVersionId != null && (definition.JurisdictionId == db.JurisdictionId || definition.JurisdictionId == DefinitionLibrary.Shelf)
                          join version in db.DefinitionVersions.IgnoreQueryFilters() on definition.PublishedVersionId equals version.Id
                          join file in db.DefinitionFiles on version.Digest equals file.Digest
                          orderby definition.JurisdictionId descending
                          select new { definition.DefinitionId, definition.ActivityType, file.Bytes }).ToListAsync(cancellation);
        return [.. rows.Select(row => (row.DefinitionId, row.ActivityType, row.Bytes))];
    }

    /// <summary>What the place is drawing, and what it has imported and not published yet.</summary>
    private static async Task<List<(string Id, string? ActivityType, byte[] Bytes)>> DraftsAsync(WorkflowDb db, CancellationToken cancellation)
    {
        var subject = DraftRows.Bodies(db.JurisdictionId!);
        var drawn = await db.Drafts.Where(draft => draft.Subject.StartsWith(subject)).Select(draft => new { draft.Subject, draft.Json }).ToListAsync(cancellation);
        var newest = (await db.DefinitionVersions.OrderBy(row => row.Version).Select(row => new { row.DefinitionId, row.Digest, row.State }).ToListAsync(cancellation))
            .GroupBy(row => row.DefinitionId).Select(group => group.Last()).Where(row => row.State == DefinitionState.Draft).ToList();
        var digests = newest.ConvertAll(row => row.Digest);
        var files = await db.DefinitionFiles.Where(file => digests.Contains(file.Digest)).ToDictionaryAsync(file => file.Digest, file => file.Bytes, cancellation);
        return
        [
            .. drawn.Select(draft => (draft.Subject[subject.Length..], (string?)null, System.Text.Encoding.UTF8.GetBytes(System.Text.Json.Nodes.JsonNode.Parse(draft.Json)?["text"]?.ToString() ?? ""))).Where(draft => draft.Item3.Length > 0),
            .. newest.Select(row => (row.DefinitionId, (string?)null, files[row.Digest])),
        ];
    }

    /// <summary>Read when they are asked for: a year starts two or three of them.</summary>
    private sealed class PublishedFiles(IReadOnlyList<(string Id, string? ActivityType, byte[] Bytes)> files) : IDefinitionSource
    {
        public WorkflowDefinition? FindById(string definitionId) => Read(file => file.Id == definitionId);

        public WorkflowDefinition? FindByActivityType(string type) => Read(file => file.ActivityType == type);

        private WorkflowDefinition? Read(Func<(string Id, string? ActivityType, byte[] Bytes), bool> which) =>
            files.Where(which).Select(file => ElsaJson.Read(file.Bytes)).FirstOrDefault();
    }
}

public sealed record RehearsalSource(WorkflowDefinition Definition, ProcedureVersion Version, IReadOnlyList<ProcedureVersion> Versions, RehearsalPlace Place, DateOnly Today)
{
    public IReadOnlyList<RehearsalSetting> Settings { get; } = RehearsalSetting.Of(Definition);
}
