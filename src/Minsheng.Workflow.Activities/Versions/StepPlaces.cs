using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Activities.Versions;

/// <summary>Where a step came in, went out or was put.</summary>
internal static class StepPlaces
{
    public static string Added(JsonObject root, StepAddress at, JsonObject step)
    {
        var (before, after) = Neighbours(root, at);
        var where = before.Count > 0 ? $"，在{Quote.List(before, 3)}之后" : after.Count > 0 ? $"，在{Quote.List(after, 3)}之前" : "，还没有连线通到它";
        var next = before.Count > 0 && after.Count > 0 ? $"，办完到{Quote.List(after, 3)}" : "";
        return $"新增步骤{Quote.Name(StepTree.Title(step))}{Inside(root, at)}{where}{next}。";
    }

    public static string Removed(JsonObject root, StepAddress at, JsonObject step)
    {
        var (before, _) = Neighbours(root, at);
        return $"删去步骤{Quote.Name(StepTree.Title(step))}{(before.Count > 0 ? $"（原在{Quote.List(before, 3)}之后）" : Inside(root, at))}。";
    }

    public static string Moved(StepPairs pairs, StepPair pair) =>
        $"步骤{Quote.Name(pair.Title)}由{Name(pairs.BeforeRoot, pair.Was.Scope)}移到{Name(pairs.AfterRoot, pair.At.Scope)}。";

    private static string Inside(JsonObject root, StepAddress at) => at.Scope.Length == 0 ? "" : $"（{Name(root, at.Scope)}内）";

    private static string Name(JsonObject root, string scope) => scope.Length == 0 ? "主流程图" : Quote.Name(StepTree.Find(root, scope) is { } container ? StepTree.Title(container) : scope);

    private static (List<string> Before, List<string> After) Neighbours(JsonObject root, StepAddress at)
    {
        if (StepTree.Find(root, at.Scope) is not { } container) return ([], []);
        if (!StepTree.IsChart(container))
        {
            var order = StepTree.Children(container).ToList();
            var index = order.FindIndex(child => child.Id == at.Id);
            return ([.. order.Take(index).TakeLast(1).Select(child => StepTree.Title(child.Step))], [.. order.Skip(index + 1).Take(1).Select(child => StepTree.Title(child.Step))]);
        }
        var (steps, ways) = (StepTree.ById(container), Way.In(container));
        return (
            [.. ways.Where(way => way.To == at.Id && way.From != at.Id).Select(way => Title(way.From))],
            [.. ways.Where(way => way.From == at.Id && way.To != at.Id).Select(way => Title(way.To))]);

        string Title(string id) => steps.TryGetValue(id, out var step) ? StepTree.Title(step) : id;
    }
}
