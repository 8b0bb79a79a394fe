using System.Text;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Templates;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Definitions;

/// <summary>
/// Procedures being drawn. A place has one draft of each, whoever draws; every saving has a number, so the slower of two people
/// learns of the other. A draft concerns nobody who runs: versions and cycles know nothing of it until it is published.
/// </summary>
public sealed class DesignDesk(CommitQueue commits, DefinitionLibrary library, VersionDesk versions, DesignNews news)
{
    /// <summary>The draft, or what it would begin with: the place's own version, else the shelf's.</summary>
    /// <returns>Null when there is no such procedure here.</returns>
    public Task<OpenDesign?> OpenAsync(string place, string definitionId, string by, CancellationToken cancellation = default) => commits.ReadAsync(session =>
    {
        var level = Facts.Places.Read(session, place).Level;
        var published = Published(session, place, definitionId);
        var last = session.First($"SELECT MAX(version) FROM definition_versions WHERE definition_id = {definitionId} AND jurisdiction_id = {place}", reader => reader.Number(0)) ?? 0;
        var mayDraw = PeopleReader.IsOffice(session, by, place);
        var head = mayDraw ? DraftRows.Head(session, place, definitionId) : null;
        var windows = head?.Windows ?? new Dictionary<string, long>();
        if (head is { IsOpen: true } && DraftRows.Body(session, place, definitionId) is var draft)
            return new OpenDesign(definitionId, draft.Text, draft.Start, head.Revision, head.By, PeopleReader.NameOf(session, head.By), head.At, published?.Number, published?.IsOwn ?? true, last + 1, level, mayDraw) { Windows = windows };
        if (StartOf(session, place, definitionId, mayDraw) is not { } start) return null;
        return new OpenDesign(definitionId, start.Text, start.Text, 0, null, null, null, published?.Number, published?.IsOwn ?? true, start.IsDraft ? start.Number : last + 1, level, mayDraw) { IsDraft = start.IsDraft, Windows = windows };
    }, cancellation);

    /// <summary>The same for a drawing that no window sends by numbered acts.</summary>
    public Task<int> SaveAsync(string place, string definitionId, string by, int known, string text, string start, CancellationToken cancellation = default) =>
        SaveAsync(place, definitionId, by, known, text, start, window: null, cancellation);

    /// <summary>Keeps what was drawn.</summary>
    /// <param name="known">The number of the saving it builds on.</param>
    /// <param name="window">Up to which act of which window it goes.</param>
    /// <returns>The number of this saving.</returns>
    /// <exception cref="DesignConflictException">Somebody else has saved since.</exception>
    public async Task<int> SaveAsync(string place, string definitionId, string by, int known, string text, string start, DesignWindow? window, CancellationToken cancellation = default)
    {
        // Away from the page: a large one takes a while.
        var body = await Task.Run(() => Body(text, start), cancellation);
        return await commits.RunAsync(session => Save(session, place, definitionId, by, known, start, body, window), cancellation);
    }

    /// <summary>What is kept of a drawing; what could not be opened again is refused.</summary>
    internal static string Body(string text, string start)
    {
        if (Encoding.UTF8.GetByteCount(text) > ElsaJson.MaxBytes) throw new RefusedException("draft-too-long", $"方案超过 {ElsaJson.MaxBytes / 1024 / 1024} MB，没有保存；请拆成几个方案。");
        _ = ElsaJson.Read(text);
        return DraftRows.Write(new DraftBody(text, start));
    }

    /// <summary>A saving as a part of something greater.</summary>
    /// <param name="body">What is drawn, with its start, as <see cref="Body"/> has made it before the queue: nobody waits for that.</param>
    internal int Save(WriteSession session, string place, string definitionId, string by, int known, string start, string body, DesignWindow? window = null)
    {
        ProcessDesk.RequireOffice(session, place, by, "修改方案");
        var head = RequireLatest(session, place, definitionId, by, known);
        if (!head.IsOpen && StartOf(session, place, definitionId, mayDraw: true) is { } now && now.Text != start)
            throw new DesignConflictException(now.Text, 0, by, "别人", session.Now);
        var revision = head.Revision + 1;
        DraftRows.Keep(session, place, definitionId, (head with { Revision = revision, By = by, At = session.Now, IsOpen = true }).With(window), body);
        session.AfterCommit(() => news.Tell(new DesignSaved(place, definitionId, by, revision)));
        return revision;
    }

    /// <summary>Throws the draft away; the published version is opened again.</summary>
    /// <param name="window">Up to which act of which window it went.</param>
    public Task DropAsync(string place, string definitionId, string by, int known, DesignWindow? window = null, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ProcessDesk.RequireOffice(session, place, by, "放弃修改");
        End(session, place, definitionId, by, RequireLatest(session, place, definitionId, by, known).With(window));
    }, cancellation);

    /// <summary>The same at once.</summary>
    public Task<ImportedDefinition> PublishAsync(string place, string definitionId, string by, int known, string text, string reason, CancellationToken cancellation = default) =>
        PublishAsync(place, definitionId, by, known, text, reason, effectiveOn: null, window: null, cancellation);

    /// <summary>What is drawn becomes the version that new years begin with; years under way keep theirs.</summary>
    /// <param name="effectiveOn">From which day on; null for at once. Where the place wants it, a second person is asked first.</param>
    /// <param name="window">Up to which act of which window it goes.</param>
    /// <exception cref="InvalidDefinitionException">Everything that stops it.</exception>
    public Task<ImportedDefinition> PublishAsync(string place, string definitionId, string by, int known, string text, string reason, DateOnly? effectiveOn, DesignWindow? window, CancellationToken cancellation = default)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var definition = ElsaJson.Read(bytes, definitionId);
        if (definition.DefinitionId != definitionId) throw new RefusedException("other-definition", "草稿的编号与这个方案不一致，没有发布；请重新打开后再试。");
        return commits.RunAsync(session =>
        {
            ProcessDesk.RequireOffice(session, place, by, "发布方案");
            var head = RequireLatest(session, place, definitionId, by, known);
            var (drawn, file) = Stamped(session, place, definition, bytes);
            var imported = library.Import(session, drawn, file, place, by);
            var outcome = versions.Release(session, place, imported.VersionId, by, reason, effectiveOn);
            End(session, place, definitionId, by, head.With(window));
            return imported with { Outcome = outcome };
        }, cancellation);
    }

    /// <summary>Drawn on the shelf's procedure as it is: from now on it knows what it was made from.</summary>
    private static (WorkflowDefinition Definition, byte[] Bytes) Stamped(WriteSession session, string place, WorkflowDefinition drawn, byte[] bytes)
    {
        if (TemplateOrigin.Of(drawn) is not null || TemplateDesk.Unstated(session, place, drawn.DefinitionId) is not { } origin) return (drawn, bytes);
        var stamped = new WorkflowDefinition(drawn.Json.DeepClone().AsObject());
        origin.Stamp(stamped.Json);
        return (stamped, Encoding.UTF8.GetBytes(ElsaJson.Write(stamped)));
    }

    /// <summary>What is wrong with it were it published here.</summary>
    /// <param name="known">The place with its bodies and people, where they are to be checked too.</param>
    public Task<IReadOnlyList<DesignProblem>> CheckAsync(string place, string text, DesignPlace? known = null, DesignNames? names = null, CancellationToken cancellation = default) =>
        // Of a copy of its own, away from the page: it runs beside the next edit.
        Task.Run(() =>
        {
            var design = ProcedureDesign.Open(text);
            return commits.ReadAsync(session => DesignCheck.Of(design, new PublishedDefinitions(session, place), known ?? PlaceOf(session, place), names), cancellation);
        }, cancellation);

    /// <summary>The published file that a draft is compared with; null when there is none.</summary>
    public Task<string?> PublishedAsync(string place, string definitionId, CancellationToken cancellation = default) =>
        commits.ReadAsync(session => new PublishedDefinitions(session, place).FindById(definitionId) is { } published ? ElsaJson.Write(published) : null, cancellation);

    private static DesignPlace PlaceOf(WriteSession session, string place)
    {
        var here = Facts.Places.Read(session, place);
        return new DesignPlace(here.Name, here.Level, here.Dates, session.Now, CycleYears.Offered(here.Dates.Today(session.Now))[0], here.AllDeputies ?? 0);
    }

    private static FoundVersion? Published(WriteSession session, string place, string definitionId) => session.First(
        $"SELECT v.digest, v.version, v.jurisdiction_id FROM definitions d JOIN definition_versions v ON v.id = d.published_version_id WHERE d.definition_id = {definitionId} AND d.jurisdiction_id IN ({place}, {DefinitionLibrary.Shelf}) ORDER BY d.jurisdiction_id DESC LIMIT 1", Version);

    /// <summary>What a new drawing begins with: an imported draft later than what is in force, else what is in force.</summary>
    private static (string Text, int Number, bool IsDraft)? StartOf(WriteSession session, string place, string definitionId, bool mayDraw)
    {
        var published = Published(session, place, definitionId);
        var imported = session.First(
            $"SELECT digest, version, jurisdiction_id FROM definition_versions WHERE definition_id = {definitionId} AND jurisdiction_id = {place} AND state = {DefinitionState.Draft} ORDER BY version DESC LIMIT 1", Version);
        if ((mayDraw && imported is not null && (published is not { IsOwn: true } || imported.Number > published.Number) ? imported : published ?? imported) is not { } start) return null;
        return (ElsaJson.Write(DefinitionFiles.Read(session, start.Digest)), start.Number, start == imported);
    }

    private static DraftHead RequireLatest(WriteSession session, string place, string definitionId, string by, int known)
    {
        var head = DraftRows.Head(session, place, definitionId) ?? DraftHead.None;
        if (!head.IsOpen) return known == 0 ? head : throw new DesignConflictException(null, 0, by, "", session.Now);
        return head.Revision == known ? head : throw new DesignConflictException(DraftRows.Body(session, place, definitionId).Text, head.Revision, head.By, PeopleReader.NameOf(session, head.By), head.At);
    }

    private void End(WriteSession session, string place, string definitionId, string by, DraftHead head)
    {
        if (head.IsOpen) DraftRows.End(session, place, definitionId, head);
        session.AfterCommit(() => news.Tell(new DesignSaved(place, definitionId, by, 0)));
    }

    private static FoundVersion? Version(System.Data.Common.DbDataReader reader) => new(reader.GetString(0), reader.GetInt32(1), reader.GetString(2).Length > 0);

    private sealed record FoundVersion(string Digest, int Number, bool IsOwn);
}

/// <param name="Text">The procedure as its file.</param>
/// <param name="Start">What it was before anybody drew.</param>
/// <param name="Revision">Number of the last saving, never given twice; 0 when nothing is drawn.</param>
/// <param name="Published">The version that years begin with now; null when there is none.</param>
/// <param name="IsOwn">False while the published one is the shelf's.</param>
/// <param name="Next">The version that publishing would make.</param>
public sealed record OpenDesign(
    string DefinitionId, string Text, string Start, int Revision, string? SavedBy, string? SavedByName, DateTimeOffset? SavedAt, int? Published, bool IsOwn, int Next,
    Activities.Facts.JurisdictionLevel Level, bool MayDraw)
{
    /// <summary>It begins with a version of the place's own that is not published yet, e.g. a template's copy.</summary>
    public bool IsDraft { get; init; }

    /// <summary>Up to which act each window's work is in the text: what a window still holds beyond it was lost on the way.</summary>
    public IReadOnlyDictionary<string, long> Windows { get; init; } = new Dictionary<string, long>();
}

/// <summary>A window of a browser and the last of its numbered acts.</summary>
public sealed record DesignWindow(string Name, long Act);

/// <summary>Somebody else has saved, published or dropped the draft meanwhile.</summary>
/// <param name="text">Theirs; null when the draft is gone, published or thrown away.</param>
public sealed class DesignConflictException(string? text, int revision, string by, string byName, DateTimeOffset at)
    : WorkflowException("design-conflict", text is null ? "这份草稿已被发布或放弃，您的修改还没有保存；可以接着改成新的草稿。" : $"{byName}刚改过这份草稿，您的修改还没有保存；请选择合并、用我的，或用对方的。")
{
    public string? Text { get; } = text;
    public int Revision { get; } = revision;
    public string By { get; } = by;
    public string ByName { get; } = byName;
    public DateTimeOffset At { get; } = at;
}
