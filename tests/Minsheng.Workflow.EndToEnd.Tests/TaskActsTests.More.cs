using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

/// <summary>The rarer acts: 减签, 后加签, 收回委派, 回避, 催办, one's own phrases, the signature, the sheet on paper.</summary>
public sealed partial class TaskActsTests
{
    [Fact]
    public async Task Signers_are_taken_off_a_delegation_is_called_back_and_a_signature_is_drawn()
    {
        try
        {
            await Clerk.GoAsync("/cycles");
            var imported = await Clerk.CallAsync("definitions", Signed());
            await Clerk.CallAsync($"definitions/versions/{imported!.Value.GetProperty("versionId").GetString()}/publish", new { });
            await Clerk.CallAsync("cycles", new { definitionId = "signed", year = 2029 });
            await TakeOffAsync();
            await CallBackAsync();
            await RecuseAsync();
            await UrgeAsync();
            await PhraseAndSignAsync();
            await PrintAsync();
        }
        catch (Exception)
        {
            foreach (var (account, person) in _people.Where(known => known.Value.HasPage)) await person.Page.ShootAsync($"more-failed-{account}");
            throw;
        }
    }

    /// <summary>Two are asked to sign afterwards, one is taken off again; what the holder answers goes to the one who is left.</summary>
    private async Task TakeOffAsync()
    {
        await Party.OpenTaskAsync("审签方案");
        await DialogAsync(Party, "加签", async dialog =>
        {
            await PickAsync(dialog, "专家卯");
            await PickAsync(dialog, "专家辰");
            await dialog.GetByText("我办完，再请他办").ClickAsync();
            await dialog.GetByLabel("请他看什么").FillAsync("条款是否齐全。");
        });
        await Assertions.Expect(Party.Page.GetByText("您办完后，再请").First).ToBeVisibleAsync();
        await Assertions.Expect(Party.Page.Locator(".act .then")).ToContainTextAsync("请加签的人接着办");
        await MoreDialogAsync(Party, "减签", dialog => dialog.GetByText("专家卯").ClickAsync());
        await Assertions.Expect(Party.Page.GetByText("已减签专家卯").First).ToBeVisibleAsync();
        await Party.Page.ShootAsync("more-1-taken-off");
        await PressAsync(Party, "同意");

        var expert = Who("zhuanjia2");
        await expert.OpenTaskAsync("审签方案");
        await Assertions.Expect(expert.Page.GetByText("条款是否齐全。").First).ToBeVisibleAsync();
        await expert.Page.ShootAsync("more-2-after");
        await PressAsync(expert, "同意");
        await Who("zhuanjia1").GoAsync("/tasks?q=审签方案");
        await Assertions.Expect(Who("zhuanjia1").Page.Locator("table.todo a.t1")).ToHaveCountAsync(0);
    }

    private async Task CallBackAsync()
    {
        await Government.OpenTaskAsync("核定方案");
        await DialogAsync(Government, "委派", dialog => PickAsync(dialog, "专家卯"));
        await Assertions.Expect(Government.Page.GetByText("已委派给").First).ToBeVisibleAsync();
        await Who("zhuanjia1").OpenTaskAsync("核定方案");
        await Government.Page.GetByRole(AriaRole.Button, new() { Name = "收回委派" }).First.ClickAsync();
        await Assertions.Expect(Government.Page.GetByText("已收回委派").First).ToBeVisibleAsync();
        await Assertions.Expect(Government.Page.Locator(".act .buttons [data-main]").First).ToContainTextAsync("同意");

        var expert = Who("zhuanjia1").Page;
        await expert.GetByLabel("我的意见").FillAsync("已经看完。");
        await expert.Locator(".act .buttons").GetByRole(AriaRole.Button, new() { Name = "办好交回" }).ClickAsync();
        await Assertions.Expect(expert.GetByText("这件事不用您办了").First).ToBeVisibleAsync();
        await Assertions.Expect(expert.GetByText("已收回委派，改由本人办理").First).ToBeVisibleAsync();
        await Assertions.Expect(expert.GetByLabel("您写的意见")).ToHaveValueAsync("已经看完。");
        await expert.ShootAsync("more-3-called-back");
    }

    /// <summary>Of two who are asked one steps aside with a reason; the other settles it alone.</summary>
    private async Task RecuseAsync()
    {
        await Party.OpenTaskAsync("核定方案");
        await MoreAsync(Party, "回避");
        var dialog = Party.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "回避", Exact = true }).ClickAsync();
        await Assertions.Expect(dialog.GetByText("没有写回避的理由")).ToBeVisibleAsync();
        await dialog.GetByLabel("回避的理由").FillAsync("承建单位负责人是近亲属。");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "回避", Exact = true }).ClickAsync();
        await Assertions.Expect(Party.Page.GetByText("已回避，这件事不再由您办").First).ToBeVisibleAsync();
        await Party.Page.ShootAsync("more-4-recused");
    }

    /// <summary>催办 by the office, once a day; the holder sees it in the list.</summary>
    private async Task UrgeAsync()
    {
        var task = new Uri(Government.Page.Url).AbsolutePath;
        var page = await Clerk.GoAsync(task);
        await page.Locator("details.more summary").ClickAsync();
        await page.Locator(".pop").GetByRole(AriaRole.Button, new() { Name = "催办" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("催办的话").FillAsync("今天下班前请办。");
        await page.ShootAsync("more-5-urging");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "催办", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("已催办").First).ToBeVisibleAsync();
        await Government.GoAsync("/tasks");
        await Assertions.Expect(Government.Page.Locator("table.todo tr").Filter(new() { HasText = "核定方案" })).ToContainTextAsync("催");
        await Government.OpenTaskAsync("核定方案");
        await PressAsync(Government, "同意");
    }

    private async Task PhraseAndSignAsync()
    {
        await Clerk.OpenTaskAsync("签发方案");
        var page = Clerk.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "改常用语" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("加一句").FillAsync("同意印发，请抓紧落实。");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "加上" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "删去：同意印发，请抓紧落实。" })).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "好了" }).ClickAsync();
        await page.Locator(".phrases").GetByRole(AriaRole.Button, new() { Name = "同意印发，请抓紧落实。" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("我的意见")).ToHaveValueAsync("同意印发，请抓紧落实。");

        await page.Locator(".act .buttons [data-main]").First.ClickAsync();
        await Assertions.Expect(page.GetByText("还没有签名").First).ToBeVisibleAsync();
        await page.ShootAsync("more-6-unsigned");
        var pad = page.Locator(".act canvas.pad");
        await pad.ScrollIntoViewIfNeededAsync();
        var box = (await pad.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 30, box.Y + 30);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 120, box.Y + 60, new() { Steps = 8 });
        await page.Mouse.MoveAsync(box.X + 200, box.Y + 25, new() { Steps = 8 });
        await page.Mouse.UpAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "用这个签名" }).ClickAsync();
        await Assertions.Expect(page.Locator(".act img.signed")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("还没有签名")).ToHaveCountAsync(0);
        await page.ShootAsync("more-7-signed");
        await PressAsync(Clerk, "签发");
    }

    /// <summary>On paper: the sheet with the opinion and the signature, nothing of the site around it.</summary>
    private async Task PrintAsync()
    {
        var page = await Clerk.GoAsync($"{new Uri(Clerk.Page.Url).AbsolutePath}/sheet");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var words in (string[])["签发方案", "同意印发，请抓紧落实。"])
            await Assertions.Expect(page.Locator("article.slip").GetByText(words).First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("article.slip img").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#menu")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("header.hd")).ToBeHiddenAsync();
        await page.ShootAsync("more-8-sheet", fullPage: true);
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
    }

    private static async Task MoreDialogAsync(Person person, string move, Func<ILocator, Task> fill)
    {
        await MoreAsync(person, move);
        var dialog = person.Page.GetByRole(AriaRole.Dialog);
        await fill(dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = move, Exact = true }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
    }

    private static JsonObject Signed() => JsonNode.Parse("""
        {
          "id": "signed-v1", "definitionId": "signed", "name": "方案签发", "version": 1,
          "root": {
            "id": "root", "type": "Elsa.Flowchart",
            "activities": [
              { "id": "look", "type": "Minsheng.HumanTask", "metadata": { "displayText": "审签方案" },
                "title": { "typeName": "String", "expression": { "type": "Literal", "value": "审签方案" } },
                "assignees": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "role": "PartyCommittee" }] } },
                "actions": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "outcome": "Done", "label": "同意" }, { "outcome": "No", "label": "不同意", "needsOpinion": true }] } } },
              { "id": "fix", "type": "Minsheng.HumanTask", "metadata": { "displayText": "核定方案" },
                "title": { "typeName": "String", "expression": { "type": "Literal", "value": "核定方案" } },
                "mode": { "typeName": "String", "expression": { "type": "Literal", "value": "All" } },
                "assignees": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "role": "GovOffice" }, { "role": "PartyCommittee" }] } },
                "actions": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "outcome": "Done", "label": "同意" }, { "outcome": "No", "label": "不同意", "needsOpinion": true }] } } },
              { "id": "sign", "type": "Minsheng.HumanTask", "metadata": { "displayText": "签发方案" },
                "title": { "typeName": "String", "expression": { "type": "Literal", "value": "签发方案" } },
                "signature": { "typeName": "Boolean", "expression": { "type": "Literal", "value": true } },
                "assignees": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "role": "CountyNpcStaff" }] } },
                "actions": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "outcome": "Done", "label": "签发" }] } } }
            ],
            "connections": [
              { "source": { "activity": "look", "port": "Done" }, "target": { "activity": "fix", "port": "In" } },
              { "source": { "activity": "fix", "port": "Done" }, "target": { "activity": "sign", "port": "In" } }
            ]
          }
        }
        """)!.AsObject();
}
