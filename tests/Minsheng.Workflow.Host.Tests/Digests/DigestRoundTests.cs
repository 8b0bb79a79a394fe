using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Host.Tests.Projects;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Digests;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Settings;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Digests;

/// <summary>Who is written what and when, on a real database. It is Sunday, 8 November 2026, ten o'clock.</summary>
public sealed class DigestRoundTests : IAsyncLifetime
{
    private static readonly TimeSpan ToMonday = TimeSpan.FromHours(22), Week = TimeSpan.FromDays(7);
    private readonly ProjectPlace _place = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DigestRound Round => new(_place.Reading, new DigestPress(_place.Reading, _place.Projects), _place.Office.Commits, _place.Clock, NullLogger<DigestRound>.Instance);
    private SubscriptionDesk Subscriptions => new(_place.Reading, _place.Office.Commits, _place.Clock);
    private DigestDesk Desk => new(_place.Reading, _place.Projects, _place.Office.Commits, _place.Clock);
    private MessageQuery Messages => new(_place.Reading);

    public async ValueTask InitializeAsync()
    {
        await _place.InitializeAsync();
        await _place.AddAsync(_place.Item("1"), ProjectPlace.Plan("1"), ProjectPlace.Report("1", 1, new DateOnly(2026, 11, 2), 20, 30, "改线。"));
        // November's report went out on the 2nd.
        await _place.AddAsync(new PlaceSettingRow { JurisdictionId = Office.Place, Name = "digest/monthly", Value = "2026-11 2026-11-02T00:00:00" });
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private async Task<IReadOnlyList<OutboxRow>> ToldAsync(string code, string? person = null)
    {
        await using var db = _place.Read();
        var key = $"digest/{code}";
        return await db.Outbox.Where(row => row.Key.StartsWith(key) && (person == null || row.PersonId == person)).OrderBy(row => row.Created).ThenBy(row => row.PersonId).ToListAsync(Ct);
    }

    [Fact]
    public async Task A_week_s_digest_goes_out_once_however_often_the_round_comes_and_whatever_is_set_meanwhile()
    {
        _place.Clock.Advance(ToMonday);
        await Round.RunAsync(Ct);
        await Round.RunAsync(Ct);
        await new SettingsDesk(_place.Office.Commits, _place.Reading, _place.Clock).SetAsync(Office.Place, Office.Staff, PlaceSettings.DigestWeekday.Name, "4", Ct);
        _place.Clock.Advance(TimeSpan.FromDays(3));
        await Round.RunAsync(Ct);

        var told = (await ToldAsync("weekly", ProjectPlace.Leader)).ShouldHaveSingleItem();
        (told.PersonId, told.Period, told.Kind, told.Link).ShouldBe((ProjectPlace.Leader, "2026-W46", MessageKind.Digest, "/supervision"));
        told.Subject.ShouldBe("柞水县督办周报（11月9日）：红灯 1 项，请您先看 1 件");
        told.Html!.ShouldContain("ZS26-1 项目1");

        _place.Clock.Advance(Week);
        await Round.RunAsync(Ct);
        (await ToldAsync("weekly", ProjectPlace.Leader)).Select(row => row.Period).ShouldBe(["2026-W46", "2026-W47"]);
    }

    [Fact]
    public async Task A_digest_missed_while_the_server_was_off_goes_out_once_when_it_is_back_and_compares_with_the_last_one_sent()
    {
        _place.Clock.Advance(ToMonday);
        await Round.RunAsync(Ct);
        _place.Clock.Advance(2 * Week + TimeSpan.FromDays(2));
        await Round.RunAsync(Ct);
        await Round.RunAsync(Ct);

        var told = await ToldAsync("weekly", ProjectPlace.Leader);
        told.Select(row => row.Period).ShouldBe(["2026-W46", "2026-W48"], "one for the week that runs, none for the week that has gone by");
        told[1].Text.ShouldContain("11月9日上期以来", customMessage: "what happened in the week without a digest is told too");
    }

    [Fact]
    public async Task Who_gets_the_month_s_digest_is_not_sent_the_week_s_of_the_same_day()
    {
        _place.Clock.Advance(ToMonday);
        await using (var db = _place.Read()) await db.PlaceSettings.Where(row => row.Name == "digest/monthly").ExecuteDeleteAsync(Ct);
        await Subscriptions.SetAsync("chair", DigestKind.Monthly, isOn: false, Ct);
        await Round.RunAsync(Ct);
        await Round.RunAsync(Ct);

        (await ToldAsync("monthly")).Select(row => row.PersonId).ShouldBe([ProjectPlace.Leader]);
        (await ToldAsync("weekly")).Select(row => row.PersonId).ShouldBe(["chair"], "who has turned the monthly one off gets the weekly one");
    }

    [Fact]
    public async Task What_was_empty_at_its_hour_is_not_made_up_for_later_in_the_period()
    {
        await using (var db = _place.Read()) await db.Items.ExecuteUpdateAsync(set => set.SetProperty(item => item.State, ProjectState.Stopped), Ct);
        _place.Clock.Advance(ToMonday);
        await Round.RunAsync(Ct);
        (await ToldAsync("weekly")).ShouldBeEmpty();

        await using (var db = _place.Read()) await db.Items.ExecuteUpdateAsync(set => set.SetProperty(item => item.State, ProjectState.Underway), Ct);
        _place.Clock.Advance(TimeSpan.FromHours(1));
        await Round.RunAsync(Ct);
        (await ToldAsync("weekly")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_day_s_list_tells_what_is_late_and_what_is_new_to_whoever_holds_it_and_not_twice()
    {
        await _place.Instructions.IssueAsync(new(ProjectPlace.Leader, "1", null, "抓紧。", 3), Ct);
        _place.Clock.Advance(ToMonday);
        await Round.RunAsync(Ct);

        var told = await ToldAsync("tasks");
        told.Select(row => row.PersonId).ShouldBe([ProjectPlace.Department, Office.Staff], ignoreOrder: true);
        told.Single(row => row.PersonId == ProjectPlace.Department).Subject.ShouldBe("今日待办（11月9日）：近日到期 1 件");

        _place.Clock.Advance(TimeSpan.FromDays(1));
        await Round.RunAsync(Ct);
        (await ToldAsync("tasks", Office.Staff)).Count.ShouldBe(1, "on Tuesday nothing of the clerk's is new, due or late");
    }

    [Fact]
    public async Task Proposers_are_told_only_when_they_have_asked_and_only_what_is_new()
    {
        await _place.AddAsync(_place.Item("p", ItemStage.Proposal), new ItemProposerRow { Receipt = "R1", JurisdictionId = Office.Place, ItemId = "p", Name = "代表1", PersonId = ProjectPlace.Deputy });
        await _place.AddAsync(Decided(1, "初选通过", ProjectPlace.Now.AddDays(-30)), Decided(2, "列为候选项目", ProjectPlace.Now));
        _place.Clock.Advance(ToMonday);
        await Round.RunAsync(Ct);
        (await ToldAsync("proposals")).ShouldBeEmpty();

        await Subscriptions.SetAsync(ProjectPlace.Deputy, DigestKind.Proposals, isOn: true, Ct);
        await _place.AddAsync(Decided(3, "票决通过", ProjectPlace.Now + ToMonday + TimeSpan.FromHours(2)));
        _place.Clock.Advance(TimeSpan.FromDays(1));
        await Round.RunAsync(Ct);

        var told = (await ToldAsync("proposals")).ShouldHaveSingleItem();
        told.Text.ShouldContain("票决通过");
        told.Text.ShouldNotContain("初选通过");
        told.Subject.ShouldBe("您提的建议“项目p”：票决通过");
    }

    [Fact]
    public async Task A_preview_shows_what_would_be_sent_and_a_try_goes_to_whoever_looks_with_a_line_in_the_audit()
    {
        var monday = new DateOnly(2026, 11, 9);
        await _place.AddAsync(new PlaceSettingRow { JurisdictionId = Office.Place, Name = "digest/weekly", Value = "2026-W45 2026-11-02T00:00:00" });
        var preview = await Desk.PreviewAsync(Office.Place, Office.Staff, DigestKind.Weekly, ProjectPlace.Leader, monday, Ct);
        await Desk.TestAsync(Office.Place, Office.Staff, DigestKind.Weekly, ProjectPlace.Leader, monday, Ct);
        _place.Clock.Advance(ToMonday);
        await Round.RunAsync(Ct);

        var sent = (await ToldAsync("weekly", ProjectPlace.Leader)).ShouldHaveSingleItem();
        preview.IsWanted.ShouldBeTrue();
        (preview.Digest!.Subject, preview.Digest.Html, preview.Digest.Text).ShouldBe((sent.Subject, sent.Html!, sent.Text));
        await using var db = _place.Read();
        (await db.Outbox.SingleAsync(row => row.Kind == MessageKind.Test, Ct)).PersonId.ShouldBe(Office.Staff);
        (await db.Audit.SingleAsync(entry => entry.Act == "digest-tested", Ct)).Actor.ShouldBe(Office.Staff);
    }

    [Fact]
    public async Task Only_who_keeps_the_settings_may_preview_and_nobody_finds_another_s_message()
    {
        await Should.ThrowAsync<NotAllowedException>(() => Desk.PreviewAsync(Office.Place, ProjectPlace.Department, DigestKind.Weekly, ProjectPlace.Leader, new DateOnly(2026, 11, 9), Ct));
        _place.Clock.Advance(ToMonday);
        await Round.RunAsync(Ct);
        var told = (await ToldAsync("weekly", ProjectPlace.Leader)).ShouldHaveSingleItem();

        (await Messages.FindAsync(Office.Place, ProjectPlace.Leader, told.Id, Ct)).ShouldNotBeNull();
        (await Messages.FindAsync(Office.Place, Office.Staff, told.Id, Ct)).ShouldBeNull();
        (await Messages.FindAsync("elsewhere", ProjectPlace.Leader, told.Id, Ct)).ShouldBeNull();
        (await Messages.ListAsync(Office.Place, ProjectPlace.Leader, digests: true, 1, Ct)).Total.ShouldBe(1);
        (await Messages.ListAsync(Office.Place, ProjectPlace.Leader, digests: false, 1, Ct)).Total.ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_goes_on_a_visit_is_told_once_on_the_working_day_before_and_again_when_it_is_put_off()
    {
        var visits = new VisitDesk(_place.Reading, _place.Office.Commits);
        var people = new[] { new PersonFact(ProjectPlace.Deputy, "代表1", "", "") };
        var spec = new TaskSpec("半年视察", TaskMode.Any, people, [ProjectPlace.Deputy], [new TaskAction("Done", "登记视察结果")], new Activities.Forms.Form([]), ItemIds: ["1"]);
        await _place.AddAsync(
            new TaskRow { Id = "run.v", JurisdictionId = Office.Place, InstanceId = "run", CycleId = _place.Cycle, BookmarkId = "v", ActivityId = "tour", Title = "半年视察", SpecJson = JsonSerializer.Serialize(spec, Values.Json), State = TaskState.Open, Created = ProjectPlace.Now.AddDays(-20) },
            new TaskParticipantRow { TaskId = "run.v", PersonId = ProjectPlace.Deputy, JurisdictionId = Office.Place, Position = 0, Name = "代表1", State = ParticipantState.Open },
            new WaitRow { Id = "run.v", JurisdictionId = Office.Place, InstanceId = "run", BookmarkId = "v", Kind = WaitKind.Task, Name = "inspect", ActivityId = "tour", NodeId = "root:tour", Title = "半年视察", Execution = 1, Since = ProjectPlace.Now });
        _place.Clock.Advance(ToMonday);
        await Round.RunAsync(Ct);
        (await ToldAsync("visit")).ShouldBeEmpty("nobody has named a day, and the task has no limit");

        await Should.ThrowAsync<NotAllowedException>(() => visits.ArrangeAsync("run.v", ProjectPlace.Department, new DateOnly(2026, 11, 11), "", Ct));
        (await Should.ThrowAsync<RefusedException>(() => visits.ArrangeAsync("run.v", Office.Staff, new DateOnly(2026, 11, 8), "", Ct))).Message.ShouldBe("视察日期已经过去，请选今天或以后的日子。");
        await visits.ArrangeAsync("run.v", Office.Staff, new DateOnly(2026, 11, 11), "8:30 机关大院集合", Ct);
        for (var day = 0; day < 3; day++)
        {
            _place.Clock.Advance(TimeSpan.FromDays(1));
            await Round.RunAsync(Ct);
        }
        var told = (await ToldAsync("visit")).ShouldHaveSingleItem();
        (told.PersonId, told.Period, told.Created.Day).ShouldBe((ProjectPlace.Deputy, "2026-11-11", 10));
        told.Text.ShouldContain("定于 11月11日 周三 进行，8:30 机关大院集合。");

        await visits.ArrangeAsync("run.v", ProjectPlace.Deputy, new DateOnly(2026, 11, 16), "", Ct);
        _place.Clock.Advance(TimeSpan.FromDays(1));
        await Round.RunAsync(Ct);
        (await ToldAsync("visit")).Select(row => (row.Period, row.Created.Day)).ShouldBe([("2026-11-11", 10), ("2026-11-16", 13)], "Friday comes before Monday");
    }

    private static ItemDecisionRow Decided(int seq, string verdict, DateTimeOffset at) => new()
    {
        ItemId = "p", Seq = seq, JurisdictionId = Office.Place, InstanceId = "run", Stage = ItemStage.Candidate, Verdict = verdict, Reason = "", By = "县政府办", At = at,
    };
}
