using System.Collections.Concurrent;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Facts;

/// <summary>A jurisdiction as bursts see it.</summary>
internal sealed record Place(string Id, string Name, JurisdictionLevel Level, string Code, int? AllDeputies, Dates Dates);

internal static class Places
{
    private static readonly ConcurrentDictionary<(string Zone, string? Calendar), Dates> Known = new();

    /// <exception cref="NotFoundException">There is no such jurisdiction.</exception>
    public static Place Read(WriteSession session, string jurisdictionId) =>
        session.Shared("place", jurisdictionId, "", static (session, id, _) => Stored(session, id)) ?? throw new NotFoundException("地区", jurisdictionId);

    public static DateOnly Today(WriteSession session, string jurisdictionId) => Read(session, jurisdictionId).Dates.Today(session.Now);

    public static Dates DatesOf(string zone, string? calendar) => Known.GetOrAdd((zone, calendar), static key =>
    {
        var days = key.Calendar is null ? WorkingCalendar.Shipped : WorkingCalendar.Shipped.With(WorkingCalendar.Parse(key.Calendar));
        return new Dates(Zones.Find(key.Zone), days);
    });

    private static Place? Stored(WriteSession session, string jurisdictionId) => session.First(
        $"SELECT id, name, level, code, all_deputies, time_zone, calendar_json FROM jurisdictions WHERE id = {jurisdictionId}",
        reader => new Place(
            reader.GetString(0), reader.GetString(1), reader.Name<JurisdictionLevel>(2), reader.GetString(3), reader.Number(4),
            DatesOf(reader.GetString(5), reader.Text(6))));
}
