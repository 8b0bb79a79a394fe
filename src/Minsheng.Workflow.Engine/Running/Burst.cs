using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Engine.Running;

/// <summary>
/// One run of the engine: everything that can happen to an instance without waiting, as a function of the compiled
/// definition, the instance, the stimulus, the facts and the time. It does no I/O and reads no clock. The instance is
/// changed in place, so a host that fails to save the result throws the instance away and loads it again.
/// </summary>
public sealed partial class Burst
{
    /// <summary>Most steps one burst runs: beyond it, arrows or a loop go round without ever waiting.</summary>
    public const int MaxSteps = 100_000;

    /// <summary>Room made at once for what happens; most bursts need no more.</summary>
    private const int UsualTrace = 24;

    private readonly Queue<WorkItem> _queue = new();
    private int _steps;

    private Burst(CompiledDefinition definition, WorkflowInstance instance, DateTimeOffset now, object? facts, ScriptGlobals? globals)
    {
        Definition = definition;
        Instance = instance;
        Now = now;
        Facts = facts;
        ScriptGlobals = globals ?? (facts is IScriptFacts offered ? (string name, out object? value) => offered.TryScript(name, now, out value) : null);
        Trace = new List<TraceEntry>(Math.Min(2 * definition.Activities.Count, UsualTrace));
    }

    internal CompiledDefinition Definition { get; }
    public WorkflowInstance Instance { get; }
    internal DateTimeOffset Now { get; }
    internal object? Facts { get; }
    internal ScriptGlobals? ScriptGlobals { get; }

    /// <summary>What the host must carry out, in order.</summary>
    public List<Effect> Effects { get; } = [];

    /// <summary>What happened, in order.</summary>
    public List<TraceEntry> Trace { get; }

    /// <summary>Waits that stayed open and tell something else than before the burst.</summary>
    public List<Bookmark> Renewed { get; } = [];

    /// <summary>The answer this burst began with; null when a run started or somebody settled a fault.</summary>
    internal Stimulus? Origin { get; private init; }

    /// <summary>Starts a new run.</summary>
    public static Burst Start(
        CompiledDefinition definition, string instanceId, DateTimeOffset now, object? facts = null, ScriptGlobals? globals = null,
        IReadOnlyDictionary<string, object?>? input = null, string? correlationId = null, string? triggerActivityId = null)
    {
        var instance = new WorkflowInstance
        {
            Id = instanceId,
            DefinitionId = definition.Source.DefinitionId,
            CorrelationId = correlationId,
            TriggerActivityId = triggerActivityId,
        };
        foreach (var (name, value) in definition.InputDefaults) instance.Input[name] = Values.Copy(value);
        if (input is not null) foreach (var (name, value) in input) instance.Input[name] = Values.Copy(value);
        foreach (var (name, value) in definition.Variables) instance.Variables[name] = Values.Copy(value);

        var burst = new Burst(definition, instance, now, facts, globals);
        burst.Enqueue(definition.Root, null, null, false);
        burst.Drain();
        return burst;
    }

    /// <summary>A run about to begin its first step, for looking only.</summary>
    internal static ActivityContext ToTry(CompiledDefinition definition, DateTimeOffset now, object? facts)
    {
        var instance = new WorkflowInstance { Id = "trial", DefinitionId = definition.Source.DefinitionId };
        foreach (var (name, value) in definition.InputDefaults) instance.Input[name] = Values.Copy(value);
        foreach (var (name, value) in definition.Variables) instance.Variables[name] = Values.Copy(value);
        return new ActivityContext(new Burst(definition, instance, now, facts, null), new ActivityExecution { Id = 1, Place = definition.Root, Parent = null });
    }

    /// <summary>Answers a wait.</summary>
    /// <exception cref="UnknownBookmarkException">No such wait is open.</exception>
    /// <exception cref="InstanceEndedException">The run has ended.</exception>
    /// <exception cref="StimulusRefusedException">The step does not take the answer; the instance is as before.</exception>
    public static Burst Resume(
        CompiledDefinition definition, WorkflowInstance instance, Stimulus stimulus, DateTimeOffset now, object? facts = null, ScriptGlobals? globals = null)
    {
        if (instance.Status == WorkflowStatus.Finished) throw new InstanceEndedException(instance.Id, instance.SubStatus);
        var bookmark = instance.OpenBookmarks.Find(open => open.Id == stimulus.BookmarkId) ?? throw new UnknownBookmarkException(instance.Id, stimulus.BookmarkId);
        var answer = stimulus with { Bookmark = bookmark };
        var burst = new Burst(definition, instance, now, facts, globals) { Origin = answer };
        burst._queue.Enqueue(new WorkItem(bookmark.Execution.Place, bookmark.Execution.Parent, null, false, bookmark.Execution, answer));
        burst.Drain();
        return burst;
    }

    /// <summary>Runs a failed step again.</summary>
    public static Burst Retry(CompiledDefinition definition, WorkflowInstance instance, Incident incident, DateTimeOffset now, object? facts = null, ScriptGlobals? globals = null) =>
        Settle(definition, instance, incident, now, facts, globals, skipTo: null);

    /// <summary>Leaves a failed step behind as if it had completed with this outcome.</summary>
    public static Burst Skip(
        CompiledDefinition definition, WorkflowInstance instance, Incident incident, DateTimeOffset now, object? facts = null, ScriptGlobals? globals = null,
        string outcome = Running.Outcomes.Done) =>
        Settle(definition, instance, incident, now, facts, globals, outcome);

    /// <summary>Ends a run from outside: everything open is withdrawn.</summary>
    public static Burst Cancel(CompiledDefinition definition, WorkflowInstance instance, DateTimeOffset now)
    {
        if (instance.Status == WorkflowStatus.Finished) throw new InstanceEndedException(instance.Id, instance.SubStatus);
        var burst = new Burst(definition, instance, now, null, null);
        burst.End(SubStatus.Cancelled);
        return burst;
    }

    private static Burst Settle(CompiledDefinition definition, WorkflowInstance instance, Incident incident, DateTimeOffset now, object? facts, ScriptGlobals? globals, string? skipTo)
    {
        if (instance.Status == WorkflowStatus.Finished) throw new InstanceEndedException(instance.Id, instance.SubStatus);
        var execution = instance.Executions.Find(live => live.Id == incident.ExecutionId && live.Status == ActivityStatus.Faulted)
            ?? throw new UnknownBookmarkException(instance.Id, incident.ActivityId);
        var burst = new Burst(definition, instance, now, facts, globals);
        execution.Status = ActivityStatus.Running;
        if (skipTo is not null)
        {
            burst.Complete(execution, [skipTo]);
        }
        else
        {
            instance.OpenBookmarks.RemoveAll(open => open.Execution == execution);
            burst._queue.Enqueue(new WorkItem(execution.Place, execution.Parent, null, false, execution, null));
        }
        burst.Drain();
        return burst;
    }

    internal void Enqueue(CompiledActivity place, ActivityExecution? owner, Dictionary<string, object?>? variables, bool backward, int cause = 0, Comeback? comeback = null) =>
        _queue.Enqueue(new WorkItem(place, owner, variables, backward, null, null, cause, comeback));

    internal bool IsQueued(CompiledActivity place, ActivityExecution owner)
    {
        foreach (var item in _queue)
            if (item.Owner == owner && item.Place == place) return true;
        return false;
    }

    internal bool HasPendingWork(ActivityExecution container)
    {
        foreach (var live in Instance.Executions)
            if (live.Parent == container && live.Status == ActivityStatus.Running) return true;
        foreach (var item in _queue)
            for (var owner = item.Owner; owner is not null; owner = owner.Parent)
                if (owner == container) return true;
        return false;
    }

    private void Drain()
    {
        Instance.SubStatus = Instance.Status == WorkflowStatus.Running ? SubStatus.Executing : Instance.SubStatus;
        do
        {
            while (_queue.TryDequeue(out var item))
            {
                Invoke(item);
                if (item.Owner is { Status: not ActivityStatus.Running } ended) LeftOver(ended);
            }
        }
        while (SweepOrphans());
        if (Instance.Status == WorkflowStatus.Running)
        {
            var over = Instance.Executions.Count == 0;
            Instance.SubStatus = over ? SubStatus.Finished : SubStatus.Suspended;
            if (over) Instance.Status = WorkflowStatus.Finished;
        }
    }

    private void Invoke(WorkItem item)
    {
        var execution = item.Existing;
        if (execution is null)
        {
            execution = new ActivityExecution
            {
                Id = ++Instance.LastExecutionId, Place = item.Place, Parent = item.Owner, Backward = item.Backward,
                Cause = item.Cause, Comeback = item.Comeback, Variables = item.Variables,
            };
            foreach (var (name, value) in item.Place.Variables) (execution.Variables ??= new(StringComparer.Ordinal))[name] = Values.Copy(value);
            Instance.Executions.Add(execution);
        }
        var before = execution.Status;
        if (before != ActivityStatus.Running && item.Stimulus is not null)
        {
            // A wait kept by a fault may be answered again; the step gets another chance.
            execution.Status = ActivityStatus.Running;
        }

        Note(item.Stimulus is null ? TraceEvent.Started : TraceEvent.Resumed, execution);
        try
        {
            if (++_steps > MaxSteps)
                throw new ActivityFaultException($"到步骤“{execution.Place.Title}”为止已连续执行 {MaxSteps} 步而没有等待，可能是停不下来的循环，请检查方案。", "endless");
            var context = new ActivityContext(this, execution);
            context.EvaluateInputs();
            var result = item.Stimulus is null ? execution.Place.Activity.Start(context) : execution.Place.Activity.Resume(context, item.Stimulus);
            Apply(execution, result, item.Stimulus?.Bookmark);
            if (execution.Comeback is { Note: { Reopen: not null } note } comeback) execution.Comeback = comeback with { Note = note with { Reopen = null } };
        }
        catch (StimulusRefusedException) when (item.Stimulus is not null)
        {
            execution.Status = before;
            Instance.SubStatus = SubStatus.Suspended;
            throw;
        }
        catch (Exception problem) when (problem is WorkflowException or FormatException or Scripting.ScriptException)
        {
            Fault(execution, problem.Message);
        }
    }

    private void Apply(ActivityExecution execution, ActivityResult result, Bookmark? answered)
    {
        switch (result)
        {
            case ActivityResult.Completed completed:
                Complete(execution, completed.Outcomes);
                break;
            case ActivityResult.Waiting waiting:
                if (answered is not null) Instance.OpenBookmarks.Remove(answered);
                foreach (var wait in waiting.Waits)
                    Instance.OpenBookmarks.Add(new Bookmark { Id = $"w{++Instance.LastBookmarkId}", Kind = wait.Kind, Name = wait.Name, Execution = execution, Due = wait.Due, Payload = wait.Payload });
                Note(TraceEvent.Suspended, execution);
                WithdrawOrphan(execution);
                break;
            case ActivityResult.StillWaiting { Payload: { } payload } when answered is not null:
                Renew(answered, payload);
                break;
            case ActivityResult.StillWaiting:
                break;
            case ActivityResult.WorkflowFinished:
                Complete(execution, Running.Outcomes.Default, tellParent: false);
                End(SubStatus.Finished);
                break;
            case ActivityResult.CompositeCompleted composite:
                CompleteComposite(execution, composite.Outcomes);
                break;
            case ActivityResult.LoopBroken:
                BreakLoop(execution);
                break;
        }
    }

    internal void Renew(Bookmark wait, object payload)
    {
        wait.Payload = payload;
        if (!Renewed.Contains(wait)) Renewed.Add(wait);
    }

    private readonly record struct WorkItem(
        CompiledActivity Place, ActivityExecution? Owner, Dictionary<string, object?>? Variables, bool Backward, ActivityExecution? Existing, Stimulus? Stimulus,
        int Cause = 0, Comeback? Comeback = null);
}
