using Microsoft.AspNetCore.Antiforgery;
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
        routes.MapPost("/account/sign-in", SignInAsync).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery().WithOrder(-1);
        routes.MapPost("/account/sign-out", SignOutAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(
        [FromForm] string? account, [FromForm] string? password, [FromForm] string? returnUrl,
        SignInManager<Runtime.Storage.Account> signIn, UnknownAccounts unknown, IHostEnvironment environment, IAntiforgery antiforgery, HttpContext context)
    {
        // Checked here and not before: a page left open too long leads back to itself with a sentence.
        if (!await antiforgery.IsRequestValidAsync(context)) return Again("expired", returnUrl);
        var known = account is null ? null : await signIn.UserManager.FindByNameAsync(account.Trim());
        if (known is not null && !environment.IsDevelopment() && await IsDemoAsync(signIn.UserManager, known)) known = null;
        var result = known is null
            ? unknown.Refuse(account)
            : await signIn.PasswordSignInAsync(known, password ?? "", isPersistent: false, lockoutOnFailure: true);
        return result.Succeeded
            ? Results.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : "/")
            : Again(result.IsLockedOut ? "locked" : "wrong", returnUrl);
    }

    private static IResult Again(string error, string? returnUrl) =>
        Results.LocalRedirect($"/account/sign-in?error={error}{(IsLocal(returnUrl) ? $"&returnUrl={Uri.EscapeDataString(returnUrl!)}" : "")}");

    private static async Task<IResult> SignOutAsync(SignInManager<Runtime.Storage.Account> signIn, IAntiforgery antiforgery, HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context)) return Results.LocalRedirect("/");
        await signIn.SignOutAsync();
        return Results.LocalRedirect("/account/sign-in");
    }

    /// <summary>Demo accounts bear passwords everybody can read, so they open nothing outside Development.</summary>
    private static async Task<bool> IsDemoAsync(UserManager<Runtime.Storage.Account> users, Runtime.Storage.Account account) =>
        (await users.GetClaimsAsync(account)).Any(claim => claim.Type == DemoSeed.DemoClaim);

    // Browsers drop tabs and line breaks from addresses, which would let "/\t/elsewhere" through.
    private static bool IsLocal(string? url) => url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl);
}
