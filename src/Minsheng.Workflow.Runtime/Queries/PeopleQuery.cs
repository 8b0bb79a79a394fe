using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>人员 page by page.</summary>
public sealed class PeopleQuery(ReadSide reading, TimeProvider clock)
{
    public const int PageSize = 20;

    /// <exception cref="NotAllowedException">The person does not manage the people of this place.</exception>
    public async Task<PeopleView> ReadAsync(string jurisdictionId, string personId, PeopleFilter filter, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var today = (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow());
        await db.RequireAsync(personId, ManagePart.People, today, cancellation);
        var held = db.Posts.Where(post => post.From <= today && (post.Until == null || post.Until >= today));
        var people = db.People.Where(person => person.IsActive == !filter.Left);
        if (filter.Text?.Trim() is { Length: > 0 } text) people = people.Where(person => person.Name.Contains(text) || person.Phone!.Contains(text) || db.Posts.Any(post => post.PersonId == person.Id && post.Title.Contains(text)));
        if (filter.UnitId is { Length: > 0 } unit) people = people.Where(person => held.Any(post => post.PersonId == person.Id && post.UnitId == unit));
        if (filter.Kind is { } kind && filter.Post is { Length: > 0 } name) people = people.Where(person => held.Any(post => post.PersonId == person.Id && post.Kind == kind && post.Name == name));
        var total = await people.CountAsync(cancellation);
        var page = Math.Clamp(filter.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var sorted = filter.Sort switch
        {
            PeopleSort.Unit => people.OrderBy(person => db.Units.Where(row => held.Any(post => post.PersonId == person.Id && post.UnitId == row.Id)).Min(row => row.Name)).ThenBy(person => person.Name).ThenBy(person => person.Id),
            PeopleSort.Newest => people.OrderByDescending(person => db.Posts.Where(post => post.PersonId == person.Id).Max(post => (DateOnly?)post.From)).ThenBy(person => person.Name).ThenBy(person => person.Id),
            _ => people.OrderBy(person => person.Name).ThenBy(person => person.Id),
        };
        var shown = await sorted.Skip((page - 1) * PageSize).Take(PageSize).Select(person => new
        {
            person.Id, person.Name, person.Phone, person.IsActive,
            Account = db.Users.Where(account => account.PersonId == person.Id).Select(account => account.UserName).FirstOrDefault(),
        }).ToListAsync(cancellation);
        var ids = shown.ConvertAll(person => person.Id);
        var posts = await (
            from post in held
            where ids.Contains(post.PersonId)
            join row in db.Units on post.UnitId equals row.Id into units
            from row in units.DefaultIfEmpty()
            orderby post.Rank, post.Id
            select new { post.PersonId, post.Kind, post.Name, post.Title, Unit = row == null ? "" : row.Name }).ToListAsync(cancellation);
        var lines = shown.ConvertAll(person =>
        {
            var mine = posts.FindAll(post => post.PersonId == person.Id);
            return new PersonLine(
                person.Id, person.Name, person.Phone, mine.Find(post => post.Unit.Length > 0)?.Unit ?? "", mine.Find(post => post.Title.Length > 0)?.Title ?? "",
                [.. mine.Select(post => PostWords.Of(post.Kind, post.Name)).Distinct()], person.Account, person.IsActive);
        });
        var groups = await db.Groups.OrderBy(row => row.Name).Select(row => row.Name).ToListAsync(cancellation);
        var bodies = await db.Bodies.OrderBy(row => row.Name).Select(row => row.Name).ToListAsync(cancellation);
        var all = await db.Units.OrderBy(row => row.Name).Select(row => new Pick(row.Id, row.Name)).ToListAsync(cancellation);
        var counts = await db.People.GroupBy(person => person.IsActive).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation);
        return new PeopleView(
            new Paged<PersonLine>(lines, total, page, PageSize), all, bodies, groups,
            counts.Find(row => row.Key)?.Count ?? 0, counts.Find(row => !row.Key)?.Count ?? 0);
    }
}

public enum PeopleSort { Name, Unit, Newest }

/// <param name="Post">Code name of a role, or the name of a body or group; with its kind.</param>
/// <param name="Left">Those who have left instead of those who work here.</param>
public sealed record PeopleFilter(string? Text = null, string? UnitId = null, PostKind? Kind = null, string? Post = null, bool Left = false, PeopleSort Sort = PeopleSort.Name, int Page = 1);

/// <param name="Working">How many work here.</param>
/// <param name="Gone">How many have left.</param>
public sealed record PeopleView(Paged<PersonLine> People, IReadOnlyList<Pick> Units, IReadOnlyList<string> Bodies, IReadOnlyList<string> Groups, int Working, int Gone);

/// <param name="Posts">What the person holds today, in words.</param>
public sealed record PersonLine(string Id, string Name, string? Phone, string Unit, string Title, IReadOnlyList<string> Posts, string? Account, bool IsActive);

/// <summary>Posts in words.</summary>
public static class PostWords
{
    public static string Of(PostKind kind, string name) => kind switch
    {
        PostKind.Role => Roles.Name(name),
        PostKind.Secretary => $"{name}秘书",
        _ => $"{name}成员",
    };

    public static string Kind(PostKind kind) => kind switch { PostKind.Role => "角色", PostKind.Secretary => "机构秘书", _ => "小组成员" };
}
