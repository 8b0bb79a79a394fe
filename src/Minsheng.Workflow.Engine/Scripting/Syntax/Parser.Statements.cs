namespace Minsheng.Workflow.Engine.Scripting;

internal sealed partial class Parser
{
    private Statement[] ParseStatements()
    {
        var statements = new List<Statement>();
        while (!Current.Is("}"))
            ParseStatementInto(statements);
        return [.. statements];
    }

    /// <summary>Empty statements and hoisted functions leave no node, one declaration may leave several.</summary>
    private void ParseStatementInto(List<Statement> statements)
    {
        if (Skip(";"))
            return;
        if (Current.Kind is TokenKind.Name && Current.Text is "let" or "const" or "var")
        {
            ParseDeclarations(statements);
            EndStatement();
        }
        else if (Current.IsName("function"))
            ParseFunctionDeclaration();
        else
            statements.Add(ParseStatement());
    }

    private Statement ParseStatement()
    {
        Enter();
        var statement = ParseStatementCore();
        Leave();
        return statement;
    }

    private Statement ParseStatementCore()
    {
        var token = Current;
        if (token.Is("{"))
            return ParseBlock();
        if (token.Kind is not TokenKind.Name)
            return ParseExpressionStatement();
        switch (token.Text)
        {
            case "if": return ParseIf();
            case "for": return ParseFor();
            case "while":
                Next();
                return new While(token.Position, ParseCondition(), ParseLoopBody());
            case "return":
                Next();
                var value = EndsStatement() ? null : ParseExpression();
                EndStatement();
                return new Return(token.Position, value);
            case "break" or "continue": return ParseJump();
            case "let" or "const" or "var" or "function":
                throw Refuse(token.Position, $"“{token.Text}”不能单独放在这里，请用 {{ }} 括起来。");
            default:
                if (Following.Is(":"))
                    throw Refuse(token.Position, $"本平台的表达式不支持标签“{token.Text}:”，请改用 if 与 break；如果是对象，请用括号括起来。");
                return ParseExpressionStatement();
        }
    }

    private ExpressionStatement ParseExpressionStatement()
    {
        var statement = new ExpressionStatement(ParseExpression(), isResult: !IsInFunction);
        EndStatement();
        return statement;
    }

    private Block ParseBlock()
    {
        var start = Expect("{");
        var scope = Open();
        var statements = ParseStatements();
        Close();
        Expect("}");
        return new Block(start.Position, scope, statements);
    }

    /// <summary>A body without braces must be a statement that declares nothing.</summary>
    private Statement ParseBody()
    {
        var position = Current.Position;
        return Skip(";") ? new Block(position, Empty(), []) : ParseStatement();
    }

    private Scope Empty()
    {
        var scope = Open();
        Close();
        return scope;
    }

    private Statement ParseLoopBody()
    {
        _loops++;
        var body = ParseBody();
        _loops--;
        return body;
    }

    private Expression ParseCondition()
    {
        Expect("(");
        var test = ParseExpression();
        Expect(")");
        return test;
    }

    private If ParseIf()
    {
        var position = Next().Position;
        var test = ParseCondition();
        var whenTrue = ParseBody();
        return new If(position, test, whenTrue, SkipName("else") ? ParseBody() : null);
    }

    private Jump ParseJump()
    {
        var word = Next();
        if (_loops == 0)
            throw Refuse(word.Position, $"“{word.Text}”只能写在循环里，请删除它或改用 return。");
        if (Current is { Kind: TokenKind.Name, AfterNewLine: false })
            throw Refuse(Current.Position, $"本平台的表达式不支持标签“{Current.Text}”，请改用 if 与 break。");
        EndStatement();
        return new Jump(word.Position, word.Text == "break" ? Flow.Break : Flow.Continue);
    }

    private Statement ParseFor()
    {
        var position = Next().Position;
        if (Current.IsName("await"))
            throw Unexpected(Current);
        Expect("(");
        var scope = Open();
        var loop = Current.Kind is TokenKind.Name && Current.Text is "let" or "const" or "var"
            ? ParseDeclaredFor(position, scope)
            : ParseClassicFor(position, scope, []);
        Close();
        return loop;
    }

    private Statement ParseDeclaredFor(int position, Scope scope)
    {
        var start = _index;
        var kind = KindOf(Next().Text);
        var item = ParsePattern(kind, allowsDefault: false);
        if (Current.IsName("in"))
            throw Refuse(Current.Position, Refusals.Message("for…in", "请改用 for…of 与 Object.keys"));
        if (SkipName("of"))
        {
            var list = ParseExpression();
            Expect(")");
            return new ForOf(position, scope, item, list, ParseLoopBody());
        }

        var declarations = new List<Statement>();
        FinishDeclarations(declarations, kind, item, _tokens[start + 1]);
        return ParseClassicFor(position, scope, declarations);
    }

    private For ParseClassicFor(int position, Scope scope, List<Statement> start)
    {
        if (start.Count == 0 && !Current.Is(";"))
        {
            start.Add(new ExpressionStatement(ParseExpression(), isResult: false));
            if (Current.IsName("of"))
                throw Refuse(Current.Position, "for…of 的变量没有声明，请写成“for (const 名称 of 列表)”。");
        }

        Expect(";");
        var test = Current.Is(";") ? null : ParseExpression();
        Expect(";");
        var update = Current.Is(")") ? null : ParseExpression();
        Expect(")");
        return new For(position, scope, [.. start], test, update, ParseLoopBody());
    }

    private void ParseDeclarations(List<Statement> statements)
    {
        var kind = KindOf(Next().Text);
        var name = Current;
        FinishDeclarations(statements, kind, ParsePattern(kind, allowsDefault: false), name);
    }

    private void FinishDeclarations(List<Statement> statements, BindingKind kind, Pattern pattern, Token name)
    {
        while (true)
        {
            var value = Skip("=") ? ParseExpression() : null;
            if (value is null && (kind is BindingKind.Const || name.Kind is not TokenKind.Name))
                throw Refuse(name.Position, $"声明“{Shorten(name.Text)}”时没有给值，请加上“= 值”。");
            if (value is not null || kind is BindingKind.Let)
                statements.Add(new Declaration(name.Position, pattern, value));
            if (!Skip(","))
                return;
            name = Current;
            pattern = ParsePattern(kind, allowsDefault: false);
        }
    }

    private static BindingKind KindOf(string word) => word switch
    {
        "let" => BindingKind.Let,
        "const" => BindingKind.Const,
        _ => BindingKind.Var,
    };

    private bool EndsStatement() => Current.Is(";") || Current.Is("}") || Current.Kind is TokenKind.End || Current.AfterNewLine;

    private void EndStatement()
    {
        if (!EndsStatement())
            throw Unexpected(Current);
        Skip(";");
    }
}
