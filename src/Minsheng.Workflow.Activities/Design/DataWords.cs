using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Data of a procedure in plain words: what a person has called it, else what the field's steps put there.</summary>
public static class DataWords
{
    private static readonly Dictionary<string, (string Words, string About)> Known = new(StringComparer.Ordinal)
    {
        ["ProposalCount"] = ("收到建议数", "征集结束时收到几件建议"),
        ["Period"] = ("这一期", "周期督办到了哪一期，例如 2027年3月"),
        ["PeriodIndex"] = ("第几期", "周期督办到了第几次"),
        ["ChangeKind"] = ("调整种类", "一般调整、重大调整、替换或终止"),
        ["ChangeApproved"] = ("调整是否同意", "项目调整的审议结果"),
        ["RatingScope"] = ("测评范围", "测评哪些项目"),
        ["CurrentValue"] = ("这一项", "重复办理时轮到的那一项"),
        ["CurrentIndex"] = ("第几项", "重复办理时轮到第几项，从 0 起"),
    };

    /// <param name="variable">As the file writes it.</param>
    public static string Of(JsonObject variable) => StepTree.Text(variable["displayName"]) is { Length: > 0 } title ? title : StepTree.Text(variable["name"]) is { } name ? Known.TryGetValue(name, out var known) ? known.Words : name : "";

    public static string About(string name) => Known.TryGetValue(name, out var known) ? known.About : "办理中记下的数据";
}
