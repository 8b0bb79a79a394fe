namespace Minsheng.Workflow.Web.Components.Layout;

/// <summary>One line of the main menu.</summary>
/// <param name="ForSupervisors">Shown only to those who lead or run the supervision.</param>
/// <param name="ForManagers">Shown only to those who manage something here.</param>
public sealed record MenuEntry(string Label, string Address, string Icon, bool ForSupervisors = false, bool ForManagers = false);

/// <summary>A part of the main menu; the first has no heading.</summary>
public sealed record MenuGroup(string? Heading, params IReadOnlyList<MenuEntry> Entries);

public static class MenuEntries
{
    public static IReadOnlyList<MenuGroup> All { get; } =
    [
        new(null,
            new MenuEntry("工作台", "/", "home"),
            new MenuEntry("我的任务", "/tasks", "task"),
            new MenuEntry("我的消息", "/messages", "bell"),
            new MenuEntry("年度周期", "/cycles", "cycle")),
        new("项目",
            new MenuEntry("项目库", "/pool", "pool"),
            new MenuEntry("正式项目", "/projects", "project"),
            new MenuEntry("挂图作战", "/wall", "board"),
            new MenuEntry("督办一览", "/supervision", "eye", ForSupervisors: true)),
        new("会议",
            new MenuEntry("票决会场", "/hall", "hall"),
            new MenuEntry("满意度测评", "/ratings", "star")),
        new("方案",
            new MenuEntry("方案", "/procedures", "procedure")),
        new("其他",
            new MenuEntry("管理", "/manage", "gear", ForManagers: true)),
    ];

    /// <summary>The entry that a path belongs to: the longest address that is the path or a folder above it.</summary>
    public static MenuEntry? Current(string path) =>
        All.SelectMany(group => group.Entries)
            .Where(entry => path == entry.Address || (entry.Address != "/" && path.StartsWith(entry.Address + "/", StringComparison.Ordinal)))
            .MaxBy(entry => entry.Address.Length);
}
