using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Engine.Scripting;

namespace Minsheng.Workflow.Engine.Expressions;

/// <summary>How a value is obtained while a step runs. A closed set.</summary>
public abstract record ValueSource
{
    private ValueSource() { }

    internal abstract object? Evaluate(ActivityContext context);

    /// <summary>A value written in the definition.</summary>
    public sealed record Constant(object? Value) : ValueSource
    {
        internal override object? Evaluate(ActivityContext context) => Value;
    }

    /// <summary>The current value of a variable, by name.</summary>
    public sealed record Variable(string Name) : ValueSource
    {
        internal override object? Evaluate(ActivityContext context) => context.GetVariable(Name);
    }

    /// <summary>An input the workflow was started with, by name.</summary>
    public sealed record WorkflowInput(string Name) : ValueSource
    {
        internal override object? Evaluate(ActivityContext context) => context.GetInput(Name);
    }

    /// <summary>The result of a script in our JavaScript subset.</summary>
    public sealed record Computed(Script Script) : ValueSource
    {
        internal override object? Evaluate(ActivityContext context) => Script.Evaluate(new ScriptScope(context));
    }
}
