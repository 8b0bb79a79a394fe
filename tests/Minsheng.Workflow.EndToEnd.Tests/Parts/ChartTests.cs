using Minsheng.Workflow.Web.Components.Parts.Chart;

namespace Minsheng.Workflow.EndToEnd.Tests.Parts;

public sealed class ChartTests
{
    [Fact]
    public void Chinese_breaks_between_characters_and_ends_with_an_ellipsis()
    {
        ChartText.Wrap("县人大常委会会议审查同意项目调整", width: 90, fontSize: 15, maxLines: 2)
            .ShouldBe(["县人大常委会", "会议审查同…"]);
    }

    [Fact]
    public void A_line_never_starts_with_a_closing_mark()
    {
        ChartText.Wrap("提出申请，报告人代会", width: 60, fontSize: 15, maxLines: 3)
            .ShouldBe(["提出申", "请，报告", "人代会"]);
    }

    [Fact]
    public void A_box_grows_with_its_words()
    {
        var node = new ChartNode("a", "责任单位报送月度进展并附现场照片", 0, 0) { Height = 40, Subtitle = "县住建局", Holder = "县住建局办公室主任", Since = "7月1日起" };

        var placed = ChartLayout.Of(new([node], [])).Nodes.Single();

        placed.Title.Count.ShouldBe(2);
        placed.Who.ShouldBe(["县住建局办公室主任", "7月1日起"], "together they do not fit into one line");
        placed.SmallBaseline(line: 2).ShouldBeLessThan(placed.Box.Bottom);
    }

    [Fact]
    public void Forty_steps_on_a_grid_are_joined_without_a_line_through_any_box()
    {
        var chart = ChartLayout.Of(Grid(columns: 8, rows: 5, [("n10", "n2"), ("n19", "n3"), ("n30", "n5"), ("n20", "n33"), ("n39", "n0")]));

        foreach (var edge in chart.Edges)
        {
            var strangers = chart.Nodes.Where(node => node.Node.Id != edge.Edge.From && node.Node.Id != edge.Edge.To);
            var lines = edge.Points.Zip(edge.Points.Skip(1)).ToList();
            strangers.ShouldAllBe(node => lines.All(line => !node.Box.Meets(line.First, line.Second, 0)), $"{edge.Edge.From} to {edge.Edge.To}");
            lines.ShouldAllBe(line => line.First.X == line.Second.X || line.First.Y == line.Second.Y, "ways are orthogonal");
        }
    }

    [Fact]
    public void Steps_that_return_to_each_other_do_not_share_a_line()
    {
        var chart = ChartLayout.Of(new(
            [new("vote", "票决", 0, 0), new("again", "缺额另行票决", 0, 150)],
            [new("vote", "again") { Label = "选不足" }, new("again", "vote") { Label = "再投" }]));

        chart.Edges[0].Points.Intersect(chart.Edges[1].Points).ShouldBeEmpty();
        chart.Edges[0].LabelAt.ShouldNotBe(chart.Edges[1].LabelAt);
    }

    [Fact]
    public void An_edge_to_nowhere_is_left_out() =>
        ChartLayout.Of(new([new("a", "征集", 0, 0)], [new("a", "gone")])).Edges.ShouldBeEmpty();

    private static ChartModel Grid(int columns, int rows, (string From, string To)[] returns) => new(
        [.. Enumerable.Range(0, columns * rows).Select(i => new ChartNode($"n{i}", $"第 {i + 1} 步 报送月度进展", 220 * (i / columns % 2 == 0 ? i % columns : columns - 1 - i % columns), 150 * (i / columns)))],
        [.. Enumerable.Range(0, columns * rows - 1).Select(i => new ChartEdge($"n{i}", $"n{i + 1}")), .. returns.Select(pair => new ChartEdge(pair.From, pair.To) { Label = "退回" })]);
}
