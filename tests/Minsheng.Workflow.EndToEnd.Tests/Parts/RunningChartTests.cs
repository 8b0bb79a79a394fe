using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Minsheng.Workflow.Web.Components.Parts;
using Minsheng.Workflow.Web.Components.Parts.Chart;

namespace Minsheng.Workflow.EndToEnd.Tests.Parts;

public sealed class RunningChartTests
{
    private static readonly ChartModel Model = new(
        [
            new("collect", "征集", 0, 0) { State = ChartState.Done },
            new("review", "县政府常务会议审核候选项目建议名单", 220, 0) { State = ChartState.Waiting, Holder = "县政府办", Since = "7月1日起" },
            new("vote", "票决", 440, 0),
        ],
        [new("collect", "review") { Taken = true }, new("review", "vote") { Label = "通过" }, new("review", "collect") { Label = "退回" }]);

    [Fact]
    public async Task Every_step_can_be_reached_by_keyboard_and_says_its_full_name_state_and_holder()
    {
        var nodes = (await DrawAsync(Model)).QuerySelectorAll(".node");

        nodes.ShouldAllBe(node => node.GetAttribute("tabindex") == "0");
        nodes[1].GetAttribute("aria-label").ShouldBe("县政府常务会议审核候选项目建议名单，在办，县政府办，7月1日起");
        nodes[1].QuerySelector("title")!.TextContent.ShouldStartWith("县政府常务会议审核候选项目建议名单");
    }

    [Fact]
    public async Task State_is_told_by_shape_and_word_besides_colour()
    {
        var tags = (await DrawAsync(Model)).QuerySelectorAll(".tag text").Select(tag => tag.TextContent);

        tags.ShouldBe(["✓ 已办", "● 在办", "○ 未到"]);
    }

    [Fact]
    public async Task Ways_not_taken_are_dashed()
    {
        var edges = (await DrawAsync(Model)).QuerySelectorAll(".edge:has(path)");

        edges.Select(edge => edge.ClassList.Contains("open")).ShouldBe([false, true, true]);
    }

    private static async Task<IDocument> DrawAsync(ChartModel model)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<RunningChart>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model }))).ToHtmlString());
        return new HtmlParser().ParseDocument(html);
    }
}
