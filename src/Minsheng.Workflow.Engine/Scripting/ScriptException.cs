namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>A script was refused, or stopped while it ran. The message is one sentence for the author of the script.</summary>
public sealed class ScriptException : Exception
{
    /// <summary>For host functions: the caller adds the position of the call.</summary>
    public ScriptException(string message) : base(message)
    {
    }

    public ScriptException(string message, int line, int column)
        : base($"第 {line} 行第 {column} 列：{message}") => (Line, Column) = (line, column);

    /// <summary>1-based; 0 when the position is not known.</summary>
    public int Line { get; }

    /// <summary>1-based, in UTF-16 units; 0 when the position is not known.</summary>
    public int Column { get; }

    internal static ScriptException At(string source, int position, string message)
    {
        var before = source.AsSpan(0, Math.Min(position, source.Length));
        return new ScriptException(message, before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}
