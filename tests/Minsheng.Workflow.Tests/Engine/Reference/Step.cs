using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Tests.Engine.Reference;

internal enum Kind
{
    Start, Write, Wait, Fault, Decision, Fork, Switch, Join, End, Finish, Complete, Break,
    Sequence, Parallel, If, For, ForEach, ParallelForEach, FlowNode, Flowchart,
}

/// <summary>An arrow of a flowchart.</summary>
internal sealed record Arrow(string From, string Port, string To)
{
    public string Key => $"{From}:{Port}->{To}:In";
}

/// <summary>A step of a made-up definition: what the reference runs, and what it looks like as Elsa JSON.</summary>
internal sealed class Step
{
    public required string Id { get; init; }
    public required Kind Kind { get; init; }

    /// <summary>Steps inside: the list of a container, the body of a loop, or then and else.</summary>
    public List<Step> Inside { get; } = [];
    public List<Arrow> Arrows { get; } = [];

    /// <summary>Outcomes of a fork or switch.</summary>
    public List<string> Outcomes { get; init; } = [];
    public bool Condition { get; init; }
    public int Rounds { get; init; }
    public string Mode { get; init; } = "WaitAny";
    public bool CanStart { get; init; }

    public bool IsTerminal => Kind is Kind.End or Kind.Finish or Kind.Complete or Kind.Break;
    public bool IsLoop => Kind is Kind.For or Kind.ForEach or Kind.ParallelForEach;

    public static string ToDefinition(Step root) =>
        new JsonObject { ["definitionId"] = "made-up", ["name"] = "made-up", ["root"] = root.ToJson() }.ToJsonString();

    private JsonObject ToJson()
    {
        var json = new JsonObject { ["id"] = Id, ["type"] = Kind == Kind.Wait ? "Minsheng.Wait" : $"Elsa.{TypeName}", ["version"] = 1 };
        if (CanStart) json["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        switch (Kind)
        {
            case Kind.Write:
                json["text"] = Input("String", "Literal", Id);
                break;
            case Kind.Fault:
                json["message"] = Input("String", "Literal", $"{Id} failed");
                break;
            case Kind.Decision or Kind.If:
                json["condition"] = Input("Boolean", "Literal", Condition);
                if (Kind == Kind.If && Inside.Count > 0) json["then"] = Inside[0].ToJson();
                if (Kind == Kind.If && Inside.Count > 1) json["else"] = Inside[1].ToJson();
                break;
            case Kind.Fork:
                json["branches"] = Input("String[]", "Object", new JsonArray([.. Outcomes.Select(name => (JsonNode)name)]).ToJsonString());
                break;
            case Kind.Switch:
                json["mode"] = Input("SwitchMode", "Literal", "MatchAny");
                json["cases"] = new JsonArray([.. new[] { "A", "B", "C" }.Select(label => (JsonNode)new JsonObject
                {
                    ["label"] = label,
                    ["condition"] = new JsonObject { ["type"] = "Literal", ["value"] = Outcomes.Contains(label) },
                })]);
                break;
            case Kind.Join:
                json["mode"] = Input("FlowJoinMode", "Literal", Mode);
                break;
            case Kind.For:
                json["start"] = Input("Int32", "Literal", 1);
                json["end"] = Input("Int32", "Literal", Math.Max(1, Rounds));
                json["outerBoundInclusive"] = Input("Boolean", "Literal", Rounds > 0);
                json["body"] = Inside[0].ToJson();
                break;
            case Kind.ForEach or Kind.ParallelForEach:
                json["items"] = Input("Object", "Object", new JsonArray([.. Enumerable.Range(0, Rounds).Select(number => (JsonNode)$"{number}")]));
                json["body"] = Inside[0].ToJson();
                break;
            case Kind.FlowNode:
                json["body"] = Inside[0].ToJson();
                break;
            case Kind.Sequence or Kind.Parallel or Kind.Flowchart:
                json["activities"] = new JsonArray([.. Inside.Select(step => (JsonNode)step.ToJson())]);
                break;
        }
        if (Kind == Kind.Flowchart)
            json["connections"] = new JsonArray([.. Arrows.Select(arrow => (JsonNode)new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = arrow.From, ["port"] = arrow.Port },
                ["target"] = new JsonObject { ["activity"] = arrow.To, ["port"] = "In" },
            })]);
        return json;
    }

    private string TypeName => Kind switch
    {
        Kind.Write => "WriteLine",
        Kind.Decision => "FlowDecision",
        Kind.Fork => "FlowFork",
        Kind.Switch => "FlowSwitch",
        Kind.Join => "FlowJoin",
        _ => Kind.ToString(),
    };

    private static JsonObject Input(string typeName, string type, JsonNode value) =>
        new() { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };
}
