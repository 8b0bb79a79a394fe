using System.Net;
using System.Text;

namespace Minsheng.Workflow.Activities.Forms;

/// <summary>
/// Formatted text as people type it, kept safe: whatever comes in is read tag by tag and written anew from a list of ten
/// elements without any attribute. Nothing of the input's markup is ever copied.
/// </summary>
public static class RichText
{
    /// <summary>Elements whose contents are no text of the writer's.</summary>
    private static readonly HashSet<string> Swallowed = new(StringComparer.OrdinalIgnoreCase)
        { "script", "style", "iframe", "object", "noscript", "noembed", "noframes", "template", "svg", "math", "textarea", "title", "xmp", "head", "select" };

    /// <summary>The longest markup worth reading for a text of so many characters.</summary>
    public static int Longest(int characters) => characters * 20 + 2000;

    /// <summary>The same text with allowed formatting only, well-formed. Cleaning it again changes nothing.</summary>
    public static string Clean(string html)
    {
        var writer = new RichTextWriter();
        Read(html, writer.Text, writer.Open, writer.Close);
        return writer.End();
    }

    /// <summary>The words alone, a line each paragraph.</summary>
    public static string Words(string html)
    {
        var words = new StringBuilder();
        Read(html, text => words.Append(text), tag => Break(words, tag), tag => Break(words, tag));
        return words.ToString().Trim();
    }

    private static void Break(StringBuilder words, string tag)
    {
        if (tag is "br" or "p" or "div" or "li" or "ul" or "ol" && words.Length > 0 && words[^1] != '\n') words.Append('\n');
    }

    private static void Read(string html, Action<string> text, Action<string> open, Action<string> close)
    {
        for (var at = 0; at < html.Length;)
        {
            var tag = html.IndexOf('<', at);
            if (tag != at) text(Decode(html[at..(tag < 0 ? html.Length : tag)]));
            if (tag < 0) return;
            at = Tag(html, tag, text, open, close);
        }
    }

    /// <returns>Where reading goes on.</returns>
    private static int Tag(string html, int at, Action<string> text, Action<string> open, Action<string> close)
    {
        if (html.AsSpan(at).StartsWith("<!--")) return After(html, "-->", at + 4);
        var isEnd = at + 1 < html.Length && html[at + 1] == '/';
        var from = at + (isEnd ? 2 : 1);
        var to = from;
        while (to < html.Length && char.IsAsciiLetterOrDigit(html[to])) to++;
        if (to == from || !char.IsAsciiLetter(html[from]))
        {
            if (isEnd || from < html.Length && html[from] is '!' or '?') return After(html, ">", from);
            text("<");
            return at + 1;
        }

        var name = html[from..to].ToLowerInvariant();
        var next = EndOfTag(html, to);
        if (isEnd) close(name);
        else if (!Swallowed.Contains(name)) open(name);
        else return After(html, ">", html.IndexOf("</" + name, next, StringComparison.OrdinalIgnoreCase));
        return next;
    }

    /// <summary>Past the &gt; that ends a tag; one inside quotes does not.</summary>
    private static int EndOfTag(string html, int at)
    {
        var quote = '\0';
        for (; at < html.Length; at++)
            if (quote != '\0') quote = html[at] == quote ? '\0' : quote;
            else if (html[at] is '"' or '\'') quote = html[at];
            else if (html[at] == '>') return at + 1;
        return html.Length;
    }

    private static int After(string html, string mark, int from)
    {
        var at = from < 0 || from > html.Length ? -1 : html.IndexOf(mark, from, StringComparison.Ordinal);
        return at < 0 ? html.Length : at + mark.Length;
    }

    private static string Decode(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in WebUtility.HtmlDecode(text).EnumerateRunes())
            if (rune.Value is '\n' or '\t' or '\r') clean.Append(' ');
            else if (!Rune.IsControl(rune) && rune != Rune.ReplacementChar) clean.Append(rune);
        return clean.ToString();
    }
}
