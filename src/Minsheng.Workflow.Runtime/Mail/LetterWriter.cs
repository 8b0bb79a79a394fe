using System.Net;
using System.Text;
using Minsheng.Workflow.Runtime.Digests;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>What a message looks like as a letter: text and the same with markup, nothing from outside.</summary>
internal static class LetterWriter
{
    private const string Font = "font-family:'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif";

    public static Letter Write(ClaimedMessage message, MailSettings settings)
    {
        var site = settings.PublicAddress;
        var link = site is not null && message.Link is { } path ? site + path : null;
        var foot = $"本邮件由“民生实事票决工作平台”（{message.PlaceName}）自动发出，请不要直接回复。";
        return new Letter(message.Id, message.Address, message.PersonName, message.Subject,
            message.Html is null ? Text(message, link, foot) : SiteLinks.InMail(message.Text, site),
            message.Html is { } html ? SiteLinks.InMail(html, site) : Html(message, link, foot));
    }

    private static string Text(ClaimedMessage message, string? link, string foot)
    {
        var text = new StringBuilder().Append(message.PersonName).Append("：\n\n").Append(message.Text.Trim()).Append("\n\n");
        if (link is not null) text.Append("打开办理：").Append(link).Append("\n\n");
        return text.Append("--\n").Append(foot).Append('\n').ToString();
    }

    private static string Html(ClaimedMessage message, string? link, string foot)
    {
        var html = new StringBuilder($"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{Safe(message.Subject)}</title></head><body style="margin:0;padding:0;background:#f3f5f8"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f5f8"><tr><td align="center" style="padding:20px 12px"><table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;width:100%;background:#ffffff;border:1px solid #dfe4ea;{Font};font-size:15px;line-height:1.8;color:#1f2733"><tr><td style="padding:18px 24px;border-bottom:1px solid #e8ecf1;font-size:18px;font-weight:bold">{Safe(message.Subject)}</td></tr><tr><td style="padding:18px 24px"><p style="margin:0 0 12px">{Safe(message.PersonName)}：</p>""");
        foreach (var line in message.Text.Trim().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            html.Append("<p style=\"margin:0 0 12px\">").Append(Safe(line.Trim())).Append("</p>");
        if (link is not null)
            html.Append("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\"><tr><td style=\"background:#1c5fb0;padding:8px 20px\"><a href=\"").Append(Safe(link))
                .Append($"\" style=\"color:#ffffff;text-decoration:none;{Font};font-size:15px\">打开办理</a></td></tr></table>");
        return html.Append("</td></tr><tr><td style=\"padding:12px 24px;border-top:1px solid #e8ecf1;font-size:12px;color:#5b6675\">").Append(Safe(foot)).Append("</td></tr></table></td></tr></table></body></html>").ToString();
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
