using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Files;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>A field that was filled in, in words.</summary>
/// <param name="Files">What was uploaded in it.</param>
/// <param name="Html">Formatted text, cleaned; <paramref name="Text"/> has its words.</param>
public sealed record FormEntry(string Label, string Text, IReadOnlyList<FileLink> Files, string? Html = null);

/// <summary>Filled-in forms as people read them: labels for values, names for ids.</summary>
internal sealed class EntryWords(Form form, IReadOnlyDictionary<string, string> names, IReadOnlyDictionary<string, FileLink> files)
{
    /// <param name="answers">The filled-in forms that will be put in words.</param>
    public static async Task<EntryWords> ReadAsync(WorkflowDb db, Form form, IReadOnlyList<TaskItem> items, IEnumerable<string> answers, CancellationToken cancellation)
    {
        var names = items.ToDictionary(item => item.Id, item => $"{item.Number} {item.Title}", StringComparer.Ordinal);
        var kinds = form.Fields.SelectMany(field => field.Columns.Prepend(field)).Select(field => field.Type).ToHashSet();
        if (kinds.Contains(FieldType.Unit))
            foreach (var unit in await db.Units.Select(unit => new { unit.Id, unit.Name }).ToListAsync(cancellation)) names[unit.Id] = unit.Name;
        if (kinds.Contains(FieldType.Region))
            foreach (var place in await db.Jurisdictions.Select(place => new { place.Id, place.Name }).ToListAsync(cancellation)) names[place.Id] = place.Name;
        if (kinds.Contains(FieldType.Person))
            foreach (var person in await db.People.Select(person => new { person.Id, person.Name }).ToListAsync(cancellation)) names[person.Id] = person.Name;
        var uploaded = answers.SelectMany(answer => form.Files(Read(answer))).Select(file => file.Id).Distinct().ToList();
        return new EntryWords(form, names, (await FileReader.LinksAsync(db, uploaded, cancellation)).ToDictionary(link => link.Id, StringComparer.Ordinal));
    }

    public IReadOnlyList<FormEntry> Of(string valuesJson)
    {
        var values = Read(valuesJson);
        return [.. from field in form.Fields
                   let text = field.Type is FieldType.Attachment or FieldType.Photo or FieldType.Signature ? "" : Text(field, Values.From(values.GetValueOrDefault(field.Name)))
                   let uploaded = form.Files(values).Where(file => file.Path == field.Name || file.Path.StartsWith(field.Name + "[", StringComparison.Ordinal)).Select(file => files.GetValueOrDefault(file.Id)).OfType<FileLink>().ToList()
                   where text.Length > 0 || uploaded.Count > 0
                   select new FormEntry(field.Label, text, uploaded, field.Type == FieldType.RichText ? RichText.Clean((string)Values.From(values[field.Name])!) : null)];
    }

    private static Dictionary<string, object?> Read(string valuesJson) => JsonSerializer.Deserialize<Dictionary<string, object?>>(valuesJson, Values.Json) ?? [];

    private string Text(Field field, object? value) => value switch
    {
        List<object?> rows when field.Type == FieldType.Items => string.Join('\n', rows.OfType<Dictionary<string, object?>>().Select(Verdict)),
        List<object?> rows when field.Type == FieldType.Table => string.Join('\n', rows.OfType<Dictionary<string, object?>>().Select(row => Row(field, row))),
        Dictionary<string, object?> place when field.Type == FieldType.Region => string.Concat(Named(place.GetValueOrDefault("region")), place.GetValueOrDefault("town"), place.GetValueOrDefault("village")),
        string html when field.Type == FieldType.RichText => RichText.Words(html),
        List<object?> chosen => string.Join("、", chosen.Select(one => Plain(field, one))),
        _ => Plain(field, value),
    };

    private string Named(object? id) => id is string known ? names.GetValueOrDefault(known, known) : "";

    private string Row(Field table, Dictionary<string, object?> row) =>
        string.Join("，", from column in table.Columns
                          let text = Plain(column, row.GetValueOrDefault(column.Name))
                          where text.Length > 0
                          select $"{column.Label} {text}");

    private string Verdict(Dictionary<string, object?> row)
    {
        var target = row.GetValueOrDefault("target") is string { Length: > 0 } id ? $" {names.GetValueOrDefault(id, id)}" : "";
        var reason = row.GetValueOrDefault("reason") is string { Length: > 0 } text ? $"（{text}）" : "";
        var item = row.GetValueOrDefault("item") as string ?? "";
        return $"{names.GetValueOrDefault(item, item)}：{row.GetValueOrDefault("verdict")}{target}{reason}";
    }

    private string Plain(Field field, object? value) => value switch
    {
        null => "",
        double number when field.Type == FieldType.Money => number.ToString("#,##0.00", CultureInfo.InvariantCulture) + " 万元",
        double number => number.ToString("0.############", CultureInfo.InvariantCulture),
        _ when field.Type is FieldType.Attachment or FieldType.Photo => "",
        string text when field.Type is FieldType.Unit or FieldType.Person => names.GetValueOrDefault(text, text),
        string text when field.Type == FieldType.Date && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => DayWords.Full(day),
        string text => field.Options.FirstOrDefault(option => option.Value == text)?.Label ?? text,
        _ => "",
    };
}
