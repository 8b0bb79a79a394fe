using System.Diagnostics;
using System.Globalization;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>Automatic placing: every level of every shipped procedure reads along rows that fit the window.</summary>
public class RowLayoutTests
{
    public static TheoryData<string> Files() => RandomEditsTests.Files();

    [Theory, MemberData(nameof(Files))]
    public void Every_level_fits_the_window_and_nothing_lies_on_anything(string file)
    {
        var design = ProcedureDesign.Open(Shipped.Text(file));
        foreach (var (address, _) in design.Steps())
        {
            var chart = DesignChart.Of(design, address.Path, DesignNames.Plain);
            if (chart.Steps.Count == 0) continue;

            var boxes = Boxes(chart, RowLayout.Of(chart, 860));

            boxes.Count.ShouldBe(chart.Steps.Count);
            (boxes.Max(box => box.Right) - boxes.Min(box => box.Left)).ShouldBeLessThan(860 / 0.7);
            foreach (var one in boxes)
                boxes.Where(other => other.Id != one.Id && one.Left < other.Right + 20 && other.Left < one.Right + 20 && one.Top < other.Bottom + 14 && other.Top < one.Bottom + 14).Select(other => $"{one.Id} on {other.Id}").ShouldBeEmpty();
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Placing_is_one_step_back_and_twice_gives_the_same(string file)
    {
        var design = ProcedureDesign.Open(Shipped.Text(file));
        var before = design.Write();

        design.Move("", RowLayout.Of(DesignChart.Of(design, "", DesignNames.Plain)), isLayout: true);
        var placed = design.Write();
        design.Move("", RowLayout.Of(DesignChart.Of(design, "", DesignNames.Plain)), isLayout: true);

        design.Write().ShouldBe(placed);
        while (design.Undo()) { }
        design.Write().ShouldBe(before);
    }

    [Fact]
    public void A_long_way_runs_along_a_row_and_back_along_the_next()
    {
        var chart = DesignChart.Of(Chain(9), "", DesignNames.Plain);

        var at = RowLayout.Of(chart, 860).ToDictionary(place => place.Id);

        (at["s0"].Y, at["s1"].Y, at["s3"].Y).ShouldBe((at["s2"].Y, at["s2"].Y, at["s2"].Y));
        at["s1"].X.ShouldBeGreaterThan(at["s0"].X);
        at["s4"].Y.ShouldBeGreaterThan(at["s3"].Y);
        at["s4"].X.ShouldBe(at["s3"].X, "the next row begins below the end of this one");
        at["s5"].X.ShouldBeLessThan(at["s4"].X);
        at["s8"].X.ShouldBe(at["s7"].X);
        at["s7"].X.ShouldBe(at["s0"].X);
    }

    [Fact]
    public void A_side_way_that_leads_back_stands_below_the_step_it_leaves()
    {
        var design = ProcedureDesign.Open(Text(["vote", "again", "tell"], [("vote", "Adopted", "tell"), ("vote", "Shortfall", "again"), ("again", "Done", "vote")]));

        var at = RowLayout.Of(DesignChart.Of(design, "", DesignNames.Plain)).ToDictionary(place => place.Id);

        at["again"].X.ShouldBe(at["vote"].X);
        at["again"].Y.ShouldBeGreaterThan(at["vote"].Y + 60);
        at["tell"].Y.ShouldBe(at["vote"].Y);
    }

    [Fact]
    public void Two_thousand_steps_are_placed_in_a_moment()
    {
        var chart = DesignChart.Of(Chain(2000), "", DesignNames.Plain);
        var watch = Stopwatch.StartNew();

        RowLayout.Of(chart, 860).Count.ShouldBe(2000);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_level_nobody_has_placed_is_placed_when_it_is_shown()
    {
        var chart = DesignChart.Of(Chain(6), "", DesignNames.Plain);

        chart.Steps.Select(step => (step.X, step.Y)).Distinct().Count().ShouldBe(6);
    }

    private static List<(string Id, double Left, double Top, double Right, double Bottom)> Boxes(DesignChart chart, IReadOnlyList<(string Id, double X, double Y)> places)
    {
        var steps = chart.Steps.ToDictionary(step => step.Id);
        return [.. places.Select(place => (place.Id, place.X, place.Y, place.X + steps[place.Id].Width, place.Y + steps[place.Id].Height))];
    }

    private static ProcedureDesign Chain(int length)
    {
        string[] ids = [.. Enumerable.Range(0, length).Select(index => string.Create(CultureInfo.InvariantCulture, $"s{index}"))];
        return ProcedureDesign.Open(Text(ids, [.. ids.Zip(ids.Skip(1), (from, to) => (from, "Done", to))]));
    }

    private static string Text(IEnumerable<string> ids, IEnumerable<(string From, string Port, string To)> ways) =>
        $$"""
        { "definitionId": "d", "name": "方案", "root": { "id": "root", "type": "Elsa.Flowchart",
          "activities": [{{string.Join(',', ids.Select(id => $$"""{ "id": "{{id}}", "type": "Minsheng.HumanTask", "metadata": { "displayText": "{{id}}" } }"""))}}],
          "connections": [{{string.Join(',', ways.Select(way => $$"""{ "source": { "activity": "{{way.From}}", "port": "{{way.Port}}" }, "target": { "activity": "{{way.To}}", "port": "In" } }"""))}}] } }
        """;
}
