using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Microsoft.EntityFrameworkCore;

namespace Minsheng.Workflow.Runtime.Settings;

/// <summary>
/// The working days of a place. What the State Council's yearly notice says is shipped; a place may take in a newer file or set
/// single days. Limits that are running keep the day they were given.
/// </summary>
public sealed class CalendarDesk(CommitQueue commits, ReadSide reading, TimeProvider clock)
{
    private const int LongestFile = 200_000;

    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One day becomes a day off or a working day.</summary>
    public Task SetDayAsync(string place, string by, DateOnly day, bool isWorking, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var calendar = Allowed(session, place, by);
        if (calendar.IsWorkingDay(day) == isWorking) return;
        var year = calendar.DaysOf(day.Year);
        var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var (off, work) = (year.Off.ToHashSet(), year.Work.ToHashSet());
        off.Remove(day);
        work.Remove(day);
        if (isWorking && isWeekend) work.Add(day);
        if (!isWorking) off.Add(day);
        Write(session, place, by, new Dictionary<int, CalendarYear> { [day.Year] = new(off, work) }, new { day, isWorking });
    }, cancellation);

    /// <summary>Takes in a file of years, in the shipped form: {"years": {"2027": {"off": ["01-01"], "work": ["01-02"]}}}.</summary>
    /// <returns>The years it holds.</returns>
    /// <exception cref="RefusedException">It is no such file; the sentence says where.</exception>
    public Task<IReadOnlyList<int>> ImportAsync(string place, string by, string json, CancellationToken cancellation = default) => commits.RunAsync<IReadOnlyList<int>>(session =>
    {
        Allowed(session, place, by);
        var years = Parse(json);
        if (years.KnownYears.Count == 0) throw new RefusedException("empty-calendar", "文件里没有年份，请按“年份：放假日、上班日”的格式填好再导入。");
        Write(session, place, by, years.KnownYears.ToDictionary(year => year, years.DaysOf), new { years = years.KnownYears });
        return [.. years.KnownYears];
    }, cancellation);

    /// <summary>The year goes back to what is shipped.</summary>
    public Task ResetAsync(string place, string by, int year, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        Allowed(session, place, by);
        var own = Own(session, place);
        if (!own.Remove($"{year}")) return;
        Save(session, place, own);
        AuditLog.Write(session, place, by, "calendar-changed", $"{year}", new { reset = true });
    }, cancellation);

    /// <exception cref="NotAllowedException">The person may not manage the calendar.</exception>
    public async Task<CalendarView> ReadAsync(string place, string by, int? year, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        var dates = await db.DatesAsync(cancellation);
        var today = dates.Today(clock.GetUtcNow());
        await db.RequireAsync(by, ManagePart.Calendar, today, cancellation);
        var own = await db.Jurisdictions.Where(row => row.Id == place).Select(row => row.CalendarJson).SingleAsync(cancellation);
        var shown = year ?? today.Year;
        var known = dates.Calendar.KnownYears;
        var first = new DateOnly(shown, 1, 1);
        return new CalendarView(shown, today, [.. known], dates.MissingYear(clock.GetUtcNow()), dates.Calendar.IsKnown(shown), own is not null && WorkingCalendar.Parse(own).IsKnown(shown),
            [.. Enumerable.Range(0, first.AddYears(1).DayNumber - first.DayNumber).Select(first.AddDays).Select(day => Day(dates, day))]);
    }

    private static CalendarDay Day(Dates dates, DateOnly day)
    {
        var (isWorking, isWeekend) = (dates.Calendar.IsWorkingDay(day), day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        return new CalendarDay(day, isWorking, isWorking == isWeekend, Feasts.NameOf(day));
    }

    private static WorkingCalendar Allowed(WriteSession session, string place, string by)
    {
        var dates = Places.Read(session, place).Dates;
        ManageGate.Require(session, place, by, ManagePart.Calendar);
        return dates.Calendar;
    }

    private static WorkingCalendar Parse(string json)
    {
        if (json.Length > LongestFile) throw new RefusedException("calendar-too-long", "文件太大，不像节假日安排，请检查后再导入。");
        try
        {
            return WorkingCalendar.Parse(json);
        }
        catch (FormatException wrong)
        {
            throw new RefusedException("bad-calendar", $"{wrong.Message}请改正后再导入。");
        }
    }

    private static void Write(WriteSession session, string place, string by, Dictionary<int, CalendarYear> years, object details)
    {
        var own = Own(session, place);
        foreach (var (year, days) in years)
            own[$"{year}"] = new JsonObject { ["off"] = Days(days.Off), ["work"] = Days(days.Work) };
        Save(session, place, own);
        AuditLog.Write(session, place, by, "calendar-changed", string.Join('、', years.Keys), details);
    }

    private static JsonArray Days(IEnumerable<DateOnly> days) => [.. days.Order().Select(day => JsonValue.Create(day.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture)))];

    private static JsonObject Own(WriteSession session, string place) =>
        session.First($"SELECT calendar_json FROM jurisdictions WHERE id = {place}", reader => reader.Text(0)) is { } json && JsonNode.Parse(json) is JsonObject own
            ? own["years"] as JsonObject ?? own
            : [];

    private static void Save(WriteSession session, string place, JsonObject own)
    {
        var json = own.Count == 0 ? null : new JsonObject { ["years"] = own.DeepClone() }.ToJsonString(Written);
        session.Execute($"UPDATE jurisdictions SET calendar_json = {json} WHERE id = {place}");
    }
}

/// <param name="Missing">A year whose holidays are wanted by now; until they come its weekends alone count.</param>
/// <param name="IsOwn">The place has days of its own in this year.</param>
public sealed record CalendarView(int Year, DateOnly Today, IReadOnlyList<int> Known, int? Missing, bool IsKnown, bool IsOwn, IReadOnlyList<CalendarDay> Days);

/// <param name="IsMoved">Other than its weekday says: a holiday, or a weekend that is worked.</param>
public sealed record CalendarDay(DateOnly Day, bool IsWorking, bool IsMoved, string? Feast);
