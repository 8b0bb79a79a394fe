using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Moving;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Engine;

/// <summary>One run of a definition. Between bursts the instance goes through its bytes, as a restart would do.</summary>
internal sealed class FlowRun
{
    private static readonly DateTimeOffset FirstMoment = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
    private CompiledDefinition _definition;

    private FlowRun(CompiledDefinition definition, Burst first)
    {
        _definition = definition;
        Instance = first.Instance;
        Take(first);
    }

    public WorkflowInstance Instance { get; private set; }

    /// <summary>WriteLine texts of the whole run.</summary>
    public List<string> Output { get; } = [];

    /// <summary>Everything that happened in the whole run.</summary>
    public List<TraceEntry> Trace { get; } = [];

    public IEnumerable<string> Waits => Instance.Bookmarks.Select(open => open.ActivityId);

    /// <summary>The last move has left nothing open in it that could bring it further.</summary>
    public bool IsStranded { get; private set; }
    public string Status => $"{Instance.Status}/{Instance.SubStatus}";

    public static FlowRun Start(string json, params WorkflowDefinition[] others) => Start(ElsaJson.Read(json), others);

    public static FlowRun Start(WorkflowDefinition definition, params WorkflowDefinition[] others) => StartFrom(null, definition, others);

    /// <summary>Starts as if this step's trigger had gone off.</summary>
    public static FlowRun StartFrom(string? trigger, WorkflowDefinition definition, params WorkflowDefinition[] others)
    {
        var compiled = Compile(definition, others);
        return new FlowRun(compiled, Burst.Start(compiled, "run", FirstMoment, triggerActivityId: trigger));
    }

    public static CompiledDefinition Compile(WorkflowDefinition definition, params WorkflowDefinition[] others) =>
        DefinitionCompiler.Compile(definition, CatalogFor([definition, .. others]), new Library(others));

    /// <summary>The built-in steps, and a stand-in for every Minsheng step the definitions name.</summary>
    public static ActivityCatalog CatalogFor(params WorkflowDefinition[] definitions) =>
        ActivityCatalog.BuiltIn.WithStandIns(definitions.SelectMany(definition => TypesIn(definition.Json)).Where(type => type.StartsWith("Minsheng.", StringComparison.Ordinal)).Distinct());

    /// <summary>Answers the first open wait of this step.</summary>
    public FlowRun Resume(string activityId, string? outcome = null, object? input = null)
    {
        Reload();
        var wait = Instance.Bookmarks.First(open => open.ActivityId == activityId);
        Take(Burst.Resume(_definition, Instance, new Stimulus(wait.Id, input, outcome), FirstMoment.AddHours(1)));
        return this;
    }

    /// <summary>Answers the wait at this position.</summary>
    public void ResumeAt(int index, string? outcome, bool reload)
    {
        if (reload) Reload();
        Take(Burst.Resume(_definition, Instance, new Stimulus(Instance.Bookmarks[index].Id, null, outcome), FirstMoment.AddHours(1)));
    }

    /// <summary>Skips the open incident at this position.</summary>
    public void SkipAt(int index, bool reload)
    {
        if (reload) Reload();
        Take(Burst.Skip(_definition, Instance, OpenIncidents.ElementAt(index), FirstMoment.AddHours(2)));
    }

    /// <summary>Where one can go back to from the wait at this position.</summary>
    public IReadOnlyList<ReturnTarget> TargetsAt(int index) => Returns.Of(_definition, Instance, Instance.Bookmarks[index]);

    public Undoing UndoingAt(int index, string toActivityId) => Returns.Undoing(_definition, Instance, Instance.Bookmarks[index], toActivityId);

    /// <summary>Goes back from the wait at this position.</summary>
    public FlowRun ReturnAt(int index, string toActivityId, bool straightBack = false, bool reload = true)
    {
        if (reload) Reload();
        Take(Burst.Return(_definition, Instance, Instance.Bookmarks[index], toActivityId, new ReturnNote("张三", "材料不齐", straightBack), FirstMoment.AddHours(3)));
        return this;
    }

    /// <summary>Goes back from the first open wait of this step.</summary>
    public FlowRun Return(string fromActivityId, string toActivityId, bool straightBack = false) =>
        ReturnAt(Instance.Bookmarks.ToList().FindIndex(open => open.ActivityId == fromActivityId), toActivityId, straightBack);

    /// <summary>Takes back the answer of a completed step.</summary>
    public FlowRun Reopen(string nodeId, object? kept = null)
    {
        Reload();
        Take(Burst.Reopen(_definition, Instance, nodeId, null, new ReturnNote("张三", "填错了", Reopen: kept), FirstMoment.AddHours(3)));
        return this;
    }

    /// <summary>How the run would go on under another version, with these answers to what is asked.</summary>
    public MovePlan PlanMove(CompiledDefinition to, IReadOnlyDictionary<string, string>? choices = null) =>
        VersionMove.Of(_definition, Instance, to, choices ?? new Dictionary<string, string>());

    /// <summary>Goes on under another version; whatever is asked is answered by this function.</summary>
    public MovePlan Move(CompiledDefinition to, Func<MoveQuestion, string>? answer = null)
    {
        var choices = new Dictionary<string, string>(StringComparer.Ordinal);
        var plan = PlanMove(to, choices);
        for (var round = 0; !plan.IsReady && plan.Refusals.Count == 0 && answer is not null && round < 30; round++)
        {
            foreach (var question in plan.Questions.Where(question => plan.Open.Contains(question.Key))) choices[question.Key] = answer(question);
            plan = PlanMove(to, choices);
        }
        if (!plan.IsReady) return plan;
        (_definition, Instance) = (to, plan.Instance!);
        var burst = Burst.Continue(_definition, plan, FirstMoment.AddHours(4));
        IsStranded = burst.IsStranded;
        Take(burst);
        return plan;
    }

    /// <summary>Executions that count as not having happened.</summary>
    public HashSet<int> Undone { get; } = [];

    /// <summary>Steps that were done and not taken back.</summary>
    public IEnumerable<string> Done => Trace.Where(entry => entry.Event == TraceEvent.Completed && !Undone.Contains(entry.ExecutionId)).Select(entry => entry.Place.Id);

    public IEnumerable<Incident> OpenIncidents => Instance.Incidents.Where(Instance.IsOpen);

    private void Reload() => Instance = InstanceJson.Read(InstanceJson.Write(Instance), _definition);

    private void Take(Burst burst)
    {
        Trace.AddRange(burst.Trace);
        foreach (var undone in burst.Effects.OfType<PassagesUndone>()) Undone.UnionWith(undone.Executions);
        Output.AddRange(burst.Effects.OfType<LineWritten>().Select(line => line.Text));
    }

    private static IEnumerable<string> TypesIn(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(member => member is { Key: "type", Value: JsonValue value } ? [value.ToString()] : TypesIn(member.Value)),
        JsonArray list => list.SelectMany(TypesIn),
        _ => [],
    };

    private sealed class Library(WorkflowDefinition[] definitions) : IDefinitionSource
    {
        public WorkflowDefinition? FindById(string definitionId) => definitions.FirstOrDefault(known => known.DefinitionId == definitionId);

        public WorkflowDefinition? FindByActivityType(string type) => definitions.FirstOrDefault(known => known.UsableAsActivity && known.ActivityType == type);
    }
}
