using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Moving;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Steps;

/// <summary>
/// Plays a definition of a few steps on a <see cref="FakeCycle"/>: acts, timers, ballots, children. The run is written
/// and read back after every burst, so whatever passes here survives a restart.
/// </summary>
internal sealed class StepRun
{
    private readonly CompiledDefinition _definition;

    private StepRun(FakeCycle cycle, CompiledDefinition definition, DateTimeOffset now)
    {
        Cycle = cycle;
        _definition = definition;
        Now = now;
    }

    public FakeCycle Cycle { get; }
    public DateTimeOffset Now { get; set; }
    public WorkflowInstance Instance { get; private set; } = null!;

    /// <summary>Everything emitted so far.</summary>
    public List<Effect> Effects { get; } = [];

    /// <summary>Completed steps with their outcomes, as "id:Outcome".</summary>
    public List<string> Done { get; } = [];

    /// <summary>Outcomes of the one step a run was made of.</summary>
    public string? Outcome => Done.Find(line => line.StartsWith("step:", StringComparison.Ordinal))?[5..];

    public IReadOnlyList<Bookmark> Waits => Instance.Bookmarks;
    public IEnumerable<Bookmark> Tasks => Waits.Where(wait => wait.Kind == WaitKind.Task);
    public TaskSpec Task => TaskSpec.Of(Tasks.Single());
    public string? Incident => Instance.Incidents.Count == 0 ? null : Instance.Incidents[^1].Message;

    /// <summary>A run of one step of this type, with inputs as an anonymous object, at 9:00 on 15 April 2026.</summary>
    public static StepRun Of(FakeCycle cycle, string type, object inputs, object? custom = null) => Of(cycle, [Step("step", type, inputs, custom)]);

    /// <summary>A flowchart; wires are written "a:Outcome->b".</summary>
    public static StepRun Of(FakeCycle cycle, JsonObject[] steps, params string[] wires) => At(new DateTime(2026, 4, 15, 9, 0, 0), cycle, steps, wires);

    public static StepRun At(DateTime local, FakeCycle cycle, JsonObject[] steps, params string[] wires)
    {
        var run = new StepRun(cycle, DefinitionCompiler.Compile(Definition(steps, wires), StepCatalog.All), new DateTimeOffset(local, TimeSpan.FromHours(8)));
        run.Take(Burst.Start(run._definition, "run", run.Now, cycle));
        return run;
    }

    /// <summary>How the run would go on under another version that says the same.</summary>
    public MovePlan Moved() => VersionMove.Of(_definition, Instance, _definition, new Dictionary<string, string>());

    /// <summary>What the compiler has against one step.</summary>
    public static IReadOnlyList<DefinitionProblem> Problems(string type, object inputs)
    {
        DefinitionCompiler.TryCompile(Definition([Step("step", type, inputs)], []), StepCatalog.All, null, out var problems);
        return problems;
    }

    public static JsonObject Step(string id, string type, object inputs, object? custom = null)
    {
        var json = new JsonObject { ["id"] = id, ["type"] = type, ["metadata"] = new JsonObject { ["displayText"] = id == "step" ? "这一步" : id } };
        if (custom is not null) json["customProperties"] = JsonSerializer.SerializeToNode(custom, Values.Json);
        foreach (var (name, value) in JsonSerializer.SerializeToNode(inputs, Values.Json)!.AsObject())
            json[name] = value is JsonValue
                ? new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value.DeepClone() } }
                : new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = value?.DeepClone() } };
        return json;
    }

    /// <summary>A person presses a button, with the form checked as hosts check it.</summary>
    /// <param name="task">Name of the wait, where several are open.</param>
    public void Act(string who, string outcome, object? values = null, string? opinion = null, string? task = null)
    {
        var wait = Tasks.Single(open => task is null || open.Name == task);
        var spec = TaskSpec.Of(wait);
        var action = spec.Actions.FirstOrDefault(one => one.Outcome == outcome);
        var answer = spec.Form.Check(JsonSerializer.SerializeToElement(values ?? new { }, Values.Json), spec.ItemIds);
        if (action?.NeedsForm == true) answer.Problems.ShouldBeEmpty();
        var by = spec.Participants.FirstOrDefault(person => person.Id == who) ?? new PersonFact(who, who, "", "");
        Resume(wait, new TaskAct(by, outcome, opinion, action?.NeedsForm == true ? new Dictionary<string, object?>(answer.Values) : []));
    }

    /// <summary>The clock goes to this timer's moment and it rings.</summary>
    public void Ring(string timer)
    {
        var wait = Waits.Single(open => open.Kind == WaitKind.Timer && open.Name == timer);
        if (wait.Due > Now) Now = wait.Due.Value;
        Resume(wait, null);
    }

    /// <summary>The box is opened: everybody due is present unless said otherwise, and one slip per line.</summary>
    public void Open(IReadOnlyList<Slip> slips, int? present = null, int? issued = null, int? returned = null, string? id = null)
    {
        var ballot = Effects.OfType<PrepareBallot>().Last();
        Resume(Waits.Single(open => open.Kind == WaitKind.Manual), new BallotOpened(
            id ?? ballot.BallotId, ballot.Sheet.AllMembers, present ?? ballot.Sheet.AllMembers, issued ?? present ?? ballot.Sheet.AllMembers, returned ?? slips.Count, slips));
    }

    public void Report(string key, SubStatus how = SubStatus.Finished) =>
        Resume(Waits.Single(open => open.Kind == WaitKind.Child), new ChildReport(key, $"child of {key}", WorkflowStatus.Finished, how, []));

    /// <summary>The open incident is tried again.</summary>
    public void Retry() => Take(Burst.Retry(_definition, Instance, Instance.Incidents[^1], Now, Cycle));

    public IReadOnlyList<T> All<T>() where T : Effect => [.. Effects.OfType<T>()];

    public T Last<T>() where T : Effect => Effects.OfType<T>().Last();

    public IEnumerable<string> History => Effects.OfType<NoteHistory>().Select(note => note.Sentence);

    public void Resume(Bookmark wait, object? input) => Take(Burst.Resume(_definition, Instance, new Stimulus(wait.Id, input), Now, Cycle));

    private void Take(Burst burst)
    {
        Effects.AddRange(burst.Effects);
        Cycle.CarryOut(burst.Effects);
        Done.AddRange(burst.Trace.Where(entry => entry.Event == TraceEvent.Completed).SelectMany(entry => entry.Outcomes.Select(outcome => $"{entry.Place.Id}:{outcome}")));
        Instance = InstanceJson.Read(InstanceJson.Write(burst.Instance), _definition);
    }

    public static WorkflowDefinition Definition(JsonObject[] steps, params string[] wires) => new(new JsonObject
    {
        ["definitionId"] = "test",
        ["name"] = "test",
        ["root"] = new JsonObject
        {
            ["id"] = "root",
            ["type"] = "Elsa.Flowchart",
            ["activities"] = new JsonArray([.. steps]),
            ["connections"] = new JsonArray([.. wires.Select(Wire)]),
        },
    });

    private static JsonObject Wire(string wire)
    {
        var ends = wire.Split("->");
        var source = ends[0].Split(':');
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source.Length > 1 ? source[1] : "Done" },
            ["target"] = new JsonObject { ["activity"] = ends[1], ["port"] = "In" },
        };
    }
}
