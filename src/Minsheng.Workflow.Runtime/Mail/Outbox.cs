using System.Text;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>The one way to tell somebody something: a row written by the command that causes it, sent later.</summary>
internal static class Outbox
{
    /// <summary>More than a mail server takes as a rule is no message.</summary>
    internal const int LongestBody = 2 * 1024 * 1024;

    private const int LongestSubject = 200;

    /// <summary>Digests that say the same to all who get them.</summary>
    private static readonly string[] SharedDigests = ["digest/weekly/", "digest/monthly/"];

    /// <returns>False when this key was told already.</returns>
    /// <exception cref="RefusedException">It is too long to be sent.</exception>
    public static bool Write(WriteSession session, Message message)
    {
        if (message.Text.Length + (message.Html?.Length ?? 0) > LongestBody)
            throw new RefusedException("message-too-long", $"“{Line(message.Subject)}”的内容超过 {LongestBody / 1024 / 1024} MB，邮件服务器一般不收，请去掉大图或缩短内容后再发。");
        var isNew = Insert(session, message);
        if (isNew && message.Channel == MessageChannel.Mail) TellRobot(session, message);
        return isNew;
    }

    /// <returns>The id of the message.</returns>
    internal static string WriteTest(WriteSession session, string place, string personId, MessageChannel channel, string text)
    {
        var key = $"test/{Ids.New()}";
        Insert(session, new Message(place, key, personId, MessageKind.Test, "测试：民生实事票决工作平台能不能发出消息", text) { Channel = channel });
        return session.First($"SELECT id FROM outbox WHERE key = {key}", reader => reader.GetString(0))!;
    }

    /// <summary>The place's group is told the matter once, whoever it was written to; what is one person's own stays with them.</summary>
    private static void TellRobot(WriteSession session, Message message)
    {
        if (message.Kind is MessageKind.Task or MessageKind.Test || Robot.Stored(session, message.Place) is not { } robot || !robot.Kinds.Contains(message.Kind)) return;
        if (message.Kind == MessageKind.Digest && !SharedDigests.Any(prefix => message.Key.StartsWith(prefix, StringComparison.Ordinal))) return;
        var person = $"/{message.PersonId}";
        var matter = message.Key.EndsWith(person, StringComparison.Ordinal) ? message.Key[..^person.Length] : message.Key;
        Insert(session, message with { Key = $"robot/{message.Place}/{matter}", PersonId = "", Channel = MessageChannel.Webhook, Html = null, Text = message.Kind == MessageKind.Digest ? "" : message.Text });
    }

    private static bool Insert(WriteSession session, Message message) => session.Execute($"""
        INSERT INTO outbox (id, jurisdiction_id, key, person_id, kind, channel, subject, text, html, link, period, created, state, attempts, not_before)
        VALUES ({Ids.New()}, {message.Place}, {message.Key}, {message.PersonId}, {message.Kind}, {message.Channel}, {Line(message.Subject)}, {message.Text}, {message.Html}, {message.Link}, {message.Period}, {session.Now}, {MessageState.Waiting}, {0}, {message.NotBefore ?? session.Now}) ON CONFLICT DO NOTHING
        """) == 1;

    /// <summary>One line: a title with a line break in it must not become another header.</summary>
    internal static string Line(string subject)
    {
        var line = new StringBuilder(subject.Length);
        foreach (var letter in subject)
            line.Append(char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter);
        var text = line.ToString().Trim();
        return text.Length <= LongestSubject ? text : text[..(LongestSubject - 1)] + "…";
    }
}
