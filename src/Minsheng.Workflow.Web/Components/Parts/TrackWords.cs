using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Web.Components.Parts;

/// <summary>Milestones as the office says them.</summary>
public static class TrackWords
{
    public static (string Text, string? Css) Look(this TrackStone stone, TimeProvider clock, int? actual) => stone.State switch
    {
        StoneState.Reached => (stone.Reached is { } day ? $"✓ {MonthDay(day)}" : "✓ 已完成", "grn"),
        StoneState.Late => ($"超 {stone.LateDays} 天", "red b"),
        _ when stone.Begun is not null && actual is { } done && stone.Planned > stone.Before => ($"做到 {Math.Clamp((done - stone.Before) * 100 / (stone.Planned - stone.Before), 0, 99)}%", null),
        _ => (clock.Day(stone.Due), "mut"),
    };

    public static string Word(this StoneState state) => state switch
    {
        StoneState.Reached => "已完成",
        StoneState.Late => "误期",
        _ => "未到",
    };

    /// <summary>Which milestone speaks for the light: the first one missed, else the next one.</summary>
    public static string? Milestone(this ProjectTrack track, TimeProvider clock, int? actual) => track.Next switch
    {
        null => null,
        { State: StoneState.Late } stone => $"“{stone.Name}”应在{MonthDay(stone.Due)}做到 {stone.Planned}%，现在{(actual is { } done ? $"做到 {done}%" : "还没有报进度")}，误期 {stone.LateDays} 天。",
        var stone => $"下一个节点“{stone.Name}”，{clock.Day(stone.Due)}应做到 {stone.Planned}%。",
    };

    /// <summary>Percentage points ahead of the plan, with their sign; null without a plan.</summary>
    public static string? Gap(this PlanProgress progress) => progress.Planned is not { } planned ? null : ((progress.Actual ?? 0) - planned) switch
    {
        0 => "0",
        > 0 and var ahead => $"＋{ahead}",
        var behind => $"－{-behind}",
    };

    public static string MonthDay(DateOnly day) => $"{day.Month}月{day.Day}日";
}
