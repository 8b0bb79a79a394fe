namespace Minsheng.Workflow.Web.Api;

internal static class ApiRoutes
{
    /// <summary>The same acts as the pages, for programs: signed in by the same cookie, under the same rules.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").RequireAuthorization().ProducesProblem(StatusCodes.Status409Conflict);
        api.MapBallots();
    }
}
