using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>管理 → 群机器人: the group that is told beside the mail.</summary>
public sealed class RobotDesk(CommitQueue commits, RobotStore store, OutboxSender sender)
{
    /// <returns>Without address and secret; null where there is none.</returns>
    /// <exception cref="NotAllowedException">The person may not.</exception>
    public Task<RobotView?> ReadAsync(string place, string by, CancellationToken cancellation = default) => commits.ReadAsync(session =>
    {
        ManageGate.Require(session, place, by, ManagePart.Robot);
        if (Robot.Stored(session, place) is not { } stored) return null;
        var opened = store.Read(session, place);
        return new RobotView(stored.Format, opened is null ? null : new Uri(opened.Address).Host, stored.Secret is not null, stored.Kinds);
    }, cancellation);

    /// <param name="robot">With an empty address or secret the one there is stays.</param>
    /// <exception cref="NotAllowedException">The person may not.</exception>
    /// <exception cref="FormRefusedException">A field is wrong.</exception>
    public Task SetAsync(string place, string by, Robot robot, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, place, by, ManagePart.Robot);
        var before = store.Read(session, place);
        var isSame = string.IsNullOrWhiteSpace(robot.Address);
        if (isSame && before is not null) robot = robot with { Address = before.Address, Secret = string.IsNullOrWhiteSpace(robot.Secret) ? before.Secret : robot.Secret };
        var (clean, problems) = robot.Checked();
        if (problems.Count > 0) throw new FormRefusedException(problems);
        store.Write(session, place, clean);
        AuditLog.Write(session, place, by, "robot-set", "robot", new { kind = Words(clean.Format), server = new Uri(clean.Address).Host, kinds = string.Join('、', clean.Kinds.Select(MailWords.Of)), password = isSame ? "没有改" : "改过" });
    }, cancellation);

    /// <exception cref="NotAllowedException">The person may not.</exception>
    public Task RemoveAsync(string place, string by, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, place, by, ManagePart.Robot);
        if (session.Execute($"DELETE FROM place_settings WHERE jurisdiction_id = {place} AND name = {Robot.Setting}") == 1)
            AuditLog.Write(session, place, by, "robot-removed", "robot", new { });
    }, cancellation);

    /// <summary>A line to the group, now.</summary>
    /// <exception cref="NotAllowedException">The person may not.</exception>
    public async Task<MailOutcome> TestAsync(string place, string by, CancellationToken cancellation = default)
    {
        var sent = await sender.SendOneAsync(session =>
        {
            ManageGate.Require(session, place, by, ManagePart.Robot);
            if (Robot.Stored(session, place) is null) throw new RefusedException("no-robot", "还没有设群机器人，请先填好并保存。");
            AuditLog.Write(session, place, by, "robot-tested", "robot", new { });
            return Outbox.WriteTest(session, place, "", MessageChannel.Webhook, $"这是一条测试消息。看到它，说明{Places.Read(session, place).Name}的平台可以发群消息了。");
        }, null, cancellation);
        return sent ?? MailOutcome.Failed("测试消息没有写进发送记录，请再试一次。");
    }

    public static string Words(RobotFormat format) => format == RobotFormat.WeCom ? "企业微信" : "钉钉";
}

/// <param name="Host">Of the address, of which no more is shown; null when its keys are gone and it must be set anew.</param>
public sealed record RobotView(RobotFormat Format, string? Host, bool IsSigned, IReadOnlyList<MessageKind> Kinds);
