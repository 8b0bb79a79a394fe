using Minsheng.Workflow.Activities.Lights;
using Minsheng.Workflow.Runtime.Digests.Facts;
using Minsheng.Workflow.Runtime.Digests.Layout;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Runtime.Digests.Content;

/// <summary>视察前材料: which projects, how far each is, what was not put right; the worst first. A project seen twice on a day is described once.</summary>
internal static class VisitDigest
{
    /// <returns>Null when there is no visit.</returns>
    public static DigestContent? Of(VisitFacts facts, Addressee addressee)
    {
        if (facts.Visits.Count == 0) return null;
        var frame = facts.Frame;
        var told = new HashSet<string>(StringComparer.Ordinal);
        var visits = facts.Visits.Select(visit => (Visit: visit, Projects: visit.Projects.Where(project => told.Add(project.Line.Id)).ToList())).ToList();
        var all = visits.SelectMany(visit => visit.Projects).ToList();
        var slow = all.Count(project => project.Line.Progress.Light is Light.Red or Light.Orange or Light.Yellow);
        var open = facts.Findings.Count(finding => all.Any(project => project.Line.Id == finding.ItemId));
        var gist = $"{all.Count} 个项目{(slow > 0 ? $"，滞后 {slow} 个" : "")}{(open > 0 ? $"，未结问题 {open} 条" : "")}";
        var name = visits.Count == 1 ? visits[0].Visit.Title : $"{visits.Count} 项视察";
        return new DigestContent(
            DigestKind.Visit, frame.Period.Name, $"视察前材料　{DigestWords.Weekday(facts.On)}", $"视察前材料：{name}（{DigestWords.Day(facts.On)}），{gist}", gist,
            DigestWords.Byline(frame, "送", addressee), [.. visits.SelectMany(visit => Section(visit.Visit, visit.Projects, facts))],
            new DigestButton("打开视察任务", visits.Count == 1 ? $"/tasks/{visits[0].Visit.TaskId}" : "/tasks"),
            DigestWords.Foot(frame, "每次视察督查的前一个工作日一封。"));
    }

    private static IEnumerable<Block> Section(VisitFact visit, List<ProjectFact> projects, VisitFacts facts)
    {
        var when = new Words(DigestWords.Weekday(facts.On), true);
        yield return new Heading(visit.Title);
        yield return visit.IsArranged
            ? new Sentence("定于 ", when, $" 进行{(visit.Meeting.Length > 0 ? $"，{visit.Meeting}" : "")}。看完后请登记视察情况，发现的问题由系统发函整改。")
            : new Sentence("最迟 ", when, " 完成。看完后请登记视察情况，发现的问题由系统发函整改。");
        foreach (var project in projects.OrderByDescending(project => ProjectsFilter.Weight(project.Line)).ThenBy(project => project.Line.Number, StringComparer.Ordinal))
            yield return new Matter(project.Line.Title(), Lamp.Of(project.Line.Progress.Light), Says(project, facts), project.Bar());
    }

    private static IReadOnlyList<Words> Says(ProjectFact project, VisitFacts facts)
    {
        var dates = facts.Frame.Place.Dates;
        return
        [
            project.Said(),
            .. project.Line.Track.Stones.Where(stone => stone.State == StoneState.Late).Select(stone => new Words($"节点“{stone.Name}”应于 {DigestWords.Day(stone.Due)}完成，还没有完成。", true)),
            .. facts.Findings.Where(finding => finding.ItemId == project.Line.Id).Select(finding => finding.Said(dates)).Select(said => said with { Text = said.Text + "。" }),
            .. project.Line is { Reported: { } at, Said.Length: > 0 } ? (Words[])[$"{dates.Day(at)}报告：{DigestWords.Short(project.Line.Said)}"] : [],
            $"责任单位 {project.Line.LeadUnit ?? "未定"}{(project.Line.Leader is { Length: > 0 } leader ? $"，项目负责人 {leader}" : "")}。",
        ];
    }
}
