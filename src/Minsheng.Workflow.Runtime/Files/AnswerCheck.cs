using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Files;

/// <summary>What only the place itself can tell about an answer: that the files, people, units and places it names are there.</summary>
internal static class AnswerCheck
{
    /// <param name="values">As checked by the form.</param>
    public static IReadOnlyList<FieldProblem> Of(WriteSession session, string jurisdictionId, Form form, IReadOnlyDictionary<string, object?> values)
    {
        var problems = new List<FieldProblem>(FileReader.Check(session, jurisdictionId, form, values));
        foreach (var field in form.Fields)
            if (field.Type == FieldType.Table && values.GetValueOrDefault(field.Name) is IReadOnlyList<Dictionary<string, object?>> rows)
                foreach (var (index, row) in rows.Index())
                    foreach (var column in field.Columns) Check(session, jurisdictionId, column, row.GetValueOrDefault(column.Name), $"{field.Name}[{index}].{column.Name}", problems);
            else Check(session, jurisdictionId, field, values.GetValueOrDefault(field.Name), field.Name, problems);
        return problems;
    }

    /// <returns>What is wrong with a signature; null when it is a picture that was uploaded here.</returns>
    public static string? Signature(WriteSession session, string jurisdictionId, string fileId) =>
        session.First($"SELECT type FROM files WHERE jurisdiction_id = {jurisdictionId} AND digest = {fileId}", reader => reader.GetString(0)) is { } type && type.StartsWith("image/", StringComparison.Ordinal)
            ? null
            : "签名没有保存成功，请重新签名。";

    private static void Check(WriteSession session, string place, Field field, object? value, string path, List<FieldProblem> problems)
    {
        // What the step put in is not for whoever acts to cure.
        if (field.ReadOnly) return;
        var sentence = field.Type switch
        {
            FieldType.Person when value is string id && !session.Exists($"SELECT 1 FROM people WHERE id = {id} AND jurisdiction_id = {place} AND is_active = {true}") => $"“{field.Label}”所选的人不在本地名册里，请重新选择。",
            FieldType.Unit when value is string id && !session.Exists($"SELECT 1 FROM units WHERE id = {id} AND jurisdiction_id = {place}") => $"“{field.Label}”所选的单位不在本地名册里，请重新选择。",
            FieldType.Region when Region(value) is { } id && !IsWithin(session, place, id) => $"“{field.Label}”所选的乡镇（街道）不属于本地，请重新选择。",
            _ => null,
        };
        if (sentence is not null) problems.Add(new FieldProblem(path, sentence));
    }

    private static string? Region(object? value) => (value as Dictionary<string, object?>)?.GetValueOrDefault("region") as string;

    /// <summary>The place itself, or one below it.</summary>
    private static bool IsWithin(WriteSession session, string place, string? id)
    {
        const int Deepest = 5;
        for (var depth = 0; id is not null && depth < Deepest; depth++)
        {
            if (id == place) return true;
            id = session.First($"SELECT parent_id FROM jurisdictions WHERE id = {id}", reader => reader.IsDBNull(0) ? null : reader.GetString(0));
        }
        return false;
    }
}
