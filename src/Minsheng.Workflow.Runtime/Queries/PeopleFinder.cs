using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>People of a place found by name, post or unit: whoever a matter is to be handed to.</summary>
public sealed class PeopleFinder(ReadSide reading, TimeProvider clock)
{
    public const int Most = 12;

    /// <param name="text">Part of a name, a post or a unit; empty lists the first few.</param>
    /// <param name="except">Who is not offered.</param>
    public async Task<IReadOnlyList<FoundPerson>> FindAsync(string jurisdictionId, string text, IReadOnlyList<string> except, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var today = (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow());
        var people = db.People.Where(person => person.IsActive && !except.Contains(person.Id));
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(4))
            people = people.Where(person => person.Name.Contains(word) || db.Posts.Any(post => post.PersonId == person.Id && post.From <= today && (post.Until == null || post.Until >= today)
                && (post.Title.Contains(word) || db.Units.Any(unit => unit.Id == post.UnitId && unit.Name.Contains(word)))));
        var found = await people.OrderBy(person => person.Name).ThenBy(person => person.Id).Take(Most).Select(person => new
        {
            person.Id, person.Name,
            Post = db.Posts.Where(post => post.PersonId == person.Id && post.Title != "" && post.From <= today && (post.Until == null || post.Until >= today)).OrderBy(post => post.Rank).Select(post => post.Title).FirstOrDefault(),
            Unit = (from post in db.Posts where post.PersonId == person.Id && post.From <= today && (post.Until == null || post.Until >= today) join unit in db.Units on post.UnitId equals unit.Id orderby post.Rank select unit.Name).FirstOrDefault(),
        }).ToListAsync(cancellation);
        return [.. found.Select(person => new FoundPerson(person.Id, person.Name, Holder.Of(person.Name, person.Post ?? "", person.Unit ?? "")))];
    }
}

/// <param name="Post">Unit and post; the name where there is none.</param>
public sealed record FoundPerson(string Id, string Name, string Post)
{
    public string Label => Post.Contains(Name, StringComparison.Ordinal) ? Post : $"{Post} {Name}";
}
