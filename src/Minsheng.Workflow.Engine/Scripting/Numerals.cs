using System.Globalization;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>Numbers as JavaScript writes and reads them.</summary>
internal static class Numerals
{
    public static string Format(double value)
    {
        if (Math.Truncate(value) == value && Math.Abs(value) < 1e15)
            return ((long)value).ToString(CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        return (value < 0 ? "-" : "") + Layout(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>An empty text is 0; anything that is not a number as a whole is NaN.</summary>
    public static double Parse(string text)
    {
        var span = text.AsSpan().Trim();
        if (span.IsEmpty)
            return 0;
        if (span.Length > 2 && span[0] == '0' && RadixOf(span[1]) is var radix and > 0)
            return ParseDigits(span[2..], radix, out var read) is var whole && read == span.Length - 2 ? whole : double.NaN;
        return ParsePrefix(span, out var length) is var value && length == span.Length ? value : double.NaN;
    }

    /// <summary>The longest decimal number at the beginning; NaN when there is none.</summary>
    public static double ParsePrefix(ReadOnlySpan<char> text, out int length)
    {
        var at = text is ['+' or '-', ..] ? 1 : 0;
        if (text[at..].StartsWith("Infinity", StringComparison.Ordinal))
        {
            length = at + 8;
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        var digits = SkipDigits(text, ref at);
        if (at < text.Length && text[at] == '.')
        {
            at++;
            digits += SkipDigits(text, ref at);
        }

        length = 0;
        if (digits == 0)
            return double.NaN;
        length = at;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at += at + 1 < text.Length && text[at + 1] is '+' or '-' ? 2 : 1;
            if (at < text.Length && SkipDigits(text, ref at) > 0)
                length = at;
        }

        return double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    public static double ParseDigits(ReadOnlySpan<char> text, int radix, out int read)
    {
        double value = 0;
        for (read = 0; read < text.Length && DigitOf(text[read]) is var digit && digit < radix; read++)
            value = value * radix + digit;
        return read == 0 ? double.NaN : value;
    }

    public static int RadixOf(char mark) => mark switch { 'x' or 'X' => 16, 'o' or 'O' => 8, 'b' or 'B' => 2, _ => 0 };

    private static int DigitOf(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'z' => c - 'a' + 10,
        >= 'A' and <= 'Z' => c - 'A' + 10,
        _ => int.MaxValue,
    };

    private static int SkipDigits(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at - start;
    }

    /// <summary>Places the shortest round-trip digits the way ECMAScript's Number::toString does.</summary>
    private static string Layout(string shortest)
    {
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = mark < 0 ? shortest : shortest[..mark];
        var exponentPart = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), provider: CultureInfo.InvariantCulture);
        var whole = mantissa.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? dot : mantissa.Length;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var point = whole + exponentPart - (all.Length - all.TrimStart('0').Length);
        var digits = all.Trim('0');
        if (digits.Length <= point && point <= 21)
            return digits.PadRight(point, '0');
        if (point is > 0 and <= 21)
            return $"{digits[..point]}.{digits[point..]}";
        if (point is > -6 and <= 0)
            return "0." + new string('0', -point) + digits;
        var exponent = $"e{(point > 0 ? "+" : "-")}{Math.Abs(point - 1)}";
        return digits.Length == 1 ? digits + exponent : $"{digits[0]}.{digits[1..]}{exponent}";
    }
}
