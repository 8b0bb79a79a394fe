using Minsheng.Workflow.Runtime.Facts;

namespace Minsheng.Workflow.Web.Components.Parts;

/// <summary>Moments in the zone of the reader's place and the office's words.</summary>
public static class OfficeTime
{
    private const int Near = 14;
    private static readonly TimeZoneInfo Usual = Zones.Find(Zones.Usual);

    public static DateTime Local(this TimeProvider clock, DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, clock.Zone()).DateTime;

    public static DateTime LocalNow(this TimeProvider clock) => clock.Local(clock.GetUtcNow());

    /// <summary>A server's own zone means nothing to an office.</summary>
    public static TimeZoneInfo Zone(this TimeProvider clock) => clock is OfficeClock office ? office.LocalTimeZone : Usual;

    /// <summary>3月5日, with its weekday when near and its year when another.</summary>
    public static string Day(this TimeProvider clock, DateTimeOffset at) => Day(clock.Local(at), clock.LocalNow());

    public static string Day(this TimeProvider clock, DateOnly day) => Day(day.ToDateTime(TimeOnly.MinValue), clock.LocalNow());

    /// <summary>A day and its hour: 7月2日 09:40.</summary>
    public static string Moment(this TimeProvider clock, DateTimeOffset at)
    {
        var (local, now) = (clock.Local(at), clock.LocalNow());
        var day = local.Year == now.Year ? $"{local.Month}月{local.Day}日" : $"{local.Year}年{local.Month}月{local.Day}日";
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{day} {local:HH:mm}");
    }

    private static string Day(DateTime day, DateTime now) =>
        Math.Abs((day.Date - now.Date).Days) <= Near ? DueWords.Day(day, now)
        : day.Year == now.Year ? $"{day.Month}月{day.Day}日"
        : $"{day.Year}年{day.Month}月{day.Day}日";
}
