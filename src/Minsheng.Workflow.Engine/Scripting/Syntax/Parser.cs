using System.Runtime.CompilerServices;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>Turns a source into nodes and refuses, with position and cure, what the subset does not have.</summary>
internal sealed partial class Parser
{
    /// <summary>How deeply brackets, blocks, functions and right-leaning operators may nest.</summary>
    private const int MaxNesting = 100;

    private readonly string _source;
    private readonly List<Token> _tokens;
    private readonly List<(Identifier Identifier, Scope Scope)> _uses = [];
    private readonly List<(Identifier Identifier, Scope Scope)> _assigned = [];
    private readonly List<Scope> _scopes = [];
    private Scope _scope = null!;
    private int _index;
    private int _nesting;
    private int _loops;

    public Parser(string source)
    {
        _source = source;
        _tokens = new Lexer(source).Read();
    }

    private Token Current => _tokens[_index];

    private Token Following => _tokens[Math.Min(_index + 1, _tokens.Count - 1)];

    private bool IsInFunction { get; set; }

    public (Scope Scope, Statement[] Statements) ParseProgram()
    {
        var scope = Open(isFunction: true);
        var statements = new List<Statement>();
        if (LooksLikeObject())
            statements.Add(ParseExpressionStatement());
        while (Current.Kind is not TokenKind.End)
            ParseStatementInto(statements);
        Resolve();
        return (scope, [.. statements]);
    }

    /// <summary>A program that is one object literal, which JavaScript itself would take for a block.</summary>
    private bool LooksLikeObject() => Current.Is("{") && (_tokens[Current.Match + 1].Kind is TokenKind.End || _tokens[Current.Match + 1].Is(";"))
        && (Following.Is("}") || Following.Is("...")
            || (Following.Kind is TokenKind.Name or TokenKind.String && _tokens[_index + 2] is var next && (next.Is(":") || next.Is(","))));

    /// <summary>Names are looked up when all are known, so functions may use what is declared after them.</summary>
    private void Resolve()
    {
        foreach (var scope in _scopes)
            scope.Freeze();
        foreach (var (identifier, scope) in _uses)
        {
            if (Find(identifier.Name, scope) is var (binding, hops))
                identifier.Bind(hops, binding.Slot);
        }

        foreach (var (identifier, scope) in _assigned)
        {
            if (Find(identifier.Name, scope) is not var (binding, _))
                throw Refuse(identifier.Position, $"变量“{identifier.Name}”没有声明，不能赋值，请在前面加上“let {identifier.Name}”。");
            if (binding.Kind is BindingKind.Const)
                throw Refuse(identifier.Position, $"“{identifier.Name}”是常量，不能再次赋值，请改用 let 声明。");
        }
    }

    private static (Binding Binding, int Hops)? Find(string name, Scope from)
    {
        var hops = 0;
        for (var scope = from; scope is not null; scope = scope.Parent)
        {
            if (scope.Find(name) is { } binding)
                return (binding, hops);
            hops += scope.HasFrame ? 1 : 0;
        }

        return null;
    }

    private Scope Open(bool isFunction = false)
    {
        _scopes.Add(_scope = new Scope(_scope, isFunction));
        return _scope;
    }

    private void Close() => _scope = _scope.Parent!;

    private Identifier Use(Token name)
    {
        var identifier = new Identifier(name.Position, name.Text);
        _uses.Add((identifier, _scope));
        return identifier;
    }

    private Identifier Declare(Token name, BindingKind kind)
    {
        RefuseReserved(name);
        var owner = _scope;
        while (kind is BindingKind.Var && !owner.IsFunction)
            owner = owner.Parent!;
        if (owner.Declare(name.Text, kind) is null)
            throw Refuse(name.Position, $"变量“{name.Text}”重复声明，请换一个名称。");
        return Use(name);
    }

    private void Enter()
    {
        if (++_nesting > MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Refuse(Current.Position, $"表达式嵌套超过 {MaxNesting} 层，请拆分成几步。");
    }

    private void Leave() => _nesting--;

    private Token Next() => _tokens[_index++];

    private bool Skip(string sign)
    {
        if (!Current.Is(sign))
            return false;
        _index++;
        return true;
    }

    private bool SkipName(string name)
    {
        if (!Current.IsName(name))
            return false;
        _index++;
        return true;
    }

    private Token Expect(string sign) => Current.Is(sign)
        ? Next()
        : throw Refuse(Current.Position, $"这里应是“{sign}”，{Found(Current)}。");

    private Token ExpectName() => Current.Kind is TokenKind.Name
        ? Next()
        : throw Refuse(Current.Position, $"这里应是名称，{Found(Current)}。");

    private void RefuseReserved(Token name)
    {
        if (Refusals.IsRefused(name.Text))
            throw Refuse(name.Position, Refusals.Message(name.Text));
        if (Refusals.IsReserved(name.Text))
            throw Refuse(name.Position, $"“{name.Text}”是保留字，不能用在这里，请检查写法。");
    }

    private ScriptException Unexpected(Token token)
    {
        if (token.Kind is TokenKind.Name && Refusals.IsRefused(token.Text))
            return Refuse(token.Position, Refusals.Message(token.Text));
        return token.Kind is TokenKind.Sign && UnsupportedSign(token.Text) is { } cure
            ? Refuse(token.Position, Refusals.Message(token.Text, cure))
            : Refuse(token.Position, token.Kind is TokenKind.End ? "表达式不完整，请补全后面的内容。" : $"这里不应出现“{Shorten(token.Text)}”，请检查语法。");
    }

    private static string? UnsupportedSign(string sign) => sign switch
    {
        "," => "请分开写成几个语句",
        "&" or "|" or "^" or "~" or "<<" or ">>" or ">>>" or "&=" or "|=" or "^=" or "<<=" or ">>=" or ">>>=" => "位运算请改用 &&、|| 或算术运算",
        _ => null,
    };

    private ScriptException Refuse(int position, string message) => ScriptException.At(_source, position, message);

    private static string Found(Token token) =>
        token.Kind is TokenKind.End ? "但表达式已经结束，请补全" : $"但写的是“{Shorten(token.Text)}”，请检查语法";

    private static string Shorten(string text) => text.Length <= 30 ? text : text[..30] + "…";
}
