namespace Minsheng.Workflow.Activities.Forms;

/// <summary>What the author of a form may not ask for.</summary>
internal static class FormJudge
{
    public static void Judge(Field field, bool inTable, List<string> problems)
    {
        if (field.Type is FieldType.Choice or FieldType.MultiChoice or FieldType.Items && field.Options.Count == 0)
            problems.Add($"字段“{field.Name}”没有选项。");
        if (field.Options.GroupBy(option => option.Value, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            problems.Add($"字段“{field.Name}”的选项“{twice.Key}”重复。");
        if (field.Min > field.Max || field.Earliest > field.Latest)
            problems.Add($"字段“{field.Name}”的下限大于上限。");
        if (field.MaxLength < 1)
            problems.Add($"字段“{field.Name}”的 maxLength 至少为 1。");
        if (inTable) JudgeColumn(field, problems);
        else if (field.Type == FieldType.Items && (field.ReadOnly || field.Hidden))
            problems.Add($"逐项意见“{field.Name}”不能只读或隐藏。");
        foreach (var verdict in field.ReasonFor.Where(verdict => field.Options.All(option => option.Value != verdict)))
            problems.Add($"字段“{field.Name}”的 reasonFor 中“{verdict}”不是选项。");
        foreach (var verdict in field.TargetFor.Where(verdict => field.Options.All(option => option.Value != verdict)))
            problems.Add($"字段“{field.Name}”的 targetFor 中“{verdict}”不是选项。");
        JudgeDefault(field, problems);
    }

    /// <summary>Conditions look back only, so that none of them can wait for itself.</summary>
    public static void JudgeConditions(IReadOnlyList<Field> fields, List<string> problems)
    {
        foreach (var (index, field) in fields.Index())
        {
            if (field.VisibleWhen is not { } condition) continue;
            if (fields.Take(index).LastOrDefault(other => other.Name == condition.Field) is not { } asked)
                problems.Add($"字段“{field.Name}”的 visibleWhen 应指排在它前面的字段，前面没有“{condition.Field}”。");
            else if (asked.Type is FieldType.Items or FieldType.Table or FieldType.Attachment or FieldType.Photo or FieldType.Region or FieldType.Signature or FieldType.RichText)
                problems.Add($"字段“{field.Name}”的 visibleWhen 不能以“{asked.Name}”为条件，请用选项、数字、日期或文字字段。");
            else if (asked.Options.Count > 0 && condition.Values.FirstOrDefault(value => asked.Options.All(option => option.Value != value)) is { } unknown)
                problems.Add($"字段“{field.Name}”的 visibleWhen 中“{unknown}”不是“{asked.Name}”的选项。");
        }
    }

    private static void JudgeColumn(Field column, List<string> problems)
    {
        if (column.Type is FieldType.Table or FieldType.Items)
            problems.Add($"表格的列“{column.Name}”不能再是表格或逐项意见。");
        if (column.Type is FieldType.Region or FieldType.Signature or FieldType.RichText)
            problems.Add($"表格的列“{column.Name}”不能是地点、签名或带格式的文字。");
        if (column.ReadOnly || column.Hidden || column.VisibleWhen is not null)
            problems.Add($"表格的列“{column.Name}”不能单独只读、隐藏或按条件显示，请写在整张表格上。");
    }

    private static void JudgeDefault(Field field, List<string> problems)
    {
        if (field.Default is null) return;
        if (FormDefaults.IsOpen(field.Default))
        {
            problems.AddRange(FormDefaults.Problems(field.Default).Select(problem => $"字段“{field.Name}”的默认值写得不对：{problem}"));
            return;
        }
        var found = new List<FieldProblem>();
        FieldCheck.Of(field, Plain.Of(field.Default), field.Name, items: null, found);
        problems.AddRange(found.Select(problem => $"字段“{field.Name}”的默认值不符合要求：{problem.Sentence}"));
    }
}
