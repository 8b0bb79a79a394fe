namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>Splitting and replacing.</summary>
internal static partial class TextMethods
{
    private static List<object?> Split(Evaluation run, object? self, Arguments arguments)
    {
        var text = (string)self!;
        var limit = arguments.Integer(run, 1, int.MaxValue);
        var parts = run.List();
        if (!arguments.Has(0))
        {
            run.Add(parts, text);
            return parts;
        }

        var separator = arguments.Text(run, 0);
        run.Search(text, separator);
        if (separator.Length == 0)
        {
            for (var i = 0; i < text.Length && parts.Count < limit; i++)
                Part(run, parts, Sequences.Character(text[i]));
            return parts;
        }

        for (var start = 0; parts.Count < limit;)
        {
            var found = text.IndexOf(separator, start, StringComparison.Ordinal);
            Part(run, parts, found < 0 ? text[start..] : text[start..found]);
            if (found < 0)
                break;
            start = found + separator.Length;
        }

        return parts;
    }

    private static void Part(Evaluation run, List<object?> parts, string part)
    {
        run.Visit(0);
        run.Add(parts, run.Text(part));
    }

    private static string Replace(Evaluation run, string text, Arguments arguments, bool all)
    {
        var (pattern, position) = (arguments.Text(run, 0), run.At);
        run.Search(text, pattern);
        var replacement = Values.IsFunction(arguments[1]) ? null : arguments.Text(run, 1);
        var result = new BoundedText(run);
        var copied = 0;
        for (var found = text.IndexOf(pattern, StringComparison.Ordinal); found >= 0;)
        {
            run.Step(position);
            result.Append(text.AsSpan(copied, found - copied));
            if (replacement is null)
                result.Append(Conversions.ToText(run, run.Call(arguments[1], [pattern, Values.Number(found), text])));
            else
                Expand(result, replacement, text, pattern, found);
            copied = found + pattern.Length;
            var next = pattern.Length == 0 ? found + 1 : copied;
            found = all && next <= text.Length ? text.IndexOf(pattern, next, StringComparison.Ordinal) : -1;
        }

        return result.Append(text.AsSpan(copied)).Finish();
    }

    /// <summary>In a replacement <c>$$</c> is a dollar, <c>$&amp;</c> the match, <c>$`</c> and <c>$'</c> what surrounds it.</summary>
    private static void Expand(BoundedText result, string replacement, string text, string pattern, int found)
    {
        for (var i = 0; i < replacement.Length; i++)
        {
            var mark = replacement[i] == '$' && i + 1 < replacement.Length ? replacement[i + 1] : '\0';
            i += mark is '$' or '&' or '`' or '\'' ? 1 : 0;
            switch (mark)
            {
                case '$': result.Append('$'); break;
                case '&': result.Append(pattern); break;
                case '`': result.Append(text.AsSpan(0, found)); break;
                case '\'': result.Append(text.AsSpan(found + pattern.Length)); break;
                default: result.Append(replacement[i]); break;
            }
        }
    }
}
