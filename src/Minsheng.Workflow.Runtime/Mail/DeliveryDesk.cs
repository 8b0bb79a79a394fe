using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>What people do about messages: send again, or leave it.</summary>
public sealed class DeliveryDesk(CommitQueue commits)
{
    /// <summary>重发: also what was sent, and what was left.</summary>
    /// <exception cref="NotAllowedException">The person may not.</exception>
    public Task ResendAsync(string place, string by, string id, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, place, by, ManagePart.Deliveries);
        var subject = Subject(session, place, id);
        if (session.Execute($"UPDATE outbox SET state = {MessageState.Waiting}, not_before = {session.Now}, sent = NULL WHERE id = {id} AND (claimed_until IS NULL OR claimed_until < {session.Now})") == 0)
            throw new RefusedException("being-sent", "这封正在发送，请稍后再看。");
        AuditLog.Write(session, place, by, "message-resent", id, new { title = subject });
    }, cancellation);

    /// <summary>Everything of the place that did not arrive.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="NotAllowedException">The person may not.</exception>
    public Task<int> ResendAllAsync(string place, string by, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, place, by, ManagePart.Deliveries);
        var count = session.Execute($"UPDATE outbox SET state = 'Waiting', not_before = {session.Now} WHERE jurisdiction_id = {place} AND state = 'GivenUp'");
        if (count > 0) AuditLog.Write(session, place, by, "message-resent", place, new { count });
        return count;
    }, cancellation);

    /// <summary>不再发.</summary>
    /// <exception cref="NotAllowedException">The person may not.</exception>
    public Task StopAsync(string place, string by, string id, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, place, by, ManagePart.Deliveries);
        var subject = Subject(session, place, id);
        if (session.Execute($"UPDATE outbox SET state = {MessageState.Skipped} WHERE id = {id} AND state IN ({MessageState.Waiting}, {MessageState.GivenUp}) AND (claimed_until IS NULL OR claimed_until < {session.Now})") == 0)
            throw new RefusedException("not-waiting", "这封已经送达、已经不发或正在发送，不用停发。");
        AuditLog.Write(session, place, by, "message-stopped", id, new { title = subject });
    }, cancellation);

    private static string Subject(WriteSession session, string place, string id) =>
        session.First($"SELECT subject FROM outbox WHERE id = {id} AND jurisdiction_id = {place} FOR UPDATE", reader => reader.GetString(0)) ?? throw new NotFoundException("消息", id);
}
