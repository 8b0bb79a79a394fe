namespace Minsheng.Workflow.Activities.Forms;

/// <summary>Checks an item-by-item decision list 逐项意见: rows of {item, verdict, reason} and, where the verdict asks for it, target.</summary>
internal static class ItemsCheck
{
    public static List<Dictionary<string, object?>>? Of(Field field, object? value, IReadOnlyList<string>? items, List<FieldProblem> problems)
    {
        var rows = value as List<object?> ?? [];
        if (value is not (null or List<object?>) || rows.Any(row => row is not (null or Dictionary<string, object?>)))
        {
            problems.Add(new FieldProblem(field.Name, $"“{field.Label}”应为逐项意见。"));
            return null;
        }

        var decided = new List<Dictionary<string, object?>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
            if (rows[i] is Dictionary<string, object?> row && Row(field, row, i, items, seen, problems) is { } normal)
                decided.Add(normal);
        Missing(field, decided.Count, seen, items, problems);
        return decided;
    }

    /// <summary>A row without a verdict is an item not decided yet, not a mistake of its own.</summary>
    private static Dictionary<string, object?>? Row(
        Field field, Dictionary<string, object?> row, int index, IReadOnlyList<string>? items, HashSet<string> seen, List<FieldProblem> problems)
    {
        var item = row.GetValueOrDefault("item") switch
        {
            string id => id,
            decimal number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => "",
        };
        var path = $"{field.Name}[{index}]";
        if (item.Length == 0 || items is not null && !items.Contains(item, StringComparer.Ordinal))
            return Refuse(problems, $"{path}.item", $"“{field.Label}”第 {index + 1} 项不在名单中。");
        if (FieldCheck.IsEmpty(row.GetValueOrDefault("verdict")))
            return null;
        if (!seen.Add(item))
            return Refuse(problems, $"{path}.item", $"“{field.Label}”第 {index + 1} 项重复。");
        if (row["verdict"] is not string verdict || field.Options.FirstOrDefault(option => option.Value == verdict) is not { } chosen)
            return Refuse(problems, $"{path}.verdict", $"“{field.Label}”第 {index + 1} 项的意见只能从所列选项中选择。");

        var reason = Scalars.Clean(row.GetValueOrDefault("reason") as string ?? "", oneLine: false);
        var limit = field.MaxLength ?? Field.DefaultParagraphLength;
        if (reason.Length == 0 && field.ReasonFor.Contains(verdict, StringComparer.Ordinal))
            problems.Add(new FieldProblem($"{path}.reason", $"“{field.Label}”第 {index + 1} 项的意见为“{chosen.Label}”，应填写理由。"));
        if (Scalars.Length(reason) > limit)
            problems.Add(new FieldProblem($"{path}.reason", $"“{field.Label}”第 {index + 1} 项的理由最多 {limit} 个字。"));
        var normal = new Dictionary<string, object?>(StringComparer.Ordinal) { ["item"] = item, ["verdict"] = verdict, ["reason"] = reason.Length == 0 ? null : reason };
        if (field.TargetFor.Contains(verdict, StringComparer.Ordinal))
            normal["target"] = Target(field, row, item, index, items, chosen, problems);
        return normal;
    }

    private static string? Target(
        Field field, Dictionary<string, object?> row, string item, int index, IReadOnlyList<string>? items, FieldOption chosen, List<FieldProblem> problems)
    {
        var target = row.GetValueOrDefault("target") as string ?? "";
        if (target.Length > 0 && target != item && items?.Contains(target, StringComparer.Ordinal) != false)
            return target;
        problems.Add(new FieldProblem($"{field.Name}[{index}].target", $"“{field.Label}”第 {index + 1} 项的意见为“{chosen.Label}”，应选择名单中的另一项。"));
        return null;
    }

    private static void Missing(Field field, int decided, HashSet<string> seen, IReadOnlyList<string>? items, List<FieldProblem> problems)
    {
        var missing = items?.Count(item => !seen.Contains(item)) ?? 0;
        if (field.Required && missing > 0)
            problems.Add(new FieldProblem(field.Name, $"“{field.Label}”还有 {missing} 项没有意见。"));
        else if (field.Required && items is null && decided == 0 && seen.Count == 0)
            problems.Add(new FieldProblem(field.Name, $"“{field.Label}”必填。"));
    }

    private static Dictionary<string, object?>? Refuse(List<FieldProblem> problems, string path, string sentence)
    {
        problems.Add(new FieldProblem(path, sentence));
        return null;
    }
}
