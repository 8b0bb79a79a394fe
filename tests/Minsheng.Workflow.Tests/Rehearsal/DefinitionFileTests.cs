using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>What every procedure that ships must have, so that a clerk can open and read it.</summary>
public sealed partial class DefinitionFileTests
{
    private static readonly string[] Stages = ["征集", "初定", "审议", "票决", "监督", "评估"];

    public static TheoryData<string> Files => [.. Shipped.Files];

    private static List<JsonObject> Containers(JsonObject activity) => activity["activities"] is not JsonArray inner ? []
        : [activity, .. inner.SelectMany(child => Containers(child!.AsObject()))];

    private static IEnumerable<JsonObject> Steps(string file) =>
        Containers(JsonNode.Parse(Shipped.Text(file))!["root"]!.AsObject()).SelectMany(container => container["activities"]!.AsArray()).Select(step => step!.AsObject());

    [Theory, MemberData(nameof(Files))]
    public void It_compiles_without_errors_and_warnings(string file)
    {
        var problems = ProcedureCheck.Of(ElsaJson.Read(Shipped.Text(file)), Shipped.All);

        problems.ShouldBeEmpty(string.Join('\n', problems));
    }

    [Theory, MemberData(nameof(Files))]
    public void Reading_and_writing_it_changes_no_letter(string file) =>
        ElsaJson.Write(ElsaJson.Read(Shipped.Text(file))).ShouldBe(Shipped.Text(file));

    [Theory, MemberData(nameof(Files))]
    public void It_is_named_after_its_file_and_states_its_source(string file)
    {
        var definition = ElsaJson.Read(Shipped.Text(file));

        $"{definition.DefinitionId}.json".ShouldBe(file);
        definition.Version.ShouldBe(1);
        definition.CustomProperties!["source"]!.ToString().ShouldNotBeNullOrWhiteSpace();
        definition.Json["$schema"]!.ToString().ShouldContain("v3.0.0");
        definition.Root!["type"]!.ToString().ShouldBe("Elsa.Flowchart");
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_step_has_a_title_a_stage_and_the_rule_it_rests_on(string file)
    {
        foreach (var step in Steps(file))
        {
            var id = step["id"]!.ToString();
            KebabCase().IsMatch(id).ShouldBeTrue(id);
            step["version"]!.GetValue<int>().ShouldBe(1, id);
            step["metadata"]?["displayText"]?.ToString().ShouldNotBeNullOrWhiteSpace(id);
            step["customProperties"]?["legalBasis"]?.ToString().ShouldNotBeNullOrWhiteSpace(id);
            Stages.ShouldContain(step["customProperties"]?["stage"]?.ToString(), id);
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void No_two_boxes_overlap(string file)
    {
        foreach (var container in Containers(JsonNode.Parse(Shipped.Text(file))!["root"]!.AsObject()))
        {
            var boxes = container["activities"]!.AsArray().Select(step => Box.Of(step!.AsObject())).ToList();
            for (var one = 0; one < boxes.Count; one++)
                for (var other = 0; other < one; other++)
                    boxes[one].IsApartFrom(boxes[other]).ShouldBeTrue($"{boxes[one].Id} / {boxes[other].Id}");
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_arrow_leaves_by_an_outcome_its_step_has_and_every_outcome_of_the_field_leads_somewhere(string file)
    {
        var definition = DefinitionCompiler.Compile(ElsaJson.Read(Shipped.Text(file)), StepCatalog.All, Shipped.All);
        foreach (var flowchart in definition.Activities.Select(place => place.Activity).OfType<Flowchart>())
            foreach (var step in flowchart.Activities)
            {
                var outcomes = Outcomes(step);
                var used = flowchart.Arrows.Where(arrow => arrow.Source == step).Select(arrow => arrow.Port).Distinct().ToList();
                used.ShouldBeSubsetOf(outcomes, step.Id);
                if (step.Type is "Minsheng.HumanTask" or "Minsheng.Review" or "Minsheng.Ballot" or "Minsheng.Rate" && used.Count > 0)
                    outcomes.Except(["Timeout"]).ShouldBeSubsetOf(used, step.Id);
            }
    }

    [Theory, MemberData(nameof(Files))]
    public void Settings_the_source_does_not_state_say_so(string file)
    {
        foreach (var (name, input) in ElsaJson.Read(Shipped.Text(file)).Inputs)
            if (input["defaultValue"] is not null) input["description"]!.ToString().ShouldContain("默认", Case.Sensitive, name);
    }

    private static string[] Outcomes(CompiledActivity step) =>
        step.Json["actions"]?["expression"]?["value"] is JsonArray actions
            ? [.. actions.Select(action => action!["outcome"]!.ToString()), "Timeout"]
            : StepCatalog.All.Find(step.Type)!.Label.Outcomes;

    private sealed record Box(string Id, double Left, double Top, double Right, double Bottom)
    {
        public static Box Of(JsonObject step)
        {
            var designer = step["metadata"]!["designer"]!;
            double At(string group, string member) => designer[group]![member]!.GetValue<double>();
            return new Box(step["id"]!.ToString(), At("position", "x"), At("position", "y"),
                At("position", "x") + At("size", "width"), At("position", "y") + At("size", "height"));
        }

        public bool IsApartFrom(Box other) => Right <= other.Left || other.Right <= Left || Bottom <= other.Top || other.Bottom <= Top;
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex KebabCase();
}
