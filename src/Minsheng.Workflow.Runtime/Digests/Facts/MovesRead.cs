using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Digests.Facts;

/// <summary>What was decided on proposals, by the person who made them.</summary>
internal static class MovesRead
{
    private const int Most = 2000;

    /// <param name="people">Those who have asked to be told.</param>
    public static async Task<ILookup<string, ProposalMove>> ReadAsync(WorkflowDb db, IReadOnlyCollection<string> people, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellation)
    {
        var wanted = people.ToList();
        var proposers = wanted.Count == 0 ? [] : await (from proposer in db.ItemProposers
                                                        where proposer.PersonId != null && wanted.Contains(proposer.PersonId)
                                                        join item in db.Items on proposer.ItemId equals item.Id
                                                        select new { Person = proposer.PersonId!, proposer.Receipt, item.Id, item.MergedInto, item.Number, item.Title }).ToListAsync(cancellation);
        // Whoever was merged into an item follows it.
        var ids = proposers.Select(proposer => proposer.Id).Concat(proposers.Select(proposer => proposer.MergedInto).OfType<string>()).Distinct().ToList();
        // What a return took back has a negative passage.
        var decisions = ids.Count == 0 ? [] : await db.ItemDecisions.Where(row => ids.Contains(row.ItemId) && row.At > since && row.At <= now && (row.Execution == null || row.Execution >= 0))
            .OrderBy(row => row.At).ThenBy(row => row.Seq).Take(Most).Select(row => new { row.ItemId, row.Verdict, row.Reason, row.By, row.At, row.MergedInto }).ToListAsync(cancellation);
        var targets = decisions.Select(row => row.MergedInto).OfType<string>().Distinct().ToList();
        var titles = targets.Count == 0 ? [] : await db.Items.Where(item => targets.Contains(item.Id)).Select(item => new { item.Id, item.Title }).ToDictionaryAsync(item => item.Id, item => item.Title, cancellation);
        return (from decision in decisions
                from proposer in proposers
                where proposer.Id == decision.ItemId || proposer.MergedInto == decision.ItemId
                select (proposer.Person, Move: new ProposalMove(
                    decision.ItemId, proposer.Number, proposer.Title, proposer.Receipt, decision.Verdict, decision.Reason, decision.By, decision.At,
                    decision.MergedInto is { } target ? titles.GetValueOrDefault(target) : null)))
            .ToLookup(one => one.Person, one => one.Move);
    }
}
