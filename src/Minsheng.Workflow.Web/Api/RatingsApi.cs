using System.Security.Claims;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Api;

internal static class RatingsApi
{
    public static void MapRatings(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/cycles/{cycleId}/ratings", OfCycleAsync).WithTags("测评").WithSummary("一年里的测评和综合评价结果，新的在前");

    private static async Task<IReadOnlyList<CycleRating>> OfCycleAsync(string cycleId, RatingsQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await query.OfCycleAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, cycleId, cancellation) ?? throw new NotFoundException("年度周期", cycleId);
}
