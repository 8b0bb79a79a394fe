using System.Text.Json.Nodes;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>The 环节 above a year's page.</summary>
public sealed class StageOrderTests
{
    [Theory]
    [InlineData(new[] { "征集", "监督", "票决" }, new[] { "征集", "票决", "监督" })]
    [InlineData(new[] { "筹备", "监督", "票决" }, new[] { "筹备", "监督", "票决" })]
    public void Follow_the_year_even_where_a_late_one_is_drawn_early(string[] drawn, string[] shown)
    {
        var steps = drawn.Select((stage, index) =>
        {
            var step = Flows.Task($"s{index}", "Any", "p1");
            step["customProperties"] = new JsonObject { ["stage"] = stage };
            return step;
        });

        PictureReader.Read(Flows.Sequence("year", [.. steps])).Stages.ShouldBe(shown);
    }
}
