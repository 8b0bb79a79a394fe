using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>What a mail server's refusals mean and what to do, in sentences; the server's own words come along.</summary>
internal static class SmtpSentences
{
    private const int LongestSaid = 200;

    public static MailOutcome Outcome(Exception problem, MailSettings settings) => problem switch
    {
        SmtpException smtp when IsRelay(smtp) => MailOutcome.Server($"服务器不肯代发到外面的地址：一般要先登录，或请邮件管理员允许本机转发。{Said(smtp)}"),
        SmtpFailedRecipientException { StatusCode: >= (SmtpStatusCode)500 } smtp => MailOutcome.Refused($"收件地址被拒收，请核对地址。{Said(smtp)}"),
        SmtpFailedRecipientException smtp => MailOutcome.Failed($"收件方现在不收，过一会儿再试。{Said(smtp)}"),
        SmtpException { StatusCode: SmtpStatusCode.MustIssueStartTlsFirst } smtp => MailOutcome.Server(NotSignedIn(smtp, settings)),
        SmtpException { StatusCode: SmtpStatusCode.TransactionFailed or SmtpStatusCode.ExceededStorageAllocation } smtp => MailOutcome.Refused($"服务器不收这封邮件。{Said(smtp)}"),
        SmtpException { StatusCode: SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed } smtp => MailOutcome.Server($"服务器不让用 {settings.SenderAddress} 发信：发件地址一般要与登录的用户一致。{Said(smtp)}"),
        SmtpException { StatusCode: > 0 and not SmtpStatusCode.GeneralFailure } smtp => MailOutcome.Failed($"服务器没有收下，过一会儿再试。{Said(smtp)}"),
        SmtpException { InnerException: SocketException socket } => MailOutcome.Server(Unreachable(settings, socket.SocketErrorCode)),
        SocketException socket => MailOutcome.Server(Unreachable(settings, socket.SocketErrorCode)),
        AuthenticationException or SmtpException { InnerException: AuthenticationException } => MailOutcome.Server($"服务器 {settings.Host} 的证书不被信任：名称不符、过期或是自签的。请换用证书上的服务器名称；单位内部服务器可在设置里填它的证书指纹。"),
        IOException or SmtpException { InnerException: IOException } => MailOutcome.Unknown("连接中途断开，没有等到服务器答复，邮件可能已经收下；将用同一邮件编号再发。"),
        SmtpException smtp when smtp.Message.Contains("timed out", StringComparison.OrdinalIgnoreCase) => MailOutcome.Unknown($"等了 {settings.Patience.TotalSeconds:0} 秒，服务器没有答复，邮件可能已经收下；将用同一邮件编号再发。"),
        SmtpException smtp when smtp.Message.Contains("secure connections", StringComparison.OrdinalIgnoreCase) => MailOutcome.Server($"服务器 {settings.Host}:{settings.Port} 不支持 STARTTLS 加密：请换端口（一般是 587），单位内部网络可把加密改为“不加密”。"),
        SmtpException smtp when smtp.Message.Contains("ASCII", StringComparison.Ordinal) => MailOutcome.Refused("地址里有中文等字符，服务器不支持，请改用英文字母的地址。"),
        FormatException or InvalidOperationException => MailOutcome.Refused("地址或内容的写法不对，发不出去。"),
        _ => MailOutcome.Failed($"没有发成，过一会儿再试。{Short(problem.Message)}"),
    };

    public static string Unreachable(MailSettings settings, SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => $"找不到服务器“{settings.Host}”：请核对名称，或检查本机的域名解析（DNS）。",
        SocketError.ConnectionRefused => $"服务器 {settings.Host} 在，但 {settings.Port} 端口没有开：请核对端口（一般是 587 或 25），或者邮件服务停了。",
        SocketError.TimedOut => $"连不上 {settings.Host}:{settings.Port}，等了一会儿没有回应：可能被防火墙拦住，请向网络管理员核对。",
        _ => $"连不上 {settings.Host}:{settings.Port}：请检查网络。",
    };

    public static string Silent(MailSettings settings) => $"连上了 {settings.Host}:{settings.Port}，但对方不说话：这个端口可能一连上就要加密（SSL，如 465），本平台不支持，请改用 587 和 STARTTLS。";

    public static string HungUp(MailSettings settings) => $"连上了 {settings.Host}:{settings.Port}，对方随即断开：请核对端口，或请邮件管理员允许本机连接。";

    public static string Short(string said)
    {
        var line = Outbox.Line(said);
        return line.Length <= LongestSaid ? line : line[..LongestSaid] + "…";
    }

    /// <summary>The framework tells wrong passwords and missing encryption by the same words.</summary>
    private static string NotSignedIn(SmtpException problem, MailSettings settings) => (settings.User, Words(problem)) switch
    {
        (_, var said) when said.Contains("STARTTLS", StringComparison.OrdinalIgnoreCase) => $"服务器要求加密：请把加密改为 STARTTLS。{Said(problem)}",
        (null, _) => $"服务器要求先登录：请填用户名和密码。{Said(problem)}",
        _ => $"服务器不认这个用户名和密码：请重新输入；QQ、163 等邮箱要用“授权码”代替密码，并先在邮箱里开通 SMTP。{Said(problem)}",
    };

    private static bool IsRelay(SmtpException problem) =>
        Words(problem) is var said && (said.Contains("relay", StringComparison.OrdinalIgnoreCase) || said.Contains("authentication is required", StringComparison.OrdinalIgnoreCase)) && problem.StatusCode != SmtpStatusCode.MustIssueStartTlsFirst;

    private static string Said(SmtpException problem) => $"对方答复：{(int)problem.StatusCode} {Short(Words(problem))}";

    private static string Words(SmtpException problem)
    {
        const string Mark = "The server response was: ";
        var at = problem.Message.IndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? problem.Message : problem.Message[(at + Mark.Length)..];
    }
}
