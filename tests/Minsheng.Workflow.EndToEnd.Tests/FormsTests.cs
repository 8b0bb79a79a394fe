using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

/// <summary>One form with every kind of field: by keyboard, by phone, wrong, cut off, with scripts in it.</summary>
public sealed class FormsTests(Browser browser) : IClassFixture<Browser>
{
    private const string Script = "<script>document.title='坏'</script><img src=x onerror=\"document.title='坏'\">";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_of_field_is_filled_by_keyboard_and_what_is_wrong_is_told_beside_it()
    {
        var clerk = new Person(browser, "renda");
        var page = await StartAsync(clerk, "forms-by-keyboard");
        var complaints = page.CollectComplaints();
        await page.ShootAsync("forms-1-empty", fullPage: true);

        await page.Locator("#f-title").FocusAsync();
        await TypeAsync(page, "县城第二公办幼儿园扩建工程", "为什么要办的理由", "200", "12,8O0");
        await Assertions.Expect(page.Locator("#f-day")).ToBeFocusedAsync();
        await page.Locator("#f-day").FillAsync("2026-09-30");
        await page.Locator("#f-kind-一般").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator("#f-reason")).ToBeVisibleAsync();
        await PressAsync(page, "提交");
        await Assertions.Expect(page.Locator("main .al[role=alert]").Filter(new() { HasText = "处要改" })).ToBeFocusedAsync();

        await page.ShootAsync("forms-2-wrong", fullPage: true);
        await WrongAsync(page, "title", "“项目名称”最多 10 个字，现有 13 个字。");
        await WrongAsync(page, "count", "“受益户数”应在 1 到 100 之间。");
        await WrongAsync(page, "amount", "“总投资”应为数字。");
        await WrongAsync(page, "reason", "“重大的理由”必填。");
        await Assertions.Expect(page.Locator("#f-amount")).ToHaveValueAsync("12,8O0");
        await Assertions.Expect(page.Locator("#f-say")).ToHaveValueAsync("为什么要办的理由");
        await Assertions.Expect(page.GetByText("“签名”必填。").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "“总投资”应为数字。" }).ClickAsync();
        await Assertions.Expect(page.Locator("#f-amount")).ToBeFocusedAsync();
        await RetypeAsync(page, "title", "第二幼儿园");
        await Assertions.Expect(page.Locator("#f-title-problem")).ToHaveCountAsync(0);
        await RetypeAsync(page, "count", "60");
        await RetypeAsync(page, "amount", "12,800.5");
        await RetypeAsync(page, "reason", "投资增加超过一成");
        await page.Locator("#f-funds-债券").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await PickAsync(page, "leader", "住建");
        await PickAsync(page, "unit", "县交通");
        await page.Locator("#f-place").FocusAsync();
        await TypeAsync(page, "营盘镇", "秦丰村口");
        await page.Locator("[id='f-list-0--source']").FocusAsync();
        await TypeAsync(page, "本级财政", "800");
        await page.Locator("#f-grade-基本满意").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Locator("#f-body").FocusAsync();
        await page.Keyboard.TypeAsync("请按");
        await page.Keyboard.PressAsync("Control+b");
        await page.Keyboard.TypeAsync("九月底");
        await page.Keyboard.PressAsync("Control+b");
        await page.Keyboard.TypeAsync("前完成。");
        await page.Locator("#f-photos").SetInputFilesAsync([Picture("现场一.png"), Picture("现场二.png", extra: 1)]);
        await Assertions.Expect(page.Locator("main .files .pic")).ToHaveCountAsync(2);
        await page.Locator("#f-papers").SetInputFilesAsync([new FilePayload { Name = "说明.txt", MimeType = "text/plain", Buffer = "字"u8.ToArray() }]);
        await Assertions.Expect(page.GetByText("“说明.txt”这种文件不能上传，请换成 PDF、JPG、PNG、Word（docx）或 Excel（xlsx）文件。")).ToBeVisibleAsync();
        await page.Locator("#f-sign-file").SetInputFilesAsync([Picture("签名.png", extra: 2)]);
        await Assertions.Expect(page.Locator("img.signed")).ToBeVisibleAsync();
        await page.ShootAsync("forms-3-filled", fullPage: true);
        await PressAsync(page, "提交");
        await Assertions.Expect(page.GetByText("已办：提交")).ToBeVisibleAsync();
        await SaysAllAsync(page, "12,800.50 万元", "股长癸", "县交通局", "营盘镇秦丰村口", "来源 本级财政", "基本满意", "债券", "投资增加超过一成");
        await Assertions.Expect(page.Locator(".rt-view strong").First).ToHaveTextAsync("九月底");
        await page.ShootAsync("forms-4-sent", fullPage: true);

        await clerk.OpenTaskAsync("核对 forms-by-keyboard");
        await Assertions.Expect(page.Locator(".shown").First).ToHaveTextAsync("12,800.50 万元");
        await Assertions.Expect(page.Locator("#f-note")).ToHaveValueAsync("第二幼儿园，请核对");
        await page.Locator(".shown .files a[data-photo]").First.ClickAsync();
        await Assertions.Expect(page.Locator("dialog.photo-view img")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator("dialog.photo-view p")).ToHaveTextAsync("现场二.png（2/2）");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("dialog.photo-view")).ToHaveCountAsync(0);
        await page.ShootAsync("forms-5-readonly");
        complaints.Where(complaint => !complaint.Contains("409", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_phone_fills_it_too_with_a_drawn_signature_and_small_pictures_of_photographs()
    {
        var clerk = new Person(browser, "renda", Screen.Phone);
        var page = await StartAsync(clerk, "forms-by-phone");
        await page.Locator("#f-title").FillAsync("第二幼儿园");
        await page.Locator("#f-say").FillAsync("理由");
        await page.Locator("#f-count").FillAsync("6");
        await page.Locator("label[for='f-kind-一般']").TapAsync();
        await page.Locator("#f-leader").TapAsync();
        await page.Locator("#f-leader").PressSequentiallyAsync("县交通局");
        await page.ShootAsync("forms-m1-picker");
        await page.Locator("#f-leader-list [role=option]").First.TapAsync();
        await Assertions.Expect(page.Locator("#f-leader")).ToHaveValueAsync("股长子（交通局办公室主任）");
        await page.Locator("#f-photos").SetInputFilesAsync([new FilePayload { Name = "大照片.png", MimeType = "image/png", Buffer = await BigPictureAsync(page) }]);
        var small = page.Locator("main .files .pic img").First;
        await Assertions.Expect(small).ToBeVisibleAsync();
        (await small.EvaluateAsync<int>("async image => { await image.decode(); return image.naturalWidth; }")).ShouldBe(360, "the list shows the thumbnail");

        await PressAsync(page, "提交");
        await Assertions.Expect(page.GetByText("“签名”必填。").First).ToBeVisibleAsync();
        await DrawAsync(page);
        await page.ShootAsync("forms-m2-signing");
        await page.GetByRole(AriaRole.Button, new() { Name = "用这个签名" }).TapAsync();
        await Assertions.Expect(page.Locator("img.signed")).ToBeVisibleAsync();
        await page.ShootAsync("forms-m3-filled", fullPage: true);
        (await page.EvaluateAsync<bool>("document.querySelector('main').scrollWidth > document.querySelector('main').clientWidth")).ShouldBeFalse();
        await PressAsync(page, "提交");
        await Assertions.Expect(page.GetByText("已办：提交")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".op .files img[alt='签名.png']")).ToBeVisibleAsync();
        await page.ShootAsync("forms-m4-sent", fullPage: true);
    }

    [Fact]
    public async Task What_was_typed_while_the_server_was_away_is_there_again_and_goes_once_handed_in()
    {
        var clerk = new Person(browser, "renda");
        var page = await StartAsync(clerk, "forms-cut-off");
        await page.Locator("#f-title").FillAsync("第二幼儿园");
        await page.Locator("label[for='f-kind-重大']").ClickAsync();
        await page.Locator("#f-list ~ button, .scroll + button").First.ClickAsync();
        await Assertions.Expect(page.Locator("[id='f-list-1--source']")).ToBeVisibleAsync();
        await page.KeptAsync();
        await browser.Site.KillAsync(Ct);
        var lengthy = string.Concat(Enumerable.Repeat("断线时写的话。", 600));
        await page.Locator("#f-say").FillAsync(lengthy);
        await page.Locator("[id='f-list-1--source']").FillAsync("第二行也在");
        await page.Locator("#opinion").FillAsync("意见也在");
        await page.Locator("#f-body").FillAsync("带格式的也在");
        await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await page.ShootAsync("forms-6-offline");

        await browser.Site.StartAsync(Ct);
        var address = new Uri(page.Url).AbsolutePath;
        // The page comes back by itself once the server answers; nobody need reload it.
        await Assertions.Expect(page.GetByText("没提交的草稿")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#f-title")).ToHaveValueAsync("第二幼儿园");
        await Assertions.Expect(page.Locator("#f-kind-重大")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#f-say")).ToHaveValueAsync(lengthy);
        await Assertions.Expect(page.Locator("[id='f-list-1--source']")).ToHaveValueAsync("第二行也在");
        await Assertions.Expect(page.Locator("#opinion")).ToHaveValueAsync("意见也在");
        await Assertions.Expect(page.Locator("#f-body")).ToHaveTextAsync("带格式的也在");
        await page.ShootAsync("forms-7-taken-back");

        // Typed and not yet left: the server follows by itself, another browser has it too.
        await page.Locator("#f-count").FocusAsync();
        await page.Keyboard.InsertTextAsync("12");
        await page.KeptAsync();
        var elsewhere = new Person(browser, "renda", Screen.Phone);
        await elsewhere.GoAsync(address);
        await Assertions.Expect(elsewhere.Page.Locator("#f-count")).ToHaveValueAsync("12");
        await Assertions.Expect(elsewhere.Page.Locator("#f-say")).ToHaveValueAsync(lengthy);

        // Sign-in gone in mid-form: one sentence, back to the same form, nothing lost.
        await page.Context.ClearCookiesAsync();
        await page.Locator("#f-title").FillAsync("改过的名称");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("有填好没提交的内容存在这台电脑上，登录后接着填。")).ToBeVisibleAsync();
        await page.ShootAsync("forms-8-signed-out");
        await page.GetByLabel("账号").FillAsync("renda");
        await page.GetByLabel("密码").FillAsync("yanshi-2026");
        await page.GetByRole(AriaRole.Button, new() { Name = "登录" }).ClickAsync();
        await page.WaitForURLAsync($"**{address}");
        await Assertions.Expect(page.Locator("#f-title")).ToHaveValueAsync("改过的名称");

        await page.WhenInteractiveAsync();
        await page.Locator("#f-sign-file").SetInputFilesAsync([Picture("签名.png")]);
        await Assertions.Expect(page.Locator("img.signed")).ToBeVisibleAsync();
        await page.Locator("#f-reason").FillAsync("投资增加");
        await PressAsync(page, "提交");
        await Assertions.Expect(page.GetByText("已办：提交")).ToBeVisibleAsync();
        (await page.EvaluateAsync<int>("Object.keys(localStorage).filter(name => name.startsWith('ms-draft:')).length")).ShouldBe(0);
    }

    [Fact]
    public async Task Scripts_in_any_field_are_text()
    {
        var clerk = new Person(browser, "renda");
        var page = await StartAsync(clerk, "forms-scripts", longest: 200);
        foreach (var field in new[] { "title", "say", "opinion" }) await page.Locator(field == "opinion" ? "#opinion" : $"#f-{field}").FillAsync(Script);
        await page.Locator("#f-count").FillAsync("3");
        await page.Locator("label[for='f-kind-重大']").ClickAsync();
        await page.Locator("#f-reason").FillAsync(Script);
        await page.Locator("#f-place").FillAsync(Script);
        await page.Locator("#f-place-village").FillAsync(Script);
        await page.Locator("[id='f-list-0--source']").FillAsync(Script);
        await page.Locator("#f-leader").FillAsync(Script);
        await page.Locator("#f-leader").BlurAsync();
        await Assertions.Expect(page.GetByText($"没有找到“{Script}”，请从列出的里面选一个。")).ToBeVisibleAsync();
        await page.Locator("#f-body").FillAsync(Script);
        await page.Locator("#f-photos").SetInputFilesAsync([Picture("<img src=x onerror=alert(1)>.png")]);
        await Assertions.Expect(page.Locator("main .files .pic")).ToHaveCountAsync(1);
        await page.Locator("#f-sign-file").SetInputFilesAsync([Picture("签名.png", extra: 3)]);
        await Assertions.Expect(page.Locator("img.signed")).ToBeVisibleAsync();
        await page.KeptAsync();
        await page.ReloadAsync();
        await page.WhenInteractiveAsync();
        await Assertions.Expect(page.Locator("#f-title")).ToHaveValueAsync(Script);
        await PressAsync(page, "提交");
        await Assertions.Expect(page.GetByText("已办：提交")).ToBeVisibleAsync();
        await SaysAllAsync(page, Script, $"{Script}{Script}");
        (await page.TitleAsync()).ShouldNotContain("坏");
        (await page.Locator("main script, main img[src=x]").CountAsync()).ShouldBe(0);
        await page.ShootAsync("forms-9-scripts", fullPage: true);
        await clerk.OpenTaskAsync("核对 forms-scripts");
        (await page.TitleAsync()).ShouldNotContain("坏");
        (await page.Locator("main script, main img[src=x]").CountAsync()).ShouldBe(0);
    }

    private static async Task TypeAsync(IPage page, params string[] values)
    {
        foreach (var value in values)
        {
            await page.Keyboard.InsertTextAsync(value);
            await page.Keyboard.PressAsync("Tab");
        }
    }

    private static async Task RetypeAsync(IPage page, string field, string value)
    {
        await page.Locator($"#f-{field}").FocusAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.InsertTextAsync(value);
        await page.Keyboard.PressAsync("Tab");
    }

    private static async Task PickAsync(IPage page, string field, string letters)
    {
        await page.Locator($"#f-{field}").FocusAsync();
        await page.Keyboard.InsertTextAsync(letters);
        await Assertions.Expect(page.Locator($"#f-{field}-list [role=option]")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator($"#f-{field}-list [aria-selected=true]")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator($"#f-{field}-list")).ToHaveCountAsync(0);
    }

    private static async Task DrawAsync(IPage page)
    {
        await page.Locator("#f-sign").EvaluateAsync("pad => pad.scrollIntoView({ block: 'center' })");
        var pad = (await page.Locator("#f-sign").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(pad.X + 40, pad.Y + 40);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(pad.X + 120, pad.Y + 90, new() { Steps = 8 });
        await page.Mouse.MoveAsync(pad.X + 180, pad.Y + 30, new() { Steps = 8 });
        await page.Mouse.UpAsync();
    }

    private static Task PressAsync(IPage page, string button) => page.Locator(".act").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static async Task WrongAsync(IPage page, string field, string sentence)
    {
        await Assertions.Expect(page.Locator($"#f-{field}-problem")).ToHaveTextAsync(sentence);
        await Assertions.Expect(page.Locator($"#f-{field}")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.Locator($"#f-{field}")).ToHaveAttributeAsync("aria-describedby", $"f-{field}-problem");
    }

    private static async Task SaysAllAsync(IPage page, params string[] words)
    {
        foreach (var word in words) await Assertions.Expect(page.Locator(".op").First).ToContainTextAsync(word);
    }

    private static FilePayload Picture(string name, byte extra = 0) => new()
    {
        Name = name,
        MimeType = "image/png",
        Buffer = [.. Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="), .. extra == 0 ? Array.Empty<byte>() : [extra]],
    };

    private static async Task<byte[]> BigPictureAsync(IPage page) => Convert.FromBase64String(await page.EvaluateAsync<string>("""
        () => { const canvas = document.createElement('canvas'); canvas.width = 1600; canvas.height = 1200; const pen = canvas.getContext('2d');
          pen.fillStyle = '#8f2b2b'; pen.fillRect(0, 0, 1600, 1200); pen.fillStyle = '#fff'; pen.fillRect(200, 300, 700, 400); return canvas.toDataURL('image/png').split(',')[1]; }
        """));

    private static async Task<IPage> StartAsync(Person clerk, string id, int longest = 10)
    {
        await clerk.GoAsync("/");
        var version = (await clerk.CallAsync("definitions", Definition(id, longest)))!.Value.GetProperty("versionId").GetString();
        await clerk.CallAsync($"definitions/versions/{version}/publish", new { });
        await clerk.CallAsync("cycles", new { definitionId = id, year = 2026 });
        await clerk.OpenTaskAsync($"填表 {id}");
        return clerk.Page;
    }

    private static JsonObject Definition(string id, int longest) => (JsonObject)JsonNode.Parse("""
        {"definitionId":"@id","name":"填表演示 @id","version":1,"variables":[{"name":"Filled","typeName":"Object"}],"root":{"type":"Elsa.Sequence","id":"root","activities":[
          {"type":"Minsheng.HumanTask","id":"fill","title":{"typeName":"String","expression":{"type":"Literal","value":"填表 @id"}},
           "assignees":{"typeName":"Object","expression":{"type":"Object","value":[{"role":"CountyNpcStaff"}]}},
           "actions":{"typeName":"Object","expression":{"type":"Object","value":[{"outcome":"Done","label":"提交"}]}},
           "saveTo":{"typeName":"String","expression":{"type":"Literal","value":"Filled"}},
           "form":{"typeName":"Object","expression":{"type":"Object","value":{"fields":[
             {"name":"title","label":"项目名称","type":"text","required":true,"maxLength":@longest},
             {"name":"say","label":"为什么要办","type":"paragraph","required":true},
             {"name":"count","label":"受益户数","type":"number","min":1,"max":100},
             {"name":"amount","label":"总投资","type":"money"},
             {"name":"day","label":"完成时限","type":"date"},
             {"name":"kind","label":"类别","type":"choice","options":["一般","重大"]},
             {"name":"reason","label":"重大的理由","type":"paragraph","required":true,"visibleWhen":{"field":"kind","equals":"重大"}},
             {"name":"funds","label":"资金来源","type":"multiChoice","options":["本级财政","债券"]},
             {"name":"leader","label":"责任人","type":"person"},
             {"name":"unit","label":"牵头单位","type":"unit"},
             {"name":"place","label":"地点","type":"region"},
             {"name":"list","label":"资金明细","type":"table","columns":[{"name":"source","label":"来源"},{"name":"amount","label":"金额","type":"money"}]},
             {"name":"grade","label":"评价","type":"rating"},
             {"name":"body","label":"正文","type":"richText"},
             {"name":"photos","label":"现场照片","type":"photo"},
             {"name":"papers","label":"附件","type":"attachment"},
             {"name":"sign","label":"签名","type":"signature","required":true}]}}}},
          {"type":"Minsheng.HumanTask","id":"check","title":{"typeName":"String","expression":{"type":"Literal","value":"核对 @id"}},
           "assignees":{"typeName":"Object","expression":{"type":"Object","value":[{"role":"CountyNpcStaff"}]}},
           "form":{"typeName":"Object","expression":{"type":"Object","value":{"fields":[
             {"name":"amount","label":"总投资","type":"money","default":"{{getVariable('Filled').amount}}","readOnly":true},
             {"name":"photos","label":"现场照片","type":"photo","default":"{{getVariable('Filled').photos}}","readOnly":true},
             {"name":"body","label":"正文","type":"richText","default":"{{getVariable('Filled').body}}","readOnly":true},
             {"name":"note","label":"说明","type":"text","maxLength":600,"default":"{{getVariable('Filled').title}}，请核对"}]}}}}]}}
        """.Replace("@id", id, StringComparison.Ordinal).Replace("@longest", longest.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal))!;
}
