using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Activities.Design;

/// <param name="Field">Where; null for the form as a whole.</param>
public sealed record FormProblem(FormField? Field, string Sentence);

/// <summary>What keeps a form from being used, in the words of whoever draws it.</summary>
public static class FormDesignCheck
{
    public static IReadOnlyList<FormProblem> Of(FormDesign design)
    {
        var problems = new List<FormProblem>();
        var fields = design.Fields;
        foreach (var field in fields)
        {
            Judge(field, "", problems);
            foreach (var column in field.Columns) Judge(column, $"“{field.Label}”的列", problems, field);
            if (field.Type == FieldType.Table && field.Columns.Count == 0) problems.Add(new(field, $"表格“{field.Label}”还没有列，请至少加一列。"));
            if (field.Condition is { } condition) JudgeCondition(design, field, condition, problems);
        }
        foreach (var twice in fields.GroupBy(field => field.Label).Where(group => group.Count() > 1)) problems.Add(new(twice.Last(), $"有两项都叫“{twice.Key}”，办理人分不清，请改一个名称。"));
        foreach (var twice in fields.GroupBy(field => field.Name).Where(group => group.Count() > 1)) problems.Add(new(twice.Last(), $"“{twice.Last().Label}”和“{twice.First().Label}”在文件里是同一项，请去掉一项再重新添加。"));
        if (problems.Count > 0 || design.IsForeign) return problems;
        try
        {
            FormDesign.Parse(design.Root);
        }
        catch (InvalidFormException invalid)
        {
            problems.AddRange(invalid.Problems.Select(sentence => new FormProblem(fields.FirstOrDefault(field => sentence.Contains($"“{field.Name}”", StringComparison.Ordinal)), Told(sentence, fields))));
        }
        return problems;
    }

    private static void Judge(FormField field, string place, List<FormProblem> problems, FormField? table = null)
    {
        var at = table ?? field;
        if (field.Type is null) problems.Add(new(at, $"{place}“{field.Label}”是平台不认识的种类，请另选一种。"));
        if (field.Type is FieldType.Choice or FieldType.MultiChoice or FieldType.Items && field.Options.Count == 0) problems.Add(new(at, $"{place}“{field.Label}”还没有选项，请一行写一个。"));
        if (decimal.TryParse(field.Min, out var min) && decimal.TryParse(field.Max, out var max) && min > max) problems.Add(new(at, $"{place}“{field.Label}”的最小大于最大，请改正。"));
        if (table is not null && field.Kind is { InTables: false }) problems.Add(new(at, $"{place}“{field.Label}”不能是{field.KindWord}，请换一种。"));
    }

    private static void JudgeCondition(FormDesign design, FormField field, (string Field, IReadOnlyList<string> Values) condition, List<FormProblem> problems)
    {
        if (design.Deciding(field).FirstOrDefault(other => other.Name == condition.Field) is not { } asked)
            problems.Add(new(field, design.Fields.FirstOrDefault(other => other.Name == condition.Field) is { } later
                ? $"“{field.Label}”要看“{later.Label}”才显示，而“{later.Label}”排在它后面或不能作条件；请把“{later.Label}”移到前面。"
                : $"“{field.Label}”的显示条件所指的内容不在表单里，请重新选。"));
        else if (condition.Values.Count == 0) problems.Add(new(field, $"请选“{asked.Label}”是什么时才显示“{field.Label}”。"));
        else if (asked.Options.Count > 0 && condition.Values.FirstOrDefault(value => asked.Options.All(option => option.Value != value)) is { } unknown)
            problems.Add(new(field, $"“{field.Label}”的显示条件里的“{unknown}”已经不是“{asked.Label}”的选项，请重新选。"));
    }

    /// <summary>The reader's sentences speak of names in the file; whoever draws knows the words.</summary>
    private static string Told(string sentence, IReadOnlyList<FormField> fields) => fields.Aggregate(sentence, (text, field) => field.Name.Length == 0 ? text : text.Replace($"“{field.Name}”", $"“{field.Label}”", StringComparison.Ordinal));
}
