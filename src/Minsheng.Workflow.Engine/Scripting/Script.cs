namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>A parsed script of the closed JavaScript subset; immutable, so one parse serves many evaluations and threads.</summary>
public sealed class Script
{
    private readonly Scope _scope;
    private readonly Statement[] _statements;

    private Script(string source, Scope scope, Statement[] statements) =>
        (Source, _scope, _statements) = (source, scope, statements);

    public string Source { get; }

    /// <exception cref="ScriptException">The source is outside the subset; says where and what to write instead.</exception>
    public static Script Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var (scope, statements) = new Parser(source).ParseProgram();
        return new Script(source, scope, statements);
    }

    /// <summary>The <c>return</c> value, or else the value of the last expression statement; undefined leaves as null.</summary>
    /// <exception cref="ScriptException">The script made a mistake or used more than <paramref name="limits"/> allow.</exception>
    public object? Evaluate(IScriptScope scope, ScriptLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var run = new Evaluation(Source, scope, limits ?? ScriptLimits.Default);
        run.EnsureStack();
        var frame = _scope.Enter(run, Frame.Root);
        var flow = Statement.ExecuteAll(_statements, run, frame);
        return run.Export(flow is Flow.Return ? run.TakeReturned() : run.Completion);
    }
}
