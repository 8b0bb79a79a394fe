using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Tests.Engine;

/// <summary>Small definitions of the kinds Elsa's users write, with the output Elsa's counter mode gives.</summary>
public class ElsaStyleTests
{
    [Theory]
    [InlineData(true, "yes")]
    [InlineData(false, "no")]
    public void A_step_both_outcomes_lead_to_runs_once(bool condition, string branch)
    {
        var run = FlowRun.Start(Chart(
            [Of("d", "FlowDecision", ("condition", Literal(condition))), Line("yes"), Line("no"), Line("end")],
            "d:True>yes", "d:False>no", "yes>end", "no>end"));

        run.Output.ShouldBe([branch, "end"]);
        run.Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void Both_outcomes_may_lead_straight_to_the_join()
    {
        var run = FlowRun.Start(Chart([Of("d", "FlowDecision", ("condition", Literal(true))), Line("end")], "d:True>end", "d:False>end"));

        run.Output.ShouldBe(["end"]);
    }

    [Fact]
    public void An_outcome_is_told_from_one_spelt_with_other_capitals()
    {
        var run = FlowRun.Start(Chart([Wait("x"), Line("upper"), Line("lower")], "x:Yes>upper", "x:yes>lower")).Resume("x", "yes");

        run.Output.ShouldBe(["lower"]);
    }

    [Fact]
    public void What_an_inner_chart_left_over_goes_without_the_rest_of_what_the_outer_left()
    {
        var inner = Steps("inner", [Of("is", "Start"), Of("ifin", "End"), Wait("blocks")], "is>ifin", "is>blocks");
        var run = FlowRun.Start(Chart([Of("s", "Start"), Of("fin", "End"), Sequence("left", inner, Line("runs on"), Line("and on"))], "s>fin", "s>left"));

        run.Output.ShouldBe(["runs on", "and on"]);
        run.Waits.ShouldBeEmpty();
        run.Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void The_first_of_two_branches_wins_and_the_other_is_withdrawn()
    {
        var run = FlowRun.Start(Chart([Of("s", "Start"), Wait("x"), Wait("y"), Line("after y"), Join("j", "WaitAny"), Line("end")], "s>x", "s>y", "x>j", "y>after y", "after y>j", "j>end"));

        run.Waits.ShouldBe(["x", "y"]);
        run.Resume("x");

        run.Output.ShouldBe(["end"]);
        run.Waits.ShouldBeEmpty();
        run.Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void A_race_is_run_once_even_when_a_loser_begins_to_wait_after_it_was_decided()
    {
        var run = FlowRun.Start(Chart([Of("s", "Start"), Wait("late"), Join("j", "WaitAny"), Line("end")], "s>late", "s>j", "late>j", "j>end"));

        run.Output.ShouldBe(["end"]);
        run.Waits.ShouldBeEmpty();
        run.Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void A_group_withdrawn_in_the_burst_that_began_it_does_not_hold_the_run()
    {
        foreach (var inside in (JsonObject[])[Wait("x"), Line("x")])
        {
            var run = FlowRun.Start(Chart([Of("s", "Start"), Sequence("group", inside), Join("j", "WaitAny")], "s>group", "s>j", "group>j"));

            run.Waits.ShouldBeEmpty();
            run.Status.ShouldBe("Finished/Finished");
        }
    }

    [Fact]
    public void A_race_in_a_loop_is_fair_in_every_round()
    {
        var run = FlowRun.Start(Chart(
            [Of("s", "Start"), Line("hub"), Wait("x"), Wait("y"), Join("j", "WaitAny"), Wait("again")],
            "s>hub", "hub>x", "hub>y", "x>j", "y>j", "j>again", "again:Redo>hub"));

        foreach (var winner in (string[])["x", "y", "y", "x"])
        {
            run.Waits.ShouldBe(["x", "y"]);
            run.Resume(winner).Waits.ShouldBe(["again"]);
            run.Resume("again", "Redo");
        }

        run.Output.Count.ShouldBe(5);
    }

    [Fact]
    public void A_step_of_a_loop_that_was_withdrawn_comes_again_in_the_next_round()
    {
        var run = FlowRun.Start(Chart(
            [Of("s", "Start"), Wait("hub"), Wait("x"), Wait("fast"), Join("j", "WaitAny"), Wait("again")],
            "s>hub", "hub>x", "x:Retry>x", "x>j", "hub>fast", "fast>j", "j>again", "again:Redo>hub"));

        run.Resume("hub").Resume("x", "Retry").Resume("fast").Resume("again", "Redo").Resume("hub");

        run.Waits.ShouldBe(["x", "fast"], ignoreOrder: true, customMessage: "x was withdrawn while it ran for the second time");
    }

    [Theory]
    [InlineData("WaitAll")]
    [InlineData("WaitAllActive")]
    public void A_fork_with_waits_is_joined_when_the_last_is_answered(string mode)
    {
        var run = FlowRun.Start(Chart(
            [Of("f", "FlowFork", ("branches", Input("String[]", "Object", """["A","B","C"]"""))), Wait("a"), Wait("b"), Line("c"), Join("j", mode), Line("end")],
            "f:A>a", "f:B>b", "f:C>c", "a>j", "b>j", "c>j", "j>end"));

        run.Output.ShouldBe(["c"]);
        run.Resume("b").Output.ShouldBe(["c"]);
        run.Resume("a").Output.ShouldBe(["c", "end"]);
        run.Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void A_join_of_the_live_branches_ignores_the_dead_one()
    {
        var run = FlowRun.Start(Chart(
            [Of("f", "FlowFork", ("branches", Input("String[]", "Object", """["A","B"]"""))), Of("d", "FlowDecision", ("condition", Literal(false))), Line("a"), Line("b"), Join("j", "WaitAllActive"), Line("end")],
            "f:A>d", "f:B>b", "d:True>a", "a>j", "b>j", "j>end"));

        run.Output.ShouldBe(["b", "end"]);
    }

    [Fact]
    public void A_child_takes_inputs_and_gives_outputs()
    {
        var child = Child("Make Greeting", Sequence("s",
            Of("o", "SetOutput", ("outputName", Literal("Greeting")), ("outputValue", Input("Object", "Input", "Name"))),
            Of("w", "WriteLine", ("text", Input("String", "Input", "Name")))));
        child.Json["inputs"] = JsonNode.Parse("""[{"name":"Name","type":"String"}]""");
        child.Json["outputs"] = JsonNode.Parse("""[{"name":"Greeting","type":"String"}]""");
        var call = Of("call", "", ("name", Literal("Xi")), ("greeting", new JsonObject { ["typeName"] = "String", ["memoryReference"] = new JsonObject { ["id"] = "v1" } }));
        call["type"] = "MakeGreeting";
        call["workflowDefinitionId"] = child.DefinitionId;
        var parent = Chart([call, Of("w", "WriteLine", ("text", Input("String", "Variable", """{"id":"v1","name":"Result"}""")))], "call>w");
        parent.Json["variables"] = JsonNode.Parse("""[{"id":"v1","name":"Result","typeName":"String"}]""");

        var run = FlowRun.Start(parent, child);

        run.Output.ShouldBe(["Xi", "Xi"]);
        run.Instance.Variables["Result"].ShouldBe("Xi");
    }

    [Theory]
    [InlineData("Good", "good")]
    [InlineData("Bad", "bad")]
    public void A_composite_leaves_by_the_outcome_its_complete_step_names(string outcome, string expected)
    {
        var child = Child("Judge", Sequence("s", Line("judging"), Of("c", "Complete", ("outcomes", Input("String[]", "Object", $"""["{outcome}"]"""))), Line("never")));
        var call = Of("call", "");
        call["type"] = "Judge";

        var run = FlowRun.Start(Chart([call, Line("good"), Line("bad"), Line("end")], "call:Good>good", "call:Bad>bad", "good>end", "bad>end"), child);

        run.Output.ShouldBe(["judging", expected, "end"]);
    }

    [Fact]
    public void A_composite_that_waits_is_resumed_inside_its_parent()
    {
        var child = Child("Ask", Steps("fc", [Wait("ask"), Line("asked")], "ask:Yes>asked"));
        var call = Of("call", "");
        call["type"] = "Ask";

        var run = FlowRun.Start(Definition(Sequence("s", Line("before"), call, Line("after"))), child).Resume("ask", "Yes");

        run.Output.ShouldBe(["before", "asked", "after"]);
        run.Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void Break_leaves_a_for_each_and_nothing_else()
    {
        var loop = Of("each", "ForEach", ("items", Input("Object", "Object", "[1,2,3]")), ("body", Sequence("body", Line("item"), Of("b", "Break"), Line("never"))));

        FlowRun.Start(Definition(Sequence("s", loop, Line("after")))).Output.ShouldBe(["item", "after"]);
    }

    [Fact]
    public void Break_leaves_the_inner_of_two_loops()
    {
        var inner = Of("inner", "While", ("condition", Literal(true)), ("body", Sequence("body", Line("inner line"), Of("b", "Break"))));
        var outer = Of("outer", "For", ("start", Literal(1)), ("end", Literal(3)), ("body", Sequence("round", inner, Line("round over"))));

        FlowRun.Start(Definition(outer)).Output.ShouldBe(Enumerable.Repeat((string[])["inner line", "round over"], 3).SelectMany(lines => lines));
    }

    [Fact]
    public void A_while_counts_until_its_condition_fails()
    {
        var count = Of("count", "SetVariable", ("variable", JsonNode.Parse("""{"id":"i","name":"I","typeName":"Int32"}""")!), ("value", Script("getVariable('I') + 1")));
        var loop = Of("loop", "While", ("condition", Script("getVariable('I') < 3")), ("body", Sequence("body", count, Of("w", "WriteLine", ("text", Script("'round ' + getI()"))))));
        var definition = Definition(Sequence("s", loop, Line("after")));
        definition.Json["variables"] = JsonNode.Parse("""[{"id":"i","name":"I","typeName":"Int32","value":"0"}]""");

        FlowRun.Start(definition).Output.Take(9).ShouldBe(["round 1", "round 2", "round 3", "after"]);
    }

    [Fact]
    public void Arrows_may_loop_until_a_counter_is_full()
    {
        var count = Of("count", "SetVariable", ("variable", JsonNode.Parse("""{"id":"i","name":"I","typeName":"Int32"}""")!), ("value", Script("variables.I + 1")));
        var definition = Chart(
            [Of("s", "Start"), count, Of("w", "WriteLine", ("text", Script("`round ${variables.I}`"))), Of("d", "FlowDecision", ("condition", Script("variables.I >= 3"))), Line("end")],
            "s>count", "count>w", "w>d", "d:False>count", "d:True>end");
        definition.Json["variables"] = JsonNode.Parse("""[{"id":"i","name":"I","typeName":"Int32","value":"0"}]""");

        FlowRun.Start(definition).Output.Take(9).ShouldBe(["round 1", "round 2", "round 3", "end"]);
    }

    [Fact]
    public void A_loop_that_never_waits_is_stopped_as_a_fault()
    {
        var run = FlowRun.Start(Definition(Of("loop", "While", ("condition", Literal(true)), ("body", Line("again")))));

        run.Status.ShouldBe("Running/Suspended");
        run.OpenIncidents.ShouldHaveSingleItem().Message.ShouldContain("循环");
    }

    [Fact]
    public void An_end_inside_a_nested_flowchart_ends_that_flowchart_only()
    {
        var inner = Steps("nested", [Line("inner"), Of("fin", "End"), Line("never"), Wait("blocked")], "inner>fin", "fin>never", "inner>blocked");

        var run = FlowRun.Start(Chart([Line("first"), inner, Line("last")], "first>nested", "nested>last"));

        run.Output.ShouldBe(["first", "inner", "last"]);
        run.Status.ShouldBe("Finished/Finished");
        run.Waits.ShouldBeEmpty();
    }

    [Fact]
    public void Nested_flowcharts_take_turns_with_their_neighbours()
    {
        var inner = Steps("nested", [Line("i1"), Line("i2"), Line("i3")], "i1>i2", "i2>i3");

        var run = FlowRun.Start(Chart([Of("s", "Start"), inner, Line("o1"), Line("o2"), Line("o3"), Line("end")], "s>nested", "s>o1", "o1>o2", "o2>o3", "nested>end", "o3>end"));

        run.Output.ShouldBe(["o1", "i1", "o2", "i2", "o3", "i3", "end"]);
    }

    [Fact]
    public void Finish_ends_the_whole_run_from_deep_inside()
    {
        var run = FlowRun.Start(Chart([Of("s", "Start"), Wait("open"), Sequence("q", Line("in"), Of("f", "Finish"), Line("never")), Line("after")], "s>open", "s>q", "q>after"));

        run.Output.ShouldBe(["in"]);
        run.Waits.ShouldBeEmpty();
        run.Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void Under_the_fault_strategy_the_other_branches_still_run_but_the_run_ends()
    {
        var definition = Chart([Of("s", "Start"), Of("f", "Fault", ("message", Literal("no"))), Line("b1"), Line("b2"), Line("b3")], "s>f", "s>b1", "b1>b2", "b2>b3");
        definition.Json["options"] = new JsonObject { ["incidentStrategyType"] = "Elsa.Workflows.IncidentStrategies.FaultStrategy, Elsa.Workflows.Core" };

        var run = FlowRun.Start(definition);

        run.Output.ShouldBe(["b1", "b2", "b3"]);
        run.Status.ShouldBe("Finished/Faulted");
    }

    [Fact]
    public void A_fault_holds_the_flowchart_open_until_it_is_skipped()
    {
        var run = FlowRun.Start(Chart([Of("s", "Start"), Of("f", "Fault", ("message", Literal("no"))), Line("b"), Line("end")], "s>f", "s>b", "f>end", "b>end"));

        (run.Status, run.Waits.Count()).ShouldBe(("Running/Suspended", 0));
        run.SkipAt(0, reload: true);

        run.Output.ShouldBe(["b", "end"]);
        run.Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void A_run_starts_at_the_trigger_that_went_off()
    {
        var definition = Chart([Event("e1"), Line("one"), Event("e2"), Line("two"), Line("end")], "e1>one", "e2>two", "one>end", "two>end");

        FlowRun.StartFrom("e1", definition).Output.ShouldBe(["one", "end"], "the other trigger's branch is not part of this run, so the join does not wait for it");
        FlowRun.StartFrom("e2", definition).Output.ShouldBe(["two", "end"]);
        FlowRun.StartFrom("e2", definition).Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void What_was_queued_when_its_container_ended_never_stays_open()
    {
        var leftOver = Sequence("left", Line("runs"), Wait("blocks"), Line("never"));
        var run = FlowRun.Start(Chart([Of("s", "Start"), Of("fin", "End"), leftOver], "s>fin", "s>left"));

        run.Output.ShouldBe(["runs"]);
        run.Waits.ShouldBeEmpty();
        run.Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void An_outcome_may_be_named_alone_and_inputs_of_a_definition_used_as_a_step_mean_what_their_type_says()
    {
        var sum = Child("Sum", Sequence("all", Of("add", "SetOutput", ("outputName", Literal("Result")), ("outputValue", Script("getA() + getB()"))), Of("done", "Complete", ("outcomes", Literal("Success")))));
        sum.Json["inputs"] = JsonNode.Parse("""[{"type":"Int32","name":"A"},{"type":"Int32","name":"B"}]""");
        sum.Json["outputs"] = JsonNode.Parse("""[{"type":"Int32","name":"Result"}]""");
        var use = new JsonObject
        {
            ["id"] = "use", ["type"] = "Sum", ["workflowDefinitionId"] = "sum", ["version"] = 3,
            ["a"] = Input("Int32", "Literal", "4"), ["b"] = Input("Int32", "Literal", "5"),
            ["result"] = new JsonObject { ["typeName"] = "Int32", ["memoryReference"] = new JsonObject { ["id"] = "total" } },
        };
        var parent = Chart([use, Of("say", "WriteLine", ("text", Script("`总计 ${getTotal()}`"))), Line("不该到这里")], "use:Success>say", "use:Failed>不该到这里");
        parent.Json["variables"] = JsonNode.Parse("""[{"id":"total","name":"Total","typeName":"Int32","value":"0"}]""");

        FlowRun.Start(parent, sum).Output.ShouldBe(["总计 9"]);
    }

    // ---- definitions in a line

    private static JsonObject Of(string id, string type, params (string Member, JsonNode Value)[] members)
    {
        var json = new JsonObject { ["id"] = id, ["type"] = $"Elsa.{type}", ["version"] = 1 };
        foreach (var (member, value) in members) json[member] = value;
        return json;
    }

    private static JsonObject Line(string text) => Of(text, "WriteLine", ("text", Literal(text)));

    private static JsonObject Wait(string id) => new() { ["id"] = id, ["type"] = "Minsheng.Wait" };

    private static JsonObject Event(string id)
    {
        var json = Of(id, "Event", ("eventName", Literal(id)));
        json["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return json;
    }

    private static JsonObject Join(string id, string mode) => Of(id, "FlowJoin", ("mode", Literal(mode)));

    private static JsonObject Literal(JsonNode value) => Input("Object", "Literal", value);

    private static JsonObject Script(string source) => Input("Object", "JavaScript", source);

    private static JsonObject Input(string typeName, string type, JsonNode value) =>
        new() { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    private static JsonObject Sequence(string id, params JsonObject[] steps) =>
        new() { ["id"] = id, ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray([.. steps]) };

    /// <summary>Arrows are written "from:Port>to"; without a port, Done.</summary>
    private static WorkflowDefinition Chart(JsonObject[] steps, params string[] arrows) => Definition(Steps("fc", steps, arrows));

    private static JsonObject Steps(string id, JsonObject[] steps, params string[] arrows) => new()
    {
        ["id"] = id,
        ["type"] = "Elsa.Flowchart",
        ["activities"] = new JsonArray([.. steps]),
        ["connections"] = new JsonArray([.. arrows.Select(arrow => (JsonNode)Arrow(arrow))]),
    };

    private static JsonObject Arrow(string arrow)
    {
        var ends = arrow.Split('>');
        var source = ends[0].Split(':');
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source.Length > 1 ? source[1] : "Done" },
            ["target"] = new JsonObject { ["activity"] = ends[1], ["port"] = "In" },
        };
    }

    private static WorkflowDefinition Definition(JsonObject root) => new(new JsonObject { ["definitionId"] = "d", ["name"] = "d", ["root"] = root });

    private static WorkflowDefinition Child(string name, JsonObject root) =>
        new(new JsonObject { ["definitionId"] = name.ToLowerInvariant(), ["name"] = name, ["options"] = new JsonObject { ["usableAsActivity"] = true }, ["root"] = root });
}
