namespace Minsheng.Workflow.Engine.Scripting;

internal enum BindingKind { Var, Let, Const, Parameter, Function }

internal sealed record Binding(int Slot, BindingKind Kind);

/// <summary>The names declared by a program, function, block or loop. The parser fills it, evaluations only read it.</summary>
internal sealed class Scope(Scope? parent, bool isFunction)
{
    private readonly Dictionary<string, Binding> _bindings = new(StringComparer.Ordinal);
    private readonly List<(int Slot, FunctionExpression Function)> _functions = [];
    private object?[]? _initial;

    public Scope? Parent => parent;

    public bool IsFunction => isFunction;

    /// <summary>A scope without names costs no frame.</summary>
    public bool HasFrame => _bindings.Count > 0;

    public Binding? Find(string name) => _bindings.GetValueOrDefault(name);

    /// <summary>Null when the name is taken and may not be declared twice.</summary>
    public Binding? Declare(string name, BindingKind kind)
    {
        if (_bindings.TryGetValue(name, out var taken))
            return IsRepeatable(kind) && IsRepeatable(taken.Kind) ? taken : null;
        return _bindings[name] = new Binding(_bindings.Count, kind);
    }

    public void Hoist(int slot, FunctionExpression function) => _functions.Add((slot, function));

    /// <summary>Called once, when every name of the program is known.</summary>
    public void Freeze()
    {
        _initial = new object?[_bindings.Count];
        foreach (var binding in _bindings.Values)
            _initial[binding.Slot] = binding.Kind is BindingKind.Let or BindingKind.Const ? Frame.Unset : Undefined.Value;
    }

    public Frame Enter(Evaluation run, Frame outer)
    {
        if (!HasFrame)
            return outer;
        run.Allocate(16 + 4L * _initial!.Length);
        run.Work(8L * _initial.Length);
        var frame = new Frame((object?[])_initial.Clone(), outer);
        foreach (var (slot, function) in _functions)
            frame.Slots[slot] = function.Evaluate(run, frame);
        return frame;
    }

    private static bool IsRepeatable(BindingKind kind) => kind is BindingKind.Var or BindingKind.Parameter or BindingKind.Function;
}
