using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>代理: somebody handles another's tasks from one day to another. Votes and ratings cannot be handed over, and a deputy's deputy does not act.</summary>
public sealed class DelegationDesk(CommitQueue commits)
{
    private const int LongestReason = 200;

    /// <summary>One grants for oneself, the office for anybody here.</summary>
    /// <returns>Id of the delegation.</returns>
    public Task<string> GrantAsync(DelegationOrder order, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var place = PeopleReader.Jurisdiction(session, order.PersonId) ?? throw new NotFoundException("人员", order.PersonId);
        PeopleReader.RequireHere(session, order.By, place, "人员", order.PersonId);
        if (order.By != order.PersonId && !ManageGate.Allows(session, place, order.By, ManagePart.Delegations)) throw new NotAllowedException("代理由本人设置，或由本级人大办代为设置。");
        Check(session, order, place);
        var id = Ids.New();
        session.Execute($"INSERT INTO delegations (id, jurisdiction_id, person_id, deputy_id, \"from\", until, reason, created_by, created) VALUES ({id}, {place}, {order.PersonId}, {order.DeputyId}, {order.From}, {order.Until}, {order.Reason.Trim()}, {order.By}, {session.Now})");
        AuditLog.Write(session, place, order.By, "delegation-granted", order.PersonId, new { order.DeputyId, order.From, order.Until, reason = order.Reason.Trim() });
        return id;
    }, cancellation);

    /// <summary>Ends it at once. Whoever granted it may, the person, and the office.</summary>
    public Task RevokeAsync(string id, string by, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var row = session.First($"SELECT person_id, jurisdiction_id, revoked, created_by FROM delegations WHERE id = {id}",
            reader => (Person: reader.GetString(0), Place: reader.GetString(1), Revoked: reader.TimeOrNull(2), By: reader.GetString(3)));
        if (row.Person is null) throw new NotFoundException("代理", id);
        PeopleReader.RequireHere(session, by, row.Place, "代理", id);
        if (by != row.Person && by != row.By && !ManageGate.Allows(session, row.Place, by, ManagePart.Delegations)) throw new NotAllowedException("代理由本人撤销，或由本级人大办代为撤销。");
        if (row.Revoked is not null) return;
        session.Execute($"UPDATE delegations SET revoked = {session.Now} WHERE id = {id}");
        AuditLog.Write(session, row.Place, by, "delegation-revoked", row.Person, new { id });
    }, cancellation);

    /// <summary>All of a place, newest first.</summary>
    public Task<IReadOnlyList<DelegationLine>> OfPlaceAsync(string jurisdictionId, CancellationToken cancellation = default) => commits.ReadAsync<IReadOnlyList<DelegationLine>>(session => Lines(
        session, jurisdictionId,
        session.Query($"SELECT d.id, d.person_id, p.name, d.deputy_id, q.name, d.\"from\", d.until, d.reason, d.revoked FROM delegations d JOIN people p ON p.id = d.person_id JOIN people q ON q.id = d.deputy_id WHERE d.jurisdiction_id = {jurisdictionId} ORDER BY d.created DESC", Line)), cancellation);

    /// <summary>Those a person has granted or acts under, newest first.</summary>
    public Task<IReadOnlyList<DelegationLine>> OfPersonAsync(string jurisdictionId, string personId, CancellationToken cancellation = default) => commits.ReadAsync<IReadOnlyList<DelegationLine>>(session => Lines(
        session, jurisdictionId,
        session.Query($"SELECT d.id, d.person_id, p.name, d.deputy_id, q.name, d.\"from\", d.until, d.reason, d.revoked FROM delegations d JOIN people p ON p.id = d.person_id JOIN people q ON q.id = d.deputy_id WHERE d.jurisdiction_id = {jurisdictionId} AND (d.person_id = {personId} OR d.deputy_id = {personId}) ORDER BY d.created DESC", Line)), cancellation);

    private static void Check(WriteSession session, DelegationOrder order, string place)
    {
        if (order.PersonId == order.DeputyId) throw new RefusedException("own-deputy", "代理人不能是本人，请另选一人。");
        if (PeopleReader.Jurisdiction(session, order.DeputyId) != place) throw new RefusedException("deputy-elsewhere", "代理人不是本地在用的人员，请另选一人。");
        if (order.Until < order.From) throw new RefusedException("bad-days", "代理的结束日期早于开始日期，请改正。");
        if (order.Until < Places.Today(session, place)) throw new RefusedException("bad-days", "代理的结束日期已经过去，请改正。");
        if (string.IsNullOrWhiteSpace(order.Reason)) throw new RefusedException("reason-missing", "没有写代理的事由，如“外出学习”，请补上。");
        if (order.Reason.Trim().Length > LongestReason) throw new RefusedException("reason-too-long", $"事由最多 {LongestReason} 个字，请缩短。");
        var twin = session.First(
            $"SELECT q.name, d.\"from\", d.until FROM delegations d JOIN people q ON q.id = d.deputy_id WHERE d.person_id = {order.PersonId} AND d.revoked IS NULL AND d.\"from\" <= {order.Until} AND d.until >= {order.From}",
            reader => (Name: reader.GetString(0), From: reader.Day(1), Until: reader.Day(2)));
        if (twin.Name is not null)
            throw new RefusedException("already-deputised", $"{DayWords.Of(twin.From)}至{DayWords.Of(twin.Until)}已由{twin.Name}代理，同一时间只能有一位代理人；请改日期，或先撤销那一项。");
    }

    private static DelegationLine Line(System.Data.Common.DbDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.Day(5), reader.Day(6), reader.GetString(7), reader.TimeOrNull(8), false);

    private static List<DelegationLine> Lines(WriteSession session, string place, List<DelegationLine> lines)
    {
        var today = Places.Today(session, place);
        return lines.ConvertAll(line => line with { IsRunning = line.Revoked is null && line.From <= today && line.Until >= today });
    }
}

/// <param name="PersonId">Whose tasks.</param>
/// <param name="By">Who sets it up: the person or the office.</param>
public sealed record DelegationOrder(string PersonId, string DeputyId, DateOnly From, DateOnly Until, string Reason, string By);

/// <param name="IsRunning">In force today.</param>
public sealed record DelegationLine(
    string Id, string PersonId, string PersonName, string DeputyId, string DeputyName, DateOnly From, DateOnly Until, string Reason, DateTimeOffset? Revoked, bool IsRunning);
