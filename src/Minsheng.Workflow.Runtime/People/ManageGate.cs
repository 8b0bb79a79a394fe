using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>Asks <see cref="ManageRights"/> on behalf of desks and queries.</summary>
public static class ManageGate
{
    /// <exception cref="NotAllowedException">The person may not manage this part of this place today.</exception>
    public static void Require(WriteSession session, string placeId, string personId, ManagePart part)
    {
        if (!Allows(session, placeId, personId, part)) throw new NotAllowedException(ManageRights.Sentence(part));
    }

    public static bool Allows(WriteSession session, string placeId, string personId, ManagePart part)
    {
        if (PeopleReader.Jurisdiction(session, personId) != placeId) return false;
        var today = Places.Today(session, placeId);
        var roles = PeopleReader.Roles(session, personId, today);
        return ManageRights.Has(roles, part) || part == ManagePart.Accounts && roles.Exists(Roles.Office.Contains) && !session.Exists(
            $"SELECT 1 FROM posts o JOIN people p ON p.id = o.person_id WHERE o.jurisdiction_id = {placeId} AND o.kind = {PostKind.Role} AND o.name = {Roles.SystemAdmin} AND p.is_active = {true} AND o.\"from\" <= {today} AND (o.until IS NULL OR o.until >= {today})");
    }

    /// <param name="db">Narrowed to the place.</param>
    /// <exception cref="NotAllowedException">The person may not manage this part of this place today.</exception>
    public static async Task RequireAsync(this WorkflowDb db, string personId, ManagePart part, DateOnly today, CancellationToken cancellation)
    {
        if (!await db.AllowsAsync(personId, part, today, cancellation)) throw new NotAllowedException(ManageRights.Sentence(part));
    }

    public static async Task<bool> AllowsAsync(this WorkflowDb db, string personId, ManagePart part, DateOnly today, CancellationToken cancellation)
    {
        var roles = await db.RolesAsync(personId, today, cancellation);
        return ManageRights.Has(roles, part) || part == ManagePart.Accounts && roles.Exists(Roles.Office.Contains)
            && !await db.HeldRoles(today).AnyAsync(post => post.Name == Roles.SystemAdmin, cancellation);
    }

    /// <summary>Code names of the roles somebody holds in the place that the context shows.</summary>
    public static Task<List<string>> RolesAsync(this WorkflowDb db, string personId, DateOnly today, CancellationToken cancellation) =>
        db.HeldRoles(today).Where(post => post.PersonId == personId).Select(post => post.Name).Distinct().ToListAsync(cancellation);

    private static IQueryable<PostRow> HeldRoles(this WorkflowDb db, DateOnly today) => db.Posts.Where(
        post => post.Kind == PostKind.Role && post.From <= today && (post.Until == null || post.Until >= today) && db.People.Any(person => person.Id == post.PersonId && person.IsActive));
}
