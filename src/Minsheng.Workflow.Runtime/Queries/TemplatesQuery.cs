using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Templates;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>The gallery of the shelf, and what has become better in it since a place took its own copy.</summary>
public sealed class TemplatesQuery(ReadSide reading, ProcedurePictures pictures)
{
    private readonly ConcurrentDictionary<string, TemplateOrigin?> _origins = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Before, string After), int> _counts = new();
    private readonly ConcurrentDictionary<string, Drawn> _drawn = new(StringComparer.Ordinal);
    private readonly Lock _reading = new();
    private volatile Shelf _shelf = new("", []);

    /// <summary>Reads the shelf before anybody asks for it.</summary>
    /// <returns>Every procedure of it as a picture.</returns>
    public async IAsyncEnumerable<ProcedurePicture> ReadAheadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var db = reading.Everything();
        var newest = await NewestAsync(db, cancellation);
        await CardsAsync(db, newest, cancellation);
        foreach (var version in newest.Values) yield return await pictures.OfFileAsync(db, version.Digest, cancellation);
    }

    /// <summary>Every procedure of the shelf, in its newest state; the place's own ways and those for its level first.</summary>
    public async Task<Gallery> ShelfAsync(string place, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        var newest = await NewestAsync(db, cancellation);
        var (level, name) = await db.Jurisdictions.Where(row => row.Id == place).Select(row => ValueTuple.Create(row.Level, row.Name)).SingleAsync(cancellation);
        var own = (await OwnAsync(db, cancellation)).ToLookup(one => one.Origin?.DefinitionId ?? "");
        var ids = await db.DefinitionVersions.Select(row => row.DefinitionId).Distinct().ToListAsync(cancellation);
        var cards = new List<GalleryCard>();
        foreach (var card in await CardsAsync(db, newest, cancellation))
        {
            var version = newest[card.DefinitionId];
            var mine = own[card.DefinitionId].Select(one => new OwnCopy(one.DefinitionId, one.Name)).ToList();
            cards.Add(new GalleryCard(card, version.Version, mine, ids.Contains(card.DefinitionId), await pictures.OfFileAsync(db, version.Digest, cancellation)));
        }
        return new Gallery(level, [.. cards.OrderByDescending(card => card.Card.Place == name).ThenByDescending(card => card.Card.Levels.Contains(level)).ThenByDescending(card => card.Card.Levels.Count == 0).ThenByDescending(card => card.Card.IsYear).ThenBy(card => card.Card.Levels.Count > 0 ? card.Card.Levels[0] : 0).ThenBy(card => card.Card.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Own procedures, and the shelf's that are used as they are, whose template has become better.</summary>
    public async Task<IReadOnlyList<TemplateOffer>> OffersAsync(string place, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        var newest = await NewestAsync(db, cancellation);
        var quiet = await db.PlaceSettings.Where(row => row.Name.StartsWith("template/")).ToDictionaryAsync(row => row.Name, row => row.Value, cancellation);
        var own = await OwnAsync(db, cancellation);
        var used = await UsedAsync(db, cancellation);
        var offers = new List<TemplateOffer>();
        foreach (var (id, name, origin, isOwn) in own.Concat(used.Where(one => own.All(mine => mine.DefinitionId != one.DefinitionId))))
        {
            if (origin is null || !newest.TryGetValue(origin.DefinitionId, out var latest) || latest.Digest == origin.Digest) continue;
            if (await CountAsync(db, origin, latest, cancellation) is not ({ } count and > 0)) continue;
            offers.Add(new TemplateOffer(id, name, isOwn, origin, new TemplateOrigin(origin.DefinitionId, latest.Digest, latest.Version), count, quiet.GetValueOrDefault(TemplateDesk.QuietName(id)) == latest.Digest));
        }
        return offers;
    }

    /// <summary>What exactly is offered for one procedure; null where nothing is.</summary>
    public async Task<OfferedTemplate?> OfferAsync(string place, string definitionId, CancellationToken cancellation = default)
    {
        var offer = (await OffersAsync(place, cancellation)).FirstOrDefault(one => one.DefinitionId == definitionId);
        if (offer is null) return null;
        await using var db = reading.Of(place);
        var people = await db.People.Select(person => new { person.Id, person.Name }).ToDictionaryAsync(person => person.Id, person => person.Name, cancellation);
        var names = new DesignNames(Roles.Name, person => people.GetValueOrDefault(person, person));
        var before = await FileAsync(db, offer.From, cancellation) ?? throw new NotFoundException("范本", offer.From.DefinitionId);
        var after = await FileAsync(db, offer.To, cancellation) ?? throw new NotFoundException("范本", offer.To.DefinitionId);
        return new OfferedTemplate(offer, before, Improvements.Of(before, after, names), names);
    }

    private async Task<IReadOnlyList<ProcedureCard>> CardsAsync(WorkflowDb db, Dictionary<string, ShelfVersion> newest, CancellationToken cancellation)
    {
        var key = string.Join(',', newest.Values.Select(version => version.Digest).Order(StringComparer.Ordinal));
        if (_shelf.Key == key) return _shelf.Cards;
        var digests = newest.Values.Select(version => version.Digest).ToList();
        var files = await db.DefinitionFiles.Where(file => digests.Contains(file.Digest)).Select(file => file.Bytes).ToListAsync(cancellation);
        // Whoever comes meanwhile waits for the one who reads them, instead of reading them too.
        lock (_reading)
        {
            if (_shelf.Key == key) return _shelf.Cards;
            var all = new Folder(files.Select(bytes => ElsaJson.Read(bytes)).ToDictionary(definition => definition.DefinitionId, StringComparer.Ordinal));
            return (_shelf = new Shelf(key, [.. all.Definitions.Values.Select(definition => ProcedureCard.Of(definition, all))])).Cards;
        }
    }

    private async Task<int> CountAsync(WorkflowDb db, TemplateOrigin from, ShelfVersion to, CancellationToken cancellation)
    {
        if (_counts.TryGetValue((from.Digest, to.Digest), out var known)) return known;
        var before = await FileAsync(db, from, cancellation);
        var after = await FileAsync(db, new TemplateOrigin(from.DefinitionId, to.Digest, to.Version), cancellation);
        return before is null || after is null ? 0 : _counts.GetOrAdd((from.Digest, to.Digest), Improvements.Of(before, after, DesignNames.Plain).All.Count);
    }

    /// <summary>A file of the shelf; null where it is not there, or not the shelf's.</summary>
    private static async Task<WorkflowDefinition?> FileAsync(WorkflowDb db, TemplateOrigin origin, CancellationToken cancellation) =>
        await db.DefinitionVersions.IgnoreQueryFilters().Where(row => row.JurisdictionId == DefinitionLibrary.Shelf && row.DefinitionId == origin.DefinitionId && row.Digest == origin.Digest)
            .Join(db.DefinitionFiles, version => version.Digest, file => file.Digest, (_, file) => file.Bytes).FirstOrDefaultAsync(cancellation) is { } bytes ? ElsaJson.Read(bytes) : null;

    private static async Task<Dictionary<string, ShelfVersion>> NewestAsync(WorkflowDb db, CancellationToken cancellation) =>
        (await db.DefinitionVersions.IgnoreQueryFilters().Where(row => row.JurisdictionId == DefinitionLibrary.Shelf).OrderBy(row => row.Version)
            .Select(row => new ShelfVersion(row.Id, row.DefinitionId, row.Digest, row.Version)).ToListAsync(cancellation))
        .GroupBy(row => row.DefinitionId).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);

    /// <summary>The place's own procedures as they stand last, in a draft if there is one, with what they were made from.</summary>
    private async Task<List<Standing>> OwnAsync(WorkflowDb db, CancellationToken cancellation)
    {
        var versions = await db.DefinitionVersions.OrderBy(row => row.Version).Select(row => new { row.DefinitionId, row.Digest }).ToListAsync(cancellation);
        var names = await db.Definitions.ToDictionaryAsync(row => row.DefinitionId, row => row.Name, cancellation);
        var drafts = await DraftsAsync(db, cancellation);
        var shelf = (await db.DefinitionVersions.IgnoreQueryFilters().Where(row => row.JurisdictionId == DefinitionLibrary.Shelf).Select(row => new { row.DefinitionId, row.Digest, row.Version }).ToListAsync(cancellation))
            .ToLookup(row => (row.DefinitionId, row.Digest), row => row.Version);
        var own = new List<Standing>();
        foreach (var group in versions.GroupBy(row => row.DefinitionId))
        {
            var origin = (drafts.Remove(group.Key, out var draft) ? draft.Origin : null)
                ?? await OfDigestAsync(db, group.Last().Digest, cancellation)
                ?? group.Reverse().Where(row => shelf[(row.DefinitionId, row.Digest)].Any()).Select(row => new TemplateOrigin(row.DefinitionId, row.Digest, shelf[(row.DefinitionId, row.Digest)].Max())).FirstOrDefault();
            own.Add(new Standing(group.Key, names.GetValueOrDefault(group.Key, group.Key), origin, true));
        }
        // Drawn on the shelf's procedure and not yet published.
        own.AddRange(drafts.Where(draft => draft.Value.Origin is not null).Select(draft => new Standing(draft.Key, draft.Value.Name ?? draft.Key, draft.Value.Origin, true)));
        return own;
    }

    /// <summary>What the place is drawing, by procedure. A draft is read once for each of its savings: it may be long, its head is not.</summary>
    private async Task<Dictionary<string, Drawn>> DraftsAsync(WorkflowDb db, CancellationToken cancellation)
    {
        var (bodies, heads) = (DraftRows.Bodies(db.JurisdictionId!), DraftRows.Heads(db.JurisdictionId!));
        var subjects = await db.Drafts.Where(row => row.Subject.StartsWith(bodies)).Select(row => row.Subject).ToListAsync(cancellation);
        if (subjects.Count == 0) return [];
        var states = await db.Drafts.Where(row => row.Subject.StartsWith(heads)).ToDictionaryAsync(row => row.Subject[heads.Length..], row => row.Json, StringComparer.Ordinal, cancellation);
        var drafts = new Dictionary<string, Drawn>(StringComparer.Ordinal);
        foreach (var subject in subjects)
        {
            var state = states.GetValueOrDefault(subject[bodies.Length..], "");
            if (!_drawn.TryGetValue(subject, out var drawn) || drawn.State != state || state.Length == 0)
            {
                var json = await db.Drafts.Where(row => row.Subject == subject).Select(row => row.Json).FirstOrDefaultAsync(cancellation);
                _drawn[subject] = drawn = Read(state, json is null ? "" : JsonNode.Parse(json)?["text"]?.ToString() ?? "");
            }
            drafts[subject[bodies.Length..]] = drawn;
        }
        return drafts;
    }

    private static async Task<List<Standing>> UsedAsync(WorkflowDb db, CancellationToken cancellation) =>
        await (from definition in db.Definitions.IgnoreQueryFilters().Where(row => row.JurisdictionId == DefinitionLibrary.Shelf)
               join version in db.DefinitionVersions.IgnoreQueryFilters() on definition.PublishedVersionId equals version.Id
               select new Standing(definition.DefinitionId, definition.Name, new TemplateOrigin(definition.DefinitionId, version.Digest, version.Version), false)).ToListAsync(cancellation);

    private async Task<TemplateOrigin?> OfDigestAsync(WorkflowDb db, string digest, CancellationToken cancellation)
    {
        if (_origins.TryGetValue(digest, out var known)) return known;
        var bytes = await db.DefinitionFiles.Where(file => file.Digest == digest).Select(file => file.Bytes).SingleAsync(cancellation);
        return _origins.GetOrAdd(digest, TemplateOrigin.Of(ElsaJson.Read(bytes)));
    }

    /// <summary>A draft that cannot be read hides no list; whoever opens it is told.</summary>
    private static Drawn Read(string state, string text)
    {
        try
        {
            return text.Length > 0 && ElsaJson.Read(text) is var definition ? new Drawn(state, TemplateOrigin.Of(definition), definition.Name) : new Drawn(state, null, null);
        }
        catch (Engine.InvalidDefinitionException)
        {
            return new Drawn(state, null, null);
        }
    }

    private sealed record Shelf(string Key, IReadOnlyList<ProcedureCard> Cards);

    /// <param name="State">The draft's head when it was read: no two savings have the same.</param>
    private sealed record Drawn(string State, TemplateOrigin? Origin, string? Name);

    private sealed record ShelfVersion(string Id, string DefinitionId, string Digest, int Version);

    private sealed record Standing(string DefinitionId, string Name, TemplateOrigin? Origin, bool IsOwn);

    private sealed class Folder(IReadOnlyDictionary<string, WorkflowDefinition> definitions) : IDefinitionSource
    {
        public IReadOnlyDictionary<string, WorkflowDefinition> Definitions => definitions;

        public WorkflowDefinition? FindById(string definitionId) => definitions.GetValueOrDefault(definitionId);

        public WorkflowDefinition? FindByActivityType(string type) => null;
    }
}

/// <param name="Level">Of the place that looks.</param>
public sealed record Gallery(JurisdictionLevel Level, IReadOnlyList<GalleryCard> Cards)
{
    public GalleryCard? Find(string definitionId) => Cards.FirstOrDefault(one => one.Card.DefinitionId == definitionId);
}

/// <param name="Version">The newest on the shelf.</param>
/// <param name="Copies">The place's own that were made from it.</param>
/// <param name="IsTaken">The place has one of the same id.</param>
public sealed record GalleryCard(ProcedureCard Card, int Version, IReadOnlyList<OwnCopy> Copies, bool IsTaken, ProcedurePicture Picture);

public sealed record OwnCopy(string DefinitionId, string Name);

/// <param name="IsOwn">False where the place uses the shelf's published version as it is.</param>
/// <param name="IsQuiet">The place does not want to be told of this state.</param>
public sealed record TemplateOffer(string DefinitionId, string Name, bool IsOwn, TemplateOrigin From, TemplateOrigin To, int Count, bool IsQuiet);

public sealed record OfferedTemplate(TemplateOffer Offer, WorkflowDefinition Before, Improvements Improvements, DesignNames Names);
