using System.Text.Json;

namespace Minsheng.Workflow.Activities.Forms;

/// <summary>A form as data in a definition, with the one validation that counts: the page shows it, the server runs it.</summary>
public sealed record Form(IReadOnlyList<Field> Fields)
{
    /// <summary>Reads {"fields": […]} or the list of fields alone.</summary>
    /// <exception cref="InvalidFormException">Lists everything wrong with the form.</exception>
    public static Form Parse(JsonElement json) => FormReader.Read(Plain.Of(json));

    /// <inheritdoc cref="Parse(JsonElement)"/>
    public static Form Parse(IReadOnlyDictionary<string, object?> data) => FormReader.Read(Plain.Of(data));

    /// <summary>Checks an answer and brings it into normal form. Values of fields that are not there are dropped, and read-only ones keep what the step put in.</summary>
    /// <param name="values">What was filled in: JSON elements or plain values.</param>
    /// <param name="items">Ids the item lists of this form must decide on; null when any may appear.</param>
    public FormAnswer Check(IReadOnlyDictionary<string, object?> values, IReadOnlyList<string>? items = null)
    {
        var problems = new List<FieldProblem>();
        var normal = new Dictionary<string, object?>(StringComparer.Ordinal);
        var standing = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in Fields)
        {
            if (field.VisibleWhen?.Holds(standing.GetValueOrDefault(field.VisibleWhen.Field)) == false) continue;
            if (field.Hidden || field.ReadOnly)
            {
                standing[field.Name] = FieldCheck.Of(field with { Required = false }, Plain.Of(field.Default), field.Name, items: null, []);
                if (field.ReadOnly && !field.Hidden) normal[field.Name] = standing[field.Name];
                continue;
            }
            var given = values.TryGetValue(field.Name, out var value) ? Plain.Of(value) : Plain.Of(field.Default);
            normal[field.Name] = standing[field.Name] = FieldCheck.Of(field, given, field.Name, items, problems);
        }
        return new FormAnswer(normal, problems);
    }

    /// <summary>The fields that are there, given what stands in the others so far, as typed.</summary>
    public IReadOnlyList<Field> Shown(IReadOnlyDictionary<string, object?> values)
    {
        var standing = new Dictionary<string, object?>(StringComparer.Ordinal);
        var shown = new List<Field>();
        foreach (var field in Fields)
        {
            if (field.VisibleWhen?.Holds(standing.GetValueOrDefault(field.VisibleWhen.Field)) == false) continue;
            standing[field.Name] = Plain.Of(field.Hidden || field.ReadOnly ? field.Default : values.GetValueOrDefault(field.Name));
            if (!field.Hidden) shown.Add(field);
        }
        return shown;
    }

    /// <summary>The files an answer names, each with the field that names it.</summary>
    public IEnumerable<(Field Field, string Path, string Id)> Files(IReadOnlyDictionary<string, object?> values) => Files(Fields, values, "");

    private static IEnumerable<(Field Field, string Path, string Id)> Files(IReadOnlyList<Field> fields, IReadOnlyDictionary<string, object?> values, string place)
    {
        foreach (var field in fields)
        {
            var value = Plain.Of(values.GetValueOrDefault(field.Name));
            if (field.Type is FieldType.Signature && value is string { Length: > 0 } signature) yield return (field, place + field.Name, signature);
            if (value is not List<object?> list) continue;
            if (field.Type is FieldType.Attachment or FieldType.Photo)
                foreach (var id in list.OfType<string>()) yield return (field, place + field.Name, id);
            else if (field.Type is FieldType.Table)
                foreach (var (index, row) in list.OfType<IReadOnlyDictionary<string, object?>>().Index())
                    foreach (var found in Files(field.Columns, row, $"{field.Name}[{index}].")) yield return found;
        }
    }

    /// <inheritdoc cref="Check(IReadOnlyDictionary{string, object?}, IReadOnlyList{string}?)"/>
    public FormAnswer Check(JsonElement values, IReadOnlyList<string>? items = null) =>
        Check(Plain.Of(values) as Dictionary<string, object?> ?? [], items);
}
