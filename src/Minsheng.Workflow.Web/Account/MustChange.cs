namespace Minsheng.Workflow.Web.Account;

/// <summary>Whoever signs in with a password handed out on paper gets to replace it, and nothing else.</summary>
internal static class MustChange
{
    /// <summary>On sign-ins whose password must be replaced.</summary>
    public const string Claim = "must-change-password";

    private static readonly string[] Open = ["/account", "/health", "/not-found", "/error"];

    public static async Task Guard(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path;
        if (!context.User.HasClaim(claim => claim.Type == Claim) || Open.Any(open => path.StartsWithSegments(open)) || Path.HasExtension(path))
        {
            await next(context);
            return;
        }
        if (path.StartsWithSegments("/api") || path.StartsWithSegments("/_blazor")) context.Response.StatusCode = StatusCodes.Status403Forbidden;
        else context.Response.Redirect("/account/password");
    }

}
