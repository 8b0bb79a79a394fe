using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Web.CommandLine;

/// <summary>A host without a database: runs one definition and the children it starts, in memory.</summary>
internal sealed class MemoryRun(ActivityCatalog catalog, IDefinitionSource definitions, TimeProvider clock, Action<string>? print)
{
    private const int MostRuns = 10_000;

    private readonly List<Run> _runs = [];
    private readonly Queue<Action> _followUps = new();

    private sealed record Run(CompiledDefinition Definition, WorkflowInstance Instance, Run? Parent, StartChild? Cause)
    {
        public bool Reported { get; set; }
    }

    public WorkflowInstance Root => _runs[0].Instance;
    public List<string> Output { get; } = [];
    public List<TraceEntry> Trace { get; } = [];
    public IEnumerable<Bookmark> Waits => _runs.SelectMany(run => run.Instance.Status == WorkflowStatus.Running ? run.Instance.Bookmarks : []);
    public IEnumerable<Incident> Incidents => _runs.SelectMany(run => run.Instance.Incidents);

    public void Start(WorkflowDefinition definition, Dictionary<string, object?> input)
    {
        Begin(definition, "1", input, null, null, null);
        FollowUp();
    }

    /// <summary>Answers the first open wait of this step; false when there is none.</summary>
    public bool Resume(ResumeArgument answer)
    {
        foreach (var run in _runs)
        {
            if (run.Instance.Status == WorkflowStatus.Finished || run.Instance.Bookmarks.FirstOrDefault(wait => wait.ActivityId == answer.ActivityId) is not { } wait) continue;
            Apply(run, Burst.Resume(run.Definition, run.Instance, new Stimulus(wait.Id, answer.Input, answer.Outcome), clock.GetUtcNow()));
            FollowUp();
            return true;
        }
        return false;
    }

    public void ResumeAll()
    {
        foreach (var activityId in Waits.Select(wait => wait.ActivityId).ToList()) Resume(new ResumeArgument(activityId, null, null));
    }

    private void Begin(WorkflowDefinition definition, string id, IReadOnlyDictionary<string, object?> input, string? correlationId, Run? parent, StartChild? cause)
    {
        if (_runs.Count == MostRuns) throw new TooManyRunsException(definition.Name, MostRuns);
        var compiled = DefinitionCompiler.Compile(definition, catalog, definitions);
        var burst = Burst.Start(compiled, id, clock.GetUtcNow(), input: input, correlationId: correlationId);
        var run = new Run(compiled, burst.Instance, parent, cause);
        _runs.Add(run);
        Apply(run, burst);
    }

    private void Apply(Run run, Burst burst)
    {
        Trace.AddRange(burst.Trace);
        foreach (var effect in burst.Effects)
        {
            switch (effect)
            {
                case LineWritten line:
                    Output.Add(line.Text);
                    print?.Invoke(line.Text);
                    break;
                case StartChild child:
                    _followUps.Enqueue(() => StartChildOf(run, child));
                    break;
                case EventPublished published:
                    _followUps.Enqueue(() => Publish(published));
                    break;
            }
        }
        if (run is { Reported: false, Parent: not null, Cause: { } cause }
            && (cause.Notice == ChildNotice.WhenIdle || cause.Notice == ChildNotice.WhenFinished && run.Instance.Status == WorkflowStatus.Finished))
        {
            run.Reported = true;
            _followUps.Enqueue(() => TellParent(run, cause));
        }
    }

    private void StartChildOf(Run parent, StartChild child)
    {
        var definition = definitions.FindById(child.DefinitionId)
            ?? throw new MissingDefinitionException(child.DefinitionId);
        Begin(definition, $"{_runs.Count + 1}", child.Input, child.CorrelationId ?? parent.Instance.CorrelationId, parent, child);
    }

    private void TellParent(Run child, StartChild cause)
    {
        var parent = child.Parent!;
        var wait = parent.Instance.Bookmarks.FirstOrDefault(open => open.Kind == WaitKind.Child && open.Execution.Id == cause.ParentExecution);
        if (wait is null || parent.Instance.Status == WorkflowStatus.Finished) return;
        var report = new ChildReport(cause.Key, child.Instance.Id, child.Instance.Status, child.Instance.SubStatus, child.Instance.Output);
        Apply(parent, Burst.Resume(parent.Definition, parent.Instance, new Stimulus(wait.Id, report), clock.GetUtcNow()));
    }

    private void Publish(EventPublished published)
    {
        foreach (var run in _runs.ToList())
            foreach (var wait in run.Instance.Bookmarks.Where(wait => wait.Kind == WaitKind.Event && wait.Name == published.Name).ToList())
                if (run.Instance.Status == WorkflowStatus.Running && run.Instance.Bookmarks.Contains(wait)
                    && (published.CorrelationId is null || published.CorrelationId == run.Instance.CorrelationId))
                    Apply(run, Burst.Resume(run.Definition, run.Instance, new Stimulus(wait.Id, published.Payload), clock.GetUtcNow()));
    }

    private void FollowUp()
    {
        while (_followUps.TryDequeue(out var followUp)) followUp();
    }
}

/// <summary>A step starts a definition that is not at hand.</summary>
internal sealed class MissingDefinitionException(string definitionId)
    : Engine.WorkflowException("missing-definition", $"找不到子方案“{definitionId}”，请用 --with 指明它所在的文件夹。");

/// <summary>Children start children without end.</summary>
internal sealed class TooManyRunsException(string name, int most)
    : Engine.WorkflowException("too-many-runs", $"已启动 {most} 件事还没有停，方案“{name}”很可能在反复启动自己，请检查。");
