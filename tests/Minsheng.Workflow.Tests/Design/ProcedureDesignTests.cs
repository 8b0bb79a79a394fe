using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Tests.Design;

public class ProcedureDesignTests
{
    private const string Small =
        """
        {
          "definitionId": "small", "name": "小方案", "madeBy": "别的工具", "customProperties": {},
          "root": {
            "id": "root", "type": "Elsa.Flowchart", "version": 1,
            "activities": [
              { "id": "a", "type": "Minsheng.Review", "version": 1, "colour": "红", "metadata": { "displayText": "甲", "designer": { "position": { "x": 0, "y": 0 }, "size": { "width": 144 } } }, "body": { "typeName": "String", "expression": { "type": "Literal", "value": "县政府常务会议" } } },
              { "id": "b", "type": "Acme.Robot", "arm": { "length": 3 }, "metadata": { "displayText": "乙" } },
              { "id": "c", "type": "Elsa.ForEach", "metadata": { "displayText": "丙" } }
            ],
            "connections": [
              { "source": { "activity": "a", "port": "Approved" }, "target": { "activity": "b", "port": "In" }, "colour": "蓝", "vertices": [{ "x": 5, "y": 6 }] },
              { "source": { "activity": "b", "port": "Done" }, "target": { "activity": "c", "port": "In" } }
            ]
          }
        }
        """;

    private static readonly StepAddress A = new("", "a"), B = new("", "b");

    private static ProcedureDesign Open() => ProcedureDesign.Open(Small);

    private static string[] Arrows(ProcedureDesign design, string scope = "") =>
        [.. DesignChart.Of(design, scope, DesignNames.Plain).Ways.Select(way => $"{way.From}:{way.Port}->{way.To}")];

    [Fact]
    public void A_step_put_behind_another_takes_over_where_its_arrow_led()
    {
        var design = Open();

        var made = design.Add("", "Minsheng.Review", 300, 20, ("a", "Approved"));

        made.ShouldBe(new StepAddress("", "review-1"));
        Arrows(design).ShouldBe(["a:Approved->review-1", "review-1:Approved->b", "b:Done->c"], ignoreOrder: true);
        design.Find(made)!["metadata"]!["displayText"]!.ToString().ShouldBe("审议");
        design.UndoLabel.ShouldBe("添加“审议”");
    }

    [Fact]
    public void A_second_step_of_a_kind_gets_a_name_and_an_id_of_its_own_also_after_the_first_was_taken_back()
    {
        var design = Open();
        design.Add("", "Minsheng.Ballot", 0, 0).Id.ShouldBe("ballot-1");
        design.Undo();

        design.Add("", "Minsheng.Ballot", 0, 0).Id.ShouldBe("ballot-2");
        var second = design.Add("", "Minsheng.Ballot", 0, 0);

        design.Find(second)!["metadata"]!["displayText"]!.ToString().ShouldBe("票决 2");
    }

    [Fact]
    public void Taking_a_step_out_takes_its_arrows_and_one_step_back_brings_everything_back_as_it_was()
    {
        var design = Open();
        var before = design.Write();

        design.Remove("", ["b"]);

        Arrows(design).ShouldBeEmpty();
        design.Undo().ShouldBeTrue();
        design.Write().ShouldBe(before);
        design.Redo().ShouldBeTrue();
        design.Find(B).ShouldBeNull();
    }

    [Fact]
    public void An_arrow_led_elsewhere_keeps_what_other_tools_wrote_on_it()
    {
        var design = Open();
        var key = DesignChart.Of(design, "", DesignNames.Plain).Ways.Single(way => way.From == "a").Key;

        design.Reroute("", key, "a", "Returned", "c");

        Arrows(design).ShouldContain("a:Returned->c");
        var arrow = design.Root["connections"]![0]!;
        (arrow["colour"]!.ToString(), arrow["vertices"]![0]!["x"]!.GetValue<int>()).ShouldBe(("蓝", 5));
    }

    [Fact]
    public void The_same_arrow_is_drawn_once_and_nothing_leads_into_the_start()
    {
        var design = Open();
        var start = design.Add("", "Elsa.Start", 0, 0);
        var changes = design.Changes;

        design.Connect("", "b", "Done", "c");

        design.Changes.ShouldBe(changes);
        Should.Throw<DesignRefusedException>(() => design.Connect("", "b", "Done", start.Id)).Message.ShouldContain("“开始”前面不能再有步骤");
    }

    [Fact]
    public void A_foreign_step_may_be_moved_and_renamed_and_keeps_everything_else()
    {
        var design = Open();

        design.Move("", [("b", 33.4, 44)]);
        design.Rename(B, " 机器人 ");

        var foreign = design.Find(B)!;
        (foreign["arm"]!["length"]!.GetValue<int>(), foreign["metadata"]!["displayText"]!.ToString(), foreign["metadata"]!["designer"]!["position"]!["x"]!.GetValue<double>()).ShouldBe((3, "机器人", 33));
        DesignChart.Of(design, "", DesignNames.Plain).Steps.Single(step => step.Id == "b").IsForeign.ShouldBeTrue();
    }

    [Theory]
    [InlineData("  ", "步骤要有名称")]
    [InlineData("long", "最长 60 个字")]
    public void A_name_that_is_none_is_refused_with_a_sentence(string title, string why)
    {
        var design = Open();

        Should.Throw<DesignRefusedException>(() => design.Rename(A, title == "long" ? new string('长', 10_000) : title)).Message.ShouldContain(why);

        design.Changes.ShouldBe(0);
    }

    [Fact]
    public void A_group_of_commands_is_one_step_back_and_one_that_fails_leaves_nothing()
    {
        var design = Open();
        var before = design.Write();

        design.Group("一起", () =>
        {
            design.Rename(A, "甲一");
            design.Remove("", ["c"]);
        });
        design.UndoLabel.ShouldBe("一起");
        design.Undo();
        design.Write().ShouldBe(before);

        Should.Throw<DesignRefusedException>(() => design.Group("一半", () =>
        {
            design.Rename(A, "甲一");
            design.Rename(new StepAddress("", "gone"), "没有");
        }));
        design.Write().ShouldBe(before);
    }

    [Fact]
    public void Dragging_the_same_steps_on_and_on_is_one_step_back()
    {
        var design = Open();
        var before = design.Write();
        for (var x = 1; x < 30; x++) design.Move("", [("a", x, 7)]);

        design.Undo();

        design.Write().ShouldBe(before);
    }

    [Fact]
    public void What_was_done_again_is_a_step_of_its_own_and_a_new_command_leaves_nothing_to_do_again()
    {
        var design = Open();
        design.Move("", [("a", 10, 10)]);
        design.Undo();
        design.Redo();

        design.Move("", [("a", 20, 20)]);

        design.Undo();
        DesignChart.Of(design, "", DesignNames.Plain).Steps.Single(step => step.Id == "a").X.ShouldBe(10);
        design.Rename(A, "新名");
        design.Redo().ShouldBeFalse();
        design.RedoLabel.ShouldBeNull();
    }

    [Fact]
    public void The_latest_two_hundred_commands_can_be_taken_back()
    {
        var design = Open();
        for (var number = 1; number <= 205; number++) design.Rename(A, $"甲{number}");

        var taken = 0;
        while (design.Undo()) taken++;

        (taken, design.TitleOf(A)).ShouldBe((200, "甲5"));
    }

    [Fact]
    public void The_body_of_a_loop_is_made_when_the_first_step_is_put_into_it()
    {
        var design = Open();

        var made = design.Add("c", "Minsheng.Notify", 0, 0);

        made.ShouldBe(new StepAddress("c/flowchart-1", "notify-1"));
        design.Find(new StepAddress("", "c"))!["body"]!["type"]!.ToString().ShouldBe("Elsa.Flowchart");
        StepAddress.Trail(made.Scope).ShouldBe(["c", "c/flowchart-1"]);
        design.Undo();
        design.Write().ShouldBe(Open().Write());
    }

    [Fact]
    public void Steps_made_into_a_group_keep_their_arrows_and_the_group_takes_their_place()
    {
        var design = Open();
        var before = design.Write();

        var group = design.Wrap("", ["b"]);

        Arrows(design).ShouldBe([$"a:Approved->{group.Id}", $"{group.Id}:Done->c"], ignoreOrder: true);
        design.Find(new StepAddress(group.Path, "b")).ShouldNotBeNull();
        design.Undo();
        design.Write().ShouldBe(before);
    }

    [Fact]
    public void What_is_copied_is_pasted_into_another_procedure_with_new_ids_and_its_arrows()
    {
        var from = Open();
        var to = Open();
        var text = from.Copy("", ["a", "b"]);

        var pasted = to.Paste("", text, (500, 500));

        pasted.Select(step => step.Id).ShouldBe(["review-1", "robot-1"]);
        Arrows(to).ShouldContain("review-1:Approved->robot-1");
        var robot = to.Find(new StepAddress("", "robot-1"))!;
        (robot["arm"]!["length"]!.GetValue<int>(), robot["metadata"]!["displayText"]!.ToString()).ShouldBe((3, "乙 2"));
        to.Root["connections"]!.AsArray()[^1]!["vertices"]![0]!["x"]!.GetValue<double>().ShouldBe(505);
    }

    [Theory]
    [InlineData("随便一段文字")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("[1,2,{}]")]
    [InlineData("null")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("{\"activities\":[{\"id\":\"x\"}]}")]
    public void Rubbish_is_not_pasted(string text)
    {
        var design = Open();

        Should.Throw<DesignRefusedException>(() => design.Paste("", text)).Message.ShouldContain("没有改动");

        design.Changes.ShouldBe(0);
    }

    [Fact]
    public void A_single_step_a_list_and_a_whole_definition_can_be_pasted()
    {
        var design = Open();

        design.Paste("", """{"id":"x","type":"Elsa.WriteLine"}""").Count.ShouldBe(1);
        design.Paste("", """[{"id":"x","type":"Elsa.WriteLine"},{"id":"x","type":"Elsa.WriteLine"}]""").Select(step => step.Id).Distinct().Count().ShouldBe(2);
        design.Paste("", Small).Count.ShouldBe(3);
    }

    [Fact]
    public void An_input_is_set_and_left_to_the_default_again()
    {
        var design = Open();
        var before = design.Write();
        var field = PropertyField.Of(design.Find(A)!).Single(one => one.Name == "body");

        design.SetInput(A, "body", InputValue.OfConstant(design.Find(A)!["body"], field.Parse("县委常委会会议"), field.Input.ValueType));
        InputValue.Read(design.Find(A)!["body"]).Constant!.ToString().ShouldBe("县委常委会会议");
        design.SetInput(A, "body", null);
        design.Find(A)!.ContainsKey("body").ShouldBeFalse();

        design.Undo();
        design.Undo();
        design.Write().ShouldBe(before);
    }

    [Fact]
    public void Problems_point_at_the_steps_they_belong_to()
    {
        var design = Open();
        var inner = design.Add("c", "Minsheng.HumanTask", 0, 0);

        var problems = DesignCheck.Of(design, new NoOthers());

        problems.ShouldContain(problem => problem.At == B && problem.Problem.Code == "unknown-activity" && problem.IsError);
        problems.ShouldContain(problem => problem.At == inner && problem.IsError && problem.Title == "办理");
        problems.ShouldContain(problem => problem.At == A && problem.Problem.Code == "dead-end" && problem.Message.Contains("退回"));
    }

    private sealed class NoOthers : IDefinitionSource
    {
        public WorkflowDefinition? FindById(string definitionId) => null;
        public WorkflowDefinition? FindByActivityType(string type) => null;
    }
}
