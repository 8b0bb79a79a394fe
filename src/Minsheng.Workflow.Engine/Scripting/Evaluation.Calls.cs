namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>Calling whatever a script may call.</summary>
internal sealed partial class Evaluation
{
    public object? Call(object? function, object?[] arguments)
    {
        Work(arguments.Length * 8L);
        return function switch
        {
            Callable callable => callable.Call(this, Undefined.Value, arguments),
            ScriptFunction host => CallHost(host, arguments),
            _ => throw Fail($"{Values.Describe(function)}不是函数，不能调用，请检查名称。"),
        };
    }

    /// <summary>Calls back with item, index and list as array methods do; the host is spared the list.</summary>
    public object? CallBack(object? function, object? item, int index, List<object?> list)
    {
        Step(At);
        return function is Closure { Parameters: <= 1 } closure
            ? closure.Call(this, Undefined.Value, [item])
            : Call(function, function is ScriptFunction ? [item, Values.Number(index)] : [item, Values.Number(index), list]);
    }

    private object? CallHost(ScriptFunction host, object?[] arguments)
    {
        var position = At;
        var exported = arguments.Length == 0 ? arguments : Array.ConvertAll(arguments, Export);
        try
        {
            return Import(host(exported));
        }
        catch (ScriptException mistake) when (mistake.Line == 0)
        {
            throw Fail(position, mistake.Message);
        }
    }
}
