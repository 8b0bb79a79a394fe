using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

/// <summary>From a suggestion that others have made before to its review: joined instead of repeated, merged with credit, decided on by keyboard.</summary>
public sealed class PoolTests(Browser browser) : IClassFixture<Browser>
{
    private const string Wanted = "后崇义小区门口加装路灯";

    private static readonly (string Title, string Content, string Place)[] Received =
    [
        (Wanted, "后崇义小区门口到主路没有路灯，晚上看不见路。", "彰东街道"),
        ("后崇义一带夜间照明不足", "后崇义夜间照明不足，老人出行不便。", "彰东街道"),
        ("彰东街道背街小巷路灯加装", "彰东街道后崇义等6条背街小巷没有路灯。", "彰东街道"),
        ("社区食堂延长供餐", "社区食堂晚上也供餐。", "灯塔路街道"),
        ("柏庄镇农贸市场改造", "摊位破旧，排水不畅。", "柏庄镇"),
    ];

    private static string Today => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_repeated_suggestion_is_joined_similar_ones_are_merged_and_the_rest_is_reviewed_by_keyboard()
    {
        var clerk = new Person(browser, "renda");
        var cycle = await StartAsync(clerk);
        var receipts = new List<string>();
        foreach (var (title, content, place) in Received)
            receipts.Add((await clerk.CallAsync("items", new { cycleId = cycle, title, content, domain = "市政建设", place, reason = "居民反映。", amount = 30, channel = "群众", proposerName = $"群众{receipts.Count}" }))!.Value.GetProperty("receipt").GetString()!);

        await JoinAsync(cycle);
        await MergeAsync(clerk, cycle);
        (await clerk.CallAsync($"items/by-receipt/{receipts[1]}"))!.Value.GetProperty("main").GetProperty("title").GetString().ShouldBe("后崇义等背街小巷路灯加装");

        var government = new Person(browser, "zhengfu");
        await government.ActAsync("征集", "结束征集");
        await government.ActAsync("筛选", "完成", person => person.AllAsync("列入初选"));
        await ReviewAsync(clerk);
    }

    private async Task JoinAsync(string cycle)
    {
        var deputy = new Person(browser, "daibiao1", Screen.Phone);
        var page = await deputy.GoAsync($"/pool/new?cycle={cycle}");
        await deputy.FillAsync(("建议名称", "后崇义小区门口太黑，请装路灯"), ("领域", "市政建设"), ("主要内容", "晚上看不见路。"), ("地点", "彰东街道"), ("为什么要办", "老人摔倒过。"));
        var alike = page.GetByRole(AriaRole.Region, new() { Name = "相近的建议" });
        await Assertions.Expect(alike.GetByText(Wanted)).ToBeVisibleAsync();
        await page.GetByLabel("群众", new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "提交", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "都不是，照样提交" })).ToBeVisibleAsync();
        await page.ShootAsync("pool-1-similar", fullPage: true);
        await alike.Locator("li").Filter(new() { HasText = Wanted }).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByText("已附议")).ToBeVisibleAsync();
        await page.ShootAsync("pool-2-joined");
        (await page.EvaluateAsync<bool>("document.querySelector('main').scrollWidth > document.querySelector('main').clientWidth")).ShouldBeFalse();
    }

    private static async Task MergeAsync(Person clerk, string cycle)
    {
        var page = await clerk.GoAsync($"/pool?cycle={cycle}&similar=true");
        await Assertions.Expect(page.Locator("table.pool tbody tr")).ToHaveCountAsync(3);
        await page.Locator("table.pool tbody tr").Filter(new() { HasText = Wanted }).GetByRole(AriaRole.Button, new() { Name = "与 2 件相近" }).ClickAsync();
        var panel = page.GetByRole(AriaRole.Region, new() { Name = "合并相近建议" });
        await Assertions.Expect(panel.GetByText("4 位提出人都保留")).ToBeVisibleAsync();
        await panel.GetByRole(AriaRole.Radio, new() { Name = Wanted }).CheckAsync();
        await panel.GetByLabel("合并后名称").FillAsync("后崇义等背街小巷路灯加装");
        await panel.GetByLabel("合并后名称").BlurAsync();
        await page.ShootAsync("pool-3-merge");
        await panel.GetByRole(AriaRole.Button, new() { Name = "合并这 3 件" }).ClickAsync();
        await Assertions.Expect(page.GetByText("已合并到")).ToBeVisibleAsync();
        await clerk.GoAsync($"/pool?cycle={cycle}");
        await Assertions.Expect(page.Locator("table.pool tbody tr").Filter(new() { HasText = "后崇义等背街小巷路灯加装" }).First).ToContainTextAsync("等 4 人");
        await page.ShootAsync("pool-4-merged");
    }

    private static async Task ReviewAsync(Person clerk)
    {
        await clerk.OpenTaskAsync("县人大常委会会议审查");
        var page = clerk.Page;
        await Assertions.Expect(page.Locator(".rvone h2")).ToHaveTextAsync("后崇义等背街小巷路灯加装");
        await page.Keyboard.PressAsync("1");
        await Assertions.Expect(page.Locator(".rvpick").GetByRole(AriaRole.Button, new() { Name = "通过", Exact = true })).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GetByRole(AriaRole.Button, new() { Name = "记下，审下一项" }).ClickAsync();
        await AtAsync(page, "社区食堂延长供餐");

        await page.Keyboard.PressAsync("2");
        await Assertions.Expect(page.Locator("[data-review-reason]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(page.GetByText("选“不通过”要写理由")).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("运营资金没有落实。");
        await page.Keyboard.PressAsync("Control+Enter");
        await AtAsync(page, "柏庄镇农贸市场改造");
        await Assertions.Expect(page.Locator("[data-review-reason]")).ToHaveValueAsync("");
        await page.Keyboard.PressAsync("ArrowUp");
        await AtAsync(page, "社区食堂延长供餐");
        await Assertions.Expect(page.Locator("[data-review-reason]")).ToHaveValueAsync("运营资金没有落实。");
        await page.Keyboard.PressAsync("ArrowDown");
        await AtAsync(page, "柏庄镇农贸市场改造");
        await Assertions.Expect(page.Locator("[data-review-reason]")).ToHaveValueAsync("");
        await page.Keyboard.PressAsync("1");
        await Assertions.Expect(page.GetByText("已审 3 / 3").First).ToBeVisibleAsync();
        await page.ShootAsync("pool-5-review");

        await clerk.FillAsync(("会议日期", Today), ("出席人数", "2"));
        await Assertions.Expect(page.GetByText("没有超过组成人员 5 人的半数")).ToBeVisibleAsync();
        await clerk.FillAsync(("出席人数", "4"));
        await Assertions.Expect(page.GetByText("应到 5 人，实到 4 人，超过半数")).ToBeVisibleAsync();
        await page.ShootAsync("pool-6-minutes", fullPage: true);
        await page.Locator(".act .buttons").GetByRole(AriaRole.Button, new() { Name = "通过", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("已办：通过")).ToBeVisibleAsync();
    }

    /// <summary>The item is there and its name has the focus, so that the next key is for it.</summary>
    private static async Task AtAsync(IPage page, string title)
    {
        var name = page.Locator(".rvone h2");
        await Assertions.Expect(name).ToHaveTextAsync(title);
        await Assertions.Expect(name).ToBeFocusedAsync();
    }

    private static async Task<string> StartAsync(Person clerk)
    {
        await clerk.GoAsync("/cycles");
        var version = (await clerk.CallAsync("definitions", Definition()))!.Value.GetProperty("versionId").GetString();
        await clerk.CallAsync($"definitions/versions/{version}/publish", new { });
        return (await clerk.CallAsync("cycles", new { definitionId = "pool-only", year = 2027 }))!.Value.GetProperty("id").GetString()!;
    }

    private static JsonObject Definition() => (JsonObject)JsonNode.Parse("""
        {"definitionId":"pool-only","name":"征集审查演示","version":1,"root":{"type":"Elsa.Sequence","id":"root","activities":[
          {"type":"Minsheng.Collect","id":"collect","name":"征集","channels":{"typeName":"Object","expression":{"type":"Object","value":["群众","代表"]}}},
          {"type":"Minsheng.Screen","id":"screen","name":"筛选","decider":{"typeName":"Object","expression":{"type":"Object","value":[{"role":"GovOffice"}]}}},
          {"type":"Minsheng.Review","id":"review","body":{"typeName":"String","expression":{"type":"Literal","value":"县人大常委会会议"}},"verb":{"typeName":"String","expression":{"type":"Literal","value":"审查"}},"members":{"typeName":"Int32","expression":{"type":"Literal","value":5}}},
          {"type":"Minsheng.HumanTask","id":"after","title":{"typeName":"String","expression":{"type":"Literal","value":"归档"}},"assignees":{"typeName":"Object","expression":{"type":"Object","value":[{"role":"CountyNpcStaff"}]}}}]}}
        """)!;
}
