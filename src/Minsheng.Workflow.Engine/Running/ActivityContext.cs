using System.Text.Json;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;

namespace Minsheng.Workflow.Engine.Running;

/// <summary>Looks up a name the host's facts add to scripts.</summary>
public delegate bool ScriptGlobals(string name, out object? value);

/// <summary>What one execution of a step may see and do.</summary>
public sealed class ActivityContext
{
    private readonly Burst _burst;
    private object?[]? _evaluated;

    internal ActivityContext(Burst burst, ActivityExecution execution)
    {
        _burst = burst;
        Execution = execution;
    }

    public ActivityExecution Execution { get; }
    public WorkflowInstance Instance => _burst.Instance;
    public DateTimeOffset Now => _burst.Now;

    /// <summary>What the host knows and handed over for this burst; the field's steps know its type.</summary>
    public object? Facts => _burst.Facts;

    internal ScriptGlobals? ScriptGlobals => _burst.ScriptGlobals;

    /// <summary>The value of a script that a step itself has read out of its inputs.</summary>
    public object? Evaluate(Scripting.Script script) => script.Evaluate(new ScriptScope(this));

    public T? Get<T>(Input<T> input) => input.Slot < 0 ? input.ConstantValue : Values.As<T>(_evaluated![input.Slot]);

    public void Set(Output? output, object? value)
    {
        var stored = Values.Copy(value);
        if (output?.Variable is { } variable) SetVariable(variable, stored);
        if (_burst.Definition.KeepsResults && output is not null)
        {
            Instance.Results[$"{Execution.Place.Id}/{output.Name}"] = stored;
            Instance.Results["/"] = stored;
        }
    }

    /// <summary>Takes back an open wait of this execution, e.g. a timer whose moment has moved.</summary>
    public void Withdraw(WaitKind kind, string name) =>
        Instance.OpenBookmarks.RemoveAll(open => open.Execution == Execution && open.Kind == kind && open.Name == name);

    /// <summary>The answer this burst began with, whichever step it was for; null when a run started or somebody settled a fault.</summary>
    public Stimulus? Origin => _burst.Origin;

    /// <summary>The open waits of this execution.</summary>
    public IEnumerable<Bookmark> Waits => Instance.OpenBookmarks.Where(open => open.Execution == Execution);

    /// <summary>Another open wait of this execution tells its host something else from now on.</summary>
    public void Renew(Bookmark wait, object payload) => _burst.Renew(wait, payload);

    /// <summary>Does something as if, e.g. to learn whether it would be refused; whatever it changed is as before afterwards.</summary>
    public void Foresee(Action act) => _burst.Foresee(Execution, act);

    public void Emit(Effect effect) => _burst.Effects.Add(effect);

    /// <summary>What this burst has decided so far; the facts do not know it yet.</summary>
    public IReadOnlyList<Effect> Emitted => _burst.Effects;

    /// <summary>What this execution kept; <c>null</c> at first.</summary>
    public T? Load<T>() where T : class => Execution.Load<T>();

    public void Keep(object state) => Execution.State = state;

    /// <summary>What earlier executions of this step remembered in this run.</summary>
    public T? Recall<T>() where T : class =>
        Instance.Memory.TryGetValue(Execution.Place.NodeId, out var state) ? Revive<T>(state, revived => Instance.Memory[Execution.Place.NodeId] = revived) : null;

    public void Remember(object state) => Instance.Memory[Execution.Place.NodeId] = state;

    public object? GetVariable(string name) => TryGetVariable(name, out var value) ? value : null;

    public bool TryGetVariable(string name, out object? value)
    {
        for (var scope = Execution; scope is not null; scope = scope.Parent)
            if (scope.Variables is { } variables && variables.TryGetValue(name, out value)) return true;
        return Instance.Variables.TryGetValue(name, out value);
    }

    public void SetVariable(string name, object? value)
    {
        var stored = Values.Copy(value);
        for (var scope = Execution; scope is not null; scope = scope.Parent)
        {
            if (scope.Variables is not { } variables || !variables.ContainsKey(name)) continue;
            variables[name] = stored;
            return;
        }
        if (_burst.Definition.Outputs.Contains(name)) Instance.Output[name] = stored;
        Instance.Variables[name] = stored;
    }

    public object? GetInput(string name) => TryGetInput(name, out var value) ? value : null;

    internal bool TryGetInput(string name, out object? value)
    {
        for (var scope = Execution; scope is not null; scope = scope.Parent)
            if (scope.Place.Activity is BuiltIn.EmbeddedWorkflow && scope.Variables is { } inputs && inputs.TryGetValue(name, out value)) return true;
        return Instance.Input.TryGetValue(name, out value);
    }

    internal object? GetOutputFrom(string activityId, string output)
    {
        foreach (var (key, value) in Instance.Results)
            if (key.Equals($"{activityId}/{output}", StringComparison.OrdinalIgnoreCase)) return value;
        return null;
    }

    /// <summary>Why this execution runs again; null when nobody went back to it.</summary>
    public ReturnNote? Return => Execution.Return;

    /// <summary>After a withdrawn answer, at the start: what the step had kept before, with the answers of the others.</summary>
    public T? Reopened<T>() where T : class => Values.As<T>(Return?.Reopen);

    internal void Schedule(CompiledActivity child, Dictionary<string, object?>? variables = null, bool backward = false, int cause = 0, Comeback? comeback = null) =>
        _burst.Enqueue(child, Execution, variables, backward, cause, comeback);

    internal void Withdraw(ActivityExecution child) => _burst.Withdraw(child);

    internal bool IsQueued(CompiledActivity child) => _burst.IsQueued(child, Execution);

    internal bool HasPendingWork() => _burst.HasPendingWork(Execution);

    internal void CancelChildren(Func<ActivityExecution, bool> which) => _burst.CancelChildren(Execution, which);

    internal ActivityContext ForParent() => new(_burst, Execution.Parent!);

    internal void Complete(IReadOnlyList<string> outcomes) => _burst.Complete(Execution, outcomes);

    /// <summary>Evaluates every input that is not constant, in the order the step declares them.</summary>
    internal void EvaluateInputs()
    {
        var inputs = Execution.Place.DynamicInputs;
        if (inputs.Length == 0) return;
        _evaluated = new object?[inputs.Length];
        foreach (var input in inputs)
        {
            try
            {
                _evaluated[input.Slot] = input.Source!.Evaluate(this);
            }
            catch (Scripting.ScriptException problem)
            {
                throw new ActivityFaultException($"步骤“{Execution.Place.Id}”的“{input.Name}”算不出来（第 {problem.Line} 行第 {problem.Column} 列）：{problem.Message}", "expression-failed");
            }
        }
    }

    internal static T? Revive<T>(object? state, Action<T> replace) where T : class
    {
        switch (state)
        {
            case null: return null;
            case T ready: return ready;
            case JsonElement json:
                var revived = json.Deserialize<T>(Values.Json)!;
                replace(revived);
                return revived;
            default: throw new InvalidOperationException($"State is {state.GetType()}, not {typeof(T)}.");
        }
    }
}
