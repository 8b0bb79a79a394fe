using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Units, people and places a form may name.</summary>
public sealed class PickQuery(ReadSide reading)
{
    public async Task<Picks> ReadAsync(string jurisdictionId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var units = await db.UnitsInUse().OrderBy(unit => unit.Name).Select(unit => new Pick(unit.Id, unit.Name)).ToListAsync(cancellation);
        var people = await db.People.Where(person => person.IsActive).OrderBy(person => person.Name)
            .Select(person => new
            {
                person.Id,
                person.Name,
                Post = db.Posts.Where(post => post.PersonId == person.Id && post.Title != "").OrderBy(post => post.Rank).Select(post => post.Title).FirstOrDefault(),
                Unit = (from post in db.Posts where post.PersonId == person.Id && post.UnitId != null join unit in db.Units on post.UnitId equals unit.Id orderby post.Rank select unit.Name).FirstOrDefault(),
            })
            .ToListAsync(cancellation);
        return new Picks(
            units,
            [.. people.Select(person => new Pick(person.Id, person.Post is null ? person.Name : $"{person.Name}（{person.Post}）", person.Unit ?? ""))],
            await RegionsAsync(db, jurisdictionId, cancellation));
    }

    /// <summary>The towns below a place and what is below them; none where the tree ends here.</summary>
    private static async Task<IReadOnlyList<Pick>> RegionsAsync(WorkflowDb db, string jurisdictionId, CancellationToken cancellation)
    {
        var all = await db.Jurisdictions.Where(place => place.ParentId != null).OrderBy(place => place.Name).Select(place => new { place.Id, place.Name, place.ParentId }).ToListAsync(cancellation);
        var found = new List<Pick>();
        Add(jurisdictionId, "");
        return found;

        void Add(string parent, string above)
        {
            foreach (var place in all.Where(place => place.ParentId == parent && found.TrueForAll(known => known.Id != place.Id)))
            {
                found.Add(new Pick(place.Id, above + place.Name));
                Add(place.Id, above + place.Name);
            }
        }
    }
}

/// <param name="Regions">Towns and streets below the place, by their whole names.</param>
public sealed record Picks(IReadOnlyList<Pick> Units, IReadOnlyList<Pick> People, IReadOnlyList<Pick> Regions)
{
    public static Picks None { get; } = new([], [], []);
}

/// <param name="Aside">What else it is found by, e.g. a person's unit.</param>
public sealed record Pick(string Id, string Label, string Aside = "");
