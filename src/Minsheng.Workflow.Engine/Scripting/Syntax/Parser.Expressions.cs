namespace Minsheng.Workflow.Engine.Scripting;

internal sealed partial class Parser
{
    private const int PowerLevel = 8;

    private Expression ParseExpression()
    {
        Enter();
        var expression = IsArrow() ? ParseArrow() : ParseAssignment();
        Leave();
        return expression;
    }

    private Expression ParseAssignment()
    {
        var left = ParseConditional();
        var (isAssignment, sign) = AssignedOperator(Current);
        if (!isAssignment)
            return left;
        var position = Current.Position;
        var target = ToTarget(left, position);
        Next();
        return new Assignment(position, target, sign, ParseExpression());
    }

    private Expression ParseConditional()
    {
        var test = ParseBinary(1);
        if (!Current.Is("?"))
            return test;
        var position = Next().Position;
        var whenTrue = ParseExpression();
        Expect(":");
        return new Conditional(position, test, whenTrue, ParseExpression());
    }

    /// <summary>Collects a whole run of one level, so that nesting grows with brackets and not with length.</summary>
    private Expression ParseBinary(int lowest)
    {
        var start = Current;
        var left = ParseUnary();
        while (Level(Current) is var level && level >= lowest)
        {
            if (level == PowerLevel && start.Kind is TokenKind.Sign or TokenKind.Name && start.Text is "-" or "+" or "!" or "typeof")
                throw Refuse(start.Position, "“**”左边带有正负号，请用括号括起来，如 (-2) ** 2。");
            var rest = new List<Operand>();
            while (Level(Current) == level)
            {
                var sign = Next();
                rest.Add(new Operand(OperatorOf(sign.Text), ParseOperand(level), sign.Position));
            }

            left = level <= 3 ? new Decision(left, [.. rest]) : new Calculation(left, [.. rest]);
        }

        if (Current.Kind is TokenKind.Sign && UnsupportedSign(Current.Text) is not null && !Current.Is(","))
            throw Unexpected(Current);
        return left;
    }

    private Expression ParseOperand(int level)
    {
        Enter();
        var operand = ParseBinary(level == PowerLevel ? level : level + 1);
        Leave();
        return operand;
    }

    private Expression ParseUnary()
    {
        var token = Current;
        if (token.Kind is TokenKind.Sign && token.Text is "!" or "-" or "+" or "++" or "--" || token.IsName("typeof"))
        {
            Enter();
            Next();
            var operand = ParseUnary();
            Leave();
            return token.Text is "++" or "--"
                ? new Increment(token.Position, ToTarget(operand, token.Position), token.Text == "++" ? 1 : -1, isPostfix: false)
                : new Unary(token.Position, token.Text, operand);
        }

        var value = ParseChain();
        if (Current.Kind is not TokenKind.Sign || Current.Text is not ("++" or "--") || Current.AfterNewLine)
            return value;
        var sign = Next();
        return new Increment(sign.Position, ToTarget(value, sign.Position), sign.Text == "++" ? 1 : -1, isPostfix: true);
    }

    private Target ToTarget(Expression expression, int position)
    {
        switch (expression)
        {
            case Identifier variable:
                _assigned.Add((variable, _scope));
                return new VariableTarget(variable);
            case Chain { Links: [.., MemberLink or IndexLink] } chain when !chain.Links.Any(link => link.IsOptional):
                var owner = chain.Links.Length == 1 ? chain.Head : new Chain(chain.Head, chain.Links[..^1]);
                return chain.Links[^1] is IndexLink index
                    ? new MemberTarget(index.Position, owner, index.Index)
                    : new MemberTarget(chain.Links[^1].Position, owner, new Literal(chain.Links[^1].Position, ((MemberLink)chain.Links[^1]).Name));
            case ListLiteral or ObjectLiteral:
                throw Refuse(position, "本平台的表达式不支持解构赋值，请用 const 声明或逐个赋值。");
            default:
                throw Refuse(position, "等号左边不能赋值，请写变量或成员。");
        }
    }

    private static (bool Found, Operator? Sign) AssignedOperator(Token token) => token.Kind is not TokenKind.Sign ? default : token.Text switch
    {
        "=" => (true, null),
        "+=" => (true, Operator.Add),
        "-=" => (true, Operator.Subtract),
        "*=" => (true, Operator.Multiply),
        "/=" => (true, Operator.Divide),
        "%=" => (true, Operator.Remainder),
        "**=" => (true, Operator.Power),
        "&&=" => (true, Operator.And),
        "||=" => (true, Operator.Or),
        "??=" => (true, Operator.Coalesce),
        _ => default,
    };

    /// <summary>0 when the token joins no operands.</summary>
    private static int Level(Token token) => token.Kind is TokenKind.Name ? (token.Text == "in" ? 5 : 0)
        : token.Kind is not TokenKind.Sign ? 0
        : token.Text switch
        {
            "??" => 1,
            "||" => 2,
            "&&" => 3,
            "==" or "!=" or "===" or "!==" => 4,
            "<" or "<=" or ">" or ">=" => 5,
            "+" or "-" => 6,
            "*" or "/" or "%" => 7,
            "**" => PowerLevel,
            _ => 0,
        };

    private static Operator OperatorOf(string sign) => sign switch
    {
        "??" => Operator.Coalesce,
        "||" => Operator.Or,
        "&&" => Operator.And,
        "==" => Operator.Equal,
        "!=" => Operator.NotEqual,
        "===" => Operator.Same,
        "!==" => Operator.NotSame,
        "<" => Operator.Less,
        "<=" => Operator.AtMost,
        ">" => Operator.Greater,
        ">=" => Operator.AtLeast,
        "in" => Operator.In,
        "+" => Operator.Add,
        "-" => Operator.Subtract,
        "*" => Operator.Multiply,
        "/" => Operator.Divide,
        "%" => Operator.Remainder,
        _ => Operator.Power,
    };
}
