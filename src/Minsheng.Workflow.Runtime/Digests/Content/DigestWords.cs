using System.Globalization;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.Digests.Facts;
using Minsheng.Workflow.Runtime.Digests.Layout;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Runtime.Digests.Content;

/// <summary>Days, money and matters as all digests say them.</summary>
internal static class DigestWords
{
    private const string Weekdays = "日一二三四五六";
    private const int LongestSaying = 60;

    /// <summary>11月23日.</summary>
    public static string Day(DateOnly day) => $"{day.Month}月{day.Day}日";

    /// <summary>11月23日 周一.</summary>
    public static string Weekday(DateOnly day) => $"{Day(day)} 周{Weekdays[(int)day.DayOfWeek]}";

    public static string Day(this Dates dates, DateTimeOffset at) => Day(dates.Today(at));

    /// <summary>With two decimals and the unit.</summary>
    public static string Money(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture) + " 万元";

    public static string Late(int workingDays) => workingDays > 0 ? $"超 {workingDays} 个工作日" : "今天已超期";

    public static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= LongestSaying ? line : line[..(LongestSaying - 1)] + "…";
    }

    public static IReadOnlyList<string> Byline(DigestFrame frame, string to, Addressee addressee) =>
        [$"{to}：{addressee.Label}", Weekday(frame.Today), .. frame.Place.IsDemo ? (string[])["演示数据"] : []];

    public static IReadOnlyList<string> Foot(DigestFrame frame, string promise, string number = "") =>
        [$"{promise}不想收，可在“我的消息”的“订阅”里关掉。", $"{frame.Place.Office}{(number.Length > 0 ? $"　{number}" : "")}"];

    /// <summary>A paper and how it stands: 监督提醒函 6月24日发出，超 2 个工作日未答复.</summary>
    /// <param name="above">What stands above it and need not be said again.</param>
    public static Words Said(this FindingLine finding, Dates dates, string? above = null)
    {
        var matter = finding.Title == above || finding.Number is { } number && finding.Title.Contains(number, StringComparison.Ordinal) ? finding.Text : finding.Title;
        var head = $"{finding.Kind} {dates.Day(finding.Issued)}发出";
        var state = finding.State switch
        {
            FindingState.Escalated => "多次未通过，已提请上一级",
            FindingState.Answered => "已答复，等待复查",
            _ when finding.IsLate => $"{Late(-(finding.LeftWorkingDays ?? 0))}未答复",
            _ => finding.LeftWorkingDays switch { null => "在办", 0 => "今天到期", { } left => $"还有 {left} 个工作日" },
        };
        var about = matter.Length > 0 && !matter.StartsWith(finding.Kind, StringComparison.Ordinal) ? $"：{Short(matter).TrimEnd('。')}" : "";
        return new Words($"{head}，{state}{about}", finding.IsLate || finding.State == FindingState.Escalated);
    }

    /// <summary>A task past its limit and with whom it lies.</summary>
    public static Words Said(this OverdueTask task) =>
        new($"“{task.Title.Replace($"：{task.Number} {task.ItemTitle}", "", StringComparison.Ordinal)}”{Late(task.LateWorkingDays)}{(task.Holders.Count > 0 ? $"，在{Holder.Of(task.Holders)}手里" : "，没有人在办")}", true);

    /// <summary>How far a project is, and what has changed since the digest before.</summary>
    public static string Said(this ProjectFact project)
    {
        var (now, before) = (project.Line.Progress, project.Before);
        var turned = project.HasTurned ? $"{Turned(project)}，" : "";
        if (now is not { Actual: { } actual, Planned: { } planned } || now.Light == Activities.Lights.Light.Done) return turned + now.Reason;
        var lag = planned - actual;
        if (lag <= 0) return turned + (lag == 0 ? "与计划持平。" : $"比计划快 {-lag} 个百分点。");
        var change = before is { Planned: { } should } ? lag - (should - (before.Actual ?? 0)) : (int?)null;
        return $"{turned}落后 {lag} 个百分点{change switch { null => "", > 0 => $"，比上期多 {change}", < 0 => $"，比上期少 {-change}", _ => "，与上期一样" }}。";
    }

    /// <summary>由黄转红.</summary>
    public static string Turned(ProjectFact project) => $"由{Lamp.Of(project.Before?.Light).Colour}转{Lamp.Of(project.Line.Progress.Light).Colour}";

    public static PlanBar? Bar(this ProjectFact project) => project.Line.Progress is { } now && (now.Actual is not null || now.Planned is not null)
        ? new PlanBar(Lamp.Of(now.Light), now.Actual ?? 0, now.Planned) : null;

    public static string Title(this ProjectLine project) => $"{project.Number} {project.Title}";

    /// <summary>The first so many, and a remark on the rest.</summary>
    public static IEnumerable<Block> Capped(IReadOnlyList<Line> lines, int most, string rest)
    {
        if (lines.Count == 0) yield break;
        yield return new Lines([.. lines.Take(most)]);
        if (lines.Count > most) yield return new Remark($"另有 {lines.Count - most} 件，{rest}");
    }
}
