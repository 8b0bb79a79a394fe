using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests.Design;

/// <summary>Every procedure we ship goes through the designer and comes out with what it went in with.</summary>
public sealed class ShippedDesignTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Every_shipped_procedure_opens_is_laid_out_kept_and_exported_with_the_same_content()
    {
        var clerk = new Person(browser, "renda");
        var page = await clerk.GoAsync("/procedures");
        var complaints = page.CollectComplaints();
        var unlike = new List<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.json").Order(StringComparer.Ordinal))
        {
            var id = Path.GetFileNameWithoutExtension(file);
            var shipped = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!.AsObject();
            await page.GotoAsync($"/procedures/{id}/design");
            await page.Locator("[data-canvas=ready]").WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "自动排版" }).First.ClickAsync();
            await page.Locator("[data-save=saved]").Filter(new() { HasText = "已自动保存" }).WaitForAsync();
            await page.ShootAsync($"design-{id}");

            await page.GetByText("导入导出").ClickAsync();
            var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "导出方案文件" }).ClickAsync());
            await using var stream = await download.CreateReadStreamAsync();
            var exported = (await JsonNode.ParseAsync(stream, cancellationToken: TestContext.Current.CancellationToken))!.AsObject();
            Places(exported).ShouldNotBe(Places(shipped), $"{id} was laid out");
            if (!JsonNode.DeepEquals(WithoutPlaces(shipped), WithoutPlaces(exported))) unlike.Add(id);
        }
        unlike.ShouldBeEmpty();
        complaints.ShouldBeEmpty();
    }

    private static string Places(JsonObject definition) => string.Join(';', Steps(definition["root"]).Select(step => step["metadata"]?["designer"]?["position"]?.ToJsonString()));

    private static IEnumerable<JsonObject> Steps(JsonNode? container) => (container?["activities"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Where a step stands on paper is no content.</summary>
    private static JsonNode? WithoutPlaces(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                if (json["metadata"] is JsonObject metadata) metadata.Remove("designer");
                foreach (var (name, value) in json)
                {
                    if (name != "vertices") WithoutPlaces(value);
                }
                json.Remove("vertices");
                break;
            case JsonArray list:
                foreach (var one in list) WithoutPlaces(one);
                break;
        }
        return node;
    }
}
