using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>企业微信 and 钉钉 robots: markdown over HTTPS, answered by an error code.</summary>
public sealed class RobotSender(TimeProvider clock) : IDisposable
{
    /// <summary>企业微信 takes 4096 bytes; the rest of a long text is read in the site.</summary>
    private const int MostBytes = 3600;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Patience };

    /// <summary>Never throws for what the other side does, and never says the address.</summary>
    internal async Task<MailOutcome> SendAsync(Robot robot, ClaimedMessage message, string? site, CancellationToken cancellation)
    {
        var host = new Uri(robot.Address).Host;
        try
        {
            // Whole, with its length: not every robot takes what comes in pieces.
            using var body = new StringContent(JsonSerializer.Serialize(Body(robot.Format, message, site), Plainly), Encoding.UTF8, "application/json");
            using var answer = await _http.PostAsync(Signed(robot), body, cancellation);
            if (!answer.IsSuccessStatusCode) return MailOutcome.Failed($"机器人 {host} 没有收下，过一会儿再试。对方答复：{(int)answer.StatusCode}");
            using var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
            var code = said.RootElement.TryGetProperty("errcode", out var number) && number.TryGetInt32(out var read) ? read : -1;
            return code == 0 ? MailOutcome.Accepted($"机器人 {host} 已收下。") : MailOutcome.Failed(Refusal(host, code, said.RootElement.TryGetProperty("errmsg", out var words) ? words.ToString() : ""));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return MailOutcome.Unknown($"等了 {Patience.TotalSeconds:0} 秒，机器人 {host} 没有答复，可能已经收下；过一会儿再发。");
        }
        catch (HttpRequestException problem)
        {
            return MailOutcome.Failed(problem.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => $"找不到 {host}：请核对机器人地址，或检查本机能不能上外网。",
                HttpRequestError.SecureConnectionError => $"{host} 的证书不被信任，请核对机器人地址。",
                _ => $"连不上 {host}，请检查本机能不能上外网。",
            });
        }
        catch (JsonException)
        {
            return MailOutcome.Failed($"{host} 的答复看不懂，它可能不是机器人地址，请核对。");
        }
    }

    private static string Refusal(string host, int code, string words) => code switch
    {
        93000 or 300001 or 400101 => $"机器人地址已失效，请在群里重新添加机器人，再把新地址填到设置里。对方答复：{code} {SmtpSentences.Short(words)}",
        310000 => $"钉钉没有收下：加签密钥不对，或消息里没有机器人要求的关键词，请核对机器人的安全设置。对方答复：{code} {SmtpSentences.Short(words)}",
        45009 or 130101 or 410100 => $"发得太快，机器人 {host} 暂时不收，过一会儿再试。对方答复：{code} {SmtpSentences.Short(words)}",
        _ => $"机器人 {host} 没有收下，过一会儿再试。对方答复：{code} {SmtpSentences.Short(words)}",
    };

    internal static object Body(RobotFormat format, ClaimedMessage message, string? site)
    {
        var text = new StringBuilder("**").Append(Plain(message.Subject)).Append("**");
        // A digest is long and its readers know where it lies.
        if (message.Kind != MessageKind.Digest) text.Append("\n\n").Append(Plain(message.Text));
        var link = site is not null && message.Link is { } path ? $"\n\n[打开办理]({site}{path})" : "";
        var whole = Cut(text.ToString(), MostBytes - Encoding.UTF8.GetByteCount(link)) + link;
        return format == RobotFormat.WeCom
            ? new { msgtype = "markdown", markdown = new { content = whole } }
            : new { msgtype = "markdown", markdown = new { title = message.Subject, text = whole } };
    }

    /// <summary>钉钉's 加签: the time and its HMAC beside the address.</summary>
    private Uri Signed(Robot robot)
    {
        if (robot.Format != RobotFormat.DingTalk || robot.Secret is not { Length: > 0 } secret) return new Uri(robot.Address);
        var time = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var sign = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}\n{secret}")));
        return new Uri($"{robot.Address}{(robot.Address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}timestamp={time}&sign={Uri.EscapeDataString(sign)}");
    }

    /// <summary>Marks of markdown in a title are no markup.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter is '*' or '_' or '`' or '[' or ']' or '#' or '>' or '<' or '@') plain.Append('\\');
            plain.Append(letter);
        }
        return plain.ToString();
    }

    private static string Cut(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes) return text;
        var (length, used) = (0, 3);
        foreach (var rune in text.EnumerateRunes())
        {
            if ((used += rune.Utf8SequenceLength) > bytes) break;
            length += rune.Utf16SequenceLength;
        }
        return text[..length] + "…";
    }

    public void Dispose() => _http.Dispose();
}
