using System.Net;
using System.Net.Mail;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>
/// System.Net.Mail: STARTTLS and AUTH LOGIN, no implicit TLS. Sends synchronously on a thread of the pool, because only then
/// does its time limit hold: asynchronously it waits for a silent server without end, cancelled or not.
/// </summary>
public sealed class SmtpMailer(MailSettings settings) : IMailer
{
    /// <summary>What <see cref="Judge"/> takes for good beyond what the system trusts; set around each sending.</summary>
    private static readonly AsyncLocal<string?> Trusted = new();

    private SmtpClient? _client;

    static SmtpMailer()
    {
#pragma warning disable SYSLIB0014 // SmtpClient asks here and nowhere else; HttpClient does not.
        ServicePointManager.ServerCertificateValidationCallback = Judge;
#pragma warning restore SYSLIB0014
    }

    /// <summary>Is there a server that greets? Told apart here, because later a lost line may mean that the letter has arrived.</summary>
    public async Task<MailOutcome?> ProbeAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Patience < ProbePatience ? settings.Patience : ProbePatience);
        var isConnected = false;
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(settings.Host, settings.Port, patience.Token);
            isConnected = true;
            var greeting = new byte[512];
            var read = await connection.GetStream().ReadAsync(greeting, patience.Token);
            var said = Encoding.UTF8.GetString(greeting, 0, read).Trim();
            if (said.StartsWith("220", StringComparison.Ordinal))
            {
                await connection.GetStream().WriteAsync("QUIT\r\n"u8.ToArray(), patience.Token);
                return null;
            }
            return MailOutcome.Server(said.Length == 0 ? SmtpSentences.HungUp(settings) : $"服务器 {settings.Host}:{settings.Port} 现在不收邮件。对方答复：{SmtpSentences.Short(said)}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return MailOutcome.Server(isConnected ? SmtpSentences.Silent(settings) : SmtpSentences.Unreachable(settings, SocketError.TimedOut));
        }
        catch (SocketException problem)
        {
            return MailOutcome.Server(SmtpSentences.Unreachable(settings, problem.SocketErrorCode));
        }
        catch (IOException)
        {
            return MailOutcome.Server(SmtpSentences.HungUp(settings));
        }
    }

    private static TimeSpan ProbePatience => TimeSpan.FromSeconds(10);

    public async Task<MailOutcome> SendAsync(Letter letter, CancellationToken cancellation)
    {
        try
        {
            Trusted.Value = settings.Fingerprint;
            _client ??= Open();
            using var message = LetterMime.Of(letter, settings);
            var client = _client;
            await Task.Run(() => client.Send(message), CancellationToken.None);
            return MailOutcome.Accepted($"邮件服务器 {settings.Host} 已收下。");
        }
        catch (Exception problem) when (problem is SmtpException or AuthenticationException or IOException or SocketException or FormatException or InvalidOperationException)
        {
            _client?.Dispose();
            _client = null;
            return SmtpSentences.Outcome(problem, settings);
        }
    }

    private SmtpClient Open() => new(settings.Host, settings.Port)
    {
        EnableSsl = settings.Encryption == MailEncryption.StartTls,
        Timeout = (int)settings.Patience.TotalMilliseconds,
        UseDefaultCredentials = false,
        Credentials = settings.User is { } user ? new NetworkCredential(user, settings.Password ?? "") : null,
    };

    private static bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None || Trusted.Value is { } fingerprint && certificate?.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint;

    public void Dispose() => _client?.Dispose();
}
