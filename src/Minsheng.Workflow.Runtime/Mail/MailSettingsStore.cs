using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>
/// The row "mail" of the settings; where there is none, section Mail of the configuration. The password lies in the row
/// protected by the site's keys, or in the configuration, which people give as environment Mail__Password.
/// </summary>
public sealed class MailSettingsStore(ReadSide reading, IConfiguration configuration, IDataProtectionProvider protection)
{
    private const string Row = "mail";
    private readonly IDataProtector _protector = protection.CreateProtector("Minsheng.Workflow.Mail");

    public async Task<MailSettings> ReadAsync(CancellationToken cancellation = default)
    {
        await using var db = reading.Everything();
        return Read(await db.Settings.Where(row => row.Name == Row).Select(row => row.Value).SingleOrDefaultAsync(cancellation));
    }

    internal MailSettings Read(WriteSession session) => Read(session.First($"SELECT value FROM settings WHERE name = {Row}", reader => reader.GetString(0)));

    internal void Write(WriteSession session, MailSettings settings)
    {
        var json = JsonSerializer.Serialize(settings with { Password = settings.Password is { Length: > 0 } password ? _protector.Protect(password) : null }, Values.Json);
        session.Execute($"INSERT INTO settings (name, value) VALUES ({Row}, {json}) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    }

    private MailSettings Read(string? json)
    {
        var configured = Configured();
        if (json is null) return configured;
        var stored = JsonSerializer.Deserialize<MailSettings>(json, Values.Json)!;
        return stored with { Password = stored.Password is { } secret ? Unprotect(secret) : configured.Password, Folder = configured.Folder, Patience = configured.Patience };
    }

    /// <summary>Null when the keys it was protected by are gone: then it must be typed in again.</summary>
    private string? Unprotect(string secret)
    {
        try
        {
            return _protector.Unprotect(secret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private MailSettings Configured()
    {
        try
        {
            var settings = configuration.GetSection("Mail").Get<MailSettings>() ?? new MailSettings();
            return settings with { Folder = Path.GetFullPath(settings.Folder) };
        }
        catch (InvalidOperationException)
        {
            throw new RefusedException("bad-setting", "设置 Mail 的写法不对，请检查 Mail:Transport（None、Server、Folder）和 Mail:Port。");
        }
    }
}
