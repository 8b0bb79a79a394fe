using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>The robots of places, with what is secret about them in the clear only here.</summary>
public sealed class RobotStore(ReadSide reading, IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Minsheng.Workflow.Robot");

    public async Task<Robot?> ReadAsync(string place, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        var json = await db.PlaceSettings.Where(row => row.Name == Robot.Setting).Select(row => row.Value).SingleOrDefaultAsync(cancellation);
        return json is null ? null : Opened(JsonSerializer.Deserialize<Robot>(json, Values.Json)!);
    }

    internal Robot? Read(WriteSession session, string place) => Robot.Stored(session, place) is { } stored ? Opened(stored) : null;

    internal void Write(WriteSession session, string place, Robot robot)
    {
        var json = JsonSerializer.Serialize(robot with { Address = _protector.Protect(robot.Address), Secret = robot.Secret is { } secret ? _protector.Protect(secret) : null }, Values.Json);
        session.Execute($"INSERT INTO place_settings (jurisdiction_id, name, value) VALUES ({place}, {Robot.Setting}, {json}) ON CONFLICT (jurisdiction_id, name) DO UPDATE SET value = excluded.value");
    }

    /// <summary>Null when the keys it was protected by are gone.</summary>
    private Robot? Opened(Robot stored)
    {
        try
        {
            return stored with { Address = _protector.Unprotect(stored.Address), Secret = stored.Secret is { } secret ? _protector.Unprotect(secret) : null };
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
