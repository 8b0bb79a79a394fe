using System.Data.Common;
using System.Globalization;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>Posts, read inside a session.</summary>
internal static class PeopleReader
{
    public static List<PersonFact> Resolve(WriteSession session, string jurisdictionId, IReadOnlyList<Assignee> assignees, DateOnly today, string? leadUnitId)
    {
        var found = new List<PersonFact>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var assignee in assignees)
            foreach (var person in One(session, jurisdictionId, assignee, today, leadUnitId))
                if (seen.Add(person.Id)) found.Add(person);
        return found;
    }

    public static List<string> Roles(WriteSession session, string personId, DateOnly today) => session.Query(
        $"SELECT DISTINCT o.name FROM posts o JOIN people p ON p.id = o.person_id WHERE o.person_id = {personId} AND o.kind = {PostKind.Role} AND p.is_active = {true} AND o.\"from\" <= {today} AND (o.until IS NULL OR o.until >= {today}) ORDER BY o.name",
        reader => reader.GetString(0));

    /// <summary>Whether a person works for the congress office of this place today.</summary>
    public static bool IsOffice(WriteSession session, string personId, string jurisdictionId)
    {
        if (session.Shared("person's place", personId, "", static (session, person, _) => Jurisdiction(session, person)) != jurisdictionId) return false;
        var today = Places.Today(session, jurisdictionId);
        var roles = session.Shared("roles", personId, today.ToString("O", CultureInfo.InvariantCulture), (session, person, _) => Roles(session, person, today));
        return roles!.Exists(People.Roles.Office.Contains);
    }

    public static PersonFact? Find(WriteSession session, string personId, DateOnly today) => session.First(
        $"SELECT p.id, p.name, o.title, u.name FROM people p LEFT JOIN posts o ON o.person_id = p.id AND o.\"from\" <= {today} AND (o.until IS NULL OR o.until >= {today}) LEFT JOIN units u ON u.id = o.unit_id WHERE p.id = {personId} ORDER BY o.rank, o.id LIMIT 1",
        Person);

    public static string? Jurisdiction(WriteSession session, string personId) =>
        session.First($"SELECT jurisdiction_id FROM people WHERE id = {personId} AND is_active = {true}", reader => reader.GetString(0));

    /// <summary>What belongs to another place does not exist for this person, whatever its state.</summary>
    /// <exception cref="NotFoundException">The person works elsewhere.</exception>
    public static void RequireHere(WriteSession session, string personId, string jurisdictionId, string what, string id)
    {
        if (Jurisdiction(session, personId) is { } place && place != jurisdictionId) throw new NotFoundException(what, id);
    }

    public static string NameOf(WriteSession session, string personId) =>
        session.First($"SELECT name FROM people WHERE id = {personId}", reader => reader.GetString(0)) ?? personId;

    private static List<PersonFact> One(WriteSession session, string jurisdictionId, Assignee assignee, DateOnly today, string? leadUnitId) => assignee switch
    {
        { Person: { } person } => session.Query(
            $"SELECT p.id, p.name, o.title, u.name FROM people p LEFT JOIN posts o ON o.person_id = p.id AND o.\"from\" <= {today} AND (o.until IS NULL OR o.until >= {today}) LEFT JOIN units u ON u.id = o.unit_id WHERE p.jurisdiction_id = {jurisdictionId} AND p.id = {person} AND p.is_active = {true} ORDER BY o.rank, o.id",
            Person),
        { Role: People.Roles.LeadDepartment } when leadUnitId is not null => Department(session, jurisdictionId, leadUnitId, today),
        { Role: { } role } => Holders(session, jurisdictionId, PostKind.Role, role, today),
        { Body: { } body } => Holders(session, jurisdictionId, PostKind.Secretary, body, today),
        { Group: { } group } => Holders(session, jurisdictionId, PostKind.Member, group, today),
        { Unit: { } unit } => Department(session, jurisdictionId, unit, today),
        _ => [],
    };

    private static List<PersonFact> Holders(WriteSession session, string jurisdictionId, PostKind kind, string name, DateOnly today) => session.Query(
        $"SELECT p.id, p.name, o.title, u.name FROM posts o JOIN people p ON p.id = o.person_id LEFT JOIN units u ON u.id = o.unit_id WHERE o.jurisdiction_id = {jurisdictionId} AND o.kind = {kind} AND o.name = {name} AND p.is_active = {true} AND o.\"from\" <= {today} AND (o.until IS NULL OR o.until >= {today}) ORDER BY o.rank, o.id",
        Person);

    /// <summary>Whoever speaks for a department: its 责任单位 post, else everybody with a post there.</summary>
    private static List<PersonFact> Department(WriteSession session, string jurisdictionId, string unit, DateOnly today)
    {
        var all = session.Query(
            $"SELECT p.id, p.name, o.title, u.name, o.name FROM posts o JOIN people p ON p.id = o.person_id JOIN units u ON u.id = o.unit_id WHERE o.jurisdiction_id = {jurisdictionId} AND (u.id = {unit} OR u.name = {unit}) AND p.is_active = {true} AND o.\"from\" <= {today} AND (o.until IS NULL OR o.until >= {today}) ORDER BY o.rank, o.id",
            reader => (Person: Person(reader), Post: reader.GetString(4)));
        var speakers = all.FindAll(holder => holder.Post == People.Roles.LeadDepartment);
        return [.. (speakers.Count > 0 ? speakers : all).Select(holder => holder.Person)];
    }

    private static PersonFact Person(DbDataReader reader) => new(reader.GetString(0), reader.GetString(1), reader.Text(2) ?? "", reader.Text(3) ?? "");
}
