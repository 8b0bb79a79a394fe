using System.Globalization;
using System.Text.Json;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Web.Components.Forms;

/// <summary>
/// What a person has put into a form so far, as typed: numbers and dates stay text until the server reads them.
/// Rows of tables and item lists are dictionaries in a list.
/// </summary>
public sealed class FormDraft
{
    public Dictionary<string, object?> Values { get; private init; } = new(StringComparer.Ordinal);
    public string Opinion { get; set; } = "";

    /// <summary>What the server found wrong the last time.</summary>
    public IReadOnlyList<FieldProblem> Problems { get; set; } = [];

    /// <summary>Files on their way: the answer must wait for them.</summary>
    public int Uploading { get; set; }

    /// <summary>Raised after every change by the person.</summary>
    public event Action? Changed;

    public static FormDraft Of(Form form, IReadOnlyList<string> itemIds)
    {
        var draft = new FormDraft();
        foreach (var field in form.Fields) draft.Values[field.Name] = Start(field, itemIds);
        return draft;
    }

    public static string Text(IReadOnlyDictionary<string, object?> values, string name) => AsText(values.GetValueOrDefault(name));

    public static List<object?> List(Dictionary<string, object?> values, string name)
    {
        if (values.GetValueOrDefault(name) is not List<object?> list) values[name] = list = [];
        return list;
    }

    public void Set(Dictionary<string, object?> values, string name, object? value)
    {
        values[name] = value;
        Touch();
    }

    public void Touch() => Changed?.Invoke();

    public string? ProblemAt(string path) => Problems.FirstOrDefault(problem => problem.Path == path)?.Sentence;

    public string Write() => JsonSerializer.Serialize(new Saved(Values, Opinion), Engine.Values.Json);

    /// <summary>Takes back what was kept, as far as the form still has the fields.</summary>
    public void Read(string json)
    {
        if (JsonSerializer.Deserialize<Saved>(json, Engine.Values.Json) is not { } saved) return;
        Opinion = saved.Opinion ?? "";
        foreach (var (name, value) in saved.Values ?? [])
            if (Values.ContainsKey(name)) Values[name] = Engine.Values.From(value);
    }

    public static Dictionary<string, object?> EmptyRow(Field table) =>
        table.Columns.ToDictionary(column => column.Name, column => Start(column, []), StringComparer.Ordinal);

    private static object? Start(Field field, IReadOnlyList<string> itemIds) => field.Type switch
    {
        FieldType.Items => itemIds.Select(object? (id) => new Dictionary<string, object?>(StringComparer.Ordinal) { ["item"] = id, ["verdict"] = "", ["reason"] = "", ["target"] = "" }).ToList(),
        FieldType.MultiChoice or FieldType.Attachment or FieldType.Photo => Engine.Values.From(field.Default) as List<object?> ?? [],
        FieldType.Table => Engine.Values.Copy(Engine.Values.From(field.Default)) as List<object?> ?? [EmptyRow(field)],
        _ => AsText(field.Default),
    };

    private static string AsText(object? value) => value switch
    {
        null => "",
        string text => text,
        double number => number.ToString("0.############", CultureInfo.InvariantCulture),
        JsonElement json => AsText(Engine.Values.FromJson(json)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    private sealed record Saved(Dictionary<string, object?>? Values, string? Opinion);
}
