using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Activities.Written;

/// <summary>The inputs of one step in words, and which of them have been told: what no sentence tells is listed behind.</summary>
internal sealed class StepInputs(JsonObject json, InputWords words)
{
    private static readonly string[] Never = ["title", "saveTo", "key", "form", "actions", "template", "notice", "noticeTitle", "lights", "condition", "correlationId", "input"];

    private readonly Dictionary<string, PropertyField> _fields = PropertyField.Of(json).DistinctBy(field => field.Name).ToDictionary(field => field.Name, StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(Never, StringComparer.Ordinal);

    public JsonObject Json => json;

    /// <returns>Null when nothing is stated and nothing holds by default.</returns>
    public string? Words(string name)
    {
        _told.Add(name);
        return _fields.TryGetValue(name, out var field) ? words.Of(field) : null;
    }

    /// <summary>As the file writes it, settings by what they usually are; null when it is worked out or not stated.</summary>
    public string? Plain(string name)
    {
        _told.Add(name);
        return words.Plain(InputValue.Read(json[name]));
    }

    public JsonNode? Constant(string name)
    {
        _told.Add(name);
        return InputValue.Read(json[name]).Constant;
    }

    public bool IsStated(string name) => InputValue.Read(json[name]).Mode != InputMode.Default;

    /// <summary>A number of days and the like; null when it is nothing, i.e. no limit.</summary>
    public string? Count(string name) => Words(name) is { } text && text != "0" && text != $"0{InputWords.MayDiffer}" ? text : null;

    public string Filled(string text) => words.Filled(text);

    public string People(JsonArray people) => words.People(people);

    public void Skip(params string[] names) => _told.UnionWith(names);

    /// <summary>What is stated and has been told nowhere.</summary>
    public IEnumerable<string> Rest() => _fields.Values.Where(field => !_told.Contains(field.Name) && field.Value.Mode != InputMode.Default)
        .Select(field => (field.Label, Words: words.Of(field))).Where(one => one.Words is not null).Select(one => $"{one.Label}：{one.Words}");
}
