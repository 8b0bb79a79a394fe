using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Procedures;

/// <summary>The 环节 of a procedure in their order: each step names its own, the file may list them all.</summary>
public static class ProcedureStages
{
    /// <summary>In the custom properties of the file.</summary>
    public const string Member = "stages";

    /// <summary>In the custom properties of a step.</summary>
    public const string StepMember = "stage";

    /// <summary>Those of a year in their order.</summary>
    public static IReadOnlyList<string> Yearly { get; } = ["征集", "初定", "审议", "票决", "监督", "评估"];

    /// <param name="named">By the steps, in the order of the file.</param>
    /// <param name="listed">What the file lists; what it leaves out comes behind.</param>
    /// <remarks>Without a list, the order of the year: a step drawn early may belong to a late 环节, e.g. a guidance group that is there from the start.</remarks>
    public static IReadOnlyList<string> Order(IEnumerable<string> named, IReadOnlyList<string> listed)
    {
        List<string> stages = [.. named.Where(stage => stage.Length > 0).Distinct()];
        if (listed.Count == 0 && stages.TrueForAll(Yearly.Contains)) listed = Yearly;
        return [.. listed.Where(stages.Contains).Distinct(), .. stages.Where(stage => !listed.Contains(stage))];
    }

    public static IReadOnlyList<string> Listed(JsonNode? member) => [.. (member as JsonArray ?? []).OfType<JsonValue>().Select(stage => stage.TryGetValue<string>(out var text) ? text : "").Where(text => text.Length > 0)];
}
