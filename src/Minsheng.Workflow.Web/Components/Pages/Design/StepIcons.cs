using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>Steps as the palette offers them: in the order of the year, with line icons of this site.</summary>
internal static class StepIcons
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["inbox"] = "mail", ["filter_alt"] = "list", ["gavel"] = "stamp", ["how_to_vote"] = "hall", ["sentiment_satisfied"] = "star", ["scoreboard"] = "statistics",
        ["event_note"] = "task", ["account_tree"] = "project", ["event_repeat"] = "calendar", ["travel_explore"] = "eye", ["build_circle"] = "warning", ["record_voice_over"] = "document",
        ["rate_review"] = "text", ["published_with_changes"] = "branch", ["task_alt"] = "check", ["edit_note"] = "text", ["assignment_ind"] = "person", ["campaign"] = "document",
        ["notifications"] = "bell", ["call_split"] = "branch", ["alt_route"] = "branch", ["fork_right"] = "procedure", ["call_merge"] = "branch", ["timer"] = "clock", ["schedule"] = "clock",
        ["event"] = "calendar", ["subdirectory_arrow_right"] = "procedure", ["send"] = "procedure", ["dynamic_feed"] = "procedure", ["schema"] = "procedure", ["play_arrow"] = "play", ["stop"] = "check",
        ["loop"] = "cycle", ["repeat"] = "cycle", ["playlist_play"] = "cycle", ["select_all"] = "procedure", ["format_list_numbered"] = "list", ["view_week"] = "board", ["edit"] = "text",
        ["rule"] = "branch", ["help"] = "branch",
    };

    private static readonly string[] Order = ["征集筛选", "票决测评", "实施监督", "办理", "公开", "分支", "时间", "子方案", "循环", "成组", "消息", "基础"];

    private static readonly string[] Everyday =
    [
        "Elsa.Start", "Elsa.End", "Elsa.FlowDecision", "Elsa.FlowSwitch", "Elsa.FlowFork", "Elsa.FlowJoin", "Elsa.Flowchart", "Elsa.ForEach", "Elsa.While", "Elsa.Delay", "Elsa.StartAt", "Elsa.Cron",
        "Elsa.ExecuteWorkflow", "Elsa.DispatchWorkflow", "Elsa.Event", "Elsa.PublishEvent", "Elsa.SetVariable",
    ];

    /// <summary>Icons of step kinds as SVG paths; the empty name stands for any other.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Names.Select(name => KeyValuePair.Create(name.Key, IconPaths.Of(name.Value))).Append(KeyValuePair.Create("", IconPaths.Of("gear"))).ToDictionary(StringComparer.Ordinal);

    public static string Of(string icon) => Names.GetValueOrDefault(icon, "gear");

    public static bool Offers(string type) => StepCatalog.All.Find(type) is not null;

    /// <summary>Steps by category; those seldom needed come when they are looked for.</summary>
    public static IEnumerable<IGrouping<string, ActivityDescriptor>> Palette(string wanted) =>
        StepCatalog.All.Descriptors
            .Where(step => wanted.Length > 0
                ? step.Label.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase) || step.Label.Description.Contains(wanted, StringComparison.OrdinalIgnoreCase) || step.Type.Contains(wanted, StringComparison.OrdinalIgnoreCase)
                : step.Type.StartsWith("Minsheng.", StringComparison.Ordinal) || Everyday.Contains(step.Type))
            .OrderBy(step => Array.IndexOf(Order, step.Label.Category) is >= 0 and var place ? place : 99).ThenByDescending(step => step.Type.StartsWith("Minsheng.", StringComparison.Ordinal)).ThenBy(step => step.Label.Name.Length)
            .GroupBy(step => step.Label.Category);
}
