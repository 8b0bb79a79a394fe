using Minsheng.Workflow.Engine.Scripting;

namespace Minsheng.Workflow.Tests.Scripting;

/// <summary>Runs scripts against a few names.</summary>
internal sealed class Names : IScriptScope
{
    private readonly Dictionary<string, object?> _values = [];

    public object? this[string name] { set => _values[name] = value; }

    public bool TryGet(string name, out object? value) => _values.TryGetValue(name, out value);
}

/// <summary>The <c>variables</c> of a process: every member can be set except <c>locked</c>.</summary>
internal sealed class Variables : IScriptObject
{
    public Dictionary<string, object?> Values { get; } = [];

    public bool TryGet(string member, out object? value) => Values.TryGetValue(member, out value);

    public bool TrySet(string member, object? value)
    {
        if (member == "locked")
            return false;
        Values[member] = value;
        return true;
    }
}

internal static class Scripts
{
    public static object? Run(string source, Names? names = null, ScriptLimits? limits = null) =>
        Script.Parse(source).Evaluate(names ?? new Names(), limits);

    public static ScriptException Refusal(string source, Names? names = null) =>
        Should.Throw<ScriptException>(() => Run(source, names));

    public static ScriptException ParseRefusal(string source) => Should.Throw<ScriptException>(() => Script.Parse(source));
}
