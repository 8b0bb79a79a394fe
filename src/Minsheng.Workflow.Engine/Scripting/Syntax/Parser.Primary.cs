namespace Minsheng.Workflow.Engine.Scripting;

internal sealed partial class Parser
{
    private Expression ParseChain()
    {
        var head = ParsePrimary();
        var links = new List<Link>();
        while (ParseLink(head, links) is { } link)
            links.Add(link);
        return links.Count == 0 ? head : new Chain(head, [.. links]);
    }

    private Link? ParseLink(Expression head, List<Link> links)
    {
        var token = Current;
        if (token.Kind is TokenKind.Template && !token.AfterNewLine)
            throw Refuse(token.Position, Refusals.Message("标签模板", "请改用普通的模板文本"));
        if (token.Kind is not TokenKind.Sign)
            return null;
        switch (token.Text)
        {
            case ".":
                Next();
                return ParseMember(head, links.Count == 0, isOptional: false);
            case "?.":
                Next();
                return Current.Is("(") ? ParseCall(head, links, isOptional: true)
                    : Current.Is("[") ? ParseIndex(isOptional: true)
                    : ParseMember(head, links.Count == 0, isOptional: true);
            case "[": return ParseIndex(isOptional: false);
            case "(": return ParseCall(head, links, isOptional: false);
            default: return null;
        }
    }

    private Link ParseMember(Expression head, bool isFirst, bool isOptional)
    {
        var name = ExpectName();
        RefuseForbidden(name);
        if (isFirst && head is Identifier { Name: "Math" } && name.Text == "random")
            throw Refuse(name.Position, Refusals.Message("Math.random", "同一份资料每次运行必须得到相同结果"));
        return Current.Is("(")
            ? new MethodLink(name.Position, name.Text, ParseArguments(), isOptional)
            : new MemberLink(name.Position, name.Text, isOptional);
    }

    private IndexLink ParseIndex(bool isOptional)
    {
        var position = Expect("[").Position;
        if (Current.Kind is TokenKind.String)
            RefuseForbidden(Current);
        var index = ParseExpression();
        Expect("]");
        return new IndexLink(position, index, isOptional);
    }

    private CallLink ParseCall(Expression head, List<Link> links, bool isOptional)
    {
        var position = links.Count == 0 ? head.Position : Current.Position;
        var name = (links.LastOrDefault() as MemberLink)?.Name ?? (links.Count == 0 ? (head as Identifier)?.Name : null);
        return new CallLink(position, name ?? "被调用的值", ParseArguments(), isOptional);
    }

    private ArgumentList ParseArguments()
    {
        Expect("(");
        return new ArgumentList(ParseItems(")"));
    }

    private Expression[] ParseItems(string closing)
    {
        var items = new List<Expression>();
        while (!Current.Is(closing))
        {
            items.Add(ParseItem());
            if (!Current.Is(closing))
                Expect(",");
        }

        Next();
        return [.. items];
    }

    private Expression ParseItem()
    {
        var position = Current.Position;
        return Skip("...") ? new Spread(position, ParseExpression()) : ParseExpression();
    }

    private Expression ParsePrimary()
    {
        var token = Next();
        switch (token.Kind)
        {
            case TokenKind.Number: return new Literal(token.Position, Values.Number(token.Number));
            case TokenKind.String: return new Literal(token.Position, token.Text);
            case TokenKind.Template: return ParseTemplate(token);
            case TokenKind.Name: return ParseNamed(token);
            case TokenKind.Sign when token.Text == "(": return ParseParenthesized();
            case TokenKind.Sign when token.Text == "[": return new ListLiteral(token.Position, ParseItems("]"));
            case TokenKind.Sign when token.Text == "{": return ParseObject(token);
            default: throw Unexpected(token);
        }
    }

    private Expression ParseNamed(Token token)
    {
        switch (token.Text)
        {
            case "true": return new Literal(token.Position, Values.True);
            case "false": return new Literal(token.Position, Values.False);
            case "null": return new Literal(token.Position, null);
            case "undefined": return new Literal(token.Position, Undefined.Value);
            case "function": return ParseFunctionExpression(token);
            default:
                RefuseReserved(token);
                return Use(token);
        }
    }

    private Expression ParseParenthesized()
    {
        var expression = ParseExpression();
        if (Current.Is(","))
            throw Unexpected(Current);
        Expect(")");
        return expression;
    }

    private Template ParseTemplate(Token head)
    {
        var texts = new List<string> { head.Text };
        var values = new List<Expression>();
        for (var piece = head; !piece.EndsTemplate; texts.Add(piece.Text))
        {
            values.Add(ParseExpression());
            piece = Current.Kind is TokenKind.TemplateRest ? Next() : throw Unexpected(Current);
        }

        return new Template(head.Position, [.. texts], [.. values]);
    }

    private ObjectLiteral ParseObject(Token start)
    {
        var members = new List<MemberLiteral>();
        while (!Current.Is("}"))
        {
            members.Add(ParseObjectMember());
            if (!Current.Is("}"))
                Expect(",");
        }

        Next();
        return new ObjectLiteral(start.Position, [.. members]);
    }

    private MemberLiteral ParseObjectMember()
    {
        if (Skip("..."))
            return new MemberLiteral(null, ParseExpression());
        if (Current.Kind is TokenKind.Name && Current.Text is "get" or "set" or "async" && Following.Kind is TokenKind.Name or TokenKind.String)
            throw Refuse(Current.Position, Refusals.Message(Current.Text, "请直接写成员的值"));
        var name = Current;
        var key = ParseKey();
        if (Current.Is("("))
            return new MemberLiteral(key, ParseFunctionRest(name.Position, (Token?)null));
        if (name.Kind is TokenKind.Name && !Current.Is(":"))
        {
            RefuseReserved(name);
            return new MemberLiteral(key, Use(name));
        }

        Expect(":");
        return new MemberLiteral(key, ParseExpression());
    }

    private Expression ParseKey()
    {
        if (Skip("["))
        {
            var key = ParseExpression();
            Expect("]");
            return key;
        }

        var token = Next();
        RefuseForbidden(token);
        return token.Kind switch
        {
            TokenKind.Name or TokenKind.String => new Literal(token.Position, token.Text),
            TokenKind.Number => new Literal(token.Position, Numerals.Format(token.Number)),
            _ => throw Unexpected(token),
        };
    }

    private void RefuseForbidden(Token name)
    {
        if (Members.IsForbidden(name.Text))
            throw Refuse(name.Position, Members.ForbiddenMessage(name.Text));
    }
}
