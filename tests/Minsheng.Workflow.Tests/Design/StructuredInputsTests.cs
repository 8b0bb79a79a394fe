using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>Inputs that are more than one word, edited in words.</summary>
public class StructuredInputsTests
{
    private static readonly RowShape Buttons = RowShape.Of(typeof(List<Activities.Tasks.TaskAction>))!;

    [Fact]
    public void No_input_of_any_step_is_left_as_raw_text() =>
        (from step in StepCatalog.All.Descriptors
         from field in PropertyField.Of(new JsonObject { ["type"] = step.Type })
         where field.Kind == FieldKind.Json
         select $"{step.Type}.{field.Name}").ShouldBeEmpty();

    [Fact]
    public void Every_structured_input_has_its_editor() =>
        (from step in StepCatalog.All.Descriptors
         from field in PropertyField.Of(new JsonObject { ["type"] = step.Type })
         where field.Kind is FieldKind.Form or FieldKind.Rows or FieldKind.Record or FieldKind.Lines or FieldKind.Pairs or FieldKind.Value
         select $"{step.Type}.{field.Name} {field.Kind}").ShouldBe(
        [
            "Minsheng.HumanTask.form Form", "Minsheng.HumanTask.actions Rows", "Minsheng.Screen.lanes Rows", "Minsheng.Assess.parties Rows", "Minsheng.Plan.lights Record",
            "Minsheng.Assess.criteria Lines", "Minsheng.Assess.subjects Lines", "Minsheng.Rate.matters Lines",
            "Elsa.ForEach.items Lines", "Elsa.ParallelForEach.items Lines", "Elsa.BulkDispatchWorkflows.items Lines",
            "Elsa.BulkDispatchWorkflows.input Pairs", "Elsa.DispatchWorkflow.input Pairs", "Elsa.ExecuteWorkflow.input Pairs",
            "Elsa.SetVariable.value Value", "Elsa.SetOutput.outputValue Value", "Elsa.Complete.outcomes Value", "Elsa.PublishEvent.payload Value", "Elsa.RunTask.payload Value",
        ], ignoreOrder: true);

    [Theory, MemberData(nameof(Files))]
    public void Records_of_the_shipped_procedures_are_known_member_by_member(string file)
    {
        foreach (var field in ProcedureDesign.Open(Shipped.Text(file)).Steps().SelectMany(step => PropertyField.Of(step.Json)).Where(field => field.Kind == FieldKind.Rows && field.Value.Constant is not null))
            foreach (var record in field.Value.Constant!.AsArray())
            {
                record!.AsObject().Select(member => member.Key).Except(field.Shape!.Columns.Select(column => column.Name)).ShouldBeSubsetOf(["outcome"]);
                foreach (var column in field.Shape.Columns)
                    JsonNode.DeepEquals(column.Kind == ColumnKind.People ? record : Rows.With(record.AsObject(), column, Rows.Parse(record.AsObject(), column, Rows.Text(record.AsObject(), column))), record)
                        .ShouldBeTrue($"{field.Name}.{column.Name} {record}");
            }
    }

    [Fact]
    public void A_record_keeps_what_this_designer_does_not_know()
    {
        var list = JsonNode.Parse("""[{ "outcome": "Done", "label": "完成", "colour": "红" }, 7]""")!.AsArray();

        var changed = Rows.Moved(Rows.Replaced(list, 0, Rows.With(list[0]!.AsObject(), Buttons.Columns[0], JsonValue.Create("通过"))), 0, 1);

        changed.ToJsonString(InputRelaxed).ShouldBe("""[7,{"outcome":"Done","label":"通过","colour":"红"}]""");
        list.Count.ShouldBe(2);
    }

    [Fact]
    public void A_new_button_has_a_way_of_its_own_that_its_words_do_not_change()
    {
        var list = Rows.Added(Buttons.Usual!, Buttons.New(Buttons.Usual!));
        list = Rows.Added(list, Buttons.New(list));

        list.Select(one => one!["outcome"]!.ToString()).ShouldBe(["Done", "Button2", "Button3"]);
        list.Select(one => one!["label"]!.ToString()).ShouldBe(["完成", "新按钮", "新按钮2"]);
        var renamed = Rows.With(list[1]!.AsObject(), Buttons.Columns[0], JsonValue.Create("退回"));
        renamed["outcome"]!.ToString().ShouldBe("Button2");
    }

    [Fact]
    public void A_button_that_is_added_is_a_port_and_one_taken_off_takes_its_arrows_along_in_one_step_back()
    {
        var design = ProcedureDesign.Open("""{"name":"方案","root":{"id":"root","type":"Elsa.Flowchart","activities":[],"connections":[]}}""");
        var (task, next) = (design.Add("", "Minsheng.HumanTask", 0, 0), design.Add("", "Minsheng.Notify", 0, 100));
        var list = Rows.Added(Buttons.Usual!, Buttons.New(Buttons.Usual!));
        design.SetInput(task, "actions", InputValue.OfConstant(null, list, typeof(List<Activities.Tasks.TaskAction>)));
        DesignChart.Of(design, "", DesignNames.Plain).Steps.First(step => step.Id == task.Id).Ports.Select(port => port.Label).ShouldBe(["完成", "新按钮"]);
        design.Connect("", task.Id, "Button2", next.Id);
        var before = design.Write();

        design.WaysBy(task, "Button2").Single().To.ShouldBe("通知");
        design.RemoveButton(task, InputValue.OfConstant(design.Find(task)!["actions"], Rows.Removed(list, 1), typeof(List<Activities.Tasks.TaskAction>)), "Button2");

        DesignChart.Of(design, "", DesignNames.Plain).Ways.ShouldBeEmpty();
        DesignChart.Of(design, "", DesignNames.Plain).Steps.First(step => step.Id == task.Id).Ports.Select(port => port.Label).ShouldBe(["完成"]);
        design.Undo();
        design.Write().ShouldBe(before);
    }

    [Fact]
    public void An_arrow_follows_its_way_of_a_switch_when_it_is_renamed_and_goes_with_it()
    {
        var design = ProcedureDesign.Open("""{"name":"方案","root":{"id":"root","type":"Elsa.Flowchart","activities":[],"connections":[]}}""");
        var (fork, next) = (design.Add("", "Elsa.FlowSwitch", 0, 0), design.Add("", "Minsheng.Notify", 0, 100));
        var list = Rows.Added([], RowShape.Cases.New([]));
        list = Rows.Added(list, RowShape.Cases.New(list));
        design.SetCases(fork, Rows.Replaced(list, 0, Rows.With(list[0]!.AsObject(), RowShape.Cases.Columns[1], Rows.Parse(list[0]!.AsObject(), RowShape.Cases.Columns[1], "1 > 0"))));
        design.Connect("", fork.Id, "新的一路", next.Id);
        string[] Ports() => [.. DesignChart.Of(design, "", DesignNames.Plain).Ways.Select(way => way.Port)];

        list = design.Find(fork)!["cases"]!.AsArray();
        design.SetCases(fork, Rows.Replaced(list, 0, Rows.With(list[0]!.AsObject(), RowShape.Cases.Columns[0], JsonValue.Create("重大"))));
        Ports().ShouldBe(["重大"]);
        design.Find(fork)!["cases"]![0]!["condition"]!["value"]!.ToString().ShouldBe("1 > 0");
        Should.Throw<DesignRefusedException>(() => design.SetCases(fork, Rows.Replaced(design.Find(fork)!["cases"]!.AsArray(), 1, new JsonObject { ["label"] = "重大" })));
        design.SetCases(fork, Rows.Removed(design.Find(fork)!["cases"]!.AsArray(), 0));
        Ports().ShouldBeEmpty();
        design.Undo();
        Ports().ShouldBe(["重大"]);
    }

    [Fact]
    public void Lines_keep_the_marks_of_their_sentences_and_what_is_no_line()
    {
        var list = JsonNode.Parse("""["设施完备、环境优美", 3, { "a": 1 }]""")!.AsArray();

        LineList.Text(list).ShouldBe("设施完备、环境优美\n3");
        LineList.Parse("3\n新的一条，有逗号\n", list)!.ToJsonString(InputRelaxed).ShouldBe("""[3,"新的一条，有逗号",{"a":1}]""");
        LineList.Parse(" ", JsonNode.Parse("""["甲"]""")!.AsArray()).ShouldBeNull();
    }

    [Fact]
    public void The_rule_of_the_lights_asks_only_for_what_its_kind_uses()
    {
        var shape = RowShape.Of(typeof(Activities.Lights.LightSettings))!;
        string[] Asked(JsonObject record) => [.. shape.Columns.Where(column => column.Counts(record)).Select(column => column.Name)];

        Asked([]).ShouldBe(["strategy", "yellowFrom", "redAbove", "redAfterMonths"]);
        Asked(new JsonObject { ["strategy"] = "Absolute" }).ShouldBe(["strategy", "redBelow", "orangeBelow", "yellowBelow"]);
        Should.Throw<DesignRefusedException>(() => Rows.Parse([], shape.Columns[1], "很多")).Message.ShouldContain("应填数字");
    }

    [Fact]
    public void A_value_of_any_kind_becomes_another_kind_without_losing_its_words()
    {
        PlainValue.KindOf(JsonNode.Parse("""[{"a":1}]""")).ShouldBe(PlainKind.Other);
        PlainValue.As(PlainKind.Lines, JsonValue.Create("甲")).ToJsonString(InputRelaxed).ShouldBe("""["甲"]""");
        PlainValue.As(PlainKind.Number, JsonValue.Create("12.5")).ToJsonString().ShouldBe("12.5");
        var pairs = PlainValue.Added(new JsonObject { ["名称1"] = 1 });
        Should.Throw<DesignRefusedException>(() => PlainValue.Renamed(pairs, "名称1", "名称2"));
        PlainValue.Renamed(pairs, "名称1", "面积").Select(pair => pair.Key).ShouldBe(["面积", "名称2"]);
    }

    public static TheoryData<string> Files() => [.. Shipped.Files];

    private static System.Text.Json.JsonSerializerOptions InputRelaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
