using Minsheng.Workflow.Runtime.Demo;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

public sealed class ShellTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    public static TheoryData<Screen> Screens => [Screen.Desk, Screen.Phone];

    [Theory, MemberData(nameof(Screens))]
    public async Task The_sign_in_page_asks_for_account_and_password_and_fits_the_screen(Screen screen)
    {
        var page = await browser.OpenAsync("/account/sign-in", screen);

        await Assertions.Expect(page).ToHaveTitleAsync("登录 · 民生实事票决工作平台");
        await Assertions.Expect(page.GetByLabel("账号")).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByLabel("密码")).ToHaveAttributeAsync("autocomplete", "current-password");
        (await page.Locator("input[name=__RequestVerificationToken]").CountAsync()).ShouldBe(1, "the form must be protected against forged posts");
        (await OverflowsAsync(page)).ShouldBeFalse("nothing may stick out sideways");
        await page.ShootAsync($"sign-in-{screen.Name}");
    }

    [Theory]
    [InlineData("wrong", "账号或密码不对")]
    [InlineData("locked", "账号已临时锁定")]
    [InlineData("expired", "登录已过期")]
    public async Task A_refused_sign_in_says_why(string error, string sentence)
    {
        var page = await browser.OpenAsync($"/account/sign-in?error={error}");

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(sentence);
        await page.ShootAsync($"sign-in-{error}");
    }

    [Fact]
    public async Task The_address_bar_cannot_put_words_on_the_sign_in_page()
    {
        var page = await browser.OpenAsync("/account/sign-in?error=请拨打电话");

        (await page.GetByRole(AriaRole.Alert).CountAsync()).ShouldBe(0);
        (await page.Locator("body").InnerTextAsync()).ShouldNotContain("请拨打电话");
    }

    [Fact]
    public async Task Large_text_is_remembered_on_the_next_page()
    {
        var page = await browser.OpenAsync("/account/sign-in");

        await page.GetByRole(AriaRole.Button, new() { Name = "大字版" }).ClickAsync();
        await page.ReloadAsync();

        (await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).fontSize")).ShouldBe("20px");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "标准字" })).ToBeVisibleAsync();
    }

    [Theory, MemberData(nameof(Screens))]
    public async Task An_unknown_address_is_explained_within_the_shell(Screen screen)
    {
        var page = await browser.SignInAsync("renda", DemoSeed.Password, "/not-found", screen);
        var complaints = page.CollectComplaints();
        await page.ReloadAsync();
        await page.WhenInteractiveAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "没有这个页面" })).ToBeVisibleAsync();
        (await OverflowsAsync(page)).ShouldBeFalse("nothing may stick out sideways");
        complaints.ShouldBeEmpty("the content policy must let all of the site's own scripts and styles through");
        await page.ShootAsync($"not-found-{screen.Name}");
    }

    [Fact]
    public async Task The_skip_link_leads_to_the_text_and_stays_on_the_page()
    {
        var page = await (await browser.SignInAsync("renda", DemoSeed.Password, "/not-found")).WhenInteractiveAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "跳到正文" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("#main")).ToBeFocusedAsync();
        new Uri(page.Url).AbsolutePath.ShouldBe("/not-found");
    }

    [Fact]
    public async Task On_a_phone_the_menu_opens_with_its_button_and_closes_with_escape()
    {
        var page = await (await browser.SignInAsync("renda", DemoSeed.Password, "/not-found", Screen.Phone)).WhenInteractiveAsync();
        var menu = page.GetByRole(AriaRole.Navigation, new() { Name = "主菜单" });
        await Assertions.Expect(menu).ToBeHiddenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "菜单" }).ClickAsync();
        await Assertions.Expect(menu).ToBeVisibleAsync();
        await page.ShootAsync("menu-phone");

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(menu).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_lost_server_is_announced_and_the_page_comes_back_by_itself()
    {
        var page = await (await browser.SignInAsync("renda", DemoSeed.Password, "/not-found")).WhenInteractiveAsync();
        await page.EvaluateAsync("window.before = true");

        await browser.Site.KillAsync(Ct);
        await Assertions.Expect(page.GetByText("网络断开，正在重新连接")).ToBeVisibleAsync();
        await page.ShootAsync("offline");
        await browser.Site.StartAsync(Ct);

        await page.WaitForFunctionAsync("() => !window.before && document.querySelector('[data-live=yes]')");
    }

    private static Task<bool> OverflowsAsync(IPage page) =>
        page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");
}
