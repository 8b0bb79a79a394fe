using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

public sealed partial class ProcedureDesign
{
    private readonly HashSet<string> _everUsed = new(StringComparer.Ordinal);

    private HashSet<string> UsedIds() => [.. StepTree.All(Root).Select(step => StepTree.Id(step.Step))];

    /// <summary>An id used nowhere in the procedure, so that cases of older versions never take one step for another.</summary>
    private string NewId(string type, HashSet<string>? taken = null)
    {
        taken ??= UsedIds();
        var stem = NewSteps.Stem(type);
        for (var number = 1; ; number++)
            if (!_everUsed.Contains($"{stem}-{number}") && taken.Add($"{stem}-{number}"))
            {
                _everUsed.Add($"{stem}-{number}");
                return $"{stem}-{number}";
            }
    }

    private static string NewTitle(JsonObject container, string wanted)
    {
        var taken = StepTree.Children(container).Select(child => StepTree.Title(child.Step)).ToHashSet(StringComparer.Ordinal);
        if (!taken.Contains(wanted)) return wanted;
        for (var number = 2; ; number++)
            if (!taken.Contains($"{wanted} {number}")) return $"{wanted} {number}";
    }
}
