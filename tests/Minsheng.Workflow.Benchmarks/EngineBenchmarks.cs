using System.Text;
using BenchmarkDotNet.Attributes;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Benchmarks;

/// <summary>The engine alone, in memory, one thread. Compiling is outside the measurement; making and running the instance is inside.</summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);
    private readonly CompiledDefinition _tenSteps = Sample.Line(10);
    private readonly CompiledDefinition _forkJoin = Sample.ForkJoin(3);
    private readonly CompiledDefinition _waiting = Sample.Waiting();

    /// <summary>A straight line of ten steps.</summary>
    [Benchmark]
    public WorkflowInstance TenSteps() => Burst.Start(_tenSteps, "bench", Now).Instance;

    /// <summary>Three branches and a join that waits for all.</summary>
    [Benchmark]
    public WorkflowInstance ForkJoin() => Burst.Start(_forkJoin, "bench", Now).Instance;

    /// <summary>Create, wait, resume, finish.</summary>
    [Benchmark]
    public WorkflowInstance WaitAndResume()
    {
        var instance = Burst.Start(_waiting, "bench", Now).Instance;
        Burst.Resume(_waiting, instance, new Stimulus(instance.Bookmarks[0].Id), Now);
        return instance;
    }
}

/// <summary>Small definitions to measure with.</summary>
public static class Sample
{
    private static readonly ActivityCatalog Catalog = ActivityCatalog.BuiltIn.WithStandIns(["Minsheng.Block"]);

    public static string LineJson(int steps) => Flow(
        Enumerable.Range(0, steps).Select(index => ($"s{index}", index == 0 ? "Elsa.Start" : "Elsa.FlowNode", "")),
        Enumerable.Range(0, steps - 1).Select(index => ($"s{index}", "Done", $"s{index + 1}")));

    public static CompiledDefinition Line(int steps) => Compile(LineJson(steps));

    public static CompiledDefinition ForkJoin(int branches)
    {
        var names = Enumerable.Range(0, branches).Select(index => $"b{index}").ToList();
        var list = string.Join(",", names.Select(name => $"\"{name}\""));
        return Compile(Flow(
            [("fork", "Elsa.FlowFork", $$$""","branches":{"typeName":"String[]","expression":{"type":"Object","value":[{{{list}}}]}}"""),
                .. names.Select(name => (name, "Elsa.FlowNode", "")),
                ("join", "Elsa.FlowJoin", ""","mode":{"typeName":"FlowJoinMode","expression":{"type":"Literal","value":"WaitAll"}}""")],
            [.. names.Select(name => ("fork", name, name)), .. names.Select(name => (name, "Done", "join"))]));
    }

    public static string WaitingJson { get; } = Flow(
        [("start", "Elsa.Start", ""), ("wait", "Minsheng.Block", ""), ("end", "Elsa.FlowNode", "")],
        [("start", "Done", "wait"), ("wait", "Done", "end")]);

    public static CompiledDefinition Waiting() => Compile(WaitingJson);

    public static CompiledDefinition Compile(string json) => DefinitionCompiler.Compile(ElsaJson.Read(json), Catalog);

    private static string Flow(IEnumerable<(string Id, string Type, string More)> steps, IEnumerable<(string From, string Port, string To)> arrows)
    {
        var json = new StringBuilder("""{"definitionId":"bench","name":"bench","root":{"id":"flow","type":"Elsa.Flowchart","activities":[""");
        json.AppendJoin(",", steps.Select(step => $$"""{"id":"{{step.Id}}","type":"{{step.Type}}"{{step.More}}}"""));
        json.Append("""],"connections":[""");
        json.AppendJoin(",", arrows.Select(arrow => $$$"""{"source":{"activity":"{{{arrow.From}}}","port":"{{{arrow.Port}}}"},"target":{"activity":"{{{arrow.To}}}","port":"In"}}"""));
        return json.Append("]}}").ToString();
    }
}
