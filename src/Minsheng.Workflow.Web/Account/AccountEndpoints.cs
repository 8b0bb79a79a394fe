using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Minsheng.Workflow.Runtime.Demo;

namespace Minsheng.Workflow.Web.Account;

/// <summary>Signing in and out, posted by the sign-in page and the header.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        // Before the page of the same address, which would take the post too.
        routes.MapPost("/account/sign-in", SignInAsync).AllowAnonymous().ExcludeFromDescription().WithOrder(-1);
        routes.MapPost("/account/sign-out", SignOutAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(
        [FromForm] string? account, [FromForm] string? password, [FromForm] string? returnUrl,
        SignInManager<Runtime.Storage.Account> signIn, IHostEnvironment environment)
    {
        var known = account is null ? null : await signIn.UserManager.FindByNameAsync(account.Trim());
        if (known is not null && !environment.IsDevelopment() && await IsDemoAsync(signIn.UserManager, known)) known = null;
        var result = known is null
            ? Microsoft.AspNetCore.Identity.SignInResult.Failed
            : await signIn.PasswordSignInAsync(known, password ?? "", isPersistent: false, lockoutOnFailure: true);
        return result.Succeeded
            ? Results.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : "/")
            : Results.LocalRedirect($"/account/sign-in?error={(result.IsLockedOut ? "locked" : "wrong")}{(IsLocal(returnUrl) ? $"&returnUrl={Uri.EscapeDataString(returnUrl!)}" : "")}");
    }

    private static async Task<IResult> SignOutAsync(SignInManager<Runtime.Storage.Account> signIn)
    {
        await signIn.SignOutAsync();
        return Results.LocalRedirect("/account/sign-in");
    }

    /// <summary>Demo accounts bear passwords everybody can read, so they open nothing outside Development.</summary>
    private static async Task<bool> IsDemoAsync(UserManager<Runtime.Storage.Account> users, Runtime.Storage.Account account) =>
        (await users.GetClaimsAsync(account)).Any(claim => claim.Type == DemoSeed.DemoClaim);

    private static bool IsLocal(string? url) => url is ['/', ..] and not ['/', '/' or '\\', ..];
}
