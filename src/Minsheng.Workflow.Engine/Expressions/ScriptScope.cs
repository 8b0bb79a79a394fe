using System.Globalization;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Engine.Scripting;

namespace Minsheng.Workflow.Engine.Expressions;

/// <summary>What a script sees: Elsa's accessors, the variables and inputs by name, and what the host's facts offer.</summary>
internal sealed class ScriptScope(ActivityContext context) : IScriptScope, IScriptObject
{
    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "getVariable" => (ScriptFunction)(args => context.GetVariable(Text(args, 0))),
            "setVariable" => (ScriptFunction)(args => { context.SetVariable(Text(args, 0), At(args, 1)); return null; }),
            "getInput" => (ScriptFunction)(args => context.GetInput(Text(args, 0))),
            "getOutputFrom" => (ScriptFunction)(args => context.GetOutputFrom(Text(args, 0), args.Count > 1 ? Text(args, 1) : "Result")),
            "getLastResult" => (ScriptFunction)(_ => context.GetOutputFrom("", "")),
            "getWorkflowInstanceId" => (ScriptFunction)(_ => context.Instance.Id),
            "getWorkflowDefinitionId" => (ScriptFunction)(_ => context.Instance.DefinitionId),
            "getCorrelationId" => (ScriptFunction)(_ => context.Instance.CorrelationId),
            "setCorrelationId" => (ScriptFunction)(args => { context.Instance.CorrelationId = Text(args, 0); return null; }),
            "isNullOrEmpty" => (ScriptFunction)(args => string.IsNullOrEmpty(At(args, 0) as string)),
            "isNullOrWhiteSpace" => (ScriptFunction)(args => string.IsNullOrWhiteSpace(At(args, 0) as string)),
            "toJson" => (ScriptFunction)(args => System.Text.Json.JsonSerializer.Serialize(At(args, 0), Values.Json)),
            "variables" => this,
            _ => null,
        };
        if (value is not null) return true;
        if (context.TryGetVariable(name, out value)) return true;
        if (context.ScriptGlobals is { } globals && globals(name, out value)) return true;
        return Accessor(name, out value);
    }

    bool IScriptObject.TryGet(string member, out object? value) => context.TryGetVariable(member, out value);

    bool IScriptObject.TrySet(string member, object? value)
    {
        context.SetVariable(member, value);
        return true;
    }

    /// <summary>Elsa generates getX() and setX(value) for every variable and input X.</summary>
    private bool Accessor(string name, out object? value)
    {
        value = null;
        if (name.Length <= 3) return false;
        var member = name[3..];
        if (name.StartsWith("get", StringComparison.Ordinal))
        {
            if (Find(member) is not { } found) return false;
            value = (ScriptFunction)(_ => found.Value);
            return true;
        }
        if (!name.StartsWith("set", StringComparison.Ordinal) || Find(member) is not { } target) return false;
        value = (ScriptFunction)(args => { context.SetVariable(target.Name, At(args, 0)); return null; });
        return true;
    }

    private (string Name, object? Value)? Find(string member)
    {
        foreach (var name in (string[])[member, char.ToLower(member[0], CultureInfo.InvariantCulture) + member[1..]])
        {
            if (context.TryGetVariable(name, out var value)) return (name, value);
            if (context.TryGetInput(name, out value)) return (name, value);
        }
        return null;
    }

    private static object? At(IReadOnlyList<object?> args, int index) => index < args.Count ? args[index] : null;

    private static string Text(IReadOnlyList<object?> args, int index) => Values.Text(At(args, index));
}
