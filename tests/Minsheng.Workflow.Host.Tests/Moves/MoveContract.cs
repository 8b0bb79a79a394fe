using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Engine.Moving;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Moves;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Settings;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Moves;

/// <summary>Years under way are taken to a new version of their procedure, and back.</summary>
public abstract class MoveContract : IAsyncLifetime
{
    private const string Id = "year", Second = "second";

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 5, 2, 20, 0, TimeSpan.Zero));
    private Office _office = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected Office TheOffice => _office;

    private MoveDesk Desk => new(_office.Desk, _office.Library);

    private MoveReports Reports => new(_office.Commits, _office.Library);

    private protected abstract Task<DatabaseOptions> CreateAsync();

    public async ValueTask InitializeAsync()
    {
        var options = await CreateAsync();
        await Office.SeedAsync(options, 9);
        _office = new Office(options, _clock);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _office.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_year_chosen_goes_on_under_the_new_version_and_says_so()
    {
        var (first, years) = await YearsAsync(2, "a b");
        await _office.ActAsync(await TaskAsync(years[0]), "p1");
        var next = await PublishAsync("a x b y");
        var report = await ReportAsync(next, years);
        report.Cases.Select(one => (one.CycleId, one.Light, one.From, one.To)).ShouldBe(years.Select(year => (year, MoveLight.Ready, "第 1 版", "第 2 版")), ignoreOrder: true);
        report.Cases.ShouldAllBe(one => one.Outlook!.EndsAt != null && one.Outlook.Standing == null);

        var before = await TasksAsync();
        var outcome = await MoveAsync(report);
        (outcome.Id, outcome.State, outcome.Cases, outcome.Left.Count).ShouldBe(((await LastMoveAsync()).Id, MoveState.Moved, 2, 0));
        (await TasksAsync()).ShouldBe(before);
        (await VersionsAsync(years)).ShouldBe([next, next]);
        (await StoryAsync(years[0])).ShouldContain("方案由第 1 版改为第 2 版，原因：按第九次会议决定");
        (await AuditAsync("cycle-moved")).Count.ShouldBe(2);

        // b was open in the first year: x lies behind it, y comes. a was open in the second: x comes.
        (await ActAllAsync(years[0])).ShouldBe(["办理b", "办理y"]);
        (await ActAllAsync(years[1])).ShouldBe(["办理a", "办理x", "办理b", "办理y"]);
        first.ShouldNotBe(next);
    }

    [Fact]
    public async Task Whatever_happens_between_report_and_moving_makes_the_report_stale_and_nothing_moves()
    {
        var (first, years) = await YearsAsync(2, "a b");
        var report = await ReportAsync(await PublishAsync("a x b"), years);
        await _office.ActAsync(await TaskAsync(years[1]), "p1");
        var refused = await Should.ThrowAsync<RefusedException>(() => MoveAsync(report));
        (refused.Code, refused.Message).ShouldBe(("stale-report", "“柞水县2027年year”在报告出来以后又有了新的办理，一件也没有换；请重新生成报告，核对以后再换。"));
        (await VersionsAsync(years)).ShouldBe([first, first]);
        (await StoryAsync(years[0])).ShouldNotContain(line => line.Contains("方案由"));

        await MoveAsync(await ReportAsync(report.VersionId, years));
    }

    [Fact]
    public async Task Of_two_people_at_once_one_wins_and_the_other_is_told()
    {
        var (_, years) = await YearsAsync(1, "a b");
        var report = await ReportAsync(await PublishAsync("a x b"), years);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try
            {
                await MoveAsync(report);
                return null;
            }
            catch (RefusedException refused)
            {
                return refused.Message;
            }
        }));
        both.Count(message => message is null).ShouldBe(1);
        both.Single(message => message is not null).ShouldBe("“柞水县2026年year”刚刚已由周文静换走，这次没有换；请重新生成报告再看。");
    }

    [Fact]
    public async Task A_task_whose_step_is_gone_ends_as_chosen_and_comes_back_when_the_move_is_undone()
    {
        var (first, years) = await YearsAsync(1, "a b c");
        await _office.ActAsync(await TaskAsync(years[0]), "p1");
        var (next, old) = (await PublishAsync("a c"), await TaskAsync(years[0]));
        var asked = await ReportAsync(next, years);
        asked.Cases.Single().Light.ShouldBe(MoveLight.Choose);
        var question = asked.Questions.Single();
        (question.Kind, question.Title).ShouldBe((MoveQuestionKind.Gone, "b"));
        (await Should.ThrowAsync<RefusedException>(() => MoveAsync(asked))).Code.ShouldBe("choice-missing");

        var choices = new MoveChoices(new Dictionary<string, string> { [question.Key] = "go-to:c" });
        var report = await ReportAsync(next, years, choices);
        var one = report.Cases.Single();
        (one.Light, one.Withdrawn.Single(), one.Begins.Single(), one.Barrier).ShouldBe((MoveLight.Ready, "“办理b”（代表1）", "c", null));
        await MoveAsync(report, choices);
        (await _office.OpenTasksAsync()).Single().Title.ShouldBe("办理c");
        (await MailAsync("p1")).ShouldContain("已撤销：办理b");

        await Desk.UndoAsync(Office.Place, (await LastMoveAsync()).Id, Office.Staff, "选错了", cancellation: Ct);
        (await _office.OpenTasksAsync()).Single().Id.ShouldBe(old);
        (await VersionsAsync(years)).ShouldBe([first]);
        (await MailAsync("p1")).ShouldContain("恢复办理：办理b");
        (await StoryAsync(years[0])).ShouldContain("撤回换版，方案改回第 1 版，原因：选错了");
        await _office.Reconciler.RunAsync(all: true, Ct);
        _office.Reconciler.Last!.Repaired.ShouldBeEmpty();
        (await ActAllAsync(years[0])).ShouldBe(["办理b", "办理c"]);
        (await Should.ThrowAsync<RefusedException>(async () => await Desk.UndoAsync(Office.Place, (await LastMoveAsync()).Id, Office.Staff, "再来", cancellation: Ct))).Code.ShouldBe("not-moved");
    }

    [Fact]
    public async Task What_is_chosen_for_one_case_holds_there_alone_and_stands_in_words_for_the_second_person_the_audit_and_the_story()
    {
        var (_, years) = await YearsAsync(3, "a b c");
        foreach (var year in years) await _office.ActAsync(await TaskAsync(year), "p1");
        var next = await PublishAsync("a c");
        await TwoNeededAsync();
        var asked = await ReportAsync(next, years);
        var question = asked.Questions.Single();
        var (other, all) = (asked.Cases.Single(one => one.CycleId == years[1]).RunId, new Dictionary<string, string> { [question.Key] = "go-to:c" });
        var own = new Dictionary<string, IReadOnlyDictionary<string, string>> { [other] = new Dictionary<string, string> { [question.Key] = "go-to:a" } };

        (await ReportAsync(next, years, new MoveChoices(null, own))).Cases.Single(one => one.Light == MoveLight.Ready).RunId.ShouldBe(other);
        var choices = new MoveChoices(all, own);
        var report = await ReportAsync(next, years, choices);
        report.IsReady.ShouldBeTrue();
        report.Cases.ShouldAllBe(one => one.Begins.Single() == (one.RunId == other ? "a" : "c"));

        var move = (await MoveAsync(report, choices)).Id;
        string[] words =
        [
            "正在办“b”，新版里没有这一步：撤销它，接着办“c”（“柞水县2026年year”、“柞水县2028年year”）",
            "正在办“b”，新版里没有这一步：撤销它，接着办“a”（“柞水县2027年year”）",
        ];
        (await new MovesQuery(new ReadSide(() => Office.Open(_office.Options)), _office.Commits).FindAsync(Office.Place, Id, Ct))!.Past.Single().Chosen.ShouldBe(words);
        await Desk.ApproveAsync(Office.Place, move, Second, cancellation: Ct);
        foreach (var year in years) (await _office.OpenTasksAsync()).Single(task => task.CycleId == year).Title.ShouldBe(year == years[1] ? "办理a" : "办理c");
        (await StoryAsync(years[1])).ShouldContain("方案由第 1 版改为第 2 版，原因：按第九次会议决定。选定：撤销它，接着办“a”");
        (await StoryAsync(years[2])).ShouldContain("方案由第 1 版改为第 2 版，原因：按第九次会议决定。选定：撤销它，接着办“c”");
        await using var read = _office.Read();
        (await read.Audit.Where(row => row.Act == "cycle-moved").Select(row => row.DetailsJson).ToListAsync(Ct)).ShouldAllBe(details => AuditWords.Detail(details).Contains($"选定：{words[0]}、{words[1]}"));
    }

    [Fact]
    public async Task What_stays_as_it_is_is_named_with_the_reason()
    {
        await PublishAsync(Flows.Sequence("child", Flows.Task("c", "any", "p1")));
        await PublishAsync(Flows.Sequence(Id, Flows.Children("kids", "child", 1), Flows.Task("end", "any", "p2")));
        var years = new List<string>();
        for (var year = 2026; year < 2028; year++) years.Add(await _office.Desk.StartCycleAsync(Id, year, Office.Place, Office.Staff, cancellation: Ct));
        await PublishAsync(Flows.Sequence("child", Flows.Task("c", "any", "p1"), Flows.Task("d", "any", "p1")));
        var next = await PublishAsync(Flows.Sequence(Id, Flows.Children("kids", "child", 1), Flows.Task("more", "any", "p2")));
        var report = await ReportAsync(next, years);
        report.Left.Select(one => (one.Title, one.Why)).ShouldBe([("child", "按其他方案办，没有选一起换"), ("child", "按其他方案办，没有选一起换")]);

        var some = report.Stand.Where(one => one.RunId == report.Cases.Single(other => other.CycleId == years[0]).RunId).ToList();
        var outcome = await Desk.MoveAsync(Order(next, years), some, "先换一年", Office.Staff, cancellation: Ct);
        outcome.Cases.ShouldBe(1);
        outcome.Left.Select(one => (one.Title, one.Why)).ShouldBe([("柞水县2027年year", "不在要换的名单里，仍按第 1 版办")]);
        MoveChoices.Read((await LastMoveAsync()).ChoicesJson).Words.ShouldBe(["没有换的：“柞水县2027年year”，不在要换的名单里，仍按第 1 版办"]);
        (await ReportAsync(next, years)).Left.ShouldContain(one => one.Title == "柞水县2026年year" && one.Why == "已经按在用的版本办");
    }

    [Fact]
    public async Task What_somebody_has_begun_is_not_offered_to_be_handed_out_anew()
    {
        await PublishAsync(Flows.Sequence("child", Flows.Task("c", "any", "p3")));
        JsonObject[] steps = [Flows.Step("Elsa.Start", "s"), Flows.Task("a", "any", "p1"), Flows.Task("b", "all", "p1", "p2"), Flows.Children("kids", "child", 1)];
        await PublishAsync(Chart("s>a s>b s>kids", steps));
        var year = await _office.Desk.StartCycleAsync(Id, 2026, Office.Place, Office.Staff, cancellation: Ct);
        var next = await PublishAsync(Chart("s>a a>b a>kids", steps));
        (await OptionsAsync("b")).ShouldBe([("wait", "先收回“b”，等“a”办完再发出"), ("go-on", "“b”照常办，不等“a”")]);
        // Children at work are never begun a second time.
        (await OptionsAsync("kids")).ShouldBe([("go-on", "“kids”照常办，不等“a”")]);

        await _office.ActAsync((await _office.OpenTasksAsync()).Single(task => task.Title == "办理b").Id, "p1");
        (await OptionsAsync("b")).ShouldBe([("go-on", "“b”照常办，不等“a”")]);
        var choices = new MoveChoices((await ReportAsync(next, [year])).Questions.ToDictionary(question => question.Key, _ => "go-on"));
        await MoveAsync(await ReportAsync(next, [year], choices), choices);
        await _office.ActAsync((await _office.OpenTasksAsync()).Single(task => task.Title == "办理b").Id, "p2");
        (await _office.OpenTasksAsync()).Select(task => task.Title).ShouldBe(["办理a", "办理c"], ignoreOrder: true);

        async Task<List<(string, string)>> OptionsAsync(string step) =>
            [.. (await ReportAsync(next, [year])).Questions.Single(question => question.StepId == step).Options.Select(option => (option.Key, option.Words))];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_open_collection_is_not_taken_out_by_a_move(bool inContainer)
    {
        var collect = Flows.Step("Minsheng.Collect", "collect");
        await PublishAsync(Flows.Sequence(Id, inContainer ? Inside("autumn", collect) : collect, Flows.Task("b", "any", "p1")));
        var year = await _office.Desk.StartCycleAsync(Id, 2026, Office.Place, Office.Staff, cancellation: Ct);
        var report = await ReportAsync(await PublishAsync(Flows.Sequence(Id, Flows.Task("b", "any", "p1"))), [year]);
        (report.Cases.Single().Light, report.Cases.Single().Refusals.Single()).ShouldBe((MoveLight.Cannot, "“collect”正在征集，撤掉这一步，门户还会接着收建议；请先提前结束征集，或在新版里保留这一步。"));
        (await Should.ThrowAsync<RefusedException>(() => MoveAsync(report))).Code.ShouldBe("case-cannot-move");
        await using var db = _office.Read();
        (await db.Cycles.SingleAsync(Ct)).Collection.ShouldBe(CollectionState.Open);
    }

    [Fact]
    public async Task A_step_put_into_a_container_stays_the_same_task_and_is_found_there_when_it_is_undone_and_moved_again()
    {
        var (_, years) = await YearsAsync(1, "a b c");
        await _office.ActAsync(await TaskAsync(years[0]), "p1");
        var task = await TaskAsync(years[0]);
        var next = await PublishAsync(Chart("a:Yes>frame frame>c", Flows.Task("a", "any", "p1"), Inside("frame", Flows.Task("b", "any", "p1"), Flows.Task("more", "any", "p1")), Flows.Task("c", "any", "p1")));
        for (var turn = 0; turn < 2; turn++)
        {
            var report = await ReportAsync(next, years);
            var one = report.Cases.Single();
            (one.Light, one.Questions.Count, one.Withdrawn.Count, one.Outlook!.Standing).ShouldBe((MoveLight.Ready, 0, 0, null));
            await MoveAsync(report);
            (await TaskAsync(years[0])).ShouldBe(task);
            await _office.Reconciler.RunAsync(all: true, Ct);
            _office.Reconciler.Last!.Repaired.ShouldBeEmpty();
            if (turn == 0) await Desk.UndoAsync(Office.Place, (await LastMoveAsync()).Id, Office.Staff, "再想想", cancellation: Ct);
        }
        (await ActAllAsync(years[0])).ShouldBe(["办理b", "办理more", "办理c"]);
    }

    [Fact]
    public async Task A_move_is_not_undone_once_something_has_happened_and_the_case_is_named()
    {
        var (_, years) = await YearsAsync(2, "a b");
        await MoveAsync(await ReportAsync(await PublishAsync("a x b"), years));
        await _office.ActAsync(await TaskAsync(years[1]), "p1");
        var refused = await Should.ThrowAsync<RefusedException>(async () => await Desk.UndoAsync(Office.Place, (await LastMoveAsync()).Id, Office.Staff, "不换了", cancellation: Ct));
        refused.Code.ShouldBe("cannot-undo");
        refused.Message.ShouldStartWith("“柞水县2027年year”换过去以后已经又往下办了");
        (await LastMoveAsync()).State.ShouldBe(MoveState.Moved);
    }

    [Fact]
    public async Task What_begins_with_the_move_and_cannot_be_taken_back_is_told_before()
    {
        await _office.PublishAsync(Flows.Sequence("child", Flows.Task("c", "any", "p1")));
        var first = await PublishAsync(Flows.Parallel(Id, Flows.Task("a", "any", "p1")));
        var year = await _office.Desk.StartCycleAsync(Id, 2026, Office.Place, Office.Staff, cancellation: Ct);
        var next = await PublishAsync(Flows.Parallel(Id, Flows.Task("a", "any", "p1"), Flows.Children("kids", "child", 2)));
        var key = (await ReportAsync(next, [year])).Questions.Single().Key;
        var choices = new MoveChoices(new Dictionary<string, string> { [key] = "start" });
        var report = await ReportAsync(next, [year], choices);
        report.Cases.Single().Barrier.ShouldBe("换过去时“kids”马上就办了（启动子方案），收不回来");
        await MoveAsync(report, choices);
        (await _office.OpenTasksAsync()).Count.ShouldBe(3);
        (await Should.ThrowAsync<RefusedException>(async () => await Desk.UndoAsync(Office.Place, (await LastMoveAsync()).Id, Office.Staff, "不换了", cancellation: Ct))).Message.ShouldContain("收不回来");
        first.ShouldNotBe(next);
    }

    [Fact]
    public async Task What_a_year_has_started_moves_with_it_or_by_itself()
    {
        await PublishAsync(Flows.Sequence("child", Flows.Task("c", "any", "p1")));
        await PublishAsync(Flows.Sequence(Id, Flows.Children("kids", "child", 3), Flows.Task("end", "any", "p2")));
        var year = await _office.Desk.StartCycleAsync(Id, 2026, Office.Place, Office.Staff, cancellation: Ct);
        var child = await PublishAsync(Flows.Sequence("child", Flows.Task("c", "any", "p1"), Flows.Task("d", "any", "p3")));

        var alone = await ReportAsync(child, [year]);
        alone.Cases.Select(one => (one.IsChild, one.DefinitionId, one.Light)).ShouldBe(Enumerable.Repeat((true, "child", MoveLight.Ready), 3));
        alone.Cases.ShouldAllBe(one => one.Outlook!.EndsAt != null);
        var next = await PublishAsync(Flows.Sequence(Id, Flows.Children("kids", "child", 3), Flows.Task("more", "any", "p4"), Flows.Task("end", "any", "p2")));
        var all = await Reports.MakeAsync(Order(next, [year], null, withChildren: true), Office.Staff, cancellation: Ct);
        all.Cases.Select(one => one.IsChild).ShouldBe([false, true, true, true]);
        await Desk.MoveAsync(Order(next, [year], null, withChildren: true), all.Stand, "一起换", Office.Staff, cancellation: Ct);
        foreach (var task in await _office.OpenTasksAsync()) await _office.ActAsync(task.Id, "p1");
        foreach (var task in await _office.OpenTasksAsync()) await _office.ActAsync(task.Id, "p3");
        (await _office.OpenTasksAsync()).Single().Title.ShouldBe("办理more");
    }

    [Fact]
    public async Task A_step_whose_children_are_still_at_work_is_not_taken_away_from_under_them()
    {
        await PublishAsync(Flows.Sequence("child", Flows.Task("c", "any", "p1")));
        await PublishAsync(Flows.Sequence(Id, Flows.Children("kids", "child", 1), Flows.Task("end", "any", "p2")));
        var year = await _office.Desk.StartCycleAsync(Id, 2026, Office.Place, Office.Staff, cancellation: Ct);
        var report = await ReportAsync(await PublishAsync(Flows.Sequence(Id, Flows.Task("end", "any", "p2"))), [year]);
        (report.Cases.Single().Light, report.Cases.Single().Refusals.Single()).ShouldBe((MoveLight.Cannot, "新版里没有“kids”这一步，而它启动的子方案还没有办完；等子方案办完，或在新版里保留这一步。"));
        (await Should.ThrowAsync<RefusedException>(() => MoveAsync(report))).Code.ShouldBe("case-cannot-move");
    }

    [Fact]
    public async Task Where_the_place_wants_it_a_second_person_agrees_and_a_stale_proposal_moves_nothing()
    {
        var (first, years) = await YearsAsync(1, "a b c");
        var next = await PublishAsync("a x b c");
        await TwoNeededAsync();
        (await MoveAsync(await ReportAsync(next, years))).State.ShouldBe(MoveState.Proposed);
        (await VersionsAsync(years)).ShouldBe([first]);
        (await MailAsync(Second)).ShouldContain("请审核：在办的周期换到“year”第 2 版");
        (await Should.ThrowAsync<RefusedException>(async () => await MoveAsync(await ReportAsync(next, years)))).Code.ShouldBe("move-waiting");
        var move = (await LastMoveAsync()).Id;
        await Should.ThrowAsync<NotAllowedException>(() => Desk.ApproveAsync(Office.Place, move, Office.Staff, cancellation: Ct));
        await Should.ThrowAsync<NotAllowedException>(() => Desk.ApproveAsync(Office.Place, move, "p1", cancellation: Ct));

        await _office.ActAsync(await TaskAsync(years[0]), "p1");
        (await Should.ThrowAsync<RefusedException>(() => Desk.ApproveAsync(Office.Place, move, Second, cancellation: Ct))).Code.ShouldBe("stale-report");
        await Desk.ReturnAsync(Office.Place, move, Second, "情况变了", Ct);
        (await MailAsync(Office.Staff)).ShouldContain("没有换：在办的周期换到新版");

        var again = (await MoveAsync(await ReportAsync(next, years))).Id;
        (await Desk.ApproveAsync(Office.Place, again, Second, cancellation: Ct)).State.ShouldBe(MoveState.Moved);
        (await VersionsAsync(years)).ShouldBe([next]);
        (await AuditAsync("cycle-move")).ShouldBe(["cycle-move-proposed", "cycle-move-returned", "cycle-move-proposed", "cycle-move-approved", "cycle-moved"]);
    }

    [Fact]
    public async Task What_would_stand_still_after_the_move_is_refused_in_the_report_when_proposed_and_when_moved()
    {
        var (first, years) = await YearsAsync(1, "a b");
        await _office.ActAsync(await TaskAsync(years[0]), "p1");
        var next = await PublishAsync(Chart("a:Yes>still", Flows.Task("a", "any", "p1"), Flows.Step("Test.StandsStill", "still")));
        var choices = new MoveChoices(new Dictionary<string, string> { [(await ReportAsync(next, years)).Questions.Single().Key] = "go-to:still" });
        var before = await TasksAsync();
        var report = await ReportAsync(next, years, choices);
        (report.Cases.Single().Light, report.Cases.Single().Refusals.Single()).ShouldBe((MoveLight.Cannot, MoveStudy.Stranded));
        foreach (var second in (bool[])[false, true])
        {
            if (second) await TwoNeededAsync();
            var refused = await Should.ThrowAsync<RefusedException>(() => MoveAsync(report, choices));
            (refused.Code, refused.Message).ShouldBe(("case-cannot-move", $"“柞水县2026年year”不能换：{MoveStudy.Stranded}一件也没有换。"));
        }
        (await VersionsAsync(years)).ShouldBe([first]);
        (await TasksAsync()).ShouldBe(before);
        await using var db = _office.Read();
        (await db.VersionMoves.CountAsync(Ct)).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_chosen_before_single_cases_could_differ_still_holds_when_it_is_approved()
    {
        var (_, years) = await YearsAsync(1, "a b c");
        await _office.ActAsync(await TaskAsync(years[0]), "p1");
        var next = await PublishAsync("a c");
        await TwoNeededAsync();
        var all = new Dictionary<string, string> { [(await ReportAsync(next, years)).Questions.Single().Key] = "go-to:c" };
        var choices = new MoveChoices(all);
        var move = (await MoveAsync(await ReportAsync(next, years, choices), choices)).Id;
        await using (var db = Office.Open(_office.Options))
        {
            (await db.VersionMoves.SingleAsync(Ct)).ChoicesJson = System.Text.Json.JsonSerializer.Serialize(all);
            await db.SaveChangesAsync(Ct);
        }
        (await Desk.ApproveAsync(Office.Place, move, Second, cancellation: Ct)).State.ShouldBe(MoveState.Moved);
        (await _office.OpenTasksAsync()).Single().Title.ShouldBe("办理c");
    }

    [Fact]
    public async Task How_far_it_has_come_is_told_once_for_each_percent()
    {
        var (_, years) = await YearsAsync(2, "a b");
        var told = new List<MoveProgress>();
        var report = await ReportAsync(await PublishAsync("a x b"), years);
        var outcome = await Desk.MoveAsync(Order(report.VersionId, years), report.Stand, "换", Office.Staff, told.Add, Ct);
        await Desk.UndoAsync(Office.Place, outcome.Id, Office.Staff, "再想想", told.Add, Ct);
        told.ShouldBe([new(0, "换第 1 件，共 2 件"), new(50, "换第 2 件，共 2 件"), new(0, "撤回第 1 件，共 2 件"), new(50, "撤回第 2 件，共 2 件")]);
    }

    [Fact]
    public async Task Only_the_office_moves_its_own_years_and_only_to_what_is_in_force()
    {
        var (first, years) = await YearsAsync(1, "a b");
        var next = await PublishAsync("a x b");
        var report = await ReportAsync(next, years);
        await Should.ThrowAsync<NotAllowedException>(() => Reports.MakeAsync(Order(next, years), "p1", cancellation: Ct));
        await Should.ThrowAsync<NotAllowedException>(() => Desk.MoveAsync(Order(next, years), report.Stand, "改", "p1", cancellation: Ct));
        await Should.ThrowAsync<NotFoundException>(() => Reports.MakeAsync(Order(next, years) with { Place = "elsewhere" }, "stranger", cancellation: Ct));
        (await Should.ThrowAsync<RefusedException>(() => ReportAsync(first, years))).Code.ShouldBe("not-in-force");
        (await Should.ThrowAsync<RefusedException>(() => Desk.MoveAsync(Order(next, years), report.Stand, " ", Office.Staff, cancellation: Ct))).Code.ShouldBe("reason-missing");
        await Desk.MoveAsync(Order(next, years), report.Stand, "改", Office.Staff, cancellation: Ct);
        await Should.ThrowAsync<NotFoundException>(async () => await Desk.UndoAsync("elsewhere", (await LastMoveAsync()).Id, "stranger", "改", cancellation: Ct));
    }

    private static MoveOrder Order(string version, IReadOnlyList<string> years, MoveChoices? choices = null, bool withChildren = false) =>
        new(Office.Place, version, years, withChildren, choices ?? new MoveChoices());

    private Task<MoveReport> ReportAsync(string version, IReadOnlyList<string> years, MoveChoices? choices = null) =>
        Reports.MakeAsync(Order(version, years, choices), Office.Staff, cancellation: Ct);

    private Task<MoveOutcome> MoveAsync(MoveReport report, MoveChoices? choices = null) =>
        Desk.MoveAsync(Order(report.VersionId, [.. report.Cases.Select(one => one.CycleId).Distinct()], choices), report.Stand, "按第九次会议决定", Office.Staff, cancellation: Ct);

    private async Task<(string Version, List<string> Years)> YearsAsync(int count, string steps)
    {
        var (version, years) = (await PublishAsync(steps), new List<string>());
        for (var year = 2026; year < 2026 + count; year++) years.Add(await _office.Desk.StartCycleAsync(Id, year, Office.Place, Office.Staff, cancellation: Ct));
        return (version, years);
    }

    /// <param name="arrows">As "a>b" or "a:Yes>b".</param>
    private static byte[] Chart(string arrows, params JsonObject[] steps)
    {
        var chart = JsonNode.Parse(Flows.Chart(Id, [], [.. steps.Select(step => (JsonObject)step.DeepClone())]))!;
        chart["root"]!["connections"] = new JsonArray([.. arrows.Split(' ').Select(arrow => arrow.Split('>')).Select(ends => new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = ends[0].Split(':')[0], ["port"] = ends[0].Contains(':') ? ends[0].Split(':')[1] : ends[0] is "a" ? "Yes" : "Done" },
            ["target"] = new JsonObject { ["activity"] = ends[1] },
        })]);
        return System.Text.Encoding.UTF8.GetBytes(chart.ToJsonString());
    }

    private static JsonObject Inside(string id, params JsonObject[] steps) => new() { ["id"] = id, ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray([.. steps]) };

    /// <summary>A chart of tasks, one after the other.</summary>
    private Task<string> PublishAsync(string steps) =>
        PublishAsync(Flows.Chart(Id, steps.Split(' '), [.. steps.Split(' ').Select(step => Flows.Task(step, "any", "p1"))]));

    private async Task<string> PublishAsync(byte[] definition)
    {
        var version = (await _office.Library.ImportAsync(definition, "test.json", Office.Place, Office.Staff, Ct)).VersionId;
        await _office.Library.PublishAsync(version, Office.Staff, Ct);
        return version;
    }

    private async Task<string> TaskAsync(string year)
    {
        await using var db = _office.Read();
        return await db.Tasks.Where(task => task.CycleId == year && task.State == TaskState.Open).Select(task => task.Id).SingleAsync(Ct);
    }

    private async Task<List<string>> TasksAsync() => [.. (await _office.OpenTasksAsync()).Select(task => $"{task.Id} {task.Title}")];

    private async Task<List<string>> ActAllAsync(string year)
    {
        var done = new List<string>();
        for (; ; )
        {
            await using var db = _office.Read();
            if (await db.Tasks.Where(task => task.CycleId == year && task.State == TaskState.Open).FirstOrDefaultAsync(Ct) is not { } task) break;
            done.Add(task.Title);
            await _office.ActAsync(task.Id, "p1");
        }
        await using var read = _office.Read();
        (await read.Cycles.SingleAsync(row => row.Id == year, Ct)).State.ShouldBe(CycleState.Finished);
        return done;
    }

    private async Task<List<string>> VersionsAsync(IEnumerable<string> years)
    {
        await using var db = _office.Read();
        var rows = await db.Cycles.Join(db.Instances, cycle => cycle.RootInstanceId, run => run.Id, (cycle, run) => new { cycle.Id, OfCycle = cycle.DefinitionVersionId, OfRun = run.DefinitionVersionId }).ToListAsync(Ct);
        rows.ShouldAllBe(row => row.OfCycle == row.OfRun);
        return [.. years.Select(year => rows.Single(row => row.Id == year).OfRun)];
    }

    private async Task<List<string>> StoryAsync(string year)
    {
        await using var db = _office.Read();
        return await db.History.Where(line => db.Cycles.Any(cycle => cycle.Id == year && cycle.RootInstanceId == line.InstanceId)).Select(line => line.Sentence).ToListAsync(Ct);
    }

    private async Task<List<string>> AuditAsync(string act)
    {
        await using var db = _office.Read();
        return await db.Audit.Where(row => row.Act.StartsWith(act)).OrderBy(row => row.Seq).Select(row => row.Act).ToListAsync(Ct);
    }

    private async Task<List<string>> MailAsync(string person)
    {
        await using var db = _office.Read();
        return await db.Outbox.Where(row => row.PersonId == person).Select(row => row.Subject).ToListAsync(Ct);
    }

    private async Task<VersionMoveRow> LastMoveAsync()
    {
        await using var db = _office.Read();
        return (await db.VersionMoves.ToListAsync(Ct)).MaxBy(row => row.ProposedAt)!;
    }

    private async Task TwoNeededAsync()
    {
        await using var db = Office.Open(_office.Options);
        db.People.Add(new PersonRow { Id = Second, JurisdictionId = Office.Place, Name = "吴第二" });
        db.Posts.Add(new PostRow { Id = "post-second", JurisdictionId = Office.Place, PersonId = Second, Kind = PostKind.Role, Name = Roles.CountyNpcStaff, Title = "", From = new DateOnly(2020, 1, 1) });
        db.PlaceSettings.Add(new PlaceSettingRow { JurisdictionId = Office.Place, Name = PlaceSettings.SecondPerson.Name, Value = "1" });
        await db.SaveChangesAsync(Ct);
    }
}

public sealed class SqliteMoveTests : MoveContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.SqliteAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Databases.Delete(TheOffice.Options);
    }
}

public sealed class PostgresMoveTests : MoveContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.PostgresAsync();
}
