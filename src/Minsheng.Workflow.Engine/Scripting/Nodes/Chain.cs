namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>A value followed by members, indexes and calls: <c>a.b[c]?.d(e)</c>. One node, so that long chains stay shallow.</summary>
internal sealed class Chain(Expression head, Link[] links) : Expression(head.Position)
{
    public Expression Head => head;

    public Link[] Links => links;

    public override object? Evaluate(Evaluation run, Frame frame)
    {
        var value = head.Evaluate(run, frame);
        foreach (var link in links)
        {
            if (link.IsOptional && Values.IsNullish(value))
                return Undefined.Value;
            run.Step(link.Position);
            value = link.Follow(run, frame, value);
        }

        return value;
    }
}

internal abstract class Link(int position, bool isOptional)
{
    public int Position { get; } = position;

    /// <summary>An optional link ends the whole chain with undefined when there is nothing to follow it from.</summary>
    public bool IsOptional { get; } = isOptional;

    public abstract object? Follow(Evaluation run, Frame frame, object? from);
}

internal sealed class MemberLink(int position, string name, bool isOptional) : Link(position, isOptional)
{
    public string Name => name;

    public override object? Follow(Evaluation run, Frame frame, object? from) => Members.Get(run, from, name);
}

internal sealed class IndexLink(int position, Expression index, bool isOptional) : Link(position, isOptional)
{
    public Expression Index => index;

    public override object? Follow(Evaluation run, Frame frame, object? from)
    {
        var key = index.Evaluate(run, frame);
        run.At = Position;
        return Members.GetIndex(run, from, key);
    }
}

internal sealed class CallLink(int position, string name, ArgumentList arguments, bool isOptional) : Link(position, isOptional)
{
    public override object? Follow(Evaluation run, Frame frame, object? from)
    {
        if (!Values.IsFunction(from))
            throw run.Fail($"“{name}”是{Values.Describe(from)}，不能作为函数调用，请检查名称。");
        var values = arguments.Evaluate(run, frame);
        run.At = Position;
        return run.Call(from, values);
    }
}

/// <summary>A member that is called at once; built-in methods need no function value for it.</summary>
internal sealed class MethodLink(int position, string name, ArgumentList arguments, bool isOptional) : Link(position, isOptional)
{
    public override object? Follow(Evaluation run, Frame frame, object? from)
    {
        if (Members.FindMethod(from, name) is { } method)
        {
            var values = arguments.Evaluate(run, frame);
            run.At = Position;
            run.Visit(values.Length);
            return method(run, from, new Arguments(values));
        }

        var function = Members.Get(run, from, name);
        if (!Values.IsFunction(function))
            throw run.Fail($"{Values.Describe(from)}没有“{name}”这个方法，请检查名称。");
        var functionArguments = arguments.Evaluate(run, frame);
        run.At = Position;
        return run.Call(function, functionArguments);
    }
}

internal sealed class ArgumentList(Expression[] items)
{
    private readonly bool _spreads = items.Any(item => item is Spread);

    public object?[] Evaluate(Evaluation run, Frame frame)
    {
        if (items.Length == 0)
            return [];
        if (_spreads)
            return [.. (List<object?>)new ListLiteral(items[0].Position, items).Evaluate(run, frame)!];
        var values = new object?[items.Length];
        for (var i = 0; i < items.Length; i++)
            values[i] = items[i].Evaluate(run, frame);
        return values;
    }
}
