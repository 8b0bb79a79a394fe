using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>What may be set anew for each year, by the names that steps and scripts know it by.</summary>
internal sealed class YearSettings
{
    private readonly Dictionary<string, JsonObject> _byName = new(StringComparer.OrdinalIgnoreCase);

    public YearSettings(WorkflowDefinition definition)
    {
        foreach (var (name, json) in definition.Inputs) _byName.TryAdd(name, json);
    }

    public bool Has(string name) => _byName.ContainsKey(name);

    /// <summary>What people call it; of one that is gone, its name in the file.</summary>
    public string Title(string name) => StepTree.Text(_byName.GetValueOrDefault(name)?["displayName"]) ?? name;

    /// <summary>What it is as long as no year says otherwise.</summary>
    public JsonNode? Default(string name) => _byName.GetValueOrDefault(name)?["defaultValue"];

    /// <summary>An input of a step as it will be unless a year is told otherwise; null where nothing is stated or it is worked out.</summary>
    public JsonNode? Known(InputValue value) => value.Mode switch
    {
        InputMode.Constant => value.Constant,
        InputMode.Setting => Default(value.Text),
        _ => null,
    };
}
