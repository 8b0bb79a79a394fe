namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>The value of what was never assigned; exists inside scripts only.</summary>
internal sealed class Undefined
{
    public static readonly Undefined Value = new();

    private Undefined()
    {
    }
}

/// <summary>JavaScript's rules for truth, equality and order.</summary>
internal static class Values
{
    public static readonly object True = true;
    public static readonly object False = false;
    private static readonly object[] SmallNumbers = [.. Enumerable.Range(0, 256).Select(n => (object)(double)n)];

    public static object Bool(bool value) => value ? True : False;

    public static object Number(double value) =>
        value is >= 0 and < 256 && (int)value is var small && small == value && !double.IsNegative(value) ? SmallNumbers[small] : value;

    public static bool IsNullish(object? value) => value is null or Undefined;

    public static bool IsFunction(object? value) => value is ScriptFunction or Callable { IsFunction: true };

    public static bool Truthy(object? value) => value switch
    {
        bool flag => flag,
        null or Undefined => false,
        string text => text.Length > 0,
        double number => number != 0 && !double.IsNaN(number),
        _ => true,
    };

    public static string TypeOf(object? value) => value switch
    {
        Undefined => "undefined",
        bool => "boolean",
        double => "number",
        string => "string",
        _ => IsFunction(value) ? "function" : "object",
    };

    public static bool Same(Evaluation run, object? left, object? right)
    {
        switch (left)
        {
            case double number:
                return right is double other && number == other;
            case string text:
                if (right is not string second || second.Length != text.Length)
                    return false;
                run.Work(text.Length);
                return text == second;
            case bool flag:
                return right is bool otherFlag && flag == otherFlag;
            default:
                return ReferenceEquals(left, right) || (left is ScriptFunction function && function.Equals(right));
        }
    }

    public static bool LooselyEqual(Evaluation run, object? left, object? right)
    {
        if (IsNullish(left) || IsNullish(right))
            return IsNullish(left) && IsNullish(right);
        if (IsPrimitive(left) != IsPrimitive(right))
            (left, right) = (Conversions.ToPrimitive(run, left), Conversions.ToPrimitive(run, right));
        if (!IsPrimitive(left) || left is string && right is string)
            return Same(run, left, right);
        return Conversions.ToNumber(run, left) == Conversions.ToNumber(run, right);
    }

    /// <summary>Null when the two cannot be ordered, that is when a NaN is among them.</summary>
    public static int? Compare(Evaluation run, object? left, object? right)
    {
        (left, right) = (Conversions.ToPrimitive(run, left), Conversions.ToPrimitive(run, right));
        if (left is string text && right is string other)
            return CompareText(run, text, other);
        var (first, second) = (Conversions.ToNumber(run, left), Conversions.ToNumber(run, right));
        return double.IsNaN(first) || double.IsNaN(second) ? null : first.CompareTo(second);
    }

    public static int CompareText(Evaluation run, string left, string right)
    {
        run.Work(Math.Min(left.Length, right.Length));
        return string.CompareOrdinal(left, right);
    }

    /// <summary>What a value is called in messages.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "空值（null）",
        Undefined => "未定义的值（undefined）",
        bool => "真假值",
        double => "数字",
        string => "文本",
        List<object?> => "列表",
        Callable or ScriptFunction => "函数",
        _ => "对象",
    };

    private static bool IsPrimitive(object? value) => value is string or double or bool;
}
