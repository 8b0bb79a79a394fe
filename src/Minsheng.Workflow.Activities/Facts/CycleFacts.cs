using Minsheng.Workflow.Activities.Items;

namespace Minsheng.Workflow.Activities.Facts;

/// <summary>
/// What a host knows and hands to a burst. Read-only: a step asks here and answers with effects.
/// Two hosts ship: the database's and the rehearsal's.
/// </summary>
public interface ICycleFacts : Engine.Running.IPlaceFacts, Engine.Running.IScriptFacts
{
    TimeZoneInfo Engine.Running.IPlaceFacts.Zone => Dates.Zone;

    bool Engine.Running.IScriptFacts.TryScript(string name, DateTimeOffset now, out object? value) => FactScripts.TryGet(this, name, now, out value);

    CycleFact Cycle { get; }

    /// <summary>The jurisdiction's dates: working days, time zone.</summary>
    Dates Dates { get; }

    /// <summary>Who the assignees are today, deduplicated, in a stable order; empty when nobody holds the post.</summary>
    IReadOnlyList<PersonFact> Resolve(IReadOnlyList<Assignee> assignees);

    /// <summary>The cycle's items at these stages, by number.</summary>
    IReadOnlyList<ItemFact> Items(params ItemStage[] stages);

    /// <summary>Where the cycle's items stood, had these executions of the run not decided on them; only those they did decide on.</summary>
    IReadOnlyDictionary<string, ItemStage> StagesWithout(IReadOnlyList<int> executions) => System.Collections.Immutable.ImmutableDictionary<string, ItemStage>.Empty;

    /// <summary>The project this run is about; null in a cycle's own run.</summary>
    ItemFact? Project { get; }

    /// <summary>All deputies of the congress at this level, present or not: the base of majority and quorum.</summary>
    int AllDeputies { get; }
}

/// <param name="Year">The year the projects are built in.</param>
public sealed record CycleFact(string Id, int Year, string JurisdictionId, string Jurisdiction, JurisdictionLevel Level, DateOnly StartedOn);

public enum JurisdictionLevel { County, Township, Street }

/// <param name="Post">Office title, shown with the name, e.g. 县政府办 秘书科长.</param>
public sealed record PersonFact(string Id, string Name, string Post, string Unit);

/// <summary>Whom a step is given to. Exactly one member is set.</summary>
/// <param name="Role">Code name from the field's roles, e.g. CountyNpcStaff, GovOffice, PartyCommittee, ScLeader, ScMember, Deputy, Expert, LeadDepartment (the lead unit of the run's project), ChiefScrutineer, SessionChair.</param>
/// <param name="Body">A body by its Chinese name, e.g. 县政府常务会议: its secretary acts for it.</param>
public sealed record Assignee(string? Role = null, string? Body = null, string? Group = null, string? Unit = null, string? Person = null);

/// <summary>Dates of a jurisdiction.</summary>
public sealed class Dates(TimeZoneInfo zone, Calendars.WorkingCalendar calendar)
{
    public TimeZoneInfo Zone { get; } = zone;
    public Calendars.WorkingCalendar Calendar { get; } = calendar;

    /// <summary>The hour of day at which limits fall due.</summary>
    public static TimeOnly CloseOfBusiness { get; } = new(18, 0);

    public DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);

    /// <summary>
    /// A year whose holidays are wanted by now and are not known: this one, or from the last quarter on, when the notice usually
    /// comes, the next. Until they come its weekends alone are days off.
    /// </summary>
    public int? MissingYear(DateTimeOffset now)
    {
        const int AskFromMonth = 10;
        var today = Today(now);
        return !Calendar.IsKnown(today.Year) ? today.Year : today.Month >= AskFromMonth && !Calendar.IsKnown(today.Year + 1) ? today.Year + 1 : null;
    }

    /// <summary>The moment a day begins here, in UTC.</summary>
    public DateTimeOffset Begin(DateOnly day) => At(day, TimeOnly.MinValue);

    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>Close of business, so many working days after today.</summary>
    public DateTimeOffset InWorkingDays(DateTimeOffset now, int days) => At(Calendar.AddWorkingDays(Today(now), days), CloseOfBusiness);
}
