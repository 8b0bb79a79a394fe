using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Settings;

/// <summary>Settles what a place may settle, and shows it.</summary>
public sealed class SettingsDesk(CommitQueue commits, ReadSide reading, TimeProvider clock)
{
    internal const string Act = "setting-changed";

    /// <param name="value">Empty to go back to the default.</param>
    /// <exception cref="NotAllowedException">The person may not.</exception>
    /// <exception cref="RefusedException">The value means nothing here.</exception>
    public Task SetAsync(string place, string by, string name, string? value, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        Places.Read(session, place);
        ManageGate.Require(session, place, by, ManagePart.Settings);
        var setting = PlaceSettings.Find(name);
        if (string.IsNullOrWhiteSpace(value))
        {
            session.Execute($"DELETE FROM place_settings WHERE jurisdiction_id = {place} AND name = {name}");
            AuditLog.Write(session, place, by, Act, name, new { value = "默认" });
            return;
        }
        var text = setting.Parse(value).ToString(CultureInfo.InvariantCulture);
        session.Execute($"INSERT INTO place_settings (jurisdiction_id, name, value) VALUES ({place}, {name}, {text}) ON CONFLICT (jurisdiction_id, name) DO UPDATE SET value = excluded.value");
        AuditLog.Write(session, place, by, Act, name, new { value = text });
    }, cancellation);

    /// <exception cref="NotAllowedException">The person may not manage settings.</exception>
    public async Task<IReadOnlyList<SettingLine>> ReadAsync(string place, string by, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        var dates = await db.DatesAsync(cancellation);
        await db.RequireAsync(by, ManagePart.Settings, dates.Today(clock.GetUtcNow()), cancellation);
        var stored = await db.PlaceSettings.ToDictionaryAsync(row => row.Name, row => row.Value, cancellation);
        var changed = (await (from entry in db.Audit
                              where entry.Act == Act
                              group entry.Seq by entry.Subject into entries
                              select new { Name = entries.Key, Seq = entries.Max() }).ToListAsync(cancellation)).ToDictionary(entry => entry.Seq, entry => entry.Name);
        var seqs = changed.Keys.ToList();
        var last = await db.Audit.Where(entry => seqs.Contains(entry.Seq))
            .Select(entry => new { entry.Seq, entry.At, Who = db.People.Where(person => person.Id == entry.Actor).Select(person => person.Name).FirstOrDefault() }).ToListAsync(cancellation);
        return [.. PlaceSettings.All.Select(setting =>
        {
            var change = last.Find(entry => changed[entry.Seq] == setting.Name);
            return new SettingLine(setting, stored.GetValueOrDefault(setting.Name), change?.Who, change?.At);
        })];
    }
}

/// <param name="Value">What the place has settled; null where the default holds.</param>
/// <param name="Who">Who changed it last.</param>
public sealed record SettingLine(PlaceSetting Setting, string? Value, string? Who, DateTimeOffset? Changed);
