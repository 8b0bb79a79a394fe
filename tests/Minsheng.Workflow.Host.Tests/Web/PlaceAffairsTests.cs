using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Settings;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>设置, 日历 and 地区.</summary>
public sealed class PlaceAffairsTests(TwoCounties counties) : IClassFixture<TwoCounties>
{
    private const string Admin = "place-admin";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_setting_is_checked_kept_and_goes_back_to_its_default()
    {
        var desk = counties.Get<SettingsDesk>();
        (await Should.ThrowAsync<RefusedException>(() => desk.SetAsync(TwoCounties.Here, TwoCounties.Clerk, PlaceSettings.UrgesPerDay.Name, "很多", Ct))).Message.ShouldContain("1 到 10 之间");
        await desk.SetAsync(TwoCounties.Here, TwoCounties.Clerk, PlaceSettings.UrgesPerDay.Name, "3", Ct);
        var line = (await desk.ReadAsync(TwoCounties.Here, TwoCounties.Clerk, Ct)).Single(one => one.Setting == PlaceSettings.UrgesPerDay);
        (line.Value, line.Who).ShouldBe(("3", "周文静"));
        (await desk.ReadAsync(TwoCounties.There, TwoCounties.Neighbour, Ct)).ShouldAllBe(one => one.Value == null, "another county's settings are its own");
        await desk.SetAsync(TwoCounties.Here, TwoCounties.Clerk, PlaceSettings.UrgesPerDay.Name, " ", Ct);
        (await desk.ReadAsync(TwoCounties.Here, TwoCounties.Clerk, Ct)).ShouldAllBe(one => one.Value == null);
        await Should.ThrowAsync<NotAllowedException>(() => desk.SetAsync(TwoCounties.Here, TwoCounties.Deputy, PlaceSettings.UrgesPerDay.Name, "3", Ct));
        await Should.ThrowAsync<NotAllowedException>(() => desk.SetAsync(TwoCounties.There, TwoCounties.Clerk, PlaceSettings.UrgesPerDay.Name, "3", Ct));
        await Should.ThrowAsync<NotFoundException>(() => desk.SetAsync(TwoCounties.Here, TwoCounties.Clerk, "no.such", "3", Ct));
    }

    [Fact]
    public async Task A_day_turned_into_a_holiday_moves_new_limits_and_no_old_ones()
    {
        var desk = counties.Get<CalendarDesk>();
        var before = await DueAsync(await counties.TaskAsync(Limited(), "limited"));
        var day = DateOnly.FromDateTime(before.ToOffset(TimeSpan.FromHours(8)).DateTime);

        await desk.SetDayAsync(TwoCounties.Here, TwoCounties.Clerk, day, isWorking: false, Ct);

        var after = await DueAsync(await counties.TaskAsync(Limited(), "limited"));
        after.ShouldBeGreaterThan(before);
        (await desk.ReadAsync(TwoCounties.Here, TwoCounties.Clerk, day.Year, Ct)).Days.Single(one => one.Day == day).IsWorking.ShouldBeFalse();
        (await desk.ReadAsync(TwoCounties.There, TwoCounties.Neighbour, day.Year, Ct)).Days.Single(one => one.Day == day).IsWorking.ShouldBeTrue("another county's calendar is its own");
        await desk.ResetAsync(TwoCounties.Here, TwoCounties.Clerk, day.Year, Ct);
        (await desk.ReadAsync(TwoCounties.Here, TwoCounties.Clerk, day.Year, Ct)).Days.Single(one => one.Day == day).IsWorking.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => desk.SetDayAsync(TwoCounties.Here, TwoCounties.Deputy, day, false, Ct));
    }

    [Fact]
    public async Task A_year_comes_in_from_a_file_and_rubbish_is_refused_with_its_place()
    {
        var desk = counties.Get<CalendarDesk>();
        (await desk.ImportAsync(TwoCounties.Here, TwoCounties.Clerk, """{"years":{"2031":{"off":["01-01","01-23"],"work":["01-05"]}}}""", Ct)).ShouldBe([2031]);
        var year = await desk.ReadAsync(TwoCounties.Here, TwoCounties.Clerk, 2031, Ct);
        year.Days.Where(one => one.IsMoved).Select(one => (one.Day.Month, one.Day.Day, one.IsWorking)).ShouldBe([(1, 1, false), (1, 5, true), (1, 23, false)]);
        year.Days.Single(one => one.Day == new DateOnly(2031, 1, 23)).Feast.ShouldBe("春节");
        (await Should.ThrowAsync<RefusedException>(() => desk.ImportAsync(TwoCounties.Here, TwoCounties.Clerk, """{"2032":{"off":["02-31"]}}""", Ct))).Message.ShouldContain("02-31");
        await Should.ThrowAsync<RefusedException>(() => desk.ImportAsync(TwoCounties.Here, TwoCounties.Clerk, "不是文件", Ct));
        await Should.ThrowAsync<RefusedException>(() => desk.ImportAsync(TwoCounties.Here, TwoCounties.Clerk, "{}", Ct));
    }

    [Fact]
    public async Task A_county_adds_a_township_whose_clerk_signs_in_and_sees_an_empty_place()
    {
        await counties.AddPersonAsync(Admin, Roles.SystemAdmin);
        await using var scope = counties.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<PlaceDesk>();
        var slip = await desk.AddAsync(TwoCounties.Here, Admin, new NewPlace("下梁镇", JurisdictionLevel.Township, "xl", "镇主席甲", "xl-new"), Ct);
        (slip.Person, slip.Account).ShouldBe(("镇主席甲", "xl-new"));
        (await desk.ReadAsync(TwoCounties.Here, Admin, Ct)).Below.ShouldHaveSingleItem().Code.ShouldBe("XL");
        using var clerk = counties.Stranger();
        (await clerk.TrySignInAsync("xl-new", slip.Password)).ShouldNotContain("sign-in", customMessage: "the slip's password works once");
        (await Should.ThrowAsync<FormRefusedException>(() => desk.AddAsync(TwoCounties.Here, Admin, new NewPlace("下梁镇", JurisdictionLevel.Township, "X", "", "xl-other"), Ct))).Problems.Select(problem => problem.Path).ShouldBe(["name", "code", "clerk"]);
        await Should.ThrowAsync<RefusedException>(() => desk.AddAsync(TwoCounties.Here, Admin, new NewPlace("某县", JurisdictionLevel.County, "MX", "甲", "mx-new"), Ct));
        await Should.ThrowAsync<NotAllowedException>(() => desk.AddAsync(TwoCounties.Here, TwoCounties.Clerk, new NewPlace("乾佑街道", JurisdictionLevel.Street, "QY", "甲", "qy-new"), Ct));
        await using var db = counties.Open();
        (await db.Jurisdictions.CountAsync(place => place.ParentId == TwoCounties.Here, Ct)).ShouldBe(1);
    }

    private static byte[] Limited()
    {
        var task = Flows.Task("limited", "Any", TwoCounties.Clerk);
        task["dueWorkingDays"] = Flows.Step("x", "x", ("dueWorkingDays", 1))["dueWorkingDays"]!.DeepClone();
        return Flows.Sequence("limited", task);
    }

    private async Task<DateTimeOffset> DueAsync(string task)
    {
        await using var db = counties.Open();
        return (await db.Tasks.SingleAsync(row => row.Id == task, Ct)).Due!.Value;
    }
}
