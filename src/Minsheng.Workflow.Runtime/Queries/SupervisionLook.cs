using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Lights;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Why something is shown first; in this order.</summary>
public enum LookReason
{
    /// <summary>严重滞后.</summary>
    SevereLag,

    /// <summary>整改、答复超期，或多次未通过已提请上级.</summary>
    LateRectification,

    /// <summary>报告或其他该办的事逾期.</summary>
    LateReport,

    /// <summary>滞后.</summary>
    Lag,
}

/// <summary>请您先看: at most three, each said once with everything that speaks for it.</summary>
/// <param name="Project">Null for a finding about the whole year's work.</param>
/// <param name="Findings">Those overdue or handed up.</param>
/// <param name="Tasks">Those overdue.</param>
public sealed record FirstLook(LookReason Reason, ProjectLine? Project, IReadOnlyList<FindingLine> Findings, IReadOnlyList<OverdueTask> Tasks)
{
    public const int Most = 3;

    /// <summary>Severe lag, then overdue rectification, then overdue reports, then lag; within each the longest first.</summary>
    public static IReadOnlyList<FirstLook> Of(IReadOnlyList<ProjectLine> projects, IReadOnlyList<FindingLine> findings, IReadOnlyList<OverdueTask> overdue)
    {
        var late = findings.Where(finding => finding.IsLate || finding.State == FindingState.Escalated).ToList();
        return
        [
            .. projects.Where(project => project.State != ProjectState.Stopped)
                .Select(project => Look(project, [.. late.Where(finding => finding.ItemId == project.Id)], [.. overdue.Where(task => task.ItemId == project.Id)])).OfType<FirstLook>()
                .Concat(late.Where(finding => finding.ItemId is null).Select(finding => new FirstLook(LookReason.LateRectification, null, [finding], [])))
                .OrderBy(look => look.Reason).ThenByDescending(look => look.Severity).ThenBy(look => look.Project?.Number, StringComparer.Ordinal)
                .Take(Most),
        ];
    }

    private int Severity => Reason switch
    {
        LookReason.SevereLag or LookReason.Lag => ProjectsFilter.Weight(Project!),
        LookReason.LateRectification => Findings.Max(finding => finding.State == FindingState.Escalated ? finding.AgeWorkingDays : -(finding.LeftWorkingDays ?? 0)),
        _ => Tasks.Max(task => task.LateWorkingDays),
    };

    private static FirstLook? Look(ProjectLine project, IReadOnlyList<FindingLine> findings, IReadOnlyList<OverdueTask> tasks) => project.Progress.Light switch
    {
        Light.Red => new(LookReason.SevereLag, project, findings, tasks),
        _ when findings.Count > 0 => new(LookReason.LateRectification, project, findings, tasks),
        _ when tasks.Count > 0 => new(LookReason.LateReport, project, findings, tasks),
        Light.Yellow or Light.Orange => new(LookReason.Lag, project, findings, tasks),
        _ => null,
    };
}

/// <param name="ItemId">The project it is about, if one alone.</param>
public sealed record OverdueTask(string TaskId, string Title, string? ItemId, string? Number, string? ItemTitle, IReadOnlyList<string> Holders, DateTimeOffset Due, int LateWorkingDays);

/// <summary>One 责任单位: its projects by light and its money.</summary>
public sealed record UnitLine(string Unit, IReadOnlyDictionary<LightWanted, int> Lights, decimal? Budget, decimal? Paid)
{
    public int Projects => Lights.Values.Sum();

    public static IReadOnlyList<UnitLine> Of(IReadOnlyList<ProjectLine> projects) =>
    [
        .. projects.Where(project => project.State != ProjectState.Stopped).GroupBy(project => project.LeadUnit ?? "")
            .Select(group => new UnitLine(
                group.Key, group.GroupBy(ProjectsFilter.Of).ToDictionary(light => light.Key, light => light.Count()),
                Sum(group.Select(project => project.Budget)), Sum(group.Select(project => project.Paid))))
            .OrderByDescending(unit => unit.Lights.GetValueOrDefault(LightWanted.Red)).ThenByDescending(unit => unit.Lights.GetValueOrDefault(LightWanted.Orange))
            .ThenByDescending(unit => unit.Lights.GetValueOrDefault(LightWanted.Yellow)).ThenByDescending(unit => unit.Projects).ThenBy(unit => unit.Unit, StringComparer.Ordinal),
    ];

    internal static decimal? Sum(IEnumerable<decimal?> amounts) => amounts.Aggregate((decimal?)null, (sum, amount) => amount is null ? sum : (sum ?? 0) + amount);
}

/// <summary>How long a unit's findings have been open.</summary>
/// <param name="Week">Seven calendar days at most.</param>
/// <param name="Fortnight">Eight to fourteen.</param>
/// <param name="Older">Fifteen or more.</param>
public sealed record FindingAges(string Unit, int Week, int Fortnight, int Older)
{
    public int Open => Week + Fortnight + Older;

    internal static IReadOnlyList<FindingAges> Of(IReadOnlyList<FindingLine> findings, DateTimeOffset now) =>
    [
        .. findings.Where(finding => finding.State != FindingState.Closed).GroupBy(finding => finding.IssuedTo)
            .Select(group => group.Select(finding => (now - finding.Issued).Days).ToList() is var days
                ? new FindingAges(group.Key, days.Count(day => day <= 7), days.Count(day => day is > 7 and < 15), days.Count(day => day >= 15)) : null!)
            .OrderByDescending(unit => unit.Older).ThenByDescending(unit => unit.Open).ThenBy(unit => unit.Unit, StringComparer.Ordinal),
    ];
}

/// <summary>Money of the projects that go on or are done, 万元.</summary>
/// <param name="Paid">By report.</param>
/// <param name="Planned">Percent of the work planned for today, weighted by money; null without plans. No source plans payments by date.</param>
/// <param name="Unknown">Projects that state no amount.</param>
public sealed record MoneyView(decimal Budget, decimal Paid, int? Planned, int Unknown)
{
    public int? Percent => Budget > 0 ? (int)Math.Round(Paid / Budget * 100, MidpointRounding.AwayFromZero) : null;

    public static MoneyView Of(IReadOnlyList<ProjectLine> projects)
    {
        var live = projects.Where(project => project.State != ProjectState.Stopped).ToList();
        var planned = live.Where(project => project is { Budget: not null, Progress.Planned: not null }).ToList();
        var weight = planned.Sum(project => project.Budget!.Value);
        return new MoneyView(
            live.Sum(project => project.Budget ?? 0), live.Sum(project => project.Paid ?? 0),
            weight == 0 ? null : (int)Math.Round(planned.Sum(project => project.Budget!.Value * project.Progress.Planned!.Value) / weight, MidpointRounding.AwayFromZero),
            live.Count(project => project.Budget is null));
    }
}

/// <summary>What has changed since the end of last month.</summary>
/// <param name="Lights">Projects whose light is another one.</param>
/// <param name="Opened">Findings since then.</param>
/// <param name="Changed">Changes of projects agreed since then.</param>
public sealed record MonthView(DateOnly From, IReadOnlyList<ProjectLine> Lights, int Opened, int Closed, int Changed);

/// <summary>A day that comes within a week.</summary>
/// <param name="ItemId">The project it is about, if one alone.</param>
public sealed record ComingDate(DateOnly On, ComingKind Kind, string Title, string? ItemId, string? Project, int Times);

public enum ComingKind
{
    /// <summary>项目节点.</summary>
    Milestone,

    /// <summary>问题、函件的期限.</summary>
    Finding,

    /// <summary>任务的期限.</summary>
    Task,

    /// <summary>到日子自动开始的事.</summary>
    Timer,
}
