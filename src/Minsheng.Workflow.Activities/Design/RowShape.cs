using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Lights;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>How one member of a record is edited.</summary>
public enum ColumnKind { Text, Number, Flag, Choice, People, Lines, Script }

/// <summary>One member of a record, in words.</summary>
/// <param name="Name">As the file writes it.</param>
/// <param name="Usual">What holds when it is not stated, in words; of a flag “true” or “false”.</param>
public sealed record RowColumn(string Name, string Label, ColumnKind Kind, string Example = "", string Hint = "", string Usual = "")
{
    public bool IsRequired { get; init; }
    public IReadOnlyList<(string Name, string Words)> Choices { get; init; } = [];

    /// <summary>Whether it means something, given the rest of the record.</summary>
    public Func<JsonObject, bool> Counts { get; init; } = _ => true;
}

/// <summary>What the records of a structured input are made of.</summary>
/// <param name="One">What people call one of them.</param>
/// <param name="Usual">What holds when the input is not stated.</param>
public sealed record RowShape(string One, IReadOnlyList<RowColumn> Columns, Func<JsonArray, JsonObject> New, JsonArray? Usual = null)
{
    private static readonly RowShape Buttons = new("按钮",
    [
        new("label", "文字", ColumnKind.Text, "同意") { IsRequired = true },
        new("needsForm", "要先填好表单", ColumnKind.Flag, Usual: "true"),
        new("needsOpinion", "要写明意见", ColumnKind.Flag, Usual: "false"),
    ], NewButton, [new JsonObject { ["outcome"] = Outcomes.Done, ["label"] = "完成" }]);

    private static readonly RowShape Lanes = new("一方",
    [
        new("name", "名称", ColumnKind.Text, "部门论证") { IsRequired = true },
        new("assignees", "人员", ColumnKind.People) { IsRequired = true },
        new("criteria", "对照标准", ColumnKind.Lines, "可行性", "一行一条；不填则只写意见"),
    ], NewParty);

    private static readonly RowShape Parties = new("一方",
    [
        new("name", "名称", ColumnKind.Text, "群众评价") { IsRequired = true },
        new("assignees", "人员", ColumnKind.People) { IsRequired = true },
        new("weight", "权重（%）", ColumnKind.Number, "60", "各方合计 100；各方都不写的，结果并列"),
        new("mode", "几个人时", ColumnKind.Choice, Hint: "默认：评分的各人都评、取平均，登记调查数的由一人登记", Usual: "按评价规则")
            { Choices = [(nameof(TaskMode.All), "各人都评，取平均"), (nameof(TaskMode.Any), "由一人登记")] },
    ], NewParty);

    private static readonly RowShape Lights = LightShape();

    /// <summary>The ways of a 多路判断, which stand beside its inputs.</summary>
    public static RowShape Cases { get; } = new("一路",
    [
        new("label", "名称", ColumnKind.Text, "重大调整") { IsRequired = true },
        new("condition", "什么时候走这一路", ColumnKind.Script, "getSeats() > 10", "写成比较，成立就走这一路；都不成立的走“其他”"),
    ], list => new JsonObject { ["label"] = Rows.Fresh(list, "label", "新的一路"), ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "" } });

    /// <summary>The shape of an input's records; null when it holds none.</summary>
    public static RowShape? Of(Type type) =>
        type == typeof(List<TaskAction>) ? Buttons : type == typeof(List<ScreenLane>) ? Lanes : type == typeof(List<AssessParty>) ? Parties : type == typeof(LightSettings) ? Lights : null;

    private static JsonObject NewButton(JsonArray list)
    {
        var taken = list.OfType<JsonObject>().Select(one => StepTree.Text(one["outcome"])).ToHashSet();
        var outcome = taken.Contains(Outcomes.Done) ? Enumerable.Range(list.Count + 1, list.Count + 1).Select(number => $"Button{number}").First(name => !taken.Contains(name)) : Outcomes.Done;
        return new JsonObject { ["outcome"] = outcome, ["label"] = Rows.Fresh(list, "label", "新按钮") };
    }

    private static JsonObject NewParty(JsonArray list) => new() { ["name"] = Rows.Fresh(list, "name", "新的一方"), ["assignees"] = new JsonArray() };

    private static RowShape LightShape()
    {
        var (usual, choices) = (LightSettings.Default, Procedures.ChoiceWords.Of(typeof(LightStrategy)));
        bool IsAbsolute(JsonObject record) => string.Equals(StepTree.Text(Rows.Member(record, "strategy")), nameof(LightStrategy.Absolute), StringComparison.OrdinalIgnoreCase);
        RowColumn Figure(string name, string label, string hint, decimal figure, bool isAbsolute) =>
            new(name, label, ColumnKind.Number, "", hint, figure.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)) { Counts = record => IsAbsolute(record) == isAbsolute };
        return new("规则",
        [
            new("strategy", "怎样亮灯", ColumnKind.Choice, Usual: choices[0].Word) { Choices = [.. choices.Select(choice => (choice.Value, choice.Word))] },
            Figure("yellowFrom", "落后多少个百分点起亮黄灯", "银川的规则：落后 10 个百分点", usual.YellowFrom, false),
            Figure("redAbove", "落后超过多少个百分点亮红灯", "银川的规则：超过 30 个百分点", usual.RedAbove, false),
            Figure("redAfterMonths", "连续几个月未开工亮红灯", "银川的规则：3 个月", usual.RedAfterMonths, false),
            Figure("redBelow", "完成低于百分之几亮红灯", "双路的规则：低于 30%", usual.RedBelow, true),
            Figure("orangeBelow", "完成低于百分之几亮橙灯", "材料未写明", usual.OrangeBelow, true),
            Figure("yellowBelow", "完成低于百分之几亮黄灯", "材料未写明", usual.YellowBelow, true),
        ], _ => []);
    }
}
