using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What stands around every page.</summary>
public sealed class ShellQuery(ReadSide reading, TimeProvider clock)
{
    public async Task<ShellView> ReadAsync(string jurisdictionId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var place = await db.Jurisdictions.Where(row => row.Id == jurisdictionId).Select(row => new { row.Name, row.Level }).SingleAsync(cancellation);
        var year = await db.Cycles.Where(cycle => cycle.State == CycleState.Running).MaxAsync(cycle => (int?)cycle.Year, cancellation);
        var today = (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow());
        var tasks = await OpenTaskQuery.Shares(db, personId, await db.PrincipalsAsync(personId, today, cancellation)).CountAsync(cancellation);
        var ballots = await (from roll in db.BallotRoll
                             where roll.PersonId == personId && !roll.HasCast
                             join ballot in db.Ballots on roll.BallotId equals ballot.Id
                             where ballot.State == BallotState.Open
                             select roll.BallotId).CountAsync(cancellation);
        return new ShellView(place.Name + OfficeOf(place.Level), year, tasks, ballots);
    }

    private static string OfficeOf(JurisdictionLevel level) => level switch
    {
        JurisdictionLevel.County => "人大常委会",
        JurisdictionLevel.Township => "人大",
        _ => "人大工委",
    };
}

/// <param name="Office">The congress office, e.g. 柞水县人大常委会.</param>
/// <param name="Year">Of the newest cycle that runs.</param>
/// <param name="Tasks">Open tasks of the person, and of those they act for.</param>
/// <param name="Ballots">Open ballots the person has not cast in.</param>
public sealed record ShellView(string Office, int? Year, int Tasks, int Ballots);
