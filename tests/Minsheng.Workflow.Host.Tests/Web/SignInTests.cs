using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Runtime.Demo;
using Minsheng.Workflow.Runtime.People;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>The front door.</summary>
public sealed class SignInTests(TwoCounties counties) : IClassFixture<TwoCounties>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_signs_in_is_known_from_then_on_and_forgotten_on_leaving()
    {
        using var visitor = counties.Stranger();
        (await visitor.TrySignInAsync(TwoCounties.Clerk, TwoCounties.Password, "/tasks?page=2")).ShouldBe("/tasks?page=2");
        var me = await visitor.ReadAsync("/api/v1/me");
        me.GetProperty("person").GetProperty("name").GetString().ShouldBe("周文静");
        me.GetProperty("jurisdictionId").GetString().ShouldBe(TwoCounties.Here);

        await visitor.PostAsync("/account/sign-out").ShouldBeAsync(HttpStatusCode.Redirect);
        await visitor.GetAsync("/api/v1/me").ShouldBeAsync(HttpStatusCode.OK);
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await (await visitor.GetAsync("/tasks")).Content.ReadAsStringAsync(Ct));
        var token = page.QuerySelector("form[action='/account/sign-out'] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await visitor.FormAsync("/account/sign-out", ("__RequestVerificationToken", token)).ShouldBeAsync(HttpStatusCode.Redirect);
        await visitor.GetAsync("/api/v1/me").ShouldRefuseAsync(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        await counties.AddPersonAsync("locked", Roles.Deputy);
        using var visitor = counties.Stranger();
        for (var attempt = 1; attempt < 5; attempt++) (await visitor.TrySignInAsync("locked", "wrong")).ShouldBe("/account/sign-in?error=wrong");
        (await visitor.TrySignInAsync("locked", "wrong")).ShouldBe("/account/sign-in?error=locked");
        (await visitor.TrySignInAsync("locked", TwoCounties.Password)).ShouldBe("/account/sign-in?error=locked");
        await visitor.GetAsync("/api/v1/me").ShouldBeAsync(HttpStatusCode.Unauthorized);
        for (var attempt = 1; attempt < 5; attempt++) (await visitor.TrySignInAsync("nobody-of-this-name", "wrong")).ShouldBe("/account/sign-in?error=wrong");
        (await visitor.TrySignInAsync("nobody-of-this-name", "wrong")).ShouldBe("/account/sign-in?error=locked", "trying names tells nothing");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("/\n/evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil.example")]
    public async Task The_way_back_never_leads_off_the_site(string returnUrl)
    {
        using var visitor = counties.Stranger();
        (await visitor.TrySignInAsync(TwoCounties.Clerk2, TwoCounties.Password, returnUrl)).ShouldBe("/");
    }

    [Fact]
    public async Task A_sign_in_the_page_did_not_make_is_sent_back_with_a_sentence()
    {
        using var visitor = counties.Stranger();
        var forged = await visitor.FormAsync("/account/sign-in", ("account", TwoCounties.Clerk), ("password", TwoCounties.Password));
        forged.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        forged.Headers.Location!.OriginalString.ShouldBe("/account/sign-in?error=expired");
        await visitor.GetAsync("/api/v1/me").ShouldBeAsync(HttpStatusCode.Unauthorized);
        (await visitor.PostTextAsync("/account/sign-in", "{}")).StatusCode.ShouldBeOneOf(HttpStatusCode.UnsupportedMediaType, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Accounts_of_the_demo_open_nothing_here()
    {
        await counties.AddPersonAsync("demo-clerk", Roles.CountyNpcStaff);
        await using (var scope = counties.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Runtime.Storage.Account>>();
            await users.AddClaimAsync((await users.FindByNameAsync("demo-clerk"))!, new(DemoSeed.DemoClaim, "yes"));
        }
        using var visitor = counties.Stranger();
        (await visitor.TrySignInAsync("demo-clerk", TwoCounties.Password)).ShouldBe("/account/sign-in?error=wrong");
    }

    [Fact]
    public async Task Pages_and_refusals_carry_the_headers_that_keep_scripts_out()
    {
        using var stranger = counties.Stranger();
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        foreach (var answer in new[]
        {
            await stranger.GetAsync("/account/sign-in"), await stranger.GetAsync("/"), await stranger.GetAsync("/api/v1/me"), await stranger.GetAsync("/theme.css"), await clerk.GetAsync("/"), await clerk.GetAsync("/no-such-page"),
            await clerk.GetAsync("/api/v1/tasks/none"), await clerk.PostTextAsync("/api/v1/cycles", "{"), await clerk.GetAsync("/openapi/v1.json"), await stranger.GetAsync("/health/live"),
        })
        {
            var path = answer.RequestMessage!.RequestUri!.PathAndQuery;
            var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem(path);
            policy.ShouldContain("default-src 'self'");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.Replace("style-src 'self' 'unsafe-inline'", "", StringComparison.Ordinal).ShouldNotContain("unsafe");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], path);
        }
        using var newcomer = counties.Stranger();
        var cookie = (await newcomer.GetAsync("/account/sign-in")).Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
    }

    [Fact]
    public async Task Only_the_door_and_the_pulse_are_open_to_strangers()
    {
        var open = counties.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => !path.Contains('.', StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal);
        open.ShouldBe(["/account/sign-in", "/error", "/health/live", "/health/ready", "/not-found"]);

        using var stranger = counties.Stranger();
        foreach (var path in new[] { "/", "/tasks", "/cycles", "/pool", "/hall", "/procedures", "/no-such-page" })
        {
            var answer = await stranger.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
            answer.Headers.Location!.OriginalString.ShouldContain("/account/sign-in?ReturnUrl=");
        }
        await stranger.GetAsync("/health/live").ShouldBeAsync(HttpStatusCode.OK);
        await stranger.GetAsync("/health/ready").ShouldBeAsync(HttpStatusCode.OK);
    }
}
