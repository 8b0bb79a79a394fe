using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>How a fixed value is edited.</summary>
public enum FieldKind
{
    Text, Paragraph, Number, Amount, Flag, Choice, People, Words, Months, Procedure,

    /// <summary>What people fill in.</summary>
    Form,

    /// <summary>A list of records, one record, words one a line, names with values, a value of any kind: see <see cref="RowShape"/>, <see cref="LineList"/>, <see cref="PlainValue"/>.</summary>
    Rows, Record, Lines, Pairs, Value,

    /// <summary>A shape this designer does not know.</summary>
    Json,
}

/// <summary>Where a field stands in the property panel.</summary>
public enum FieldTab { Basic, Rules, People, Limits }

/// <summary>One input of a step in the property panel.</summary>
/// <param name="Default">What holds when it is not stated, in words; null when nothing does.</param>
public sealed record PropertyField(InputDescriptor Input, FieldKind Kind, FieldTab Tab, InputValue Value, string? Default)
{
    private static readonly string[] Long = ["body", "instructions", "template", "script", "notice", "message", "text", "about"];
    private static readonly string[] Sentences = ["criteria", "subjects", "matters"];
    private static readonly string[] Timing = ["every", "workday", "catchUp", "months", "inMonths", "day", "occurrences", "startOffsetMonths", "untilMonthDay", "onTimeout", "handOverTo", "timeSpan", "interval", "dateTime", "cronExpression"];
    private static readonly string[] Naming = ["title", "kind", "verb", "subject", "noticeTitle", "progressKind", "instrument", "childDefinitionId", "workflowDefinitionId", "channels", "text", "eventName", "taskName", "outputName"];

    public string Name => Input.Name;
    public string Label => Input.Label?.Label ?? Input.Name;
    public string Hint => ChoiceWords.Hint(Input.ValueType, Input.Label?.Hint ?? "");
    public bool IsRequired => Input.Label?.Required == true;
    public IReadOnlyList<(string Name, string Words)> Choices => ChoiceWords.Of(Input.ValueType);

    /// <summary>Whether it is edited by the builders, which hand out whole values.</summary>
    public bool IsStructured => Kind is FieldKind.Form or FieldKind.Rows or FieldKind.Record or FieldKind.Lines or FieldKind.Pairs or FieldKind.Value;

    public RowShape? Shape => RowShape.Of(Input.ValueType);

    public string Example => ChoiceWords.Of(Input.ValueType, Input.Label?.Example ?? "") ?? Input.Label?.Example ?? "";

    /// <summary>The fixed value as a person types it.</summary>
    public string ConstantText => Value.Constant switch
    {
        null => "",
        JsonArray list when Kind is FieldKind.Words or FieldKind.Months => string.Join('\n', list.Select(one => one?.ToString() ?? "")),
        JsonValue value => value.ToString(),
        var json => json.ToJsonString(InputValue.Relaxed),
    };

    public static IReadOnlyList<PropertyField> Of(JsonObject step)
    {
        if (StepCatalog.All.Find(StepTree.Type(step)) is not { } known) return [];
        return [.. known.Inputs.Select(input =>
        {
            var kind = KindOf(input);
            return new PropertyField(input, kind, TabOf(input, kind), InputValue.Read(step[input.Name]), DefaultOf(known, input));
        })];
    }

    /// <summary>What was typed as a value of the file; null text leaves it to the default.</summary>
    /// <exception cref="DesignRefusedException">It is no such value.</exception>
    public JsonNode? Parse(string? text)
    {
        text = text?.Trim() ?? "";
        if (text.Length == 0) return null;
        return Kind switch
        {
            FieldKind.Number => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole) : throw Wrong(text, "整数"),
            FieldKind.Amount => decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var amount) ? JsonValue.Create(amount) : throw Wrong(text, "数字"),
            FieldKind.Flag => JsonValue.Create(text is "true" or "是"),
            FieldKind.Words => new JsonArray([.. Lines(text).Select(line => (JsonNode?)JsonValue.Create(line))]),
            FieldKind.Months => new JsonArray([.. Lines(text).Select(line => (JsonNode?)JsonValue.Create(int.TryParse(line, System.Globalization.CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12 ? month : throw Wrong(line, "1 到 12 的月份")))]),
            FieldKind.Lines => LineList.Parse(text, Value.Constant as JsonArray),
            FieldKind.People or FieldKind.Json or FieldKind.Form or FieldKind.Rows or FieldKind.Record or FieldKind.Pairs or FieldKind.Value => Raw(text),
            _ => JsonValue.Create(text),
        };
    }

    private JsonNode? Raw(string text)
    {
        try
        {
            return ElsaJson.Read($"{{\"value\":{text}}}").Json["value"]?.DeepClone();
        }
        catch (Engine.InvalidDefinitionException refused)
        {
            throw new DesignRefusedException("bad-value", $"“{Label}”写得不完整，没有改动：{refused.Problems[0].Message}");
        }
    }

    private DesignRefusedException Wrong(string text, string wanted) => new("bad-value", $"“{Label}”应填{wanted}，现在是“{(text.Length > 20 ? text[..20] + "…" : text)}”，没有改动。");

    private static string[] Lines(string text) => text.Split(['\n', '，', '、', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static FieldKind KindOf(InputDescriptor input)
    {
        var type = Nullable.GetUnderlyingType(input.ValueType) ?? input.ValueType;
        if (type.IsEnum) return FieldKind.Choice;
        if (input.Name is "childDefinitionId" or "workflowDefinitionId") return FieldKind.Procedure;
        if (type == typeof(string)) return Long.Contains(input.Name) && input.Label?.Label.Contains("机构", StringComparison.Ordinal) != true ? FieldKind.Paragraph : FieldKind.Text;
        if (type == typeof(int)) return FieldKind.Number;
        if (type == typeof(decimal)) return FieldKind.Amount;
        if (type == typeof(bool)) return FieldKind.Flag;
        if (type == typeof(List<Assignee>)) return FieldKind.People;
        if (RowShape.Of(type) is not null) return type.IsGenericType ? FieldKind.Rows : FieldKind.Record;
        if (type == typeof(object)) return input.Name == "form" ? FieldKind.Form : FieldKind.Value;
        if (type == typeof(List<object?>) || Sentences.Contains(input.Name)) return FieldKind.Lines;
        if (type == typeof(Dictionary<string, object?>)) return FieldKind.Pairs;
        if (type == typeof(List<string>)) return FieldKind.Words;
        if (type == typeof(List<int>)) return FieldKind.Months;
        return type == typeof(TimeSpan) || type == typeof(DateTimeOffset) ? FieldKind.Text : FieldKind.Json;
    }

    private static FieldTab TabOf(InputDescriptor input, FieldKind kind) =>
        Timing.Contains(input.Name) || input.Name.EndsWith("Days", StringComparison.Ordinal) || input.Name == "days" || input.Name == "handleMonths" ? FieldTab.Limits
        : kind == FieldKind.People || input.Name is "mode" && input.ValueType == typeof(Tasks.TaskMode) || input.Name is "ratio" or "whenNobody" or "skipSamePerson" or "signature" ? FieldTab.People
        : kind == FieldKind.Paragraph || Naming.Contains(input.Name) ? FieldTab.Basic : FieldTab.Rules;

    private static string? DefaultOf(ActivityDescriptor known, InputDescriptor input) => (input.Label?.Required == true ? null : known.DefaultOf(input)) switch
    {
        null or "" => null,
        bool flag => flag ? "是" : "否",
        int number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Enum choice => ChoiceWords.Of(choice.GetType(), choice.ToString()),
        string text => text,
        _ => null,
    };
}
