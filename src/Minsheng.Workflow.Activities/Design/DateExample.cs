using System.Globalization;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Cadence;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.BuiltIn;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Limits, windows and recurring days of a step as a sentence with days of this calendar.</summary>
public static class DateExample
{
    private const int Shown = 3;

    /// <summary>When a step of recurring work falls due; null for other steps, and while it makes no sense yet.</summary>
    public static string? Recurring(ProcedureDesign design, StepAddress at, DesignPlace place)
    {
        if (design.Find(at) is not { } step || StepTree.Type(step) != "Minsheng.Cadence") return null;
        var known = new KnownInputs(design, at, place);
        if (known.Text("every") is not { } word || !Enum.TryParse<Every>(word, out var every)) return null;
        var dates = (known.Node("dates") as JsonArray ?? []).Select(date => date?.ToString() ?? "").ToList();
        var rhythm = new Rhythm(every, known.Number("day") ?? 1, known.Number("month") ?? 0, known.Number("minutes") ?? 0, dates);
        if (rhythm.Problems() is [var problem, ..]) return problem;
        if (every == Every.Minutes) return $"每 {rhythm.Minutes} 分钟一次";
        var workday = known.Choice("workday", WorkdayRule.After);
        var inMonths = (known.Node("inMonths") as JsonArray ?? []).Select(month => int.TryParse(month?.ToString(), CultureInfo.InvariantCulture, out var number) ? number : 0).Where(month => month is >= 1 and <= 12).Order().ToList();
        var (offset, months) = (known.Number("startOffsetMonths") ?? 1, Math.Clamp(known.Number("months") ?? 12, 1, 120));
        var rounds = rhythm.Rounds(place.Today.AddMonths(Math.Clamp(offset, 0, 120)), months, workday, place.Dates, inMonths);
        if (known.Number("occurrences") is > 0 and var most && most < rounds.Count) rounds = [.. rounds.Take(most)];
        return $"{Rhythm(rhythm, workday, inMonths, place)}；{Coming(rounds, place)}";
    }

    /// <summary>What one limit or window means, with an example; null for inputs that are no such thing, or not known.</summary>
    public static string? Of(PropertyField field, ProcedureDesign design, StepAddress at, DesignPlace place)
    {
        var known = new KnownInputs(design, at, place);
        var received = place.Dates.Calendar.Move(place.Today, WorkdayRule.After);
        if (field.Name.EndsWith("WorkingDays", StringComparison.Ordinal) || field.Name == "escalateAfter")
        {
            if (known.Number(field.Name) is not { } days || days < 0) return null;
            if (days == 0) return field.Name == "escalateAfter" ? null : "不限期：不催办，也不算逾期";
            var due = place.Dates.Calendar.AddWorkingDays(received, Math.Min(days, 1000));
            return field.Name == "escalateAfter" ? $"到期后再过 {days} 个工作日，例如 {DayWords.Of(received)}到期，{DayWords.Of(due)}报告上级"
                : $"收到当天起 {days} 个工作日，例如 {DayWords.Of(received)}收到，{DayWords.Of(due)}到期";
        }
        switch (field.Name)
        {
            case "days" when known.Text("untilMonthDay") is not { Length: > 0 } && known.Number("days") is > 0 and var days and <= 3660:
                return $"今天开始的话，{Weekday(place.Today.AddDays(days))}下班时截止";
            case "untilMonthDay" when known.Text("untilMonthDay") is { Length: > 0 } text:
                return MonthDay.Parse(text) is { } day ? $"今天开始的话，{Weekday(day.NextAfter(place.Today), withYear: true)}下班时截止" : null;
            case "handleMonths" or "toleranceMonths" when known.Number(field.Name) is > 0 and var months and <= 120:
                return $"交办当天起 {months} 个月，例如 {DayWords.Of(place.Today)}交办，{Weekday(place.Today.AddMonths(months), withYear: true)}到期";
            case "startOffsetMonths" when known.Number(field.Name) is >= 0 and var offset and <= 120:
                return offset == 0 ? "走到这一步的当月就开始" : $"例如 {place.Today.Month}月走到，从 {place.Today.AddMonths(offset).Month}月开始";
            case "timeSpan" or "interval" when TimeSpan.TryParse(known.Text(field.Name), CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero:
                return SpanWords(span);
            case "dateTime" when DateTimeOffset.TryParse(known.Text(field.Name), CultureInfo.InvariantCulture, out var moment):
                var local = TimeZoneInfo.ConvertTime(moment, place.Dates.Zone).DateTime;
                return $"{Weekday(DateOnly.FromDateTime(local), withYear: true)} {local.ToString("HH:mm", CultureInfo.InvariantCulture)}";
            case "cronExpression" when known.Text(field.Name) is { Length: > 0 } cron:
                return Cron(cron, place);
            default:
                return null;
        }
    }

    /// <summary>7月6日 周一; another year than this one is named.</summary>
    private static string Weekday(DateOnly day, bool withYear = false) => $"{(withYear ? $"{day.Year}年" : "")}{DayWords.Weekday(day)}";

    internal static string SpanWords(TimeSpan span)
    {
        var parts = new[] { (span.Days, "天"), (span.Hours, "小时"), (span.Minutes, "分钟"), (span.Seconds, "秒") }.Where(part => part.Item1 > 0).Select(part => $"{part.Item1} {part.Item2}");
        return string.Join(" ", parts);
    }

    private static string Rhythm(Rhythm rhythm, WorkdayRule workday, List<int> inMonths, DesignPlace place)
    {
        if (rhythm.Every == Every.Custom) return $"{string.Join("、", rhythm.Dates.Select(DateWords))}{workday switch { WorkdayRule.After => "，遇休息日顺延", WorkdayRule.Before => "，遇休息日提前", _ => "" }}";
        var words = new Recurrence { Every = rhythm.Every, Day = rhythm.Day, Month = rhythm.Month > 0 ? rhythm.Month : rhythm.Every == Every.Year ? place.Today.Month : 1, From = place.Today, Workday = workday }.ToWords();
        return inMonths.Count > 0 && rhythm.Every == Every.Month ? $"{words}，只在 {string.Join("、", inMonths)} 月" : words;
    }

    private static string DateWords(string date) =>
        MonthDay.Parse(date) is { } day ? $"每年 {day.ToWords()}" : DateOnly.TryParse(date, CultureInfo.InvariantCulture, out var once) ? DayWords.Full(once) : date;

    private static string Coming(IReadOnlyList<Round> rounds, DesignPlace place)
    {
        var coming = rounds.Where(round => round.At > place.Now).Take(Shown).ToList();
        if (coming.Count == 0) return "这样写一次也不会到期";
        var words = coming.Select(round => (Day: place.Dates.Today(round.At), round.Nominal)).Select((round, index) =>
            $"{Weekday(round.Day, round.Day.Year != place.Today.Year)}{(round.Nominal is { } nominal && index == 0 ? $"（{nominal.Day} 日是休息日）" : "")}");
        return $"今天走到的话，下次 {string.Join("，再下次 ", words.Take(2))}{(rounds.Count > 2 ? $"，共 {rounds.Count} 次" : "")}";
    }

    private static string? Cron(string text, DesignPlace place)
    {
        CronSchedule schedule;
        try
        {
            schedule = CronSchedule.Parse(text);
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
        var next = new List<DateTime>();
        var at = place.Now;
        while (next.Count < 2 && schedule.Next(at, place.Dates.Zone) is { } found)
        {
            at = found;
            next.Add(TimeZoneInfo.ConvertTime(found, place.Dates.Zone).DateTime);
        }
        return next.Count == 0 ? "这样写一次也不会到期" : $"下次 {string.Join("，再下次 ", next.Select(time => $"{Weekday(DateOnly.FromDateTime(time), time.Year != place.Today.Year)} {time.ToString("HH:mm", CultureInfo.InvariantCulture)}"))}";
    }
}
