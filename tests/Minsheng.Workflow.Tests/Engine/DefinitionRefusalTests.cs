using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Tests.Engine;

/// <summary>A definition that cannot run is refused with everything that is wrong: which step, where in the file, what, and the cure.</summary>
public class DefinitionRefusalTests
{
    private static string Root(string root) => $$"""{"name":"x","definitionId":"x","root":{{root}}}""";

    private static string Chart(string activities, string connections = "[]") =>
        Root($$"""{"id":"fc","type":"Elsa.Flowchart","activities":{{activities}},"connections":{{connections}} }""");

    private static string Expression(string type) =>
        Root($$"""{"id":"w","type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"{{type}}","value":"1 + 1"} } }""");

    [Fact]
    public void A_step_without_a_type() =>
        Refusal(Chart("""[{"id":"a"},{"id":"b","type":""},{"id":"c","type":null}]""")).ShouldBe(
        [
            ("a", "$.root.activities[0]", "missing-type"),
            ("b", "$.root.activities[1]", "missing-type"),
            ("c", "$.root.activities[2]", "missing-type"),
        ]);

    [Fact]
    public void A_step_that_is_no_object() =>
        Refusal(Chart("""[1,"x",null,[]]""")).Select(problem => (problem.Path, problem.Code)).ShouldBe(
            Enumerable.Range(0, 4).Select(index => ($"$.root.activities[{index}]", "not-an-activity")));

    [Fact]
    public void A_root_that_is_no_step() => Refusal("""{"root":[]}""").ShouldBe([(null, "$.root", "bad-root")]);

    [Fact]
    public void Steps_of_a_flowchart_without_an_id() =>
        Refusal(Chart("""[{"type":"Elsa.Start"},{"id":"","type":"Elsa.End"}]""")).ShouldBe(
        [
            (null, "$.root.activities[0].id", "missing-id"),
            (null, "$.root.activities[1].id", "missing-id"),
        ]);

    [Fact]
    public void Steps_of_a_sequence_need_no_id() =>
        FlowRun.Start(Root("""{"type":"Elsa.Sequence","activities":[{"type":"Elsa.WriteLine","text":"a"},{"type":"Elsa.WriteLine","text":"b"}]}""")).Output.ShouldBe(["a", "b"]);

    [Fact]
    public void An_id_used_twice() =>
        Refusal(Chart("""[{"id":"a","type":"Elsa.Start"},{"id":"b","type":"Elsa.WriteLine"},{"id":"a","type":"Elsa.End"}]""")).ShouldBe(
            [("a", "$.root.activities[2].id", "duplicate-id")]);

    [Fact]
    public void Arrows_from_and_to_nowhere() =>
        Refusal(Chart("""[{"id":"a","type":"Elsa.Start"}]""", """[{"source":{"activity":"a"},"target":{"activity":"gone"}},{"source":{"activity":"gone"},"target":{"activity":"too"}},{"source":{}},7]""")).ShouldBe(
        [
            ("fc", "$.root.connections[0]", "dangling-connection"),
            ("fc", "$.root.connections[1]", "dangling-connection"),
            ("fc", "$.root.connections[1]", "dangling-connection"),
            ("fc", "$.root.connections[2]", "dangling-connection"),
            ("fc", "$.root.connections[2]", "dangling-connection"),
            ("fc", "$.root.connections[3]", "bad-connection"),
        ]);

    [Fact]
    public void An_unknown_type_and_an_unknown_definition() =>
        Refusal(Root("""{"id":"s","type":"Elsa.Sequence","activities":[{"id":"h","type":"Elsa.SendHttpRequest"},{"id":"e","type":"Other","workflowDefinitionId":"gone"}]}""")).ShouldBe(
        [
            ("h", "$.root.activities[0].type", "unknown-activity"),
            ("e", "$.root.activities[1].type", "unknown-activity"),
        ]);

    [Theory, InlineData("Liquid"), InlineData("CSharp"), InlineData("Python"), InlineData("Delegate"), InlineData("javascript"), InlineData("")]
    public void An_expression_this_engine_does_not_evaluate(string type) =>
        Refusal(Expression(type)).ShouldBe([("w", "$.root.text.expression", "unsupported-expression")]);

    [Fact]
    public void Broken_values_and_references() =>
        Refusal(Root("""
            {"id":"s","type":"Elsa.Sequence","activities":[
              {"id":"d","type":"Elsa.Delay","timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"soon"}}},
              {"id":"o","type":"Elsa.ForEach","items":{"typeName":"Object","expression":{"type":"Object","value":"[1,"}},"body":{"id":"b","type":"Elsa.WriteLine"}},
              {"id":"v","type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"Variable","value":{}}}},
              {"id":"i","type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"Input","value":null}}},
              {"id":"n","type":"Elsa.SetVariable"},
              {"id":"c","type":"Elsa.Cron","cronExpression":{"typeName":"String","expression":{"type":"Literal","value":"every day"}}},
              {"id":"j","type":"Elsa.FlowJoin","mode":{"typeName":"FlowJoinMode","expression":{"type":"Literal","value":"WaitSome"}}}]}
            """)).ShouldBe(
        [
            ("d", "$.root.activities[0].timeSpan", "wrong-value"),
            ("o", "$.root.activities[1].items.expression", "bad-object"),
            ("v", "$.root.activities[2].text.expression", "bad-variable"),
            ("i", "$.root.activities[3].text.expression", "bad-input-reference"),
            ("n", "$.root.activities[4].variable", "missing-variable"),
            ("c", "$.root.activities[5].cronExpression", "bad-cron"),
            ("j", "$.root.activities[6].mode", "wrong-value"),
        ]);

    [Fact]
    public void Inputs_and_outputs_declared_twice() =>
        Refusal("""{"inputs":[{"name":"a"},{"name":"a"}],"outputs":[{"name":"b"},{"name":"b"}],"variables":[{"id":"v"}]}""").ShouldBe(
            [(null, "$.inputs", "duplicate-input"), (null, "$.outputs", "duplicate-output"), (null, "$.variables[0]", "bad-variable")]);

    [Fact]
    public void A_definition_that_contains_itself_through_another()
    {
        var other = ElsaJson.Read("""{"definitionId":"y","name":"Y","options":{"usableAsActivity":true},"root":{"id":"inner","type":"X","workflowDefinitionId":"x"}}""");
        var self = ElsaJson.Read(Root("""{"id":"e","type":"Y","workflowDefinitionId":"y"}"""));
        self.Json["options"] = new System.Text.Json.Nodes.JsonObject { ["usableAsActivity"] = true };

        var problem = Should.Throw<InvalidDefinitionException>(() => FlowRun.Compile(self, other, self)).Problems.ShouldHaveSingleItem();

        (problem.ActivityId, problem.Path, problem.Code).ShouldBe(("inner", "$.root«y»", "cyclic-embedding"));
        problem.Message.ShouldContain("x → y → x");
    }

    [Fact]
    public void Everything_wrong_is_named_at_once()
    {
        var problems = Refusal(Chart(
            """[{"type":"Elsa.Start"},{"id":"a","type":"Elsa.Nothing"},{"id":"a","type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"Liquid","value":""}}}]""",
            """[{"source":{"activity":"a"},"target":{"activity":"z"}}]"""));

        problems.Select(problem => problem.Code).ShouldBe(["missing-id", "unknown-activity", "duplicate-id", "unsupported-expression", "dangling-connection"]);
    }

    [Fact]
    public void A_definition_of_too_many_steps_is_refused_once()
    {
        var steps = string.Join(',', Enumerable.Range(0, DefinitionCompiler.MaxActivities + 50).Select(index => $$"""{"id":"w{{index}}","type":"Elsa.WriteLine"}"""));

        Refusal(Root($$"""{"id":"s","type":"Elsa.Sequence","activities":[{{steps}}]}""")).ShouldHaveSingleItem().Code.ShouldBe("too-many");
    }

    [Fact]
    public void A_join_that_may_never_fire_and_an_arrow_drawn_twice_are_only_warned_of()
    {
        var definition = ElsaJson.Read(Chart(
            """[{"id":"d","type":"Elsa.FlowDecision"},{"id":"j","type":"Elsa.FlowJoin","mode":{"typeName":"FlowJoinMode","expression":{"type":"Literal","value":"WaitAll"}}}]""",
            """[{"source":{"activity":"d","port":"True"},"target":{"activity":"j"}},{"source":{"activity":"d","port":"False"},"target":{"activity":"j"}},{"source":{"activity":"d","port":"False"},"target":{"activity":"j"}}]"""));

        var compiled = FlowRun.Compile(definition);

        compiled.Warnings.Select(warning => (warning.Path, warning.Code)).ShouldBe(
            [("$.root.connections[2]", "duplicate-connection"), ("$.root.activities[1].mode", "starved-join")]);
        compiled.Warnings.ShouldAllBe(warning => IsChinese(warning.Message) && !warning.IsError);
    }

    internal static bool IsChinese(string message) => message.Any(letter => letter is >= '一' and <= '鿿') && message.EndsWith('。');

    private static List<(string? ActivityId, string Path, string Code)> Refusal(string json)
    {
        var definition = ElsaJson.Read(json);
        var refusal = Should.Throw<InvalidDefinitionException>(() => FlowRun.Compile(definition));
        refusal.Problems.ShouldAllBe(problem => IsChinese(problem.Message));
        refusal.Problems.ShouldAllBe(problem => refusal.Message.Contains(problem.Path, StringComparison.Ordinal));
        return [.. refusal.Problems.Select(problem => (problem.ActivityId, problem.Path, problem.Code))];
    }
}
