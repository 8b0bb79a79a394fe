using Minsheng.Workflow.Activities.Facts;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>The place a procedure is drawn for, as far as examples and checks need it.</summary>
/// <param name="Year">The year the next cycle is for.</param>
/// <param name="Deputies">全体代表; 0 when the roll is not known.</param>
/// <param name="Members">Members of the standing committee or the residents' council; 0 when not known.</param>
public sealed record DesignPlace(string Name, JurisdictionLevel Level, Dates Dates, DateTimeOffset Now, int Year, int Deputies = 0, int Members = 0)
{
    /// <summary>Bodies, groups and units that the place has; null where this is not known.</summary>
    public DesignRoster? Roster { get; init; }

    public DateOnly Today => Dates.Today(Now);
}

/// <summary>Who and what there is in a place today.</summary>
/// <param name="Holders">Who an assignee is today.</param>
/// <param name="Procedures">What may be started as a child, by id and name.</param>
public sealed record DesignRoster(
    IReadOnlyList<string> Bodies, IReadOnlyList<string> Groups, IReadOnlyList<string> Units, IReadOnlySet<string> People,
    Func<Assignee, IReadOnlyList<PersonFact>> Holders, IReadOnlyList<(string Id, string Name)> Procedures);
