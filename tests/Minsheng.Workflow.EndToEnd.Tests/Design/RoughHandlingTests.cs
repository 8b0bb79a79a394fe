using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests.Design;

/// <summary>What goes wrong while drawing is said, and costs nothing that was drawn.</summary>
public sealed class RoughHandlingTests(Browser browser) : IClassFixture<Browser>
{
    private const string Procedure = "/procedures/zhashui-three-reviews/design";
    private const string Nasty = "<img src=x onerror=\"window.hurt=1\"><script>window.hurt=1</script>";

    [Fact]
    public async Task Rubbish_is_refused_in_a_sentence_and_huge_or_hostile_files_open_without_harm()
    {
        var clerk = new Person(browser, "renda");
        var page = await clerk.GoAsync(Procedure);
        var complaints = page.CollectComplaints();
        var canvas = page.Locator("[data-canvas=ready]");
        var steps = page.Locator("[data-shape=ms-step]");
        await steps.First.WaitForAsync();
        var before = await canvas.GetAttributeAsync("aria-label");

        foreach (var rubbish in (string[])["人大代表票决 {{{", "{\"activities\":[{\"type\":42}]}", new string('票', 200_000)])
        {
            await PasteAsync(page, rubbish);
            await Assertions.Expect(page.Locator(".said.no")).ToContainTextAsync("没有");
            await page.ReloadAsync();
            await Assertions.Expect(canvas).ToHaveAttributeAsync("aria-label", before!);
        }

        await ImportAsync(page, "not-a-procedure.json", "这不是方案");
        await Assertions.Expect(page.Locator(".said.no")).ToContainTextAsync("没有导入");
        await Assertions.Expect(canvas).ToHaveAttributeAsync("aria-label", before!);

        // Names no table can hold, and names that would be programs.
        await ImportAsync(page, "hostile.json", Chain(12, at => at % 2 == 0 ? Nasty : new string('民', 10_000)));
        await Assertions.Expect(canvas).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("[^0-9]12 个步骤"));
        await page.ShootAsync("rough-1-hostile-names");
        await page.GetByRole(AriaRole.Button, new() { Name = "大纲", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Treegrid)).ToContainTextAsync("<script>");
        await page.ShootAsync("rough-2-hostile-outline");
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0);
        (await page.EvaluateAsync<bool>("() => window.hurt === 1")).ShouldBeFalse();
        await page.GetByRole(AriaRole.Button, new() { Name = "画布", Exact = true }).ClickAsync();
        await canvas.WaitForAsync();

        await ImportAsync(page, "two-thousand.json", Chain(2000, at => $"第 {at} 件"));
        await Assertions.Expect(canvas).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("2000 个步骤"));
        await steps.First.WaitForAsync();
        await Assertions.Expect(page.Locator("[data-save=saved]").First).ToBeAttachedAsync();
        await page.ShootAsync("rough-3-two-thousand");

        // All of it is taken back, one step at a time.
        await page.GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "撤销" }).ClickAsync();
        await Assertions.Expect(canvas).ToHaveAttributeAsync("aria-label", before!);
        complaints.ShouldBeEmpty();
    }

    private static async Task PasteAsync(IPage page, string text) => await page.EvaluateAsync(
        """
        text => {
          document.querySelector('[data-canvas=ready]').focus();
          const data = new DataTransfer();
          data.setData('text/plain', text);
          document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }
        """, text);

    private static async Task ImportAsync(IPage page, string name, string content) =>
        await page.Locator("#design-file").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(content) });

    /// <summary>A procedure of so many steps, one behind the other.</summary>
    private static string Chain(int length, Func<int, string> name)
    {
        static string Id(int at) => string.Create(CultureInfo.InvariantCulture, $"step-{at}");
        var steps = Enumerable.Range(1, length).Select(at => (JsonNode?)new JsonObject
        {
            ["id"] = Id(at),
            ["type"] = "Minsheng.HumanTask",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["displayText"] = name(at),
                ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 60 + at % 20 * 300, ["y"] = 60 + at / 20 * 140 }, ["size"] = new JsonObject { ["width"] = 220, ["height"] = 72 } },
            },
        });
        var ways = Enumerable.Range(1, length - 1).Select(at => (JsonNode?)new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = Id(at), ["port"] = "Done" },
            ["target"] = new JsonObject { ["activity"] = Id(at + 1), ["port"] = "In" },
        });
        return new JsonObject
        {
            ["$schema"] = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json",
            ["definitionId"] = "other",
            ["name"] = "很大的方案",
            ["root"] = new JsonObject { ["id"] = "flow", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["start"] = Id(1), ["activities"] = new JsonArray([.. steps]), ["connections"] = new JsonArray([.. ways]) },
        }.ToJsonString();
    }
}
