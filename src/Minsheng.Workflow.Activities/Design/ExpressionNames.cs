using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Steps;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Something an expression may say.</summary>
/// <param name="Insert">What is put into the text; | marks where the cursor goes.</param>
/// <param name="Words">What it is called.</param>
/// <param name="Explains">One line.</param>
/// <param name="Group">每年另设, 数据, 年度和地区, 前面的步骤, 写法.</param>
public sealed record ExpressionName(string Insert, string Words, string Explains, string Group)
{
    private static readonly ExpressionName[] Field =
    [
        new("cycle.year", "项目年度", "项目在哪一年实施，例如 2027", "年度和地区"),
        new("cycle.startedOn", "启动日期", "这个年度哪天启动", "年度和地区"),
        new("jurisdiction", "地区名称", "例如 柞水县", "年度和地区"),
        new("deputies()", "全体代表人数", "按届次登记的人数", "年度和地区"),
        new("today", "今天", "年-月-日", "年度和地区"),
        new("workdays(|)", "几个工作日以后", "从今天起数几个工作日，例如 workdays(5)", "年度和地区"),
        new("items('候选项目')|", "某一阶段的项目", "一组项目；加 .length 就是有几个", "年度和地区"),
        new("items('候选项目').length", "候选项目有几个", "也可以换成 建议、初选项目、正式项目", "年度和地区"),
        new("project().title", "这个项目的名称", "只在项目的子方案里有", "年度和地区"),
        new("project().amount", "这个项目的金额", "万元；只在项目的子方案里有", "年度和地区"),
    ];

    private static readonly ExpressionName[] Grammar =
    [
        new("| ? '是' : '否'", "如果…就…否则…", "条件 ? 成立时的值 : 不成立时的值", "写法"),
        new(" === |", "等于", "两边一样，例如 getSeats() === 10", "写法"),
        new(" && |", "并且", "两个条件都成立", "写法"),
        new(" || |", "或者", "有一个条件成立", "写法"),
        new("Math.ceil(|)", "进一", "有小数就进到整数", "写法"),
        new("Math.floor(|)", "舍去", "去掉小数", "写法"),
        new("Math.max(|, 1)", "取大的", "两个数里大的一个", "写法"),
        new("`${|}`", "拼成一句话", "文字里用 ${…} 放进一个值", "写法"),
    ];

    /// <summary>Everything that can be said at a step, what belongs to the procedure first.</summary>
    public static IReadOnlyList<ExpressionName> Of(ProcedureDesign design, StepAddress at)
    {
        var names = new List<ExpressionName>();
        foreach (var (name, json) in design.Definition.Inputs)
            names.Add(new($"{Getter(name)}()", StepTree.Text(json["displayName"]) ?? name, Usual(json["defaultValue"]) is { } usual ? $"每年另设，默认 {usual}" : "每年另设", "每年另设"));
        foreach (var variable in design.Variables(at).Where(variable => StepTree.Text(variable["name"]) is { Length: > 0 }).DistinctBy(variable => StepTree.Text(variable["name"])))
            names.Add(new($"{Getter(StepTree.Text(variable["name"])!)}()", DataWords.Of(variable), DataWords.About(StepTree.Text(variable["name"])!), "数据"));
        foreach (var (address, step) in design.Steps())
        {
            if (address == at) continue;
            if (InputValue.Read(step["saveTo"]).Constant?.ToString() is { Length: > 0 } saved && names.TrueForAll(name => name.Insert != $"{Getter(saved)}()"))
                names.Add(new($"{Getter(saved)}()", $"“{StepTree.Title(step)}”填写的内容", "办理人最后一次填写的表单", "前面的步骤"));
            if (StepCatalog.All.Find(StepTree.Type(step)) is { } known)
                foreach (var output in known.Outputs) names.Add(new($"getOutputFrom('{StepTree.Id(step)}', '{output}')", $"“{StepTree.Title(step)}”的结果", "这一步办完以后给出的值", "前面的步骤"));
        }
        return [.. names, .. Field, .. Grammar];
    }

    private static string Getter(string name) => $"get{char.ToUpperInvariant(name[0])}{name[1..]}";

    private static string? Usual(JsonNode? value) => value is JsonValue && value.ToString() is { Length: > 0 and <= 30 } text ? text : null;
}
