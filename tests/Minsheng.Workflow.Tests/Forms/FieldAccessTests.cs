using System.Text.Json;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Tests.Steps;

namespace Minsheng.Workflow.Tests.Forms;

/// <summary>What a step shows, hides and lets be written.</summary>
public class FieldAccessTests
{
    private static readonly Form Change = Parse("""
        [{"name": "kind", "label": "类别", "type": "choice", "options": ["一般", "重大", "替换"], "required": true},
         {"name": "reason", "label": "理由", "type": "paragraph", "required": true, "visibleWhen": {"field": "kind", "in": ["重大", "替换"]}},
         {"name": "instead", "label": "替换成", "type": "text", "required": true, "visibleWhen": {"field": "kind", "equals": "替换"}},
         {"name": "why", "label": "为什么是它", "type": "text", "required": true, "visibleWhen": {"field": "instead", "equals": "路灯"}},
         {"name": "budget", "label": "原投资", "type": "money", "default": 1280, "readOnly": true, "required": true},
         {"name": "level", "label": "级别", "type": "text", "default": "县", "hidden": true, "required": true},
         {"name": "town", "label": "乡镇", "type": "text", "required": true, "visibleWhen": {"field": "level", "equals": "镇"}}]
        """);

    [Fact]
    public void What_is_not_shown_is_neither_asked_for_nor_kept()
    {
        var answer = Change.Check(new Dictionary<string, object?> { ["kind"] = "一般", ["reason"] = "留着的旧话", ["instead"] = "路灯", ["level"] = "镇", ["town"] = "营盘镇" });

        answer.Problems.ShouldBeEmpty();
        answer.Values.Keys.ShouldBe(["kind", "budget"]);
        Change.Check(Of("重大")).Problems.Select(problem => problem.Path).ShouldBe(["reason"]);
        Change.Check(Of("替换")).Problems.Select(problem => problem.Path).ShouldBe(["reason", "instead"]);
    }

    [Fact]
    public void A_condition_on_something_hidden_does_not_hold()
    {
        var values = new Dictionary<string, object?> { ["kind"] = "重大", ["reason"] = "汛期", ["instead"] = "路灯" };

        Change.Check(values).Values.Keys.ShouldNotContain("why");
        Change.Shown(values).Select(field => field.Name).ShouldBe(["kind", "reason", "budget"]);
    }

    [Fact]
    public void A_read_only_field_keeps_what_the_step_put_in_whatever_is_sent()
    {
        Change.Check(new Dictionary<string, object?> { ["kind"] = "一般", ["budget"] = 1 }).Values["budget"].ShouldBe(1280.00m);

        var beyond = new Form([new Field { Name = "budget", Label = "原投资", Type = FieldType.Money, Default = 1280, Max = 5, ReadOnly = true, Required = true }]).Check(new Dictionary<string, object?>());
        beyond.IsValid.ShouldBeTrue("whoever acts cannot cure what the step put in");
        beyond.Values["budget"].ShouldBeNull();
    }

    [Fact]
    public void Numbers_and_several_choices_can_be_conditions()
    {
        var form = Parse("""
            [{"name": "n", "label": "户数", "type": "number"}, {"name": "m", "label": "多选", "type": "multiChoice", "options": ["甲", "乙"]},
             {"name": "a", "label": "一", "visibleWhen": {"field": "n", "equals": 0}}, {"name": "b", "label": "二", "visibleWhen": {"field": "m", "equals": "乙"}}]
            """);

        form.Shown(new Dictionary<string, object?> { ["n"] = "０.0", ["m"] = new List<object?> { "甲", "乙" } }).Count.ShouldBe(4);
        form.Shown(new Dictionary<string, object?> { ["n"] = "", ["m"] = new List<object?> { "甲" } }).Count.ShouldBe(2);
        form.Check(new Dictionary<string, object?> { ["n"] = "0", ["m"] = "乙", ["a"] = "x", ["b"] = "y" }).Values.Count.ShouldBe(4);
    }

    [Fact]
    public void Every_mistake_of_the_author_has_its_sentence() => Should.Throw<InvalidFormException>(() => Parse("""
        [{"name": "first", "label": "x", "visibleWhen": {"field": "kind", "equals": "重大"}},
         {"name": "kind", "label": "类别", "type": "choice", "options": ["重大"]},
         {"name": "a", "visibleWhen": {"field": "kind", "equals": "一般"}},
         {"name": "b", "visibleWhen": {"equals": "重大"}},
         {"name": "c", "visibleWhen": "kind"},
         {"name": "p", "type": "photo"},
         {"name": "d", "visibleWhen": {"field": "p", "equals": "x"}},
         {"name": "t", "type": "table", "columns": [{"name": "x", "readOnly": true}, {"name": "s", "type": "signature"}]},
         {"name": "i", "type": "items", "options": ["y"], "readOnly": true},
         {"name": "e", "default": "{{1 +}}"},
         {"name": "f", "default": "{{Summary}}，{{getVariable('Year') + 1}}"}]
        """)).Problems.Select(problem => problem[..Math.Min(problem.Length, 18)]).ShouldBe([.. new[] {
            "字段“b”的 visibleWhen 应写明 fie",
            "字段“c”的 visibleWhen 应写明 fie",
            "表格的列“x”不能单独只读、隐藏或按条件显示，请",
            "表格的列“s”不能是地点、签名或带格式的文字。",
            "逐项意见“i”不能只读或隐藏。",
            "字段“e”的默认值写得不对：第 1 ",
            "字段“first”的 visibleWhen 应指排",
            "字段“a”的 visibleWhen 中“一般”不是",
            "字段“d”的 visibleWhen 不能以“p”为",
        }.Select(problem => problem[..Math.Min(problem.Length, 18)])], ignoreOrder: true);

    [Fact]
    public void A_form_says_the_same_after_it_was_stored_with_its_task()
    {
        var spec = new TaskSpec("变更", TaskMode.Any, [], [], [], Change);
        var json = JsonSerializer.Serialize(spec, Values.Json);
        var again = JsonSerializer.Deserialize<TaskSpec>(json, Values.Json)!.Form;

        again.Check(Of("替换")).Problems.Select(problem => problem.Path).ShouldBe(["reason", "instead"]);
        again.Check(Of("一般")).Values.Keys.ShouldBe(["kind", "budget"]);
        json.ShouldNotContain("\"readOnly\":false", Case.Sensitive, "a form without such settings is stored as before");
    }

    [Theory]
    [InlineData("""{"town": " 营盘镇 ", "village": "秦丰村"}""", "", "营盘镇", "秦丰村")]
    [InlineData("""{"region": "zs-yp", "town": "别的", "village": ""}""", "zs-yp", "", "")]
    [InlineData("\"营盘镇\"", "", "营盘镇", "")]
    public void A_place_is_one_of_the_tree_or_in_words(string json, string region, string town, string village)
    {
        var answer = Place.Check(new Dictionary<string, object?> { ["place"] = JsonSerializer.Deserialize<JsonElement>(json) });

        answer.Problems.ShouldBeEmpty();
        var place = answer.Values["place"].ShouldBeOfType<Dictionary<string, object?>>();
        (place["region"] ?? "", place["town"] ?? "", place["village"] ?? "").ShouldBe((region, town, village));
    }

    [Theory]
    [InlineData("""{"village": "秦丰村"}""", "“地点”还没有选乡镇（街道）。")]
    [InlineData("""{"region": 7}""", "“地点”选择得不正确，请重新选择。")]
    [InlineData("[1]", "“地点”选择得不正确，请重新选择。")]
    [InlineData("""{"region": "", "town": " "}""", "“地点”必填。")]
    public void A_place_that_says_nothing_is_refused(string json, string sentence) =>
        Place.Check(new Dictionary<string, object?> { ["place"] = JsonSerializer.Deserialize<JsonElement>(json) }).Problems.Single().ShouldBe(new FieldProblem("place", sentence));

    [Fact]
    public void Formatted_text_is_cleaned_counted_by_its_words_and_refused_when_it_is_all_marks()
    {
        var form = Parse("""[{"name": "t", "label": "正文", "type": "richText", "required": true, "maxLength": 4}, {"name": "s", "label": "签名", "type": "signature"}]""");

        form.Check(new Dictionary<string, object?> { ["t"] = "<p onclick=x>一二<b>三四</b></p>", ["s"] = "abc" }).Values["t"].ShouldBe("<p>一二<strong>三四</strong></p>");
        Problem("<p>一二三四五</p>").ShouldBe("“正文”最多 4 个字，现有 5 个字。");
        Problem("<p> <br></p><script>x</script>").ShouldBe("“正文”必填。");
        Problem(new string('<', 5000)).ShouldBe("“正文”的格式太多，请去掉一些格式或分段后再提交。");
        form.Files(new Dictionary<string, object?> { ["s"] = "abc" }).Single().Id.ShouldBe("abc");

        string Problem(string text) => form.Check(new Dictionary<string, object?> { ["t"] = text }).Problems.Single().Sentence;
    }

    [Fact]
    public void Defaults_are_worked_out_when_the_task_is_handed_out()
    {
        var people = new[] { new { role = "ScLeader" } };
        var run = StepRun.Of(new FakeCycle().With("ScLeader", "甲"),
            [
                StepRun.Step("first", "Minsheng.HumanTask", new { title = "申请", assignees = people, saveTo = "Request", form = new object[] { new { name = "amount", type = "money" }, new { name = "who", type = "text" } } }),
                StepRun.Step("second", "Minsheng.HumanTask", new
                {
                    title = "核对", assignees = people,
                    form = new object[]
                    {
                        new { name = "amount", label = "原投资", type = "money", @default = "{{getVariable('Request').amount}}", readOnly = true },
                        new { name = "say", label = "说明", type = "text", @default = "由{{getVariable('Request').who}}申请，{{Nobody}}见附件" },
                    },
                }),
            ], "first:Done->second");

        run.Act("甲", "Done", new { amount = 1280.5, who = "{{Request}}<b>" });
        run.Task.Form.Fields.Select(field => field.Default).ShouldBe([1280.5, "由{{Request}}<b>申请，见附件"], "what somebody typed is never worked out again");
        run.Task.Form.Check(new Dictionary<string, object?> { ["amount"] = 1, ["say"] = "好" }).Values["amount"].ShouldBe(1280.50m);
    }

    private static readonly Form Place = Parse("""[{"name": "place", "label": "地点", "type": "region", "required": true}]""");

    private static Dictionary<string, object?> Of(string kind) => new() { ["kind"] = kind };

    private static Form Parse(string json) => Form.Parse(JsonSerializer.Deserialize<JsonElement>(json));
}
