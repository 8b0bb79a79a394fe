using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>Edits at random on real procedures: whatever was done, going all the way back gives the file again, byte for byte.</summary>
public class RandomEditsTests
{
    private static readonly string[] Types = [.. StepCatalog.All.Descriptors.Select(step => step.Type).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public void Undoing_everything_gives_the_file_back(string file)
    {
        var text = Shipped.Text(file);
        var design = ProcedureDesign.Open(text);
        var original = design.Write();
        var chance = new Random(file.Length * 7919);

        for (var edit = 0; edit < 120; edit++) Attempt(design, chance);
        design.Changes.ShouldBeGreaterThan(60);
        var edited = design.Write();
        var steps = 0;
        while (design.Undo()) steps++;

        steps.ShouldBeGreaterThan(20);
        design.Write().ShouldBe(original);
        // Whatever had been taken back before stays taken back.
        while (steps-- > 0) design.Redo();
        design.Write().ShouldBe(edited);
        ProcedureDesign.Open(edited).Write().ShouldBe(edited);
    }

    [Theory, MemberData(nameof(Files))]
    public void A_file_opened_and_saved_without_edits_is_the_same_and_every_level_can_be_shown(string file)
    {
        var text = Shipped.Text(file);
        var design = ProcedureDesign.Open(text);

        foreach (var (address, step) in design.Steps()) DesignChart.Of(design, address.Path, DesignNames.Plain).Steps.Count.ShouldBe(step["activities"]?.AsArray().Count ?? DesignChart.Of(design, address.Path, DesignNames.Plain).Steps.Count);
        foreach (var (_, step) in design.Steps()) foreach (var field in PropertyField.Of(step)) field.ConstantText.ShouldNotBeNull();
        var lines = OutlineLine.Of(design, DesignNames.Plain);
        // The body of a loop is no line of its own.
        lines.Select(line => line.Address.Path).Concat(lines.Select(line => line.Inside)).Distinct().Order().ShouldBe(design.Steps().Skip(1).Select(step => step.Address.Path).Order());

        design.Write().ShouldBe(text);
    }

    [Theory, MemberData(nameof(Files))]
    public void What_only_one_of_two_people_changed_is_taken_without_asking(string file)
    {
        var (mine, theirs, start) = (ProcedureDesign.Open(Shipped.Text(file)), ProcedureDesign.Open(Shipped.Text(file)), ProcedureDesign.Open(Shipped.Text(file)));
        var steps = start.Steps().Skip(1).Select(step => step.Address).ToList();
        mine.Rename(steps[0], "我改的");
        theirs.Rename(steps[^1], "别人改的");
        var added = theirs.Add("", "Minsheng.Notify", 1, 2);

        DesignMerge.Choices(start.Definition.Json, mine.Definition.Json, theirs.Definition.Json).ShouldBeEmpty();
        var merged = new ProcedureDesign(new(DesignMerge.Merge(start.Definition.Json, mine.Definition.Json, theirs.Definition.Json, _ => throw new InvalidOperationException())));

        merged.Find(steps[0])!["metadata"]!["displayText"]!.ToString().ShouldBe("我改的");
        merged.Find(steps[^1])!["metadata"]!["displayText"]!.ToString().ShouldBe("别人改的");
        merged.Find(added).ShouldNotBeNull();
    }

    [Fact]
    public void What_both_changed_is_chosen_step_by_step()
    {
        var text = Shipped.Text("zhashui-three-reviews.json");
        var (start, mine, theirs) = (ProcedureDesign.Open(text), ProcedureDesign.Open(text), ProcedureDesign.Open(text));
        StepAddress ballot = new("", "ballot"), plan = new("", "plan");
        mine.Rename(ballot, "我的票决");
        theirs.Rename(ballot, "他的票决");
        mine.Remove("", ["plan"]);
        theirs.Rename(plan, "他的分解");

        var choices = DesignMerge.Choices(start.Definition.Json, mine.Definition.Json, theirs.Definition.Json);
        choices.Select(choice => (choice.Key, choice.MineGone)).ShouldBe([("ballot", false), ("plan", true)], ignoreOrder: true);
        var merged = new ProcedureDesign(new(DesignMerge.Merge(start.Definition.Json, mine.Definition.Json, theirs.Definition.Json, choice => choice.Key == "plan" ? MergeSide.Theirs : MergeSide.Mine)));

        merged.Find(ballot)!["metadata"]!["displayText"]!.ToString().ShouldBe("我的票决");
        merged.Find(plan)!["metadata"]!["displayText"]!.ToString().ShouldBe("他的分解");
    }

    [Fact]
    public void A_procedure_of_two_thousand_steps_is_read_shown_and_compared_quickly()
    {
        var design = ProcedureDesign.Open("""{"name":"大","root":{"id":"root","type":"Elsa.Flowchart","activities":[],"connections":[]}}""");
        design.Group("大", () =>
        {
            for (var step = 0; step < 2000; step++) design.Root["activities"]!.AsArray().Add(System.Text.Json.Nodes.JsonNode.Parse($$$"""{"id":"s{{{step}}}","type":"Elsa.WriteLine","metadata":{"displayText":"{{{new string('长', 200)}}}<script>"}}"""));
            for (var step = 1; step < 2000; step++) design.Root["connections"]!.AsArray().Add(System.Text.Json.Nodes.JsonNode.Parse($$$"""{"source":{"activity":"s{{{step - 1}}}"},"target":{"activity":"s{{{step}}}"}}"""));
        });

        var chart = DesignChart.Of(design, "", DesignNames.Plain);

        (chart.Steps.Count, chart.Ways.Count, chart.Steps[^1].Number).ShouldBe((2000, 1999, 2000));
        ChartChange.Between(DesignChart.Empty, chart).Pieces().ShouldAllBe(piece => piece.Steps.Count <= 100 && piece.Ways.Count <= 200);
        design.Rename(new StepAddress("", "s7"), "改");
        ChartChange.Between(chart, DesignChart.Of(design, "", DesignNames.Plain)).Steps.Single().Title.ShouldBe("改");
    }

    public static TheoryData<string> Files() => [.. Shipped.Files];

    private static void Attempt(ProcedureDesign design, Random chance)
    {
        var steps = design.Steps().ToList();
        var (address, json) = steps[chance.Next(steps.Count)];
        var charts = steps.Where(step => step.Json["connections"] is not null).ToList();
        var scope = charts[chance.Next(charts.Count)].Address.Path;
        var chart = DesignChart.Of(design, scope, DesignNames.Plain);
        string Any() => chart.Steps.Count == 0 ? "gone" : chart.Steps[chance.Next(chart.Steps.Count)].Id;
        try
        {
            switch (chance.Next(18))
            {
                case 0: design.Add(scope, Types[chance.Next(Types.Length)], chance.Next(900), chance.Next(900), chart.Steps.Count > 0 && chance.Next(2) == 0 ? (Any(), "Done") : null); break;
                case 1: design.Remove(scope, [Any()]); break;
                case 2: design.Move(scope, [(Any(), chance.Next(500), chance.Next(500)), (Any(), chance.Next(500), chance.Next(500))], isLayout: chance.Next(3) == 0); break;
                case 3: design.Connect(scope, Any(), "Done", Any()); break;
                case 4: if (chart.Ways.Count > 0) design.Disconnect(scope, [chart.Ways[chance.Next(chart.Ways.Count)].Key]); break;
                case 5: if (chart.Ways.Count > 0) design.Reroute(scope, chart.Ways[chance.Next(chart.Ways.Count)].Key, Any(), "Done", Any()); break;
                case 6: design.Rename(address, $"名称{chance.Next(1000)}"); break;
                case 7: if (PropertyField.Of(json) is { Count: > 0 } fields) { var field = fields[chance.Next(fields.Count)]; design.SetInput(address, field.Name, chance.Next(4) == 0 ? null : InputValue.OfScript(json[field.Name], "1 + 1", field.Input.ValueType)); } break;
                case 8: design.SetProperty(address, "legalBasis", chance.Next(2) == 0 ? null : $"第{chance.Next(50)}条"); break;
                case 9: design.Paste(scope, design.Copy(scope, [Any(), Any()]), (chance.Next(300), chance.Next(300))); break;
                case 10: design.Wrap(scope, [Any(), Any()]); break;
                case 11: design.Reorder(address, chance.Next(5) - 2); break;
                case 12: design.Shift(address, chance.Next(2) * 2 - 1); break;
                case 13: design.Find(design.Indent(address)).ShouldNotBeNull(); break;
                case 14: design.Find(design.Outdent(address)).ShouldNotBeNull(); break;
                case 15: design.Find(design.AddBehind(address, Types[chance.Next(Types.Length)])).ShouldNotBeNull(); break;
                case 16: design.TakeAway(address); break;
                default: if (chance.Next(2) == 0) design.Undo(); else if (chart.Ways.Count > 0) design.Bend(scope, chart.Ways[0].Key, [(chance.Next(9), 3)]); break;
            }
        }
        catch (DesignRefusedException)
        {
            // Refused is as good as done: it must leave nothing behind.
        }
    }
}
