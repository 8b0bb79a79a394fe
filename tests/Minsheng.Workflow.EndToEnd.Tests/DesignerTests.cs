using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

/// <summary>An office opens a shipped procedure, makes it its own, sees what is wrong, cures it and publishes.</summary>
public sealed partial class DesignerTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_shipped_procedure_is_changed_on_the_canvas_checked_and_published()
    {
        var clerk = new Person(browser, "renda");
        var page = await clerk.GoAsync("/procedures/zhashui-three-reviews/design");
        var complaints = page.CollectComplaints();
        await Assertions.Expect(page.Locator("[data-canvas=ready]")).ToBeVisibleAsync();
        await page.ShootAsync("designer-1-open");

        // A limit.
        await page.Locator("[data-cell-id=party-opinion]").ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "期限" }).ClickAsync();
        await page.GetByLabel("限办工作日", new() { Exact = true }).FillAsync("15");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("[data-cell-id=party-opinion]")).ToContainTextAsync("限 15 个工作日");

        // A step behind it, taken back and put there again.
        await page.GetByRole(AriaRole.Complementary, new() { Name = "步骤库" }).GetByRole(AriaRole.Button, new() { Name = "办理", Exact = true }).ClickAsync();
        var made = page.Locator("[data-cell-id=human-task-1]");
        await Assertions.Expect(made).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        await Assertions.Expect(made).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "重做" }).ClickAsync();
        await Assertions.Expect(made).ToBeVisibleAsync();

        // Nobody has it yet: that is told, leads to it, and stops publishing until it is cured.
        var problems = page.GetByRole(AriaRole.Region, new() { Name = "问题" });
        var missing = problems.GetByRole(AriaRole.Row).Filter(new() { HasText = "必改" }).Filter(new() { HasText = "办理人" });
        await Assertions.Expect(missing).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "发布", Exact = true })).ToBeDisabledAsync();
        await missing.GetByRole(AriaRole.Button, new() { Name = "去看" }).ClickAsync();
        await page.ShootAsync("designer-2-problem");
        await page.GetByRole(AriaRole.Tab, new() { Name = "基本" }).ClickAsync();
        await page.GetByLabel("步骤名称").FillAsync("人大办登记实施意见");
        await page.Keyboard.PressAsync("Tab");
        await page.GetByRole(AriaRole.Tab, new() { Name = "人员" }).ClickAsync();
        await page.Locator("#p-assignees").SelectOptionAsync(new SelectOptionValue { Label = "人大办工作人员" });
        await Assertions.Expect(made).ToContainTextAsync("人大办工作人员");
        await Assertions.Expect(missing).ToHaveCountAsync(0);

        // What was drawn is there again after the page was left.
        await Assertions.Expect(page.Locator("[data-save=saved]")).ToContainTextAsync("已自动保存");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("[data-canvas=ready]")).ToBeVisibleAsync();
        await Assertions.Expect(made).ToContainTextAsync("人大办登记实施意见");
        await page.ShootAsync("designer-3-cured");

        // The same as an outline.
        await page.GetByRole(AriaRole.Button, new() { Name = "大纲", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Treegrid).GetByRole(AriaRole.Row).Filter(new() { HasText = "人大办登记实施意见" })).ToBeVisibleAsync();
        await page.ShootAsync("designer-4-outline");

        await page.GetByRole(AriaRole.Button, new() { Name = "发布", Exact = true }).ClickAsync();
        await page.GetByLabel("发布说明（改了什么、为什么）").FillAsync("按主任会议意见，县委印发意见后由人大办登记。");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "发布", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog).GetByText("已发布第 1 版")).ToBeVisibleAsync();

        await clerk.GoAsync("/procedures/zhashui-three-reviews");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(Own());
        complaints.ShouldBeEmpty();
    }

    [GeneratedRegex("本地\\s*第 1 版\\s*23 步")]
    private static partial Regex Own();
}
