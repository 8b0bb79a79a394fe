using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Everybody of a place in the lines of an import, so that what is exported can be imported again.</summary>
public sealed class PeopleSheetQuery(ReadSide reading, TimeProvider clock)
{
    /// <exception cref="NotAllowedException">The person does not manage the people of this place.</exception>
    public async Task<IReadOnlyList<ImportLine>> ReadAsync(string jurisdictionId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var today = (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow());
        await db.RequireAsync(personId, ManagePart.People, today, cancellation);
        var units = await db.Units.ToDictionaryAsync(unit => unit.Id, unit => unit.Name, cancellation);
        var terms = await db.Terms.ToDictionaryAsync(term => term.Id, term => term.Name, cancellation);
        var posts = (await db.Posts.OrderBy(post => post.Rank).ThenBy(post => post.Id).ToListAsync(cancellation))
            .Where(post => !(post.Kind == PostKind.Role && ManageRights.Apart.Contains(post.Name))).ToLookup(post => post.PersonId);
        var lines = new List<ImportLine>();
        foreach (var person in await db.People.Where(person => person.IsActive).OrderBy(person => person.Name).ThenBy(person => person.Id).ToListAsync(cancellation))
        {
            var alone = true;
            foreach (var post in posts[person.Id])
            {
                alone = false;
                lines.Add(new ImportLine(
                    lines.Count + 2, person.Name, person.Phone ?? "", person.Email ?? "", post.UnitId is { } unit ? units.GetValueOrDefault(unit, "") : "", post.Title, PostWords.Kind(post.Kind),
                    post.Kind == PostKind.Role ? Roles.Name(post.Name) : post.Name, Day(post.From), post.Until is { } until ? Day(until) : "",
                    post.TermId is { } term ? terms.GetValueOrDefault(term, "") : "", post.Rank.ToString(CultureInfo.InvariantCulture)));
            }
            if (alone) lines.Add(new ImportLine(lines.Count + 2, person.Name, person.Phone ?? "", person.Email ?? ""));
        }
        return lines;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
