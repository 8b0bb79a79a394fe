using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Procedures;

/// <summary>What an input of a definition may be, where a step takes it for one of its choices.</summary>
public static class SettingChoices
{
    /// <returns>Empty for an input that is free.</returns>
    public static IReadOnlyList<SettingChoice> Of(WorkflowDefinition definition, string input) => In(definition.Root, input) ?? [];

    private static IReadOnlyList<SettingChoice>? In(JsonNode? json, string input) => json switch
    {
        JsonArray list => list.Select(one => In(one, input)).FirstOrDefault(found => found is not null),
        JsonObject step => OfStep(step, input) ?? step.Select(member => In(member.Value, input)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static IReadOnlyList<SettingChoice>? OfStep(JsonObject step, string input) =>
        step["type"] is JsonValue value && value.TryGetValue<string>(out var type) && StepCatalog.All.Descriptors.FirstOrDefault(one => one.Type == type) is { } descriptor
            ? descriptor.Inputs.Where(one => Takes(step[one.Name], input)).Select(one => ChoiceWords.Of(one.ValueType)).FirstOrDefault(choices => choices.Count > 0)
            : null;

    private static bool Takes(JsonNode? member, string input) =>
        member is JsonObject && member["expression"] is JsonObject expression && expression["type"]?.ToString() == "Input"
        && (expression["value"] is JsonObject named ? named["name"] : expression["value"])?.ToString() == input;
}
