using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>Designing a form: whatever is done can be taken back, and what nobody touched stays as it was read.</summary>
public class FormDesignTests
{
    private const string Odd =
        """
        { "madeBy": "别的工具", "fields": [
          { "name": "kind", "label": "类型", "type": "choice", "options": ["重大", { "value": "small", "label": "一般", "colour": "蓝" }], "colour": "红" },
          7,
          { "name": "why", "label": "理由", "type": "paragraph", "visibleWhen": { "field": "kind", "equals": "重大", "since": 2024 } },
          { "name": "map", "label": "地图", "type": "hologram" }
        ] }
        """;

    private static FormDesign Open(string json = Odd) => FormDesign.Of(JsonNode.Parse(json));

    [Theory, MemberData(nameof(Files))]
    public void A_form_opened_and_finished_without_edits_is_the_same_text(string file)
    {
        var design = ProcedureDesign.Open(Shipped.Text(file));
        foreach (var (address, _) in design.Steps().ToList())
            foreach (var field in PropertyField.Of(design.Find(address)!).Where(field => field.Kind == FieldKind.Form && field.Value.Mode == InputMode.Constant))
            {
                var form = FormDesign.Of(field.Value.Constant);
                FormDesignCheck.Of(form).ShouldBeEmpty();
                form.Preview().Fields.Count.ShouldBe(form.Fields.Count);
                var finished = form.Finish();
                finished!.ToJsonString().ShouldBe(field.Value.Constant!.ToJsonString());
                design.SetInput(address, field.Name, InputValue.OfConstant(design.Find(address)![field.Name], finished, field.Input.ValueType));
            }
        design.Write().ShouldBe(Shipped.Text(file));
        design.Changes.ShouldBe(0);
    }

    [Theory, MemberData(nameof(Files))]
    public void Undoing_every_edit_of_a_form_gives_it_back(string file)
    {
        var chance = new Random(file.Length * 104_729);
        var forms = ProcedureDesign.Open(Shipped.Text(file)).Steps().SelectMany(step => PropertyField.Of(step.Json))
            .Where(field => field.Kind == FieldKind.Form && field.Value.Constant is not null).Select(field => field.Value.Constant!).Take(4).Append(JsonNode.Parse(Odd)!);
        foreach (var written in forms.ToList())
        {
            var (form, original) = (FormDesign.Of(written), written.ToJsonString());
            for (var edit = 0; edit < 40; edit++) Attempt(form, chance);
            var edited = form.Root.ToJsonString();
            var steps = 0;
            while (form.Undo()) steps++;

            steps.ShouldBeGreaterThan(5);
            form.Root.ToJsonString().ShouldBe(original);
            form.Finish()!.ToJsonString().ShouldBe(original);
            while (form.Redo()) steps--;
            (steps, form.Root.ToJsonString()).ShouldBe((0, edited));
        }
    }

    [Fact]
    public void Renaming_a_field_keeps_its_name_in_the_file_and_everything_else_of_it()
    {
        var form = Open();

        form.Rename(form.Fields[0], "调整类型");

        var field = form.Finish()!["fields"]![0]!;
        (field["name"]!.ToString(), field["label"]!.ToString(), field["colour"]!.ToString()).ShouldBe(("kind", "调整类型", "红"));
        form.Finish()!["madeBy"]!.ToString().ShouldBe("别的工具");
        form.Finish()!["fields"]![1]!.GetValue<int>().ShouldBe(7);
    }

    [Fact]
    public void A_new_field_gets_a_name_nobody_has_had_in_this_sitting()
    {
        var form = Open("""{ "fields": [{ "name": "money1", "label": "投资", "type": "money" }] }""");

        var second = form.Add(FieldType.Money);
        form.Remove(second);
        var third = form.Add(FieldType.Money);
        var copy = form.Copy(third);

        (second.Name, third.Name, copy.Name).ShouldBe(("money2", "money3", "money4"));
        (third.Label, copy.Label).ShouldBe(("金额", "金额2"));
    }

    [Fact]
    public void A_choice_that_was_in_the_file_keeps_its_value_when_its_words_change()
    {
        var form = Open();

        form.SetOptions(form.Fields[0], "重大调整\n一般\n替换");

        form.Fields[0].Options.ShouldBe([("重大", "重大调整"), ("small", "一般"), ("替换", "替换")]);
        form.Fields[0].Json["options"]![1]!["colour"]!.ToString().ShouldBe("蓝");
        form.Fields[1].Condition!.Value.Values.ShouldBe(["重大"]);
    }

    [Fact]
    public void A_choice_made_just_now_is_its_words_and_conditions_follow_it()
    {
        var form = Open("[]");
        var kind = form.Add(FieldType.Choice);
        var why = form.Add(FieldType.Paragraph);
        form.SetCondition(why, kind.Name, ["选项二"]);

        form.SetOptions(kind, "一般\n重大");

        kind.Options.ShouldBe([("一般", "一般"), ("重大", "重大")]);
        why.Condition!.Value.Values.ShouldBe(["重大"]);
        FormDesignCheck.Of(form).ShouldBeEmpty();
        form.Preview().Shown(new Dictionary<string, object?> { [kind.Name] = "一般" }).Count.ShouldBe(1);
    }

    [Fact]
    public void A_field_taken_away_leaves_nothing_waiting_for_it()
    {
        var form = Open();

        form.Remove(form.Fields[0]).Single().Label.ShouldBe("理由");

        form.Fields[0].Condition.ShouldBeNull();
        form.Undo();
        form.Root.ToJsonString().ShouldBe(JsonNode.Parse(Odd)!.ToJsonString());
    }

    [Fact]
    public void A_field_moved_before_what_decides_about_it_is_said_in_its_words()
    {
        var form = Open("""[{ "name": "kind", "label": "类型", "type": "choice", "options": ["重大"] }, { "name": "why", "label": "理由", "type": "text", "visibleWhen": { "field": "kind", "equals": "重大" } }]""");

        form.Move(form.Fields[1], 0);

        FormDesignCheck.Of(form).Single().Sentence.ShouldBe("“理由”要看“类型”才显示，而“类型”排在它后面或不能作条件；请把“类型”移到前面。");
        form.Preview().Fields.Select(field => field.Label).ShouldBe(["理由", "类型"]);
        form.MoveBy(form.Fields[0], 1);
        FormDesignCheck.Of(form).ShouldBeEmpty();
        form.IsChanged.ShouldBeFalse();
    }

    [Fact]
    public void What_cannot_be_is_refused_and_leaves_nothing_behind()
    {
        var form = Open();
        var money = form.Add(FieldType.Money);
        var table = form.Add(FieldType.Table);
        var before = form.Root.ToJsonString();

        Should.Throw<DesignRefusedException>(() => form.Rename(money, " ")).Message.ShouldStartWith("名称不能空着");
        Should.Throw<DesignRefusedException>(() => form.SetBound(money, "min", "很多"));
        Should.Throw<DesignRefusedException>(() => form.SetDefault(money, "很多"));
        Should.Throw<DesignRefusedException>(() => form.Add(FieldType.Table, table: table));

        form.Root.ToJsonString().ShouldBe(before);
        form.SetBound(money, "max", "１，０００".Replace("，", ","));
        money.Max.ShouldBe("1000");
    }

    [Fact]
    public void Width_and_title_of_a_part_reach_whoever_fills_it_in()
    {
        var form = Open("[]");
        var text = form.Add(FieldType.Paragraph);
        form.SetWidth(text, isWhole: false);
        form.SetText(text, "section", "会议情况");

        var field = form.Preview().Fields.Single();

        (field.IsWide, field.Section).ShouldBe((false, "会议情况"));
        form.SetWidth(text, isWhole: true);
        text.Json.ContainsKey("width").ShouldBeFalse();
    }

    [Fact]
    public void What_a_page_kept_while_it_was_away_comes_back_in_one_step()
    {
        var (form, later) = (Open(), Open());
        form.Add(FieldType.Money);
        form.Rename(form.Fields[0], "调整类型");

        later.Restore(form.Write());

        later.Finish()!.ToJsonString().ShouldBe(form.Finish()!.ToJsonString());
        later.Undo();
        later.Root.ToJsonString().ShouldBe(JsonNode.Parse(Odd)!.ToJsonString());
        Should.Throw<DesignRefusedException>(() => later.Restore("{[")).Message.ShouldContain("读不出来");
        Should.Throw<DesignRefusedException>(() => later.Restore("7"));
    }

    [Fact]
    public void Another_step_s_form_is_taken_over_with_its_conditions_and_names_of_its_own()
    {
        var form = Open("""[{ "name": "kind", "label": "类型", "type": "text" }]""");

        form.TakeOver(JsonNode.Parse("""[{ "name": "kind", "label": "类型", "type": "choice", "options": ["重大"] }, { "name": "why", "label": "理由", "type": "text", "visibleWhen": { "field": "kind", "equals": "重大" } }]"""), "另一步");

        form.Fields.Select(field => (field.Name, field.Label)).ShouldBe([("kind", "类型"), ("choice1", "类型2"), ("why", "理由")]);
        form.Fields[2].Condition!.Value.Field.ShouldBe("choice1");
        FormDesignCheck.Of(form).ShouldBeEmpty();
        form.Undo();
        form.Fields.Count.ShouldBe(1);
        Should.Throw<DesignRefusedException>(() => form.TakeOver(null, "空的"));
    }

    [Fact]
    public void More_than_anybody_can_choose_from_or_fill_in_is_refused()
    {
        var form = Open("[]");
        var choice = form.Add(FieldType.Choice);

        Should.Throw<DesignRefusedException>(() => form.SetOptions(choice, string.Join('\n', Enumerable.Range(0, 10_000))));
        Should.Throw<DesignRefusedException>(() => form.SetOptions(choice, new string('长', 10_000)));
        for (var field = 1; field < FormDesign.MostFields; field++) form.Add(FieldType.Text);
        Should.Throw<DesignRefusedException>(() => form.Add(FieldType.Text));

        form.Fields.Count.ShouldBe(FormDesign.MostFields);
    }

    [Fact]
    public void A_form_of_another_tool_is_shown_as_such_and_never_changed()
    {
        var form = FormDesign.Of(JsonValue.Create("https://forms.example"));

        form.IsForeign.ShouldBeTrue();
        Should.Throw<DesignRefusedException>(() => form.Add(FieldType.Text));
        form.Finish()!.ToString().ShouldBe("https://forms.example");
    }

    public static TheoryData<string> Files() => [.. Shipped.Files];

    private static void Attempt(FormDesign form, Random chance)
    {
        var fields = form.Fields;
        var type = FormKinds.All[chance.Next(FormKinds.All.Count)].Type;
        FormField Any() => fields[chance.Next(fields.Count)];
        try
        {
            if (fields.Count == 0 || chance.Next(4) == 0) form.Add(type, chance.Next(8), fields.FirstOrDefault(field => field.Type == FieldType.Table && chance.Next(2) == 0));
            else
                switch (chance.Next(12))
                {
                    case 0: form.Remove(Any()); break;
                    case 1: form.Move(Any(), chance.Next(9)); break;
                    case 2: form.MoveBy(Any(), chance.Next(3) - 1); break;
                    case 3: form.Copy(Any()); break;
                    case 4: form.Rename(Any(), $"名称{chance.Next(99)}"); break;
                    case 5: form.SetType(Any(), type); break;
                    case 6: form.SetOptions(Any(), string.Join('\n', Enumerable.Range(0, chance.Next(4)).Select(_ => $"选项{chance.Next(5)}"))); break;
                    case 7: form.SetCondition(Any(), chance.Next(3) == 0 ? null : Any().Name, ["选项1", "选项2"]); break;
                    case 8: form.SetBound(Any(), "max", $"{chance.Next(50)}"); break;
                    case 9: form.SetFlag(Any(), "required", chance.Next(2) == 0); break;
                    case 10: form.SetWidth(Any(), chance.Next(2) == 0); break;
                    default: form.SetDefault(Any(), $"{chance.Next(50)}"); break;
                }
        }
        catch (DesignRefusedException)
        {
            // Refused is as good as done: it must leave nothing behind.
        }
        FormDesignCheck.Of(form).ShouldNotBeNull();
        form.Preview().Fields.Count.ShouldBeLessThanOrEqualTo(form.Fields.Count);
    }
}
