using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>人员导入: every row judged before anything is written, then all of it in one command or nothing.</summary>
public sealed class PeopleImport(CommitQueue commits, PostNews news)
{
    public Task<ImportReview> ReviewAsync(string placeId, string by, IReadOnlyList<ImportLine> lines, ImportOptions options, CancellationToken cancellation = default) => commits.ReadAsync(session =>
    {
        ManageGate.Require(session, placeId, by, ManagePart.People);
        return ImportPlan.Of(session, placeId, lines, options).Review;
    }, cancellation);

    /// <param name="reviewed">What was shown: if it no longer holds, nothing is written.</param>
    /// <param name="progress">Told the number of rows written.</param>
    /// <exception cref="RefusedException">A row is wrong, or people have changed since the review.</exception>
    public Task<ImportReview> CommitAsync(
        string placeId, string by, IReadOnlyList<ImportLine> lines, ImportOptions options, ImportReview reviewed, IProgress<int>? progress = null, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, placeId, by, ManagePart.People);
        var plan = ImportPlan.Of(session, placeId, lines, options);
        var review = plan.Review;
        if (review.Count(ImportVerdict.Wrong) is > 0 and var wrong) throw new RefusedException("wrong-rows", $"表里有 {wrong} 行不对，一行也没有导入。请改好后重新选择文件。");
        if (!review.Matches(reviewed)) throw new RefusedException("people-changed", "您核对之后，人员信息又有变动，一行也没有导入。请重新核对后再导入。");
        Apply(session, placeId, by, plan, progress);
        AuditLog.Write(session, placeId, by, "people-imported", placeId, new
        {
            rows = lines.Count, added = review.Count(ImportVerdict.New), changed = review.Count(ImportVerdict.Changed), units = review.NewUnits.Count,
        });
        foreach (var person in plan.People.Where(person => person.IsChanged || person.Posts.Exists(post => post.Id is null || post.IsChanged)))
            if (person.Id is { } id) session.AfterCommit(() => news.Tell(id));
        return review;
    }, cancellation);

    /// <summary>Writes what the plan has found.</summary>
    internal static void Apply(WriteSession session, string placeId, string by, ImportPlan plan, IProgress<int>? progress)
    {
        var units = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in plan.Review.NewUnits) units[name] = StructureDesk.AddUnit(session, placeId, name, by);
        var done = 0;
        foreach (var person in plan.People)
        {
            if (person.IsNew) person.Id = PersonRows.Insert(session, placeId, new PersonOrder(person.Name, person.Phone, person.Email));
            else if (person.IsChanged) session.Execute($"UPDATE people SET phone = {person.Phone}, email = {person.Email}, is_active = {person.IsActive} WHERE id = {person.Id}");
            foreach (var post in person.Posts)
            {
                if (post.Id is null)
                    PostRows.Insert(session, new PostRow
                    {
                        Id = Ids.New(), JurisdictionId = placeId, PersonId = person.Id!, Kind = post.Kind, Name = post.Name, UnitId = UnitId(post), Title = post.Title,
                        Rank = post.Rank ?? 0, From = post.From, Until = post.Until, TermId = post.TermId,
                    });
                else if (post.IsChanged)
                    session.Execute($"UPDATE posts SET unit_id = {UnitId(post)}, title = {post.Title}, rank = {post.Rank ?? 0}, until = {post.Until}, term_id = {post.TermId} WHERE id = {post.Id}");
                else
                    continue;
                if (++done % 100 == 0) progress?.Report(done);
            }
        }

        string? UnitId(ImportPost post)
        {
            if (post.Unit is not { } name) return null;
            if (units.TryGetValue(name, out var known)) return known;
            return units[name] = StructureRows.IdOf(session, StructureKind.Unit, placeId, name)!;
        }
    }
}
