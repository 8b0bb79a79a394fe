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
        items.MapPost("/{itemId}/join", JoinAsync).WithSummary("附议一件还在征集的建议，得到自己的回执号");
        items.MapPost("/{itemId}/merge", MergeAsync).WithSummary("把说同一件事的建议并入这一件，提出人都保留（人大办、政府办）");
        items.MapPost("/{itemId}/split", SplitAsync).WithSummary("把并入别件的一件拆开，单独办理（人大办、政府办）");
        items.MapGet("/by-receipt/{receipt}", FollowAsync).WithSummary("凭回执号查办到哪一步");
        routes.MapGet("/projects", ProjectsAsync).WithTags("项目库").WithSummary("正式项目及进度");
    }

    /// <param name="Amount">投资概算，万元。</param>
    internal sealed record ProposalRequest(
        string? CycleId, string? Title, string? Content, string? Domain, string? Place, string? Reason, decimal? Amount, string? Channel,
        string? ProposerName, string? ProposerPhone, string? ProposerUnit);

    /// <param name="ProposerName">附议人姓名；不填为本人。</param>
    internal sealed record JoinRequest(string? ProposerName, string? ProposerPhone, string? ProposerUnit);

    /// <param name="OtherIds">并入这一件的建议。</param>
    /// <param name="Title">合并后名称；不填则不改。</param>
    internal sealed record MergeRequest(IReadOnlyList<string>? OtherIds, string? Title);

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

    private static async Task<IResult> JoinAsync(string itemId, JoinRequest request, ItemDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var name = string.IsNullOrWhiteSpace(request.ProposerName) ? me.Person.Name : request.ProposerName.Trim();
        var receipt = await desk.JoinAsync(me.JurisdictionId, new JoinOrder(itemId, name, request.ProposerPhone, request.ProposerUnit, name == me.Person.Name ? me.Id : null), cancellation);
        return TypedResults.Created($"/api/v1/items/{receipt.ItemId}", receipt);
    }

    private static async Task<IResult> MergeAsync(string itemId, MergeRequest request, ItemDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        await desk.MergeAsync(new MergeOrder(itemId, request.OtherIds ?? [], request.Title, (await user.GetAsync(principal, cancellation)).Id), cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> SplitAsync(string itemId, ItemDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        await desk.SplitAsync(itemId, (await user.GetAsync(principal, cancellation)).Id, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<ItemStatus> FollowAsync(string receipt, ItemDesk desk, CancellationToken cancellation) =>
        await desk.FollowAsync(receipt, cancellation) ?? throw new NotFoundException("回执号", receipt);

    private static async Task<ProjectsView> ProjectsAsync(ProjectsQuery query, CurrentUser user, ClaimsPrincipal principal, int? year, CancellationToken cancellation) =>
        await query.ReadAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, year, cancellation);
}
