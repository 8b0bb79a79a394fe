using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Ballots;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Ballots;

/// <summary>Paper beside electronic slips, paper alone, and 回避, on any database: 60 deputies, three candidates, one seat.</summary>
public abstract class PaperContract : IAsyncLifetime
{
    private const string Chair = "chair", Scrutineer = "scrutineer", ChairWords = "青山绿水长流", ScrutineerWords = "白云蓝天如洗";
    private Office _office = null!;
    private string _ballot = "", _cycle = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected abstract Task<DatabaseOptions> CreateAsync();

    private protected DatabaseOptions Options => _office.Options;

    public async ValueTask InitializeAsync()
    {
        var options = await CreateAsync();
        await Office.SeedAsync(options);
        await using var db = Office.Open(options);
        foreach (var (id, role) in new[] { ("teller", Roles.Teller), ("watcher", Roles.Scrutineer) })
        {
            db.People.Add(new PersonRow { Id = id, JurisdictionId = Office.Place, Name = id });
            db.Posts.Add(new PostRow { Id = $"post-{id}", JurisdictionId = Office.Place, PersonId = id, Kind = PostKind.Role, Name = role, Title = "", From = new DateOnly(2020, 1, 1) });
        }
        await db.SaveChangesAsync(Ct);
        _office = new Office(options, new ManualClock(new DateTimeOffset(2026, 3, 5, 2, 20, 0, TimeSpan.Zero)));
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _office.DisposeAsync();
    }

    private HallQueries Hall => new(new ReadSide(() => Office.Open(_office.Options)), _office.Ballots);
    private static HallViewer Viewer(string person, params string[] roles) => new(Office.Place, person, roles);

    private async Task PrepareAsync(string mode = "Electronic")
    {
        await _office.PublishAsync(Flows.Sequence("vote", Flows.Task("hold", "Any", "p1"), Flows.Step("Minsheng.Ballot", "ballot", ("seats", 1), ("votingMode", mode))));
        _cycle = await _office.Desk.StartCycleAsync("vote", 2026, Office.Place, Office.Staff);
        await using var db = _office.Read();
        var root = (await db.Cycles.SingleAsync(Ct)).RootInstanceId!;
        for (var number = 1; number <= 3; number++)
            db.Add(new ItemRow
            {
                Id = $"item-{number}", JurisdictionId = Office.Place, CycleId = _cycle, Number = $"ZS26-000{number}", Title = $"项目{number}", Content = "改造管网",
                Domain = "市政建设", Stage = ItemStage.Candidate, Channel = "网络", Submitted = TimeProvider.System.GetUtcNow(),
            });
        await db.SaveChangesAsync(Ct);
        await _office.ActAsync((await _office.OpenTasksAsync(root)).Single().Id, "p1");
        _ballot = (await db.Ballots.SingleAsync(Ct)).Id;
    }

    private async Task OpenAsync(int present, bool onPaper = false)
    {
        (await _office.Ballots.OpenBoxAsync(_ballot, Chair, onPaper ? "" : ChairWords, present, Ct)).ShouldBeFalse();
        (await _office.Ballots.OpenBoxAsync(_ballot, Scrutineer, onPaper ? "" : ScrutineerWords, null, Ct)).ShouldBeTrue();
    }

    private Task<string[]> CastAsync(int from, int to, params int[] marks) =>
        Task.WhenAll(Enumerable.Range(from, to - from + 1).Select(number => _office.Ballots.CastAsync(_ballot, $"p{number}", marks, Ct)));

    private async Task UnsealAsync()
    {
        await _office.Ballots.UnsealAsync(_ballot, Scrutineer, ScrutineerWords, Ct);
        await _office.Ballots.UnsealAsync(_ballot, Chair, ChairWords, Ct);
    }

    private Task<EntryState> EnterAsync(string who, PaperFigures figures, bool confirm = false) => _office.Paper.EnterAsync(_ballot, who, figures, confirm, Ct);

    private async Task<BallotResult> ResultAsync() => (await Hall.VoteResultAsync(Viewer(Office.Staff), _ballot, Ct)).ShouldNotBeNull().Result;

    private static async Task<string> CodeOf(Task act) => (await Should.ThrowAsync<WorkflowException>(act)).Code;

    [Fact]
    public async Task Falling_back_to_paper_keeps_what_was_cast_and_both_make_one_count()
    {
        await PrepareAsync();
        await OpenAsync(50);
        await CastAsync(1, 20, 0, 1, 1);
        await _office.Paper.IssueToAllAsync(_ballot, Chair, 30, Ct);

        (await CodeOf(_office.Ballots.CastAsync(_ballot, "p21", [0, 1, 1], Ct))).ShouldBe("on-paper");
        await _office.Ballots.CloseAsync(_ballot, Scrutineer, Ct);
        (await CodeOf(UnsealAsync())).ShouldBe("paper-not-agreed");
        (await EnterAsync("teller", new PaperFigures(29, 28, 1, [[12, 16, 0, 0], [15, 10, 2, 1], [0, 28, 0, 0]]))).ShouldBe(EntryState.WaitingForSecond);
        (await CodeOf(UnsealAsync())).ShouldBe("paper-not-agreed");
        (await EnterAsync("watcher", new PaperFigures(29, 28, 1, [[12, 16, 0, 0], [15, 10, 2, 1], [0, 28, 0, 0]]))).ShouldBe(EntryState.Agreed);
        await UnsealAsync();

        var result = await ResultAsync();
        result.Turnout.ShouldBe(new Turnout(60, 50, 50, 49));
        (result.ValidSlips, result.VoidSlips).ShouldBe((48, 1));
        result.Tallies.Select(tally => tally.For).ShouldBe([32, 15, 0]);
        result.Tallies[1].Illegible.ShouldBe(1);
        result.Adopted.ShouldBe(["item-1"]);
        (await _office.Ballots.SlipsAsync(_ballot, Ct)).ShouldBeEmpty();
        (await _office.Ballots.ReceiptsAsync(_ballot, Ct)).Count.ShouldBe(20);
        await using var db = _office.Read();
        (await db.BallotEntries.CountAsync(Ct)).ShouldBe(0);
    }

    [Fact]
    public async Task Two_entries_that_differ_are_shown_cell_by_cell_and_hold_everything_up()
    {
        await PrepareAsync();
        await OpenAsync(50);
        await CastAsync(1, 20, 0, 1, 1);
        await _office.Paper.IssueAsync(_ballot, "watcher", [.. Enumerable.Range(21, 15).Select(number => $"p{number}")], Ct);
        await CastAsync(36, 50, 0, 1, 1);
        await _office.Ballots.CloseAsync(_ballot, Scrutineer, Ct);

        await EnterAsync("teller", new PaperFigures(15, 15, 0, [[12, 3, 0, 0], [3, 12, 0, 0], [0, 15, 0, 0]]));
        var others = await Hall.EntriesAsync(Viewer("watcher", Roles.Scrutineer), _ballot, Ct);
        (others.Mine, others.Names.Count, others.Mismatches.Count).ShouldBe((null, 1, 0), "nobody sees the other's figures before entering their own");
        (await EnterAsync("watcher", new PaperFigures(15, 15, 0, [[12, 3, 0, 0], [2, 13, 0, 0], [0, 15, 0, 0]]))).ShouldBe(EntryState.Differs);

        (await Hall.EntriesAsync(Viewer("teller", Roles.Teller), _ballot, Ct)).Mismatches.ShouldBe([
            new PaperMismatch("2.1", "2. 项目2：赞成", 3, 2), new PaperMismatch("2.2", "2. 项目2：反对", 12, 13)]);
        (await CodeOf(UnsealAsync())).ShouldBe("paper-not-agreed");
        (await EnterAsync("teller", new PaperFigures(15, 15, 0, [[12, 3, 0, 0], [2, 13, 0, 0], [0, 15, 0, 0]]))).ShouldBe(EntryState.Agreed);
        (await CodeOf(EnterAsync(Scrutineer, new PaperFigures(15, 15, 0, [[12, 3, 0, 0], [2, 13, 0, 0], [0, 15, 0, 0]])))).ShouldBe("two-entries");
        (await CodeOf(EnterAsync("teller", new PaperFigures(15, 15, 0, [[14, 1, 0, 0], [2, 13, 0, 0], [0, 15, 0, 0]])))).ShouldBe("paper-figures", "14 and 2 are one approval more than 15 slips may carry");
        (await CodeOf(EnterAsync("teller", new PaperFigures(15, 15, 0, [[11, 4, 0, 0], [2, 13, 0, 0], [0, 15, 0, 0]])))).ShouldBe("entries-agreed");
        await UnsealAsync();
        (await ResultAsync()).Tallies.Select(tally => tally.For).ShouldBe([47, 2, 0]);
    }

    [Fact]
    public async Task Wrong_figures_are_caught_at_entry_and_a_surplus_must_be_confirmed_and_voids_the_vote()
    {
        await PrepareAsync();
        await OpenAsync(50);
        await CastAsync(1, 20, 0, 1, 1);
        await _office.Paper.IssueToAllAsync(_ballot, Chair, 30, Ct);
        await _office.Ballots.CloseAsync(_ballot, Scrutineer, Ct);

        (await CodeOf(EnterAsync("teller", new PaperFigures(30, 30, 0, [[31, 0, 0, 0], [0, 30, 0, 0], [0, 30, 0, 0]])))).ShouldBe("paper-figures");
        (await CodeOf(EnterAsync("teller", new PaperFigures(30, 28, 0, [[28, 0, 0, 0], [0, 28, 0, 0], [0, 28, 0, 0]])))).ShouldBe("paper-figures");
        (await CodeOf(EnterAsync("teller", new PaperFigures(31, 31, 0, [])))).ShouldBe("returned-above-issued");
        (await EnterAsync("teller", new PaperFigures(31, 31, 0, []), confirm: true)).ShouldBe(EntryState.WaitingForSecond);
        (await EnterAsync("watcher", new PaperFigures(31, 31, 0, []), confirm: true)).ShouldBe(EntryState.Agreed);
        await UnsealAsync();

        var result = await ResultAsync();
        (result.Outcome, result.Tallies.Count).ShouldBe((BallotOutcome.Void, 0));
        result.Sentences.ShouldBe(["收回纸质票 31 张，多于发出纸质票 30 张，本次票决无效，应当重新投票。"]);
    }

    [Fact]
    public async Task A_handful_is_neither_sent_to_paper_nor_left_alone_with_the_electronic_vote()
    {
        await PrepareAsync();
        await OpenAsync(50);
        await CastAsync(1, 5, 0, 1, 1);

        (await CodeOf(_office.Paper.IssueAsync(_ballot, Chair, ["p6", "p7"], Ct))).ShouldBe("paper-too-few");
        (await CodeOf(_office.Paper.IssueAsync(_ballot, Chair, [.. Enumerable.Range(1, 12).Select(number => $"p{number}")], Ct))).ShouldBe("not-waiting", "p1 has cast");
        (await CodeOf(_office.Paper.IssueToAllAsync(_ballot, Chair, 45, Ct))).ShouldBe("electronic-too-few");
        (await CodeOf(_office.Paper.IssueToAllAsync(_ballot, "p30", 45, Ct))).ShouldBe("not-allowed");
        await _office.Paper.IssueAsync(_ballot, Chair, [.. Enumerable.Range(6, 12).Select(number => $"p{number}")], Ct);
        (await CodeOf(_office.Ballots.CloseAsync(_ballot, Scrutineer, Ct))).ShouldBe("electronic-too-few", "five would be known by what paper leaves over");

        await _office.Paper.RestartAsync(_ballot, Chair, 50, Ct);
        (await _office.Ballots.CastCountAsync(_ballot, Ct)).ShouldBe(0);
        await _office.Ballots.CloseAsync(_ballot, Scrutineer, Ct);
        var figures = new PaperFigures(50, 50, 0, [[40, 10, 0, 0], [5, 45, 0, 0], [0, 50, 0, 0]]);
        await EnterAsync("teller", figures);
        await EnterAsync("watcher", figures);
        await UnsealAsync();
        (await ResultAsync()).Tallies.Select(tally => tally.For).ShouldBe([40, 5, 0]);
    }

    [Fact]
    public async Task Enough_electronic_slips_are_never_destroyed()
    {
        await PrepareAsync();
        await OpenAsync(50);
        await CastAsync(1, 10, 0, 1, 1);

        (await CodeOf(_office.Paper.RestartAsync(_ballot, Chair, 50, Ct))).ShouldBe("enough-cast");
        (await _office.Ballots.CastCountAsync(_ballot, Ct)).ShouldBe(10);
    }

    [Fact]
    public async Task A_vote_on_paper_alone_needs_no_passphrase_but_the_same_two_people()
    {
        await PrepareAsync(mode: "Paper");
        await OpenAsync(48, onPaper: true);
        (await CodeOf(_office.Ballots.CastAsync(_ballot, "p1", [0, 1, 1], Ct))).ShouldBe("on-paper");
        await _office.Ballots.CloseAsync(_ballot, Scrutineer, Ct);
        var figures = new PaperFigures(47, 47, 0, [[40, 7, 0, 0], [5, 42, 0, 0], [0, 45, 2, 0]]);
        await EnterAsync("teller", figures);
        (await CodeOf(_office.Ballots.UnsealAsync(_ballot, Scrutineer, "", Ct))).ShouldBe("paper-not-agreed");
        await EnterAsync(Scrutineer, figures);

        (await CodeOf(_office.Ballots.UnsealAsync(_ballot, Chair, "", Ct))).ShouldBe("wrong-keeper");
        (await _office.Ballots.UnsealAsync(_ballot, Scrutineer, "", Ct)).ShouldBeFalse();
        (await _office.Ballots.UnsealAsync(_ballot, Chair, "", Ct)).ShouldBeTrue();

        var result = await ResultAsync();
        result.Turnout.ShouldBe(new Turnout(60, 48, 48, 47));
        result.Adopted.ShouldBe(["item-1"]);
    }

    [Fact]
    public async Task Whoever_recuses_themselves_is_off_the_roll_and_off_the_base()
    {
        await PrepareAsync();
        foreach (var number in Enumerable.Range(1, 6)) await _office.Ballots.RecuseAsync(_ballot, Office.Staff, $"p{number}", true, Ct);
        await _office.Ballots.RecuseAsync(_ballot, Chair, "p6", false, Ct);
        (await CodeOf(_office.Ballots.RecuseAsync(_ballot, "p9", "p7", true, Ct))).ShouldBe("not-allowed");
        (await CodeOf(_office.Ballots.RecuseAsync(_ballot, Chair, "staff", true, Ct))).ShouldBe("not-on-roll");
        await OpenAsync(38);

        (await CodeOf(_office.Ballots.RecuseAsync(_ballot, Chair, "p7", true, Ct))).ShouldBe("ballot-state");
        (await CodeOf(_office.Ballots.CastAsync(_ballot, "p1", [0, 1, 1], Ct))).ShouldBe("recused");
        await CastAsync(6, 33, 0, 1, 1);
        await CastAsync(34, 43, 1, 0, 1);
        await _office.Ballots.CloseAsync(_ballot, Scrutineer, Ct);
        await UnsealAsync();

        var result = await ResultAsync();
        result.Turnout.ShouldBe(new Turnout(55, 38, 38, 38, Recused: 5));
        (result.Quorum, result.ApprovalsNeeded).ShouldBe((37, 28), "of 60 it would have been 40 and 31");
        result.Adopted.ShouldBe(["item-1"]);
        var hall = (await Hall.ConsoleAsync(Viewer(Chair), _ballot, Ct)).ShouldNotBeNull();
        (hall.Ballot.Due, hall.Ballot.Recused).ShouldBe((55, 5));
    }

    [Fact]
    public async Task Another_countys_people_find_no_ballot_here()
    {
        await PrepareAsync();
        await OpenAsync(50);

        (await CodeOf(_office.Paper.IssueToAllAsync(_ballot, "stranger", 50, Ct))).ShouldBe("not-found");
        (await CodeOf(_office.Ballots.RecuseAsync(_ballot, "stranger", "p1", true, Ct))).ShouldBe("not-found");
        (await CodeOf(EnterAsync("stranger", new PaperFigures(1, 1, 0, [])))).ShouldBe("not-found");
    }
}

public sealed class SqlitePaperTests : PaperContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.SqliteAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Databases.Delete(Options);
    }
}

public sealed class PostgresPaperTests : PaperContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.PostgresAsync();
}
