using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>A list of words, one a line. What is no word, e.g. a record, keeps its place at the end.</summary>
public static class LineList
{
    public static string Text(JsonArray list) => string.Join('\n', list.OfType<JsonValue>().Select(one => one.ToString()));

    /// <summary>How many entries are no words.</summary>
    public static int Others(JsonArray? list) => list?.Count(one => one is not JsonValue) ?? 0;

    /// <returns>Null when nothing is left. A line that stood there before keeps the kind it had, e.g. a number.</returns>
    public static JsonArray? Parse(string? text, JsonArray? before)
    {
        var known = (before ?? []).OfType<JsonValue>().ToList();
        var lines = new JsonArray();
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var same = known.FindIndex(one => one.ToString() == line);
            lines.Add(same < 0 ? JsonValue.Create(line) : known[same].DeepClone());
            if (same >= 0) known.RemoveAt(same);
        }
        foreach (var other in (before ?? []).Where(one => one is not JsonValue)) lines.Add(other?.DeepClone());
        return lines.Count == 0 ? null : lines;
    }
}
