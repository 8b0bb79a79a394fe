using System.Globalization;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>A change as asked for, weighed.</summary>
internal sealed record ChangeRequest(
    string ItemId, ChangeKind Kind, string Summary, string Reason, string Alternatives, string Publicity, decimal? Amount, DateOnly? Finish, string? ReplacedBy)
{
    public string KindWords => Kind switch
    {
        ChangeKind.Minor => "一般调整",
        ChangeKind.Material => "重大调整",
        ChangeKind.Substitution => "项目替换",
        _ => "项目终止",
    };
}

/// <summary>How much a project may change without asking anybody.</summary>
internal sealed record ChangeTolerance(Fraction Amount, int Days);

/// <summary>A project's money and date before any change.</summary>
internal sealed record Origin(string ItemId, decimal? Amount, DateOnly? Finish);

/// <summary>The form a change is asked for with, and what an answer to it amounts to.</summary>
internal static class ChangeForm
{
    private const string Adjust = "调整", Replace = "替换", Stop = "终止", Yes = "是", No = "否";
    private static readonly string[] Causes = ["不可抗力", "政策", "资金", "土地", "群众意愿", "其他"];

    public static Form For(IReadOnlyList<ItemFact> projects) => new([
        .. projects.Count > 1
            ? [new Field { Name = "project", Label = "哪个项目", Type = FieldType.Choice, Required = true, Options = [.. projects.Select(one => new FieldOption(one.Id, $"{one.Number} {one.Title}"))] }]
            : Array.Empty<Field>(),
        Choice("kind", "调整事项", [new(Adjust, "调整金额、工期或内容"), new(Replace, "替换为另一个项目"), new(Stop, "终止项目")], Adjust),
        new Field { Name = "newAmount", Label = "调整后投资（万元）", Type = FieldType.Money, Hint = "不变则不填" },
        new Field { Name = "newFinish", Label = "调整后完工日期", Type = FieldType.Date, Hint = "不变则不填" },
        Choice("scopeChanged", "内容、规模或地点有变化", [new(No, No), new(Yes, Yes)], No),
        new Field { Name = "replacement", Label = "替换成的项目编号", Type = FieldType.Text, Hint = "只在替换时填写，从本年度未列入的建议和候选项目中选" },
        Choice("cause", "原因", [.. Causes.Select(cause => new FieldOption(cause, cause))], null),
        new Field { Name = "reason", Label = "理由", Type = FieldType.Paragraph, Required = true },
        new Field { Name = "evidence", Label = "佐证材料", Type = FieldType.Attachment },
        new Field { Name = "alternatives", Label = "替代或补救办法", Type = FieldType.Paragraph },
        new Field { Name = "fundsReturned", Label = "收回资金（万元）", Type = FieldType.Money, Hint = "只在替换、终止时填写" },
        new Field { Name = "publicity", Label = "对外公告文稿", Type = FieldType.Paragraph, Hint = "重大调整、替换、终止经同意后在门户公布" }]);

    public static ChangeRequest Read(TaskAnswer answer, ItemFact project, Origin voted, ICycleFacts facts, ChangeTolerance tolerance, DateOnly today)
    {
        var reason = $"{answer.Text("cause")}：{answer.Text("reason")}";
        var request = new ChangeRequest(project.Id, ChangeKind.Stop, "终止实施", reason, answer.Text("alternatives"), answer.Text("publicity"), null, null, null);
        var returned = answer.Number("fundsReturned") is > 0 and var money ? $"，收回资金 {Money(money)} 万元" : "";
        switch (answer.Text("kind"))
        {
            case Stop:
                return request with { Summary = $"终止实施{returned}" };
            case Replace:
                var other = Replacement(answer, facts);
                return request with { Kind = ChangeKind.Substitution, Summary = $"替换为 {other.Number} {other.Title}{returned}", ReplacedBy = other.Id };
            default:
                var (amount, finish) = (answer.Number("newAmount"), answer.Date("newFinish"));
                if (amount == project.Amount) amount = null;
                if (finish == project.Finish) finish = null;
                if (finish < today) throw new StimulusRefusedException($"调整后的完工日期 {finish:yyyy-MM-dd} 已经过去，请改正后再提出。", "finish-passed");
                var isOther = answer.Text("scopeChanged") == Yes;
                if (amount is null && finish is null && !isOther)
                    throw new StimulusRefusedException("没有写明调整什么：金额、完工日期、内容至少有一项要变，请补上后再提出。", "no-change");
                var isMaterial = isOther || IsBeyond(amount, voted.Amount, tolerance.Amount)
                    || finish is { } day && (day.Year > facts.Cycle.Year || day > voted.Finish?.AddDays(tolerance.Days));
                return request with { Kind = isMaterial ? ChangeKind.Material : ChangeKind.Minor, Summary = Summary(project, amount, finish, isOther), Amount = amount, Finish = finish };
        }
    }

    /// <summary>Whether the new amount leaves the tolerance; without an amount to start from nobody can say that it does not.</summary>
    private static bool IsBeyond(decimal? amount, decimal? voted, Fraction tolerance) =>
        amount is { } now && (voted is not { } before || Math.Abs(now - before) * tolerance.Denominator > before * tolerance.Numerator);

    private static ItemFact Replacement(TaskAnswer answer, ICycleFacts facts)
    {
        var number = answer.Text("replacement");
        if (number.Length == 0) throw new StimulusRefusedException("没有填写替换成哪个项目，请填写它的编号。", "no-replacement");
        return facts.Items(ItemStage.Proposal, ItemStage.Shortlisted, ItemStage.Candidate, ItemStage.NotChosen).FirstOrDefault(item => item.Number == number)
            ?? throw new StimulusRefusedException($"本年度没有编号为“{number}”而又未列入的项目，请核对编号。", "no-replacement");
    }

    private static string Summary(ItemFact project, decimal? amount, DateOnly? finish, bool isOther) => string.Join("，", new[]
    {
        amount is { } money ? $"投资由 {(project.Amount is { } before ? Money(before) : "未登记")} 调整为 {Money(money)} 万元" : "",
        finish is { } day ? $"完工日期由{(project.Finish is { } was ? DayWords.Full(was) : "未登记")}调整为{DayWords.Full(day)}" : "",
        isOther ? "内容、规模或地点有变化" : "",
    }.Where(part => part.Length > 0));

    private static Field Choice(string name, string label, FieldOption[] options, string? preset) =>
        new() { Name = name, Label = label, Type = FieldType.Choice, Required = true, Options = options, Default = preset };

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

}
