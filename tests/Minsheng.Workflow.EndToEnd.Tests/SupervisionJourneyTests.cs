using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

/// <summary>A problem from its finding to its closing: the letter, the photograph of what was done about it, the check.</summary>
public sealed class SupervisionJourneyTests(Browser browser) : IClassFixture<Browser>
{
    private const string Project = "supervised-project", Title = "县城第二公办幼儿园", Problem = "工地围挡破损，上学时段车辆进出。";

    /// <summary>The smallest picture there is, in red.</summary>
    private static readonly byte[] Photograph = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==");

    private static string Today => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_problem_is_found_answered_with_a_photograph_checked_and_closed()
    {
        var clerk = new Person(browser, "renda");
        await clerk.GoAsync("/supervision");
        await Assertions.Expect(clerk.Page.GetByText("还没有可督办的项目")).ToBeVisibleAsync();
        var cycle = await StartAsync(clerk);

        var group = new Person(browser, "gongwei");
        await group.ActAsync("半年视察", "登记视察结果", async person =>
        {
            await person.FillAsync(("视察日期", Today), ("视察路线", "县城东片"), ("参加人数", "6"));
            await person.Page.Locator(".verdicts").GetByRole(AriaRole.Button, new() { Name = "发现问题", Exact = true }).ClickAsync();
            await person.Page.Locator(".verdicts").GetByLabel("理由").FillAsync(Problem);
            await person.Page.Locator(".verdicts").GetByLabel("理由").BlurAsync();
        });

        var department = new Person(browser, "zhujian", Screen.Phone);
        await department.ActAsync("整改：", "提交整改情况", async person =>
        {
            await person.FillAsync(("整改措施和结果", "围挡已更换，上学时段禁止车辆进出。"), ("整改完成日期", Today));
            await ChooseAsync(person, "说明.txt", "text/plain", "不是照片"u8.ToArray());
            await Assertions.Expect(person.Page.GetByText("“说明.txt”这种文件不能上传，请换成 PDF、JPG、PNG、Word（docx）或 Excel（xlsx）文件。")).ToBeVisibleAsync();
            await ChooseAsync(person, "整改后.png", "image/png", Photograph);
            await Assertions.Expect(person.Page.Locator("main .files img")).ToBeVisibleAsync();
            await Assertions.Expect(person.Page.GetByText("这种文件不能上传")).ToHaveCountAsync(0);
            await person.Page.KeptAsync();
            await person.Page.ReloadAsync();
            await person.Page.WhenInteractiveAsync();
            await Assertions.Expect(person.Page.Locator("main .files img")).ToBeVisibleAsync();
            await Assertions.Expect(person.Page.GetByLabel("整改措施和结果")).ToHaveValueAsync("围挡已更换，上学时段禁止车辆进出。");
            await person.Page.ShootAsync("supervision-1-rectify", fullPage: true);
        });
        await department.Page.ShootAsync("supervision-2-sent");

        await group.OpenTaskAsync("复查：");
        await Assertions.Expect(group.Page.GetByText("围挡已更换").First).ToBeVisibleAsync();
        await group.ActAsync("复查：", "通过", person => person.FillAsync(("复查日期", Today)));

        var leader = new Person(browser, "lingdao");
        var page = await leader.GoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "督办一览" }).ClickAsync();
        await Assertions.Expect(page.GetByText("已销号 1 条").First).ToBeVisibleAsync();
        await page.ShootAsync("supervision-3-overview");
        await leader.GoAsync($"/cycles/{cycle}");
        await page.GetByRole(AriaRole.Link, new() { Name = Problem }).ClickAsync();
        await ShowsTheWholeStoryAsync(page);
        await page.ShootAsync("supervision-4-project", fullPage: true);

        var deputy = new Person(browser, "daibiao1", Screen.Phone);
        page = await deputy.GoAsync($"/pool/{Project}");
        await ShowsTheWholeStoryAsync(page);
        (await page.EvaluateAsync<bool>("document.querySelector('main').scrollWidth > document.querySelector('main').clientWidth")).ShouldBeFalse();
        await Assertions.Expect(page.Locator("#menu a[href='/supervision']")).ToHaveCountAsync(0);
        await page.ShootAsync("supervision-5-phone", fullPage: true);
    }

    private static async Task ShowsTheWholeStoryAsync(IPage page)
    {
        var found = page.Locator(".found li");
        await Assertions.Expect(found).ToHaveCountAsync(1);
        await Assertions.Expect(found).ToContainTextAsync("已销号");
        await Assertions.Expect(found).ToContainTextAsync(Problem);
        await Assertions.Expect(found).ToContainTextAsync("监督提醒函");
        await Assertions.Expect(found).ToContainTextAsync("围挡已更换，上学时段禁止车辆进出。");
        var photograph = page.Locator(".shots img");
        await Assertions.Expect(photograph).ToHaveCountAsync(1);
        await photograph.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(photograph).ToHaveJSPropertyAsync("naturalWidth", 1);
    }

    private static Task ChooseAsync(Person person, string name, string type, byte[] bytes) =>
        person.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = type, Buffer = bytes });

    /// <summary>A cycle that begins where a project has been adopted: how it came to that is another journey.</summary>
    private async Task<string> StartAsync(Person clerk)
    {
        var version = (await clerk.CallAsync("definitions", Definition()))!.Value.GetProperty("versionId").GetString();
        await clerk.CallAsync($"definitions/versions/{version}/publish", new { });
        var cycle = (await clerk.CallAsync("cycles", new { definitionId = "inspection-only", year = 2026 }))!.Value.GetProperty("id").GetString()!;
        using (var connection = new SqliteConnection($"Data Source={browser.Site.DatabaseFile};Pooling=False"))
        {
            connection.Open();
            using var command = new SqliteCommand("""
                INSERT INTO items (id, jurisdiction_id, cycle_id, number, title, content, domain, place, reason, stage, state, lead_unit_id, lead_unit, channel, submitted)
                VALUES ($id, 'zhashui', $cycle, 'ZS26-0004', $title, '新建十二个班', '教育', '县城', '', 'Project', 'Underway', 'zhashui-zhujianju', '县住建局', '群众', '2026-01-05 02:00:00')
                """, connection);
            command.Parameters.AddWithValue("$id", Project);
            command.Parameters.AddWithValue("$cycle", cycle);
            command.Parameters.AddWithValue("$title", Title);
            command.ExecuteNonQuery();
        }
        await clerk.ActAsync("安排视察", "完成");
        return cycle;
    }

    private static JsonObject Definition() => (JsonObject)JsonNode.Parse("""
        {"definitionId":"inspection-only","name":"视察演示","version":1,"root":{"type":"Elsa.Sequence","id":"root","activities":[
          {"type":"Minsheng.HumanTask","id":"prepare","title":{"typeName":"String","expression":{"type":"Literal","value":"安排视察"}},"assignees":{"typeName":"Object","expression":{"type":"Object","value":[{"role":"CountyNpcStaff"}]}}},
          {"type":"Minsheng.Inspect","id":"inspect","title":{"typeName":"String","expression":{"type":"Literal","value":"半年视察"}},"group":{"typeName":"Object","expression":{"type":"Object","value":[{"group":"对口工作委员会"}]}}},
          {"type":"Minsheng.HumanTask","id":"after","title":{"typeName":"String","expression":{"type":"Literal","value":"归档"}},"assignees":{"typeName":"Object","expression":{"type":"Object","value":[{"role":"CountyNpcStaff"}]}}}]}}
        """)!;
}
