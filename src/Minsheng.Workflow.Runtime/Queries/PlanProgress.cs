using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Lights;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Plan against actual on one day. The light is computed; nobody picks it.</summary>
/// <param name="Planned">Percent planned for the day; null without a plan.</param>
/// <param name="Light">Null while nothing was reported.</param>
public sealed record PlanProgress(int? Actual, int? Planned, Light? Light, string Reason)
{
    private const int Complete = 100;

    public static PlanProgress Of(IReadOnlyList<Milestone> milestones, int? actual, DateOnly start, DateOnly today)
    {
        int? planned = milestones.Count == 0 ? null : PlannedOn(milestones, start, today);
        if (planned is null) return new(actual, null, null, "还没有进度计划");
        if (actual is null && planned == 0) return new(null, planned, null, "还没有到第一个节点");
        var reading = new LagLights().Read(new Progress(planned.Value, actual ?? 0, IsDone: actual >= Complete));
        return new(actual, planned, reading.Light, actual is null ? $"还没有报进度；{reading.Reason}" : reading.Reason);
    }

    /// <summary>Between two milestones the plan rises evenly.</summary>
    private static int PlannedOn(IReadOnlyList<Milestone> milestones, DateOnly start, DateOnly today)
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
}
