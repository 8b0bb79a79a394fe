using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Written;

/// <summary>Values of inputs in running text: what a year may set anew says so, scripts are named by what they look at, English never shows.</summary>
internal sealed partial class InputWords(WorkflowDefinition definition, DesignNames names)
{
    public const string MayDiffer = "（可另设）";

    private readonly YearSettings _settings = new(definition);
    private readonly string _place = StepTree.Text(definition.CustomProperties?["jurisdiction"]) ?? "本地";

    /// <returns>Null when nothing is stated and nothing holds by default.</returns>
    public string? Of(PropertyField field) => field.Value.Mode switch
    {
        InputMode.Constant => Constant(field, field.Value.Constant),
        InputMode.Setting => Setting(field, field.Value.Text),
        InputMode.Script => Script(field.Value.Text),
        InputMode.Variable => "按前面登记的",
        _ => field.Default ?? (field.UsualPeople is { } people ? names.Of(people) : null),
    };

    /// <summary>As the file writes it, unless a year says otherwise; null when it is worked out.</summary>
    public string? Plain(InputValue value) => _settings.Known(value)?.ToString();

    /// <summary>What a setting is as long as nobody sets it otherwise.</summary>
    public string Usual(string setting)
    {
        var usual = _settings.Default(setting)?.ToString() ?? "";
        if (RuleName(usual) is { } rule) return rule;
        var words = ValueWords.Of(JsonValue.Create(usual), SettingChoices.Of(definition, setting))!;
        return words.Length == 0 ? "不填" : IsCode(words) ? names.Role(words) : words;
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

    private string? Constant(PropertyField field, JsonNode? value) =>
        value is null ? field.Default : ValueWords.Of(field, value, names) is { Length: > 0 } words ? Filled(words) : null;

    private string Setting(PropertyField field, string name)
    {
        var usual = _settings.Default(name) as JsonValue;
        var words = usual is not null && Constant(field, usual) is { } known && !IsCode(known) ? known : usual is not null && Usual(name) is var other && other != "不填" ? other : $"“{_settings.Title(name)}”";
        return words + MayDiffer;
    }

    /// <summary>People and bodies that a script looks up are known by the setting it asks for.</summary>
    private string Script(string script)
    {
        var asked = Asked().Matches(script).Select(match => match.Groups[1].Value).Where(_settings.Has).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (asked is [var only] && _settings.Default(only) is JsonValue) return Usual(only) + MayDiffer;
        return asked.Count > 0 ? $"按{string.Join("、", asked.Select(name => $"“{_settings.Title(name)}”"))}" : "按设好的条件";
    }

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
