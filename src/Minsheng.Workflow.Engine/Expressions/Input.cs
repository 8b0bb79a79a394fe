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

    /// <summary>What it will be unless a run is told otherwise: its constant, or the default of the definition's input it takes.</summary>
    public bool TryForesee(out object? value)
    {
        value = ForeseenValue;
        return Slot < 0 || IsForeseen;
    }

    /// <summary>Whether it takes an input of the definition that has a default, which a run may be told to change.</summary>
    public bool IsForeseen { get; private protected set; }

    private protected abstract object? ForeseenValue { get; }

    /// <exception cref="FormatException">A constant that cannot mean what the step needs.</exception>
    internal abstract void Bind(ValueSource source);

    /// <exception cref="FormatException">A default that cannot mean what the step needs.</exception>
    internal abstract void Foresee(object? inputDefault);
}

/// <inheritdoc />
/// <typeparam name="T">What the step needs the value to be.</typeparam>
public sealed class Input<T>(T? whenAbsent = default) : Input
{
    private T? _foreseen;

    internal T? ConstantValue { get; private set; } = whenAbsent;

    internal T? Foreseen => IsForeseen ? _foreseen : ConstantValue;

    private protected override object? ForeseenValue => Foreseen;

    internal override void Bind(ValueSource source)
    {
        Source = source;
        if (source is ValueSource.Constant { Value: { } value }) ConstantValue = Read(value);
    }

    internal override void Foresee(object? inputDefault) => (_foreseen, IsForeseen) = (Read(inputDefault), true);

    private static T? Read(object? value)
    {
        try
        {
            return Values.As<T>(value);
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
