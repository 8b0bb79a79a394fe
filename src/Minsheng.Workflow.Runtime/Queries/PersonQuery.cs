using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>One person, with everything 管理 needs to know of them.</summary>
public sealed class PersonQuery(ReadSide reading, TimeProvider clock)
{
    /// <returns>Null when there is nobody of that id here.</returns>
    /// <exception cref="NotAllowedException">The viewer does not manage the people of this place.</exception>
    public async Task<PersonView?> FindAsync(string jurisdictionId, string viewerId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var now = clock.GetUtcNow();
        var today = (await db.DatesAsync(cancellation)).Today(now);
        await db.RequireAsync(viewerId, ManagePart.People, today, cancellation);
        var person = await db.People.SingleOrDefaultAsync(row => row.Id == personId, cancellation);
        if (person is null) return null;
        var units = await db.Units.OrderBy(row => row.Name).Select(row => new Pick(row.Id, row.Name)).ToListAsync(cancellation);
        var inUse = await db.UnitsInUse().Select(row => row.Id).ToListAsync(cancellation);
        var terms = await db.Terms.OrderByDescending(row => row.From).Select(row => new Pick(row.Id, row.Name)).ToListAsync(cancellation);
        var posts = await db.Posts.Where(post => post.PersonId == personId).OrderBy(post => post.Rank).ThenBy(post => post.Id).ToListAsync(cancellation);
        var tasks = await (
            from mine in db.TaskParticipants
            where mine.PersonId == personId && (mine.State == ParticipantState.Open || mine.State == ParticipantState.Waiting)
            join task in db.Tasks on mine.TaskId equals task.Id
            where task.State == TaskState.Open
            orderby task.Due == null, task.Due
            select new PersonTask(task.Id, task.Title, task.Due, mine.State == ParticipantState.Open)).ToListAsync(cancellation);
        var keys = await db.Ballots.Where(box => box.State != BallotState.Opened && (box.ChairId == personId && box.ChairLockedKey != null || box.ScrutineerId == personId && box.ScrutineerLockedKey != null))
            .Select(box => box.Title).ToListAsync(cancellation);
        var account = await db.Users.Where(row => row.PersonId == personId).OrderBy(row => row.Id)
            .Select(row => new
            {
                row.UserName, row.MustChangePassword, row.LockoutEnd,
                Slip = db.UserTokens.Where(token => token.UserId == row.Id && token.LoginProvider == SlipRows.Provider && token.Name == SlipRows.Name).Select(token => token.Value).FirstOrDefault(),
            }).FirstOrDefaultAsync(cancellation);
        return new PersonView(
            person.Id, person.Name, person.Phone, person.Email, person.IsActive,
            posts.ConvertAll(post => new PersonPost(
                post.Id, post.Kind, post.Name, PostWords.Of(post.Kind, post.Name), post.UnitId, units.Find(unit => unit.Id == post.UnitId)?.Label ?? "", post.Title, post.Rank, post.From, post.Until,
                post.TermId, terms.Find(term => term.Id == post.TermId)?.Label,
                post.Until is { } until && until < today ? PostTime.Over : post.From > today ? PostTime.Coming : PostTime.Running)),
            tasks, keys, account is null ? null : new PersonAccount(account.UserName!, account.MustChangePassword, account.LockoutEnd is { } end && end > now, account.LockoutEnd > now.AddYears(100), account.MustChangePassword ? SlipRows.Read(account.Slip) : null),
            [.. units.Where(unit => inUse.Contains(unit.Id) || posts.Exists(post => post.UnitId == unit.Id))], terms,
            Offered(await db.BodiesInUse().Select(row => row.Name).ToListAsync(cancellation), posts, PostKind.Secretary),
            Offered(await db.GroupsInUse().Select(row => row.Name).ToListAsync(cancellation), posts, PostKind.Member),
            await db.AllowsAsync(viewerId, ManagePart.Accounts, today, cancellation), today);
    }

    /// <summary>What is in use, and what the person already belongs to.</summary>
    private static IReadOnlyList<string> Offered(List<string> inUse, List<PostRow> posts, PostKind kind) =>
        [.. inUse.Union(posts.Where(post => post.Kind == kind).Select(post => post.Name)).Order(StringComparer.Ordinal)];

    /// <summary>Those who may take over tasks: working here with a post today.</summary>
    public async Task<IReadOnlyList<Pick>> ReceiversAsync(string jurisdictionId, string viewerId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var today = (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow());
        await db.RequireAsync(viewerId, ManagePart.People, today, cancellation);
        var people = await db.People.Where(person => person.IsActive).OrderBy(person => person.Name)
            .Select(person => new
            {
                person.Id, person.Name,
                Post = db.Posts.Where(post => post.PersonId == person.Id && post.From <= today && (post.Until == null || post.Until >= today)).OrderBy(post => post.Rank).Select(post => post.Title).FirstOrDefault(),
            }).Where(person => person.Post != null).ToListAsync(cancellation);
        return people.ConvertAll(person => new Pick(person.Id, person.Post!.Length > 0 ? $"{person.Name}（{person.Post}）" : person.Name));
    }
}

public enum PostTime { Running, Coming, Over }

public sealed record PersonPost(
    string Id, PostKind Kind, string Name, string Words, string? UnitId, string Unit, string Title, int Rank, DateOnly From, DateOnly? Until, string? TermId, string? Term, PostTime Time);

/// <param name="IsTurn">May act now; otherwise later.</param>
public sealed record PersonTask(string Id, string Title, DateTimeOffset? Due, bool IsTurn);

/// <param name="IsLocked">Cannot sign in at the moment.</param>
/// <param name="SlipUntil">The last day of the slip it waits with for the first sign-in.</param>
/// <param name="IsStopped">Locked by the administrator, not by wrong passwords.</param>
public sealed record PersonAccount(string Name, bool MustChange, bool IsLocked, bool IsStopped, DateOnly? SlipUntil);

/// <param name="Keys">Ballot boxes still shut whose passphrase the person keeps.</param>
/// <param name="MayAccounts">The viewer gives and locks sign-ins.</param>
public sealed record PersonView(
    string Id, string Name, string? Phone, string? Email, bool IsActive, IReadOnlyList<PersonPost> Posts, IReadOnlyList<PersonTask> Tasks, IReadOnlyList<string> Keys, PersonAccount? Account,
    IReadOnlyList<Pick> Units, IReadOnlyList<Pick> Terms, IReadOnlyList<string> Bodies, IReadOnlyList<string> Groups, bool MayAccounts, DateOnly Today);
