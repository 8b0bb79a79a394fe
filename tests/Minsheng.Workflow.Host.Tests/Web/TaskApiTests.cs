using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Runtime.Tasks;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>Acts on tasks through the API.</summary>
public sealed class TaskApiTests(TwoCounties counties) : IClassFixture<TwoCounties>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_acts_through_pages_and_api_leave_the_same_rows()
    {
        var byDesk = await counties.TaskAsync(Definition("by-desk"), "by-desk");
        var byApi = await counties.TaskAsync(Definition("by-api"), "by-api");
        var desk = counties.Services.GetRequiredService<TaskDesk>();
        var (clerk, deputy) = (await counties.AsAsync(TwoCounties.Clerk), await counties.AsAsync(TwoCounties.Deputy));

        await desk.MoveAsync(new TaskMoveOrder(byDesk, TwoCounties.Clerk, TaskActKind.AddBefore, [TwoCounties.Deputy], "请先看", new DateOnly(2099, 1, 5)), Ct);
        await desk.ActAsync(new TaskAnswerOrder(byDesk, TwoCounties.Deputy, "Yes", "可行", new Dictionary<string, object?>()), Ct);
        await desk.CopyAsync(byDesk, TwoCounties.Clerk, [TwoCounties.Chair], "供参考", Ct);
        await desk.ActAsync(new TaskAnswerOrder(byDesk, TwoCounties.Clerk, "Yes", null, new Dictionary<string, object?>()), Ct);
        await desk.WithdrawAsync(byDesk, TwoCounties.Clerk, Ct);
        await desk.MoveAsync(new TaskMoveOrder(byDesk, TwoCounties.Clerk, TaskActKind.Transfer, [TwoCounties.Department]), Ct);
        await desk.UrgeAsync(byDesk, TwoCounties.Clerk, "今天要", Ct);

        await clerk.PostAsync($"/api/v1/tasks/{byApi}/moves", new { kind = "AddBefore", targets = new[] { TwoCounties.Deputy }, note = "请先看", due = "2099-01-05" }).ShouldBeAsync(HttpStatusCode.NoContent);
        await deputy.PostAsync($"/api/v1/tasks/{byApi}/act", new { outcome = "Yes", opinion = "可行" }).ShouldBeAsync(HttpStatusCode.NoContent);
        await clerk.PostAsync($"/api/v1/tasks/{byApi}/copies", new { people = new[] { TwoCounties.Chair }, note = "供参考" }).ShouldBeAsync(HttpStatusCode.NoContent);
        await clerk.PostAsync($"/api/v1/tasks/{byApi}/act", new { outcome = "Yes" }).ShouldBeAsync(HttpStatusCode.NoContent);
        await clerk.PostAsync($"/api/v1/tasks/{byApi}/withdraw").ShouldBeAsync(HttpStatusCode.NoContent);
        await clerk.PostAsync($"/api/v1/tasks/{byApi}/moves", new { kind = "Transfer", targets = new[] { TwoCounties.Department } }).ShouldBeAsync(HttpStatusCode.NoContent);
        await clerk.PostAsync($"/api/v1/tasks/{byApi}/urge", new { note = "今天要" }).ShouldBeAsync(HttpStatusCode.NoContent);

        (await RowsAsync(byApi)).ShouldBe(await RowsAsync(byDesk));
        (await clerk.ReadAsync($"/api/v1/tasks/{byApi}/options")).GetProperty("mayTransfer").GetProperty("is").GetBoolean().ShouldBeFalse("it has been handed on");
    }

    [Fact]
    public async Task Another_countys_task_answers_not_found_to_every_act()
    {
        var task = await counties.TaskAsync(Flows.Sequence("far-acts", Flows.Task("t", "any", TwoCounties.Neighbour)), "far-acts", TwoCounties.There);
        var clerk = await counties.AsAsync(TwoCounties.Clerk);

        foreach (var (path, body) in new (string, object)[]
        {
            ("moves", new { kind = "Transfer", targets = new[] { TwoCounties.Deputy } }), ("return", new { toActivityId = "t", reason = "不全" }), ("withdraw", new { }),
            ("urge", new { }), ("copies", new { people = new[] { TwoCounties.Deputy } }), ("read", new { }), ("act", new { outcome = "Yes" }),
        })
            await clerk.PostAsync($"/api/v1/tasks/{task}/{path}", body).ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");
        await clerk.GetAsync($"/api/v1/tasks/{task}/options").ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");
    }

    private static byte[] Definition(string id) => Flows.Sequence(id, Flows.Task("t", "All", TwoCounties.Clerk, TwoCounties.Clerk2));

    private async Task<string> RowsAsync(string task)
    {
        await using var db = counties.Open();
        var row = await db.Tasks.SingleAsync(one => one.Id == task, Ct);
        var shares = await db.TaskParticipants.Where(one => one.TaskId == task).OrderBy(one => one.Position)
            .Select(one => $"{one.PersonId} {one.State} {one.Kind} {one.FromName} {one.Note} {one.Due} {one.Outcome}").ToListAsync(Ct);
        var acts = await db.TaskActs.Where(one => one.TaskId == task).OrderBy(one => one.Seq).Select(one => $"{one.Seq} {one.PersonId} {one.Kind} {one.Outcome} {one.Opinion} {one.Targets} {one.ValuesJson}").ToListAsync(Ct);
        var story = await db.History.Where(one => one.InstanceId == row.InstanceId && one.Kind == HistoryKind.Act).OrderBy(one => one.Seq).Select(one => $"{one.Sentence} {one.Actor} {one.ActivityId}").ToListAsync(Ct);
        var audit = await db.Audit.Where(one => one.Subject == task).OrderBy(one => one.Seq).Select(one => $"{one.Actor} {one.Act} {one.DetailsJson}").ToListAsync(Ct);
        return string.Join('\n', [$"{row.State} {row.Urged}", .. shares, .. acts, .. story, .. audit]);
    }
}
