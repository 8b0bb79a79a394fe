using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Written;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>Values of the file as people say them, on screen, in comparisons and on paper.</summary>
public class ValueWordsTests
{
    private static string? Words(string type, string input, string json) =>
        ValueWords.Of(PropertyField.Of(new JsonObject { ["type"] = type }).Single(field => field.Name == input), JsonNode.Parse(json), DesignNames.Plain);

    [Theory]
    [InlineData("Minsheng.Collect", "untilMonthDay", "\"09-30\"", "9月30日")]
    [InlineData("Minsheng.Collect", "untilMonthDay", "\"年底\"", "年底")]
    [InlineData("Minsheng.Ballot", "rounding", "\"ceil\"", "进一")]
    [InlineData("Minsheng.Ballot", "majorityStrict", "true", "是")]
    [InlineData("Minsheng.Collect", "channels", "[\"群众\", \"代表\"]", "群众、代表")]
    [InlineData("Minsheng.Collect", "assignees", "[{\"body\":\"县政府\"},{\"unit\":\"住建局\"}]", "县政府、住建局")]
    [InlineData("Minsheng.Collect", "days", "30", "30")]
    [InlineData("Minsheng.Collect", "days", "null", "")]
    [InlineData("Minsheng.Assess", "parties", "[{\"name\":\"群众\"}]", null)]
    public void A_value_is_said_as_its_input_means_it(string type, string input, string json, string? words) => Words(type, input, json).ShouldBe(words);

    [Fact]
    public void On_paper_a_day_of_any_year_is_no_code()
    {
        var text = new ProcedureWriter(DesignNames.Plain, _ => null).Write(ElsaJson.Read(Shipped.Text("huangbao-1233.json"))).Text();

        text.ShouldContain("征集截止月日：12月31日。");
        text.ShouldContain("到 12月31日（可另设） 截止");
    }

    [Fact]
    public void Scripts_know_a_setting_by_another_case_and_two_that_differ_in_case_only_stop_nobody_from_reading()
    {
        var written = new ProcedureWriter(DesignNames.Plain, _ => null).Write(ElsaJson.Read("""
            {"name":"小","inputs":[{"name":"who","displayName":"主办","defaultValue":"住建局"},{"name":"Who","displayName":"协办","defaultValue":"财政局"}],
             "root":{"id":"root","type":"Elsa.Flowchart","activities":[{"id":"n","type":"Minsheng.Notify","metadata":{"displayText":"通知"},
              "to":{"typeName":"Object","expression":{"type":"JavaScript","value":"[{ unit: getWho() }]"}}}],"connections":[]}}
            """)).Text();

        written.ShouldContain("通知住建局（可另设）");
    }
}
