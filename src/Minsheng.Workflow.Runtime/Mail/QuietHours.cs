using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Settings;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>免打扰: from one full hour of a place's clock to another, over midnight or not; the same hour twice means none.</summary>
internal readonly record struct QuietHours(int From, int Until, TimeZoneInfo Zone)
{
    public static QuietHours Of(WriteSession session, string place) => new(
        PlaceSettings.Number(session, place, PlaceSettings.QuietFrom)!.Value, PlaceSettings.Number(session, place, PlaceSettings.QuietUntil)!.Value,
        Places.Read(session, place).Dates.Zone);

    /// <summary>When they end, if it is quiet now.</summary>
    public DateTimeOffset? EndAfter(DateTimeOffset now)
    {
        var here = TimeZoneInfo.ConvertTime(now, Zone);
        var isQuiet = From < Until ? here.Hour >= From && here.Hour < Until : From > Until && (here.Hour >= From || here.Hour < Until);
        if (!isQuiet) return null;
        var day = here.Hour < Until ? here.Date : here.Date.AddDays(1);
        var end = day.AddHours(Until);
        // A clock that is set forward may have no such hour: then the next.
        if (Zone.IsInvalidTime(end)) end = end.AddHours(1);
        return new DateTimeOffset(end, Zone.GetUtcOffset(end)).ToUniversalTime();
    }
}
