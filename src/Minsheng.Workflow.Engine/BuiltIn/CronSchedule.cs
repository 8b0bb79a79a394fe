using System.Globalization;

namespace Minsheng.Workflow.Engine.BuiltIn;

/// <summary>A cron expression as Elsa writes it: 秒 分 时 日 月 周, the seconds optional. Day and weekday must both match.</summary>
public sealed class CronSchedule
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>In days: 29 February on a given weekday comes every 28 years.</summary>
    private const int Horizon = 366 * 40;

    private readonly bool[] _seconds, _minutes, _hours, _days, _months, _weekdays;
    private readonly bool _lastDay;

    private CronSchedule(bool[] seconds, bool[] minutes, bool[] hours, bool[] days, bool lastDay, bool[] months, bool[] weekdays) =>
        (_seconds, _minutes, _hours, _days, _lastDay, _months, _weekdays) = (seconds, minutes, hours, days, lastDay, months, weekdays);

    /// <exception cref="FormatException">Not a cron expression; the sentence says which part.</exception>
    public static CronSchedule Parse(string expression)
    {
        var parts = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (5 or 6))
            throw new FormatException($"到点的时刻“{expression}”应有 5 段（分 时 日 月 周）或 6 段（秒 分 时 日 月 周），现在是 {parts.Length} 段。");
        var at = parts.Length - 5;
        var lastDay = parts[at + 2].Equals("L", StringComparison.OrdinalIgnoreCase);
        var weekdays = Field(parts[at + 4], "周", 0, 7, Weekdays, 0);
        if (weekdays[7]) weekdays[0] = true;
        return new CronSchedule(
            at == 1 ? Field(parts[0], "秒", 0, 59) : Only(0, 60),
            Field(parts[at], "分", 0, 59), Field(parts[at + 1], "时", 0, 23),
            lastDay ? new bool[32] : Field(parts[at + 2], "日", 1, 31), lastDay,
            Field(parts[at + 3], "月", 1, 12, Months, 1), weekdays);
    }

    /// <summary>The first moment after <paramref name="after"/> by the clocks of a zone. A time they leave out when they are put forward comes that much later; one they show twice comes once.</summary>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        for (var local = new DateTimeOffset(TimeZoneInfo.ConvertTime(after, zone).DateTime, TimeSpan.Zero); Next(local) is { } next; local = next)
        {
            var time = next.DateTime;
            var at = new DateTimeOffset(time, zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Max() : zone.GetUtcOffset(time)).ToUniversalTime();
            if (at > after) return at;
        }
        return null;
    }

    /// <summary>The first moment after <paramref name="after"/>, in its own offset; null when there is none in forty years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var start = new DateTimeOffset(after.Year, after.Month, after.Day, after.Hour, after.Minute, after.Second, after.Offset).AddSeconds(1);
        var day = new DateTimeOffset(start.Year, start.Month, start.Day, 0, 0, 0, start.Offset);
        for (var count = 0; count < Horizon; count++, day = day.AddDays(1))
        {
            if (!Matches(day)) continue;
            var from = count == 0 ? start.TimeOfDay : TimeSpan.Zero;
            if (TimeOn(from) is { } time) return day + time;
        }
        return null;
    }

    private bool Matches(DateTimeOffset day) =>
        _months[day.Month] && _weekdays[(int)day.DayOfWeek]
        && (_lastDay ? day.Day == DateTime.DaysInMonth(day.Year, day.Month) : _days[day.Day]);

    private TimeSpan? TimeOn(TimeSpan from)
    {
        for (var hour = from.Hours; hour < 24; hour++)
        {
            if (!_hours[hour]) continue;
            for (var minute = hour == from.Hours ? from.Minutes : 0; minute < 60; minute++)
            {
                if (!_minutes[minute]) continue;
                for (var second = hour == from.Hours && minute == from.Minutes ? from.Seconds : 0; second < 60; second++)
                    if (_seconds[second]) return new TimeSpan(hour, minute, second);
            }
        }
        return null;
    }

    private static bool[] Only(int value, int length)
    {
        var set = new bool[length];
        set[value] = true;
        return set;
    }

    private static bool[] Field(string text, string name, int low, int high, string[]? names = null, int firstName = 0)
    {
        var set = new bool[high + 1];
        foreach (var item in text.Split(','))
        {
            var (range, step) = item.Split('/') switch
            {
                [var only] => (only, 1),
                [var left, var right] when int.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var every) && every > 0 => (left, every),
                _ => throw Wrong(text, name),
            };
            var (from, to) = range is "*" or "?" ? (low, high == 7 ? 6 : high) : range.Split('-') switch
            {
                [var only] => (Number(only), item.Contains('/', StringComparison.Ordinal) ? high : Number(only)),
                [var left, var right] => (Number(left), Number(right)),
                _ => throw Wrong(text, name),
            };
            if (from < low || to > high || from > to) throw Wrong(text, name);
            for (var value = from; value <= to; value += step) set[value] = true;
        }
        return set;

        int Number(string word)
        {
            if (names is not null && Array.FindIndex(names, known => known.Equals(word, StringComparison.OrdinalIgnoreCase)) is var index and >= 0) return index + firstName;
            return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(text, name);
        }
    }

    private static FormatException Wrong(string text, string name) => new($"到点的时刻里“{name}”这一段“{text}”写得不对，请改正。");
}
