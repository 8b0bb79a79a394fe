using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Web.Components.Parts;

/// <summary>Findings and changes as the office says them.</summary>
public static class FindingWords
{
    public static (Lamp Lamp, string Word) Look(this FindingLine finding) => finding.State switch
    {
        FindingState.Closed => (Lamp.Done, "已销号"),
        FindingState.Escalated => (Lamp.Red, "已提请上级"),
        FindingState.Answered => (Lamp.Yellow, "待复查"),
        _ when finding.IsLate => (Lamp.Red, "超期未办"),
        _ => (Lamp.Yellow, "在办"),
    };

    /// <summary>What it is about, where the project stands beside it: letters that bear the project's name say it in their text.</summary>
    public static string Matter(this FindingLine finding) =>
        finding.Number is { } number && finding.Title.Contains(number, StringComparison.Ordinal) && finding.Text.Length > 0 ? finding.Text : finding.Title;

    /// <summary>How long it has been open, or was.</summary>
    public static string Age(this FindingLine finding) => finding.State is FindingState.Closed
        ? finding.AgeWorkingDays == 0 ? "当天办结" : $"历时 {finding.AgeWorkingDays} 个工作日"
        : finding.AgeWorkingDays == 0 ? "今天发出" : $"已 {finding.AgeWorkingDays} 个工作日";

    /// <summary>How long there is left.</summary>
    public static string? Left(this FindingLine finding) => finding.LeftWorkingDays switch
    {
        null => null,
        { } left when finding.IsLate => left == 0 ? "已超期" : $"超 {-left} 个工作日",
        0 => "今天到期",
        { } left => $"还有 {left} 个工作日",
    };

    public static string Word(this FindingState state) => state switch
    {
        FindingState.Answered => "答复",
        FindingState.Closed => "复查",
        FindingState.Escalated => "提请上级",
        _ => "退回",
    };

    public static string Word(this ChangeKind kind) => kind switch
    {
        ChangeKind.Minor => "一般调整",
        ChangeKind.Material => "重大调整",
        ChangeKind.Substitution => "替换",
        _ => "终止",
    };
}
