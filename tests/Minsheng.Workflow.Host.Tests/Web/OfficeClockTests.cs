using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Web.Account;
using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.Host.Tests.Web;

public sealed class OfficeClockTests(TwoCounties counties) : IClassFixture<TwoCounties>
{
    private static readonly DateTimeOffset Evening = new(2026, 3, 5, 17, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Asia/Shanghai", "2026-03-06 01:30")]
    [InlineData("Asia/Urumqi", "2026-03-05 23:30")]
    [InlineData("Europe/Berlin", "2026-03-05 18:30")]
    [InlineData("Nowhere/Atall", "2026-03-06 01:30")]
    public void Moments_are_told_in_the_zone_of_the_place(string zone, string local)
    {
        var clock = new OfficeClock(new ManualClock(Evening));
        clock.Hang(zone);
        clock.LocalNow().ToString("yyyy-MM-dd HH:mm", null).ShouldBe(local);
    }

    [Fact]
    public async Task Whoever_is_looking_gets_the_clock_of_their_place()
    {
        await using (var db = counties.Open()) await db.Jurisdictions.Where(place => place.Id == TwoCounties.There).ExecuteUpdateAsync(set => set.SetProperty(place => place.TimeZone, "Asia/Urumqi"), TestContext.Current.CancellationToken);
        (await ZoneAsync(TwoCounties.Neighbour)).ShouldBe("Asia/Urumqi");
        (await ZoneAsync(TwoCounties.Clerk)).ShouldBe("Asia/Shanghai");
    }

    private async Task<string> ZoneAsync(string person)
    {
        await using var scope = counties.Services.CreateAsyncScope();
        var signedIn = new ClaimsPrincipal(new ClaimsIdentity([new Claim(CurrentUser.PersonClaim, person)], "test"));
        await scope.ServiceProvider.GetRequiredService<CurrentUser>().GetAsync(signedIn, TestContext.Current.CancellationToken);
        return scope.ServiceProvider.GetRequiredService<OfficeClock>().LocalTimeZone.Id;
    }
}
