using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>届次, newest first.</summary>
public sealed class TermQuery(ReadSide reading, TimeProvider clock)
{
    /// <exception cref="NotAllowedException">The person does not manage the terms of this place.</exception>
    public async Task<TermsView> ReadAsync(string jurisdictionId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var today = (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow());
        await db.RequireAsync(personId, ManagePart.Terms, today, cancellation);
        var terms = await db.Terms.OrderByDescending(term => term.From)
            .Select(term => new { Term = term, Posts = db.Posts.Count(post => post.TermId == term.Id), People = db.Posts.Where(post => post.TermId == term.Id).Select(post => post.PersonId).Distinct().Count() })
            .ToListAsync(cancellation);
        var deputies = await db.Posts.Where(post => post.Kind == PostKind.Role && post.Name == Roles.Deputy && post.From <= today && (post.Until == null || post.Until >= today)
            && db.People.Any(person => person.Id == post.PersonId && person.IsActive)).Select(post => post.PersonId).Distinct().CountAsync(cancellation);
        return new TermsView(
            terms.ConvertAll(row => new TermLine(
                row.Term.Id, row.Term.Name, row.Term.From, row.Term.Until, row.Term.AllDeputies, row.Posts, row.People,
                row.Term.From > today ? PostTime.Coming : row.Term.Until is { } until && until < today ? PostTime.Over : PostTime.Running)),
            deputies, today);
    }
}

/// <param name="Deputies">People who hold the role of a deputy today.</param>
public sealed record TermsView(IReadOnlyList<TermLine> Terms, int Deputies, DateOnly Today);

public sealed record TermLine(string Id, string Name, DateOnly From, DateOnly? Until, int? AllDeputies, int Posts, int People, PostTime Time);
