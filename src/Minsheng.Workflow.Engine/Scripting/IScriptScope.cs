namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>The names a script finds around itself. They win over the built-in ones such as <c>Math</c>.</summary>
/// <remarks>
/// Values are null, bool, numbers, string, <c>List&lt;object?&gt;</c>, <c>Dictionary&lt;string, object?&gt;</c>, dates (seen as ISO text),
/// <see cref="ScriptFunction"/> and <see cref="IScriptObject"/>. A list or dictionary is used as it is, so a script that
/// pushes into it changes it; hand over a copy where that must not happen. What leaves a script is always a copy.
/// </remarks>
public interface IScriptScope
{
    /// <summary>False means: not defined.</summary>
    bool TryGet(string name, out object? value);
}

/// <summary>An object of the host whose members scripts read and, if it allows, assign: <c>variables.X = 5</c>.</summary>
public interface IScriptObject
{
    /// <summary>False reads as undefined.</summary>
    bool TryGet(string member, out object? value);

    /// <summary>False refuses the assignment.</summary>
    bool TrySet(string member, object? value);
}

/// <summary>A function of the host. It reports a mistake of the author with <see cref="ScriptException(string)"/>.</summary>
public delegate object? ScriptFunction(IReadOnlyList<object?> arguments);
