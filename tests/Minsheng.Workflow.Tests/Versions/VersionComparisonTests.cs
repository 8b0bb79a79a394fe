using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Versions;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Versions;

/// <summary>What people read when two versions of a procedure are laid side by side.</summary>
public class VersionComparisonTests
{
    private const string Zhashui = "zhashui-three-reviews.json";

    public static TheoryData<string> Files() => [.. Shipped.Files];

    [Theory, MemberData(nameof(Files))]
    public void A_version_beside_itself_has_no_difference(string file) => Compare(Shipped.Text(file), Shipped.Text(file)).Changes.ShouldBeEmpty();

    [Theory, MemberData(nameof(Files))]
    public void Whatever_member_of_whatever_step_is_changed_a_sentence_names_the_step(string file)
    {
        var text = Shipped.Text(file);
        var count = ProcedureDesign.Open(text).Steps().Count();
        var chance = new Random(file.Length * 104729);
        for (var step = 1; step < count; step++)
        {
            var edited = ProcedureDesign.Open(text);
            var (address, json) = edited.Steps().ElementAt(step);
            var members = json.Select(member => member.Key).Where(member => member is not ("id" or "activities" or "connections") && !IsStep(json[member])).ToList();
            var member = members[chance.Next(members.Count)];
            var title = Title(json);
            Spoil(json, member, chance);

            var changes = Compare(text, edited.Write()).Changes;

            changes.ShouldNotBeEmpty($"{file} {address.Path} {member}");
            changes.ShouldContain(change => change.Sentence.Contains(title, StringComparison.Ordinal) || change.Sentence.Contains(Title(json), StringComparison.Ordinal), $"{file} {address.Path} {member}: {string.Join(" ", changes.Select(change => change.Sentence))}");
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_way_that_leads_elsewhere_or_is_taken_out_is_told_with_its_step(string file)
    {
        var text = Shipped.Text(file);
        var design = ProcedureDesign.Open(text);
        foreach (var (address, chart) in design.Steps().Where(step => step.Json["connections"] is JsonArray { Count: > 0 }).ToList())
            for (var index = 0; index < chart["connections"]!.AsArray().Count; index++)
            {
                var edited = ProcedureDesign.Open(text);
                var ways = edited.Scope(address.Path)!["connections"]!.AsArray();
                var from = edited.Find(new StepAddress(address.Path, ways[index]!["source"]!["activity"]!.ToString()))!;
                ways.RemoveAt(index);

                Compare(text, edited.Write()).Matters.ShouldContain(change => change.Sentence.Contains(Title(from), StringComparison.Ordinal), $"{file} {address.Path} {index}");
            }
    }

    [Theory, MemberData(nameof(Files))]
    public void Edits_at_random_never_pass_in_silence(string file)
    {
        var text = Shipped.Text(file);
        var chance = new Random(file.Length);
        for (var round = 0; round < 12; round++)
        {
            var design = ProcedureDesign.Open(text);
            var steps = design.Steps().Skip(1).Select(step => step.Address).ToList();
            var address = steps[chance.Next(steps.Count)];
            var name = Title(design.Find(address)!);
            switch (chance.Next(3))
            {
                case 0: design.Rename(address, "另起的名称"); break;
                case 1: design.Remove(address.Scope, [address.Id]); break;
                default: design.Add(address.Scope, "Minsheng.Notify", 0, 0, (address.Id, "Done")); break;
            }
            var changes = Compare(text, design.Write());
            changes.Matters.ShouldContain(change => change.Sentence.Contains(name, StringComparison.Ordinal), string.Join(" ", changes.Changes.Select(change => change.Sentence)));
            Compare(design.Write(), text).Matters.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Names_ways_limits_people_and_forms_are_told_as_an_office_says_them()
    {
        var design = ProcedureDesign.Open(Shipped.Text(Zhashui));
        StepAddress few = new("", "too-few"), party = new("", "party-opinion");
        design.SetInput(few, "dueWorkingDays", Literal("Int32", JsonValue.Create(5)));
        var before = design.Write();

        design.SetInput(few, "dueWorkingDays", Literal("Int32", JsonValue.Create(3)));
        design.SetInput(few, "assignees", Json("""[{"role":"GovOffice"},{"body":"联席会议"}]"""));
        design.SetInput(few, "actions", Json("""[{"outcome":"CollectMore","label":"补充征集"},{"outcome":"ScreenAgain","label":"重筛"},{"outcome":"Stop","label":"不再补足"}]"""));
        design.SetInput(party, "form", Json("""{"fields":[{"name":"documentNo","label":"文号","type":"text"},{"name":"issuedOn","label":"印发日期","type":"date","required":true},{"name":"pages","label":"页数","type":"number","required":true}]}"""));
        design.Rename(new StepAddress("", "joint-meeting"), "联席会议筛选");
        design.SetProperty(few, "note", null);
        var sentences = Compare(before, design.Write()).Changes.Select(change => change.Sentence).ToList();

        sentences.ShouldBe(
        [
            "“县委印发实施意见”的表单“文号”改为选填。",
            "“县委印发实施意见”的表单删去“主要内容”。",
            "“县委印发实施意见”的表单新增“页数”（数字，必填）。",
            "步骤“代表专家研判、联席会议筛选”改名为“联席会议筛选”。",
            "“初选项目不足的处理”的备注删去了。",
            "“初选项目不足的处理”的办理人由 GovOffice 改为 GovOffice、联席会议。",
            "“初选项目不足的处理”的按钮“重新筛选”的名称由重新筛选改为重筛。",
            "“初选项目不足的处理”的按钮新增“不再补足”。",
            "“初选项目不足的处理”的时限由 5 个工作日改为 3 个工作日。",
        ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("Minsheng.HumanTask", "dueWorkingDays", "0", "5", "时限由不限改为 5 个工作日。")]
    [InlineData("Minsheng.Cadence", "inMonths", "[3]", "[9, 12]", "由 3月改为 9月、12月。")]
    [InlineData("Minsheng.Collect", "untilMonthDay", "\"09-30\"", "\"10-31\"", "由 9月30日改为 10月31日。")]
    [InlineData("Minsheng.Collect", "channels", "[\"群众\"]", "[]", "由群众改为空。")]
    [InlineData("Minsheng.Collect", "noticeTitle", "\"征集\"", "\"公告\"", "由“征集”改为“公告”。")]
    [InlineData("Minsheng.HumanTask", "dueWorkingDays", "5", "\"5\"", "时限的其他内容有改动。")]
    [InlineData("Minsheng.HumanTask", "dueWorkingDays", "5", "{\"typeName\":\"Int32\",\"expression\":{\"type\":\"Input\",\"value\":{\"name\":\"days\"}}}", "由 5 个工作日改为按设置“期限”（默认 8）。")]
    public void Values_are_told_by_what_they_mean(string type, string input, string before, string after, string sentence)
    {
        string With(string value) => $$$"""{"name":"小","inputs":[{"name":"days","displayName":"期限","defaultValue":8}],"root":{"id":"root","type":"Elsa.Flowchart","activities":[{"id":"s","type":"{{{type}}}","{{{input}}}":{{{value}}} }],"connections":[]} }""";

        Compare(With(before), With(after)).Changes.ShouldHaveSingleItem().Sentence.ShouldEndWith(sentence);
    }

    [Fact]
    public void A_step_put_between_two_others_is_told_with_its_place_and_marked_on_the_chart()
    {
        var text = Shipped.Text(Zhashui);
        var design = ProcedureDesign.Open(text);
        var made = design.Add("", "Minsheng.Announce", 500, 60, ("party-opinion", "Done"));
        design.Rename(made, "公示");
        var comparison = Compare(text, design.Write());

        comparison.Changes.Select(change => change.Sentence).ShouldContain("新增步骤“公示”，在“县委印发实施意见”之后，办完到“广泛征集”。");
        comparison.Changes.Select(change => change.Sentence).ShouldContain("“县委印发实施意见”的下一步由“广泛征集”改为“公示”。");
        comparison.Marks("").ShouldBe(new Dictionary<string, ChangeKind> { [made.Id] = ChangeKind.Added, ["party-opinion"] = ChangeKind.Changed }, ignoreOrder: true);

        var back = Compare(design.Write(), text);
        back.Marks("")[made.Id].ShouldBe(ChangeKind.Removed);
        back.Changes.Select(change => change.Sentence).ShouldContain("删去步骤“公示”（原在“县委印发实施意见”之后）。");
    }

    [Fact]
    public void Settings_of_the_year_are_told_with_the_steps_that_take_them()
    {
        var text = Shipped.Text(Zhashui);
        var json = ElsaJson.Read(text).Json;
        json["inputs"]!.AsArray().First(input => input!["name"]!.ToString() == "planDays")!["defaultValue"] = 15;
        json["name"] = "柞水四审票决";

        Compare(text, json.ToJsonString()).Changes.Select(change => change.Sentence).ShouldBe(
            ["方案的名称由“柞水三审票决”改为“柞水四审票决”。", "设置“任务分解期限”的默认值由 20 改为 15（用在“任务分解：四个一”）。"], ignoreOrder: true);
    }

    [Fact]
    public void Moving_boxes_is_told_apart_from_what_is_handled_differently()
    {
        var text = Shipped.Text(Zhashui);
        var design = ProcedureDesign.Open(text);
        design.Move("", [("collect", 5, 5)]);
        var comparison = Compare(text, design.Write());

        comparison.Matters.ShouldBeEmpty();
        comparison.Changes.ShouldHaveSingleItem().Sentence.ShouldBe("图上的位置有调整：“广泛征集”（不影响办理）。");
    }

    [Fact]
    public void What_the_platform_does_not_know_is_told_honestly()
    {
        const string Text = """{"definitionId":"x","name":"x","root":{"id":"root","type":"Elsa.Flowchart","activities":[{"id":"mail","type":"Elsa.SendEmail","metadata":{"displayText":"发信"},"subject":{"a":1}}],"connections":[]}}""";
        Compare(Text, Text.Replace("\"a\":1", "\"a\":2", StringComparison.Ordinal)).Changes.ShouldHaveSingleItem().Sentence.ShouldBe("“发信”的其他内容（subject）有改动。");
    }

    private static VersionComparison Compare(string before, string after) => VersionComparison.Of(ElsaJson.Read(before), ElsaJson.Read(after), DesignNames.Plain);

    private static JsonObject Literal(string type, JsonNode? value) => new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };

    private static JsonObject Json(string value) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = JsonNode.Parse(value) } };

    private static bool IsStep(JsonNode? node) => node is JsonObject json && json["type"]?.ToString().Contains('.', StringComparison.Ordinal) == true;

    private static string Title(JsonObject step) => step["metadata"]?["displayText"]?.ToString() is { Length: > 0 } text ? text[..Math.Min(39, text.Length)] : step["name"]?.ToString() ?? step["id"]?.ToString() ?? "";

    /// <summary>Changes some leaf below a member.</summary>
    private static void Spoil(JsonObject json, string member, Random chance)
    {
        switch (json[member])
        {
            case JsonObject { Count: > 0 } inner when inner.Any(one => !IsStep(one.Value)):
                var names = inner.Where(one => !IsStep(one.Value)).Select(one => one.Key).ToList();
                Spoil(inner, names[chance.Next(names.Count)], chance);
                break;
            case JsonArray { Count: > 0 } list when list[chance.Next(list.Count)] is JsonObject { Count: > 0 } item:
                Spoil(item, item.Select(one => one.Key).First(), chance);
                break;
            case JsonArray list: list.Add("多出的一项"); break;
            case JsonValue value when value.TryGetValue<bool>(out var flag): json[member] = !flag; break;
            case JsonValue value when value.TryGetValue<double>(out var number): json[member] = number + 7; break;
            default: json[member] = $"{json[member]}改"; break;
        }
    }
}
