using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Lights;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>A project's plan and reports through time: its light on any day, always worked out, never stored. Past days are judged by the plan as it stands.</summary>
/// <param name="Planned">The day the plan was made; null without a plan.</param>
/// <param name="Reports">Reports with a figure, in the order they came.</param>
/// <param name="Accepted">The day of its acceptance, where known.</param>
internal sealed record ProjectCourse(
    LightSettings Lights, ProjectState State, IReadOnlyList<Milestone> Milestones, DateOnly? Planned, IReadOnlyList<ReportedDay> Reports, DateOnly? Accepted)
{
    /// <summary>How far back the beginning of a light is looked for.</summary>
    private const int MostDays = 800;

    /// <summary>Where the plan begins to rise: its milestone of the start of work, else the day it was made.</summary>
    public DateOnly? Start => Milestones.Where(stone => stone.Planned == 0).Select(stone => (DateOnly?)stone.Due).Min() ?? Planned;

    public PlanProgress On(DateOnly day) => PlanProgress.Of(Lights, StateOn(day), Milestones, ActualOn(day), Planned ?? day, day);

    public int? ActualOn(DateOnly day) => Reports.LastOrDefault(report => report.On <= day)?.Percent;

    /// <summary>The first day of the light that is on today; null where there is none.</summary>
    public DateOnly? Since(DateOnly today)
    {
        if (On(today).Light is not { } light) return null;
        var first = Earliest(today);
        var since = today;
        while (since > first && On(since.AddDays(-1)).Light == light) since = since.AddDays(-1);
        return since;
    }

    public ProjectTrack Track(DateOnly today, DateOnly lastMonth) => new(
        Start, [.. Milestones.Select((stone, index) => Stone(index, today))], Since(today), Earliest(today) <= lastMonth ? On(lastMonth).Light : null, Reports);

    private TrackStone Stone(int index, DateOnly today)
    {
        var (stone, before) = (Milestones[index], index == 0 ? null : Milestones[index - 1]);
        var isReached = State == ProjectState.Finished || (stone.Planned == 0 ? ActualOn(today) > 0 : ActualOn(today) >= stone.Planned);
        var isLate = !isReached && State != ProjectState.Stopped && stone.Due < today;
        return new TrackStone(
            stone.Name, before?.Due ?? Planned ?? stone.Due, stone.Due, before?.Planned ?? 0, stone.Planned,
            isReached ? StoneState.Reached : isLate ? StoneState.Late : StoneState.Ahead,
            Reports.Any(report => report.Percent > (before?.Planned ?? 0)) ? before is null or { Planned: 0 } ? Start : ReachedOn(before.Planned) : null,
            isReached ? ReachedOn(Math.Max(1, stone.Planned)) : null,
            isLate ? today.DayNumber - stone.Due.DayNumber : 0);
    }

    private DateOnly? ReachedOn(int percent) => Reports.FirstOrDefault(report => report.Percent >= percent)?.On;

    private ProjectState StateOn(DateOnly day) => State == ProjectState.Finished && Accepted is { } accepted && day < accepted ? ProjectState.Underway : State;

    private DateOnly Earliest(DateOnly today)
    {
        var reported = Reports is [var report, ..] ? report.On : today;
        var first = Planned < reported ? Planned.Value : reported;
        return first < today.AddDays(-MostDays) ? today.AddDays(-MostDays) : first;
    }
}

/// <param name="On">The day it was handed in.</param>
public sealed record ReportedDay(DateOnly On, int Percent);

/// <summary>Plan against actual along the calendar.</summary>
/// <param name="Start">Where the plan begins to rise; null without a plan.</param>
/// <param name="Since">The first day of the light that is on; null where there is none.</param>
/// <param name="LastMonth">The light at the end of last month; null where there was none.</param>
/// <param name="Reports">Reports with a figure, in the order they came.</param>
public sealed record ProjectTrack(DateOnly? Start, IReadOnlyList<TrackStone> Stones, DateOnly? Since, Light? LastMonth, IReadOnlyList<ReportedDay> Reports)
{
    /// <summary>The milestone the project is at: the first one not reached.</summary>
    public TrackStone? Next => Stones.FirstOrDefault(stone => stone.State != StoneState.Reached);

    public int Late => Stones.Count(stone => stone.State == StoneState.Late);
}

/// <param name="From">When work towards it was planned to begin.</param>
/// <param name="Before">Percent planned by then.</param>
/// <param name="Begun">When reports say that work towards it had begun.</param>
/// <param name="Reached">When reports say that it was reached; may be unknown though it was.</param>
/// <param name="LateDays">Calendar days gone by since it was due; 0 unless late.</param>
public sealed record TrackStone(string Name, DateOnly From, DateOnly Due, int Before, int Planned, StoneState State, DateOnly? Begun, DateOnly? Reached, int LateDays);

public enum StoneState
{
    /// <summary>节点已完成.</summary>
    Reached,

    /// <summary>误期.</summary>
    Late,

    /// <summary>未到.</summary>
    Ahead,
}
