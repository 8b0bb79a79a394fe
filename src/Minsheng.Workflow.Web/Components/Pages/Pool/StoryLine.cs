using System.Globalization;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.Web.Components.Pages.Pool;

/// <summary>One line of a matter's story, from the first suggestion to what comes next.</summary>
/// <param name="When">The day as said; empty for what has no day.</param>
public sealed record StoryLine(string When, string Title, string? Detail, StepState State)
{
    public string Css => State switch
    {
        StepState.Done => "ok",
        StepState.Now => "now",
        StepState.Trouble => "bad",
        _ => "later",
    };

    public static IReadOnlyList<StoryLine> Of(ItemView item, TimeProvider clock)
    {
        var past = new List<(DateTimeOffset At, StoryLine Line)>
        {
            (item.Submitted, new StoryLine(Day(clock, item.Submitted), $"{item.ProposerCount} 人提出", First(item), StepState.Done)),
        };
        void Add(DateTimeOffset at, string title, string? detail, StepState state = StepState.Done) => past.Add((at, new StoryLine(Day(clock, at), title, detail, state)));

        foreach (var decision in item.Decisions) Add(decision.At, Decided(item, decision), decision.Reason);
        if (item.Plan is { } plan) Add(plan.Recorded, "任务分解", $"{item.LeadUnit}，责任领导：{plan.Leader}{(item.Milestones.Count > 0 ? $"，{item.Milestones.Count} 个节点" : "")}");
        foreach (var paper in item.Documents.Where(paper => paper.Kind.Contains("公告", StringComparison.Ordinal))) Add(paper.Published, "公布", $"《{paper.Title}》");
        foreach (var change in item.Changes) Add(change.At, $"{change.Kind.Word()}{(change.IsApproved ? "" : "（没有同意）")}", $"{change.By}：{change.Summary}");
        foreach (var rating in item.Ratings) Add(rating.At, $"测评：{rating.Grade}", rating.Sentence);
        foreach (var finding in item.Findings) Add(finding.Issued, finding.Kind, $"{finding.IssuedBy}发给{finding.IssuedTo}，{(finding.Closed is { } closed ? $"{Day(clock, closed)}销号" : finding.Look().Word)}");
        if (Work(item) is { } begun) past.Add((begun.Item1, new StoryLine(Day(clock, begun.Item1), "开始有进展", begun.Item2, StepState.Done)));

        var lines = past.OrderBy(line => line.At).Select(line => line.Line).ToList();
        if (Current(item) is { } now) lines.Add(now);
        if (Coming(item, clock) is { } next) lines.Add(next);
        return lines;
    }

    private static string First(ItemView item)
    {
        var ways = string.Join("、", item.Channels.Select(channel => $"{channel.Channel} {channel.People} 人"));
        return item.Merged.Count > 0 ? $"{ways}，{item.Merged.Count + 1} 件合并为一件，提出人都保留" : ways;
    }

    /// <summary>The vote that adopted it is said with its place; of what was decided twice on one day the words stay as they are.</summary>
    private static string Decided(ItemView item, ItemVerdict decision) =>
        decision.Verdict.StartsWith("票决", StringComparison.Ordinal) && item.Votes.LastOrDefault(vote => vote.At <= decision.At.AddDays(2)) is { Place: { } place }
            ? $"票决第 {place} 位"
            : $"{decision.By}：{decision.Verdict}";

    private static (DateTimeOffset, string)? Work(ItemView item) =>
        item.Reports.LastOrDefault(report => report.Percent > 0) is { } first ? (first.At, $"{ProgressName.Of(first.Period, first.Kind)}报完成 {first.Percent}%") : null;

    private static StoryLine? Current(ItemView item) => item.Stage switch
    {
        ItemStage.NotChosen or ItemStage.Merged => null,
        ItemStage.Proposal => new("现在", "等待筛选", null, StepState.Now),
        ItemStage.Shortlisted => new("现在", "审核审议中", null, StepState.Now),
        ItemStage.Candidate => new("现在", "等待票决", null, StepState.Now),
        _ when item.State is ProjectState.Finished or ProjectState.Stopped => null,
        _ when item.State is ProjectState.CarriedOver => new("现在", "等待转入下一年度", null, StepState.Now),
        _ when item.Plan is null => new("现在", "等待任务分解", null, StepState.Now),
        _ when item.Progress?.Light.Lamp() is (Lamp.Yellow or Lamp.Orange or Lamp.Red) and var lamp && item.Track?.Since is { } since =>
            new(TrackWords.MonthDay(since), $"转{lamp.Colour()}灯", item.Progress.Reason, lamp is Lamp.Red ? StepState.Trouble : StepState.Now),
        _ => new("现在", "实施和监督", item.Progress?.Reason, StepState.Now),
    };

    private static StoryLine? Coming(ItemView item, TimeProvider clock) =>
        item.State is ProjectState.Underway or ProjectState.CarriedOver && item.Track?.Stones.FirstOrDefault(stone => stone.State is StoneState.Ahead) is { } stone
            ? new(clock.Day(stone.Due), $"{stone.Name} {stone.Planned}%", null, StepState.Later) : null;

    /// <summary>Stories go over several years, so the year is said where it is another one.</summary>
    private static string Day(TimeProvider clock, DateTimeOffset at)
    {
        var day = clock.Local(at);
        return day.Year == clock.LocalNow().Year ? $"{day.Month}月{day.Day}日" : string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");
    }
}
