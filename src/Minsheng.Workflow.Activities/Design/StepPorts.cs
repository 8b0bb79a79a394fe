using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Design;

/// <param name="Label">What people call this way of leaving a step.</param>
internal sealed record StepPort(string Name, string Label);

/// <summary>The ways a step can be left, as far as its file tells.</summary>
internal static class StepPorts
{
    private static readonly StepPort Plain = new(Outcomes.Done, "完成");

    public static IReadOnlyList<StepPort> Of(JsonObject step) => StepTree.Type(step) switch
    {
        "Elsa.End" or "Elsa.Finish" or "Elsa.Break" or "Elsa.Complete" or "Elsa.Fault" => [],
        "Elsa.FlowSwitch" => [.. Named(step["cases"] as JsonArray, "label", "label"), new StepPort("Default", "其他")],
        "Elsa.FlowFork" => [.. Words(step["branches"]).Select(word => new StepPort(word, word))],
        "Elsa.RunJavaScript" => Words(step["possibleOutcomes"]) is { Count: > 0 } words ? [.. words.Select(word => new StepPort(word, word))] : [Plain],
        "Minsheng.HumanTask" => Buttons(step),
        var type when StepCatalog.All.Find(type) is { } known => [.. known.Label.Outcomes.Zip(known.Label.OutcomeNames, (name, label) => new StepPort(name, label))],
        _ => [Plain],
    };

    private static List<StepPort> Buttons(JsonObject step)
    {
        var ports = Named(InputValue.Read(step["actions"]).Constant as JsonArray, "outcome", "label").DistinctBy(port => port.Name).ToList();
        if (ports.Count == 0) ports.Add(Plain);
        if (InputValue.Read(step["onTimeout"]).Constant?.ToString() == nameof(OnTimeout.Pass) && ports.TrueForAll(port => port.Name != "Timeout")) ports.Add(new StepPort("Timeout", "逾期"));
        return ports;
    }

    private static IEnumerable<StepPort> Named(JsonArray? list, string name, string label) =>
        (list ?? []).OfType<JsonObject>().Where(one => StepTree.Text(one[name]) is { Length: > 0 }).Select(one => new StepPort(StepTree.Text(one[name])!, StepTree.Text(one[label]) ?? StepTree.Text(one[name])!));

    private static List<string> Words(JsonNode? input) =>
        InputValue.Read(input).Constant is JsonArray list ? [.. list.Select(StepTree.Text).OfType<string>().Where(word => word.Length > 0).Distinct(StringComparer.Ordinal)] : [];
}
