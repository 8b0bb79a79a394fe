#pragma warning disable
namespace Minsheng.Workflow.Engine.Scripting;
public sealed class Script { public static Script Parse(string s) => new(); public object? Evaluate(IScriptScope scope, object? l = null) => null; }
public interface IScriptScope { bool TryGet(string name, out object? value); }
public delegate object? ScriptFunction(IReadOnlyList<object?> arguments);
public interface IScriptObject { bool TryGet(string member, out object? value); bool TrySet(string member, object? value); }
public sealed class ScriptException : Exception { public int Line; public int Column; }
