using System.Security.Claims;
using System.Text.Json;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Api;

internal static class TasksApi
{
    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapGroup("/tasks").WithTags("任务");
        tasks.MapGet("/", MineAsync).WithSummary("我的待办，先到期的在前");
        tasks.MapGet("/done", DoneAsync).WithSummary("我的已办");
        tasks.MapGet("/{taskId}", GetAsync).WithSummary("一件任务：内容、表单、已有意见、办到哪一步");
        tasks.MapPost("/{taskId}/act", ActAsync).WithSummary("办理一件任务，流程随之往下走");
    }

    /// <param name="Outcome">任务给出的按钮之一，如 Done、Approved。</param>
    /// <param name="Values">表单各字段的值。</param>
    internal sealed record ActRequest(string? Outcome, string? Opinion, Dictionary<string, JsonElement>? Values);

    private static async Task<IReadOnlyList<OpenTask>> MineAsync(TaskListQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        return await query.OpenAsync(me.JurisdictionId, me.Id, cancellation);
    }

    private static async Task<Paged<DoneTask>> DoneAsync(TaskListQuery query, CurrentUser user, ClaimsPrincipal principal, int? page, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        return await query.DoneAsync(me.JurisdictionId, me.Id, ApiValues.Page(page), cancellation);
    }

    private static async Task<TaskView> GetAsync(string taskId, TaskPageQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var task = await query.FindAsync(me.JurisdictionId, taskId, me.Id, cancellation) ?? throw new NotFoundException("任务", taskId);
        return me.IsOffice || task.People.Any(person => person.Id == me.Id) ? task : throw new NotAllowedException("这项任务没有交给您办理，不能查看它的内容。");
    }

    private static async Task<IResult> ActAsync(string taskId, ActRequest request, ProcessDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var values = request.Values?.ToDictionary(field => field.Key, field => ApiValues.Plain(field.Value)) ?? [];
        await desk.ActAsync(taskId, me.Id, request.Outcome ?? "", request.Opinion, values, cancellation);
        return TypedResults.NoContent();
    }
}
