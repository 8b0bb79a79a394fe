using Minsheng.Workflow.Activities.Effects;

namespace Minsheng.Workflow.Activities.Lights;

/// <summary>What a plan's milestones say of one day.</summary>
public static class Schedule
{
    /// <summary>Percent planned; between two milestones the plan rises evenly.</summary>
    /// <param name="start">The day the plan was made, where it names no start of work.</param>
    public static int PlannedOn(IReadOnlyList<Milestone> milestones, DateOnly start, DateOnly today)
    {
        var (fromDay, fromPercent) = (start, 0);
        foreach (var stone in milestones.OrderBy(stone => stone.Due))
        {
            if (today < stone.Due)
            {
                var (gone, whole) = (today.DayNumber - fromDay.DayNumber, stone.Due.DayNumber - fromDay.DayNumber);
                return gone <= 0 || whole <= 0 ? fromPercent : fromPercent + (stone.Planned - fromPercent) * gone / whole;
            }
            (fromDay, fromPercent) = (stone.Due, stone.Planned);
        }
        return fromPercent;
    }

    /// <summary>Calendar months that have ended since work should have begun, the planned one included, while nothing is done.</summary>
    public static int MonthsNotStarted(IReadOnlyList<Milestone> milestones, int? actual, DateOnly today)
    {
        // Work should begin where the plan leaves zero; a plan that names no such day states no start.
        if (actual > 0 || milestones.Where(stone => stone.Planned == 0).MaxBy(stone => stone.Due) is not { Due: var begin }) return 0;
        return Math.Max(0, (today.Year - begin.Year) * 12 + today.Month - begin.Month);
    }
}
