using System.Security.Claims;
using System.Text.Json;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Api;

internal static class CyclesApi
{
    public static void MapCycles(this IEndpointRouteBuilder routes)
    {
        var cycles = routes.MapGroup("/cycles").WithTags("年度周期");
        cycles.MapGet("/", ListAsync).WithSummary("本地的年度周期");
        cycles.MapPost("/", StartAsync).WithSummary("按方案启动一个年度周期（人大办）");
        cycles.MapGet("/{cycleId}", GetAsync).WithSummary("走到哪一步，卡在谁手里");
        cycles.MapGet("/{cycleId}/findings", FindingsAsync).WithSummary("督办事项：函件、问题和意见，办到哪一步");
        cycles.MapGet("/{cycleId}/projects", ProjectsAsync).WithSummary("正式项目：状态、灯和最近一次测评");
        cycles.MapGet("/{cycleId}/changes", ChangesAsync).WithSummary("项目调整，哪些待人代会确认或报告");
        var runs = routes.MapGroup("/runs").WithTags("年度周期");
        runs.MapGet("/{runId}", RunAsync).WithSummary("一件事的流程图状态、经过和异常");
        runs.MapPost("/{runId}/incidents/{executionId:int}/retry", RetryAsync).WithSummary("重试出错的步骤（人大办）");
        runs.MapPost("/{runId}/incidents/{executionId:int}/skip", SkipAsync).WithSummary("跳过出错的步骤，附理由（人大办）");
        routes.MapPost("/waits/{waitId}/fire", FireAsync).WithTags("年度周期").WithSummary("提前启动一个到期才办的步骤，附理由（人大办）");
        routes.MapGet("/documents/{documentId}", DocumentAsync).WithTags("文档").WithSummary("一份已发布的文件");
    }

    /// <param name="DefinitionId">已发布的方案。</param>
    /// <param name="Settings">与方案默认值不同的设置，如 seats。</param>
    internal sealed record StartRequest(string? DefinitionId, int Year, Dictionary<string, JsonElement>? Settings);

    internal sealed record ReasonRequest(string? Reason);

    /// <param name="Outcome">Which way to go on, where several lead away from the step.</param>
    internal sealed record SkipRequest(string? Reason, string? Outcome = null);

    private static async Task<IReadOnlyList<CycleLine>> ListAsync(CycleListQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await query.ListAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, cancellation);

    private static async Task<IResult> StartAsync(StartRequest request, ProcessDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var settings = request.Settings?.ToDictionary(setting => setting.Key, setting => ApiValues.Plain(setting.Value));
        var id = await desk.StartCycleAsync(request.DefinitionId ?? "", request.Year, me.JurisdictionId, me.Id, settings, cancellation);
        return TypedResults.Created($"/api/v1/cycles/{id}", new { id });
    }

    private static async Task<CycleView> GetAsync(string cycleId, CyclePageQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await query.FindAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, cycleId, cancellation) ?? throw new NotFoundException("年度周期", cycleId);

    private static async Task<IReadOnlyList<FindingLine>> FindingsAsync(string cycleId, SupervisionQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await query.FindingsAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, cycleId, cancellation) ?? throw new NotFoundException("年度周期", cycleId);

    private static async Task<IReadOnlyList<ProjectLine>> ProjectsAsync(string cycleId, ProjectsQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await query.OfCycleAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, cycleId, cancellation) ?? throw new NotFoundException("年度周期", cycleId);

    private static async Task<IReadOnlyList<ChangeLine>> ChangesAsync(string cycleId, SupervisionQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await query.ChangesAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, cycleId, cancellation) ?? throw new NotFoundException("年度周期", cycleId);

    private static async Task<RunView> RunAsync(string runId, RunQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await query.FindAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, runId, cancellation) ?? throw new NotFoundException("这件事", runId);

    private static async Task<IResult> RetryAsync(string runId, int executionId, ProcessDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        await desk.RetryAsync(runId, executionId, (await user.GetAsync(principal, cancellation)).Id, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> SkipAsync(string runId, int executionId, SkipRequest request, ProcessDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        await desk.SkipAsync(runId, executionId, (await user.GetAsync(principal, cancellation)).Id, request.Reason ?? "", request.Outcome, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> FireAsync(string waitId, ReasonRequest request, ProcessDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        await desk.FireTimerAsync(waitId, (await user.GetAsync(principal, cancellation)).Id, request.Reason ?? "", cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<DocumentView> DocumentAsync(string documentId, DocumentQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await query.FindAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, documentId, cancellation) ?? throw new NotFoundException("文件", documentId);
}
