using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Minsheng.Workflow.Host.Tests.Stores;

namespace Minsheng.Workflow.Host.Tests.Mail;

/// <summary>A real mail server in a process of its own (smtp_server.py), which can be stopped and started again with its mailbox.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    /// <summary>Debian's own: the one that sees python3-aiosmtpd.</summary>
    private const string Python = "/usr/bin/python3";

    private readonly string _folder = Directory.CreateTempSubdirectory("minsheng-smtp").FullName;
    private readonly string[] _options;
    private Process? _process;

    private SmtpServer(string? fingerprint, string[] options) => (Fingerprint, _options) = (fingerprint, options);

    public int Port { get; private set; }

    /// <summary>SHA-256 of its certificate, where it has one.</summary>
    public string? Fingerprint { get; }

    public static async Task<SmtpServer> StartAsync(string? user = null, string? password = null, bool isEncrypted = false)
    {
        var options = new List<string>();
        if (user is not null) options.AddRange(["--user", user, "--password", password!]);
        string? fingerprint = null;
        if (isEncrypted)
        {
            using var key = RSA.Create(2048);
            using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
            fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
            var file = Path.Combine(Directory.CreateTempSubdirectory("minsheng-cert").FullName, "server.pem");
            await File.WriteAllTextAsync(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
            options.AddRange(["--cert", file, "--key", file]);
        }
        var server = new SmtpServer(fingerprint, [.. options]);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>On the same port and with the same mailbox as before.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo(Python) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Mail", "smtp_server.py"), _folder, Port.ToString(CultureInfo.InvariantCulture), .. _options]) start.ArgumentList.Add(argument);
        if (!File.Exists(Python)) Missing("there is no python3");
        _process = Process.Start(start)!;
        var complaint = _process.StandardError.ReadToEndAsync();
        if (await _process.StandardOutput.ReadLineAsync() is not { } line) Missing(await complaint);
        else Port = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    public async Task StopAsync()
    {
        if (_process is not { HasExited: false }) return;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>What lies in the mailbox, in the order in which it came.</summary>
    public IReadOnlyList<ReceivedMail> Mailbox() =>
        [.. Directory.GetFiles(_folder, "*.json").Order(StringComparer.Ordinal).Select(file => JsonSerializer.Deserialize<ReceivedMail>(File.ReadAllText(file), JsonSerializerOptions.Web)!)];

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Missing(string why)
    {
        if (Databases.MustNotSkip) Assert.Fail($"No mail server: {why}. Install Debian's python3-aiosmtpd.");
        Assert.Skip($"No mail server: {why}");
    }
}

/// <summary>A mail as a mail program reads it.</summary>
internal sealed record ReceivedMail(IReadOnlyList<string> To, string MessageId, string From, string Subject, IReadOnlyList<string> Headers, string Text, string Html);
