using Minsheng.Workflow.Activities.Calendars;

namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

public enum EntryKind
{
    /// <summary>Work that somebody does.</summary>
    Work,

    /// <summary>A body meets, votes or rates.</summary>
    Meeting,

    /// <summary>Something is published, sent or received.</summary>
    Paper,

    /// <summary>Moved by a day off, or not as one would wish.</summary>
    Odd,
}

/// <summary>One line of the year's calendar.</summary>
/// <param name="Until">The last day of the same, where several people are asked within a week.</param>
/// <param name="Who">Who does it, or what came of it.</param>
/// <param name="Note">Why it is odd.</param>
public sealed record YearEntry(DateOnly Day, DateOnly Until, string ActivityId, string Title, string Who, EntryKind Kind, string? Note = null);

/// <summary>Reads the calendar of a year out of what a rehearsal left behind: the same step within a week is one line.</summary>
internal static class YearEntries
{
    private const int OneWeek = 7;

    private static readonly string[] MeetingTypes = ["Minsheng.Review", "Minsheng.Screen", "Minsheng.Ballot", "Minsheng.Rate"];
    private static readonly string[] OddKinds = ["refused", "fault", "stall", "carry-over"];

    public static IReadOnlyList<YearEntry> Of(RehearsalReport report) =>
        [.. Ends(report, "start").Concat(Tasks(report)).Concat(Moved(report)).Concat(Votes(report)).Concat(Papers(report)).Concat(Odd(report)).Concat(Ends(report, "end")).OrderBy(entry => entry.Day)];

    /// <summary>Proposals are gathered and voted on: not one matter among others.</summary>
    public static bool IsYear(RehearsalReport report) => report.Assumed.Count == 0 && (report.Ballots.Any(ballot => ballot.Kind == "Vote") || report.Items.Proposals > 0 || report.Passages.Any(passage => !passage.IsMain));

    public static bool IsMeeting(string type) => MeetingTypes.Contains(type);

    /// <summary>Dates that a day off moved, by run and moment.</summary>
    public static Dictionary<(string Run, DateTimeOffset At), RehearsalPassage> MovedDates(RehearsalReport report) =>
        report.Passages.Where(passage => passage is { Nominal: not null, Until: not null }).GroupBy(passage => (passage.Run, passage.Until!.Value)).ToDictionary(group => group.Key, group => group.First());

    public static string Reason(DateOnly nominal, DateOnly moved) =>
        $"{DayWords.Of(nominal)}{nominal.DayOfWeek switch { DayOfWeek.Saturday => "为周六", DayOfWeek.Sunday => "为周日", _ => "放假" }}，{(moved > nominal ? "顺延" : "提前")}";

    private static IEnumerable<YearEntry> Tasks(RehearsalReport report)
    {
        var moved = MovedDates(report);
        foreach (var step in report.Tasks.GroupBy(task => (task.ActivityId, task.Step)))
        {
            foreach (var cluster in Clusters(step, task => Day(task.Given)))
            {
                var why = cluster.Select(task => moved.GetValueOrDefault((task.Run, task.Given))).FirstOrDefault(passage => passage is not null);
                yield return new YearEntry(
                    Day(cluster[0].Given), Day(cluster[^1].Given), step.Key.ActivityId, step.Key.Step, Who(cluster),
                    why is not null ? EntryKind.Odd : IsMeeting(cluster[0].Type) ? EntryKind.Meeting : EntryKind.Work,
                    why is null ? null : Reason(why.Nominal!.Value, Day(why.Until!.Value)));
            }
        }
    }

    /// <summary>Moved dates on which nobody is asked for anything.</summary>
    private static IEnumerable<YearEntry> Moved(RehearsalReport report)
    {
        var asked = report.Tasks.Select(task => (task.Run, task.Given)).ToHashSet();
        foreach (var step in MovedDates(report).Where(one => !asked.Contains(one.Key)).GroupBy(one => (one.Value.ActivityId, one.Value.Step, Day: Day(one.Key.At))))
            yield return new YearEntry(step.Key.Day, step.Key.Day, step.Key.ActivityId, step.Key.Step, "", EntryKind.Odd, Reason(step.First().Value.Nominal!.Value, step.Key.Day));
    }

    private static IEnumerable<YearEntry> Votes(RehearsalReport report) => report.Ballots.Select(ballot => ballot.Kind == "Vote"
        ? new YearEntry(Day(ballot.At), Day(ballot.At), ballot.ActivityId, $"{ballot.Step}{(ballot.Round > 1 ? $"（第 {ballot.Round} 次投票）" : "")}：{ballot.Rows.Count} 选 {ballot.Seats}",
            ballot.Outcome == "Adopted" ? $"选出 {ballot.Rows.Count(row => row.Adopted)} 项" : BallotEndings.Word(ballot.Outcome) ?? "", ballot.Outcome == "Adopted" ? EntryKind.Meeting : EntryKind.Odd,
            ballot.Outcome == "Adopted" ? null : BallotEndings.Word(ballot.Outcome))
        : new YearEntry(Day(ballot.At), Day(ballot.At), ballot.ActivityId, $"{ballot.Step}：{ballot.Rows.Count} 项", $"{ballot.Present} 人", EntryKind.Meeting));

    private static IEnumerable<YearEntry> Papers(RehearsalReport report) => report.Documents
        .Select(document => new YearEntry(Day(document.At), Day(document.At), "", $"{document.Kind}：{document.Title}", "发文", EntryKind.Paper))
        .Concat(Clusters(report.Mails, mail => Day(mail.At)).SelectMany(cluster => cluster.GroupBy(mail => (Day: Day(mail.At), mail.Subject)))
            .Select(mails => new YearEntry(mails.Key.Day, mails.Key.Day, "", $"通知：{mails.Key.Subject}", $"{mails.Sum(mail => mail.To.Count)} 人", EntryKind.Paper)))
        .Concat(Lines(report, line => line.Kind == "collect" && line.Text.Contains("共收到", StringComparison.Ordinal), EntryKind.Paper, "征集结束"))
        .Concat(Lines(report, line => line.Kind == "finding" && line.Outcome is null, EntryKind.Paper, null));

    private static IEnumerable<YearEntry> Odd(RehearsalReport report) => Lines(report, line => OddKinds.Contains(line.Kind), EntryKind.Odd, null)
        .Concat(report.Ratings.Where(rating => rating.Outcome == "Unsatisfied").GroupBy(rating => Day(rating.At))
            .Select(day => new YearEntry(day.Key, day.Key, "", $"{day.Count()} 项评为不满意", "", EntryKind.Odd, "评为不满意")));

    private static IEnumerable<YearEntry> Ends(RehearsalReport report, string kind) => report.Events.Where(line => line.Kind == kind && line.Instance == report.Events[0].Instance)
        .Select(line => new YearEntry(Day(line.At), Day(line.At), "", IsYear(report) ? kind == "start" ? "启动年度周期" : "全年办结" : kind == "start" ? $"启动“{line.Step}”" : $"“{line.Step}”办结", "", EntryKind.Work));

    private static IEnumerable<YearEntry> Lines(RehearsalReport report, Func<RehearsalEvent, bool> which, EntryKind kind, string? title) =>
        report.Events.Where(which).GroupBy(line => (Day: Day(line.At), line.ActivityId, line.Kind)).Select(lines => new YearEntry(
            lines.Key.Day, lines.Key.Day, lines.Key.ActivityId, title is null ? lines.First().Step : $"{lines.First().Step}：{title}",
            lines.Count() > 1 ? $"{lines.Count()} 件" : lines.First().Actor ?? "自动", kind, kind == EntryKind.Odd ? lines.First().Text : null));

    private static string Who(List<RehearsalTask> tasks)
    {
        var units = tasks.Select(task => task.Unit.Length > 0 ? task.Unit : task.Post).Distinct().ToList();
        return units.Count > 1 ? $"{units.Count} 个单位" : tasks.Count > 1 ? $"{units[0]} {tasks.Count} 件" : units[0];
    }

    private static IEnumerable<List<T>> Clusters<T>(IEnumerable<T> all, Func<T, DateOnly> day)
    {
        List<T> cluster = [];
        foreach (var one in all.OrderBy(day))
        {
            if (cluster.Count > 0 && day(one).DayNumber - day(cluster[0]).DayNumber >= OneWeek)
            {
                yield return cluster;
                cluster = [];
            }
            cluster.Add(one);
        }
        if (cluster.Count > 0) yield return cluster;
    }

    public static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.Date);
}
