using System.Security.Claims;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Moves;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Api;

internal static class MovesApi
{
    public static void MapMoves(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/cycles/{cycleId}/migrate", MigrateAsync).WithTags("年度周期")
            .WithSummary("把在办的周期换到在用的版本（人大办）：apply 为 false 只出报告，什么也不写；为 true 时带上报告里的 cases，要么全部换过去，要么一件不换")
            .Produces<MoveReport>().Produces<MoveOutcome>();
        routes.MapPost("/moves/{moveId}/undo", UndoAsync).WithTags("年度周期").WithSummary("撤回一次换版（人大办）：换过去的事都还没有往下办时");
    }

    /// <param name="VersionId">在用的版本。</param>
    /// <param name="WithChildren">周期启动的其他方案也换到各自在用的版本。</param>
    /// <param name="Choices">报告里问题的 key 和选定的 option。</param>
    /// <param name="CaseChoices">只对某一件另选的：runId 下的 key 和 option；没有写的按 choices。</param>
    /// <param name="Rehearse">出报告时是否演练，默认演练。</param>
    /// <param name="Cases">报告里的 runId 和 revision；在报告以后有了新办理的，换版不成。</param>
    internal sealed record MigrateRequest(
        string? VersionId, bool WithChildren = false, Dictionary<string, string>? Choices = null, bool Apply = false, bool Rehearse = true, string? Reason = null, IReadOnlyList<MoveStand>? Cases = null,
        Dictionary<string, IReadOnlyDictionary<string, string>>? CaseChoices = null);

    internal sealed record UndoRequest(string? Reason);

    private static async Task<IResult> MigrateAsync(
        string cycleId, MigrateRequest request, MoveReports reports, MoveDesk desk, CyclePageQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        if (await query.FindAsync(me.JurisdictionId, cycleId, cancellation) is null) throw new NotFoundException("年度周期", cycleId);
        if (!me.IsOffice) throw new NotAllowedException("在办的周期换用新版由人大办工作人员办理，您没有这项权限。");
        if (string.IsNullOrWhiteSpace(request.VersionId)) throw new RefusedException("version-missing", "没有写明换到哪一版（versionId），请写上在用的版本。");
        var order = new MoveOrder(me.JurisdictionId, request.VersionId, [cycleId], request.WithChildren, new MoveChoices(request.Choices, request.CaseChoices));
        return request.Apply
            ? TypedResults.Ok(await desk.MoveAsync(order, request.Cases ?? [], request.Reason ?? "", me.Id, null, cancellation))
            : TypedResults.Ok(await reports.MakeAsync(order, me.Id, request.Rehearse, null, cancellation));
    }

    private static async Task<IResult> UndoAsync(string moveId, UndoRequest request, MoveDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        await desk.UndoAsync(me.JurisdictionId, moveId, me.Id, request.Reason ?? "", null, cancellation);
        return TypedResults.NoContent();
    }
}
