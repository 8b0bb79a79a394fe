using System.Globalization;

namespace Minsheng.Workflow.Activities.Forms;

/// <summary>Reads a form from plain data and collects every mistake of its author.</summary>
internal static class FormReader
{
    private static readonly FieldOption[] RatingOptions =
        [.. Field.UsualRatings.Select(grade => new FieldOption(grade, grade))];

    public static Form Read(object? data)
    {
        var problems = new List<string>();
        var list = data is Dictionary<string, object?> map ? map.GetValueOrDefault("fields") : data;
        var fields = ReadFields(list, "表单", inTable: false, problems);
        return problems.Count == 0 ? new Form(fields) : throw new InvalidFormException(problems);
    }

    private static List<Field> ReadFields(object? data, string place, bool inTable, List<string> problems)
    {
        var fields = new List<Field>();
        if (data is not List<object?> list)
        {
            problems.Add($"{place}没有字段列表。");
            return fields;
        }

        for (var i = 0; i < list.Count; i++)
            if (list[i] is not Dictionary<string, object?> map)
                problems.Add($"{place}的第 {i + 1} 个字段不是对象。");
            else if (ReadField(map, $"{place}的第 {i + 1} 个字段", inTable, problems) is { } field)
                fields.Add(field);
        foreach (var twice in fields.GroupBy(field => field.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            problems.Add($"{place}中字段名“{twice.Key}”重复。");
        FormJudge.JudgeConditions(fields, problems);
        return fields;
    }

    private static Field? ReadField(Dictionary<string, object?> map, string place, bool inTable, List<string> problems)
    {
        var name = Text(map, "name");
        if (string.IsNullOrWhiteSpace(name))
        {
            problems.Add($"{place}没有 name。");
            return null;
        }

        var typeName = Text(map, "type") ?? "text";
        if (!Enum.TryParse<FieldType>(typeName, ignoreCase: true, out var type) || !char.IsAsciiLetter(typeName[0]))
        {
            problems.Add($"字段“{name}”的类型“{typeName}”不认识。");
            return null;
        }

        var field = new Field
        {
            Name = name,
            Label = Text(map, "label") ?? name,
            Type = type,
            Required = map.GetValueOrDefault("required") is true,
            Min = type == FieldType.Date ? null : Number(map, "min", name, problems) ?? (type == FieldType.Money ? 0 : null),
            Max = type == FieldType.Date ? null : Number(map, "max", name, problems),
            Earliest = type == FieldType.Date ? Date(map, "min", name, problems) : null,
            Latest = type == FieldType.Date ? Date(map, "max", name, problems) : null,
            MaxLength = (int?)Number(map, "maxLength", name, problems),
            Options = Options(map, type),
            ReasonFor = Words(map, "reasonFor"),
            TargetFor = Words(map, "targetFor"),
            Columns = type == FieldType.Table && !inTable ? ReadFields(map.GetValueOrDefault("columns"), $"表格“{name}”", inTable: true, problems) : [],
            Default = map.GetValueOrDefault("default"),
            Hint = Text(map, "hint"),
            ReadOnly = map.GetValueOrDefault("readOnly") is true,
            Hidden = map.GetValueOrDefault("hidden") is true,
            VisibleWhen = Condition(map, name, problems),
            Width = Text(map, "width") switch { "half" => FieldWidth.Half, "whole" => FieldWidth.Whole, _ => null },
            Unit = Text(map, "unit") is { Length: > 0 } unit ? unit : null,
            Section = Text(map, "section") is { Length: > 0 } section ? section : null,
        };
        FormJudge.Judge(field, inTable, problems);
        return field;
    }

    private static FieldOption[] Options(Dictionary<string, object?> map, FieldType type)
    {
        if (map.GetValueOrDefault("options") is not List<object?> list)
            return type == FieldType.Rating ? RatingOptions : [];
        return [.. list.Select(option => option is Dictionary<string, object?> pair
            ? new FieldOption(Text(pair, "value") ?? "", Text(pair, "label") ?? Text(pair, "value") ?? "")
            : new FieldOption(AsText(option), AsText(option)))];
    }

    /// <summary>{"field": "kind", "equals": "重大"} or {"field": "kind", "in": ["重大", "替换"]}.</summary>
    private static FieldCondition? Condition(Dictionary<string, object?> map, string name, List<string> problems)
    {
        if (map.GetValueOrDefault("visibleWhen") is not { } written) return null;
        var condition = written as Dictionary<string, object?> ?? [];
        var values = condition.GetValueOrDefault("in") as List<object?> ?? [condition.GetValueOrDefault("equals")];
        if (Text(condition, "field") is { Length: > 0 } other && values.Count > 0 && values.TrueForAll(value => value is string or decimal))
            return new FieldCondition(other, [.. values.Select(AsText)]);
        problems.Add($"字段“{name}”的 visibleWhen 应写明 field 和 equals（或 in 列表）。");
        return null;
    }

    private static List<string> Words(Dictionary<string, object?> map, string key) => [.. (map.GetValueOrDefault(key) as List<object?> ?? []).OfType<string>()];

    private static string AsText(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string? Text(Dictionary<string, object?> map, string key) =>
        map.GetValueOrDefault(key) is { } value and not List<object?> and not Dictionary<string, object?> ? AsText(value) : null;

    private static decimal? Number(Dictionary<string, object?> map, string key, string field, List<string> problems)
    {
        var value = map.GetValueOrDefault(key);
        if (value is null)
            return null;
        if (Scalars.TryNumber(value, out var number) && (key != "maxLength" || number is >= 0 and <= int.MaxValue))
            return number;
        problems.Add($"字段“{field}”的 {key} 不是有效的数字。");
        return null;
    }

    private static DateOnly? Date(Dictionary<string, object?> map, string key, string field, List<string> problems)
    {
        var value = map.GetValueOrDefault(key);
        if (value is null)
            return null;
        if (Scalars.TryDate(value, out var date))
            return date;
        problems.Add($"字段“{field}”的 {key} 不是日期。");
        return null;
    }
}
