using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

/// <summary>Three projects ranked by urgency: one deputy recuses herself, half cast on their phones, the devices fail, the rest goes on with paper.</summary>
public sealed class PaperVoteTests(Browser browser) : IClassFixture<Browser>
{
    private const string ChairWords = "青山不老-2026", ScrutineerWords = "绿水长流-2026";
    private static readonly string[] Titles = ["城区供水管网改造", "通村公路安全防护", "镇村日间照料中心"];

    private readonly Dictionary<string, Person> _people = [];

    private static string Today => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Half_on_phones_half_on_paper_and_one_result()
    {
        try
        {
            var hall = await PrepareAsync();
            await RecuseAsync(hall);
            await OpenAsync(Who("zhuren"), hall, ChairWords, "8");
            await OpenAsync(Who("daibiao9"), hall, ScrutineerWords, null);
            await RankAsync(hall);
            await FallBackAsync(hall);
            await EnterTwiceAsync(hall);
            await CountAsync(hall);
        }
        catch (Exception)
        {
            foreach (var (account, person) in _people.Where(known => known.Value.HasPage)) await person.Page.ShootAsync($"paper-failed-{account}");
            throw;
        }
    }

    private async Task<string> PrepareAsync()
    {
        var clerk = Who("renda");
        await clerk.GoAsync("/cycles");
        var imported = await clerk.CallAsync("definitions", Definition());
        await clerk.CallAsync($"definitions/versions/{imported!.Value.GetProperty("versionId").GetString()}/publish", new { });
        var started = await clerk.CallAsync("cycles", new { definitionId = "ranked", year = 2027 });
        var cycle = started!.Value.GetProperty("id").GetString();
        foreach (var title in Titles)
            await clerk.CallAsync("items", new { cycleId = cycle, title, content = $"{title}，当年完成。", domain = "公共服务", place = "全县", reason = "群众反映集中。", amount = 300, channel = "群众", proposerName = "群众" });
        await Who("zhengfu").ActAsync("征集", "结束征集");
        await clerk.ActAsync("县人大常委会会议审查", "通过", async secretary =>
        {
            await secretary.FillAsync(("会议日期", Today), ("出席人数", "5"));
            await secretary.AllAsync("通过");
        });
        var page = await clerk.GoAsync("/hall");
        return (await page.Locator(".hall-list a.t1").First.GetAttributeAsync("href"))!;
    }

    private async Task RecuseAsync(string hall)
    {
        var page = await Who("renda").GoAsync(hall);
        await page.GetByRole(AriaRole.Button, new() { Name = "登记回避" }).ClickAsync();
        await page.GetByLabel("按姓名找").FillAsync("代表七");
        await page.GetByRole(AriaRole.Button, new() { Name = "代表七回避" }).ClickAsync();
        await Assertions.Expect(page.GetByText("代表七（回避）")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".hall-figures .v").First).ToHaveTextAsync("8");
        await page.ShootAsync("paper-01-recused");
    }

    private static async Task OpenAsync(Person keeper, string hall, string words, string? present)
    {
        var page = await keeper.GoAsync(hall);
        if (present is not null) await page.GetByLabel("实到人数").FillAsync(present);
        await page.GetByLabel("口令", new() { Exact = false }).First.FillAsync(words);
        await page.GetByLabel("再输一遍").FillAsync(words);
        var open = page.GetByRole(AriaRole.Button, new() { Name = "开箱", Exact = true });
        await open.ClickAsync();
        await Assertions.Expect(open).ToHaveCountAsync(0);
    }

    /// <summary>Two projects each, the second tapped first and taken back.</summary>
    private async Task RankAsync(string hall)
    {
        var ballot = hall.Split('/')[^1];
        for (var number = 1; number <= 4; number++)
        {
            var page = await Who($"daibiao{number}").GoAsync($"/ballot/{ballot}");
            var items = page.Locator(".item");
            await items.Nth(1).GetByRole(AriaRole.Button).ClickAsync();
            await items.Nth(0).GetByRole(AriaRole.Button).ClickAsync();
            await Assertions.Expect(items.Nth(0).GetByRole(AriaRole.Button)).ToContainTextAsync("第 2");
            await items.Nth(1).GetByRole(AriaRole.Button).ClickAsync();
            await Assertions.Expect(items.Nth(0).GetByRole(AriaRole.Button)).ToContainTextAsync("第 1");
            await items.Nth(1).GetByRole(AriaRole.Button).ClickAsync();
            await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("已编 2 / 最多 3");
            if (number == 1)
            {
                await page.GetByText("看我编的顺序").ClickAsync();
                await page.ShootAsync("paper-02-ranked");
            }
            await page.GetByRole(AriaRole.Button, new() { Name = "投票（投出后不能修改）" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("已投票");
        }
        await Assertions.Expect((await Who("daibiao7").GoAsync($"/ballot/{ballot}")).GetByText("您已登记回避")).ToBeVisibleAsync();
    }

    private async Task FallBackAsync(string hall)
    {
        var page = await Who("daibiao9").GoAsync(hall);
        await page.ShootAsync("paper-03-open", fullPage: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "没投的全部改用纸质票" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("发出纸质票张数")).ToHaveValueAsync("4");
        await page.GetByRole(AriaRole.Button, new() { Name = "确认", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("其中纸质票 4 张")).ToBeVisibleAsync();
        await Assertions.Expect((await Who("daibiao5").GoAsync($"/ballot/{hall.Split('/')[^1]}")).GetByText("请用纸质票")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "封箱", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "确认封箱" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "录入纸质票" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "开封" })).ToHaveCountAsync(0);
    }

    /// <summary>The first misreads one sum; the table names it, and nothing goes on before it is put right.</summary>
    private async Task EnterTwiceAsync(string hall)
    {
        var first = await Who("daibiao8").GoAsync(hall);
        await EnterAsync(first, "5", ["4", "8", "4", "5", "2", "6"]);
        await Assertions.Expect(first.GetByText("多于发出的 4 张")).ToBeVisibleAsync();
        await EnterAsync(first, "4", ["4", "8", "5", "5", "2", "6"]);
        await Assertions.Expect(first.GetByText("第 2 项编号票数 5，多于有效票 4 张")).ToBeVisibleAsync();
        await first.ShootAsync("paper-04-caught", fullPage: true);
        await EnterAsync(first, "4", ["4", "8", "4", "5", "2", "6"]);
        await Assertions.Expect(first.GetByText("您已录入")).ToBeVisibleAsync();

        var second = await Who("daibiao9").GoAsync(hall);
        await EnterAsync(second, "4", ["4", "7", "4", "5", "2", "6"]);
        await Assertions.Expect(second.GetByText("两人录入有 1 处不一致")).ToBeVisibleAsync();
        await Assertions.Expect(second.Locator(".mismatch tbody")).ToContainTextAsync("1. 城区供水管网改造：编号之和");
        await second.ShootAsync("paper-05-mismatch", fullPage: true);

        await Assertions.Expect(first.Locator(".mismatch tbody tr")).ToHaveCountAsync(1);
        await EnterAsync(first, "4", ["4", "7", "4", "5", "2", "6"]);
        await Assertions.Expect(first.GetByText("两人录入一致").First).ToBeVisibleAsync();
    }

    private static async Task EnterAsync(IPage page, string returned, string[] figures)
    {
        await page.GetByLabel("收回").FillAsync(returned);
        await page.GetByLabel("有效").FillAsync(returned);
        await page.GetByLabel("无效").FillAsync("0");
        for (var cell = 0; cell < figures.Length; cell++)
            await page.GetByLabel($"{Titles[cell / 2]}，{(cell % 2 == 0 ? "编号票数" : "编号之和")}").FillAsync(figures[cell]);
        await page.Locator(".paper-entry button[type=submit]").ClickAsync();
    }

    private async Task CountAsync(string hall)
    {
        await UnsealAsync(await Who("daibiao9").GoAsync(hall), ScrutineerWords);
        await UnsealAsync(await Who("zhuren").GoAsync(hall), ChairWords);
        var page = await Who("renda").GoAsync(hall);
        var rows = page.Locator(".vote-result tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(Titles.Length);
        await Assertions.Expect(rows.Nth(0)).ToContainTextAsync("8110✓ 通过");
        await Assertions.Expect(rows.Nth(1)).ToContainTextAsync("8130✓ 通过");
        await Assertions.Expect(rows.Nth(2)).ToContainTextAsync("2306未通过");
        await Assertions.Expect(page.GetByText("（另有 1 人回避，不计入）")).ToBeVisibleAsync();
        await page.ShootAsync("paper-06-result", fullPage: true);
    }

    private static async Task UnsealAsync(IPage page, string words)
    {
        await page.GetByLabel("您开箱时设的口令").FillAsync(words);
        await page.GetByRole(AriaRole.Button, new() { Name = "开封", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("您开箱时设的口令")).ToHaveCountAsync(0);
    }

    private Person Who(string account) => _people.TryGetValue(account, out var known) ? known
        : _people[account] = new Person(browser, account, account == "daibiao1" ? Screen.Phone : null);

    private static JsonObject Definition()
    {
        string[] order = ["collect", "review", "ballot"];
        return new JsonObject
        {
            ["id"] = "ranked-v1", ["definitionId"] = "ranked", ["name"] = "按缓急编号的票决", ["version"] = 1,
            ["root"] = new JsonObject
            {
                ["id"] = "root", ["type"] = "Elsa.Flowchart",
                ["activities"] = new JsonArray(
                    Step("collect", "Minsheng.Collect", "征集", ("days", 30)),
                    Step("review", "Minsheng.Review", "审查", ("body", "县人大常委会会议"), ("verb", "审查"), ("from", "Proposal"), ("to", "Candidate")),
                    Step("ballot", "Minsheng.Ballot", "票决", ("title", "民生实事项目缓急票"), ("seats", 2), ("ballotType", "Rank"), ("majorityBase", "None"), ("paperMinimum", 2))),
                ["connections"] = new JsonArray([.. order.Zip(order.Skip(1)).Select(pair => (JsonNode)new JsonObject
                {
                    ["source"] = new JsonObject { ["activity"] = pair.First, ["port"] = pair.First == "review" ? "Approved" : "Done" },
                    ["target"] = new JsonObject { ["activity"] = pair.Second, ["port"] = "In" },
                })]),
            },
        };
    }

    private static JsonObject Step(string id, string type, string title, params (string Name, JsonNode Value)[] inputs)
    {
        var step = new JsonObject { ["id"] = id, ["type"] = type, ["metadata"] = new JsonObject { ["displayText"] = title } };
        foreach (var (name, value) in inputs)
            step[name] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };
        return step;
    }
}
