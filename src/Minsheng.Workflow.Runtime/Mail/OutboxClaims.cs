using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>A message that one sender has taken upon itself for a while.</summary>
/// <param name="Attempt">From 1.</param>
internal sealed record ClaimedMessage(
    string Id, string Place, string PlaceName, int Attempt, MessageKind Kind, MessageChannel Channel, string PersonName, string Address, string Subject, string Text, string? Html, string? Link);

/// <summary>
/// Who may send what. A claim is taken in the transaction that counts the attempt, and the attempt is recorded in another;
/// a claim that ran out without a record is an attempt whose end nobody knows, and is put on record as such.
/// </summary>
internal static class OutboxClaims
{
    private const int AtOnce = 20;

    /// <param name="lease">Longer than any sending takes.</param>
    public static ClaimedMessage? Next(WriteSession session, string sender, TimeSpan lease)
    {
        while (true)
        {
            var due = session.Query($"SELECT id FROM outbox WHERE state = 'Waiting' AND not_before <= {session.Now} AND (claimed_until IS NULL OR claimed_until < {session.Now}) ORDER BY not_before LIMIT {AtOnce}", reader => reader.GetString(0));
            foreach (var id in due)
                if (Take(session, id, sender, lease) is { } claimed) return claimed;
            if (due.Count < AtOnce) return null;
        }
    }

    /// <summary>Asked again under the row's lock: another may have tried it, in vain, since the list was read.</summary>
    /// <param name="instead">Where it goes instead of the person's own address.</param>
    public static ClaimedMessage? Take(WriteSession session, string id, string sender, TimeSpan lease, string? instead = null)
    {
        var row = session.First($"SELECT jurisdiction_id, attempts, kind, channel, person_id, subject, text, html, link, claimed_until FROM outbox WHERE id = {id} AND state = 'Waiting' AND not_before <= {session.Now} FOR UPDATE", reader => new
        {
            Place = reader.GetString(0), Attempts = reader.GetInt32(1), Kind = reader.Name<MessageKind>(2), Channel = reader.Name<MessageChannel>(3), Person = reader.GetString(4),
            Subject = reader.GetString(5), Text = reader.GetString(6), Html = reader.Text(7), Link = reader.Text(8), Claimed = reader.TimeOrNull(9),
        });
        if (row is null || row.Claimed >= session.Now) return null;
        if (row.Claimed is not null)
            Line(session, id, row.Place, row.Attempts, row.Channel, "", new MailOutcome(DeliveryResult.Unknown, "发送时程序中断，不知道对方是否收下；用同一邮件编号再发。"));
        if (row.Kind != MessageKind.Test && QuietHours.Of(session, row.Place).EndAfter(session.Now) is { } end)
        {
            session.Execute($"UPDATE outbox SET not_before = {end}, claimed_until = NULL, claimed_by = NULL WHERE id = {id}");
            return null;
        }
        var attempt = row.Attempts + 1;
        session.Execute($"UPDATE outbox SET attempts = {attempt}, claimed_by = {sender}, claimed_until = {session.Now + lease} WHERE id = {id}");
        var (name, address, hindrance) = row.Channel == MessageChannel.Webhook ? ("", "", null) : Recipient(session, row.Person, row.Kind, instead);
        var claimed = new ClaimedMessage(id, row.Place, Places.Read(session, row.Place).Name, attempt, row.Kind, row.Channel, name, address, row.Subject, row.Text, row.Html, row.Link);
        if (hindrance is null) return claimed;
        Record(session, claimed, sender, hindrance, RetryPlan.Default);
        return null;
    }

    /// <summary>The ledger's line, and what becomes of the message.</summary>
    public static void Record(WriteSession session, ClaimedMessage message, string sender, MailOutcome outcome, RetryPlan plan)
    {
        Line(session, message.Id, message.Place, message.Attempt, message.Channel, message.Address, outcome);
        var state = outcome.Result switch
        {
            DeliveryResult.Accepted => MessageState.Sent,
            DeliveryResult.Refused => MessageState.GivenUp,
            DeliveryResult.Skipped => MessageState.Skipped,
            // Whoever tested has been told; it is not to come later out of the blue.
            _ when message.Kind == MessageKind.Test => MessageState.Skipped,
            _ => MessageState.Waiting,
        };
        DateTimeOffset? next = null;
        if (state == MessageState.Waiting)
        {
            var began = session.First($"SELECT MIN(at) FROM deliveries WHERE outbox_id = {message.Id}", reader => reader.TimeOrNull(0)) ?? session.Now;
            next = plan.Next(message.Attempt, began, session.Now);
            if (next is null) state = MessageState.GivenUp;
        }
        session.Execute($"UPDATE outbox SET state = {state}, sent = {(state == MessageState.Sent ? session.Now : (DateTimeOffset?)null)}, not_before = {next ?? session.Now}, last_error = {(state == MessageState.Sent ? null : outcome.Detail)}, claimed_by = NULL, claimed_until = NULL WHERE id = {message.Id} AND claimed_by = {sender} AND attempts = {message.Attempt}");
    }

    private static void Line(WriteSession session, string id, string place, int attempt, MessageChannel channel, string address, MailOutcome outcome) =>
        session.Execute($"INSERT INTO deliveries (outbox_id, attempt, jurisdiction_id, at, channel, address, result, detail) VALUES ({id}, {attempt}, {place}, {session.Now}, {channel}, {address}, {outcome.Result}, {outcome.Detail}) ON CONFLICT DO NOTHING");

    private static (string Name, string Address, MailOutcome? Hindrance) Recipient(WriteSession session, string personId, MessageKind kind, string? instead)
    {
        var person = session.First($"SELECT name, email, is_active FROM people WHERE id = {personId}", reader => (Name: reader.GetString(0), Email: instead ?? reader.Text(1), IsActive: reader.GetBoolean(2)));
        var why = person switch
        {
            { Name: null } => "没有这个人了。",
            { IsActive: false } => $"{person.Name}已经离任。",
            { Email: null or "" } => $"{person.Name}没有登记邮箱；在“管理 → 人员”补上后可以重发。",
            _ when kind != MessageKind.Test && session.Exists($"SELECT 1 FROM preferences WHERE person_id = {personId} AND name = {$"mail/{kind}"} AND value = 'off'") => $"{person.Name}不接收“{MailWords.Of(kind)}”邮件。",
            _ when !MailAddresses.IsGood(person.Email!) => null,
            _ => "",
        };
        var name = person.Name ?? "";
        return why switch
        {
            "" => (name, person.Email!, null),
            null => (name, person.Email!, MailOutcome.Refused($"登记的邮箱“{person.Email}”不是邮箱地址，请在“管理 → 人员”改正后重发。")),
            _ => (name, person.Email ?? "", new MailOutcome(DeliveryResult.Skipped, why)),
        };
    }
}
