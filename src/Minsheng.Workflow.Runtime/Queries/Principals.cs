using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>代理: whose tasks a person looks after today.</summary>
internal static class Principals
{
    /// <summary>Names by id; a deputy's deputy is none.</summary>
    public static Task<Dictionary<string, string>> PrincipalsAsync(this WorkflowDb db, string deputyId, DateOnly today, CancellationToken cancellation) =>
        (from delegation in db.Delegations
         where delegation.DeputyId == deputyId && delegation.Revoked == null && delegation.From <= today && delegation.Until >= today
         join person in db.People on delegation.PersonId equals person.Id
         where person.IsActive
         select new { person.Id, person.Name }).Distinct().ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);

    /// <summary>Everybody whose tasks the person has ever looked after: what was done then stays in 已办.</summary>
    public static Task<List<string>> EverPrincipalsAsync(this WorkflowDb db, string deputyId, CancellationToken cancellation) =>
        db.Delegations.Where(delegation => delegation.DeputyId == deputyId).Select(delegation => delegation.PersonId).Distinct().ToListAsync(cancellation);
}
