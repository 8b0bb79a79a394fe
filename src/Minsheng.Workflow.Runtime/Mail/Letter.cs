using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>One mail, ready to go.</summary>
/// <param name="Id">Of the message: the same at every attempt, so that a copy sent twice can be recognised by its Message-ID.</param>
public sealed record Letter(string Id, string To, string ToName, string Subject, string Text, string Html)
{
    public string MessageId => $"<{Id}@minsheng-workflow>";
}

/// <param name="Detail">A sentence, with what the server said.</param>
public sealed record MailOutcome(DeliveryResult Result, string Detail)
{
    /// <summary>It is the server or the settings, not this message: others need not be tried now.</summary>
    public bool IsServerAtFault { get; init; }

    public static MailOutcome Accepted(string detail) => new(DeliveryResult.Accepted, detail);
    public static MailOutcome Refused(string detail) => new(DeliveryResult.Refused, detail);
    public static MailOutcome Failed(string detail) => new(DeliveryResult.Failed, detail);
    public static MailOutcome Unknown(string detail) => new(DeliveryResult.Unknown, detail);
    public static MailOutcome Server(string detail) => new(DeliveryResult.Failed, detail) { IsServerAtFault = true };
}

/// <summary>Carries letters, one after the other; one mailer for each who sends.</summary>
public interface IMailer : IDisposable
{
    /// <summary>Null when it can be tried, else why not.</summary>
    Task<MailOutcome?> ProbeAsync(CancellationToken cancellation);

    /// <summary>Never throws for what a server or a folder does.</summary>
    Task<MailOutcome> SendAsync(Letter letter, CancellationToken cancellation);
}

/// <summary>The mailer for the settings.</summary>
public static class Mailers
{
    public static IMailer Open(MailSettings settings) => settings.Transport switch
    {
        MailTransport.Server => new SmtpMailer(settings),
        MailTransport.Folder => new FolderMailer(settings),
        _ => throw new RefusedException("no-mail", "本站没有设置发邮件。"),
    };
}
