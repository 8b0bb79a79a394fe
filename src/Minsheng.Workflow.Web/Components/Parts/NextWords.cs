namespace Minsheng.Workflow.Web.Components.Parts;

/// <summary>The next occurrence in words: 12月5日 周六，顺延至12月7日 周一.</summary>
public static class NextWords
{
    public static string Next(this TimeProvider clock, DateTimeOffset due, DateOnly? nominal)
    {
        var (at, now) = (clock.Local(due), clock.LocalNow());
        var day = Day(DateOnly.FromDateTime(at), now);
        var time = at.TimeOfDay == TimeSpan.Zero ? "" : at.ToString(" HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        return nominal is not { } meant ? day + time
            : $"{Day(meant, now)}，{(meant < DateOnly.FromDateTime(at) ? "顺延至" : "提前到")}{day}{time}";
    }

    private static string Day(DateOnly day, DateTime now) =>
        $"{(day.Year == now.Year ? "" : $"{day.Year}年")}{day.Month}月{day.Day}日 周{"日一二三四五六"[(int)day.DayOfWeek]}";
}
