namespace Minsheng.Workflow.Engine.Scripting;

internal sealed class FunctionExpression(int position, string? name, Scope scope) : Expression(position)
{
    public string? Name => name;

    public Scope Scope => scope;

    public Pattern[] Parameters { get; set; } = [];

    /// <summary>The last parameter takes all remaining arguments.</summary>
    public bool HasRest { get; set; }

    public Statement[] Body { get; set; } = [];

    /// <summary>Where a function expression finds itself by its own name.</summary>
    public Identifier? Self { get; set; }

    public override object? Evaluate(Evaluation run, Frame frame)
    {
        run.Step(Position);
        run.Allocate(16);
        return new Closure(this, frame);
    }
}

/// <summary>Something a script can call that is not a host delegate.</summary>
internal abstract class Callable
{
    public virtual bool IsFunction => true;

    public abstract object? Call(Evaluation run, object? self, object?[] arguments);
}

internal sealed class Closure(FunctionExpression function, Frame captured) : Callable
{
    public int Parameters => function.HasRest ? int.MaxValue : function.Parameters.Length;

    public override object? Call(Evaluation run, object? self, object?[] arguments)
    {
        run.Enter();
        var frame = function.Scope.Enter(run, captured);
        function.Self?.Initialize(frame, this);
        for (var i = 0; i < function.Parameters.Length; i++)
            function.Parameters[i].Bind(run, frame, Argument(run, i, arguments));
        var result = Statement.ExecuteAll(function.Body, run, frame) is Flow.Return ? run.TakeReturned() : Undefined.Value;
        run.Leave();
        return result;
    }

    private object? Argument(Evaluation run, int index, object?[] arguments)
    {
        if (!function.HasRest || index < function.Parameters.Length - 1)
            return index < arguments.Length ? arguments[index] : Undefined.Value;
        var rest = run.List();
        foreach (var argument in arguments.Skip(index))
            run.Add(rest, argument);
        return rest;
    }
}
