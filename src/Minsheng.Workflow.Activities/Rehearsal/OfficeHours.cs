using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Facts;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>When simulated people get round to things: within three working days, in office hours, before the limit unless a script says otherwise.</summary>
public sealed class OfficeHours(Dates dates)
{
    private const int SlowestAnswer = 3, MinutesOfWork = 480;

    public static TimeOnly MorningAt { get; } = new(9, 0);

    public DateTimeOffset Answer(DateTimeOffset now, DateTimeOffset? limit, RehearsalAnswer? answer, Dice dice)
    {
        var days = dice.Next(SlowestAnswer + 1);
        var at = OnWorkingDay(now, answer?.On ?? dates.Calendar.AddWorkingDays(dates.Today(now), answer?.AfterDays ?? days), dice);
        var isOrdered = answer is { On: not null } or { AfterDays: not null };
        return isOrdered || limit is not { } due || at < due ? at : due.AddMinutes(-1);
    }

    public DateTimeOffset OnWorkingDay(DateTimeOffset now, DateOnly day, Dice dice)
    {
        var at = dates.At(dates.Calendar.Move(day, WorkdayRule.After), MorningAt.AddMinutes(dice.Next(MinutesOfWork)));
        return at > now ? at : now.AddMinutes(10 + dice.Next(50));
    }
}
