using System.Net.Mail;
using System.Text;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>A letter in the framework's words.</summary>
internal static class LetterMime
{
    public static MailMessage Of(Letter letter, MailSettings settings)
    {
        var message = new MailMessage(
            new MailAddress(settings.SenderAddress is { Length: > 0 } sender ? sender : "minsheng@localhost", settings.SenderName, Encoding.UTF8),
            new MailAddress(letter.To, letter.ToName, Encoding.UTF8))
        {
            Subject = letter.Subject, SubjectEncoding = Encoding.UTF8, Body = letter.Text, BodyEncoding = Encoding.UTF8,
        };
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(letter.Html, Encoding.UTF8, "text/html"));
        message.Headers.Add("Message-ID", letter.MessageId);
        // Nobody's out-of-office reply comes back to a machine.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        return message;
    }
}
