using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Words that the file alone does not hold: what a role is called, and who a person is.</summary>
public sealed record DesignNames(Func<string, string> Role, Func<string, string> Person)
{
    /// <summary>Ids as they stand.</summary>
    public static DesignNames Plain { get; } = new(role => role, person => person);

    /// <summary>One assignee in words.</summary>
    public string Of(JsonObject assignee) =>
        StepTree.Text(assignee["body"]) ?? StepTree.Text(assignee["group"]) ?? StepTree.Text(assignee["unit"])
        ?? (StepTree.Text(assignee["role"]) is { } role ? Role(role) : StepTree.Text(assignee["person"]) is { } person ? Person(person) : "（没有写明）");

    public string Of(JsonArray assignees, int atMost = int.MaxValue)
    {
        var names = assignees.OfType<JsonObject>().Select(Of).ToList();
        return names.Count <= atMost ? string.Join("、", names) : $"{string.Join("、", names.Take(atMost))}等 {names.Count} 方";
    }
}
