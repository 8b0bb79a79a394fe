using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>The other procedure that a step runs, once or for every project.</summary>
internal static class ChildReference
{
    private static readonly string[] Members = ["childDefinitionId", "workflowDefinitionId"];

    /// <returns>Its id; null when the step runs none, or which one is only known when it runs.</returns>
    public static string? Of(JsonObject step) => Members.Select(member => InputValue.Read(step[member]))
        .Where(value => value.Mode == InputMode.Constant).Select(value => StepTree.Text(value.Constant)).FirstOrDefault(id => id is { Length: > 0 });
}
