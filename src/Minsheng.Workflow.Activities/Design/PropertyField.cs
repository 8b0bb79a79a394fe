using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Activities.Steps;
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
public sealed record PropertyField(InputDescriptor Input, FieldKind Kind, FieldTab Tab, InputValue Value, string? Default)
{
    private static readonly string[] Long = ["body", "instructions", "template", "script", "notice", "message", "text", "about"];
    private static readonly string[] Sentences = ["criteria", "subjects", "matters"];
    private static readonly string[] Timing = ["every", "workday", "catchUp", "months", "inMonths", "day", "occurrences", "startOffsetMonths", "untilMonthDay", "onTimeout", "handOverTo", "timeSpan", "interval", "dateTime", "cronExpression"];
    private static readonly string[] Naming = ["title", "kind", "verb", "subject", "noticeTitle", "progressKind", "instrument", "childDefinitionId", "workflowDefinitionId", "channels", "text", "eventName", "taskName", "outputName"];

    private static readonly string[] OfVote = ["title", "seats", "rounding", "ratioMin", "ratioMax", "base", "majorityBase", "majorityStrict", "quorum", "ballotType", "markCap", "tie", "repeatedTie", "shortfall", "votingBody", "members", "votingMode", "paperMinimum", "confirmation"];

    public string Name => Input.Name;
    public string Label => Input.Label?.Label ?? Input.Name;
    public string Hint => Input.Label?.Hint ?? "";
    public bool IsRequired => Input.Label?.Required == true;

    public RowShape? Shape => RowShape.Of(Input.ValueType);

    /// <summary>What there is to choose from, by the words of the file and of people; empty where anything may be written.</summary>
    public IReadOnlyList<SettingChoice> Choices { get; init; } = [];

    /// <summary>More about the value as it stands, e.g. what a named rule says.</summary>
    public string? Remark { get; init; }

    /// <summary>As a person would put it, for the line below the field.</summary>
    public string Example => FieldExamples.Of(this);

    /// <summary>Who it is when nobody is stated, as the file would write them.</summary>
    public JsonArray? UsualPeople { get; init; }

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

    public static IReadOnlyList<PropertyField> Of(JsonObject step)
    {
        if (StepCatalog.All.Find(StepTree.Type(step)) is not { } known) return [];
        return [.. known.Inputs.OrderBy(input => OrderOf(known.Type, input.Name)).Select(input =>
        {
            var kind = ChoicesOf(known, input).Count > 0 ? FieldKind.Choice : KindOf(input);
            var value = InputValue.Read(step[input.Name]);
            return new PropertyField(input, kind, TabOf(input, kind), value, DefaultOf(known, input)) { Choices = ChoicesOf(known, input), Remark = RemarkOf(known, input, value), UsualPeople = PeopleOf(known, input, kind) };
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
            FieldKind.Number => JsonValue.Create(Scalars.TryNumber(text, out var whole) && whole == decimal.Truncate(whole) && Math.Abs(whole) <= int.MaxValue ? (int)whole : throw DesignRefusedException.BadValue(text, "整数", Label)),
            FieldKind.Amount => JsonValue.Create(Scalars.TryNumber(text, out var amount) ? amount : throw DesignRefusedException.BadValue(text, "数字", Label)),
            FieldKind.Flag => JsonValue.Create(text is "true" or "是"),
            FieldKind.Words or FieldKind.Dates => new JsonArray([.. Lines(text).Select(line => (JsonNode?)JsonValue.Create(line))]),
            FieldKind.Months => new JsonArray([.. Lines(text).Select(line => (JsonNode?)JsonValue.Create(Scalars.TryNumber(line, out var month) && month is >= 1 and <= 12 && month == decimal.Truncate(month) ? (int)month : throw DesignRefusedException.BadValue(line, "1 到 12 的月份", Label)))]),
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

    private static string[] Lines(string text) => text.Split(['\n', '，', '、', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static FieldKind KindOf(InputDescriptor input)
    {
        var type = Nullable.GetUnderlyingType(input.ValueType) ?? input.ValueType;
        if (type.IsEnum) return FieldKind.Choice;
        if (input.Name is "childDefinitionId" or "workflowDefinitionId") return FieldKind.Procedure;
        if (type == typeof(string) && (input.Name == "meeting" || input.Name == "body" && input.Label?.Label.Contains("机构", StringComparison.Ordinal) == true)) return FieldKind.Body;
        if (type == typeof(string) && input.Name == "untilMonthDay") return FieldKind.MonthDay;
        if (type == typeof(List<string>) && input.Name == "dates") return FieldKind.Dates;
        if (type == typeof(TimeSpan)) return FieldKind.Span;
        if (type == typeof(DateTimeOffset)) return FieldKind.Moment;
        if (type == typeof(string)) return Long.Contains(input.Name) ? FieldKind.Paragraph : FieldKind.Text;
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
        return FieldKind.Json;
    }

    private static IReadOnlyList<SettingChoice> ChoicesOf(ActivityDescriptor known, InputDescriptor input) => (known.Type, input.Name) switch
    {
        ("Minsheng.Rate", "rule") => [.. RatingRule.All.Select(rule => new SettingChoice(rule.Id, $"{Place(rule.Summary)}的办法"))],
        ("Minsheng.Assess", "rule") => [.. AssessRule.All.Select(rule => new SettingChoice(rule.Id, rule.Name))],
        _ => ChoiceWords.Of(input.ValueType),
    };

    private static string? RemarkOf(ActivityDescriptor known, InputDescriptor input, InputValue value) => (known.Type, input.Name) switch
    {
        ("Minsheng.Rate", "rule") => RatingRule.Find(value.Constant?.ToString() ?? known.DefaultOf(input)?.ToString() ?? "")?.Summary,
        ("Minsheng.Assess", "rule") => AssessRule.Find(value.Constant?.ToString() ?? "")?.Summary,
        _ => null,
    };

    private static JsonArray? PeopleOf(ActivityDescriptor known, InputDescriptor input, FieldKind kind) => kind == FieldKind.People && known.DefaultOf(input) is List<Assignee> { Count: > 0 } usual
        ? JsonSerializer.SerializeToNode(usual, Engine.Values.Json) as JsonArray : null;

    /// <summary>The rules of a vote as its paper lists them: how many, by what majority, on what slip, and what then.</summary>
    private static int OrderOf(string type, string name) => type != "Minsheng.Ballot" ? 0 : Array.IndexOf(OfVote, name) is >= 0 and var at ? at : OfVote.Length;

    private static string Place(string summary) => summary[..Math.Max(0, summary.IndexOf('：', StringComparison.Ordinal))];

    private static FieldTab TabOf(InputDescriptor input, FieldKind kind) =>
        Timing.Contains(input.Name) || input.Name is "dates" or "minutes" or "month" or "escalateAfter" or "escalateTo" || input.Name.EndsWith("Days", StringComparison.Ordinal) || input.Name == "days" || input.Name == "handleMonths" ? FieldTab.Limits
        : kind == FieldKind.People || input.Name is "mode" && input.ValueType == typeof(Tasks.TaskMode) || input.Name is "ratio" or "whenNobody" or "skipSamePerson" or "signature" ? FieldTab.People
        : kind == FieldKind.Paragraph || Naming.Contains(input.Name) ? FieldTab.Basic : FieldTab.Rules;

    private static string? DefaultOf(ActivityDescriptor known, InputDescriptor input) => (input.Label?.Required == true ? null : known.DefaultOf(input)) switch
    {
        null or "" => null,
        bool flag => ValueWords.Of(flag),
        int number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Enum choice => ChoiceWords.Of(choice.GetType(), choice.ToString()),
        // A name that only programs know says nothing to people.
        string text when ChoicesOf(known, input).Count == 0 && text.All(char.IsAsciiLetter) => null,
        List<string> { Count: > 0 } words => string.Join("、", words),
        string text => ChoicesOf(known, input).FirstOrDefault(choice => choice.Value == text)?.Word ?? text,
        _ => null,
    };
}
