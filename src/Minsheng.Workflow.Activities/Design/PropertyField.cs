using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>How a fixed value is edited.</summary>
public enum FieldKind
{
    Text, Paragraph, Number, Amount, Flag, Choice, People, Words, Months, Procedure,

    /// <summary>The name of a body; a day of any year; days one by one; a length of time; a moment.</summary>
    Body, MonthDay, Dates, Span, Moment,

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
public sealed partial record PropertyField(InputDescriptor Input, FieldKind Kind, FieldTab Tab, InputValue Value, string? Default)
{
    public string Name => Input.Name;
    public string Label => Input.Label?.Label ?? Input.Name;
    public string Hint => Input.Label?.Hint ?? "";
    public bool IsRequired => Input.Label?.Required == true;

    public RowShape? Shape => RowShape.Of(Input.ValueType);

    /// <summary>What there is to choose from, by the words of the file and of people; empty where anything may be written.</summary>
    public IReadOnlyList<SettingChoice> Choices { get; init; } = [];

    /// <summary>More about the value in force, e.g. what a named rule says.</summary>
    public string? Remark => Rule?.Invoke(Value.Constant?.ToString() ?? Usual?.ToString() ?? "");

    /// <summary>As a person would put it, for the line below the field.</summary>
    public string Example => FieldExamples.Of(this);

    /// <summary>Who it is when nobody is stated, as the file would write them.</summary>
    public JsonArray? UsualPeople => Usual is List<Assignee> { Count: > 0 } people ? JsonSerializer.SerializeToNode(people, Engine.Values.Json) as JsonArray : null;

    /// <summary>What holds when it is not stated, as the step itself has it.</summary>
    private object? Usual { get; init; }

    /// <summary>What a rule that is named here says.</summary>
    private Func<string, string?>? Rule { get; init; }

    /// <summary>Two or three short words, one of them always in force: all are shown at once.</summary>
    public bool IsSegmented => Kind == FieldKind.Choice && Default is not null && Choices.Count is 2 or 3 && Choices.Sum(choice => choice.Word.Length) <= 12 && Name != "rounding";

    /// <summary>Short enough to share a line with the next one.</summary>
    public bool IsShort => Kind is FieldKind.Number or FieldKind.Amount or FieldKind.Flag or FieldKind.MonthDay or FieldKind.Span
        || Name is "ratioMin" or "ratioMax" or "quorum" or "ratio" or "toleranceAmount" || Kind == FieldKind.Choice && Choices.All(choice => choice.Word.Length <= 9);

    /// <summary>The fixed value as a person types it.</summary>
    public string ConstantText => Value.Constant switch
    {
        null => "",
        JsonArray list when Kind is FieldKind.Words or FieldKind.Months or FieldKind.Dates => string.Join('\n', list.Select(one => one?.ToString() ?? "")),
        JsonValue value => value.ToString(),
        var json => json.ToJsonString(InputValue.Relaxed),
    };

    /// <summary>What was typed as a value of the file; null text leaves it to the default.</summary>
    /// <exception cref="DesignRefusedException">It is no such value.</exception>
    public JsonNode? Parse(string? text)
    {
        text = text?.Trim() ?? "";
        if (text.Length == 0) return null;
        return Kind switch
        {
            FieldKind.Number => JsonValue.Create(Whole(text, "整数", int.MinValue, int.MaxValue)),
            FieldKind.Amount => JsonValue.Create(Scalars.TryNumber(text, out var amount) ? amount : throw DesignRefusedException.BadValue(text, "数字", Label)),
            FieldKind.Flag => JsonValue.Create(text is "true" or "是"),
            FieldKind.Words or FieldKind.Dates => new JsonArray([.. Lines(text).Select(line => (JsonNode?)JsonValue.Create(line))]),
            FieldKind.Months => new JsonArray([.. Lines(text).Select(line => (JsonNode?)JsonValue.Create(Whole(line, "1 到 12 的月份", 1, 12)))]),
            FieldKind.Lines => LineList.Parse(text, Value.Constant as JsonArray),
            FieldKind.People or FieldKind.Json or FieldKind.Form or FieldKind.Rows or FieldKind.Record or FieldKind.Pairs or FieldKind.Value => Raw(text),
            _ => JsonValue.Create(text),
        };
    }

    private int Whole(string text, string wanted, int least, int most) =>
        Scalars.TryNumber(text, out var number) && number == decimal.Truncate(number) && number >= least && number <= most ? (int)number : throw DesignRefusedException.BadValue(text, wanted, Label);

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

    private static string[] Lines(string text) => text.Split(['\n', '，', '、', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
