using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Engine.Definitions;

/// <summary>
/// A definition as its JSON, with the members we understand within reach. The JSON is the truth:
/// members we do not know stay where they are and are written back unchanged.
/// </summary>
public sealed class WorkflowDefinition(JsonObject json)
{
    public JsonObject Json { get; } = json;

    public string Id => Text("id") ?? DefinitionId;
    public string DefinitionId => Text("definitionId") ?? Text("id") ?? Name;
    public string Name => Text("name") ?? Text("definitionId") ?? "未命名方案";
    public string? Description => Text("description");
    public int Version => Json["version"] is JsonValue value && value.TryGetValue<int>(out var version) ? version : 1;
    public JsonObject? Root => Json["root"] as JsonObject;
    public JsonObject? CustomProperties => Json["customProperties"] as JsonObject;
    public bool UsableAsActivity => Flag(Json["options"]?["usableAsActivity"]) ?? Flag(Json["usableAsActivity"]) ?? false;

    /// <summary>True when the definition asks that one fault ends the whole run, as Elsa's FaultStrategy does.</summary>
    public bool FaultsAsAWhole =>
        Json["options"] is JsonObject options && options["incidentStrategyType"] is JsonValue value
        && value.TryGetValue<string>(out var name) && name.Contains("FaultStrategy", StringComparison.Ordinal);

    /// <summary>The type name other definitions use when they embed this one: Elsa's pascalised workflow name.</summary>
    public string ActivityType => Pascalise(Name);

    public IEnumerable<(string Name, JsonObject Json)> Inputs => Named("inputs");
    public IEnumerable<(string Name, JsonObject Json)> Outputs => Named("outputs");

    private IEnumerable<(string, JsonObject)> Named(string member) =>
        Json[member] is JsonArray list
            ? list.OfType<JsonObject>().Select(item => (item["name"]?.ToString() ?? "", item)).Where(item => item.Item1.Length > 0)
            : [];

    private string? Text(string member) =>
        Json[member] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static bool? Flag(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    private static string Pascalise(string name) =>
        string.Concat(name.Split([' ', '-', '_', '.', '/'], StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
