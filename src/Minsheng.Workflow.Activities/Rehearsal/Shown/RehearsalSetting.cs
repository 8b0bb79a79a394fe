using System.Globalization;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

/// <summary>An input of the definition that may be set for a rehearsal, in the words of the file.</summary>
/// <param name="Choices">Fixed values with their words; empty where text or a number is typed.</param>
public sealed record RehearsalSetting(string Name, string Label, string? Hint, string Default, bool IsNumber, IReadOnlyList<SettingChoice> Choices)
{
    private const int LongestText = 100, LargestNumber = 100_000;

    /// <summary>Inputs with a name for people and a plain default; the others are filled in by the platform.</summary>
    public static IReadOnlyList<RehearsalSetting> Of(WorkflowDefinition definition) => [.. definition.Inputs.Select(input => Of(definition, input.Name, input.Json)).OfType<RehearsalSetting>()];

    private static RehearsalSetting? Of(WorkflowDefinition definition, string name, JsonObject json)
    {
        if (json["displayName"]?.ToString() is not { Length: > 0 } label || json["defaultValue"] is not JsonValue start) return null;
        var kind = start.GetValueKind();
        if (kind is not (System.Text.Json.JsonValueKind.Number or System.Text.Json.JsonValueKind.String)) return null;
        var text = start.ToString();
        return new RehearsalSetting(name, label, json["description"]?.ToString(), text, kind == System.Text.Json.JsonValueKind.Number, SettingChoices.Of(definition, name));
    }

    /// <returns>A sentence, or null where the text will do.</returns>
    public string? Problem(string text) => this switch
    {
        _ when text.Length == 0 => $"“{Label}”不能空着，照方案填 {Default}。",
        { IsNumber: true } when !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > LargestNumber => $"“{Label}”应填 0 到 {LargestNumber} 的整数，例如 {Default}。",
        { Choices.Count: > 0 } when Choices.All(one => one.Value != text) => $"“{Label}”没有这一种，请重新选。",
        _ when Default.EndsWith('%') && !Fraction.TryParse(text, out _) => $"“{Label}”应填比例，例如 {Default}。",
        _ when text.Length > LongestText => $"“{Label}”最多 {LongestText} 个字，请缩短。",
        _ => null,
    };

    public object Value(string text) => IsNumber ? int.Parse(text, CultureInfo.InvariantCulture) : text;
}
