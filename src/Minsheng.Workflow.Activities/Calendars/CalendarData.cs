using System.Globalization;
using System.Text.Json;

namespace Minsheng.Workflow.Activities.Calendars;

public sealed partial class WorkingCalendar
{
    private static readonly Lazy<WorkingCalendar> ShippedYears = new(() =>
    {
        using var stream = typeof(WorkingCalendar).Assembly.GetManifestResourceStream("holidays.json")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    });

    private static readonly Lazy<string> Source = new(() =>
    {
        using var stream = typeof(WorkingCalendar).Assembly.GetManifestResourceStream("holidays.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("source").GetString()!;
    });

    /// <summary>The years shipped with the program, 2019 to 2026.</summary>
    public static WorkingCalendar Shipped => ShippedYears.Value;

    /// <summary>Where the shipped years come from.</summary>
    public static string ShippedSource => Source.Value;

    /// <summary>Reads {"years": {"2026": {"off": ["01-01"], "work": ["01-04"]}}}; the "years" level may be left out.</summary>
    /// <exception cref="FormatException">The text is no such file; the message names the place.</exception>
    public static WorkingCalendar Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var years = root.TryGetProperty("years", out var inner) ? inner : root;
            return new WorkingCalendar(years.EnumerateObject()
                .Where(year => year.Value.ValueKind == JsonValueKind.Object)
                .ToDictionary(year => YearOf(year.Name), year => new CalendarYear(DaysOf(year, "off"), DaysOf(year, "work"))));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("节假日文件的格式不正确。", exception);
        }
    }

    private static int YearOf(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1900 and <= 9999
        ? year
        : throw new FormatException($"节假日文件中的“{name}”不是年份。");

    private static HashSet<DateOnly> DaysOf(JsonProperty year, string kind)
    {
        if (!year.Value.TryGetProperty(kind, out var days))
            return [];
        return [.. days.EnumerateArray().Select(day =>
            DateOnly.TryParseExact($"{year.Name}-{day.GetString()}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? date
                : throw new FormatException($"节假日文件 {year.Name} 年的“{day.GetString()}”不是日期，应写成“月-日”，如 10-01。"))];
    }
}
