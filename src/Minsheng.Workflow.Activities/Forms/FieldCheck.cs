using System.Globalization;

namespace Minsheng.Workflow.Activities.Forms;

/// <summary>Checks one field and returns its value in normal form; null when empty or wrong.</summary>
internal static class FieldCheck
{
    private const int LongestId = 200;

    public static object? Of(Field field, object? value, string path, IReadOnlyList<string>? items, List<FieldProblem> problems)
    {
        if (field.Type == FieldType.Items)
            return ItemsCheck.Of(field, value, items, problems);
        if (IsEmpty(value) || field.Type == FieldType.Region && value is Dictionary<string, object?> place && place.Values.All(IsEmpty))
        {
            if (field.Required)
                problems.Add(new FieldProblem(path, $"“{field.Label}”必填。"));
            return null;
        }

        var before = problems.Count;
        object? normal = field.Type switch
        {
            FieldType.Text => Text(field, value, path, Field.DefaultTextLength, problems),
            FieldType.Paragraph => Text(field, value, path, Field.DefaultParagraphLength, problems),
            FieldType.Number or FieldType.Money => Number(field, value, path, problems),
            FieldType.Date => Date(field, value, path, problems),
            FieldType.Choice or FieldType.Rating => Choice(field, value, path, problems),
            FieldType.Person or FieldType.Unit or FieldType.Signature => Id(field, value, path, problems),
            FieldType.MultiChoice => Several(field, value, path, "项", problems),
            FieldType.Attachment => Several(field, value, path, "个文件", problems),
            FieldType.Photo => Several(field, value, path, "张照片", problems),
            FieldType.Region => RegionCheck.Of(field, value, path, problems),
            FieldType.RichText => Formatted(field, value, path, problems),
            _ => TableCheck.Of(field, value, problems),
        };
        // Rows or choices that are all empty are the same as none.
        if (normal is System.Collections.ICollection { Count: 0 }) normal = null;
        return problems.Count == before || field.Type == FieldType.Table ? normal : null;
    }

    public static bool IsEmpty(object? value) => value switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        List<object?> list => list.All(IsEmpty),
        _ => false,
    };

    private static string? Text(Field field, object? value, string path, int defaultLength, List<FieldProblem> problems)
    {
        if (value is not (string or decimal))
        {
            problems.Add(new FieldProblem(path, $"“{field.Label}”应为文字。"));
            return null;
        }

        var text = Scalars.Clean(Convert.ToString(value, CultureInfo.InvariantCulture)!, oneLine: field.Type == FieldType.Text);
        var limit = field.MaxLength ?? defaultLength;
        if (text.Length == 0 && field.Required)
            problems.Add(new FieldProblem(path, $"“{field.Label}”必填。"));
        else if (Scalars.Length(text) > limit)
            problems.Add(new FieldProblem(path, $"“{field.Label}”最多 {limit} 个字，现有 {Scalars.Length(text)} 个字。"));
        return text.Length == 0 ? null : text;
    }

    private static string? Formatted(Field field, object? value, string path, List<FieldProblem> problems)
    {
        if (value is not string written)
        {
            problems.Add(new FieldProblem(path, $"“{field.Label}”应为文字。"));
            return null;
        }

        var limit = field.MaxLength ?? Field.DefaultParagraphLength;
        // So many marks around so few words were not typed by anybody.
        if (written.Length > RichText.Longest(limit))
        {
            problems.Add(new FieldProblem(path, $"“{field.Label}”的格式太多，请去掉一些格式或分段后再提交。"));
            return null;
        }
        var (clean, length) = (RichText.Clean(written), Scalars.Length(RichText.Words(written)));
        if (length == 0 && field.Required)
            problems.Add(new FieldProblem(path, $"“{field.Label}”必填。"));
        else if (length > limit)
            problems.Add(new FieldProblem(path, $"“{field.Label}”最多 {limit} 个字，现有 {length} 个字。"));
        return length == 0 ? null : clean;
    }

    private static decimal? Number(Field field, object? value, string path, List<FieldProblem> problems)
    {
        var isMoney = field.Type == FieldType.Money;
        if (!Scalars.TryNumber(value, out var number))
        {
            problems.Add(new FieldProblem(path, $"“{field.Label}”应为数字。"));
            return null;
        }

        if (number < field.Min || number > field.Max || isMoney && decimal.Round(number, 2) != number)
            problems.Add(new FieldProblem(path, Sentences.OfNumber(field)));
        return isMoney ? decimal.Round(number, 2) + 0.00m : number;
    }

    private static string? Date(Field field, object? value, string path, List<FieldProblem> problems)
    {
        if (!Scalars.TryDate(value, out var date))
        {
            problems.Add(new FieldProblem(path, $"“{field.Label}”应为日期，如 2026-06-30。"));
            return null;
        }

        if (date < field.Earliest || date > field.Latest)
            problems.Add(new FieldProblem(path, Sentences.OfDate(field)));
        return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string? Choice(Field field, object? value, string path, List<FieldProblem> problems)
    {
        if (value is string chosen && field.Options.Any(option => option.Value == chosen))
            return chosen;
        problems.Add(new FieldProblem(path, $"“{field.Label}”只能从所列选项中选择。"));
        return null;
    }

    private static string? Id(Field field, object? value, string path, List<FieldProblem> problems)
    {
        if (value is string { Length: <= LongestId } id)
            return id.Trim();
        problems.Add(new FieldProblem(path, $"“{field.Label}”选择得不正确，请重新选择。"));
        return null;
    }

    private static List<string>? Several(Field field, object? value, string path, string unit, List<FieldProblem> problems)
    {
        var given = value as List<object?> ?? [value];
        var chosen = given.OfType<string>().Where(one => !string.IsNullOrWhiteSpace(one)).Distinct(StringComparer.Ordinal).ToList();
        if (given.Any(one => !IsEmpty(one) && one is not string { Length: <= LongestId })
            || field.Type == FieldType.MultiChoice && chosen.Any(one => field.Options.All(option => option.Value != one)))
            problems.Add(new FieldProblem(path, $"“{field.Label}”只能从所列选项中选择。"));
        else if (Sentences.OfCount(field, chosen.Count, unit) is { } sentence)
            problems.Add(new FieldProblem(path, sentence));
        if (chosen.Count == 0) return null;
        return field.Type == FieldType.MultiChoice
            ? [.. field.Options.Select(option => option.Value).Where(chosen.Contains)]
            : chosen;
    }
}
