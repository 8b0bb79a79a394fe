namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>A node that has a value. Nodes are immutable once parsed and shared by concurrent evaluations.</summary>
internal abstract class Expression(int position)
{
    public int Position { get; } = position;

    public abstract object? Evaluate(Evaluation run, Frame frame);
}

internal sealed class Literal(int position, object? value) : Expression(position)
{
    public override object? Evaluate(Evaluation run, Frame frame) => value;
}

internal sealed class Identifier(int position, string name) : Expression(position)
{
    private int _hops = -1;
    private int _slot;

    public string Name => name;

    public bool IsGlobal => _hops < 0;

    public void Bind(int hops, int slot) => (_hops, _slot) = (hops, slot);

    public override object? Evaluate(Evaluation run, Frame frame)
    {
        run.Step(Position);
        if (_hops < 0)
            return run.Global(name, Position);
        var value = frame.Up(_hops).Slots[_slot];
        return ReferenceEquals(value, Frame.Unset) ? throw UsedTooEarly(run) : value;
    }

    public void Assign(Evaluation run, Frame frame, object? value)
    {
        var slots = frame.Up(_hops).Slots;
        slots[_slot] = ReferenceEquals(slots[_slot], Frame.Unset) ? throw UsedTooEarly(run) : value;
    }

    public void Initialize(Frame frame, object? value) => frame.Up(_hops).Slots[_slot] = value;

    private ScriptException UsedTooEarly(Evaluation run) => run.Fail(Position, $"变量“{name}”在声明之前被使用，请把声明移到前面。");
}

internal sealed class Template(int position, string[] texts, Expression[] values) : Expression(position)
{
    public override object? Evaluate(Evaluation run, Frame frame)
    {
        run.Step(Position);
        var result = new BoundedText(run).Append(texts[0]);
        for (var i = 0; i < values.Length; i++)
        {
            run.Step(Position);
            result.Append(Conversions.ToText(run, values[i].Evaluate(run, frame))).Append(texts[i + 1]);
        }

        return result.Finish();
    }
}

internal sealed class Conditional(int position, Expression test, Expression whenTrue, Expression whenFalse) : Expression(position)
{
    public override object? Evaluate(Evaluation run, Frame frame)
    {
        run.Step(Position);
        return (Values.Truthy(test.Evaluate(run, frame)) ? whenTrue : whenFalse).Evaluate(run, frame);
    }
}

/// <summary><c>...value</c> in a list, an object or arguments; its owner unfolds it.</summary>
internal sealed class Spread(int position, Expression value) : Expression(position)
{
    public override object? Evaluate(Evaluation run, Frame frame) => value.Evaluate(run, frame);
}

internal sealed class ListLiteral(int position, Expression[] items) : Expression(position)
{
    public override object? Evaluate(Evaluation run, Frame frame)
    {
        run.Step(Position);
        var list = run.List();
        foreach (var item in items)
        {
            run.Step(Position);
            var value = item.Evaluate(run, frame);
            if (item is not Spread)
            {
                run.Add(list, value);
                continue;
            }

            run.At = item.Position;
            var elements = Sequences.Elements(run, value);
            run.AddRange(list, elements, 0, elements.Count);
        }

        return list;
    }
}

/// <summary>One member of an object literal; no key means spread.</summary>
internal readonly record struct MemberLiteral(Expression? Key, Expression Value);

internal sealed class ObjectLiteral(int position, MemberLiteral[] members) : Expression(position)
{
    public override object? Evaluate(Evaluation run, Frame frame)
    {
        run.Step(Position);
        var result = run.Object();
        foreach (var (keyNode, valueNode) in members)
        {
            run.Step(Position);
            var key = keyNode is null ? null : Conversions.ToKey(run, keyNode.Evaluate(run, frame));
            var value = valueNode.Evaluate(run, frame);
            run.At = valueNode.Position;
            if (key is not null)
                run.Put(result, key, value);
            else if (value is Dictionary<string, object?> source)
                run.PutAll(result, source);
            else if (!Values.IsNullish(value))
                throw run.Fail($"{Values.Describe(value)}不能用“...”展开到对象中，请改用对象。");
        }

        return result;
    }
}
