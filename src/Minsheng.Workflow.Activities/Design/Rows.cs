using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Lists of records as they are edited. Every act gives a new list; what it does not touch is the same, known or not.</summary>
public static class Rows
{
    public static JsonArray Added(JsonArray list, JsonObject record) => [.. Copies(list), record.DeepClone()];

    public static JsonArray Removed(JsonArray list, int index) => [.. Copies(list).Where((_, at) => at != index)];

    public static JsonArray Replaced(JsonArray list, int index, JsonObject record) => [.. Copies(list).Select((one, at) => at == index ? record.DeepClone() : one)];

    public static JsonArray Moved(JsonArray list, int index, int by)
    {
        var copies = Copies(list).ToList();
        var to = Math.Clamp(index + by, 0, copies.Count - 1);
        if (index < 0 || index >= copies.Count) return [.. copies];
        var one = copies[index];
        copies.RemoveAt(index);
        copies.Insert(to, one);
        return [.. copies];
    }

    /// <summary>A member, also where it is written with another case, as the steps read it.</summary>
    public static JsonNode? Member(JsonObject record, string name) => record[Key(record, name)];

    /// <summary>The record with a member set; null or the usual flag takes it out.</summary>
    public static JsonObject With(JsonObject record, RowColumn column, JsonNode? value)
    {
        var copy = (JsonObject)record.DeepClone();
        var key = Key(copy, column.Name);
        if (value is null || value is JsonArray { Count: 0 } && !column.IsRequired || column.Kind == ColumnKind.Flag && value.ToString() == column.Usual) copy.Remove(key);
        else copy[key] = value.DeepClone();
        return copy;
    }

    /// <summary>A member as a person types it.</summary>
    public static string Text(JsonObject record, RowColumn column) => Member(record, column.Name) switch
    {
        null => column.Kind == ColumnKind.Flag ? column.Usual : "",
        JsonArray list when column.Kind == ColumnKind.Lines => LineList.Text(list),
        JsonObject expression when column.Kind == ColumnKind.Script => StepTree.Text(expression["value"]) ?? "",
        JsonValue value => value.ToString(),
        _ => "",
    };

    /// <summary>What was typed as a value of the file; null where nothing was.</summary>
    /// <exception cref="DesignRefusedException">It is no such value.</exception>
    public static JsonNode? Parse(JsonObject record, RowColumn column, string? typed)
    {
        var text = typed?.Trim() ?? "";
        if (column.Kind == ColumnKind.Script) return Script(Member(record, column.Name) as JsonObject, text);
        if (text.Length == 0) return column.IsRequired && column.Kind == ColumnKind.Text ? JsonValue.Create("") : null;
        return column.Kind switch
        {
            ColumnKind.Number => JsonValue.Create(Scalars.TryNumber(text, out var number) ? number : throw DesignRefusedException.BadValue(text, "数字", column.Label)),
            ColumnKind.Flag => JsonValue.Create(text is "true" or "True"),
            ColumnKind.Lines => LineList.Parse(text, Member(record, column.Name) as JsonArray),
            _ => JsonValue.Create(text),
        };
    }

    /// <summary>A name that none of the records has yet.</summary>
    public static string Fresh(JsonArray list, string member, string word)
    {
        var taken = list.OfType<JsonObject>().Select(one => StepTree.Text(one[member])).ToHashSet();
        return taken.Contains(word) ? Enumerable.Range(2, taken.Count + 1).Select(number => $"{word}{number}").First(name => !taken.Contains(name)) : word;
    }

    private static JsonObject Script(JsonObject? before, string text)
    {
        var expression = before?.DeepClone() as JsonObject ?? [];
        (expression["type"], expression["value"]) = (expression["type"]?.DeepClone() ?? "JavaScript", text);
        return expression;
    }

    private static IEnumerable<JsonNode?> Copies(JsonArray list) => list.Select(one => one?.DeepClone());

    private static string Key(JsonObject record, string name) =>
        record.ContainsKey(name) ? name : record.FirstOrDefault(member => string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase)).Key ?? name;
}
