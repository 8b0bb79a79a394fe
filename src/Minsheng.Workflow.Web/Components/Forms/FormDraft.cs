using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Web.Components.Forms;

/// <summary>
/// What a person has put into a form so far, as typed: numbers and dates stay text until the server reads them.
/// Rows of tables and item lists are dictionaries in a list, a place is a dictionary.
/// </summary>
public sealed partial class FormDraft
{
    /// <summary>Where the opinion stands in what the browser keeps.</summary>
    public const string OpinionPath = "$opinion";

    /// <summary>How far what reaches the server may be behind what is being typed: the browser's copy still knows more, in milliseconds.</summary>
    private const long Lag = 5000;

    private Dictionary<string, Field> _fields = [];

    public Dictionary<string, object?> Values { get; private init; } = new(StringComparer.Ordinal);
    public string Opinion { get; set; } = "";

    /// <summary>What the server found wrong the last time.</summary>
    public IReadOnlyList<FieldProblem> Problems { get; set; } = [];

    /// <summary>Tried out by whoever draws the form: nothing is uploaded or signed.</summary>
    public bool IsTrial { get; set; }

    /// <summary>Files on their way: the answer must wait for them.</summary>
    public int Uploading { get; set; }

    /// <summary>Raised after every change by the person.</summary>
    public event Action? Changed;

    public static FormDraft Of(Form form, IReadOnlyList<string> itemIds)
    {
        var draft = new FormDraft { _fields = form.Fields.ToDictionary(field => field.Name, StringComparer.Ordinal) };
        foreach (var field in form.Fields) draft.Values[field.Name] = Start(field, itemIds);
        return draft;
    }

    public static string Text(IReadOnlyDictionary<string, object?> values, string name) => AsText(values.GetValueOrDefault(name));

    public static List<object?> List(Dictionary<string, object?> values, string name)
    {
        if (values.GetValueOrDefault(name) is not List<object?> list) values[name] = list = [];
        return list;
    }

    public static Dictionary<string, object?> Map(Dictionary<string, object?> values, string name)
    {
        if (values.GetValueOrDefault(name) is not Dictionary<string, object?> map) values[name] = map = new Dictionary<string, object?>(StringComparer.Ordinal);
        return map;
    }

    public void Set(Dictionary<string, object?> values, string name, object? value)
    {
        values[name] = value;
        Touch();
    }

    public void Touch() => Changed?.Invoke();

    public string? ProblemAt(string path) => Problems.FirstOrDefault(problem => problem.Path == path)?.Sentence;

    /// <summary>Somebody is putting it right: the sentence goes, the next check speaks again.</summary>
    public void Forget(string path)
    {
        if (ProblemAt(path) is not null) Problems = [.. Problems.Where(problem => problem.Path != path)];
    }

    public string Write(DateTimeOffset at) => JsonSerializer.Serialize(new Saved(at.ToUnixTimeMilliseconds(), Values, Opinion), Engine.Values.Json);

    /// <summary>Takes back what was kept, as far as the form still has the fields.</summary>
    /// <param name="server">As <see cref="Write"/> wrote it.</param>
    /// <param name="browser">What stood in the controls, by path; counts when it is newer.</param>
    /// <returns>When it was kept; null when there is nothing.</returns>
    public DateTimeOffset? Read(string? server, string? browser)
    {
        var saved = Parse<Saved>(server);
        var typed = Parse<Typed>(browser);
        if (saved is null && typed?.Values is null) return null;
        Opinion = saved?.Opinion ?? Opinion;
        foreach (var (name, value) in saved?.Values ?? [])
            if (_fields.TryGetValue(name, out var field) && !field.ReadOnly) Values[name] = Safe(field, Engine.Values.From(value));
        if (typed?.Values is null || typed.At + Lag < saved?.At) return DateTimeOffset.FromUnixTimeMilliseconds(saved?.At ?? 0);
        foreach (var (path, value) in typed.Values) Put(path, Engine.Values.From(value));
        return DateTimeOffset.FromUnixTimeMilliseconds(typed.At);
    }

    /// <summary>What was handed in before the task came back stands in the fields again.</summary>
    public void Take(IReadOnlyDictionary<string, object?> earlier)
    {
        foreach (var (name, field) in _fields)
            if (!field.ReadOnly && earlier.GetValueOrDefault(name) is { } value) Values[name] = AsTyped(field, Engine.Values.From(value), Values[name]);
    }

    /// <summary>Item lists keep the items of now; numbers and dates become text again.</summary>
    private static object? AsTyped(Field field, object? value, object? start) => (field.Type, value) switch
    {
        (FieldType.Items, List<object?> before) => (start as List<object?> ?? []).Select(row => before.OfType<Dictionary<string, object?>>()
            .FirstOrDefault(known => AsText(known.GetValueOrDefault("item")) == AsText((row as Dictionary<string, object?>)?.GetValueOrDefault("item"))) is { } known ? AsText(known) : row).ToList(),
        (FieldType.Table, List<object?> rows) => rows.Select(row => row is Dictionary<string, object?> cells ? AsText(cells) : row).ToList(),
        (_, List<object?> or Dictionary<string, object?>) => value,
        _ => Safe(field, AsText(value)),
    };

    private static Dictionary<string, object?> AsText(Dictionary<string, object?> row) =>
        row.ToDictionary(cell => cell.Key, object? (cell) => cell.Value is List<object?> ? cell.Value : AsText(cell.Value), StringComparer.Ordinal);

    public static Dictionary<string, object?> EmptyRow(Field table) =>
        table.Columns.ToDictionary(column => column.Name, column => Start(column, []), StringComparer.Ordinal);

    /// <summary>One control's value goes where its path points, if the form has such a place.</summary>
    private void Put(string path, object? value)
    {
        if (path == OpinionPath) Opinion = value as string ?? Opinion;
        if (Path().Match(path) is not { Success: true } found || !_fields.TryGetValue(found.Groups["name"].Value, out var field) || field.ReadOnly) return;
        var (row, part) = (found.Groups["row"].Value, found.Groups["part"].Value);
        if (row.Length > 0 && value is string cell) PutCell(field, int.Parse(row, CultureInfo.InvariantCulture), part, cell);
        else if (field.Type == FieldType.Region && value is string word) Map(Values, field.Name)[part] = word;
        else if (part.Length == 0 && row.Length == 0 && (field.Type == FieldType.MultiChoice) == (value is List<object?>)) Values[field.Name] = Safe(field, value);
    }

    private void PutCell(Field table, int row, string column, string cell)
    {
        const int MostRows = 500;
        var rows = List(Values, table.Name);
        while (table.Type == FieldType.Table && rows.Count <= row && row < MostRows) rows.Add(EmptyRow(table));
        if (row < rows.Count && rows[row] is Dictionary<string, object?> cells && cells.TryGetValue(column, out var before) && before is null or string) cells[column] = cell;
    }

    private static object? Start(Field field, IReadOnlyList<string> itemIds) => field.Type switch
    {
        FieldType.Items => itemIds.Select(object? (id) => new Dictionary<string, object?>(StringComparer.Ordinal) { ["item"] = id, ["verdict"] = "", ["reason"] = "", ["target"] = "" }).ToList(),
        FieldType.MultiChoice or FieldType.Attachment or FieldType.Photo => Engine.Values.Copy(Engine.Values.From(field.Default)) as List<object?> ?? [],
        FieldType.Table => Engine.Values.Copy(Engine.Values.From(field.Default)) as List<object?> ?? [EmptyRow(field)],
        FieldType.Region => Engine.Values.Copy(Engine.Values.From(field.Default)) as Dictionary<string, object?> ?? new Dictionary<string, object?>(StringComparer.Ordinal) { ["town"] = AsText(field.Default) },
        _ => Safe(field, AsText(field.Default)),
    };

    /// <summary>Formatted text is shown while it is edited, so it is cleaned on its way in too.</summary>
    private static object? Safe(Field field, object? value) => field.Type == FieldType.RichText ? RichText.Clean(AsText(value)) : value;

    private static string AsText(object? value) => value switch
    {
        null => "",
        string text => text,
        double number => number.ToString("0.############", CultureInfo.InvariantCulture),
        JsonElement json => AsText(Engine.Values.FromJson(json)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    private static T? Parse<T>(string? json) where T : class
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<T>(json, Engine.Values.Json);
        }
        catch (JsonException)
        {
            // Written by an older page or by hand: as if nothing had been kept.
            return null;
        }
    }

    [GeneratedRegex(@"^(?<name>[^\[\].]+)(\[(?<row>[0-9]{1,4})\])?(\.(?<part>.+))?$")]
    private static partial Regex Path();

    private sealed record Saved(long At, Dictionary<string, object?>? Values, string? Opinion);

    private sealed record Typed(long At, Dictionary<string, object?>? Values);
}
