using System.Collections.Frozen;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>The methods of texts. Patterns are plain texts.</summary>
internal static partial class TextMethods
{
    public static FrozenDictionary<string, Builtin> All { get; } = new Dictionary<string, Builtin>(StringComparer.Ordinal)
    {
        ["at"] = At,
        ["charAt"] = (run, self, arguments) => CharAt((string)self!, arguments.Integer(run, 0), ""),
        ["charCodeAt"] = CharCodeAt,
        ["concat"] = (run, self, arguments) => arguments.All.Aggregate((string)self!, (text, more) => run.Concat(text, Conversions.ToText(run, more))),
        ["endsWith"] = (run, self, arguments) => Values.Bool(Within((string)self!, arguments, run).EndsWith(arguments.Text(run, 0), StringComparison.Ordinal)),
        ["includes"] = (run, self, arguments) => Values.Bool(IndexOf(run, (string)self!, arguments) >= 0),
        ["indexOf"] = (run, self, arguments) => Values.Number(IndexOf(run, (string)self!, arguments)),
        ["lastIndexOf"] = LastIndexOf,
        ["padEnd"] = (run, self, arguments) => (string)self! + Padding(run, (string)self!, arguments),
        ["padStart"] = (run, self, arguments) => Padding(run, (string)self!, arguments) + (string)self!,
        ["repeat"] = Repeat,
        ["replace"] = (run, self, arguments) => Replace(run, (string)self!, arguments, all: false),
        ["replaceAll"] = (run, self, arguments) => Replace(run, (string)self!, arguments, all: true),
        ["slice"] = Slice,
        ["split"] = Split,
        ["startsWith"] = StartsWith,
        ["substring"] = Substring,
        ["toLowerCase"] = (run, self, _) => run.Text(((string)self!).ToLowerInvariant()),
        ["toString"] = (run, self, _) => Conversions.ToText(run, self),
        ["toUpperCase"] = (run, self, _) => run.Text(((string)self!).ToUpperInvariant()),
        ["trim"] = (run, self, _) => run.Text(((string)self!).Trim()),
        ["trimEnd"] = (run, self, _) => run.Text(((string)self!).TrimEnd()),
        ["trimStart"] = (run, self, _) => run.Text(((string)self!).TrimStart()),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static object? At(Evaluation run, object? self, Arguments arguments)
    {
        var index = arguments.Integer(run, 0);
        return CharAt((string)self!, index < 0 ? index + ((string)self!).Length : index, Undefined.Value);
    }

    private static object? CharAt(string text, int index, object? otherwise) =>
        index >= 0 && index < text.Length ? Sequences.Character(text[index]) : otherwise;

    private static object CharCodeAt(Evaluation run, object? self, Arguments arguments)
    {
        var (text, index) = ((string)self!, arguments.Integer(run, 0));
        return Values.Number(index >= 0 && index < text.Length ? text[index] : double.NaN);
    }

    private static string Within(string text, Arguments arguments, Evaluation run)
    {
        run.Work(text.Length);
        return text[..Math.Clamp(arguments.Integer(run, 1, text.Length), 0, text.Length)];
    }

    private static object StartsWith(Evaluation run, object? self, Arguments arguments)
    {
        var text = (string)self!;
        run.Work(text.Length);
        var start = Math.Clamp(arguments.Integer(run, 1), 0, text.Length);
        return Values.Bool(text.AsSpan(start).StartsWith(arguments.Text(run, 0), StringComparison.Ordinal));
    }

    private static int IndexOf(Evaluation run, string text, Arguments arguments)
    {
        var pattern = arguments.Text(run, 0);
        run.Search(text, pattern);
        return text.IndexOf(pattern, Math.Clamp(arguments.Integer(run, 1), 0, text.Length), StringComparison.Ordinal);
    }

    private static object LastIndexOf(Evaluation run, object? self, Arguments arguments)
    {
        var (text, pattern) = ((string)self!, arguments.Text(run, 0));
        run.Search(text, pattern);
        return Values.Number(text.AsSpan().LastIndexOf(pattern, StringComparison.Ordinal));
    }

    private static string Repeat(Evaluation run, object? self, Arguments arguments)
    {
        var (text, count) = ((string)self!, arguments.Integer(run, 0));
        if (count < 0)
            throw run.Fail("repeat 的次数不能小于 0，请检查。");
        run.CheckLength((long)text.Length * count);
        run.Allocate((long)text.Length * count + 16);
        return text.Length == 0 ? "" : string.Concat(Enumerable.Repeat(text, count));
    }

    private static string Padding(Evaluation run, string text, Arguments arguments)
    {
        var length = arguments.Integer(run, 0);
        var pad = arguments.Has(1) ? arguments.Text(run, 1) : " ";
        if (length <= text.Length || pad.Length == 0)
            return "";
        run.CheckLength(length);
        run.Allocate(2L * length + 32);
        return string.Create(length - text.Length, pad, (span, fill) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = fill[i % fill.Length];
        });
    }

    private static string Slice(Evaluation run, object? self, Arguments arguments)
    {
        var text = (string)self!;
        var (start, end) = (arguments.Place(run, 0, text.Length, 0), arguments.Place(run, 1, text.Length, text.Length));
        return start < end ? run.Text(text[start..end]) : "";
    }

    private static string Substring(Evaluation run, object? self, Arguments arguments)
    {
        var text = (string)self!;
        var start = Math.Clamp(arguments.Integer(run, 0), 0, text.Length);
        var end = Math.Clamp(arguments.Integer(run, 1, text.Length), 0, text.Length);
        return run.Text(text[Math.Min(start, end)..Math.Max(start, end)]);
    }
}
