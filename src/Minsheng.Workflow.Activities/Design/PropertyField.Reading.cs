using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>What an input of a step becomes in the property panel, by its type and its name.</summary>
public sealed partial record PropertyField
{
    private static readonly string[] Long = ["body", "instructions", "template", "script", "notice", "message", "text", "about"];
    private static readonly string[] Sentences = ["criteria", "subjects", "matters"];
    private static readonly string[] Timing = ["every", "workday", "catchUp", "months", "inMonths", "day", "occurrences", "startOffsetMonths", "untilMonthDay", "onTimeout", "handOverTo", "timeSpan", "interval", "dateTime", "cronExpression"];
    private static readonly string[] Naming = ["title", "kind", "verb", "subject", "noticeTitle", "progressKind", "instrument", "childDefinitionId", "workflowDefinitionId", "channels", "text", "eventName", "taskName", "outputName"];

    private static readonly string[] OfVote = ["title", "seats", "rounding", "ratioMin", "ratioMax", "base", "majorityBase", "majorityStrict", "quorum", "ballotType", "markCap", "tie", "repeatedTie", "shortfall", "votingBody", "members", "votingMode", "paperMinimum", "confirmation"];

    /// <summary>What is the same for every step of a kind: reading the defaults of a step makes one.</summary>
    private static readonly ConcurrentDictionary<ActivityDescriptor, PropertyField[]> Unstated = new();

    /// <summary>The inputs of a step in the order of the panel; empty for a kind of step that is not known.</summary>
    public static IReadOnlyList<PropertyField> Of(JsonObject step) => StepCatalog.All.Find(StepTree.Type(step)) is not { } known ? []
        : [.. Unstated.GetOrAdd(known, Read).Select(field => field with { Value = InputValue.Read(step[field.Name]) })];

    private static PropertyField[] Read(ActivityDescriptor known) => [.. known.Inputs.OrderBy(input => OrderOf(known.Type, input.Name)).Select(input =>
    {
        var (choices, usual) = (ChoicesOf(known, input), known.DefaultOf(input));
        var kind = choices.Count > 0 ? FieldKind.Choice : KindOf(input);
        return new PropertyField(input, kind, TabOf(input, kind), InputValue.Read(null), DefaultOf(input, usual, choices)) { Choices = choices, Usual = usual, Rule = RuleOf(known, input) };
    })];

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

    private static Func<string, string?>? RuleOf(ActivityDescriptor known, InputDescriptor input) => (known.Type, input.Name) switch
    {
        ("Minsheng.Rate", "rule") => id => RatingRule.Find(id)?.Summary,
        ("Minsheng.Assess", "rule") => id => AssessRule.Find(id)?.Summary,
        _ => null,
    };

    /// <summary>The rules of a vote as its paper lists them: how many, by what majority, on what slip, and what then.</summary>
    private static int OrderOf(string type, string name) => type != "Minsheng.Ballot" ? 0 : Array.IndexOf(OfVote, name) is >= 0 and var at ? at : OfVote.Length;

    private static string Place(string summary) => summary[..Math.Max(0, summary.IndexOf('：', StringComparison.Ordinal))];

    private static FieldTab TabOf(InputDescriptor input, FieldKind kind) =>
        Timing.Contains(input.Name) || input.Name is "dates" or "minutes" or "month" or "escalateAfter" or "escalateTo" || input.Name.EndsWith("Days", StringComparison.Ordinal) || input.Name == "days" || input.Name == "handleMonths" ? FieldTab.Limits
        : kind == FieldKind.People || input.Name is "mode" && input.ValueType == typeof(Tasks.TaskMode) || input.Name is "ratio" or "whenNobody" or "skipSamePerson" or "signature" ? FieldTab.People
        : kind == FieldKind.Paragraph || Naming.Contains(input.Name) ? FieldTab.Basic : FieldTab.Rules;

    private static string? DefaultOf(InputDescriptor input, object? usual, IReadOnlyList<SettingChoice> choices) => (input.Label?.Required == true ? null : usual) switch
    {
        null or "" => null,
        bool flag => ValueWords.Of(flag),
        int number => number.ToString(CultureInfo.InvariantCulture),
        Enum choice => ChoiceWords.Of(choice.GetType(), choice.ToString()),
        // A name that only programs know says nothing to people.
        string text when choices.Count == 0 && text.All(char.IsAsciiLetter) => null,
        List<string> { Count: > 0 } words => string.Join("、", words),
        string text => choices.FirstOrDefault(choice => choice.Value == text)?.Word ?? text,
        _ => null,
    };
}
