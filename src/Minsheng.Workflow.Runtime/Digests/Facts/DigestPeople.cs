using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Digests.Facts;

/// <summary>One who may get digests: what they hold today, and what they have asked for.</summary>
/// <param name="Unit">Name of the first unit they hold a post in; may be empty.</param>
internal sealed record Reader(string Id, string Name, string Label, string Unit, IReadOnlyList<string> Roles, IReadOnlyList<string> UnitIds, IReadOnlyDictionary<string, string> Preferences)
{
    public Addressee Addressee => new(Id, Label);

    public bool Wants(DigestOffer offer) => offer.Reaches(Roles, Preferences.GetValueOrDefault(offer.Preference));
}

internal static class DigestPeople
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    /// <summary>Everybody active in the place, by id.</summary>
    public static async Task<IReadOnlyDictionary<string, Reader>> ReadAsync(WorkflowDb db, DateOnly today, CancellationToken cancellation)
    {
        var people = await db.People.Where(person => person.IsActive).Select(person => new { person.Id, person.Name }).ToListAsync(cancellation);
        var posts = (await db.Posts.Where(post => post.From <= today && (post.Until == null || post.Until >= today)).OrderBy(post => post.Rank)
            .Select(post => new { post.PersonId, post.Kind, post.Name, post.Title, post.UnitId }).ToListAsync(cancellation)).ToLookup(post => post.PersonId);
        var units = await db.Units.Select(unit => new { unit.Id, unit.Name }).ToDictionaryAsync(unit => unit.Id, unit => unit.Name, cancellation);
        var ids = people.ConvertAll(person => person.Id);
        var preferences = (await db.Preferences.Where(row => ids.Contains(row.PersonId) && row.Name.StartsWith("mail/")).Select(row => new { row.PersonId, row.Name, row.Value }).ToListAsync(cancellation)).ToLookup(row => row.PersonId);
        return people.ToDictionary(person => person.Id, person =>
        {
            var held = posts[person.Id].ToList();
            var unitIds = held.Select(post => post.UnitId).OfType<string>().Distinct().ToList();
            var unit = unitIds.Count > 0 ? units.GetValueOrDefault(unitIds[0], "") : "";
            return new Reader(
                person.Id, person.Name, Holder.Of(person.Name, held.Find(post => post.Title.Length > 0)?.Title ?? "", unit), unit, [.. held.Where(post => post.Kind == PostKind.Role).Select(post => post.Name).Distinct()], unitIds,
                preferences[person.Id].Any() ? preferences[person.Id].ToDictionary(row => row.Name, row => row.Value, StringComparer.Ordinal) : Nothing);
        }, StringComparer.Ordinal);
    }
}
