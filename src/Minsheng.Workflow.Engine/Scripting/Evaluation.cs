using System.Runtime.CompilerServices;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>One evaluation of a script: what it has used so far, and where it is.</summary>
internal sealed partial class Evaluation(string source, IScriptScope scope, ScriptLimits limits)
{
    private const string UseLess = "请减少循环次数或一次处理的数据量。";
    private readonly long _maxSteps = limits.MaxSteps;
    private long _steps;
    private long _allocated;
    private int _depth;
    private object? _returned;

    /// <summary>The node that runs now; built-in functions blame it.</summary>
    public int At { get; set; }

    public object? Completion { get; set; } = Undefined.Value;

    public int MaxItems => limits.MaxItems;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(int position)
    {
        At = position;
        if (++_steps > _maxSteps)
            throw TooManySteps();
    }

    /// <summary>Charges a loop of the base library over <paramref name="units"/> characters.</summary>
    public void Work(long units)
    {
        if ((_steps += units >> 6) > _maxSteps)
            throw TooManySteps();
    }

    /// <summary>Charges a loop of ours over list items.</summary>
    public void Visit(int items)
    {
        if ((_steps += 1 + (items >> 3)) > _maxSteps)
            throw TooManySteps();
    }

    /// <summary>Charges the worst case of looking for one text in another, which is the product of both.</summary>
    public void Search(string text, string pattern)
    {
        Work(text.Length);
        if ((_steps += (long)text.Length * pattern.Length >> 12) > _maxSteps)
            throw TooManySteps();
    }

    public void Allocate(long units)
    {
        if ((_allocated += units) > limits.MaxAllocation)
            throw Fail($"表达式占用的数据总量超过上限（{limits.MaxAllocation}），请减少数据量，拼接文本时请改用 join。");
    }

    public void CheckLength(long characters)
    {
        if (characters > limits.MaxStringLength)
            throw Fail($"文本长度超过上限（{limits.MaxStringLength} 个字符），请缩短文本。");
    }

    public void CheckItems(long items)
    {
        if (items > limits.MaxItems)
            throw Fail($"列表或对象的项数超过上限（{limits.MaxItems}），请减少数据量。");
    }

    public void Enter()
    {
        if (++_depth > limits.MaxDepth)
            throw Fail($"函数调用或数据嵌套超过 {limits.MaxDepth} 层，请减少嵌套或改用循环。");
        EnsureStack();
    }

    public void Leave() => _depth--;

    /// <summary>Many calls, each with a deeply nested body, must not reach the end of the thread's stack.</summary>
    public void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Fail("函数调用嵌套过深，请减少嵌套或改用循环。");
    }

    public Flow Return(object? value)
    {
        _returned = value;
        return Flow.Return;
    }

    public object? TakeReturned()
    {
        var value = _returned;
        _returned = null;
        return value;
    }

    public object? Global(string name, int position, bool required = true)
    {
        At = position;
        if (scope.TryGet(name, out var value))
            return Import(value);
        if (Globals.All.TryGetValue(name, out value))
            return value;
        return required ? throw Fail($"没有名为“{name}”的变量或函数，请检查拼写。") : Undefined.Value;
    }

    public ScriptException Fail(string message) => ScriptException.At(source, At, message);

    public ScriptException Fail(int position, string message) => ScriptException.At(source, position, message);

    private ScriptException TooManySteps() => Fail($"表达式运行步数超过上限（{limits.MaxSteps}），{UseLess}");
}
