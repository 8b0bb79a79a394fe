using System.Text.Json;

namespace Minsheng.Workflow.Engine.Expressions;

/// <summary>An input of a step: a constant, or something evaluated each time the step runs.</summary>
public abstract class Input
{
    /// <summary>The member's name in the definition, camelCase.</summary>
    public string Name { get; internal set; } = "";

    internal ValueSource? Source { get; private protected set; }

    /// <summary>Index into the values evaluated for one execution; -1 for constants.</summary>
    internal int Slot { get; set; } = -1;

    /// <exception cref="FormatException">A constant that cannot mean what the step needs.</exception>
    internal abstract void Bind(ValueSource source);
}

/// <inheritdoc />
/// <typeparam name="T">What the step needs the value to be.</typeparam>
public sealed class Input<T>(T? whenAbsent = default) : Input
{
    internal T? ConstantValue { get; private set; } = whenAbsent;

    internal override void Bind(ValueSource source)
    {
        Source = source;
        if (source is not ValueSource.Constant constant) return;
        try
        {
            ConstantValue = constant.Value is null ? ConstantValue : Values.As<T>(constant.Value);
        }
        catch (JsonException problem)
        {
            throw new FormatException(problem.Message, problem);
        }
    }
}

/// <summary>Where a step puts a result: a variable, by name.</summary>
public sealed class Output
{
    /// <summary>The member's name in the definition, camelCase.</summary>
    public string Name { get; internal set; } = "";

    internal string? Variable { get; set; }
}
