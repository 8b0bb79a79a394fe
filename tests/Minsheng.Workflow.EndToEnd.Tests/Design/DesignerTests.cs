using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests.Design;

/// <summary>An office that has never drawn a procedure: from the gallery to a year that runs on its own.</summary>
public sealed partial class DesignerTests(Browser browser) : IClassFixture<Browser>
{
    private const string Name = "柞水县民生实事票决办法", Added = "登记实施意见";

    [Fact]
    public async Task An_office_copies_a_template_changes_it_rehearses_publishes_and_starts_a_year_with_it()
    {
        var clerk = new Person(browser, "renda");
        var page = await clerk.GoAsync("/procedures");
        var complaints = page.CollectComplaints();
        await CopyAsync(page);
        await ChangeAsync(page);
        await RehearseAsync(page);
        await PublishAsync(page);
        await StartAsync(clerk);
        complaints.ShouldBeEmpty();
    }

    private static async Task CopyAsync(IPage page)
    {
        await page.ShootAsync("designer-1-gallery");
        await page.GetByRole(AriaRole.Article, new() { Name = "柞水三审票决" }).GetByRole(AriaRole.Button, new() { Name = "照这个起草" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("本地叫什么").FillAsync(Name);
        await page.ShootAsync("designer-2-copy");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "起草，打开设计" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-canvas=ready]")).ToHaveAttributeAsync("aria-label", new Regex(Name));
        await page.ShootAsync("designer-3-open");
    }

    private static async Task ChangeAsync(IPage page)
    {
        var opinion = page.Locator("[data-cell-id=party-opinion]");
        await opinion.ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "期限" }).ClickAsync();
        await page.GetByLabel("限办工作日", new() { Exact = true }).FillAsync("15");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(opinion).ToContainTextAsync("限 15 个工作日");

        // A step behind it, taken back and put there again.
        await page.GetByRole(AriaRole.Complementary, new() { Name = "步骤库" }).GetByRole(AriaRole.Button, new() { Name = "办理", Exact = true }).ClickAsync();
        var made = page.Locator("[data-cell-id=human-task-1]");
        await made.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        await Assertions.Expect(made).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "重做" }).ClickAsync();
        await made.WaitForAsync();

        // Nobody has it yet: that is told, leads to it, and stops publishing until it is cured.
        var missing = page.GetByRole(AriaRole.Region, new() { Name = "问题" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "必改" }).Filter(new() { HasText = "办理人" });
        await missing.WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "发布", Exact = true })).ToBeDisabledAsync();
        await missing.GetByRole(AriaRole.Button, new() { Name = "去看" }).ClickAsync();
        await page.ShootAsync("designer-4-problem");
        await page.GetByRole(AriaRole.Tab, new() { Name = "基本" }).ClickAsync();
        await page.GetByLabel("步骤名称").FillAsync(Added);
        await page.Keyboard.PressAsync("Tab");
        await page.GetByRole(AriaRole.Tab, new() { Name = "人员" }).ClickAsync();
        await page.Locator("#p-assignees").FillAsync("人大办");
        await page.Locator("#p-assignees-list").GetByRole(AriaRole.Option, new() { Name = "人大办工作人员" }).ClickAsync();
        await Assertions.Expect(made).ToContainTextAsync("人大办工作人员");
        await Assertions.Expect(missing).ToHaveCountAsync(0);

        // A year of it, kept or not, tried out beside the drawing.
        await page.GetByRole(AriaRole.Complementary, new() { Name = "步骤属性" }).GetByRole(AriaRole.Button, new() { Name = "试算" }).ClickAsync();
        var trial = page.GetByRole(AriaRole.Region, new() { Name = "试算" });
        await Assertions.Expect(trial.GetByRole(AriaRole.Row).Filter(new() { HasText = "什么时候" })).ToContainTextAsync("年");
        await Assertions.Expect(trial.GetByRole(AriaRole.Row).Filter(new() { HasText = "监督" }).First).ToContainTextAsync("任务");
        await page.GetByRole(AriaRole.Tab, new() { Name = "问题" }).ClickAsync();

        // What was drawn is there again after the page was left.
        await page.Locator("[data-save=saved]").Filter(new() { HasText = "已自动保存" }).WaitForAsync();
        await page.ReloadAsync();
        await Assertions.Expect(made).ToContainTextAsync(Added);
        await page.ShootAsync("designer-5-cured");
    }

    private static async Task RehearseAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "演练一年" }).ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath.EndsWith("/rehearsal", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "再演一次" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(Added);
        await page.ShootAsync("designer-6-rehearsed", fullPage: true);
        await page.GoBackAsync();
        await page.Locator("[data-canvas=ready]").WaitForAsync();
    }

    private static async Task PublishAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "发布", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("发布说明（改了什么、为什么）").FillAsync("按主任会议意见，县委印发意见后由人大办登记。");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "发布", Exact = true }).ClickAsync();
        await Assertions.Expect(dialog.GetByText("已发布第")).ToBeVisibleAsync();
        await page.ShootAsync("designer-7-published");
    }

    [GeneratedRegex(@"月\d+日.+月\d+日", RegexOptions.Singleline)]
    private static partial Regex TwoDays();

    private static async Task StartAsync(Person clerk)
    {
        var page = await clerk.GoAsync("/cycles?start=1");
        await page.Locator("#procedure").SelectOptionAsync(new SelectOptionValue { Value = "zhashui-three-reviews" });
        await page.GetByRole(AriaRole.Button, new() { Name = "启动", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "确认启动" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "卡在谁手里" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync($"方案：{Name}");
        // Since when, and until when: the template states no limit.
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "登记县委关于票决制的实施意见" })).ToContainTextAsync(TwoDays());
        await page.ShootAsync("designer-8-started", fullPage: true);
    }
}
