using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Lights;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What somebody wants to see of a year's projects. Every part may be left out.</summary>
/// <param name="Light">Null shows every light, <see cref="LightWanted.None"/> those that have none yet.</param>
public sealed record ProjectsFilter(
    int? Year = null, string? Text = null, LightWanted? Light = null, string? Unit = null, string? Domain = null, ProjectState? State = null,
    ProjectOrder Order = ProjectOrder.Number, bool Descending = false, int Page = 1)
{
    public bool IsNarrow => Text is { Length: > 0 } || Light is not null || Unit is { Length: > 0 } || Domain is { Length: > 0 } || State is not null;

    internal bool Takes(ProjectLine project) =>
        (Text?.Trim() is not { Length: > 0 } text || project.Number.Contains(text, StringComparison.OrdinalIgnoreCase) || project.Title.Contains(text, StringComparison.OrdinalIgnoreCase)
            || project.LeadUnit?.Contains(text, StringComparison.Ordinal) == true || project.Leader?.Contains(text, StringComparison.Ordinal) == true)
        && (Light is not { } light || Of(project) == light)
        && (Unit is not { Length: > 0 } unit || project.LeadUnit == unit)
        && (Domain is not { Length: > 0 } domain || project.Domain == domain)
        && (State is not { } state || project.State == state);

    internal IReadOnlyList<ProjectLine> Sort(IEnumerable<ProjectLine> projects)
    {
        var ordered = projects.Where(Takes).OrderBy(project => project.Number, StringComparer.Ordinal);
        IOrderedEnumerable<ProjectLine> sorted = Order switch
        {
            ProjectOrder.Title => By(project => project.Title, StringComparer.Ordinal),
            ProjectOrder.Unit => By(project => project.LeadUnit ?? "", StringComparer.Ordinal),
            ProjectOrder.Budget => By(project => project.Budget ?? -1),
            ProjectOrder.Actual => By(project => project.Progress.Actual ?? -1),
            // The worst first, as one looks for it.
            ProjectOrder.Light => By(project => -Weight(project)),
            _ => By(project => project.Number, StringComparer.Ordinal),
        };
        return [.. sorted];

        IOrderedEnumerable<ProjectLine> By<T>(Func<ProjectLine, T> key, IComparer<T>? comparer = null) =>
            Descending ? ordered.OrderByDescending(key, comparer) : ordered.OrderBy(key, comparer);
    }

    internal static LightWanted Of(ProjectLine project) => project.Progress.Light switch
    {
        Activities.Lights.Light.Green => LightWanted.Green,
        Activities.Lights.Light.Yellow => LightWanted.Yellow,
        Activities.Lights.Light.Orange => LightWanted.Orange,
        Activities.Lights.Light.Red => LightWanted.Red,
        Activities.Lights.Light.Done => LightWanted.Done,
        _ => LightWanted.None,
    };

    /// <summary>How much a project needs looking at: its light, then its lag.</summary>
    internal static int Weight(ProjectLine project)
    {
        const int step = 1000;
        var lag = (project.Progress.Planned ?? 0) - (project.Progress.Actual ?? 0);
        return Of(project) switch { LightWanted.Red => 5, LightWanted.Orange => 4, LightWanted.Yellow => 3, LightWanted.None => 2, LightWanted.Green => 1, _ => 0 } * step + lag;
    }
}

/// <summary>The light of a project, or none yet.</summary>
public enum LightWanted { None, Green, Yellow, Orange, Red, Done }

public enum ProjectOrder { Number, Title, Unit, Budget, Actual, Light }
