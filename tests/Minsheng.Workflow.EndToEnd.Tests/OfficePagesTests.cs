using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

public sealed class OfficePagesTests(Browser browser) : IClassFixture<Browser>
{
    private const string Password = "yanshi-2026";

    [Fact]
    public async Task The_clerk_starts_a_year_and_the_first_office_finishes_its_task()
    {
        var clerk = await browser.SignInAsync("renda", Password, "/cycles?start=1");
        var complaints = clerk.CollectComplaints();
        await clerk.WhenInteractiveAsync();
        await clerk.Locator("#procedure").SelectOptionAsync("zhashui-three-reviews");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "启动", Exact = true }).ClickAsync();
        await clerk.GetByRole(AriaRole.Button, new() { Name = "确认启动" }).ClickAsync();
        await Assertions.Expect(clerk.GetByRole(AriaRole.Heading, new() { Name = "卡在谁手里" })).ToBeVisibleAsync();
        await clerk.ShootAsync("cycle");

        var party = await browser.SignInAsync("dangwei", Password, "/");
        await party.WhenInteractiveAsync();
        await party.GetByRole(AriaRole.Link, new() { Name = "办理：登记县委关于票决制的实施意见" }).ClickAsync();
        await party.GetByRole(AriaRole.Button, new() { Name = "已印发" }).ClickAsync();
        await Assertions.Expect(party.GetByText("有 2 处要改").First).ToBeVisibleAsync();
        await party.GetByLabel("文号").FillAsync("柞发〔2026〕12号");
        await party.GetByLabel("印发日期").FillAsync("2026-11-20");
        await party.GetByRole(AriaRole.Button, new() { Name = "已印发" }).ClickAsync();
        await Assertions.Expect(party.GetByText("已办：已印发")).ToBeVisibleAsync();
        await Assertions.Expect(party.GetByText("柞发〔2026〕12号")).ToBeVisibleAsync();
        await party.ShootAsync("task-done");

        complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/"), InlineData("/tasks"), InlineData("/cycles"), InlineData("/pool"), InlineData("/projects"), InlineData("/supervision"), InlineData("/procedures"), InlineData("/procedures/shelf/zhashui-three-reviews")]
    public async Task A_phone_shows_the_page_without_anything_sticking_out(string path)
    {
        var page = await browser.SignInAsync("zhengfu", Password, path, Screen.Phone);
        await page.WhenInteractiveAsync();

        await Assertions.Expect(page.Locator("h1")).ToBeVisibleAsync();
        (await page.EvaluateAsync<bool>("document.querySelector('main').scrollWidth > document.querySelector('main').clientWidth")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/tasks/nowhere.w1"), InlineData("/cycles/nowhere"), InlineData("/pool/nowhere"), InlineData("/procedures/nowhere"), InlineData("/documents/nowhere")]
    public async Task What_is_not_here_is_explained(string path)
    {
        var page = await browser.SignInAsync("renda", Password, path);

        await Assertions.Expect(page.GetByText("或您不能看")).ToBeVisibleAsync();
    }
}
