namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>How a statement ended.</summary>
internal enum Flow { Next, Break, Continue, Return }

internal abstract class Statement
{
    public abstract Flow Execute(Evaluation run, Frame frame);

    public static Flow ExecuteAll(Statement[] statements, Evaluation run, Frame frame)
    {
        foreach (var statement in statements)
        {
            if (statement.Execute(run, frame) is var flow and not Flow.Next)
                return flow;
        }

        return Flow.Next;
    }
}

/// <summary>Outside functions its value is the result of the program so far.</summary>
internal sealed class ExpressionStatement(Expression expression, bool isResult) : Statement
{
    public override Flow Execute(Evaluation run, Frame frame)
    {
        var value = expression.Evaluate(run, frame);
        if (isResult)
            run.Completion = value;
        return Flow.Next;
    }
}

/// <summary>A let or const without value still ends the time in which the name may not be used.</summary>
internal sealed class Declaration(int position, Pattern pattern, Expression? value) : Statement
{
    public override Flow Execute(Evaluation run, Frame frame)
    {
        run.Step(position);
        pattern.Bind(run, frame, value is null ? Undefined.Value : value.Evaluate(run, frame));
        return Flow.Next;
    }
}

internal sealed class Return(int position, Expression? value) : Statement
{
    public override Flow Execute(Evaluation run, Frame frame)
    {
        run.Step(position);
        return run.Return(value is null ? Undefined.Value : value.Evaluate(run, frame));
    }
}

/// <summary>Break or continue.</summary>
internal sealed class Jump(int position, Flow flow) : Statement
{
    public override Flow Execute(Evaluation run, Frame frame)
    {
        run.Step(position);
        return flow;
    }
}

internal sealed class Block(int position, Scope scope, Statement[] statements) : Statement
{
    public override Flow Execute(Evaluation run, Frame frame)
    {
        run.Step(position);
        return ExecuteAll(statements, run, scope.Enter(run, frame));
    }
}

internal sealed class If(int position, Expression test, Statement whenTrue, Statement? whenFalse) : Statement
{
    public override Flow Execute(Evaluation run, Frame frame)
    {
        run.Step(position);
        return Values.Truthy(test.Evaluate(run, frame)) ? whenTrue.Execute(run, frame)
            : whenFalse is null ? Flow.Next
            : whenFalse.Execute(run, frame);
    }
}

internal sealed class While(int position, Expression test, Statement body) : Statement
{
    public override Flow Execute(Evaluation run, Frame frame)
    {
        while (Values.Truthy(test.Evaluate(run, frame)))
        {
            run.Step(position);
            if (body.Execute(run, frame) is var flow and (Flow.Break or Flow.Return))
                return flow is Flow.Return ? flow : Flow.Next;
        }

        return Flow.Next;
    }
}

internal sealed class For(int position, Scope scope, Statement[] start, Expression? test, Expression? update, Statement body) : Statement
{
    public override Flow Execute(Evaluation run, Frame frame)
    {
        var round = scope.Enter(run, frame);
        ExecuteAll(start, run, round);
        while (test is null || Values.Truthy(test.Evaluate(run, round)))
        {
            run.Step(position);
            if (body.Execute(run, round) is var flow and (Flow.Break or Flow.Return))
                return flow is Flow.Return ? flow : Flow.Next;
            if (scope.HasFrame)
                round = round.NextRound(run);
            update?.Evaluate(run, round);
        }

        return Flow.Next;
    }
}

internal sealed class ForOf(int position, Scope scope, Pattern item, Expression list, Statement body) : Statement
{
    public override Flow Execute(Evaluation run, Frame frame)
    {
        var source = list.Evaluate(run, scope.Enter(run, frame));
        run.At = position;
        var elements = Sequences.Elements(run, source);
        for (var i = 0; i < elements.Count; i++)
        {
            run.Step(position);
            var round = scope.Enter(run, frame);
            item.Bind(run, round, Sequences.Item(run, elements, i));
            if (body.Execute(run, round) is var flow and (Flow.Break or Flow.Return))
                return flow is Flow.Return ? flow : Flow.Next;
        }

        return Flow.Next;
    }
}
