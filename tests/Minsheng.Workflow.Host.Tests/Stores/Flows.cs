using System.Text;
using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>Small definitions, a line each.</summary>
internal static class Flows
{
    public static byte[] Sequence(string id, params JsonObject[] steps) => Definition(id, new JsonObject
    {
        ["type"] = "Elsa.Sequence",
        ["id"] = "root",
        ["activities"] = new JsonArray([.. steps]),
    });

    /// <summary>A decision that cannot be made, with a task on either way.</summary>
    public static byte[] Undecidable(string id) => Definition(id, new JsonObject
    {
        ["type"] = "Elsa.Flowchart",
        ["id"] = "root",
        ["activities"] = new JsonArray(Step("Elsa.FlowDecision", "decide", ("condition", new JsonObject { ["script"] = "nothing.here.at.all" })), Task("yes", "Any", "p1"), Task("no", "Any", "p2")),
        ["connections"] = JsonNode.Parse("""[{"source":{"activity":"decide","port":"True"},"target":{"activity":"yes"}},{"source":{"activity":"decide","port":"False"},"target":{"activity":"no"}}]"""),
    });

    /// <summary>Steps on a chart, one after the other in this order.</summary>
    public static byte[] Chart(string id, string[] order, params JsonObject[] steps) => Definition(id, new JsonObject
    {
        ["type"] = "Elsa.Flowchart",
        ["id"] = "root",
        ["activities"] = new JsonArray([.. steps]),
        ["connections"] = new JsonArray([.. order.Zip(order.Skip(1), (from, to) => new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = from, ["port"] = from == "rest" ? "Done" : "Yes" },
            ["target"] = new JsonObject { ["activity"] = to },
        })]),
    });

    public static byte[] Parallel(string id, params JsonObject[] steps) => Definition(id, new JsonObject
    {
        ["type"] = "Elsa.Parallel",
        ["id"] = "root",
        ["activities"] = new JsonArray([.. steps]),
    });

    public static JsonObject Task(string id, string mode, params string[] people) => Step("Minsheng.HumanTask", id,
        ("title", $"办理{id}"), ("mode", mode),
        ("assignees", new JsonArray([.. people.Select(person => new JsonObject { ["person"] = person })])),
        ("actions", JsonNode.Parse("""[{"outcome":"Yes","label":"同意"},{"outcome":"No","label":"不同意","needsOpinion":true}]""")!));

    public static JsonObject Form(string id, string person) => Step("Minsheng.HumanTask", id,
        ("title", $"填报{id}"), ("assignees", new JsonArray(new JsonObject { ["person"] = person })),
        ("form", JsonNode.Parse("""{"fields":[{"name":"amount","label":"金额","type":"money","required":true}]}""")!), ("saveTo", "answer"));

    public static JsonObject Delay(string id, TimeSpan time) => Step("Elsa.Delay", id, ("timeSpan", time.ToString("c")));

    public static JsonObject Event(string id, string name) => Step("Elsa.Event", id, ("eventName", name));

    public static JsonObject Publish(string id, string name) => Step("Elsa.PublishEvent", id, ("eventName", name));

    public static JsonObject Children(string id, string childDefinition, int count) => Step("Elsa.BulkDispatchWorkflows", id,
        ("workflowDefinitionId", childDefinition), ("waitForCompletion", true), ("items", new JsonArray([.. Enumerable.Range(1, count).Select(n => (JsonNode)n)])));

    public static JsonObject Child(string id, JsonNode childDefinition) => Step("Elsa.ExecuteWorkflow", id,
        ("workflowDefinitionId", childDefinition), ("waitForCompletion", true));

    public static JsonObject Line(string id, string text) => Step("Elsa.WriteLine", id, ("text", text));

    /// <summary>Does to the run's cycle what a test has put under this key.</summary>
    public static JsonObject Effects(string id, string key) => Step("Test.Effects", id, ("key", key));

    public static JsonObject Fails(string id) => Step("Elsa.WriteLine", id, ("text", new JsonObject { ["script"] = "nothing.here.at.all" }));

    public static JsonObject Step(string type, string id, params (string Name, JsonNode Value)[] inputs)
    {
        var step = new JsonObject { ["type"] = type, ["id"] = id };
        foreach (var (name, value) in inputs)
        {
            var scripted = value is JsonObject json && json["script"] is not null;
            step[name] = new JsonObject
            {
                ["typeName"] = value is JsonValue ? "String" : "Object",
                ["expression"] = scripted
                    ? new JsonObject { ["type"] = "JavaScript", ["value"] = value["script"]!.DeepClone() }
                    : new JsonObject { ["type"] = value is JsonValue ? "Literal" : "Object", ["value"] = value },
            };
        }
        return step;
    }

    private static byte[] Definition(string id, JsonObject root) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["definitionId"] = id,
        ["name"] = id,
        ["version"] = 1,
        ["root"] = root,
    }.ToJsonString());
}
