using Minsheng.Workflow.Activities.Calendars;

namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

/// <summary>What a rehearsed year makes of one step: when it comes and how long it stands, who gets it, what it sends out.</summary>
/// <param name="Lines">Each with what it is about.</param>
public sealed record StepCourse(IReadOnlyList<(string Name, string Words)> Lines)
{
    private const int Named = 3;

    public bool IsReached => Lines.Count > 0;

    public static StepCourse Of(RehearsedYear year, string activityId)
    {
        var passages = StageCourse.OwnPassages(year).FindAll(passage => passage.ActivityId == activityId);
        var at = passages.Select(passage => new RehearsedAt(passage.Run, activityId)).ToHashSet();
        var tasks = year.Report.Tasks.Where(task => at.Contains(new RehearsedAt(task.Run, task.ActivityId))).ToList();
        return new StepCourse([.. When(passages, year), .. Voters(passages, year.Report), .. Who(tasks), .. Papers(year.Report, at)]);
    }

    private static IEnumerable<(string, string)> When(List<RehearsalPassage> passages, RehearsedYear year)
    {
        if (passages.Count == 0) yield break;
        var times = passages.Select(passage => (From: YearEntries.Day(passage.From), Until: passage.Until is { } end ? YearEntries.Day(end) : (DateOnly?)null)).Distinct().ToList();
        yield return ("什么时候", Several([.. times.Select(time => time.Until is not { } until ? $"{DayWords.Full(time.From)}起，到演练结束还没有办完"
            : until == time.From ? $"{DayWords.Full(until)}当天办完" : $"{DayWords.Full(time.From)}至{DayWords.Full(until)}，停 {Stay(time.From, until, year.Plan.Calendar)}")], "；", "次"));
    }

    private static string Stay(DateOnly from, DateOnly until, WorkingCalendar calendar) => calendar.WorkingDaysBetween(from, until) is > 0 and var days ? $"{days} 个工作日" : $"{until.DayNumber - from.DayNumber} 天（都是休息日）";

    private static IEnumerable<(string, string)> Voters(List<RehearsalPassage> passages, RehearsalReport report) => report.Ballots
        .Where(ballot => passages.Exists(passage => passage.ActivityId == ballot.ActivityId && ballot.Id.StartsWith($"{passage.Run}.{passage.Execution}.", StringComparison.Ordinal))).Take(1)
        .Select(ballot => ("谁来投票", $"应到 {ballot.Due} 人，照到会 {ballot.Present} 人演，{ballot.Rows.Count} 项"));

    private static IEnumerable<(string, string)> Who(List<RehearsalTask> tasks)
    {
        if (tasks.Count == 0) yield break;
        var holders = tasks.GroupBy(task => task.Holder).Select(holder => (Who: holder.Key, People: holder.Select(task => task.PersonId).Distinct().Count())).OrderByDescending(holder => holder.People).ToList();
        yield return ("谁来办", Several([.. holders.Select(holder => holder.People > 1 ? $"{holder.Who} {holder.People} 人" : holder.Who)], "、", "个岗位") + $"；全年 {tasks.Count} 件任务");
        var due = tasks.Find(task => task.Due is not null)?.Due;
        yield return ("时限", due is { } day ? $"头一件限 {DayWords.Full(YearEntries.Day(day))}前办结" : "没有写时限，不催办，也不算逾期");
    }

    private static IEnumerable<(string, string)> Papers(RehearsalReport report, HashSet<RehearsedAt> at)
    {
        var documents = report.Documents.Where(document => at.Contains(document.Of)).Select(document => $"{DayWords.Full(YearEntries.Day(document.At))}{document.Kind}《{document.Title}》").ToList();
        if (documents.Count > 0) yield return ("文书", Several(documents, "；", "份"));
        var mails = report.Mails.Where(mail => at.Contains(mail.Of)).GroupBy(mail => (Day: YearEntries.Day(mail.At), mail.Subject)).Select(mails => $"{DayWords.Full(mails.Key.Day)}“{mails.Key.Subject}”，发给 {mails.SelectMany(mail => mail.To).Distinct().Count()} 人").ToList();
        if (mails.Count > 0) yield return ("通知", Several(mails, "；", "次"));
    }

    private static string Several(List<string> all, string between, string unit) => string.Join(between, all.Take(Named)) + (all.Count > Named ? $"{(between == "、" ? "" : "……")}等，共 {all.Count} {unit}" : "");
}
