using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What a person drawing a procedure chooses from: bodies, groups, units, roles, people, other procedures; and the place itself.</summary>
public sealed class DesignQuery(ReadSide reading, TimeProvider clock)
{
    public async Task<DesignPicks> ReadAsync(string jurisdictionId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var place = await db.Jurisdictions.Where(row => row.Id == db.JurisdictionId).SingleAsync(cancellation);
        var dates = Places.DatesOf(place.TimeZone, place.CalendarJson);
        var today = dates.Today(clock.GetUtcNow());
        var posts = await PostsAsync(db, today, cancellation);
        var procedures = await db.Definitions.IgnoreQueryFilters()
            .Where(row => (row.JurisdictionId == jurisdictionId || row.JurisdictionId == DefinitionLibrary.Shelf) && row.PublishedVersionId != null)
            .OrderByDescending(row => row.JurisdictionId).Select(row => new Pick(row.DefinitionId, row.Name, "")).ToListAsync(cancellation);
        procedures = [.. procedures.DistinctBy(procedure => procedure.Id).OrderBy(procedure => procedure.Label, StringComparer.Ordinal)];
        var people = await db.People.Where(row => row.IsActive).OrderBy(row => row.Name).Select(row => new { row.Id, row.Name }).ToListAsync(cancellation);
        var byPerson = posts.ToLookup(post => post.Person.Id, StringComparer.Ordinal);
        var units = await db.Units.OrderBy(row => row.Name).Select(row => row.Name).ToListAsync(cancellation);
        IReadOnlyList<string> bodies = [.. (await db.Bodies.OrderBy(row => row.Name).Select(row => row.Name).ToListAsync(cancellation)).Union(Named(PostKind.Secretary))];
        IReadOnlyList<string> groups = [.. (await db.Groups.OrderBy(row => row.Name).Select(row => row.Name).ToListAsync(cancellation)).Union(Named(PostKind.Member))];
        var deputies = await db.Terms.Where(term => term.AllDeputies != null && term.From <= today && (term.Until == null || term.Until >= today)).OrderByDescending(term => term.From).Select(term => term.AllDeputies).FirstOrDefaultAsync(cancellation);
        var members = place.Level switch { JurisdictionLevel.County => Roles.ScMember, JurisdictionLevel.Street => Roles.StreetCouncilMember, _ => "" };
        return new DesignPicks(
            bodies, groups, units,
            [.. people.Select(person => new Pick(person.Id, byPerson[person.Id].FirstOrDefault() is { } post ? Holder.Of(person.Name, post.Person.Post, post.Person.Unit) is var held && held.Contains(person.Name, StringComparison.Ordinal) ? held : $"{held} {person.Name}" : person.Name, ""))],
            procedures,
            [.. Roles.All.Except([Roles.ArchiveOfficer, Roles.SystemAdmin, Roles.SecurityAuditor]).Select(role => new Pick(role, Roles.Name(role)))],
            new DesignPlace(place.Name, place.Level, dates, clock.GetUtcNow(), CycleYears.Offered(today)[0], deputies ?? place.AllDeputies ?? Held(PostKind.Role, Roles.Deputy).Count, Held(PostKind.Role, members).Count)
            {
                Roster = new DesignRoster(bodies, groups, units, people.Select(person => person.Id).ToHashSet(StringComparer.Ordinal), Holders, [.. procedures.Select(procedure => (procedure.Id, procedure.Label))]),
            });

        IEnumerable<string> Named(PostKind kind) => posts.Where(post => post.Kind == kind).Select(post => post.Name).Distinct().Order(StringComparer.Ordinal);

        IReadOnlyList<PersonFact> Held(PostKind kind, string name) => [.. posts.Where(post => post.Kind == kind && post.Name == name).Select(post => post.Person).DistinctBy(person => person.Id)];

        IReadOnlyList<PersonFact> Holders(Assignee assignee) => assignee switch
        {
            { Person: { } id } => people.Find(person => person.Id == id) is { } found ? [byPerson[id].FirstOrDefault()?.Person ?? new PersonFact(id, found.Name, "", "")] : [],
            { Role: { } role } => Held(PostKind.Role, role),
            { Body: { } body } => Held(PostKind.Secretary, body),
            { Group: { } group } => Held(PostKind.Member, group),
            { Unit: { } unit } => OfUnit(unit),
            _ => [],
        };

        IReadOnlyList<PersonFact> OfUnit(string unit)
        {
            var all = posts.Where(post => post.Person.Unit == unit || post.UnitId == unit).ToList();
            var speakers = all.FindAll(post => post.Kind == PostKind.Role && post.Name == Roles.LeadDepartment);
            return [.. (speakers.Count > 0 ? speakers : all).Select(post => post.Person).DistinctBy(person => person.Id)];
        }
    }

    /// <summary>Every post held today, those shown first first.</summary>
    private static async Task<List<HeldPost>> PostsAsync(WorkflowDb db, DateOnly today, CancellationToken cancellation)
    {
        var rows = await (from post in db.Posts
                          where post.From <= today && (post.Until == null || post.Until >= today)
                          join person in db.People on post.PersonId equals person.Id
                          where person.IsActive
                          join unit in db.Units on post.UnitId equals unit.Id into units
                          from unit in units.DefaultIfEmpty()
                          orderby post.Rank, post.Id
                          select new { post.Kind, post.Name, post.PersonId, PersonName = person.Name, post.Title, post.UnitId, Unit = unit == null ? "" : unit.Name }).ToListAsync(cancellation);
        return [.. rows.Select(row => new HeldPost(row.Kind, row.Name, row.UnitId, new PersonFact(row.PersonId, row.PersonName, row.Title, row.Unit)))];
    }

    private sealed record HeldPost(PostKind Kind, string Name, string? UnitId, PersonFact Person);
}

/// <param name="Place">Null where none was read.</param>
public sealed record DesignPicks(
    IReadOnlyList<string> Bodies, IReadOnlyList<string> Groups, IReadOnlyList<string> Units, IReadOnlyList<Pick> People, IReadOnlyList<Pick> Procedures, IReadOnlyList<Pick> Roles, DesignPlace? Place = null)
{
    public static DesignPicks None { get; } = new([], [], [], [], [], []);
}
