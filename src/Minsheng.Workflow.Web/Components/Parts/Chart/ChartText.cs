namespace Minsheng.Workflow.Web.Components.Parts.Chart;

/// <summary>Breaks Chinese text into lines without a browser: a Han character is one em wide, Latin about half.</summary>
public static class ChartText
{
    private const string NeverFirst = "，。、；：！？）》”’…";

    public static IReadOnlyList<string> Wrap(string text, double width, double fontSize, int maxLines)
    {
        var room = width / fontSize;
        var lines = new List<string>();
        var start = 0;
        while (start < text.Length)
        {
            var isLast = lines.Count == maxLines - 1;
            var length = Fitting(text.AsSpan(start), room);
            if (start + length >= text.Length)
            {
                lines.Add(text[start..]);
                break;
            }
            if (isLast)
            {
                lines.Add(string.Concat(text.AsSpan(start, Math.Max(1, Fitting(text.AsSpan(start), room - 1))), "…"));
                break;
            }
            if (length > 1 && NeverFirst.Contains(text[start + length]))
                length--;
            lines.Add(text.Substring(start, length));
            start += length;
        }
        return lines;
    }

    public static double Width(string text, double fontSize) => text.Sum(Em) * fontSize;

    private static int Fitting(ReadOnlySpan<char> text, double room)
    {
        var used = 0.0;
        for (var i = 0; i < text.Length; i++)
        {
            used += Em(text[i]);
            if (used > room)
                return Math.Max(1, i);
        }
        return text.Length;
    }

    private static double Em(char c) => c switch
    {
        < ' ' => 0,
        'i' or 'l' or '.' or ',' or ' ' or '|' => 0.3,
        >= 'A' and <= 'Z' or 'm' or 'w' => 0.68,
        < '\u2000' => 0.57,
        _ => 1,
    };
}
