namespace Minsheng.Workflow.Activities.Calendars;

/// <summary>Which year of projects an office means when it starts one. Proposals for a year are gathered in the last months of the year before.</summary>
public static class CycleYears
{
    /// <summary>From this month on the coming year is meant. No source states it; default October, the last quarter.</summary>
    private const int TurnOfTheYear = 10;

    /// <returns>The year that is most likely meant first, then the next ones; the current year last where it is not.</returns>
    public static IReadOnlyList<int> Offered(DateOnly today) => today.Month >= TurnOfTheYear
        ? [today.Year + 1, today.Year + 2, today.Year]
        : [today.Year, today.Year + 1, today.Year + 2];
}
