using System.Globalization;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>JavaScript's conversions between text, numbers and the rest.</summary>
internal static class Conversions
{
    public static object? ToPrimitive(Evaluation run, object? value) =>
        value is null or string or double or bool or Undefined ? value : ToText(run, value);

    public static string ToText(Evaluation run, object? value)
    {
        switch (value)
        {
            case string text: return text;
            case double number: return Numerals.Format(number);
            case bool flag: return flag ? "true" : "false";
            case null: return "null";
            case Undefined: return "undefined";
            case List<object?> list:
                var joined = new BoundedText(run);
                Join(run, joined, list, ",");
                return joined.Finish();
            default: return Values.IsFunction(value) ? "function () { … }" : "[object Object]";
        }
    }

    public static void Join(Evaluation run, BoundedText result, List<object?> list, string separator)
    {
        run.Enter();
        for (var i = 0; i < list.Count; i++)
        {
            run.Step(run.At);
            if (i > 0)
                result.Append(separator);
            var item = run.Import(list[i]);
            if (item is List<object?> inner)
                Join(run, result, inner, ",");
            else if (!Values.IsNullish(item))
                result.Append(ToText(run, item));
        }

        run.Leave();
    }

    public static double ToNumber(Evaluation run, object? value)
    {
        switch (value)
        {
            case double number: return number;
            case bool flag: return flag ? 1 : 0;
            case null: return 0;
            case Undefined: return double.NaN;
            case string text:
                run.Work(text.Length * 8L);
                return Numerals.Parse(text);
            case List<object?> list: return ToNumber(run, ToText(run, list));
            default: return double.NaN;
        }
    }

    /// <summary>Truncated and kept within int; NaN is 0.</summary>
    public static int ToInteger(Evaluation run, object? value)
    {
        var number = ToNumber(run, value);
        return double.IsNaN(number) ? 0 : (int)Math.Clamp(Math.Truncate(number), int.MinValue, int.MaxValue);
    }

    public static string ToKey(Evaluation run, object? value)
    {
        var key = ToText(run, value);
        return Members.IsForbidden(key) ? throw run.Fail(Members.ForbiddenMessage(key)) : key;
    }

    /// <summary>The index of a list item, or -1 when the key is not one.</summary>
    public static int ToIndex(object? key) => key switch
    {
        double number when number >= 0 && number < int.MaxValue && Math.Truncate(number) == number => (int)number,
        string { Length: > 0 and < 10 } text when text.All(char.IsAsciiDigit) && (text[0] != '0' || text.Length == 1) =>
            int.Parse(text, CultureInfo.InvariantCulture),
        _ => -1,
    };
}
