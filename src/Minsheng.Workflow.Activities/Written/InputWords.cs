using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Written;

/// <summary>Values of inputs in running text: what a year may set anew says so, scripts are named by what they look at, English never shows.</summary>
internal sealed partial class InputWords(WorkflowDefinition definition, DesignNames names)
{
    public const string MayDiffer = "（可另设）";

    private readonly Dictionary<string, JsonObject> _settings = definition.Inputs.DistinctBy(input => input.Name).ToDictionary(input => input.Name, input => input.Json, StringComparer.OrdinalIgnoreCase);
    private readonly string _place = StepTree.Text(definition.CustomProperties?["jurisdiction"]) ?? "本地";

    /// <returns>Null when nothing is stated and nothing holds by default.</returns>
    public string? Of(PropertyField field) => field.Value.Mode switch
    {
        InputMode.Constant => Constant(field, field.Value.Constant),
        InputMode.Setting => Setting(field, field.Value.Text),
        InputMode.Script => Script(field.Value.Text),
        InputMode.Variable => "按前面登记的",
        _ => field.Default ?? Usually(field),
    };

    /// <summary>People and lists that hold when nobody is named.</summary>
    private string? Usually(PropertyField field) => StepCatalog.All.Descriptors.FirstOrDefault(step => step.Inputs.Contains(field.Input))?.DefaultOf(field.Input) switch
    {
        List<Assignee> { Count: > 0 } people => string.Join("、", people.Select(one => one.Body ?? one.Group ?? one.Unit ?? (one.Role is { } role ? names.Role(role) : one.Person is { } person ? names.Person(person) : ""))),
        List<string> { Count: > 0 } texts => string.Join("、", texts),
        Enum choice => ChoiceWords.Of(choice.GetType(), choice.ToString()),
        _ => null,
    };

    /// <summary>The number it will be unless a year says otherwise; null when it is worked out.</summary>
    public string? Plain(InputValue value) => value.Mode switch
    {
        InputMode.Constant => value.Constant?.ToString(),
        InputMode.Setting => _settings.GetValueOrDefault(value.Text)?["defaultValue"]?.ToString(),
        _ => null,
    };

    /// <summary>What a setting is as long as nobody sets it otherwise.</summary>
    public string Usual(string setting)
    {
        var usual = _settings.GetValueOrDefault(setting)?["defaultValue"]?.ToString() ?? "";
        if (usual is "true" or "True") return "是";
        if (usual is "false" or "False") return "否";
        if (RuleName(usual) is { } rule) return rule;
        var choice = SettingChoices.Of(definition, setting).FirstOrDefault(choice => string.Equals(choice.Value, usual, StringComparison.OrdinalIgnoreCase))?.Word;
        return usual.Length == 0 ? "不填" : choice ?? (IsCode(usual) ? names.Role(usual) : usual);
    }

    /// <summary>A note of the file, rules called by where they come from.</summary>
    public string Said(string note) => RuleCode().Replace(note, code => RuleName(code.Value) ?? code.Value);

    private static string? RuleName(string code) => Grades.Summary(code) is { } rule && rule.IndexOf('：', StringComparison.Ordinal) is > 0 and var cut ? $"{rule[..cut]}的规则" : null;

    /// <summary>A text with its placeholders read out.</summary>
    public string Filled(string text) => Hole().Replace(text.Replace("{{cycle.year}}年", "当年", StringComparison.Ordinal), hole => hole.Groups[1].Value switch
    {
        "cycle.jurisdiction" => _place,
        "cycle.year" => "当年",
        "project" => "该项目",
        "period" => "本期",
        "projects" => "项目名单",
        "candidates" => "候选项目名单",
        "count" => "若干",
        "date" or "until" => "某日",
        _ => "……",
    });

    /// <summary>What may differ stands behind the unit: 60 天（可另设）.</summary>
    public static string Tidy(string sentence) => Unit().Replace(sentence, "$1（可另设）");

    public string People(JsonArray people) => names.Of(people);

    private string? Constant(PropertyField field, JsonNode? value) => value switch
    {
        null => field.Default,
        JsonArray people when field.Kind == FieldKind.People => people.Count == 0 ? null : names.Of(people),
        JsonArray list when list.All(one => one is JsonValue) => list.Count == 0 ? null : string.Join("、", list.Select(one => Filled(one!.ToString()))),
        JsonValue one when ChoiceWords.Of(field.Input.ValueType, one.ToString()) is { } choice => choice,
        JsonValue one when one.GetValueKind() is JsonValueKind.True or JsonValueKind.False => one.GetValueKind() == JsonValueKind.True ? "是" : "否",
        JsonValue one => one.ToString() is { Length: > 0 } text ? Filled(text) : null,
        _ => null,
    };

    private string Setting(PropertyField field, string name)
    {
        var usual = _settings.GetValueOrDefault(name)?["defaultValue"];
        var words = usual is JsonValue && Constant(field, usual) is { } known && !IsCode(known) ? known : usual is JsonValue && Usual(name) is { Length: > 0 } other && other != "不填" ? other : $"“{Name(name)}”";
        return words + MayDiffer;
    }

    /// <summary>People and bodies that a script looks up are known by the setting it asks for.</summary>
    private string Script(string script)
    {
        var asked = Asked().Matches(script).Select(match => match.Groups[1].Value).Where(_settings.ContainsKey).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (asked is [var only] && _settings[only]["defaultValue"] is JsonValue) return Usual(only) + MayDiffer;
        return asked.Count > 0 ? $"按{string.Join("、", asked.Select(name => $"“{Name(name)}”"))}" : "按设好的条件";
    }

    private string Name(string setting) => StepTree.Text(_settings.GetValueOrDefault(setting)?["displayName"]) ?? setting;

    private static bool IsCode(string text) => Code().IsMatch(text);

    [GeneratedRegex(@"\{\{\s*([\w.]+)\s*\}\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\bget(\w+)\(\)")]
    private static partial Regex Asked();

    [GeneratedRegex("（可另设）( (?:个工作日内|个工作日|个月|天|项|件|日|次|轮|人))")]
    private static partial Regex Unit();

    [GeneratedRegex(@"R-[A-Z0-9]+")]
    private static partial Regex RuleCode();

    [GeneratedRegex(@"^[A-Z][A-Za-z]+$")]
    private static partial Regex Code();
}
