using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Steps;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>What a step looks like that has just been put down.</summary>
internal static class NewSteps
{
    public static JsonObject Make(string type, string id, string title)
    {
        var json = new JsonObject
        {
            ["id"] = id,
            ["type"] = type,
            ["version"] = 1,
            ["name"] = id,
            ["customProperties"] = new JsonObject(),
            ["metadata"] = new JsonObject { ["displayText"] = title, ["designer"] = new JsonObject() },
        };
        if (type is "Elsa.Flowchart" or "Elsa.Sequence" or "Elsa.Parallel") json["activities"] = new JsonArray();
        if (type == "Elsa.Flowchart") json["connections"] = new JsonArray();
        // A step that asks people says by itself what it is about.
        if (StepCatalog.All.Find(type)?.Inputs.FirstOrDefault(input => input.Name == "title") is { Label.Required: true })
            json["title"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = title } };
        return json;
    }

    public static string NameOf(string type) => StepCatalog.All.Find(type)?.Label.Name ?? type[(type.LastIndexOf('.') + 1)..];

    /// <summary>The outcome by which a step passes on in the ordinary course; null when it is an end.</summary>
    public static string? FirstPort(JsonObject step) => StepPorts.Of(step) is [var first, ..] ? first.Name : null;

    public static string Stem(string type) => JsonNamingPolicy.KebabCaseLower.ConvertName(type[(type.LastIndexOf('.') + 1)..]) is { Length: > 0 } stem ? stem : "step";
}
