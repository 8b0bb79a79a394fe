using System.Globalization;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

/// <summary>An input of the definition that may be set for a rehearsal, in the words of the file.</summary>
/// <param name="Choices">Fixed values with their words; empty where text or a number is typed.</param>
public sealed record RehearsalSetting(string Name, string Label, string? Hint, string Default, bool IsNumber, IReadOnlyList<RehearsalButton> Choices)
{
    private const int LongestText = 100, LargestNumber = 100_000;

    private static readonly IReadOnlyList<RehearsalButton> Shortfalls =
        [new("Revote", "另行票决"), new("AcceptFewer", "不再补足"), new("NextSession", "留待下次会议"), new("PresidiumDecides", "由主席团决定")];

    /// <summary>Inputs with a name for people and a plain default; the others are filled in by the platform.</summary>
    public static IReadOnlyList<RehearsalSetting> Of(WorkflowDefinition definition) => [.. definition.Inputs.Select(input => Of(input.Name, input.Json)).OfType<RehearsalSetting>()];

    private static RehearsalSetting? Of(string name, JsonObject json)
    {
        if (json["displayName"]?.ToString() is not { Length: > 0 } label || json["defaultValue"] is not JsonValue start) return null;
        var kind = start.GetValueKind();
        if (kind is not (System.Text.Json.JsonValueKind.Number or System.Text.Json.JsonValueKind.String)) return null;
        var text = start.ToString();
        IReadOnlyList<RehearsalButton> choices = Shortfalls.Any(one => one.Outcome == text) ? Shortfalls : [];
        return new RehearsalSetting(name, label, Words(json["description"]?.ToString(), choices), text, kind == System.Text.Json.JsonValueKind.Number, choices);
    }

    /// <returns>A sentence, or null where the text will do.</returns>
    public string? Problem(string text) => this switch
    {
        _ when text.Length == 0 => $"“{Label}”不能空着，照方案填 {Default}。",
        { IsNumber: true } when !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > LargestNumber => $"“{Label}”应填 0 到 {LargestNumber} 的整数，例如 {Default}。",
        { Choices.Count: > 0 } when Choices.All(one => one.Outcome != text) => $"“{Label}”没有这一种，请重新选。",
        _ when Default.EndsWith('%') && !Fraction.TryParse(text, out _) => $"“{Label}”应填比例，例如 {Default}。",
        _ when text.Length > LongestText => $"“{Label}”最多 {LongestText} 个字，请缩短。",
        _ => null,
    };

    public object Value(string text) => IsNumber ? int.Parse(text, CultureInfo.InvariantCulture) : text;

    public string Said(string text) => Choices.FirstOrDefault(one => one.Outcome == text)?.Label ?? text;

    /// <summary>The hint without the file's code words, which the choice shows in Chinese.</summary>
    private static string? Words(string? hint, IReadOnlyList<RehearsalButton> choices)
    {
        foreach (var choice in choices)
            hint = hint?.Replace($"{choice.Outcome} {choice.Label}", choice.Label, StringComparison.Ordinal).Replace($" {choice.Outcome}", choice.Label, StringComparison.Ordinal);
        return hint;
    }
}
