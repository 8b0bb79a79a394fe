using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Templates;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Host.Tests.Tasks;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Definitions;

/// <summary>A place drafts its own from a procedure of the shelf, and takes of later improvements what it wants.</summary>
public sealed class TemplateDeskTests : TaskRoom
{
    private const string Id = "zhashui-three-reviews", Child = "project-supervision-zhashui", Stranger = "stranger", Elsewhere = "elsewhere";
    private static readonly Dictionary<string, MergeSide> Nothing = [];

    private readonly string _folder = Directory.CreateTempSubdirectory("minsheng-shelf").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DesignDesk Designs => new(Office.Commits, Office.Library, new VersionDesk(Office.Commits, Office.Library), new DesignNews());

    private TemplateDesk Desk => new(Office.Commits, Office.Library, Designs);

    private TemplatesQuery Query => new(new ReadSide(() => Office.Open(Options)), new ProcedurePictures());

    [Fact]
    public async Task A_copy_is_a_draft_of_the_places_own_with_its_children_and_knows_where_it_comes_from()
    {
        await ShelveAsync();

        var copied = await Desk.CopyAsync(Elsewhere, Id, Stranger, "邻县三审票决", ownId: false, withChildren: true, Ct);

        (copied.DefinitionId, string.Join(',', copied.Children)).ShouldBe((Id, Child));
        var open = (await Designs.OpenAsync(Elsewhere, Id, Stranger, Ct))!;
        (open.IsDraft, open.Next, open.Published, open.IsOwn).ShouldBe((true, 1, 1, false));
        var mine = ElsaJson.Read(open.Text);
        (mine.Name, TemplateOrigin.Of(mine)!.DefinitionId).ShouldBe(("邻县三审票决", Id));
        var card = (await Query.ShelfAsync(Elsewhere, Ct)).Find(Id)!;
        card.Copies.ShouldHaveSingleItem().Name.ShouldBe("邻县三审票决");
        card.IsTaken.ShouldBeTrue();
        (await Query.ShelfAsync(Office.Place, Ct)).Find(Id)!.IsTaken.ShouldBeFalse();
        (await Query.OffersAsync(Elsewhere, Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_id_is_not_given_twice_and_a_second_copy_starts_its_own_children()
    {
        await ShelveAsync();
        await Desk.CopyAsync(Elsewhere, Id, Stranger, "邻县三审票决", ownId: false, withChildren: true, Ct);

        (await Should.ThrowAsync<RefusedException>(() => Desk.CopyAsync(Elsewhere, Id, Stranger, "又一份", ownId: false, withChildren: false, Ct))).Code.ShouldBe("id-taken");
        var second = await Desk.CopyAsync(Elsewhere, Id, Stranger, "又一份", ownId: true, withChildren: true, Ct);

        (second.DefinitionId, string.Join(',', second.Children)).ShouldBe(($"{Id}-2", $"{Child}-2"));
        (await Designs.OpenAsync(Elsewhere, second.DefinitionId, Stranger, Ct))!.Text.ShouldContain($"\"{Child}-2\"");
    }

    [Fact]
    public async Task A_copy_is_rehearsed_with_the_children_copied_along_before_any_of_them_is_published()
    {
        await ShelveAsync();
        var copied = await Desk.CopyAsync(Elsewhere, Id, Stranger, "邻县三审票决", ownId: true, withChildren: true, Ct);
        var query = new RehearsalQuery(new ReadSide(() => Office.Open(Options)), Clock);

        var source = (await query.FindAsync(Elsewhere, copied.DefinitionId, RehearsalQuery.Draft, withDraft: true, Ct))!;

        source.Place.Others.FindById(copied.Children[0])!.Name.ShouldBe("邻县项目督办");
        (await query.FindAsync(Elsewhere, copied.DefinitionId, null, withDraft: false, Ct))!.Place.Others.FindById(copied.Children[0]).ShouldBeNull();
    }

    [Fact]
    public async Task Only_the_office_copies_takes_and_silences()
    {
        await ShelveAsync();
        foreach (var by in new[] { "p1", Stranger })
        {
            await Should.ThrowAsync<NotAllowedException>(() => Desk.CopyAsync(Office.Place, Id, by, "柞水", ownId: false, withChildren: false, Ct));
            await Should.ThrowAsync<NotAllowedException>(() => Desk.QuietAsync(Office.Place, Id, by, "x", Ct));
        }
        (await Should.ThrowAsync<RefusedException>(() => Desk.CopyAsync(Office.Place, Id, Office.Staff, " ", ownId: false, withChildren: false, Ct))).Code.ShouldBe("bad-name");
        await ShelveAsync(seats: 8);
        await Should.ThrowAsync<NotAllowedException>(() => Desk.TakeAsync(Office.Place, Id, "p1", 0, [], Nothing, Ct));
    }

    [Fact]
    public async Task What_is_better_later_is_offered_and_taken_into_the_draft_only_when_wanted()
    {
        await ShelveAsync();
        await Desk.CopyAsync(Elsewhere, Id, Stranger, "邻县三审票决", ownId: false, withChildren: false, Ct);
        await Designs.PublishAsync(Elsewhere, Id, Stranger, 0, (await OpenAsync()).Text, "首次使用", Ct);
        await ShelveAsync(seats: 8, planDays: 25);

        var offered = (await Query.OfferAsync(Elsewhere, Id, Ct))!;
        (offered.Offer.Count, offered.Offer.IsOwn, offered.Offer.From.Version, offered.Offer.To.Version).ShouldBe((2, true, 1, 2));
        var seats = offered.Improvements.All.Single(one => one.Sentences[0].Contains("由 10 改为 8", StringComparison.Ordinal));
        ElsaJson.Read((await OpenAsync()).Text).Json.ToJsonString().ShouldNotContain("\"defaultValue\":8");

        await Desk.TakeAsync(Elsewhere, Id, Stranger, 0, [seats.Key], Nothing, Ct);

        var open = await OpenAsync();
        (open.Revision, Setting(open, "seats"), Setting(open, "planDays")).ShouldBe((1, "8", "20"));
        (await Query.OffersAsync(Elsewhere, Ct)).ShouldBeEmpty();
        await using var db = Office.Read();
        (await db.DefinitionVersions.CountAsync(row => row.JurisdictionId == Elsewhere, Ct)).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_taken_and_its_line_in_the_audit_are_kept_together_or_not_at_all()
    {
        await ShelveAsync();
        await ShelveAsync(seats: 8);
        var improvement = (await Query.OfferAsync(Elsewhere, Id, Ct))!.Improvements.All[0].Key;
        await using (var db = Office.Open(Options))
            await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER no_audit BEFORE INSERT ON audit WHEN NEW.act = 'template-taken' BEGIN SELECT RAISE(ABORT, 'full'); END", Ct);

        await Should.ThrowAsync<SqliteException>(() => Desk.TakeAsync(Elsewhere, Id, Stranger, 0, [improvement], Nothing, Ct));

        (await OpenAsync()).Revision.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_not_wanted_is_not_told_again_until_the_next_state()
    {
        await ShelveAsync();
        await Desk.CopyAsync(Elsewhere, Id, Stranger, "邻县三审票决", ownId: false, withChildren: false, Ct);
        await ShelveAsync(seats: 8);
        var offer = (await Query.OffersAsync(Elsewhere, Ct)).ShouldHaveSingleItem();

        await Desk.QuietAsync(Elsewhere, Id, Stranger, offer.To.Digest, Ct);
        (await Query.OffersAsync(Elsewhere, Ct)).ShouldHaveSingleItem().IsQuiet.ShouldBeTrue();
        await ShelveAsync(seats: 9);
        (await Query.OffersAsync(Elsewhere, Ct)).ShouldHaveSingleItem().IsQuiet.ShouldBeFalse();
    }

    [Fact]
    public async Task A_place_without_its_own_goes_on_with_the_shelfs_old_state_and_gets_a_draft_when_it_takes_something()
    {
        await ShelveAsync();
        await ShelveAsync(seats: 8);

        var offer = (await Query.OffersAsync(Elsewhere, Ct)).ShouldHaveSingleItem();
        (offer.IsOwn, offer.Count).ShouldBe((false, 1));
        Setting(await OpenAsync(), "seats").ShouldBe("10");

        var offered = (await Query.OfferAsync(Elsewhere, Id, Ct))!;
        await Desk.TakeAsync(Elsewhere, Id, Stranger, 0, [offered.Improvements.All[0].Key], Nothing, Ct);
        Setting(await OpenAsync(), "seats").ShouldBe("8");
        (await Query.OffersAsync(Elsewhere, Ct)).ShouldBeEmpty();
        (await Query.OffersAsync(Office.Place, Ct)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_drawn_on_the_shelfs_procedure_knows_it_once_it_is_published()
    {
        await ShelveAsync();
        var open = await OpenAsync();
        TemplateOrigin.Of(ElsaJson.Read(open.Text)).ShouldBeNull();
        var text = open.Text.Replace("\"name\": \"柞水三审票决\"", "\"name\": \"邻县三审票决\"", StringComparison.Ordinal);
        var revision = await Designs.SaveAsync(Elsewhere, Id, Stranger, 0, text, open.Start, Ct);
        await Designs.PublishAsync(Elsewhere, Id, Stranger, revision, text, "改名", Ct);

        await ShelveAsync(seats: 8);
        (await Query.OffersAsync(Elsewhere, Ct)).ShouldHaveSingleItem().IsOwn.ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_that_names_another_places_file_as_its_template_shows_nothing_of_it()
    {
        await ShelveAsync();
        await Desk.CopyAsync(Elsewhere, Id, Stranger, "邻县的秘密", ownId: false, withChildren: false, Ct);
        await using var db = Office.Read();
        var secret = await db.DefinitionVersions.Where(row => row.JurisdictionId == Elsewhere).Select(row => row.Digest).SingleAsync(Ct);
        var thief = new WorkflowDefinition(Shipped().Json.DeepClone().AsObject());
        new TemplateOrigin(Id, secret, 1).Stamp(thief.Json);
        await Office.Library.ImportAsync(System.Text.Encoding.UTF8.GetBytes(ElsaJson.Write(thief)), "mine.json", Office.Place, Office.Staff, Ct);

        (await Query.OffersAsync(Office.Place, Ct)).ShouldBeEmpty();
        (await Query.OfferAsync(Office.Place, Id, Ct)).ShouldBeNull();
        await Should.ThrowAsync<RefusedException>(() => Desk.TakeAsync(Office.Place, Id, Office.Staff, 0, [], Nothing, Ct));
    }

    private async Task<OpenDesign> OpenAsync() => (await Designs.OpenAsync(Elsewhere, Id, Stranger, Ct))!;

    private static string? Setting(OpenDesign open, string name) => ElsaJson.Read(open.Text).Inputs.Single(input => input.Name == name).Json["defaultValue"]?.ToString();

    /// <summary>Puts the shipped files on the shelf as a start of the site does, the yearly one with these figures.</summary>
    private async Task ShelveAsync(int seats = 10, int planDays = 20)
    {
        var template = Shipped();
        Set("seats", seats);
        Set("planDays", planDays);
        await File.WriteAllTextAsync(Path.Combine(_folder, $"{Id}.json"), ElsaJson.Write(template), Ct);
        File.Copy(Path.Combine(Workflows(), $"{Child}.json"), Path.Combine(_folder, $"{Child}.json"), overwrite: true);
        (await Office.Library.ImportFolderAsync(_folder, Ct)).ShouldAllBe(file => file.Problem == null);

        void Set(string name, int value) => template.Inputs.Single(input => input.Name == name).Json["defaultValue"] = value;
    }

    private static WorkflowDefinition Shipped() => ElsaJson.Read(File.ReadAllBytes(Path.Combine(Workflows(), $"{Id}.json")));

    private static string Workflows() => Path.Combine(AppContext.BaseDirectory, "workflows");
}
