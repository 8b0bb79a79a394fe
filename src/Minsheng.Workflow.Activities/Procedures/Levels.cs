using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Procedures;

/// <summary>For which levels a definition says it is made: customProperties.level, or levels for several.</summary>
public static class Levels
{
    /// <summary>Empty when it does not say, or says it unintelligibly.</summary>
    public static IReadOnlyList<JurisdictionLevel> Of(WorkflowDefinition definition) => Of(definition, []);

    internal static IReadOnlyList<JurisdictionLevel> Of(WorkflowDefinition definition, List<DefinitionProblem> problems)
    {
        var levels = new List<JurisdictionLevel>();
        foreach (var (member, word) in Written(definition.CustomProperties))
            if (Enum.GetNames<JurisdictionLevel>().Contains(word, StringComparer.OrdinalIgnoreCase)) levels.Add(Enum.Parse<JurisdictionLevel>(word, ignoreCase: true));
            else problems.Add(new DefinitionProblem(null, $"$.customProperties.{member}", "bad-level", $"方案的适用层级写成了“{word}”，应为 County（县级）、Township（乡镇）或 Street（街道），请改正。"));
        return [.. levels.Distinct()];
    }

    public static string Word(JurisdictionLevel level) => level switch
    {
        JurisdictionLevel.County => "县级",
        JurisdictionLevel.Township => "乡镇",
        _ => "街道",
    };

    internal static string Words(IReadOnlyList<JurisdictionLevel> levels) => string.Join("、", levels.Select(Word));

    private static IEnumerable<(string Member, string Word)> Written(JsonObject? properties)
    {
        if (properties?["level"] is JsonValue level) yield return ("level", level.ToString());
        if (properties?["levels"] is not JsonArray list) yield break;
        foreach (var one in list) yield return ("levels", one?.ToString() ?? "");
    }
}
