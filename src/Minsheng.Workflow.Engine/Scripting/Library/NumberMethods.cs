using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>The methods of numbers, and the functions that make numbers of other values.</summary>
internal static class NumberMethods
{
    public static FrozenDictionary<string, Builtin> All { get; } = new Dictionary<string, Builtin>(StringComparer.Ordinal)
    {
        ["toFixed"] = ToFixed,
        ["toString"] = (run, self, arguments) => !arguments.Has(0) || arguments.Number(run, 0) == 10
            ? Conversions.ToText(run, self)
            : throw run.Fail("数字只能按十进制转换为文本，请去掉 toString 的参数。"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static object ParseFloat(Evaluation run, object? self, Arguments arguments)
    {
        var text = arguments.Text(run, 0);
        run.Work(text.Length * 8L);
        return Values.Number(Numerals.ParsePrefix(text.AsSpan().Trim(), out _));
    }

    public static object ParseInt(Evaluation run, object? self, Arguments arguments)
    {
        var text = arguments.Text(run, 0);
        run.Work(text.Length * 64L);
        var span = text.AsSpan().Trim();
        var sign = span is ['-', ..] ? -1 : 1;
        span = span is ['-' or '+', ..] ? span[1..] : span;
        var radix = arguments.Integer(run, 1);
        if (radix is 0 or 16 && span is ['0', 'x' or 'X', ..])
        {
            radix = 16;
            span = span[2..];
        }

        radix = radix == 0 ? 10 : radix;
        return Values.Number(radix is < 2 or > 36 ? double.NaN : sign * Numerals.ParseDigits(span, radix, out _));
    }

    private static string ToFixed(Evaluation run, object? self, Arguments arguments)
    {
        var (value, digits) = ((double)self!, arguments.Integer(run, 0));
        if (digits is < 0 or > 100)
            throw run.Fail("toFixed 的小数位数应在 0 到 100 之间，请检查。");
        run.Visit(digits);
        return double.IsFinite(value) && Math.Abs(value) < 1e21 ? (value < 0 ? "-" : "") + Rounded(Math.Abs(value), digits) : Numerals.Format(value);
    }

    /// <summary>Exact, with halves going up; the formatter of the base library rounds halves to even.</summary>
    private static string Rounded(double value, int digits)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var raised = (int)(bits >> 52);
        var mantissa = (bits & 0xFFFFFFFFFFFFF) | (raised == 0 ? 0 : 1L << 52);
        var exponent = Math.Max(raised, 1) - 1075;
        var scaled = mantissa * BigInteger.Pow(10, digits);
        var whole = exponent >= 0 ? scaled << exponent : ((scaled >> (-exponent - 1)) + 1) >> 1;
        var text = whole.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        return digits == 0 ? text : $"{text[..^digits]}.{text[^digits..]}";
    }
}
