using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What all screens' queries begin with.</summary>
internal static class Reading
{
    /// <summary>Working days and time zone of the jurisdiction the context shows.</summary>
    public static async Task<Dates> DatesAsync(this WorkflowDb db, CancellationToken cancellation)
    {
        var place = await db.Jurisdictions.Where(row => row.Id == db.JurisdictionId)
            .Select(row => new { row.TimeZone, row.CalendarJson }).SingleAsync(cancellation);
        return Places.DatesOf(place.TimeZone, place.CalendarJson);
    }

    /// <summary>
    /// What the runs of the place's years wait for, found by way of the years: waits come and go with every burst and therefore
    /// have no index by place, and without this way the waits of a whole province would be read.
    /// </summary>
    public static IQueryable<WaitRow> CycleWaits(this WorkflowDb db) =>
        from cycle in db.Cycles
        join run in db.Instances on cycle.Id equals run.CycleId
        join wait in db.Waits on run.Id equals wait.InstanceId
        select wait;

    /// <summary>Working days gone by since a limit; 0 while in time.</summary>
    public static int LateWorkingDays(this Dates dates, DateTimeOffset? due, DateTimeOffset now) =>
        due is { } limit && limit < now ? Math.Max(0, dates.Calendar.WorkingDaysBetween(dates.Today(limit), dates.Today(now))) : 0;
}

/// <summary>How lists name a person: unit and post, the name only where there is no post.</summary>
public static class Holder
{
    public static string Of(string name, string post, string unit) =>
        post.Length == 0 ? (unit.Length == 0 ? name : $"{unit} {name}")
        : unit.Length == 0 || post.StartsWith(unit, StringComparison.Ordinal) ? post
        : $"{unit} {Within(unit, post)}";

    /// <summary>县住建局 with 住建局办公室主任 is said once: 县住建局 办公室主任.</summary>
    private static string Within(string unit, string post) =>
        "省市县区乡镇".Contains(unit[0], StringComparison.Ordinal) && unit.Length > 1 && post.Length >= unit.Length && post.StartsWith(unit[1..], StringComparison.Ordinal) ? post[(unit.Length - 1)..] : post;

    public static string Of(PersonFact person) => Of(person.Name, person.Post, person.Unit);

    /// <summary>The same, with the name where several of them hold the same post.</summary>
    public static IReadOnlyList<string> Apart(IReadOnlyList<(string Name, string Post, string Unit)> people)
    {
        var labels = people.Select(person => Of(person.Name, person.Post, person.Unit)).ToList();
        return [.. labels.Select((label, index) => labels.Count(other => other == label) > 1 ? $"{label} {people[index].Name}" : label)];
    }

    /// <summary>The first few of them, and how many there are.</summary>
    public static string Of(IReadOnlyList<string> people)
    {
        const int shown = 2;
        return people.Count <= shown ? string.Join("、", people) : $"{string.Join("、", people.Take(shown))}等 {people.Count} 人";
    }
}
