using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Web.Components.Pages.Messages;

/// <summary>Messages as the office says them.</summary>
public static class MessageWords
{
    public static string Word(this MessageKind kind) => kind switch
    {
        MessageKind.Task => "任务",
        MessageKind.Urge => "催办",
        MessageKind.Reminder => "提醒",
        MessageKind.Escalation => "报上级",
        MessageKind.Notice => "通知",
        MessageKind.Digest => "简报",
        _ => "试发",
    };

    /// <summary>What became of the mail.</summary>
    public static string Word(this MessageState state) => state switch
    {
        MessageState.Sent => "已发邮件",
        MessageState.Waiting => "等待发邮件",
        MessageState.GivenUp => "邮件没有发成",
        _ => "没有发邮件",
    };
}
