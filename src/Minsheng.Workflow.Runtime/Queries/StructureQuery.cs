using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>单位、机构、小组 page by page, with the people in them today.</summary>
public sealed class StructureQuery(ReadSide reading, TimeProvider clock)
{
    public const int PageSize = 20;

    /// <exception cref="NotAllowedException">The person does not manage the structure of this place.</exception>
    public async Task<Paged<StructureLine>> ReadAsync(string jurisdictionId, string personId, StructureFilter filter, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var today = (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow());
        await db.RequireAsync(personId, ManagePart.Structure, today, cancellation);
        var held = db.Posts.Where(post => post.From <= today && (post.Until == null || post.Until >= today) && db.People.Any(person => person.Id == post.PersonId && person.IsActive));
        var rows = filter.Kind switch
        {
            StructureKind.Unit => db.Units.Select(row => new StructureRead { Id = row.Id, Name = row.Name, Members = null, Purpose = "", People = held.Where(post => post.UnitId == row.Id).Select(post => post.PersonId).Distinct().Count() }),
            StructureKind.Body => db.Bodies.Select(row => new StructureRead { Id = row.Id, Name = row.Name, Members = row.Members, Purpose = "", People = held.Where(post => post.Kind == PostKind.Secretary && post.Name == row.Name).Select(post => post.PersonId).Distinct().Count() }),
            _ => db.Groups.Select(row => new StructureRead { Id = row.Id, Name = row.Name, Members = null, Purpose = row.Purpose, People = held.Where(post => post.Kind == PostKind.Member && post.Name == row.Name).Select(post => post.PersonId).Distinct().Count() }),
        };
        if (filter.Text?.Trim() is { Length: > 0 } text) rows = rows.Where(row => row.Name.Contains(text) || row.Purpose.Contains(text));
        var total = await rows.CountAsync(cancellation);
        var page = Math.Clamp(filter.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var sorted = filter.ByPeople ? rows.OrderByDescending(row => row.People).ThenBy(row => row.Name) : rows.OrderBy(row => row.Name);
        var shown = await sorted.Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellation);
        var prefix = StructureRows.StoppedKey(filter.Kind, "");
        var stopped = await db.PlaceSettings.Where(setting => setting.Name.StartsWith(prefix)).ToDictionaryAsync(setting => setting.Name, setting => setting.Value, cancellation);
        var names = shown.ConvertAll(row => row.Name);
        var secretaries = filter.Kind == StructureKind.Unit ? [] : await (
            from post in held
            where post.Kind == StructureRows.PostOf(filter.Kind) && names.Contains(post.Name)
            join person in db.People on post.PersonId equals person.Id
            orderby post.Rank, post.Id
            select new { post.Name, Person = person.Name, person.Id }).ToListAsync(cancellation);
        return new Paged<StructureLine>(
            shown.ConvertAll(row => new StructureLine(
                row.Id, row.Name, row.Members, row.Purpose, row.People, stopped.GetValueOrDefault(StructureRows.StoppedKey(filter.Kind, row.Id)),
                [.. secretaries.Where(one => one.Name == row.Name).Select(one => new Pick(one.Id, one.Person))])),
            total, page, PageSize);
    }

    private sealed class StructureRead
    {
        public required string Id { get; init; }
        public required string Name { get; init; }
        public required int? Members { get; init; }
        public required string Purpose { get; init; }
        public required int People { get; init; }
    }
}

/// <param name="ByPeople">Those with most people first; by name otherwise.</param>
public sealed record StructureFilter(StructureKind Kind, string? Text, int Page, bool ByPeople = false);

/// <param name="Members">组成人员数 of a body.</param>
/// <param name="People">With a post there today.</param>
/// <param name="Stopped">Since when it is out of use; null while it is used.</param>
/// <param name="Who">Secretaries of a body, members of a group.</param>
public sealed record StructureLine(string Id, string Name, int? Members, string Purpose, int People, string? Stopped, IReadOnlyList<Pick> Who);
