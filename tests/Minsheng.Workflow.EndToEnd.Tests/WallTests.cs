using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

/// <summary>挂图作战 in the leader's browser while the lead unit reports in its own, and the leader's instruction there and back.</summary>
public sealed class WallTests(Browser browser) : IClassFixture<Browser>
{
    private const string Project = "walled-project", Title = "城区老旧供水管网改造", Words = "请县住建局月底前完成迎宾路段，附现场照片。";

    [Fact]
    public async Task A_report_shows_on_an_open_wall_and_an_instruction_goes_to_the_unit_and_comes_back()
    {
        var clerk = new Person(browser, "renda");
        await clerk.GoAsync("/wall");
        await Assertions.Expect(clerk.Page.GetByText("还没有上墙的项目")).ToBeVisibleAsync();
        await StartAsync(clerk);

        var leader = new Person(browser, "lingdao");
        var wall = await leader.GoAsync("/");
        await wall.GetByRole(AriaRole.Link, new() { Name = "挂图作战" }).ClickAsync();
        var row = wall.Locator(".wall tbody tr");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await Assertions.Expect(row).ToContainTextAsync("实际 —");
        await Assertions.Expect(row).ToContainTextAsync("严重滞后");
        await wall.EvaluateAsync("() => { window.stillOpen = true; }");

        var department = new Person(browser, "zhujian");
        await department.ActAsync("月通报", "报出", person => person.FillAsync(("完成进度", "96"), ("进展", "迎宾路段已通水。")));

        await Assertions.Expect(row).ToContainTextAsync("实际 96%");
        await Assertions.Expect(row).ToContainTextAsync("正常");
        (await wall.EvaluateAsync<bool>("() => window.stillOpen === true")).ShouldBeTrue("the page was not loaded again");
        await wall.ShootAsync("wall-1-reported");

        await row.GetByRole(AriaRole.Link, new() { Name = Title }).ClickAsync();
        await wall.GetByRole(AriaRole.Button, new() { Name = "批示督办" }).ClickAsync();
        await wall.GetByRole(AriaRole.Button, new() { Name = "发给责任单位" }).ClickAsync();
        await Assertions.Expect(wall.GetByText("“批示内容”必填")).ToBeVisibleAsync();
        await wall.GetByLabel("批示内容").FillAsync(Words);
        await wall.GetByLabel("限办工作日").FillAsync("3");
        await wall.GetByRole(AriaRole.Button, new() { Name = "发给责任单位" }).ClickAsync();
        await Assertions.Expect(wall.GetByText("批示已发给责任单位，限 3 个工作日")).ToBeVisibleAsync();
        await Assertions.Expect(wall.Locator(".found li")).ToContainTextAsync(Words);
        await wall.ShootAsync("wall-2-instructed", fullPage: true);

        await department.ActAsync("办理批示：", "报告办理情况", async person =>
        {
            await Assertions.Expect(person.Page.GetByText(Words).First).ToBeVisibleAsync();
            await person.FillAsync(("办理情况", "迎宾路段已完成，照片随月报。"));
        });
        await leader.OpenTaskAsync("阅处批示：");
        await Assertions.Expect(leader.Page.GetByText("迎宾路段已完成").First).ToBeVisibleAsync();
        await leader.ActAsync("阅处批示：", "办结");

        await leader.GoAsync($"/projects/{Project}");
        await Assertions.Expect(wall.Locator(".found li")).ToContainTextAsync("已销号");
        await wall.ShootAsync("wall-3-closed", fullPage: true);

        await department.GoAsync($"/projects/{Project}");
        await Assertions.Expect(department.Page.Locator(".gantt")).ToBeVisibleAsync();
        await Assertions.Expect(department.Page.GetByRole(AriaRole.Button, new() { Name = "批示督办" })).ToHaveCountAsync(0);
    }

    /// <summary>A year that begins where a project has been adopted and planned: how it came to that is another journey.</summary>
    private async Task StartAsync(Person clerk)
    {
        foreach (var definition in new[] { Reporting(), Year() })
        {
            var version = (await clerk.CallAsync("definitions", definition))!.Value.GetProperty("versionId").GetString();
            await clerk.CallAsync($"definitions/versions/{version}/publish", new { });
        }
        var cycle = (await clerk.CallAsync("cycles", new { definitionId = "wall-year", year = 2026 }))!.Value.GetProperty("id").GetString()!;
        using (var connection = new SqliteConnection($"Data Source={browser.Site.DatabaseFile};Pooling=False"))
        {
            connection.Open();
            using var command = new SqliteCommand("""
                INSERT INTO items (id, jurisdiction_id, cycle_id, number, title, content, domain, place, reason, amount, stage, state, lead_unit_id, lead_unit, channel, submitted, finish)
                VALUES ($id, 'zhashui', $cycle, 'ZS26-0001', $title, '更换管网', '供水', '县城', '', '1280.00', 'Project', 'Underway', 'zhashui-zhujianju', '县住建局', '群众', '2026-01-05 02:00:00', '2026-10-31');
                INSERT INTO plans (item_id, jurisdiction_id, leader, lead_unit_id, budget, recorded) VALUES ($id, 'zhashui', '分管副县长', 'zhashui-zhujianju', '1280.00', '2026-02-10 02:00:00');
                INSERT INTO milestones (item_id, position, jurisdiction_id, name, due, planned) VALUES ($id, 0, 'zhashui', '开工', '2026-03-01', 0), ($id, 1, 'zhashui', '主体完成', '2026-06-30', 60), ($id, 2, 'zhashui', '竣工', '2026-10-31', 100);
                """, connection);
            command.Parameters.AddWithValue("$id", Project);
            command.Parameters.AddWithValue("$cycle", cycle);
            command.Parameters.AddWithValue("$title", Title);
            command.ExecuteNonQuery();
        }
        await clerk.ActAsync("安排月报", "完成");
    }

    private static JsonObject Reporting() => (JsonObject)JsonNode.Parse("""
        {"definitionId":"wall-report","name":"月报演示","version":1,"root":{"type":"Elsa.Sequence","id":"root","activities":[
          {"type":"Minsheng.HumanTask","id":"report","title":{"typeName":"String","expression":{"type":"Literal","value":"月通报"}},"progress":{"typeName":"Boolean","expression":{"type":"Literal","value":true}},
           "assignees":{"typeName":"Object","expression":{"type":"Object","value":[{"role":"LeadDepartment"}]}},
           "actions":{"typeName":"Object","expression":{"type":"Object","value":[{"outcome":"Done","label":"报出"}]}},
           "form":{"typeName":"Object","expression":{"type":"Object","value":{"fields":[{"name":"percent","label":"完成进度","type":"number","required":true},{"name":"text","label":"进展","type":"paragraph"}]}}}}]}}
        """)!;

    private static JsonObject Year() => (JsonObject)JsonNode.Parse("""
        {"definitionId":"wall-year","name":"挂图演示","version":1,"root":{"type":"Elsa.Sequence","id":"root","activities":[
          {"type":"Minsheng.HumanTask","id":"prepare","title":{"typeName":"String","expression":{"type":"Literal","value":"安排月报"}},"assignees":{"typeName":"Object","expression":{"type":"Object","value":[{"role":"CountyNpcStaff"}]}}},
          {"type":"Minsheng.ForEachProject","id":"each","childDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"wall-report"}}},
          {"type":"Minsheng.HumanTask","id":"after","title":{"typeName":"String","expression":{"type":"Literal","value":"归档"}},"assignees":{"typeName":"Object","expression":{"type":"Object","value":[{"role":"CountyNpcStaff"}]}}}]}}
        """)!;
}
