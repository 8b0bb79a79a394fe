namespace Minsheng.Workflow.Engine.Running;

/// <summary>Facts of a host that scripts may ask by name. What a definition calls by the same name wins.</summary>
public interface IScriptFacts
{
    /// <summary>False means: no such name.</summary>
    bool TryScript(string name, DateTimeOffset now, out object? value);
}
