using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Where the boxes of steps stand on the picture.</summary>
public sealed partial class ProcedureDesign
{
    /// <summary>From a step to one put behind it.</summary>
    private const double RowHeight = 120;

    /// <summary>Farther out nothing is put.</summary>
    private const double Edge = 100_000;

    public void Move(string scope, IReadOnlyCollection<(string Id, double X, double Y)> places, bool isLayout = false)
    {
        if (places.Count == 0) return;
        var inside = StepTree.Children(RequireScope(scope)).DistinctBy(child => child.Id).ToDictionary(child => child.Id, child => child.Step, StringComparer.Ordinal);
        var key = isLayout ? null : $"move {scope} {string.Join(' ', places.Select(place => place.Id))}";
        Do(isLayout ? "自动排版" : "移动", () =>
        {
            foreach (var (id, x, y) in places)
                if (inside.TryGetValue(id, out var step)) Place(step, x, y);
            // Bends drawn for the old places make no sense at the new ones.
            if (isLayout) foreach (var way in Way.In(RequireScope(scope)).Where(way => way.Json["vertices"] is JsonArray { Count: > 0 })) Journal.Remove(way.Json, "vertices");
        }, key);
    }

    private void Place(JsonObject step, double x, double y)
    {
        if (!double.IsFinite(x) || !double.IsFinite(y)) return;
        var (wantX, wantY) = (Math.Clamp(Math.Round(x), -Edge, Edge), Math.Clamp(Math.Round(y), -Edge, Edge));
        var designer = Member(Member(step, "metadata"), "designer");
        if (designer["position"] is JsonObject now && StepTree.Number(now["x"]) == wantX && StepTree.Number(now["y"]) == wantY) return;
        var position = Member(designer, "position");
        Journal.Set(position, "x", wantX);
        Journal.Set(position, "y", wantY);
    }

    internal static (double X, double Y) Spot(JsonObject step)
    {
        var position = ((step["metadata"] as JsonObject)?["designer"] as JsonObject)?["position"] as JsonObject;
        return (StepTree.Number(position?["x"]) ?? 0, StepTree.Number(position?["y"]) ?? 0);
    }
}
