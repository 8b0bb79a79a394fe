namespace Minsheng.Workflow.Activities.Versions;

/// <summary>Names and texts as they are quoted in a sentence.</summary>
internal static class Quote
{
    private const int LongestName = 40, LongestText = 60, Around = 6;

    public static string Name(string name) => $"“{Short(name, LongestName)}”";

    public static string Text(string text) => $"“{Short(text.ReplaceLineEndings(" "), LongestText)}”";

    /// <summary>Figures and Latin letters stand off from Chinese by a space, as in print.</summary>
    public static string Change(string? before, string? after) => $"由{Apart(before ?? "不填")}改为{Apart(after ?? "不填", isLast: true)}";

    private static string Apart(string value, bool isLast = false) => value.Length == 0 ? "空"
        : $"{(char.IsAscii(value[0]) ? " " : "")}{value}{(!isLast && char.IsAscii(value[^1]) ? " " : "")}";

    public static string List(IReadOnlyCollection<string> names, int atMost)
    {
        var all = names.Distinct(StringComparer.Ordinal).ToList();
        return string.Concat(all.Take(atMost).Select(Name)) + (all.Count > atMost ? $"等 {all.Count} 处" : "");
    }

    /// <summary>The part of two texts that differs, with a few characters around it; the texts themselves when they are short.</summary>
    public static (string Before, string After) Differing(string before, string after)
    {
        if (before.Length <= LongestText && after.Length <= LongestText) return (Text(before), Text(after));
        var (start, least) = (0, Math.Min(before.Length, after.Length));
        while (start < least && before[start] == after[start]) start++;
        var end = 0;
        while (end < least - start && before[^(end + 1)] == after[^(end + 1)]) end++;
        return (Part(before, start, end), Part(after, start, end));
    }

    private static string Part(string text, int start, int end)
    {
        var (from, to) = (Math.Max(0, start - Around), Math.Min(text.Length, text.Length - end + Around));
        return Text($"{(from > 0 ? "…" : "")}{Short(text[from..to], LongestText - 2)}{(to < text.Length ? "…" : "")}");
    }

    private static string Short(string text, int most) => text.Length <= most ? text : $"{text[..(most - 1)]}…";
}
