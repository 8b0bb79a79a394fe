using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>How arrows follow steps that change their place in the written order.</summary>
public class RejoiningTests
{
    /// <summary>Reviews, and groups by capital letters.</summary>
    /// <param name="ways">"a>b" by the ordinary way, "a:Returned>b" by another.</param>
    private static ProcedureDesign Chart(string ids, params string[] ways)
    {
        var steps = ids.Select((id, index) => $$$"""{"id":"{{{id}}}","type":"{{{(char.IsUpper(id) ? "Elsa.Flowchart" : "Minsheng.Review")}}}","metadata":{"displayText":"{{{id}}}步","designer":{"position":{"x":{{{index * 10}}},"y":0} } } }""");
        var arrows = ways.Select(way => way.Split(':', '>') is [var from, .., var to]
            ? $$$"""{"source":{"activity":"{{{from}}}","port":"{{{(way.Contains(':', StringComparison.Ordinal) ? way.Split(':', '>')[1] : char.IsUpper(from[0]) ? "Done" : "Approved")}}}"},"target":{"activity":"{{{to}}}"},"colour":"{{{way}}}" }""" : "");
        return ProcedureDesign.Open($$$"""{"name":"小","root":{"id":"root","type":"Elsa.Flowchart","activities":[{{{string.Join(',', steps)}}}],"connections":[{{{string.Join(',', arrows)}}}]} }""");
    }

    private static string[] Arrows(ProcedureDesign design, string scope = "") =>
        [.. DesignChart.Of(design, scope, DesignNames.Plain).Ways.Select(way => $"{way.From}:{way.Port}>{way.To}")];

    private static StepAddress At(string id) => new("", id);

    [Fact]
    public void Steps_that_change_places_change_them_on_the_picture_too_and_what_leads_back_still_leads_there()
    {
        var design = Chart("abcd", "a>b", "b>c", "c>d", "d:Returned>b");
        var before = design.Write();

        design.Shift(At("c"), -1);

        Arrows(design).ShouldBe(["a:Approved>c", "c:Approved>b", "b:Approved>d", "d:Returned>b"], ignoreOrder: true);
        var steps = DesignChart.Of(design, "", DesignNames.Plain).Steps.ToDictionary(step => step.Id, step => step.X);
        (steps["b"], steps["c"]).ShouldBe((20, 10));
        design.Undo();
        design.Write().ShouldBe(before);
    }

    [Fact]
    public void An_arrow_led_to_another_step_keeps_what_is_not_ours_and_loses_the_bends_drawn_for_the_old_one()
    {
        var design = Chart("abc", "a>b", "b>c");
        design.Bend("", DesignChart.Of(design, "", DesignNames.Plain).Ways.Single(way => way.To == "b").Key, [(5, 6)]);

        design.TakeAway(At("b"));

        var arrow = design.Root["connections"]!.AsArray().ShouldHaveSingleItem()!;
        (arrow["target"]!["activity"]!.ToString(), arrow["colour"]!.ToString(), arrow["vertices"]).ShouldBe(("c", "a>b", null));
    }

    [Fact]
    public void Where_an_arrow_is_drawn_already_no_second_one_is_led()
    {
        var design = Chart("abc", "a>b", "a>c", "b>c");

        design.TakeAway(At("b"));

        Arrows(design).ShouldBe(["a:Approved>c"]);
    }

    [Fact]
    public void A_gap_is_closed_forward_where_the_step_taken_away_also_led_back()
    {
        var design = Chart("abc", "a>b", "b:Returned>a", "b:Returned>c");

        design.TakeAway(At("b"));

        Arrows(design).ShouldBe(["a:Approved>c"]);
    }

    [Fact]
    public void A_step_that_led_back_to_the_one_taken_away_does_not_lead_to_itself()
    {
        var design = Chart("abc", "a>b", "b>c", "c:Returned>b");

        design.TakeAway(At("b"));

        Arrows(design).ShouldBe(["a:Approved>c"]);
    }

    [Fact]
    public void A_group_that_led_nowhere_leads_on_from_the_step_put_into_it()
    {
        var design = Chart("Gbc", "b>c");

        design.Indent(At("b"));

        Arrows(design).ShouldBe(["G:Done>c"]);
    }

    [Fact]
    public void Out_of_the_body_of_a_loop_is_out_of_the_loop()
    {
        var design = ProcedureDesign.Open("""{"name":"循环","root":{"id":"root","type":"Elsa.Flowchart","activities":[{"id":"each","type":"Elsa.ForEach"}],"connections":[]}}""");
        var inner = design.Add("each", "Minsheng.Review", 0, 0);

        design.Outdent(inner).ShouldBe(At("review-1"));

        Arrows(design).ShouldBe(["each:Done>review-1"]);
    }

    [Fact]
    public void A_step_put_into_a_group_takes_the_arrow_to_itself_along_and_others_lead_to_the_group()
    {
        var design = Chart("Gbc", "G>b", "b>c", "c:Returned>b");

        design.Indent(At("b")).ShouldBe(new StepAddress("G", "b"));

        Arrows(design).ShouldBe(["G:Done>c", "c:Returned>G"], ignoreOrder: true);
        design.Root["connections"]!.AsArray().Select(way => way!["colour"]!.ToString()).ShouldBe(["G>b", "c:Returned>b"], ignoreOrder: true);

        var looping = Chart("Gb", "G>b", "b:Returned>b");
        looping.Indent(At("b"));
        Arrows(looping, "G").ShouldBe(["b:Returned>b"]);
    }

    [Fact]
    public void A_second_step_put_into_a_group_comes_behind_the_first()
    {
        var design = Chart("Gbc", "G>b", "b>c");
        design.Indent(At("b"));

        design.Indent(At("c"));

        Arrows(design, "G").ShouldBe(["b:Approved>c"]);
        DesignChart.Of(design, "G", DesignNames.Plain).Steps.Single(step => step.Id == "c").Y.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Of_several_pasted_behind_a_step_only_the_first_is_joined_to_it()
    {
        var design = Chart("abcd", "a>b", "b>c");
        var text = design.Copy("", ["b", "c"]);

        var pasted = design.PasteBehind(At("d"), text);

        Arrows(design).ShouldBe(["a:Approved>b", "b:Approved>c", $"d:Approved>{pasted[0].Id}", $"{pasted[0].Id}:Approved>{pasted[1].Id}"], ignoreOrder: true);
    }

    [Fact]
    public void In_a_sequence_what_is_added_stands_right_behind()
    {
        var design = ProcedureDesign.Open("""
            {"name":"小","root":{"id":"root","type":"Elsa.Flowchart","activities":[{"id":"row","type":"Elsa.Sequence","activities":[{"id":"a","type":"Minsheng.Review"},{"id":"b","type":"Minsheng.Review"}]}],"connections":[]}}
            """);

        var made = design.AddBehind(new StepAddress("row", "a"), "Minsheng.Announce");

        design.Scope("row")!["activities"]!.AsArray().Select(step => step!["id"]!.ToString()).ShouldBe(["a", made.Id, "b"]);
    }

    [Fact]
    public void Two_side_by_side_are_read_by_the_order_of_their_arrows()
    {
        var design = Chart("abc", "a>b", "a>c");

        design.Shift(At("c"), -1);

        Arrows(design).ShouldBe(["a:Approved>c", "a:Approved>b"], ignoreOrder: true);
        DesignOutline.Of(design, DesignNames.Plain).Lines.Select(line => line.Address.Id).ShouldBe(["a", "c", "b"]);
    }
}
