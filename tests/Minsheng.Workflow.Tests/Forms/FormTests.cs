using System.Text.Json;
using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Tests.Forms;

public class FormTests
{
    private static readonly Form Plan = Parse("""
        {"fields": [
          {"name": "title", "label": "项目名称", "type": "text", "required": true, "maxLength": 10},
          {"name": "content", "label": "主要内容", "type": "paragraph"},
          {"name": "invest", "label": "投资概算", "type": "money", "required": true, "max": 100000},
          {"name": "people", "label": "受益人数", "type": "number", "min": 1},
          {"name": "due", "label": "完成时限", "type": "date", "required": true, "min": "2026-01-01", "max": "2026-12-31"},
          {"name": "domain", "label": "领域", "type": "choice", "options": ["教育", {"value": "health", "label": "医疗"}]},
          {"name": "funds", "label": "资金来源", "type": "multiChoice", "options": ["本级财政", "上级补助", "债券"], "max": 2},
          {"name": "leader", "label": "责任人", "type": "person"},
          {"name": "files", "label": "附件", "type": "attachment", "max": 2},
          {"name": "photos", "label": "现场照片", "type": "photo", "max": 1},
          {"name": "grade", "label": "评价", "type": "rating"}
        ]}
        """);

    [Theory]
    [InlineData("invest", "100000.01", "“投资概算”应在 0 到 100000 万元之间，最多两位小数。")]
    [InlineData("invest", "-1", "“投资概算”应在 0 到 100000 万元之间，最多两位小数。")]
    [InlineData("invest", "12.345", "“投资概算”应在 0 到 100000 万元之间，最多两位小数。")]
    [InlineData("invest", "\"一百\"", "“投资概算”应为数字。")]
    [InlineData("invest", "\"1,5\"", "“投资概算”应为数字。")]
    [InlineData("invest", "1e400", "“投资概算”应为数字。")]
    [InlineData("people", "0", "“受益人数”应不小于 1。")]
    [InlineData("title", "\"  \"", "“项目名称”必填。")]
    [InlineData("title", "\"一二三四五六七八九十一\"", "“项目名称”最多 10 个字，现有 11 个字。")]
    [InlineData("title", "true", "“项目名称”应为文字。")]
    [InlineData("due", "null", "“完成时限”必填。")]
    [InlineData("due", "\"2027-01-01\"", "“完成时限”应在 2026 年 1 月 1 日到 2026 年 12 月 31 日之间。")]
    [InlineData("due", "\"2026-02-30\"", "“完成时限”应为日期，如 2026-06-30。")]
    [InlineData("domain", "\"医疗\"", "“领域”只能从所列选项中选择。")]
    [InlineData("funds", "[\"本级财政\", \"社会\"]", "“资金来源”只能从所列选项中选择。")]
    [InlineData("funds", "[\"本级财政\", \"上级补助\", \"债券\"]", "“资金来源”最多 2 项。")]
    [InlineData("leader", "[]", null)]
    [InlineData("leader", "{}", "“责任人”选择得不正确，请重新选择。")]
    [InlineData("files", "[\"a\", \"b\", \"c\"]", "“附件”最多 2 个文件。")]
    [InlineData("photos", "[\"a\", \"b\"]", "“现场照片”最多 1 张照片。")]
    [InlineData("grade", "\"很满意\"", "“评价”只能从所列选项中选择。")]
    public void Every_mistake_has_its_sentence(string field, string json, string? sentence)
    {
        var values = Good();
        values[field] = JsonSerializer.Deserialize<JsonElement>(json);

        var answer = Plan.Check(values);

        answer.IsValid.ShouldBe(sentence is null);
        answer.Problems.ShouldBe(sentence is null ? [] : [new FieldProblem(field, sentence)]);
    }

    [Fact]
    public void A_good_answer_comes_back_in_normal_form()
    {
        var answer = Plan.Check(new Dictionary<string, object?>
        {
            ["title"] = "  幸福路\n改造 ",
            ["content"] = "第一段\r\n第二段\u0007",
            ["invest"] = "１，２３４.５",
            ["people"] = 200_000,
            ["due"] = "2026年10月1日",
            ["domain"] = "health",
            ["funds"] = new[] { "债券", "本级财政", "债券" },
            ["files"] = "f1",
            ["grade"] = "基本满意",
            ["stranger"] = "dropped",
        });

        answer.Problems.ShouldBeEmpty();
        answer.Values["title"].ShouldBe("幸福路 改造");
        answer.Values["content"].ShouldBe("第一段\n第二段");
        answer.Values["invest"]!.ToString().ShouldBe("1234.50");
        answer.Values["people"].ShouldBe(200_000m);
        answer.Values["due"].ShouldBe("2026-10-01");
        answer.Values["funds"].ShouldBe(new List<string> { "本级财政", "债券" });
        answer.Values["files"].ShouldBe(new List<string> { "f1" });
        answer.Values["leader"].ShouldBeNull();
        answer.Values.Keys.ShouldNotContain("stranger");
        JsonSerializer.Serialize(answer.Values).ShouldContain("\"invest\":1234.50");
    }

    [Fact]
    public void A_default_fills_what_is_not_mentioned_but_not_what_was_cleared()
    {
        var form = Parse("""[{"name": "days", "label": "期限", "type": "number", "required": true, "default": 30}]""");

        form.Check(new Dictionary<string, object?>()).Values["days"].ShouldBe(30m);
        form.Check(new Dictionary<string, object?> { ["days"] = "" }).Problems.Single().Sentence.ShouldBe("“期限”必填。");
    }

    [Fact]
    public void A_rare_character_counts_as_one() =>
        Parse("""[{"name": "n", "label": "姓名", "type": "text", "maxLength": 2}]""")
            .Check(new Dictionary<string, object?> { ["n"] = "𠮷𠮷" }).IsValid.ShouldBeTrue();

    [Fact]
    public void Tables_are_checked_row_by_row_and_empty_rows_are_dropped()
    {
        var form = Parse("""
            [{"name": "funding", "label": "资金", "type": "table", "required": true, "max": 2, "columns": [
              {"name": "source", "label": "来源", "type": "text", "required": true},
              {"name": "amount", "label": "金额", "type": "money"}]}]
            """);

        var answer = form.Check(Json("""{"funding": [{"source": "", "amount": null}, {"source": "本级财政", "amount": "10"}, {"amount": -1}]}"""));

        answer.Problems.ShouldBe([
            new FieldProblem("funding[1].source", "“资金”第 2 行：“来源”必填。"),
            new FieldProblem("funding[1].amount", "“资金”第 2 行：“金额”应不小于 0 万元，最多两位小数。")]);
        form.Check(Json("""{"funding": [{"source": " "}]}""")).Problems.Single().Sentence.ShouldBe("“资金”必填。");
        form.Check(Json("""{"funding": [{"source": "a"}, {"source": "b"}, {"source": "c"}]}""")).Problems.Single().Sentence.ShouldBe("“资金”最多 2 行。");
        form.Check(Json("""{"funding": 7}""")).Problems.Single().Sentence.ShouldBe("“资金”应为表格。");
    }

    private static readonly Form Review = Parse("""
        [{"name": "opinions", "label": "逐项意见", "type": "items", "required": true,
          "options": ["同意", {"value": "drop", "label": "不列入"}], "reasonFor": ["drop"]}]
        """);

    private static readonly string[] ThreeItems = ["p1", "p2", "p3"];

    [Fact]
    public void Item_lists_want_a_verdict_for_each_and_a_reason_where_the_form_says_so()
    {
        var answer = Review.Check(Json("""{"opinions": [{"item": "p1", "verdict": "同意"}, {"item": "p2", "verdict": "drop", "reason": " "}]}"""), ThreeItems);

        answer.Problems.ShouldBe([
            new FieldProblem("opinions[1].reason", "“逐项意见”第 2 项的意见为“不列入”，应填写理由。"),
            new FieldProblem("opinions", "“逐项意见”还有 1 项没有意见。")]);
    }

    [Fact]
    public void A_complete_item_list_is_accepted_in_normal_form()
    {
        var answer = Review.Check(Json("""
            {"opinions": [{"item": "p1", "verdict": "同意"}, {"item": "p2", "verdict": "drop", "reason": "用地未落实"}, {"item": "p3", "verdict": "同意", "reason": ""}]}
            """), ThreeItems);

        answer.Problems.ShouldBeEmpty();
        var rows = answer.Values["opinions"].ShouldBeOfType<List<Dictionary<string, object?>>>();
        rows.Select(row => row["reason"]).ShouldBe([null, "用地未落实", null]);
    }

    [Theory]
    [InlineData("""[{"item": "p9", "verdict": "同意"}]""", "“逐项意见”第 1 项不在名单中。")]
    [InlineData("""[{"item": "p1", "verdict": "同意"}, {"item": "p1", "verdict": "同意"}]""", "“逐项意见”第 2 项重复。")]
    [InlineData("""[{"item": "p1", "verdict": "不列入"}]""", "“逐项意见”第 1 项的意见只能从所列选项中选择。")]
    [InlineData("""[1]""", "“逐项意见”应为逐项意见。")]
    public void Item_lists_refuse_strangers_repetitions_and_unknown_verdicts(string rows, string sentence) =>
        Review.Check(Json($$"""{"opinions": {{rows}}}"""), ["p1"]).Problems[0].Sentence.ShouldBe(sentence);

    [Fact]
    public void An_item_list_left_empty_is_required_too()
    {
        Review.Check(Json("""{"opinions": []}""")).Problems.Single().Sentence.ShouldBe("“逐项意见”必填。");
        Review.Check(Json("""{}"""), ["p1"]).Problems.Single().Sentence.ShouldBe("“逐项意见”还有 1 项没有意见。");
    }

    [Fact]
    public void A_wrong_form_is_refused_with_everything_that_is_wrong()
    {
        var refusal = Should.Throw<InvalidFormException>(() => Parse("""
            {"fields": [
              {"label": "无名"},
              {"name": "a", "type": "colour"},
              {"name": "b", "type": "choice"},
              {"name": "c", "type": "number", "min": 5, "max": 1},
              {"name": "c", "type": "text", "maxLength": 0},
              {"name": "t", "type": "table", "columns": [{"name": "x", "type": "items", "options": ["y"]}]},
              {"name": "i", "type": "items", "options": ["y"], "reasonFor": ["n"]},
              {"name": "d", "type": "date", "default": "soon"},
              {"name": "n", "type": "7"},
              5
            ]}
            """));

        refusal.Problems.ShouldBe([
            "表单的第 1 个字段没有 name。",
            "字段“a”的类型“colour”不认识。",
            "字段“b”没有选项。",
            "字段“c”的下限大于上限。",
            "字段“c”的 maxLength 至少为 1。",
            "表格的列“x”不能再是表格或逐项意见。",
            "字段“i”的 reasonFor 中“n”不是选项。",
            "字段“d”的默认值不符合要求：“d”应为日期，如 2026-06-30。",
            "字段“n”的类型“7”不认识。",
            "表单的第 10 个字段不是对象。",
            "表单中字段名“c”重复。"]);
        Should.Throw<InvalidFormException>(() => Parse("{}")).Problems.ShouldBe(["表单没有字段列表。"]);
    }

    [Fact]
    public void A_form_is_read_from_plain_values_as_well()
    {
        var form = Form.Parse(new Dictionary<string, object?>
        {
            ["fields"] = new[] { new Dictionary<string, object?> { ["name"] = "n", ["label"] = "数量", ["type"] = "number", ["max"] = 0.1 } },
        });

        form.Fields.Single().Max.ShouldBe(0.1m);
        form.Check(new Dictionary<string, object?> { ["n"] = 0.1 }).IsValid.ShouldBeTrue();
    }

    private static Dictionary<string, object?> Good() => new() { ["title"] = "幸福路", ["invest"] = 630m, ["due"] = "2026-06-30" };
    private static JsonElement Json(string json) => JsonSerializer.Deserialize<JsonElement>(json);
    private static Form Parse(string json) => Form.Parse(Json(json));
}
