using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>What supervision leaves behind, on any database.</summary>
public abstract class SupervisionContract : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 5, 2, 20, 0, TimeSpan.Zero));
    private readonly string _key = Guid.CreateVersion7().ToString("n");
    private DatabaseOptions _options = null!;
    private string _theirs = "";
    private Office _office = null!;

    private protected abstract Task<DatabaseOptions> CreateAsync();

    private protected Office TheOffice => _office;

    public async ValueTask InitializeAsync()
    {
        _options = await CreateAsync();
        await Office.SeedAsync(_options);
        _office = new Office(_options, _clock);
        foreach (var name in new[] { "year", "other" })
            await _office.PublishAsync(Flows.Sequence(name, Flows.Task("hold", "Any", "p1"), Flows.Effects("first", $"{_key}-1"), Flows.Task("pause", "Any", "p1"), Flows.Effects("second", $"{_key}-2"), Flows.Task("last", "Any", "p1")));
        First(_ => []);
        Second(_ => []);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_office is not null) await _office.DisposeAsync();
    }

    [Fact]
    public async Task A_letter_goes_out_is_answered_and_closed_and_every_step_stays_on_record()
    {
        var cycle = await StartAsync(2026, "a");
        var due = _clock.GetUtcNow().AddDays(14);
        var letter = new OpenFinding("f1", "监督提醒函", "a", "围挡破损", "学生上下学经过，限期修复。", "督查组", "县住建局", due);
        First(_ => [letter, letter, new AdvanceFinding("f1", FindingState.Answered, "围挡已修复。", "县住建局"), new AdvanceFinding("f1", FindingState.Answered, "围挡已修复。", "县住建局")]);
        Second(_ => [new AdvanceFinding("f1", FindingState.Open, "东侧还有缺口。", "督查组"), new AdvanceFinding("f1", FindingState.Answered, "东侧已补。", "县住建局"), new AdvanceFinding("f1", FindingState.Closed, "现场看过。", "督查组")]);

        await ActAsync(cycle);
        await RestartAsync();
        await using (var db = _office.Read()) (await db.Findings.SingleAsync()).State.ShouldBe(FindingState.Answered);
        _clock.Advance(TimeSpan.FromDays(3));
        await ActAsync(cycle);

        await using var after = _office.Read();
        var row = await after.Findings.SingleAsync();
        (row.State, row.Kind, row.IssuedTo, row.Due, row.Issued.AddDays(3), row.CycleId).ShouldBe((FindingState.Closed, "监督提醒函", "县住建局", due, row.Closed!.Value, cycle));
        (await after.FindingSteps.OrderBy(step => step.Seq).Select(step => step.Text).ToListAsync()).ShouldBe(["围挡已修复。", "东侧还有缺口。", "东侧已补。", "现场看过。"]);
        (await StoryAsync(cycle)).ShouldBe([
            "督查组发出监督提醒函“围挡破损”，由县住建局办理，限 2026年3月19日前。", "县住建局答复“围挡破损”：围挡已修复。",
            "“围挡破损”退回继续整改（督查组）：东侧还有缺口。", "县住建局答复“围挡破损”：东侧已补。", "“围挡破损”销号（督查组）：现场看过。"]);
        (await after.Audit.Where(entry => entry.Subject == "f1").OrderBy(entry => entry.Seq).Select(entry => entry.Act).ToListAsync())
            .ShouldBe(["finding-opened", "finding-advanced", "finding-advanced", "finding-advanced", "finding-advanced"]);
    }

    [Fact]
    public async Task An_agreed_change_moves_amount_date_and_the_end_of_the_plan_and_one_not_agreed_moves_nothing()
    {
        var cycle = await StartAsync(2026, "a", "b");
        var (day, later) = (new DateOnly(2026, 11, 30), new DateOnly(2027, 5, 31));
        await using (var db = Office.Open(_options))
        {
            db.AddRange(
                new PlanRow { ItemId = "a", JurisdictionId = Office.Place, Leader = "副县长", LeadUnitId = "zhujian", Budget = 100m, Recorded = _clock.GetUtcNow() },
                new MilestoneRow { ItemId = "a", Position = 0, JurisdictionId = Office.Place, Name = "开工", Due = new DateOnly(2026, 4, 1), Planned = 20 },
                new MilestoneRow { ItemId = "a", Position = 1, JurisdictionId = Office.Place, Name = "竣工", Due = day, Planned = 100 });
            await db.SaveChangesAsync();
        }
        First(_ =>
        [
            Change("c1", "a", ChangeKind.Material, true) with { Amount = 130m, Finish = later, NeedsCongress = true },
            Change("c1", "a", ChangeKind.Material, true) with { Amount = 999m },
            Change("c2", "b", ChangeKind.Material, false) with { Amount = 500m, Finish = later, NeedsCongress = true },
        ]);

        await ActAsync(cycle);

        await using var after = _office.Read();
        var (a, b) = (await after.Items.SingleAsync(item => item.Id == "a"), await after.Items.SingleAsync(item => item.Id == "b"));
        (a.Amount, a.Finish, a.State).ShouldBe((130m, later, ProjectState.Underway));
        (b.Amount, b.Finish).ShouldBe((12.5m, (DateOnly?)null));
        (await after.Plans.SingleAsync()).Budget.ShouldBe(130m);
        (await after.Milestones.OrderBy(stone => stone.Position).Select(stone => stone.Due).ToListAsync()).ShouldBe([new DateOnly(2026, 4, 1), later]);
        (await after.ProjectChanges.OrderBy(change => change.Id).Select(change => change.IsApproved).ToListAsync()).ShouldBe([true, false]);
        (await after.Audit.Where(entry => entry.Act == "project-changed").OrderBy(entry => entry.Seq).Select(entry => entry.Subject).ToListAsync()).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_replaced_project_stops_and_the_one_in_its_place_becomes_a_project()
    {
        var cycle = await StartAsync(2026, "a", "b");
        await using (var db = Office.Open(_options)) await db.Items.Where(item => item.Id == "b").ExecuteUpdateAsync(set => set.SetProperty(item => item.Stage, ItemStage.NotChosen));
        First(_ => [Change("c1", "a", ChangeKind.Substitution, true) with { ReplacedBy = "b", NeedsCongress = true }]);

        await ActAsync(cycle);

        await using var after = _office.Read();
        (await after.Items.OrderBy(item => item.Id).Select(item => $"{item.Id} {item.Stage} {item.State}").ToListAsync()).ShouldBe(["a Project Stopped", "b Project Underway"]);
        (await after.ItemDecisions.OrderBy(row => row.ItemId).Select(row => row.Verdict).ToListAsync()).ShouldBe(["替换为另一个项目", "替换列为正式项目"]);
    }

    [Fact]
    public async Task Unfinished_projects_move_into_the_next_cycle_under_their_number_with_all_that_happened()
    {
        var old = await StartAsync(2026, "a", "b", "c");
        await TheirsAsync(await _office.Desk.StartCycleAsync("year", 2026, "elsewhere", "stranger"));
        First(_ =>
        [
            new OpenFinding("f1", "监督提醒函", "a", "进度滞后", "", "督查组", "县住建局", null),
            Change("c1", "a", ChangeKind.Material, true) with { NeedsCongress = true },
            new FinishProject("b", new DateOnly(2026, 11, 20), "质量合格。", "验收组"), new FinishProject("b", new DateOnly(2026, 11, 20), "质量合格。", "验收组"),
            new CarryOver("a", "用地手续晚。", "明年五月完工。", new DateOnly(2027, 5, 31), "验收组"), new CarryOver("a", "用地手续晚。", "明年五月完工。", null, "验收组"),
        ]);
        await ActAsync(old);
        var seen = new List<string>();
        First(facts => { seen.AddRange(facts.Items(ItemStage.Project).Select(item => $"{item.Number} {item.State}")); return []; });

        var next = await _office.Desk.StartCycleAsync("other", 2027, Office.Place, Office.Staff);
        await ActAsync(next);

        seen.ShouldBe(["ZS26-a Underway"]);
        await using var db = _office.Read();
        (await db.Items.OrderBy(item => item.Id).Select(item => $"{item.Id} {item.State} {item.CycleId}").ToListAsync()).ShouldBe([$"a Underway {next}", $"b Finished {old}", $"c Underway {old}", $"theirs CarriedOver {_theirs}"]);
        (await db.Items.SingleAsync(item => item.Id == "a")).Finish.ShouldBe(new DateOnly(2027, 5, 31));
        (await db.ItemDecisions.Where(row => row.ItemId == "a").OrderBy(row => row.Seq).Select(row => row.Verdict).ToListAsync()).ShouldBe(["未完成，延续到下一年度", "转入 2027 年继续实施"]);
        (await db.ItemDecisions.SingleAsync(row => row.ItemId == "b")).Verdict.ShouldBe("验收结项（2026年11月20日）");
        (await db.Findings.SingleAsync()).ItemId.ShouldBe("a");
        (await StoryAsync(next)).ShouldBe(["以前年度未完成的项目 1 件转入本周期继续实施：ZS26-a 项目a。", "提请下次人代会确认或报告的项目调整 1 件：ZS26-a 项目a（延长工期）。"]);
        (await _office.Reconciler.RunAsync(true, CancellationToken.None)).Repaired.ShouldBeEmpty();
        var reading = new ReadSide(() => Office.Open(_options));
        var projects = new ProjectsQuery(reading, new ProcedurePictures(), _clock);
        (await projects.ReadAsync(Office.Place, 2026)).Left.ShouldHaveSingleItem().Number.ShouldBe("ZS26-a", "a year must not look as if all had been done");
        (await projects.ReadAsync(Office.Place, 2027)).Left.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_the_next_cycle_runs_already_a_project_stays_until_its_own_year_is_closed()
    {
        var old = await StartAsync(2026, "a");
        var next = await _office.Desk.StartCycleAsync("other", 2027, Office.Place, Office.Staff);
        First(facts => facts.Cycle.Year == 2026 ? [new CarryOver("a", "用地手续晚。", "", null, "验收组")] : []);

        await ActAsync(old);
        (await CycleOfAsync("a")).ShouldBe(old, "the rest of its year still has to see it");
        await ActAsync(old);
        await ActAsync(old);

        (await CycleOfAsync("a")).ShouldBe(next);
        (await StoryAsync(next)).ShouldBe(["以前年度未完成的项目 1 件转入本周期继续实施：ZS26-a 项目a。"]);
        await ActAsync(next);

        async Task<string> CycleOfAsync(string id)
        {
            await using var db = _office.Read();
            return (await db.Items.SingleAsync(item => item.Id == id)).CycleId;
        }
    }

    [Fact]
    public async Task While_an_open_task_of_its_own_year_is_about_it_a_project_stays()
    {
        var old = await StartAsync(2026, "a", "b");
        First(_ => [new CarryOver("a", "晚了。", "", null, "验收组"), new CarryOver("b", "晚了。", "", null, "验收组")]);
        await ActAsync(old);
        await using var db = Office.Open(_options);
        await db.Tasks.Where(task => task.CycleId == old && task.State == TaskState.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(task => task.SpecJson, task => task.SpecJson.Replace("\"title\":", "\"itemIds\":[\"a\"],\"title\":")));

        var next = await _office.Desk.StartCycleAsync("other", 2027, Office.Place, Office.Staff);

        (await db.Items.OrderBy(item => item.Id).Select(item => $"{item.State} {item.CycleId}").ToListAsync()).ShouldBe([$"CarriedOver {old}", $"Underway {next}"]);
        await ActAsync(old);
        await ActAsync(old);
        (await db.Items.Select(item => item.CycleId).Distinct().ToListAsync()).ShouldBe([next]);
    }

    [Fact]
    public async Task A_burst_that_fails_on_one_effect_leaves_none_of_the_others()
    {
        var cycle = await StartAsync(2026, "a");
        First(_ => [new OpenFinding("f1", "整改通知", "a", "问题", "", "督查组", "县住建局", null), new CarryOver("a", "晚了。", "", null, "督查组"), new AdvanceFinding("nobody-knows", FindingState.Closed, "", "督查组")]);

        await Should.ThrowAsync<NotFoundException>(ActAsync(cycle));

        await using var db = _office.Read();
        (await db.Findings.CountAsync() + await db.ItemDecisions.CountAsync()).ShouldBe(0);
        (await db.Items.SingleAsync()).State.ShouldBe(ProjectState.Underway);
        (await db.Audit.CountAsync(entry => entry.Act == "finding-opened")).ShouldBe(0);
        (await OpenAsync(cycle)).ActivityId.ShouldBe("hold", "the task waits as before");
    }

    [Fact]
    public async Task Nothing_is_done_to_another_countys_project()
    {
        var cycle = await StartAsync(2026, "a");
        await using (var db = Office.Open(_options)) await db.Items.ExecuteUpdateAsync(set => set.SetProperty(item => item.JurisdictionId, "elsewhere"));
        foreach (var effect in new Effect[]
        {
            new OpenFinding("f1", "整改通知", "a", "问题", "", "督查组", "县住建局", null), Change("c1", "a", ChangeKind.Stop, true),
            new FinishProject("a", new DateOnly(2026, 11, 20), "", "验收组"), new CarryOver("a", "晚了。", "", null, "验收组"),
        })
        {
            First(_ => [effect]);
            await Should.ThrowAsync<NotFoundException>(ActAsync(cycle));
        }
        await using var after = _office.Read();
        (await after.Items.SingleAsync()).State.ShouldBe(ProjectState.Underway);
    }

    private async Task TheirsAsync(string cycle)
    {
        _theirs = cycle;
        await using var db = Office.Open(_options);
        db.Items.Add(new ItemRow
        {
            Id = "theirs", JurisdictionId = "elsewhere", CycleId = cycle, Number = "LX26-1", Title = "邻县的", Content = "", Domain = "交通出行", Stage = ItemStage.Project, State = ProjectState.CarriedOver, Channel = "群众", Submitted = _clock.GetUtcNow(),
        });
        await db.SaveChangesAsync();
    }

    private static ChangeProject Change(string id, string item, ChangeKind kind, bool approved) =>
        new(id, item, kind, approved, "延长工期。", "雨季长。", "县人大常委会会议", false);

    private void First(Func<ICycleFacts, IEnumerable<Effect>> effects) => EffectStep.Decided[$"{_key}-1"] = effects;

    private void Second(Func<ICycleFacts, IEnumerable<Effect>> effects) => EffectStep.Decided[$"{_key}-2"] = effects;

    private async Task<string> StartAsync(int year, params string[] projects)
    {
        var cycle = await _office.Desk.StartCycleAsync("year", year, Office.Place, Office.Staff);
        await using var db = Office.Open(_options);
        foreach (var id in projects)
            db.Items.Add(new ItemRow
            {
                Id = id, JurisdictionId = Office.Place, CycleId = cycle, Number = $"ZS26-{id}", Title = $"项目{id}", Content = "修路", Domain = "交通出行", Amount = 12.5m,
                Stage = ItemStage.Project, Channel = "群众", Submitted = _clock.GetUtcNow(),
            });
        await db.SaveChangesAsync();
        return cycle;
    }

    private async Task<TaskRow> OpenAsync(string cycle)
    {
        await using var db = _office.Read();
        return await db.Tasks.SingleAsync(task => task.CycleId == cycle && task.State == TaskState.Open);
    }

    private async Task ActAsync(string cycle) => await _office.ActAsync((await OpenAsync(cycle)).Id, "p1");

    private async Task<List<string>> StoryAsync(string cycle)
    {
        await using var db = _office.Read();
        var root = (await db.Cycles.SingleAsync(row => row.Id == cycle)).RootInstanceId;
        return await db.History.Where(line => line.InstanceId == root && line.Kind == HistoryKind.Effect).OrderBy(line => line.Seq).Select(line => line.Sentence).ToListAsync();
    }

    private async Task RestartAsync()
    {
        await _office.DisposeAsync();
        _office = new Office(_options, _clock);
    }
}

public sealed class SqliteSupervisionTests : SupervisionContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.SqliteAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Databases.Delete(TheOffice.Options);
    }
}

public sealed class PostgresSupervisionTests : SupervisionContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.PostgresAsync();
}
