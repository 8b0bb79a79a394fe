using System.Security.Claims;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Items;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Api;

internal static class ItemsApi
{
    public static void MapItems(this IEndpointRouteBuilder routes)
    {
        var items = routes.MapGroup("/items").WithTags("项目库");
        items.MapGet("/", ListAsync).WithSummary("项目库，分页");
        items.MapPost("/", SubmitAsync).WithSummary("提交一件建议，得到编号和回执号");
        items.MapGet("/{itemId}", GetAsync).WithSummary("一个项目从建议到测评的全部经过");
        items.MapGet("/by-receipt/{receipt}", FollowAsync).WithSummary("凭回执号查办到哪一步");
        routes.MapGet("/projects", ProjectsAsync).WithTags("项目库").WithSummary("正式项目及进度");
    }

    /// <param name="Amount">投资概算，万元。</param>
    internal sealed record ProposalRequest(
        string? CycleId, string? Title, string? Content, string? Domain, string? Place, string? Reason, decimal? Amount, string? Channel,
        string? ProposerName, string? ProposerPhone, string? ProposerUnit);

    private static async Task<PoolView> ListAsync(
        PoolQuery query, CurrentUser user, ClaimsPrincipal principal, string? cycleId, string? text, ItemStage? stage, int? page, CancellationToken cancellation) =>
        await query.ReadAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, new PoolFilter(cycleId, text, stage, ApiValues.Page(page)), cancellation);

    private static async Task<IResult> SubmitAsync(ProposalRequest request, ItemDesk desk, PoolQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        // A cycle of another place does not exist here.
        if (await query.WindowAsync(me.JurisdictionId, request.CycleId ?? "", cancellation) is null)
            throw new RefusedException("collection-closed", "现在不在征集期内，暂不接收建议；征集公告发布后再提。");
        var receipt = await desk.SubmitAsync(new Proposal(
            request.CycleId!, request.Title ?? "", request.Content ?? "", request.Domain ?? "", request.Place ?? "", request.Reason ?? "", request.Amount, request.Channel ?? "",
            request.ProposerName ?? "", request.ProposerPhone, request.ProposerUnit, me.Id), cancellation);
        return TypedResults.Created($"/api/v1/items/{receipt.ItemId}", receipt);
    }

    private static async Task<ItemView> GetAsync(string itemId, ItemPageQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        return await query.FindAsync(me.JurisdictionId, itemId, withProposers: me.IsOffice, cancellation) ?? throw new NotFoundException("项目", itemId);
    }

    private static async Task<ItemStatus> FollowAsync(string receipt, ItemDesk desk, CancellationToken cancellation) =>
        await desk.FollowAsync(receipt, cancellation) ?? throw new NotFoundException("回执号", receipt);

    private static async Task<ProjectsView> ProjectsAsync(ProjectsQuery query, CurrentUser user, ClaimsPrincipal principal, int? year, CancellationToken cancellation) =>
        await query.ReadAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, year, cancellation);
}
