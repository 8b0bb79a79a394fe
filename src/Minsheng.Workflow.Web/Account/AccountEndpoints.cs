using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Demo;
using Minsheng.Workflow.Runtime.People;

namespace Minsheng.Workflow.Web.Account;

/// <summary>Signing in and out, posted by the sign-in page and the header.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        // Before the page of the same address, which would take the post too.
        routes.MapPost("/account/sign-in", SignInAsync).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery().WithOrder(-1);
        routes.MapPost("/account/password", ChangePasswordAsync).ExcludeFromDescription().DisableAntiforgery().WithOrder(-1);
        routes.MapPost("/account/sign-out", SignOutAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(
        [FromForm] string? account, [FromForm] string? password, [FromForm] string? returnUrl,
        SignInManager<Runtime.Storage.Account> signIn, AccountDesk desk, UnknownAccounts unknown, IHostEnvironment environment, IAntiforgery antiforgery, HttpContext context)
    {
        // Checked here and not before: a page left open too long leads back to itself with a sentence.
        if (!await antiforgery.IsRequestValidAsync(context)) return Again("expired", returnUrl);
        var known = account is null ? null : await signIn.UserManager.FindByNameAsync(account.Trim());
        if (known is not null && !environment.IsDevelopment() && await IsDemoAsync(signIn.UserManager, known)) known = null;
        var result = known is null
            ? unknown.Refuse(account)
            : await signIn.CheckPasswordSignInAsync(known, password ?? "", lockoutOnFailure: true);
        if (result.Succeeded)
        {
            // Told only to whoever has the slip in hand.
            if (await desk.IsSlipOverAsync(known!.Id, context.RequestAborted)) return Again("slip", returnUrl);
            await signIn.SignInAsync(known, isPersistent: false);
        }
        return result.Succeeded
            ? Results.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : "/")
            : Again(result.IsLockedOut ? "locked" : "wrong", returnUrl);
    }

    private static async Task<IResult> ChangePasswordAsync(
        [FromForm] string? current, [FromForm] string? next, [FromForm] string? again,
        SignInManager<Runtime.Storage.Account> signIn, AccountDesk desk, IAntiforgery antiforgery, HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context)) return Back("expired");
        if (await signIn.UserManager.GetUserAsync(context.User) is not { } account) return Results.LocalRedirect("/account/sign-in");
        if (next != again) return Back("again");
        if (await signIn.UserManager.IsLockedOutAsync(account)) return Back("locked");
        try
        {
            await desk.ChangePasswordAsync(account.Id, current ?? "", next ?? "", context.RequestAborted);
        }
        catch (FormRefusedException refused)
        {
            var field = refused.Problems[0].Path;
            if (field == "current") await signIn.UserManager.AccessFailedAsync(account);
            return Back(field);
        }
        catch (RefusedException)
        {
            return Back("changed");
        }
        // The old cookie carries the old stamp and the old duty.
        await signIn.SignOutAsync();
        if (await signIn.UserManager.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == account.Id) is { } renewed) await signIn.SignInAsync(renewed, isPersistent: false);
        return Results.LocalRedirect("/");

        static IResult Back(string error) => Results.LocalRedirect($"/account/password?error={error}");
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
