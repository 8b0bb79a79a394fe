using Minsheng.Workflow.Runtime.Mail;

namespace Minsheng.Workflow.Web.Components.Pages.Manage;

/// <summary>The mail settings while somebody types.</summary>
public sealed class MailDraft
{
    public MailTransport Transport { get; set; }
    public string Host { get; set; } = "";
    public int Port { get; set; }
    public MailEncryption Encryption { get; set; }
    public string? Fingerprint { get; set; }
    public string? User { get; set; }
    public string? Password { get; set; }
    public string SenderName { get; set; } = "";
    public string SenderAddress { get; set; } = "";
    public string? PublicAddress { get; set; }
    public string Retries { get; set; } = "";
    public int GiveUpHours { get; set; }

    public static MailDraft Of(MailSettings saved) => new()
    {
        Transport = saved.Transport, Host = saved.Host, Port = saved.Port, Encryption = saved.Encryption, Fingerprint = saved.Fingerprint, User = saved.User,
        SenderName = saved.SenderName, SenderAddress = saved.SenderAddress, PublicAddress = saved.PublicAddress, Retries = saved.Retries, GiveUpHours = saved.GiveUpHours,
    };

    public MailSettings Settings(MailSettings saved) => saved with
    {
        Transport = Transport, Host = Host ?? "", Port = Port, Encryption = Encryption, Fingerprint = Fingerprint, User = User, Password = Password,
        SenderName = SenderName ?? "", SenderAddress = SenderAddress ?? "", PublicAddress = PublicAddress, Retries = Retries ?? "", GiveUpHours = GiveUpHours,
    };
}
