using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Web.People;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>Sign-ins handed out on paper: good for one thing, replacing themselves.</summary>
public sealed class OneTimePasswordTests(TwoCounties counties) : IClassFixture<TwoCounties>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_on_paper_must_be_replaced_before_anything_else()
    {
        await using var scope = counties.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<AccountDesk>();
        var person = await scope.ServiceProvider.GetRequiredService<PeopleDesk>().AddAsync(TwoCounties.Here, TwoCounties.Clerk, new PersonOrder("新科员", "13800000009"), Ct);
        await scope.ServiceProvider.GetRequiredService<PostDesk>().GiveAsync(new PostOrder(TwoCounties.Here, TwoCounties.Clerk, person, Runtime.Storage.Rows.PostKind.Role, Roles.GovOffice, new DateOnly(2024, 1, 1)), Ct);
        var slip = await desk.CreateAsync(TwoCounties.Here, TwoCounties.Clerk, person, "xinkeyuan", Ct);

        using var visitor = counties.Stranger();
        await visitor.SignInAsync(slip.Account, slip.Password);
        (await visitor.GetAsync("/tasks")).Headers.Location!.OriginalString.ShouldBe("/account/password");
        (await visitor.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        (await ChangeAsync(visitor, "wrong-password-1", "Xin-mima-0123")).ShouldBe("/account/password?error=current");
        (await ChangeAsync(visitor, slip.Password, "short1")).ShouldBe("/account/password?error=next");
        (await ChangeAsync(visitor, slip.Password, slip.Password)).ShouldBe("/account/password?error=next");
        (await ChangeAsync(visitor, slip.Password, "xin-mima-0123")).ShouldBe("/");
        (await visitor.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var again = counties.Stranger();
        (await again.TrySignInAsync(slip.Account, slip.Password)).ShouldContain("error=wrong");
        await again.SignInAsync(slip.Account, "xin-mima-0123");

        await desk.LockAsync(TwoCounties.Here, TwoCounties.Clerk, person, Ct);
        (await again.GetAsync("/api/v1/me")).StatusCode.ShouldNotBe(HttpStatusCode.OK, "a sign-in that is stopped ends in open browsers too");

        await using var db = counties.Open();
        (await db.Audit.Where(entry => entry.Subject == person).OrderBy(entry => entry.Seq).Select(entry => entry.Act).ToListAsync(Ct))
            .ShouldBe(["person-added", "post-given", "account-created", "password-changed", "account-locked"]);
        (await db.Audit.Select(entry => entry.DetailsJson).ToListAsync(Ct)).ShouldAllBe(details => !details.Contains(slip.Password));
    }

    [Fact]
    public async Task A_slip_that_was_left_lying_opens_nothing_and_says_what_to_do()
    {
        await using var scope = counties.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<AccountDesk>();
        var person = await scope.ServiceProvider.GetRequiredService<PeopleDesk>().AddAsync(TwoCounties.Here, TwoCounties.Clerk, new PersonOrder("迟科员", "13800000008"), Ct);
        var slip = await desk.CreateAsync(TwoCounties.Here, TwoCounties.Clerk, person, "chikeyuan", Ct);
        var today = DateOnly.FromDateTime(counties.Now.ToOffset(TimeSpan.FromHours(8)).DateTime);
        slip.Until.ShouldBe(today.AddDays(7));

        using var visitor = counties.Stranger();
        await LastDayAsync(today);
        (await visitor.TrySignInAsync(slip.Account, slip.Password)).ShouldNotContain("error=");
        await LastDayAsync(today.AddDays(-1));
        using var late = counties.Stranger();
        (await late.TrySignInAsync(slip.Account, slip.Password)).ShouldContain("error=slip");
        (await late.TrySignInAsync(slip.Account, "some-other-password-1")).ShouldContain("error=wrong");
        var page = await new HtmlParser().ParseDocumentAsync(await (await late.GetAsync("/account/sign-in?error=slip")).Content.ReadAsStringAsync(Ct), Ct);
        page.QuerySelector("#sign-in-error")!.TextContent.ShouldContain("请联系本单位系统管理员重置密码");

        var again = await desk.ResetAsync(TwoCounties.Here, TwoCounties.Clerk, person, Ct);
        (await late.TrySignInAsync(slip.Account, again.Password)).ShouldNotContain("error=");

        async Task LastDayAsync(DateOnly day)
        {
            await using var db = counties.Open();
            await db.UserTokens.Where(token => token.Name == "slip-until" && token.UserId == db.Users.Single(row => row.PersonId == person).Id)
                .ExecuteUpdateAsync(row => row.SetProperty(token => token.Value, day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), Ct);
        }
    }

    [Fact]
    public async Task A_sheet_can_be_taken_away_only_by_those_who_manage_people()
    {
        (await (await counties.AsAsync(TwoCounties.Deputy)).GetAsync("/manage/people/export.xlsx")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var file = await (await counties.AsAsync(TwoCounties.Clerk)).GetAsync("/manage/people/export.xlsx");
        PeopleSheet.Read(await file.Content.ReadAsByteArrayAsync(Ct)).ShouldContain(line => line.Name == "周文静" && line.Post == "人大办工作人员");
    }

    private static async Task<string> ChangeAsync(Visitor visitor, string current, string next)
    {
        var page = await new HtmlParser().ParseDocumentAsync(await (await visitor.GetAsync("/account/password")).Content.ReadAsStringAsync(Ct), Ct);
        var answer = await visitor.FormAsync("/account/password", [
            .. page.QuerySelectorAll("form input[type=hidden]").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value") ?? "")),
            ("current", current), ("next", next), ("again", next)]);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return answer.Headers.Location!.OriginalString;
    }
}
