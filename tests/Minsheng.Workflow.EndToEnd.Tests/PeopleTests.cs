using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

/// <summary>People of an office: in by a sheet, signed in with a slip, out with their posts, and a term handed over.</summary>
public sealed class PeopleTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string[] Heads = ["姓名", "手机", "邮箱", "单位", "职务", "任职类别", "任职", "起始日期", "截止日期", "届次", "排序"];

    [Fact]
    public async Task People_come_in_by_a_sheet_sign_in_with_a_slip_lose_a_role_and_hand_over_a_term()
    {
        var clerk = new Person(browser, "renda");
        var page = await clerk.GoAsync("/manage/people/import");
        await ImportAsync(page, [["赵新", "13800000001", "", "县人大办", "科员", "角色", "人大办工作人员"], ["钱新", "电话", "", "", "", "角色", "代表团长"]]);
        await Assertions.Expect(page.GetByText("有 1 行不对，一行也没有导入")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("table.rows")).ToContainTextAsync("没有角色“代表团长”");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "导入这" })).ToHaveCountAsync(0);
        await page.ShootAsync("people-1-wrong");

        await ImportAsync(page, [["赵新", "13800000001", "", "县人大办", "科员", "角色", "人大办工作人员"], ["钱新", "13800000002", "", "", "", "角色", "人大代表"]]);
        await Assertions.Expect(page.GetByText("2 行都对：新增 2 行")).ToBeVisibleAsync();
        await page.ShootAsync("people-2-right");
        await page.GetByRole(AriaRole.Button, new() { Name = "导入这 2 行" }).ClickAsync();
        await Assertions.Expect(page.GetByText("已导入：新增 2 行")).ToBeVisibleAsync();

        var (account, password) = await SlipAsync();
        var comer = await browser.SignInAsync(account, password, "/account/password");
        await Assertions.Expect(comer.GetByText("首次登录，请先改密码")).ToBeVisibleAsync();
        await comer.ShootAsync("people-4-first");
        await comer.GotoAsync("/tasks");
        await Assertions.Expect(comer).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/account/password"));
        await comer.GetByLabel("一次性密码").FillAsync(password);
        await comer.GetByLabel("新密码", new() { Exact = true }).FillAsync("xin-mima-0123");
        await comer.GetByLabel("再输一遍新密码").FillAsync("xin-mima-0123");
        await comer.GetByRole(AriaRole.Button, new() { Name = "改密码" }).ClickAsync();
        await comer.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");

        await LosesTheRoleAsync(clerk, comer);
        await HandOverAsync(clerk);
    }

    private async Task<(string Account, string Password)> SlipAsync()
    {
        var admin = new Person(browser, "guanli");
        var page = await admin.GoAsync("/manage/people?find=赵新");
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "赵新" }).ClickAsync();
        await page.Locator(".account").GetByLabel("账号").FillAsync("zhaoxin");
        await page.GetByRole(AriaRole.Button, new() { Name = "开通账号" }).ClickAsync();
        await Assertions.Expect(page.Locator(".one-time")).ToBeVisibleAsync();
        await page.ShootAsync("people-3-slip");
        var codes = page.Locator(".one-time .code");
        return (await codes.Nth(0).InnerTextAsync(), await codes.Nth(1).InnerTextAsync());
    }

    /// <summary>The page stays open at the one who loses the role; nobody presses anything there.</summary>
    private static async Task LosesTheRoleAsync(Person clerk, IPage comer)
    {
        var typing = await comer.Context.NewPageAsync();
        await typing.GotoAsync("/cycles");
        await typing.WhenInteractiveAsync();
        await typing.GetByRole(AriaRole.Button, new() { Name = "启动周期" }).ClickAsync();
        await typing.Locator("details.settings summary").ClickAsync();
        await typing.GetByLabel("应选项目数").FillAsync("11");
        await comer.GotoAsync("/manage/people");
        await comer.WhenInteractiveAsync();
        await Assertions.Expect(comer.Locator("#menu a[href='/manage']")).ToBeVisibleAsync();
        var page = await clerk.GoAsync("/manage/people?find=赵新");
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "赵新" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "结束", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "结束任职" }).ClickAsync();
        await Assertions.Expect(page.GetByText("任职已结束，即时生效")).ToBeVisibleAsync();
        await Assertions.Expect(comer.GetByText("这一页不归您管理")).ToBeVisibleAsync();
        await Assertions.Expect(comer.Locator("#menu a[href='/manage']")).ToHaveCountAsync(0);
        await comer.ShootAsync("people-5-lost");
        await Assertions.Expect(typing.GetByText("您的岗位刚有变动")).ToBeVisibleAsync();
        await Assertions.Expect(typing.GetByRole(AriaRole.Button, new() { Name = "启动" })).ToHaveCountAsync(0);
        await Assertions.Expect(typing.Locator(".kept-text").GetByLabel("应选项目数")).ToHaveValueAsync("11");
        await Assertions.Expect(typing.Locator(".kept-text textarea")).ToHaveCountAsync(1);
        await typing.ShootAsync("people-5-kept");
        await typing.CloseAsync();
    }

    /// <summary>设置, 日历 and 地区, by the system administrator, who grants nobody a deputy.</summary>
    [Fact]
    public async Task An_administrator_settles_numbers_moves_a_working_day_and_adds_a_town()
    {
        var admin = new Person(browser, "guanli");
        var page = await admin.GoAsync("/manage/settings");
        await Assertions.Expect(page.Locator("nav.managed")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("nav.managed").GetByRole(AriaRole.Link, new() { Name = "代理" })).ToHaveCountAsync(0);
        var setting = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "一次性密码有效" });
        await setting.GetByRole(AriaRole.Textbox).FillAsync("七天");
        await setting.GetByRole(AriaRole.Textbox).BlurAsync();
        await setting.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Assertions.Expect(setting).ToContainTextAsync("应为 1 到 90 之间的整数");
        await setting.GetByRole(AriaRole.Textbox).FillAsync("14");
        await setting.GetByRole(AriaRole.Textbox).BlurAsync();
        await setting.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Assertions.Expect(page.GetByText("已保存：一次性密码有效")).ToBeVisibleAsync();
        await Assertions.Expect(setting).ToContainTextAsync("系统管理员");
        await page.ShootAsync("manage-1-settings");

        await admin.GoAsync("/manage/calendar?year=2026");
        await page.GetByLabel("12月9日：工作日").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "改为放假" }).ClickAsync();
        await Assertions.Expect(page.GetByText("12月9日已改为放假")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("12月9日：放假")).ToBeVisibleAsync();
        await page.GetByLabel("文件内容").FillAsync("""{"years":{"2026":{"off":["13-01"]}}}""");
        await page.GetByLabel("文件内容").BlurAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "导入", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("main .al.rd").Last).ToContainTextAsync("13-01");
        await Assertions.Expect(page.Locator("main .al.rd").Last).ToBeInViewportAsync();
        await page.ShootAsync("manage-2-calendar");
        await page.GetByRole(AriaRole.Button, new() { Name = "2026 年恢复为平台自带的安排" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("12月9日：工作日")).ToBeVisibleAsync();

        await admin.GoAsync("/manage/places");
        await page.GetByLabel("地区名称").FillAsync("营盘镇");
        await page.GetByLabel("编号字头").FillAsync("YP");
        await page.GetByLabel("经办人姓名").FillAsync("主席新");
        await page.GetByLabel("经办人账号").FillAsync("yp-zhuxi");
        await page.GetByLabel("经办人账号").BlurAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "添加并开通账号" }).ClickAsync();
        await Assertions.Expect(page.Locator(".one-time")).ToContainTextAsync("yp-zhuxi");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "营盘镇" })).ToContainTextAsync("乡镇");
        await page.ShootAsync("manage-3-places");

        await admin.GoAsync("/manage/delegations");
        await Assertions.Expect(page.GetByText("这一页不归您管理")).ToBeVisibleAsync();
        await admin.GoAsync("/delegations");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "请人代理" }).First).ToBeVisibleAsync();
    }

    /// <summary>Something that one deputy has open when the term ends.</summary>
    private static async Task GiveTaskAsync(Person clerk, string person)
    {
        var imported = await clerk.CallAsync("definitions", JsonNode.Parse($$"""
            { "id": "ask-v1", "definitionId": "ask", "name": "意见核对", "version": 1,
              "root": { "id": "root", "type": "Minsheng.HumanTask", "metadata": { "displayText": "核对代表意见" },
                "title": { "typeName": "String", "expression": { "type": "Literal", "value": "核对代表意见" } },
                "assignees": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "person": "{{person}}" }] } } } }
            """)!.AsObject());
        await clerk.CallAsync($"definitions/versions/{imported!.Value.GetProperty("versionId").GetString()}/publish", new { });
        await clerk.CallAsync("cycles", new { definitionId = "ask", year = 2029 });
    }

    private async Task HandOverAsync(Person clerk)
    {
        await GiveTaskAsync(clerk, "zhashui-daibiao7");
        var page = await clerk.GoAsync("/manage/terms");
        await page.GetByRole(AriaRole.Link, new() { Name = "办理换届" }).ClickAsync();
        await Assertions.Expect(page.GetByText("没有填写新一届的名称")).ToBeVisibleAsync();
        await page.GetByLabel("届次*必填").FillAsync("第十九届");
        await page.GetByLabel("全体代表人数").FillAsync("8");
        await page.GetByRole(AriaRole.Button, new() { Name = "全选" }).ClickAsync();
        await page.GetByRole(AriaRole.Row, new() { Name = "代表七" }).GetByRole(AriaRole.Checkbox).UncheckAsync();
        await page.GetByLabel("人员", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "钱新" });
        await page.GetByLabel("任职", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "常委会组成人员" });
        await page.GetByRole(AriaRole.Button, new() { Name = "加入" }).ClickAsync();
        await Assertions.Expect(page.GetByText("离任 1 人，账号停用")).ToBeVisibleAsync();
        var left = page.Locator(".handover").Filter(new() { HasText = "代表七" });
        await Assertions.Expect(left).ToContainTextAsync("待办 1 件");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "确认换届" })).ToBeDisabledAsync();
        await page.ShootAsync("people-6-open-task", fullPage: true);
        await left.GetByLabel("核对代表意见").SelectOptionAsync(new SelectOptionValue { Label = await left.Locator("option").Filter(new() { HasText = "代表一" }).First.InnerTextAsync() });
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "确认换届" })).ToBeEnabledAsync();
        await page.ShootAsync("people-6-handover", fullPage: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "确认换届" }).ClickAsync();
        await Assertions.Expect(page.GetByText("换届已办")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "看届次" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "第十九届" })).ToContainTextAsync("本届");
        await page.ShootAsync("people-7-terms");

        var heir = new Person(browser, "daibiao1");
        await heir.OpenTaskAsync("核对代表意见");
        await Assertions.Expect(heir.Main).ToContainTextAsync("代表七");
        await heir.Page.ShootAsync("people-8-heir");
    }

    private static Task ImportAsync(IPage page, string[][] rows) =>
        page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "人员.xlsx", MimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Buffer = Sheet([Heads, .. rows]) });

    /// <summary>The least an xlsx can be, written here so that what the site reads was not written by itself.</summary>
    private static byte[] Sheet(string[][] rows)
    {
        var cells = new StringBuilder();
        for (var row = 0; row < rows.Length; row++)
        {
            cells.Append($"<row r=\"{row + 1}\">");
            for (var column = 0; column < rows[row].Length; column++)
                cells.Append($"<c r=\"{(char)('A' + column)}{row + 1}\" t=\"inlineStr\"><is><t>{System.Net.WebUtility.HtmlEncode(rows[row][column])}</t></is></c>");
            cells.Append("</row>");
        }
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", relations = "http://schemas.openxmlformats.org/package/2006/relationships", office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        return Zip(
            ("[Content_Types].xml", $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{types}.worksheet+xml\"/></Types>"),
            ("_rels/.rels", $"<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
            ("xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"人员\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
            ("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{main}\"><sheetData>{cells}</sheetData></worksheet>"));
    }

    private static byte[] Zip(params (string Name, string Text)[] parts)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in parts)
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        return stream.ToArray();
    }
}
