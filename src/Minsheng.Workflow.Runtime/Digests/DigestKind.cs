using Minsheng.Workflow.Runtime.People;

namespace Minsheng.Workflow.Runtime.Digests;

/// <summary>The digests there are. Each person gets at most one of a kind and period.</summary>
public enum DigestKind
{
    /// <summary>督办周报.</summary>
    Weekly,

    /// <summary>督办月报.</summary>
    Monthly,

    /// <summary>每日待办.</summary>
    Tasks,

    /// <summary>责任单位到期清单.</summary>
    Unit,

    /// <summary>视察前材料.</summary>
    Visit,

    /// <summary>所提建议的进展.</summary>
    Proposals,
}

/// <summary>What a digest is called, whom it is for, and whether they get it unasked.</summary>
/// <param name="Code">In keys and preferences; never changes.</param>
/// <param name="For">Roles that may take it; empty for everybody.</param>
/// <param name="Unasked">Roles that get it until they turn it off; empty, with <paramref name="OptIn"/> false, for all it is for.</param>
/// <param name="OptIn">Nobody gets it who has not asked for it.</param>
public sealed record DigestOffer(DigestKind Kind, string Code, string Name, string Says, IReadOnlyList<string> For, IReadOnlyList<string> Unasked, bool OptIn = false)
{
    private static IReadOnlyList<string> Supervising { get; } = [.. Roles.Office, .. Roles.Supervisors];

    public static IReadOnlyList<DigestOffer> All { get; } =
    [
        new(DigestKind.Weekly, "weekly", "督办周报", "每周一封：哪几件要先看，灯有什么变化，问题、资金和一周内的日子。与月报同一天的，只发月报。", Supervising, Roles.Instructors),
        new(DigestKind.Monthly, "monthly", "督办月报", "每月一封：上个月的灯和变化，近半年的走势，本月的安排。", Supervising, Roles.Instructors),
        new(DigestKind.Tasks, "tasks", "每日待办", "每个工作日一封：逾期的、今天和近日到期的、新到的。都没有就不发。", [], []),
        new(DigestKind.Unit, "unit", "责任单位到期清单", "每周一封：本单位逾期的和两周内到期的报告、整改和项目节点。", [Roles.LeadDepartment, Roles.AssistDepartment], [Roles.LeadDepartment]),
        new(DigestKind.Visit, "visit", "视察前材料", "视察督查的前一个工作日：去看哪些项目，各到什么程度，有什么没有解决。", [], []),
        new(DigestKind.Proposals, "proposals", "所提建议的进展", "您提的建议有了进展，当天汇总告诉您一次。要自己打开才发。", [], [], OptIn: true),
    ];

    public static DigestOffer Of(DigestKind kind) => All.First(offer => offer.Kind == kind);

    /// <summary>The preference that turns it on or off.</summary>
    public string Preference => $"mail/{Code}";

    public bool IsFor(IReadOnlyList<string> roles) => For.Count == 0 || roles.Any(For.Contains);

    /// <param name="preference">on, off, or null where the person has said nothing.</param>
    public bool Reaches(IReadOnlyList<string> roles, string? preference) =>
        IsFor(roles) && (preference is "on" or "off" ? preference == "on" : !OptIn && (Unasked.Count == 0 || roles.Any(Unasked.Contains)));
}
