using System.Security.Claims;
using System.Text.Json;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Tasks;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Api;

internal static class TasksApi
{
    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapGroup("/tasks").WithTags("任务");
        tasks.MapGet("/", ListAsync).WithSummary("我的任务：待办、已办、我发起、抄送我，可查找、筛选、排序、翻页");
        tasks.MapGet("/done", DoneAsync).WithSummary("我的已办");
        tasks.MapGet("/{taskId}", GetAsync).WithSummary("一件任务：内容、表单、已有意见、办到哪一步");
        tasks.MapGet("/{taskId}/options", OptionsAsync).WithSummary("我现在能对这件任务做什么，不能做的写明原因");
        tasks.MapPost("/{taskId}/act", ActAsync).WithSummary("办理一件任务，流程随之往下走");
        tasks.MapPost("/{taskId}/moves", MoveAsync).WithSummary("转办、委派、交回、收回、加签、减签、认领、放回、回避");
        tasks.MapPost("/{taskId}/return", ReturnAsync).WithSummary("退回到前面的步骤，可选逐级重办或办好直接送回");
        tasks.MapPost("/{taskId}/withdraw", WithdrawAsync).WithSummary("撤回自己的办理，在后面的人办理之前");
        tasks.MapPost("/{taskId}/urge", UrgeAsync).WithSummary("催办，给现在的办理人发消息");
        tasks.MapPost("/{taskId}/copies", CopyAsync).WithSummary("抄送给一人或几人");
        tasks.MapPost("/{taskId}/read", ReadAsync).WithSummary("抄送给我的，标为已阅，可附意见");
        tasks.MapPost("/batch", BatchAsync).WithSummary("几件不用填写的任务一起办，逐件告知结果");
    }

    /// <param name="Outcome">任务给出的按钮之一，如 Done、Approved。</param>
    /// <param name="Values">表单各字段的值。</param>
    /// <param name="SignatureId">手写签名的文件编号。</param>
    /// <param name="OnBehalfOf">代理办理时，被代理人的编号。</param>
    internal sealed record ActRequest(string? Outcome, string? Opinion, Dictionary<string, JsonElement>? Values, string? SignatureId, string? OnBehalfOf);

    /// <param name="Kind">Transfer 转办，Delegate 委派，GiveBack 交回，TakeBack 收回，AddBefore、AddBeside、AddAfter 前、并、后加签，Remove 减签，Claim 认领，Release 放回，Recuse 回避。</param>
    /// <param name="Due">单独的限办日期。</param>
    internal sealed record MoveRequest(TaskActKind Kind, List<string>? Targets, string? Note, DateOnly? Due, string? OnBehalfOf);

    /// <param name="ToActivityId">退回到哪一步。</param>
    /// <param name="StraightBack">办好后直接送回退回的这一步。</param>
    internal sealed record ReturnRequest(string? ToActivityId, bool? StraightBack, string? Reason, string? OnBehalfOf);

    internal sealed record NoteRequest(string? Note);

    internal sealed record CopyRequest(List<string>? People, string? Note);

    internal sealed record ReadRequest(string? Opinion);

    internal sealed record BatchRequest(List<string>? Tasks, string? Opinion);

    /// <param name="View">open 待办、done 已办、started 我发起、copied 抄送我。</param>
    /// <param name="Q">题目、项目编号或名称的一部分。</param>
    internal sealed record ListRequest(
        string? View, string? Q, DueSpan? Due, string? Cycle, string? Project, TaskHow? How, TaskActKind? Kind, StartedKind? Started, bool? Unread, TaskSort? Sort, int? Page)
    {
        public TaskFilter Filter => new()
        {
            Text = Q, Due = Due, CycleId = Cycle, ProjectId = Project, How = How, Act = Kind, Started = Started, UnreadOnly = Unread ?? false, Sort = Sort ?? TaskSort.Due, Page = ApiValues.Page(Page),
        };
    }

    private static async Task<object> ListAsync(
        [AsParameters] ListRequest request, OpenTaskQuery open, DoneTaskQuery done, StartedQuery started, CopiedTaskQuery copied, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        return request.View?.ToUpperInvariant() switch
        {
            null or "" or "OPEN" => (await open.ReadAsync(me.JurisdictionId, me.Id, request.Filter, cancellation)).Tasks,
            "DONE" => await done.ReadAsync(me.JurisdictionId, me.Id, request.Filter, cancellation),
            "STARTED" => await started.ReadAsync(me.JurisdictionId, me.Id, request.Filter, cancellation),
            "COPIED" => await copied.ReadAsync(me.JurisdictionId, me.Id, request.Filter, cancellation),
            _ => throw new RefusedException("unknown-view", $"没有“{request.View}”这个列表，请用 open、done、started 或 copied。"),
        };
    }

    private static async Task<TaskPaged<DoneTask>> DoneAsync(DoneTaskQuery query, CurrentUser user, ClaimsPrincipal principal, int? page, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        return await query.ReadAsync(me.JurisdictionId, me.Id, new TaskFilter { Page = ApiValues.Page(page) }, cancellation);
    }

    private static async Task<TaskView> GetAsync(string taskId, TaskPageQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var task = await query.FindAsync(me.JurisdictionId, taskId, me.Id, cancellation) ?? throw new NotFoundException("任务", taskId);
        return task.MayRead ? task : throw new NotAllowedException("这项任务没有交给您办理，不能查看它的内容。");
    }

    private static async Task<IResult> ActAsync(string taskId, ActRequest request, TaskDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var values = request.Values?.ToDictionary(field => field.Key, field => ApiValues.Plain(field.Value)) ?? [];
        await desk.ActAsync(new TaskAnswerOrder(taskId, me.Id, request.Outcome ?? "", request.Opinion, values, request.SignatureId, request.OnBehalfOf), cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<TaskOptions> OptionsAsync(string taskId, string? onBehalfOf, TaskOptionsQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        return await query.FindAsync(me.JurisdictionId, taskId, me.Id, onBehalfOf, cancellation) ?? throw new NotFoundException("任务", taskId);
    }

    private static async Task<IResult> MoveAsync(string taskId, MoveRequest request, TaskDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        await desk.MoveAsync(new TaskMoveOrder(taskId, me.Id, request.Kind, request.Targets ?? [], request.Note, request.Due, request.OnBehalfOf), cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ReturnAsync(string taskId, ReturnRequest request, TaskDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        await desk.ReturnAsync(new TaskReturnOrder(taskId, me.Id, request.ToActivityId ?? "", request.StraightBack ?? false, request.Reason ?? "", request.OnBehalfOf), cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> WithdrawAsync(string taskId, TaskDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        await desk.WithdrawAsync(taskId, (await user.GetAsync(principal, cancellation)).Id, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> UrgeAsync(string taskId, NoteRequest request, TaskDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        await desk.UrgeAsync(taskId, (await user.GetAsync(principal, cancellation)).Id, request.Note, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> CopyAsync(string taskId, CopyRequest request, TaskDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        await desk.CopyAsync(taskId, (await user.GetAsync(principal, cancellation)).Id, request.People ?? [], request.Note, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ReadAsync(string taskId, ReadRequest request, TaskDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        await desk.ReadAsync(taskId, (await user.GetAsync(principal, cancellation)).Id, request.Opinion, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IReadOnlyList<BatchResult>> BatchAsync(BatchRequest request, TaskDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await desk.ActTogetherAsync(request.Tasks ?? [], (await user.GetAsync(principal, cancellation)).Id, request.Opinion, cancellation);
}
