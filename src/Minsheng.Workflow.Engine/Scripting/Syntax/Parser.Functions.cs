namespace Minsheng.Workflow.Engine.Scripting;

internal sealed partial class Parser
{
    private bool IsArrow() =>
        (Current.Kind is TokenKind.Name && Following.Is("=>")) || (Current.Is("(") && _tokens[Current.Match + 1].Is("=>"));

    private FunctionExpression ParseArrow()
    {
        var function = new FunctionExpression(Current.Position, name: null, Open(isFunction: true));
        if (Current.Kind is TokenKind.Name)
            function.Parameters = [ParsePattern(BindingKind.Parameter, allowsDefault: false)];
        else
            ParseParameters(function);
        Expect("=>");
        if (Current.Is("{"))
            ParseFunctionBody(function);
        else
            WithinFunction(() => function.Body = [new Return(Current.Position, ParseExpression())]);
        Close();
        return function;
    }

    /// <summary>Function declarations work in their whole scope, also above the line they stand on.</summary>
    private void ParseFunctionDeclaration()
    {
        Enter();
        var start = Next();
        RefuseGenerator();
        var name = ExpectName();
        Declare(name, BindingKind.Function);
        _scope.Hoist(_scope.Find(name.Text)!.Slot, ParseFunctionRest(start.Position, name.Text));
        Leave();
    }

    private FunctionExpression ParseFunctionExpression(Token start)
    {
        RefuseGenerator();
        return ParseFunctionRest(start.Position, Current.Kind is TokenKind.Name ? Next() : null);
    }

    private FunctionExpression ParseFunctionRest(int position, Token? name)
    {
        var function = new FunctionExpression(position, name?.Text, Open(isFunction: true));
        if (name is not null)
            function.Self = Declare(name, BindingKind.Var);
        return ParseParametersAndBody(function);
    }

    private FunctionExpression ParseFunctionRest(int position, string name) =>
        ParseParametersAndBody(new FunctionExpression(position, name, Open(isFunction: true)));

    private FunctionExpression ParseParametersAndBody(FunctionExpression function)
    {
        ParseParameters(function);
        ParseFunctionBody(function);
        Close();
        return function;
    }

    private void ParseParameters(FunctionExpression function)
    {
        Expect("(");
        var parameters = new List<Pattern>();
        while (!Current.Is(")"))
        {
            function.HasRest = Skip("...");
            parameters.Add(ParsePattern(BindingKind.Parameter, allowsDefault: !function.HasRest));
            if (!Current.Is(")"))
                Expect(function.HasRest ? ")" : ",");
        }

        Next();
        function.Parameters = [.. parameters];
    }

    private void ParseFunctionBody(FunctionExpression function)
    {
        Expect("{");
        WithinFunction(() => function.Body = ParseStatements());
        Expect("}");
    }

    private void WithinFunction(Action parse)
    {
        var (loops, inFunction) = (_loops, IsInFunction);
        (_loops, IsInFunction) = (0, true);
        parse();
        (_loops, IsInFunction) = (loops, inFunction);
    }

    private Pattern ParsePattern(BindingKind kind, bool allowsDefault)
    {
        Enter();
        var start = Current;
        Pattern pattern;
        if (Skip("["))
            pattern = ParseListPattern(start.Position, kind, allowsDefault);
        else if (Skip("{"))
            pattern = ParseObjectPattern(start.Position, kind, allowsDefault);
        else
            pattern = new NamePattern(Declare(ExpectName(), kind), ParseDefault(allowsDefault));
        Leave();
        return pattern;
    }

    private Expression? ParseDefault(bool isAllowed) => isAllowed && Skip("=") ? ParseExpression() : null;

    private ListPattern ParseListPattern(int position, BindingKind kind, bool allowsDefault)
    {
        var items = new List<Pattern?>();
        Pattern? rest = null;
        while (!Current.Is("]"))
        {
            if (Skip("..."))
            {
                rest = ParsePattern(kind, allowsDefault: false);
                break;
            }

            items.Add(Current.Is(",") ? null : ParsePattern(kind, allowsDefault: true));
            if (!Current.Is("]"))
                Expect(",");
        }

        Expect("]");
        return new ListPattern(position, [.. items], rest, ParseDefault(allowsDefault));
    }

    private ObjectPattern ParseObjectPattern(int position, BindingKind kind, bool allowsDefault)
    {
        var members = new List<(string, Pattern)>();
        while (!Current.Is("}"))
        {
            var key = Current.Kind is TokenKind.Name or TokenKind.String ? Current : throw Unexpected(Current);
            RefuseForbidden(key);
            if (Following.Is(":"))
                _index += 2;
            members.Add((key.Text, ParsePattern(kind, allowsDefault: true)));
            if (!Current.Is("}"))
                Expect(",");
        }

        Next();
        return new ObjectPattern(position, [.. members], ParseDefault(allowsDefault));
    }

    private void RefuseGenerator()
    {
        if (Current.Is("*"))
            throw Refuse(Current.Position, Refusals.Message("function*", "请改用返回列表的普通函数"));
    }
}
