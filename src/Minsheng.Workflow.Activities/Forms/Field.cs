using System.Text.Json.Serialization;

namespace Minsheng.Workflow.Activities.Forms;

/// <summary>What a field holds. In JSON the name in camel case.</summary>
public enum FieldType
{
    /// <summary>One line of text.</summary>
    Text,
    Paragraph,
    Number,

    /// <summary>万元, at most two decimals.</summary>
    Money,
    Date,
    Choice,
    MultiChoice,

    /// <summary>The id of a person.</summary>
    Person,

    /// <summary>The id of a unit.</summary>
    Unit,

    /// <summary>Ids of uploaded files.</summary>
    Attachment,

    /// <summary>Ids of uploaded pictures.</summary>
    Photo,
    Table,

    /// <summary>满意, 基本满意, 不满意, 弃权 unless options say otherwise.</summary>
    Rating,

    /// <summary>An item-by-item decision list 逐项意见: item, verdict, reason.</summary>
    Items,

    /// <summary>Where: a place of the jurisdiction's tree, or a town in words, and the village in words.</summary>
    Region,

    /// <summary>手写签名: the id of a picture.</summary>
    Signature,

    /// <summary>Paragraphs, bold, italic, underlined and lists; nothing else.</summary>
    RichText,
}

/// <summary>How much of the form's width a field takes.</summary>
public enum FieldWidth { Half, Whole }

/// <summary>One answer that can be chosen.</summary>
public sealed record FieldOption(string Value, string Label);

/// <summary>One field of a form, as written in the definition.</summary>
public sealed record Field
{
    /// <summary>Default limit of a one-line text, in characters; a setting of each field.</summary>
    public const int DefaultTextLength = 200;

    /// <summary>Default limit of a paragraph or a reason, in characters; a setting of each field.</summary>
    public const int DefaultParagraphLength = 5000;

    public required string Name { get; init; }
    public required string Label { get; init; }
    public required FieldType Type { get; init; }
    public bool Required { get; init; }

    /// <summary>Least value of a number or amount, or least count of choices, files or rows. Money starts at 0 unless stated.</summary>
    public decimal? Min { get; init; }

    /// <summary>Greatest value, or greatest count of choices, files or rows.</summary>
    public decimal? Max { get; init; }

    public DateOnly? Earliest { get; init; }
    public DateOnly? Latest { get; init; }

    /// <summary>Characters of a text, or of a reason in an item list.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Choices; of an item list, the verdicts.</summary>
    public IReadOnlyList<FieldOption> Options { get; init; } = [];

    /// <summary>Verdicts of an item list that need a reason, as option values.</summary>
    public IReadOnlyList<string> ReasonFor { get; init; } = [];

    /// <summary>Verdicts of an item list that name another item of the list as "target", e.g. 并入.</summary>
    public IReadOnlyList<string> TargetFor { get; init; } = [];

    /// <summary>Columns of a table.</summary>
    public IReadOnlyList<Field> Columns { get; init; } = [];

    /// <summary>What stands in the field before anyone fills it; used when the answer does not mention the field at all.</summary>
    public object? Default { get; init; }

    public string? Hint { get; init; }

    /// <summary>Filled in by the step; whoever acts sees it and cannot change it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ReadOnly { get; init; }

    /// <summary>Not part of this step's form; its default may still decide what else is shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Hidden { get; init; }

    /// <summary>Shown only while another field says so.</summary>
    public FieldCondition? VisibleWhen { get; init; }

    /// <summary>Null leaves it to the kind of field.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FieldWidth? Width { get; init; }

    /// <summary>A title above the field, where a part of the form begins.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Section { get; init; }

    /// <summary>What a number counts, e.g. 人; 万元 of money goes without saying.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    [JsonIgnore]
    public bool IsWide => Width is { } width ? width == FieldWidth.Whole : IsWideByNature(Type);

    /// <summary>The grades of 满意度 where the author names none.</summary>
    public static IReadOnlyList<string> UsualRatings { get; } = ["满意", "基本满意", "不满意", "弃权"];

    public static bool IsWideByNature(FieldType type) => type is FieldType.Items or FieldType.Table or FieldType.Paragraph or FieldType.MultiChoice or FieldType.Attachment or FieldType.Photo or FieldType.Signature or FieldType.RichText;
}

/// <summary>A sentence about one field. The path is the field's name, or name[row].column inside tables and item lists.</summary>
public sealed record FieldProblem(string Path, string Sentence);

/// <summary>The outcome of a check: values in their normal form, and what is wrong.</summary>
/// <param name="Values">Only fields of the form. Amounts and numbers are decimals, dates "yyyy-MM-dd", several choices or files lists of strings, rows dictionaries.</param>
/// <param name="Problems">Empty when the answer may be accepted.</param>
public sealed record FormAnswer(IReadOnlyDictionary<string, object?> Values, IReadOnlyList<FieldProblem> Problems)
{
    public bool IsValid => Problems.Count == 0;
}

/// <summary>A form in a definition cannot be used; lists every problem.</summary>
public sealed class InvalidFormException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
