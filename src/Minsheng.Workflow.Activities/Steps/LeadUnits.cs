using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>Who 责任单位 is for the projects a step is about.</summary>
internal static class LeadUnits
{
    private const string LeadDepartment = "LeadDepartment", GovOffice = "GovOffice";

    /// <summary>The assignees with 责任单位 put as the lead units of these projects, or as the government office where none is known.</summary>
    public static IReadOnlyList<Assignee> Of(IReadOnlyList<ItemFact> projects, IReadOnlyList<Assignee>? assignees) =>
        assignees?.Any(one => one.Role == LeadDepartment) == true
            ? [.. assignees.SelectMany(one => one.Role == LeadDepartment ? Units(projects) : [one]).Distinct()]
            : assignees ?? [];

    private static List<Assignee> Units(IReadOnlyList<ItemFact> projects)
    {
        var units = projects.Where(project => project.LeadUnitId is { Length: > 0 }).Select(project => new Assignee(Unit: project.LeadUnitId)).Distinct().ToList();
        return units.Count > 0 ? units : [new Assignee(Role: GovOffice)];
    }
}
