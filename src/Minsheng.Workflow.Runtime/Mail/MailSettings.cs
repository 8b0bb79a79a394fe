using System.Globalization;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Runtime.People;

namespace Minsheng.Workflow.Runtime.Mail;

public enum MailTransport
{
    /// <summary>Nothing is sent; messages stay readable in the site.</summary>
    None,

    /// <summary>An SMTP server.</summary>
    Server,

    /// <summary>Each message becomes an .eml file, for trying out and for networks that are carried by hand.</summary>
    Folder,
}

public enum MailEncryption { StartTls, None }

/// <summary>How the site sends mail. One for the whole site.</summary>
public sealed record MailSettings
{
    public const string DefaultFolder = "data/mail";

    public MailTransport Transport { get; init; }
    public string Host { get; init; } = "";
    public int Port { get; init; } = 587;
    public MailEncryption Encryption { get; init; }

    /// <summary>SHA-256 of the server's certificate, for servers inside a network that vouch for themselves.</summary>
    public string? Fingerprint { get; init; }
    public string? User { get; init; }
    public string? Password { get; init; }
    public string SenderName { get; init; } = "民生实事票决工作平台";
    public string SenderAddress { get; init; } = "";

    /// <summary>Where people reach the site, e.g. https://minsheng.example.gov.cn; null leaves links out of messages.</summary>
    public string? PublicAddress { get; init; }

    /// <summary>Minutes between attempts, the last one again and again.</summary>
    public string Retries { get; init; } = RetryPlan.DefaultMinutes;
    public int GiveUpHours { get; init; } = RetryPlan.DefaultHours;

    /// <summary>From configuration only.</summary>
    public string Folder { get; init; } = DefaultFolder;

    /// <summary>The longest a server may take over one message.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    internal RetryPlan Plan => RetryPlan.Parse(Retries, GiveUpHours) ?? RetryPlan.Default;

    /// <summary>What is wrong, field by field; and the settings as they are kept.</summary>
    internal (MailSettings Settings, List<FieldProblem> Problems) Checked()
    {
        var problems = new List<FieldProblem>();
        var settings = this with
        {
            Host = Host.Trim(),
            User = PlainText.Optional(User, "user", "用户名", 100, problems),
            SenderName = PlainText.Required(SenderName, "senderName", "发件人名称", 60, problems),
            SenderAddress = SenderAddress.Trim(),
            PublicAddress = Address(problems),
            Fingerprint = Digits(problems),
        };
        if (settings.SenderAddress.Length > 0 || Transport == MailTransport.Server)
        {
            if (settings.SenderAddress.Length == 0) problems.Add(new("senderAddress", "“发件地址”没有填写，请补上。"));
            else if (!MailAddresses.IsGood(settings.SenderAddress)) problems.Add(new("senderAddress", $"“{PlainText.Short(settings.SenderAddress)}”不是邮箱地址，请写成 name@example.cn 的样子。"));
        }
        if (RetryPlan.Parse(Retries, GiveUpHours) is null)
            problems.Add(new("retries", "“重发间隔”应为 1 到 10 个分钟数，每个 1 到 1440，用顿号隔开，如 1、5、15、60、240；“最多重试”应为 1 到 240 小时。"));
        if (Transport == MailTransport.Server) Server(settings, problems);
        return (settings, problems);
    }

    private static void Server(MailSettings settings, List<FieldProblem> problems)
    {
        if (settings.Host.Length == 0) problems.Add(new("host", "“服务器”没有填写，请填邮件服务器的名称，如 smtp.example.gov.cn。"));
        else if (settings.Host.Length > 200 || Uri.CheckHostName(settings.Host) == UriHostNameType.Unknown) problems.Add(new("host", $"“{PlainText.Short(settings.Host)}”不是服务器名称，请只填名称或 IP，如 smtp.example.gov.cn，不带 http:// 和端口。"));
        if (settings.Port is 465 or 994) problems.Add(new("port", $"{settings.Port} 端口一连上就加密（SSL），本平台不支持；请改用 587 端口和 STARTTLS，或向邮件管理员要支持 STARTTLS 的端口。"));
        else if (settings.Port is < 1 or > 65535) problems.Add(new("port", "“端口”应为 1 到 65535 的整数，一般是 587 或 25。"));
        if (settings.Password is { Length: > 0 } && settings.User is null) problems.Add(new("user", "填了密码，没有填用户名；请补上，或者两样都不填。"));
    }

    private string? Address(List<FieldProblem> problems)
    {
        var text = PublicAddress?.Trim().TrimEnd('/') ?? "";
        if (text.Length == 0) return null;
        if (text.Length > 200 || text.Any(char.IsControl) || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
            problems.Add(new("publicAddress", $"“{PlainText.Short(text)}”不是网址，请写成 https://minsheng.example.gov.cn 的样子。"));
        return text;
    }

    private string? Digits(List<FieldProblem> problems)
    {
        var text = (Fingerprint ?? "").Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Trim().ToUpperInvariant();
        if (text.Length == 0) return null;
        if (text.Length != 64 || !text.All(char.IsAsciiHexDigit)) problems.Add(new("fingerprint", "“证书指纹”应为 SHA-256 指纹，64 位十六进制数；服务器用公认的证书时不用填。"));
        return text;
    }
}

/// <summary>After how long a message is tried again, and when no more.</summary>
internal sealed record RetryPlan(IReadOnlyList<TimeSpan> Delays, TimeSpan GiveUp)
{
    public const string DefaultMinutes = "1、5、15、60、240";
    public const int DefaultHours = 48;

    public static RetryPlan Default { get; } = Parse(DefaultMinutes, DefaultHours)!;

    /// <returns>Null when it is none.</returns>
    public static RetryPlan? Parse(string minutes, int hours)
    {
        var parts = minutes.Split(['、', ',', '，', ' ', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var numbers = parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
        return numbers.Count is 0 or > 10 || numbers.Exists(number => number is < 1 or > 1440) || hours is < 1 or > 240
            ? null
            : new RetryPlan([.. numbers.Select(number => TimeSpan.FromMinutes(number))], TimeSpan.FromHours(hours));
    }

    /// <param name="attempt">The one that failed, from 1.</param>
    /// <param name="began">When it was tried first.</param>
    /// <returns>Null when it is given up.</returns>
    public DateTimeOffset? Next(int attempt, DateTimeOffset began, DateTimeOffset now)
    {
        var end = began + GiveUp;
        if (now >= end) return null;
        var next = now + Delays[Math.Min(attempt, Delays.Count) - 1];
        return next < end ? next : end;
    }
}
