using System.Security.Claims;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Api;

internal static class ApiRoutes
{
    /// <summary>The same acts as the pages, for programs: signed in by the same cookie, under the same rules.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").RequireAuthorization().ProducesProblem(StatusCodes.Status409Conflict);
        api.MapDefinitions();
        api.MapCycles();
        api.MapMoves();
        api.MapTasks();
        api.MapItems();
        api.MapProjects();
        Rehearsals.RehearsalApi.MapRehearsals(api);
        api.MapWritten();
        api.MapBallots();
        api.MapRatings();
        api.MapFiles();
        api.MapAudit();
        api.MapGet("/me", MeAsync).WithTags("我").WithSummary("我是谁，今天担任什么");
    }

    private static Task<SignedIn> MeAsync(CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) => user.GetAsync(principal, cancellation);
}
