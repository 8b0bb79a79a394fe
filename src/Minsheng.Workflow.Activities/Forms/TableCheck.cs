namespace Minsheng.Workflow.Activities.Forms;

/// <summary>Checks a table row by row; empty rows are dropped.</summary>
internal static class TableCheck
{
    public static List<Dictionary<string, object?>>? Of(Field field, object? value, List<FieldProblem> problems)
    {
        if (value is not List<object?> list || list.Any(row => row is not (null or Dictionary<string, object?>)))
        {
            problems.Add(new FieldProblem(field.Name, $"“{field.Label}”应为表格。"));
            return null;
        }

        var filled = list.OfType<Dictionary<string, object?>>()
            .Where(row => field.Columns.Any(column => !FieldCheck.IsEmpty(row.GetValueOrDefault(column.Name))))
            .ToList();
        if (filled.Count == 0 && field.Required)
            problems.Add(new FieldProblem(field.Name, $"“{field.Label}”必填。"));
        else if (Sentences.OfCount(field, filled.Count, "行") is { } sentence)
            problems.Add(new FieldProblem(field.Name, sentence));
        return [.. filled.Select((row, i) => Row(field, row, i, problems))];
    }

    private static Dictionary<string, object?> Row(Field field, Dictionary<string, object?> row, int index, List<FieldProblem> problems)
    {
        var found = new List<FieldProblem>();
        var normal = field.Columns.ToDictionary(
            column => column.Name,
            column => FieldCheck.Of(column, row.TryGetValue(column.Name, out var cell) ? cell : column.Default, $"{field.Name}[{index}].{column.Name}", items: null, found),
            StringComparer.Ordinal);
        problems.AddRange(found.Select(problem => problem with { Sentence = $"“{field.Label}”第 {index + 1} 行：{problem.Sentence}" }));
        return normal;
    }
}
