namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

/// <summary>A step in two rehearsals of the same settings.</summary>
/// <param name="Before">The first day it comes, null where it does not.</param>
public sealed record ComparedStep(string ActivityId, string Step, DateOnly? Before, DateOnly? After, int TasksBefore, int TasksAfter)
{
    public int? Moved => Before is { } before && After is { } after ? after.DayNumber - before.DayNumber : null;
    public int Tasks => TasksAfter - TasksBefore;
    public bool IsSame => Moved == 0 && Tasks == 0;

    public string Words => (Before, After) switch
    {
        (null, _) => "新增",
        (_, null) => "没有了",
        _ when Moved > 0 => $"推后 {Moved} 天",
        _ when Moved < 0 => $"提前 {-Moved} 天",
        _ => "日期不变",
    };
}

public sealed record ComparedLoad(string Who, int Before, int After);

/// <summary>What another version makes of the same year.</summary>
public sealed class YearComparison
{
    public YearComparison(RehearsedYear before, RehearsedYear after)
    {
        (Before, After) = (before, after);
        var (one, other) = (First(before), First(after));
        Steps = [.. one.Keys.Union(other.Keys).Select(id =>
        {
            var (was, becomes) = (one.GetValueOrDefault(id), other.GetValueOrDefault(id));
            return new ComparedStep(id.ActivityId, (becomes ?? was)!.Step, was?.From, becomes?.From, was?.Tasks ?? 0, becomes?.Tasks ?? 0);
        }).OrderBy(step => step.After ?? step.Before)];
        Loads = [.. before.Posts.Select(load => load.Who).Union(after.Posts.Select(load => load.Who)).Select(who => new ComparedLoad(who, Total(before, who), Total(after, who)))
            .OrderByDescending(load => Math.Max(load.Before, load.After))];
    }

    public RehearsedYear Before { get; }
    public RehearsedYear After { get; }
    public IReadOnlyList<ComparedStep> Steps { get; }
    public IReadOnlyList<ComparedLoad> Loads { get; }

    public IReadOnlyList<ComparedStep> Changed => [.. Steps.Where(step => !step.IsSame)];

    /// <summary>The same step is the same id in the same kind of procedure: the cycle's own, or one of a project.</summary>
    private static Dictionary<(string ActivityId, bool IsMain), YearRow> First(RehearsedYear year) =>
        year.Rows.GroupBy(row => (row.ActivityId, row.IsMain)).ToDictionary(group => group.Key, group => group.First());

    private static int Total(RehearsedYear year, string who) => year.Posts.FirstOrDefault(load => load.Who == who)?.Total ?? 0;
}
