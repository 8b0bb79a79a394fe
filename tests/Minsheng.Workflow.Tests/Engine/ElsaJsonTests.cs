using System.Text;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Tests.Engine;

/// <summary>What goes in comes out: nothing is lost, nothing is rewritten, and what cannot be read is refused in words.</summary>
public class ElsaJsonTests
{
    private const string Text = """{"typeName":"String","expression":{"type":"Literal","value":"VALUE"}}""";

    private static string Line(string id) => $$"""{"id":"{{id}}","type":"Elsa.WriteLine","text":{{Text.Replace("VALUE", id, StringComparison.Ordinal)}} }""";

    private static string Chart(string connections) =>
        $$"""{"root":{"id":"fc","type":"Elsa.Flowchart","activities":[{{Line("a")}},{{Line("b")}}],"connections":{{connections}} } }""";

    public static TheoryData<string> OddFiles() =>
    [
        """{}""",
        """{"root":null}""",
        """{"$schema":"https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json","madeBy":{"us":[1,2.50,1e3,null]},"root":{"id":"w","type":"Elsa.WriteLine","text":"plain","whatever":{"deep":[[["x"]]]},"metadata":{"designer":{"position":{"x":-20.25,"y":0},"colour":"red"}},"customProperties":{"mine":true}}}""",
        """{"name":"名称 with \"quotes\" \\ and \n lines 𝄞 \u0000","root":{"id":"w","type":"Elsa.WriteLine"}}""",
        """{"version":12345678901234567890,"createdAt":"2026-08-22T00:00:00+00:00","root":{"id":"s","type":"Elsa.Sequence","activities":[]}}""",
        Chart("""{"$values":[{"source":{"activity":"a","port":"Done"},"target":{"activity":"b","port":"In"}}],"$type":"list"}"""),
        Chart("""[{"Source":{"Activity":"a","Port":"Done"},"Target":{"Activity":"b","Port":"In"},"Vertices":[{"X":1,"Y":2}]}]"""),
        Chart("""[{"source":"a","target":"b","sourcePort":"Done","targetPort":"In"}]"""),
        Chart("""[{"Source":"a","Target":"b","SourcePort":"Done"}]"""),
        Chart("""{"source":{"activity":"a","port":"Done"},"target":{"activity":"b","port":"In"}}"""),
        Chart("""[{"source":{"activity":"a","port":null},"target":{"activity":"b","port":null},"vertices":[]}]"""),
        Chart("""[{"source":{"activity":"a"},"target":{"activity":"b"},"label":"kept"}]"""),
    ];

    /// <summary>The connection shapes among the odd files: all mean "a, then b".</summary>
    public static TheoryData<string> Connections() => [.. OddFiles().Select(row => row.Data).Where(file => file.Contains("connections", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(ElsaCaseTests.Names), MemberType = typeof(ElsaCaseTests))]
    public void An_elsa_file_is_written_back_as_it_was_read(string name) =>
        ShouldSurvive(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Elsa", "cases", $"{name}.json")));

    [Theory, MemberData(nameof(OddFiles))]
    public void What_is_not_understood_is_kept(string json) => ShouldSurvive(Encoding.UTF8.GetBytes(json));

    [Theory, MemberData(nameof(Connections))]
    public void Every_shape_of_connection_leads_from_a_to_b(string json)
    {
        var run = FlowRun.Start(json);

        run.Output.ShouldBe(["a", "b"]);
        run.Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void A_byte_order_mark_is_no_obstacle()
    {
        var definition = ElsaJson.Read((byte[])[0xEF, 0xBB, 0xBF, .. "{\"name\":\"方案\"}"u8]);

        definition.Name.ShouldBe("方案");
        ElsaJson.Write(definition).ShouldStartWith("{", customMessage: "written without the mark");
    }

    [Fact]
    public void Chinese_is_written_so_that_people_can_read_it() =>
        ElsaJson.Write(ElsaJson.Read("{\"name\":\"\\u6c11\\u751f\\u5b9e\\u4e8b\"}")).ShouldContain("民生实事");

    [Fact]
    public void Compiling_and_running_leave_the_file_alone()
    {
        foreach (var row in OddFiles())
        {
            var definition = ElsaJson.Read(row.Data);
            var before = ElsaJson.Write(definition);
            FlowRun.Start(definition);
            ElsaJson.Write(definition).ShouldBe(before);
        }
    }

    [Fact]
    public void A_file_far_too_large_is_refused_unread() => Refusal(new byte[50 * 1024 * 1024]).ShouldBe(("$", "too-large"));

    [Fact]
    public void A_file_at_the_limit_is_still_read()
    {
        var json = new StringBuilder("{\"name\":\"").Append('x', ElsaJson.MaxBytes - 11).Append("\"}").ToString();

        ElsaJson.Read(json).Name.Length.ShouldBe(ElsaJson.MaxBytes - 11);
        Refusal(Encoding.UTF8.GetBytes(json + " ")).ShouldBe(("$", "too-large"));
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"root\":", "}")]
    public void Ten_thousand_levels_are_refused(string open, string close) =>
        Refusal(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000)))).ShouldBe(("$", "too-deep"));

    [Theory]
    [InlineData("gb18030")]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    public void Another_encoding_is_refused(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var other = Encoding.GetEncoding(encoding);

        Refusal([.. other.GetPreamble(), .. other.GetBytes("{\"name\":\"民生实事项目\"}")]).ShouldBe(("$", "wrong-encoding"));
    }

    [Theory]
    [InlineData("", "broken-json")]
    [InlineData("   ", "broken-json")]
    [InlineData("{", "broken-json")]
    [InlineData("{\"name\":\"x\"", "broken-json")]
    [InlineData("{\"name\":\"x\",}", "broken-json")]
    [InlineData("{} {}", "broken-json")]
    [InlineData("not json", "broken-json")]
    [InlineData("{/* note */}", "broken-json")]
    [InlineData("[]", "not-a-definition")]
    [InlineData("[{\"root\":{}}]", "not-a-definition")]
    [InlineData("\"text\"", "not-a-definition")]
    [InlineData("null", "not-a-definition")]
    [InlineData("42", "not-a-definition")]
    public void What_is_no_definition_is_refused(string json, string code) => Refusal(Encoding.UTF8.GetBytes(json)).ShouldBe(("$", code));

    [Theory]
    [InlineData("""{"name":"x","name":"y"}""", "$.name")]
    [InlineData("""{"root":{"id":"a","type":"Elsa.WriteLine","id":"b"}}""", "$.root.id")]
    [InlineData("""{"root":{"activities":[{},{"text":1,"text":1}]}}""", "$.root.activities[1].text")]
    public void A_member_written_twice_is_refused_where_it_stands(string json, string path) =>
        Refusal(Encoding.UTF8.GetBytes(json)).ShouldBe((path, "duplicate-member"));

    [Fact]
    public void A_member_written_twice_with_an_escape_is_found_too() =>
        Refusal("""{"name":"x","n\u0061me":"y"}"""u8.ToArray()).ShouldBe(("$.name", "duplicate-member"));

    [Theory]
    [InlineData("""{"root":{"id":"w","name":"\ud800"}}""", "$.root.name")]
    [InlineData("""{"root":{"\udc00":1}}""", "$.root")]
    public void Half_a_character_is_refused_where_it_stands(string json, string path) =>
        Refusal(Encoding.UTF8.GetBytes(json)).ShouldBe((path, "broken-text"));

    private static void ShouldSurvive(byte[] bytes)
    {
        var original = JsonNode.Parse(bytes);

        var written = ElsaJson.Write(ElsaJson.Read(bytes));
        var again = ElsaJson.Write(ElsaJson.Read(written));

        JsonNode.DeepEquals(JsonNode.Parse(written), original).ShouldBeTrue();
        Numbers(JsonNode.Parse(written)).ShouldBe(Numbers(original), "2.50 stays 2.50");
        again.ShouldBe(written);
    }

    private static IEnumerable<string> Numbers(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(member => Numbers(member.Value)),
        JsonArray list => list.SelectMany(Numbers),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => [value.ToJsonString()],
        _ => [],
    };

    private static (string Path, string Code) Refusal(byte[] bytes)
    {
        var problem = Should.Throw<InvalidDefinitionException>(() => ElsaJson.Read(bytes)).Problems.ShouldHaveSingleItem();
        DefinitionRefusalTests.IsChinese(problem.Message).ShouldBeTrue(problem.Message);
        return (problem.Path, problem.Code);
    }
}
