using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>Kinds, states and results as people read them.</summary>
public static class MailWords
{
    public static string Of(MessageKind kind) => kind switch
    {
        MessageKind.Task => "待办",
        MessageKind.Urge => "催办",
        MessageKind.Reminder => "到期提醒",
        MessageKind.Escalation => "逾期升级",
        MessageKind.Notice => "事项告知",
        MessageKind.Digest => "定期摘要",
        _ => "测试",
    };

    public static string Of(MessageState state) => state switch
    {
        MessageState.Waiting => "等待发送",
        MessageState.Sent => "已送达",
        MessageState.GivenUp => "没有送达",
        _ => "没有发",
    };

    public static string Of(MessageChannel channel) => channel == MessageChannel.Mail ? "邮件" : "群机器人";

    public static string Of(DeliveryResult result) => result switch
    {
        DeliveryResult.Accepted => "已收下",
        DeliveryResult.Refused => "被拒收",
        DeliveryResult.Failed => "没有发成",
        DeliveryResult.Skipped => "没有发",
        _ => "不知是否收下",
    };
}
