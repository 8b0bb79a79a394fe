namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>What a declaration or parameter gives names to.</summary>
internal abstract class Pattern(Expression? defaultValue)
{
    public void Bind(Evaluation run, Frame frame, object? value) =>
        Take(run, frame, defaultValue is not null && value is Undefined ? defaultValue.Evaluate(run, frame) : value);

    protected abstract void Take(Evaluation run, Frame frame, object? value);
}

internal sealed class NamePattern(Identifier name, Expression? defaultValue) : Pattern(defaultValue)
{
    protected override void Take(Evaluation run, Frame frame, object? value) => name.Initialize(frame, value);
}

internal sealed class ListPattern(int position, Pattern?[] items, Pattern? rest, Expression? defaultValue) : Pattern(defaultValue)
{
    protected override void Take(Evaluation run, Frame frame, object? value)
    {
        run.Step(position);
        run.Visit(items.Length);
        var elements = Sequences.Elements(run, value);
        for (var i = 0; i < items.Length; i++)
            items[i]?.Bind(run, frame, Sequences.Item(run, elements, i));
        if (rest is null)
            return;
        var remaining = run.List();
        run.AddRange(remaining, elements, Math.Min(items.Length, elements.Count), Math.Max(0, elements.Count - items.Length));
        rest.Bind(run, frame, remaining);
    }
}

internal sealed class ObjectPattern(int position, (string Key, Pattern Pattern)[] members, Expression? defaultValue) : Pattern(defaultValue)
{
    protected override void Take(Evaluation run, Frame frame, object? value)
    {
        run.Step(position);
        run.Visit(members.Length);
        if (Values.IsNullish(value))
            throw run.Fail($"{Values.Describe(value)}不能解构，请先判断是否为空。");
        foreach (var (key, pattern) in members)
            pattern.Bind(run, frame, Members.Get(run, value, key));
    }
}
