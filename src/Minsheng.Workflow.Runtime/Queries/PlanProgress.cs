using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Lights;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Plan against actual on one day. The light is computed; nobody picks it.</summary>
/// <param name="Planned">Percent planned for the day; null without a plan.</param>
/// <param name="Light">Null while there is nothing to judge.</param>
public sealed record PlanProgress(int? Actual, int? Planned, Light? Light, string Reason)
{
    private const int Complete = 100;

    /// <param name="start">The day the plan was made; today without a plan.</param>
    public static PlanProgress Of(LightSettings lights, ProjectState state, IReadOnlyList<Milestone> milestones, int? actual, DateOnly start, DateOnly today)
    {
        int? planned = milestones.Count == 0 ? null : Schedule.PlannedOn(milestones, start, today);
        if (state == ProjectState.Stopped) return new(actual, planned, null, "经同意终止，不再实施");
        if (state == ProjectState.Finished) return new(actual, planned, LightReading.Accepted.Light, LightReading.Accepted.Reason);

        var months = Schedule.MonthsNotStarted(milestones, actual, today);
        if (planned is null && (actual is null || lights.Strategy == LightStrategy.Lag)) return new(actual, null, null, "还没有进度计划");
        if (actual is null && planned == 0 && months == 0) return new(null, planned, null, "还没有到第一个节点");
        var reading = lights.Read(new Progress(planned ?? 0, actual ?? 0, months));
        var reason = actual >= Complete ? "已报完成 100%，等待验收。" : actual is null ? $"还没有报进度；{reading.Reason}" : reading.Reason;
        return new(actual, planned, reading.Light, state == ProjectState.CarriedOver ? $"未按期完成，延续到下一年度；{reason}" : reason);
    }
}
