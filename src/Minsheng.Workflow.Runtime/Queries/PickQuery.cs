using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Units and people a form may name.</summary>
public sealed class PickQuery(ReadSide reading)
{
    public async Task<Picks> ReadAsync(string jurisdictionId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var units = await db.Units.Where(unit => !db.PlaceSettings.Any(setting => setting.Name == "stopped/Unit/" + unit.Id)).OrderBy(unit => unit.Name).Select(unit => new Pick(unit.Id, unit.Name)).ToListAsync(cancellation);
        var people = await db.People.Where(person => person.IsActive).OrderBy(person => person.Name)
            .Select(person => new { person.Id, person.Name, Title = db.Posts.Where(post => post.PersonId == person.Id && post.Title != "").OrderBy(post => post.Rank).Select(post => post.Title).FirstOrDefault() })
            .ToListAsync(cancellation);
        return new Picks(units, [.. people.Select(person => new Pick(person.Id, person.Title is null ? person.Name : $"{person.Name}（{person.Title}）"))]);
    }
}

public sealed record Picks(IReadOnlyList<Pick> Units, IReadOnlyList<Pick> People)
{
    public static Picks None { get; } = new([], []);
}

public sealed record Pick(string Id, string Label);
