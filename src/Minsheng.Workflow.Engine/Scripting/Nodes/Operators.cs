namespace Minsheng.Workflow.Engine.Scripting;

internal enum Operator
{
    Add, Subtract, Multiply, Divide, Remainder, Power,
    Equal, NotEqual, Same, NotSame, Less, AtMost, Greater, AtLeast, In,
    And, Or, Coalesce,
}

/// <summary>What the operators with two evaluated operands do.</summary>
internal static class Operators
{
    public static object? Apply(Evaluation run, Operator sign, object? left, object? right) => sign switch
    {
        Operator.Add => Add(run, left, right),
        Operator.Same => Values.Bool(Values.Same(run, left, right)),
        Operator.NotSame => Values.Bool(!Values.Same(run, left, right)),
        Operator.Equal => Values.Bool(Values.LooselyEqual(run, left, right)),
        Operator.NotEqual => Values.Bool(!Values.LooselyEqual(run, left, right)),
        Operator.Less => Values.Bool(Values.Compare(run, left, right) < 0),
        Operator.AtMost => Values.Bool(Values.Compare(run, left, right) <= 0),
        Operator.Greater => Values.Bool(Values.Compare(run, left, right) > 0),
        Operator.AtLeast => Values.Bool(Values.Compare(run, left, right) >= 0),
        Operator.In => Values.Bool(Members.Has(run, right, left)),
        _ => Values.Number(Calculate(sign, Conversions.ToNumber(run, left), Conversions.ToNumber(run, right))),
    };

    /// <summary>And, or and ??: whether the left value already decides.</summary>
    public static bool IsDecided(Operator sign, object? left) => sign switch
    {
        Operator.And => !Values.Truthy(left),
        Operator.Or => Values.Truthy(left),
        _ => !Values.IsNullish(left),
    };

    private static object? Add(Evaluation run, object? left, object? right)
    {
        if (left is double first && right is double second)
            return Values.Number(first + second);
        (left, right) = (Conversions.ToPrimitive(run, left), Conversions.ToPrimitive(run, right));
        return left is string || right is string
            ? run.Concat(Conversions.ToText(run, left), Conversions.ToText(run, right))
            : Values.Number(Conversions.ToNumber(run, left) + Conversions.ToNumber(run, right));
    }

    private static double Calculate(Operator sign, double left, double right) => sign switch
    {
        Operator.Subtract => left - right,
        Operator.Multiply => left * right,
        Operator.Divide => left / right,
        Operator.Remainder => left % right,
        _ => Power(left, right),
    };

    /// <summary>JavaScript has no answer where IEEE says 1: for a NaN exponent and for ±1 to the infinity.</summary>
    public static double Power(double left, double right) =>
        double.IsNaN(right) || (double.IsInfinity(right) && Math.Abs(left) == 1) ? double.NaN : Math.Pow(left, right);
}

internal readonly record struct Operand(Operator Operator, Expression Value, int Position);

/// <summary>A run of operators of one precedence. One node for the run, so that 1+1+1+… stays shallow.</summary>
internal sealed class Calculation(Expression first, Operand[] rest) : Expression(first.Position)
{
    public override object? Evaluate(Evaluation run, Frame frame)
    {
        var value = first.Evaluate(run, frame);
        foreach (var (sign, operand, position) in rest)
        {
            var right = operand.Evaluate(run, frame);
            run.Step(position);
            value = Operators.Apply(run, sign, value, right);
        }

        return value;
    }
}

/// <summary>A run of &amp;&amp;, || or ?? that stops at the operand that decides.</summary>
internal sealed class Decision(Expression first, Operand[] rest) : Expression(first.Position)
{
    public override object? Evaluate(Evaluation run, Frame frame)
    {
        var value = first.Evaluate(run, frame);
        foreach (var (sign, operand, position) in rest)
        {
            run.Step(position);
            if (!Operators.IsDecided(sign, value))
                value = operand.Evaluate(run, frame);
        }

        return value;
    }
}

internal sealed class Unary(int position, string sign, Expression operand) : Expression(position)
{
    public override object? Evaluate(Evaluation run, Frame frame)
    {
        run.Step(Position);
        if (sign == "typeof" && operand is Identifier { IsGlobal: true } global)
            return Values.TypeOf(run.Global(global.Name, Position, required: false));
        var value = operand.Evaluate(run, frame);
        return sign switch
        {
            "!" => Values.Bool(!Values.Truthy(value)),
            "-" => Values.Number(-Conversions.ToNumber(run, value)),
            "+" => Values.Number(Conversions.ToNumber(run, value)),
            _ => Values.TypeOf(value),
        };
    }
}
