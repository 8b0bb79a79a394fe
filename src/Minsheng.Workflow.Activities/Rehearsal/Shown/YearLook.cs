using Minsheng.Workflow.Activities.Calendars;

namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

/// <summary>Something to look at before publishing.</summary>
/// <param name="IsGrave">The year does not go through.</param>
public sealed record YearLook(string Sentence, bool IsGrave = false);

internal static class YearLooks
{
    private const int Named = 3;

    public static IEnumerable<YearLook> Of(RehearsalReport report, RehearsedYear year, WorkingCalendar calendar)
    {
        foreach (var line in report.Events.Where(line => line.Kind is "fault" or "stall").DistinctBy(line => line.Text)) yield return new($"{Words(line)}“{line.Step}”：{line.Text}", IsGrave: true);
        if (report is { Status: RehearsalStatus.Finished, Items.Adopted: 0 } && report.Ballots.Any(ballot => ballot.Kind == "Vote")) yield return new("全年办结时没有产生一个项目", IsGrave: true);
        foreach (var group in report.Events.Where(line => line.Kind == "refused").GroupBy(line => line.Step)) yield return new($"“{group.Key}”有 {group.Count()} 次没有办成：{group.First().Text}");
        foreach (var ballot in report.Ballots.Where(ballot => ballot is { Kind: "Vote", Outcome: not "Adopted" })) yield return new($"{Words(ballot.At)}“{ballot.Step}”{BallotEndings.Word(ballot.Outcome)}");
        foreach (var group in YearEntries.MovedDates(report).Values.GroupBy(passage => passage.Step))
            yield return new($"“{group.Key}”{group.Select(passage => passage.Until).Distinct().Count()} 次遇休息日，已{(group.First().Nominal < YearEntries.Day(group.First().Until!.Value) ? "顺延" : "提前")}");
        if (Late(report) is { Count: > 0 } late) yield return new($"{late.Count} 件任务办理超过时限，如“{late[0].Title}”");
        if (Peak(year) is { } peak) yield return new(peak);
        if (report.Ratings.Where(rating => rating.Outcome == "Unsatisfied").ToList() is { Count: > 0 } bad) yield return new($"{bad.Count} 项评为不满意");
        if (report.Items is { CarriedOver: > 0 } items) yield return new($"{items.CarriedOver} 项没有完成，延续到下一年度");
        if (NoLimit(report) is { Count: > 0 } free) yield return new($"{free.Count} 个步骤没有写时限：{string.Join("、", free.Take(Named))}{(free.Count > Named ? "等" : "")}");
        foreach (var unknown in year.Months.Select(month => month.Year).Distinct().Where(one => !calendar.IsKnown(one))) yield return new($"{unknown} 年的节假日安排还没有导入，按周末推算");
        if (YearEntries.IsYear(report) && !year.Rows.Any(row => row.Kind == EntryKind.Meeting) && report.Ballots.Count == 0) yield return new("全年没有走到一次会议或票决");
    }

    private static List<RehearsalTask> Late(RehearsalReport report) => [.. report.Tasks.Where(task => task is { Answer: not null } && task.Done > task.Due)];

    private static List<string> NoLimit(RehearsalReport report) => [.. report.Tasks.GroupBy(task => task.Step).Where(step => step.All(task => task.Due is null)).Select(step => step.Key)];

    private static string? Peak(RehearsedYear year)
    {
        var (load, index) = year.Posts.SelectMany(load => load.Months.Select((count, index) => (load, index))).OrderByDescending(one => one.load.Months[one.index]).FirstOrDefault();
        return load is null || load.Months[index] < 2 ? null : $"{load.Who} {year.Months[index].Year}年{year.Months[index].Month}月有 {load.Months[index]} 件任务，为全年最多";
    }

    private static string Words(RehearsalEvent line) => Words(line.At);

    private static string Words(DateTimeOffset at) => DayWords.Full(DateOnly.FromDateTime(at.Date));
}
