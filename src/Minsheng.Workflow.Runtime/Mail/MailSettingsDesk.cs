using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>管理 → 邮件: how the site sends mail, and a letter to see whether it does.</summary>
public sealed class MailSettingsDesk(CommitQueue commits, MailSettingsStore store, OutboxSender sender)
{
    /// <returns>Without the password; <c>HasPassword</c> says that there is one.</returns>
    /// <exception cref="NotAllowedException">The person may not.</exception>
    public Task<(MailSettings Settings, bool HasPassword)> ReadAsync(string place, string by, CancellationToken cancellation = default) => commits.ReadAsync(session =>
    {
        ManageGate.Require(session, place, by, ManagePart.Mail);
        var settings = store.Read(session);
        return (settings with { Password = null }, settings.Password is { Length: > 0 });
    }, cancellation);

    /// <param name="settings">With an empty password the one there is stays.</param>
    /// <exception cref="NotAllowedException">The person may not.</exception>
    /// <exception cref="FormRefusedException">A field is wrong.</exception>
    public Task SetAsync(string place, string by, MailSettings settings, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, place, by, ManagePart.Mail);
        var before = store.Read(session);
        var (clean, problems) = settings.Checked();
        if (problems.Count > 0) throw new FormRefusedException(problems);
        var isElsewhere = clean.Host != before.Host || clean.User != before.User;
        if (string.IsNullOrEmpty(settings.Password))
        {
            // Whoever may change the server must not have the old password sent to a server of their own.
            if (isElsewhere && clean.User is not null && before.Password is not null && clean.Transport == MailTransport.Server)
                throw new FormRefusedException([new FieldProblem("password", "服务器或用户名改了，密码要重新输入。")]);
            clean = clean with { Password = clean.User is null ? null : before.Password };
        }
        store.Write(session, clean);
        AuditLog.Write(session, place, by, "mail-set", "mail", new { kind = Words(clean.Transport), server = clean.Transport == MailTransport.Server ? $"{clean.Host}:{clean.Port}" : null, sender = clean.SenderAddress, address = clean.PublicAddress, password = string.IsNullOrEmpty(settings.Password) ? "没有改" : "改过" });
        // What waited for the old settings is tried with the new ones at once.
        session.Execute($"UPDATE outbox SET not_before = {session.Now} WHERE state = 'Waiting' AND attempts > {0} AND channel = {MessageChannel.Mail} AND claimed_until IS NULL");
    }, cancellation);

    /// <summary>A letter to the address, now.</summary>
    /// <exception cref="NotAllowedException">The person may not.</exception>
    /// <exception cref="FormRefusedException">It is no address.</exception>
    public async Task<MailOutcome> TestAsync(string place, string by, string address, CancellationToken cancellation = default)
    {
        var to = address.Trim();
        var sent = await sender.SendOneAsync(session =>
        {
            ManageGate.Require(session, place, by, ManagePart.Mail);
            if (!MailAddresses.IsGood(to)) throw new FormRefusedException([new FieldProblem("to", $"“{PlainText.Short(to)}”不是邮箱地址，请写成 name@example.cn 的样子。")]);
            AuditLog.Write(session, place, by, "mail-tested", "mail", new { to });
            return Outbox.WriteTest(session, place, by, MessageChannel.Mail, $"这是一封测试邮件。收到它，说明{Places.Read(session, place).Name}的平台可以发邮件了。");
        }, to, cancellation);
        return sent ?? MailOutcome.Failed("测试邮件没有写进发送记录，请再试一次。");
    }

    public static string Words(MailTransport transport) => transport switch
    {
        MailTransport.Server => "邮件服务器",
        MailTransport.Folder => "存成文件",
        _ => "不发邮件",
    };
}
