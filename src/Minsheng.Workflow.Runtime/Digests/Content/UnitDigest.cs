using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Digests.Facts;
using Minsheng.Workflow.Runtime.Digests.Layout;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Runtime.Digests.Content;

/// <summary>责任单位到期清单: reports, answers and milestones that the unit owes, those gone by and those of the next two weeks.</summary>
internal static class UnitDigest
{
    public const int DaysAhead = 14;

    private const int Most = 20;

    /// <returns>Null when the unit owes nothing these two weeks.</returns>
    public static DigestContent? Of(UnitFacts facts, Addressee addressee)
    {
        var frame = facts.Frame;
        var (dates, until) = (frame.Place.Dates, frame.Today.AddDays(DaysAhead));
        var open = facts.Projects.Where(project => project.Line.State is ProjectState.Underway or ProjectState.CarriedOver).ToList();
        var owed =
            facts.Findings.Where(finding => finding.State is FindingState.Open && finding.Due is not null)
                .Select(finding => new Owed(dates.Today(finding.Due!.Value), finding.IsLate, $"{finding.Kind}的答复", finding.ItemId is null ? finding.Title : $"{finding.Number} {finding.ItemTitle}", dates.LateWorkingDays(finding.Due, frame.Now)))
            .Concat(facts.Tasks.Where(task => task.Due is not null)
                .Select(task => new Owed(dates.Today(task.Due!.Value), task.Due < frame.Now, task.Title, task.From, dates.LateWorkingDays(task.Due, frame.Now))))
            .Concat(open.SelectMany(project => project.Line.Track.Stones.Where(stone => stone.State != StoneState.Reached)
                .Select(stone => new Owed(stone.Due, stone.Due < frame.Today, $"节点：{stone.Name}（{stone.Planned}%）", project.Line.Title(), dates.Calendar.WorkingDaysBetween(stone.Due, frame.Today)))))
            .Where(one => one.On <= until).OrderBy(one => one.On).ThenBy(one => one.Title, StringComparer.Ordinal).ToList();
        if (owed.Count == 0) return null;

        var (late, coming) = (owed.Where(one => one.IsLate).ToList(), owed.Where(one => !one.IsLate).ToList());
        var gist = string.Join('，', new[] { (late.Count, "逾期"), (coming.Count, "两周内到期") }.Where(part => part.Item1 > 0).Select(part => $"{part.Item2} {part.Item1} 件"));
        return new DigestContent(
            DigestKind.Unit, frame.Period.Name, $"{facts.Unit}到期清单　{DigestWords.Day(frame.Today)}", $"{facts.Unit}到期清单（{DigestWords.Day(frame.Today)}）：{gist}", gist,
            DigestWords.Byline(frame, "送", addressee),
            [
                new Figures([new Figure(late.Count, "逾期", Lamp.Late), new Figure(coming.Count, "两周内到期"), new Figure(facts.Projects.Count, "本单位项目")]),
                .. late.Count > 0 ? (IEnumerable<Block>)[new Heading("已经逾期"), .. DigestWords.Capped([.. late.Select(one => new Line(Lamp.Late, one.Title, new Words(DigestWords.Late(one.LateDays), true)) { Under = Under(one) })], Most, "请到“我的任务”看。")] : [],
                .. coming.Count > 0 ? (IEnumerable<Block>)[new Heading("两周内到期"), .. DigestWords.Capped([.. coming.Select(one => new Line(null, one.Title, DigestWords.Weekday(one.On)) { Under = Under(one) })], Most, "请到“我的任务”看。")] : [],
                .. facts.Projects.Count > 0 ? (IEnumerable<Block>)[new Heading("本单位项目的进度"), .. facts.Projects.Select(project => new Matter(project.Line.Title(), Lamp.Of(project.Line.Progress.Light), [project.Said()], project.Bar()))] : [],
            ],
            new DigestButton("打开我的任务", "/tasks"),
            DigestWords.Foot(frame, "每周一封，没有逾期和两周内到期的就不发。"));
    }

    private static IReadOnlyList<Words> Under(Owed one) => one.From is { Length: > 0 } from ? [from] : [];

    /// <param name="LateDays">Working days.</param>
    private sealed record Owed(DateOnly On, bool IsLate, string Title, string? From, int LateDays);
}
