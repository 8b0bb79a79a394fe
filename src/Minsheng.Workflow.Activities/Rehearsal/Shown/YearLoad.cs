namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

/// <summary>How many tasks somebody is given, month by month.</summary>
/// <param name="Who">A post, or a person with the post.</param>
/// <param name="Months">One figure for each month of the year shown.</param>
public sealed record YearLoad(string Who, IReadOnlyList<int> Months)
{
    public int Total => Months.Sum();
}

internal static class YearLoads
{
    public static IReadOnlyList<YearLoad> Of(RehearsalReport report, IReadOnlyList<DateOnly> months, Func<RehearsalTask, string> who) =>
        [.. report.Tasks.GroupBy(who).Select(group =>
        {
            var counts = new int[months.Count];
            foreach (var task in group) counts[(task.Given.Year - months[0].Year) * 12 + task.Given.Month - months[0].Month]++;
            return new YearLoad(group.Key, counts);
        }).OrderByDescending(load => load.Total).ThenBy(load => load.Who, StringComparer.Ordinal)];
}
