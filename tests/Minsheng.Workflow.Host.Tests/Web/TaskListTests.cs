using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;
using static Minsheng.Workflow.Host.Tests.Web.TwoCounties;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>待办 已办 我发起 抄送我: found, narrowed, ordered and paged by the database.</summary>
public sealed class TaskListTests(TwoCounties counties) : IClassFixture<TwoCounties>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_tasks_come_by_limit_page_by_page_and_none_twice()
    {
        var person = await NewPersonAsync();
        await SeedAsync(person, 45, number => number % 3 == 0 ? null : Now.AddDays(number - 10));
        var seen = new List<OpenTask>();
        for (var page = 1; page <= 3; page++) seen.AddRange((await OpenAsync(person, new TaskFilter { Page = page })).Tasks.Rows);
        seen.Count.ShouldBe(45);
        seen.Select(task => task.Id).Distinct().Count().ShouldBe(45);
        seen.Select(task => task.Due ?? DateTimeOffset.MaxValue).ShouldBeInOrder();
        var first = await OpenAsync(person, new TaskFilter());
        first.Tasks.HasNext.ShouldBeTrue();
        (first.Counts.Late + first.Counts.Today + first.Counts.Soon + first.Counts.Later).ShouldBe(45);
        first.Counts.Late.ShouldBe(seen.Count(task => task.Due < Now));
        (await OpenAsync(person, new TaskFilter { Page = 99 })).Tasks.Page.ShouldBe(3, "beyond the last page one sees the last");
    }

    [Fact]
    public async Task Open_tasks_are_found_by_words_limit_kind_cycle_and_what_came_with_them()
    {
        var person = await NewPersonAsync();
        var ids = await SeedAsync(person, 8, number => number switch { 0 => Now.AddDays(-2), 1 => Now.AddMinutes(1), 2 => Now.AddDays(2), 3 => Now.AddDays(60), _ => null });
        await ChangeAsync(async db =>
        {
            var tasks = await db.Tasks.Where(task => ids.Contains(task.Id)).ToDictionaryAsync(task => task.Id, Ct);
            tasks[ids[4]].Mode = TaskMode.All;
            tasks[ids[4]].Title = "征求意见100%_甲";
            tasks[ids[5]].ReturnNote = "由甲退回：补材料";
            tasks[ids[6]].Urged = 1;
            foreach (var task in tasks.Values) task.IsQuick = task.Id == ids[7];
            var shares = await db.TaskParticipants.Where(row => row.PersonId == person).ToDictionaryAsync(row => row.TaskId, Ct);
            (shares[ids[0]].Kind, shares[ids[0]].FromName) = (ShareKind.Beside, "甲");
            shares[ids[1]].Kind = ShareKind.Delegated;
        });
        (await IdsAsync(person, new TaskFilter { Text = "100%_" })).ShouldBe([ids[4]]);
        (await IdsAsync(person, new TaskFilter { Text = "没有这几个字" })).ShouldBeEmpty();
        (await IdsAsync(person, new TaskFilter { Due = DueSpan.Late })).ShouldBe([ids[0]]);
        (await IdsAsync(person, new TaskFilter { Due = DueSpan.ThreeDays })).ShouldBe([ids[1], ids[2]]);
        (await IdsAsync(person, new TaskFilter { Due = DueSpan.Later })).ShouldBe([ids[3]]);
        (await IdsAsync(person, new TaskFilter { Due = DueSpan.Unlimited })).Count.ShouldBe(4);
        (await IdsAsync(person, new TaskFilter { How = TaskHow.Together })).ShouldBe([ids[4]]);
        (await IdsAsync(person, new TaskFilter { How = TaskHow.Returned })).ShouldBe([ids[5]]);
        (await IdsAsync(person, new TaskFilter { How = TaskHow.Urged })).ShouldBe([ids[6]]);
        (await IdsAsync(person, new TaskFilter { How = TaskHow.Quick })).ShouldBe([ids[7]]);
        (await IdsAsync(person, new TaskFilter { How = TaskHow.Added })).ShouldBe([ids[0]]);
        (await IdsAsync(person, new TaskFilter { How = TaskHow.Delegated })).ShouldBe([ids[1]]);
        (await IdsAsync(person, new TaskFilter { CycleId = "no-such-cycle" })).ShouldBeEmpty();
        (await IdsAsync(person, new TaskFilter { Sort = TaskSort.Newest })).ShouldBe(ids.Reverse());
        var asked = (await OpenAsync(person, new TaskFilter { How = TaskHow.Added })).Tasks.Rows.Single();
        (asked.Kind, asked.AskedBy).ShouldBe((ShareKind.Beside, "甲"));
    }

    [Fact]
    public async Task A_deputy_sees_the_absent_persons_tasks_while_it_lasts_and_not_those_of_a_third()
    {
        var (away, deputy, third) = (await NewPersonAsync(), await NewPersonAsync(), await NewPersonAsync());
        var ids = await SeedAsync(away, 2, _ => null);
        await SeedAsync(third, 1, _ => null);
        await DelegateAsync(away, deputy, 0, 3);
        await DelegateAsync(third, away, 0, 3);
        var rows = (await OpenAsync(deputy, new TaskFilter())).Tasks.Rows;
        rows.Select(row => row.Id).ShouldBe(ids);
        rows.ShouldAllBe(row => row.ForId == away && row.For == away);
        (await IdsAsync(deputy, new TaskFilter { How = TaskHow.ForOthers })).ShouldBe(ids);
        (await PageAsync(deputy, ids[0]))!.MayRead.ShouldBeTrue();
        await ChangeAsync(async db => (await db.Delegations.SingleAsync(row => row.PersonId == away, Ct)).Revoked = Now);
        (await IdsAsync(deputy, new TaskFilter())).ShouldBeEmpty();
        (await PageAsync(deputy, ids[0]))!.MayRead.ShouldBeFalse();
    }

    [Fact]
    public async Task Done_shows_what_was_answered_and_moved_in_words_and_urging_only_when_asked_for()
    {
        var person = await NewPersonAsync();
        var ids = await SeedAsync(person, 3, _ => null);
        await (await counties.AsAsync(person)).PostAsync($"/api/v1/tasks/{ids[0]}/act", new { outcome = "No", opinion = "缺材料" }).ShouldBeAsync(HttpStatusCode.NoContent);
        await ChangeAsync(db =>
        {
            db.TaskActs.Add(Act(ids[1], person, TaskActKind.Transfer, "乙"));
            db.TaskActs.Add(Act(ids[2], person, TaskActKind.Urge, "乙"));
            return Task.CompletedTask;
        });
        var done = await DoneAsync(person, new TaskFilter());
        done.Rows.Select(row => (row.Id, row.Answer)).ShouldBe([(ids[1], "转办"), (ids[0], "不同意")], ignoreOrder: true);
        done.Rows.Single(row => row.Id == ids[1]).Targets.ShouldBe("乙");
        (await DoneAsync(person, new TaskFilter { Act = TaskActKind.Urge })).Rows.Single().Id.ShouldBe(ids[2]);
        (await DoneAsync(person, new TaskFilter { Text = "第0件" })).Rows.Single().Id.ShouldBe(ids[0]);
        (await DoneAsync(person, new TaskFilter { Page = 2 })).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Copies_open_the_task_to_whoever_was_told_and_count_until_read()
    {
        var (holder, told, stranger) = (await NewPersonAsync(), await NewPersonAsync(), await NewPersonAsync());
        var ids = await SeedAsync(holder, 2, _ => null);
        await ChangeAsync(db =>
        {
            foreach (var (id, read) in ids.Zip([Now, (DateTimeOffset?)null]))
                db.TaskCopies.Add(new TaskCopyRow { TaskId = id, PersonId = told, JurisdictionId = Here, ByName = "甲", At = Now, Read = read });
            return Task.CompletedTask;
        });
        var query = counties.Services.GetRequiredService<CopiedTaskQuery>();
        (await query.ReadAsync(Here, told, new TaskFilter(), Ct)).Rows.Count.ShouldBe(2);
        (await query.ReadAsync(Here, told, new TaskFilter { UnreadOnly = true }, Ct)).Rows.Single().Id.ShouldBe(ids[1]);
        (await query.UnreadAsync(Here, told, Ct)).Number.ShouldBe(1);
        await (await counties.AsAsync(told)).GetAsync($"/api/v1/tasks/{ids[0]}").ShouldBeAsync(HttpStatusCode.OK);
        await (await counties.AsAsync(stranger)).GetAsync($"/api/v1/tasks/{ids[0]}").ShouldRefuseAsync(HttpStatusCode.Forbidden, "not-allowed");
        (await (await counties.AsAsync(stranger)).GetAsync($"/tasks/{ids[0]}/sheet")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await counties.AsAsync(told)).GetAsync($"/tasks/{ids[0]}/sheet")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Started_says_where_it_stands_and_with_whom_and_knows_ones_own_proposals()
    {
        var query = counties.Services.GetRequiredService<StartedQuery>();
        var task = await counties.TaskAsync(Flows.Sequence("started-one", Flows.Task("one", "Any", Department)), "started-one");
        var matter = (await query.ReadAsync(Here, Clerk, new TaskFilter { Text = "started-one" }, Ct)).Rows.Single();
        (matter.Standing, matter.With, matter.IsOver).ShouldBe(("one", "股长癸", false));
        await (await counties.AsAsync(Department)).PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Yes" }).ShouldBeAsync(HttpStatusCode.NoContent);
        (await query.ReadAsync(Here, Clerk, new TaskFilter { Text = "started-one" }, Ct)).Rows.Single().Standing.ShouldBe("已办结");
        var person = await NewPersonAsync();
        var cycle = await counties.CycleAsync("started-cycle", open: true);
        await (await counties.AsAsync(person)).PostAsync("/api/v1/items", new { cycleId = cycle, title = "修路", content = "修好村口的路", domain = "交通出行", place = "秦丰村", reason = "不好走", channel = "代表", proposerName = "代表" }).ShouldBeAsync(HttpStatusCode.Created);
        var proposal = (await query.ReadAsync(Here, person, new TaskFilter { Started = StartedKind.Proposal }, Ct)).Rows.Single();
        proposal.Title.ShouldEndWith("修路");
        proposal.Standing.ShouldBe("已收到");
        (await query.ReadAsync(Here, person, new TaskFilter { Started = StartedKind.Run }, Ct)).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_countys_tasks_are_in_no_list_and_on_no_page()
    {
        var far = await counties.TaskAsync(Flows.Sequence("far-list", Flows.Task("far", "Any", Neighbour)), "far-list", There);
        var clerk = await counties.AsAsync(Clerk);
        foreach (var view in new[] { "open", "done", "started", "copied" })
            (await clerk.ReadAsync($"/api/v1/tasks?view={view}&q=far")).GetProperty("rows").GetArrayLength().ShouldBe(0);
        foreach (var page in new[] { "", "/sheet", "/chart" }) (await clerk.GetAsync($"/tasks/{far}{page}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await clerk.GetAsync("/api/v1/tasks?view=everything").ShouldRefuseAsync(HttpStatusCode.Conflict, "unknown-view");
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task<string> NewPersonAsync()
    {
        var id = $"p{Guid.CreateVersion7():n}";
        await counties.AddPersonAsync(id, Roles.Deputy);
        return id;
    }

    private async Task<IReadOnlyList<string>> SeedAsync(string person, int count, Func<int, DateTimeOffset?> due)
    {
        var definition = $"list-{person}";
        await counties.PublishAsync(Flows.Sequence(definition, Flows.Task("one", "Any", person)));
        var ids = new List<string>();
        for (var number = 0; number < count; number++)
        {
            var run = await counties.Desk.StartAsync(new Runtime.Processes.StartRequest(definition, Here, Clerk), Ct);
            await ChangeAsync(async db =>
            {
                var task = await db.Tasks.SingleAsync(row => row.InstanceId == run, Ct);
                (task.Title, task.Due) = (string.Create(CultureInfo.InvariantCulture, $"第{number}件"), due(number));
                task.Created = Now.AddMinutes(number - 1000);
                (await db.TaskParticipants.SingleAsync(row => row.TaskId == task.Id, Ct)).Due = due(number);
                ids.Add(task.Id);
            });
        }
        return ids;
    }

    private async Task DelegateAsync(string person, string deputy, int from, int until)
    {
        var today = DateOnly.FromDateTime(Now.AddHours(8).DateTime);
        await ChangeAsync(db =>
        {
            db.Delegations.Add(new DelegationRow { Id = Guid.CreateVersion7().ToString("n"), JurisdictionId = Here, PersonId = person, DeputyId = deputy, From = today.AddDays(from), Until = today.AddDays(until), Reason = "外出学习", CreatedBy = person, Created = Now });
            return Task.CompletedTask;
        });
    }

    private async Task ChangeAsync(Func<WorkflowDb, Task> change)
    {
        await using var db = counties.Open();
        await change(db);
        await db.SaveChangesAsync(Ct);
    }

    private static TaskActRow Act(string task, string person, TaskActKind kind, string targets) => new()
    {
        TaskId = task, Seq = 1, JurisdictionId = Here, PersonId = person, Name = person, Kind = kind, Outcome = "", ValuesJson = "{}", At = Now, Targets = targets,
    };

    private Task<OpenTaskPage> OpenAsync(string person, TaskFilter filter) => counties.Services.GetRequiredService<OpenTaskQuery>().ReadAsync(Here, person, filter, Ct);

    private async Task<IReadOnlyList<string>> IdsAsync(string person, TaskFilter filter) => [.. (await OpenAsync(person, filter)).Tasks.Rows.Select(row => row.Id)];

    private Task<TaskPaged<DoneTask>> DoneAsync(string person, TaskFilter filter) => counties.Services.GetRequiredService<DoneTaskQuery>().ReadAsync(Here, person, filter, Ct);

    private Task<TaskView?> PageAsync(string person, string task) => counties.Services.GetRequiredService<TaskPageQuery>().FindAsync(Here, task, person, Ct);
}
