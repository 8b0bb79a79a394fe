using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

/// <summary>What office users do with a task beside answering it, one after the other, each at their own browser.</summary>
public sealed partial class TaskActsTests(Browser browser) : IClassFixture<Browser>
{
    private readonly Dictionary<string, Person> _people = [];

    private Person Clerk => Who("renda");
    private Person Government => Who("zhengfu");
    private Person Party => Who("dangwei");

    [Fact]
    public async Task A_paper_goes_round_the_offices()
    {
        try
        {
            await StartAsync();
            await ReturnAsync();
            await HandOnAsync();
            await AddSignerAsync();
            await EntrustAsync();
            await UrgeAndCopyAsync();
            await WithdrawAsync();
            await SheetAsync();
        }
        catch (Exception)
        {
            foreach (var (account, person) in _people.Where(known => known.Value.HasPage)) await person.Page.ShootAsync($"acts-failed-{account}");
            throw;
        }
    }

    /// <summary>或签: claimed, put back, raced by two; several answered together; in somebody's place; urged.</summary>
    [Fact]
    public async Task One_of_several_does_it_and_somebody_stands_in()
    {
        try
        {
            await Clerk.GoAsync("/cycles");
            var imported = await Clerk.CallAsync("definitions", Pool());
            await Clerk.CallAsync($"definitions/versions/{imported!.Value.GetProperty("versionId").GetString()}/publish", new { });
            await Clerk.CallAsync("cycles", new { definitionId = "pool", year = 2028 });
            await ClaimAsync();
            await RaceAsync();
            await StandInAsync();
            await TogetherAsync();
        }
        catch (Exception)
        {
            foreach (var (account, person) in _people.Where(known => known.Value.HasPage)) await person.Page.ShootAsync($"pool-failed-{account}");
            throw;
        }
    }

    private async Task ClaimAsync()
    {
        var (one, other) = (Who("weiyuan1"), Who("weiyuan2"));
        await one.OpenTaskAsync("核对甲");
        await MoreAsync(one, "认领");
        await Assertions.Expect(one.Page.GetByText("已认领").First).ToBeVisibleAsync();
        await other.GoAsync("/tasks");
        await Assertions.Expect(other.Page.Locator("table.todo a.t1").Filter(new() { HasText = "核对甲" })).ToHaveCountAsync(0);
        await one.OpenTaskAsync("核对甲");
        await MoreAsync(one, "放回");
        await Assertions.Expect(one.Page.GetByText("已放回").First).ToBeVisibleAsync();
    }

    /// <summary>Both have the page open: the second is told who was first, and keeps what was typed.</summary>
    private async Task RaceAsync()
    {
        var (one, other) = (Who("weiyuan1"), Who("weiyuan2"));
        await one.OpenTaskAsync("核对甲");
        await other.OpenTaskAsync("核对甲");
        await other.Page.GetByLabel("我的意见").FillAsync("我看没有问题。");
        await PressAsync(one, "同意");
        await other.Page.Locator(".act .buttons [data-main]").First.ClickAsync();
        await Assertions.Expect(other.Page.GetByText("这件事已由").First).ToBeVisibleAsync();
        await Assertions.Expect(other.Page.GetByText("我看没有问题。").First).ToBeVisibleAsync();
        await other.Page.ShootAsync("acts-06-overtaken");
    }

    /// <summary>代理: granted by oneself, acted on by the deputy, both names on the sheet.</summary>
    private async Task StandInAsync()
    {
        var page = await Party.GoAsync("/delegations");
        await page.GetByRole(AriaRole.Button, new() { Name = "请人代理" }).First.ClickAsync();
        await page.GetByLabel("代理人").First.SelectOptionAsync(new SelectOptionValue { Label = await page.GetByLabel("代理人").First.Locator("option").Filter(new() { HasText = "科长乙" }).First.InnerTextAsync() });
        await page.GetByLabel("事由").FillAsync("外出开会。");
        await page.GetByRole(AriaRole.Button, new() { Name = "设置代理" }).ClickAsync();
        await Assertions.Expect(page.GetByText("代理已设置").First).ToBeVisibleAsync();
        await page.ShootAsync("acts-07-delegations");

        await Government.OpenTaskAsync("核对丁");
        await Assertions.Expect(Government.Main.GetByText("督查科长").First).ToBeVisibleAsync();
        await PressAsync(Government, "同意");
        var sheet = await Government.GoAsync($"{new Uri(Government.Page.Url).AbsolutePath}/sheet");
        await Assertions.Expect(sheet.Locator("article").GetByText("督查科长").First).ToBeVisibleAsync();
        await sheet.ShootAsync("acts-07-stood-in");

        // Back again: from now on everybody acts for themselves.
        await Party.GoAsync("/delegations");
        await page.GetByRole(AriaRole.Button, new() { Name = "撤销", Exact = true }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "撤销", Exact = true })).ToHaveCountAsync(0);
    }

    private async Task TogetherAsync()
    {
        var page = await Who("weiyuan3").GoAsync("/tasks");
        foreach (var title in (string[])["核对乙", "核对丙"])
            await page.Locator("table.todo tr").Filter(new() { HasText = title }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByLabel("共同的意见").FillAsync("同意。");
        await page.GetByRole(AriaRole.Button, new() { Name = "批量同意 2 件" }).ClickAsync();
        await Assertions.Expect(page.GetByText("2 件已办").First).ToBeVisibleAsync();
        await page.ShootAsync("acts-08-together");
    }

    private static async Task MoreAsync(Person person, string move)
    {
        await person.Page.Locator(".act .buttons details.more summary").ClickAsync();
        await person.Page.Locator(".act .buttons .pop").GetByRole(AriaRole.Button, new() { Name = move }).First.ClickAsync();
    }

    private static JsonObject Pool()
    {
        string[] ids = ["甲", "乙", "丙", "丁"];
        return new JsonObject
        {
            ["id"] = "pool-v1", ["definitionId"] = "pool", ["name"] = "核对", ["version"] = 1,
            ["root"] = new JsonObject
            {
                ["id"] = "root", ["type"] = "Elsa.Parallel",
                ["activities"] = new JsonArray([.. ids.Select((id, index) => JsonNode.Parse($$"""
                    { "id": "check{{index}}", "type": "Minsheng.HumanTask", "metadata": { "displayText": "核对{{id}}" },
                      "title": { "typeName": "String", "expression": { "type": "Literal", "value": "核对{{id}}" } },
                      "assignees": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "role": "ScMember" }, { "role": "PartyCommittee" }] } },
                      "actions": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "outcome": "Yes", "label": "同意" }, { "outcome": "No", "label": "不同意", "needsOpinion": true }] } } }
                    """))]),
            },
        };
    }

    private async Task StartAsync()
    {
        await Clerk.GoAsync("/cycles");
        var imported = await Clerk.CallAsync("definitions", Definition());
        await Clerk.CallAsync($"definitions/versions/{imported!.Value.GetProperty("versionId").GetString()}/publish", new { });
        await Clerk.CallAsync("cycles", new { definitionId = "paper", year = 2027 });
        await Government.ActAsync("起草报告", "完成", person => person.FillAsync(("报告内容", "上半年进展情况。")));
    }

    /// <summary>退回 out of a half-finished 会签, every level again: what was written stands in the form.</summary>
    private async Task ReturnAsync()
    {
        await Party.ActAsync("会签报告", "同意");
        await Clerk.OpenTaskAsync("会签报告");
        await DialogAsync(Clerk, "退回", async dialog =>
        {
            await dialog.GetByText("逐级重新走").ClickAsync();
            await dialog.GetByLabel("退回原因").FillAsync("请补充资金支付情况。");
        });
        await Assertions.Expect(Clerk.Page.GetByText("已退回").First).ToBeVisibleAsync();

        await Government.OpenTaskAsync("起草报告");
        await Assertions.Expect(Government.Page.GetByText("请补充资金支付情况。").First).ToBeVisibleAsync();
        await Assertions.Expect(Government.Main.GetByLabel("报告内容").First).ToHaveValueAsync("上半年进展情况。");
        await Government.Page.ShootAsync("acts-01-returned");
        await Government.FillAsync(("报告内容", "上半年进展和资金支付情况。"));
        await PressAsync(Government, "完成");
    }

    private async Task HandOnAsync()
    {
        await Party.OpenTaskAsync("会签报告");
        await DialogAsync(Party, "转办", dialog => PickAsync(dialog, "工委主任壬"));
        await Assertions.Expect(Party.Page.GetByText("已转办给").First).ToBeVisibleAsync();
    }

    /// <summary>前加签: the one asked answers first, then it is the asker's turn again.</summary>
    private async Task AddSignerAsync()
    {
        var committee = Who("gongwei");
        await committee.OpenTaskAsync("会签报告");
        await DialogAsync(committee, "加签", async dialog =>
        {
            await PickAsync(dialog, "专家卯");
            await dialog.GetByLabel("请他看什么").FillAsync("造价是否合理。");
        });
        await Assertions.Expect(committee.Page.GetByText("办完回到您这里").First).ToBeVisibleAsync();
        await committee.Page.ShootAsync("acts-02-added");
        await Who("zhuanjia1").OpenTaskAsync("会签报告");
        await Assertions.Expect(Who("zhuanjia1").Page.GetByText("造价是否合理。").First).ToBeVisibleAsync();
        await PressAsync(Who("zhuanjia1"), "同意");
    }

    /// <summary>委派: the delegate reports back, the duty stays.</summary>
    private async Task EntrustAsync()
    {
        var committee = Who("gongwei");
        await committee.OpenTaskAsync("会签报告");
        await DialogAsync(committee, "委派", dialog => PickAsync(dialog, "专家辰"));
        await Assertions.Expect(committee.Page.GetByText("已委派给").First).ToBeVisibleAsync();
        var expert = Who("zhuanjia2");
        await expert.OpenTaskAsync("会签报告");
        await expert.Page.GetByLabel("我的意见").FillAsync("已核对，数据无误。");
        await expert.Page.Locator(".act .buttons").GetByRole(AriaRole.Button, new() { Name = "办好交回" }).ClickAsync();
        await Assertions.Expect(expert.Page.GetByText("已交回").First).ToBeVisibleAsync();
    }

    private async Task UrgeAndCopyAsync()
    {
        await Clerk.OpenTaskAsync("会签报告");
        await DialogAsync(Clerk, "抄送", dialog => PickAsync(dialog, "主任丁"));
        await Assertions.Expect(Clerk.Page.GetByText("已抄送").First).ToBeVisibleAsync();
        await Clerk.OpenTaskAsync("会签报告");
        await PressAsync(Clerk, "同意");

        var chair = Who("zhuren");
        var page = await chair.GoAsync("/tasks?tab=copied");
        await page.GetByRole(AriaRole.Link, new() { Name = "会签报告" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "已阅" }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("已阅").First).ToBeVisibleAsync();
        await page.ShootAsync("acts-03-copied");
    }

    /// <summary>撤回 after the matter has moved on, and once more forward.</summary>
    private async Task WithdrawAsync()
    {
        var committee = Who("gongwei");
        await committee.OpenTaskAsync("会签报告");
        await PressAsync(committee, "同意");
        await committee.Page.GetByRole(AriaRole.Button, new() { Name = "撤回" }).First.ClickAsync();
        await Assertions.Expect(committee.Page.Locator(".act .buttons [data-main]").First).ToContainTextAsync("同意");
        await committee.Page.ShootAsync("acts-04-withdrawn");
        await PressAsync(committee, "同意");
    }

    private async Task SheetAsync()
    {
        var task = new Uri(Who("gongwei").Page.Url).AbsolutePath;
        var page = await Who("gongwei").GoAsync($"{task}/sheet");
        foreach (var words in (string[])["办理笺", "会签报告", "工委"])
            await Assertions.Expect(page.GetByText(words).First).ToBeVisibleAsync();
        await page.ShootAsync("acts-05-sheet");
    }

    private Person Who(string account) => _people.TryGetValue(account, out var person) ? person : _people[account] = new Person(browser, account);

    /// <summary>Presses one of the task's own buttons; the first carries its keys behind its word.</summary>
    private static async Task PressAsync(Person person, string button)
    {
        await person.Page.Locator(".act .buttons").GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();
        await Assertions.Expect(person.Page.GetByText($"已办：{button}").First).ToBeVisibleAsync();
    }

    private static async Task DialogAsync(Person person, string move, Func<ILocator, Task> fill)
    {
        await person.Page.Locator(".act .buttons").GetByRole(AriaRole.Button, new() { Name = move, Exact = true }).First.ClickAsync();
        var dialog = person.Page.GetByRole(AriaRole.Dialog);
        await fill(dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = move, Exact = true }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
    }

    private static async Task PickAsync(ILocator dialog, string name)
    {
        await dialog.GetByRole(AriaRole.Combobox).FillAsync(name);
        await dialog.GetByRole(AriaRole.Option).Filter(new() { HasText = name }).First.ClickAsync();
        await Assertions.Expect(dialog.Locator(".chosen")).ToContainTextAsync(name);
    }

    private static JsonObject Definition() => JsonNode.Parse("""
        {
          "id": "paper-v1", "definitionId": "paper", "name": "报告会签", "version": 1,
          "root": {
            "id": "root", "type": "Elsa.Flowchart",
            "activities": [
              { "id": "draft", "type": "Minsheng.HumanTask", "metadata": { "displayText": "起草报告" },
                "title": { "typeName": "String", "expression": { "type": "Literal", "value": "起草报告" } },
                "assignees": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "role": "GovOffice" }] } },
                "form": { "typeName": "Object", "expression": { "type": "Object", "value": { "fields": [{ "name": "text", "label": "报告内容", "type": "paragraph", "required": true }] } } } },
              { "id": "joint", "type": "Minsheng.HumanTask", "metadata": { "displayText": "会签报告" },
                "title": { "typeName": "String", "expression": { "type": "Literal", "value": "会签报告" } },
                "mode": { "typeName": "String", "expression": { "type": "Literal", "value": "All" } },
                "assignees": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "role": "PartyCommittee" }, { "role": "CountyNpcStaff" }] } },
                "actions": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "outcome": "Yes", "label": "同意" }, { "outcome": "No", "label": "不同意", "needsOpinion": true }] } } },
              { "id": "sign", "type": "Minsheng.HumanTask", "metadata": { "displayText": "签发报告" },
                "title": { "typeName": "String", "expression": { "type": "Literal", "value": "签发报告" } },
                "assignees": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "role": "CountyNpcStaff" }] } } }
            ],
            "connections": [
              { "source": { "activity": "draft", "port": "Done" }, "target": { "activity": "joint", "port": "In" } },
              { "source": { "activity": "joint", "port": "Yes" }, "target": { "activity": "sign", "port": "In" } }
            ]
          }
        }
        """)!.AsObject();
}
