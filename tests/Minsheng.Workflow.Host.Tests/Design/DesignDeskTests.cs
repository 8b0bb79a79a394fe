using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Host.Tests.Web;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Design;

/// <summary>Drafts of procedures: kept as they are drawn, guarded against each other, of no consequence until they are published.</summary>
public sealed class DesignDeskTests(TwoCounties counties) : IClassFixture<TwoCounties>
{
    private const string Here = TwoCounties.Here, Clerk = TwoCounties.Clerk, Clerk2 = TwoCounties.Clerk2;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DesignDesk Desk => counties.Get<DesignDesk>();

    private async Task<OpenDesign> OpenAsync(string id, string by = Clerk) => (await Desk.OpenAsync(Here, id, by, Ct)).ShouldNotBeNull();

    private async Task<string> PublishedAsync(string id)
    {
        await counties.PublishAsync(Flows.Sequence(id, Flows.Line("l", "x")));
        return id;
    }

    private static string Renamed(string text, string title)
    {
        var design = ProcedureDesign.Open(text);
        design.Rename(design.Steps().Last().Address, title);
        return design.Write();
    }

    [Fact]
    public async Task What_could_not_be_opened_again_is_not_kept()
    {
        var id = await PublishedAsync("design-unreadable");
        var open = await OpenAsync(id);

        await Should.ThrowAsync<InvalidDefinitionException>(() => Desk.SaveAsync(Here, id, Clerk, 0, "{ \"definitionId\": ", open.Start, Ct));

        (await OpenAsync(id)).Revision.ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_draws_on_a_version_that_is_no_longer_in_force_is_asked_first()
    {
        var id = await PublishedAsync("design-overtaken");
        var open = await OpenAsync(id);
        await counties.PublishAsync(Flows.Sequence(id, Flows.Line("l", "x"), Flows.Line("m", "y")));

        var conflict = await Should.ThrowAsync<DesignConflictException>(() => Desk.SaveAsync(Here, id, Clerk, 0, Renamed(open.Text, "改过的"), open.Start, Ct));

        conflict.Text.ShouldNotBeNull().ShouldContain("\"m\"");
        (await Desk.SaveAsync(Here, id, Clerk, conflict.Revision, Renamed(conflict.Text, "改过的"), conflict.Text, Ct)).ShouldBe(1);
    }

    [Fact]
    public async Task A_draft_is_there_again_and_nobody_who_runs_knows_of_it()
    {
        var id = await PublishedAsync("design-kept");
        var open = await OpenAsync(id);
        (open.Revision, open.MayDraw).ShouldBe((0, true));

        var revision = await Desk.SaveAsync(Here, id, Clerk, 0, Renamed(open.Text, "改过的"), open.Start, Ct);
        var again = await OpenAsync(id, Clerk2);

        (revision, again.Revision, again.SavedBy).ShouldBe((1, 1, Clerk));
        again.Text.ShouldContain("改过的");
        again.Start.ShouldBe(open.Text);
        (await OpenAsync(id, TwoCounties.Deputy)).Text.ShouldBe(open.Text, "a draft is the office's business");
        await using var db = counties.Open();
        (await db.DefinitionVersions.IgnoreQueryFilters().CountAsync(row => row.DefinitionId == id, Ct)).ShouldBe(1);
    }

    [Fact]
    public async Task A_draft_knows_up_to_which_act_each_window_is_in_it()
    {
        var id = await PublishedAsync("design-windows");
        var open = await OpenAsync(id);
        open.Windows.ShouldBeEmpty();

        await Desk.SaveAsync(Here, id, Clerk, 0, Renamed(open.Text, "一"), open.Start, new DesignWindow("left", 7), Ct);
        await Desk.SaveAsync(Here, id, Clerk2, 1, Renamed(open.Text, "二"), open.Start, new DesignWindow("right", 3), Ct);
        await Desk.SaveAsync(Here, id, Clerk, 2, Renamed(open.Text, "三"), open.Start, new DesignWindow("left", 9), Ct);

        (await OpenAsync(id)).Windows.Select(window => (window.Key, window.Value)).ShouldBe([("left", 9L), ("right", 3L)], ignoreOrder: true);
        for (var window = 0; window < 40; window++) await Desk.SaveAsync(Here, id, Clerk, 3 + window, open.Text, open.Start, new DesignWindow($"w{window}", 1), Ct);
        var kept = (await OpenAsync(id)).Windows;
        kept.Count.ShouldBe(20, "windows that were closed long ago are let go");
        kept.Keys.ShouldContain("w39");
    }

    [Fact]
    public async Task The_slower_of_two_people_learns_of_the_other_and_may_take_over()
    {
        var id = await PublishedAsync("design-two");
        var (mine, theirs) = (await OpenAsync(id), await OpenAsync(id, Clerk2));
        await Desk.SaveAsync(Here, id, Clerk2, 0, Renamed(theirs.Text, "他改的"), theirs.Start, Ct);

        var conflict = await Should.ThrowAsync<DesignConflictException>(() => Desk.SaveAsync(Here, id, Clerk, 0, Renamed(mine.Text, "我改的"), mine.Start, Ct));

        (conflict.By, conflict.Revision).ShouldBe((Clerk2, 1));
        conflict.Text.ShouldNotBeNull().ShouldContain("他改的");
        conflict.Message.ShouldContain("刚改过这份草稿");
        (await OpenAsync(id)).Text.ShouldContain("他改的");
        (await Desk.SaveAsync(Here, id, Clerk, conflict.Revision, Renamed(mine.Text, "我改的"), mine.Start, Ct)).ShouldBe(2);
        (await OpenAsync(id)).Text.ShouldContain("我改的");
    }

    [Fact]
    public async Task Publishing_makes_the_next_version_with_its_reason_and_ends_the_draft()
    {
        var id = await PublishedAsync("design-published");
        var open = await OpenAsync(id);
        var text = Renamed(open.Text, "新的一步");
        var revision = await Desk.SaveAsync(Here, id, Clerk, 0, text, open.Start, Ct);

        (await Should.ThrowAsync<RefusedException>(() => Desk.PublishAsync(Here, id, Clerk, revision, text, " ", Ct))).Code.ShouldBe("reason-missing");
        var done = await Desk.PublishAsync(Here, id, Clerk, revision, text, "按会议决定改名", Ct);

        var after = await OpenAsync(id);
        (after.Revision, after.Published, after.IsOwn).ShouldBe((0, done.Version, true));
        after.Text.ShouldContain("新的一步");
        await using var db = counties.Open();
        (await db.Audit.IgnoreQueryFilters().Where(row => row.JurisdictionId == Here && row.Act == "definition-published" && row.Subject == id).OrderByDescending(row => row.Seq).Select(row => row.DetailsJson).FirstAsync(Ct)).ShouldContain("按会议决定改名");
        await Should.ThrowAsync<DesignConflictException>(() => Desk.SaveAsync(Here, id, Clerk, revision, text, open.Start, Ct));
    }

    [Fact]
    public async Task No_saving_has_the_number_of_one_before_a_publication_and_no_window_begins_anew()
    {
        var id = await PublishedAsync("design-numbers");
        var open = await OpenAsync(id);
        var stale = await Desk.SaveAsync(Here, id, Clerk, 0, Renamed(open.Text, "一"), open.Start, new DesignWindow("left", 7), Ct);
        await Desk.PublishAsync(Here, id, Clerk2, stale, Renamed(open.Text, "二"), "改名", effectiveOn: null, new DesignWindow("right", 4), Ct);
        var next = await OpenAsync(id, Clerk2);
        next.Windows.Select(window => (window.Key, window.Value)).ShouldBe([("left", 7L), ("right", 4L)], ignoreOrder: true);
        var theirs = await Desk.SaveAsync(Here, id, Clerk2, 0, Renamed(next.Text, "三"), next.Start, Ct);

        var conflict = await Should.ThrowAsync<DesignConflictException>(() => Desk.SaveAsync(Here, id, Clerk, stale, Renamed(open.Text, "旧"), open.Start, Ct));

        (theirs, conflict.Revision).ShouldBe((stale + 1, stale + 1));
        await Desk.DropAsync(Here, id, Clerk2, theirs, new DesignWindow("right", 9), Ct);
        (await OpenAsync(id)).Windows["right"].ShouldBe(9);
        (await Desk.SaveAsync(Here, id, Clerk, 0, Renamed(next.Text, "四"), next.Start, Ct)).ShouldBe(theirs + 1);
    }

    [Fact]
    public async Task A_draft_kept_by_an_earlier_version_of_the_program_goes_on()
    {
        var id = await PublishedAsync("design-older");
        var open = await OpenAsync(id);
        var kept = JsonSerializer.Serialize(new { revision = 5, by = Clerk2, at = DateTimeOffset.UnixEpoch, text = Renamed(open.Text, "早先改的"), start = open.Start, windows = new Dictionary<string, long> { ["left"] = 3 } });
        await counties.Get<CommitQueue>().RunAsync(session => session.Execute($"INSERT INTO drafts (person_id, subject, jurisdiction_id, json, at) VALUES ({""}, {$"design/{Here}/{id}"}, {Here}, {kept}, {session.Now})"), Ct);

        var draft = await OpenAsync(id);
        (draft.Revision, draft.SavedBy, draft.Windows["left"]).ShouldBe((5, Clerk2, 3L));
        draft.Text.ShouldContain("早先改的");

        (await Desk.SaveAsync(Here, id, Clerk, 5, Renamed(draft.Text, "接着改的"), draft.Start, Ct)).ShouldBe(6);
        (await OpenAsync(id)).Text.ShouldContain("接着改的");
    }

    [Fact]
    public async Task What_cannot_run_is_kept_as_a_draft_and_not_published()
    {
        var id = await PublishedAsync("design-broken");
        var open = await OpenAsync(id);
        var design = ProcedureDesign.Open(open.Text);
        var task = design.Add("", "Minsheng.HumanTask", 0, 0);

        var revision = await Desk.SaveAsync(Here, id, Clerk, 0, design.Write(), open.Start, Ct);
        var problems = await Desk.CheckAsync(Here, design.Write(), cancellation: Ct);

        problems.ShouldContain(problem => problem.IsError && problem.At == task);
        (await Should.ThrowAsync<InvalidDefinitionException>(() => Desk.PublishAsync(Here, id, Clerk, revision, design.Write(), "试试", Ct))).Problems.ShouldNotBeEmpty();
        (await OpenAsync(id)).Revision.ShouldBe(revision);
    }

    [Fact]
    public async Task Only_the_office_of_the_place_draws()
    {
        var id = await PublishedAsync("design-rights");
        var open = await OpenAsync(id, TwoCounties.Deputy);
        open.MayDraw.ShouldBeFalse();

        foreach (var by in new[] { TwoCounties.Deputy, TwoCounties.Neighbour })
        {
            await Should.ThrowAsync<NotAllowedException>(() => Desk.SaveAsync(Here, id, by, 0, open.Text, open.Start, Ct));
            await Should.ThrowAsync<NotAllowedException>(() => Desk.PublishAsync(Here, id, by, 0, open.Text, "改", Ct));
            await Should.ThrowAsync<NotAllowedException>(() => Desk.DropAsync(Here, id, by, 0, cancellation: Ct));
        }
    }
}
