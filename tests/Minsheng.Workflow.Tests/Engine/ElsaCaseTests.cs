using System.Text.Json;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Engine;

/// <summary>Plays recordings of Elsa itself: same order, same output, same waits, same end.</summary>
public class ElsaCaseTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Elsa", "cases");

    /// <summary>Refused before it can run, where Elsa faults on the way.</summary>
    private const string RefusedHere = "invalid-backward";

    /// <summary>Names no incident strategy: here the fault stops its branch only, in the recording it ended the run.</summary>
    private const string StandsStillHere = "runtask";

    public static TheoryData<string> Names() =>
        [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_definition_has_its_recording()
    {
        var names = Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).ToList();

        names.Count.ShouldBeGreaterThanOrEqualTo(18);
        names.ShouldAllBe(name => File.Exists(Path.Combine(Folder, $"{name}.counter.txt")));
    }

    [Theory, MemberData(nameof(Names))]
    public void Runs_as_it_ran_in_elsa(string name)
    {
        if (name == RefusedHere) return;

        var recording = File.ReadAllLines(Path.Combine(Folder, $"{name}.counter.txt"));
        var run = FlowRun.Start(ElsaJson.Read(File.ReadAllBytes(Path.Combine(Folder, $"{name}.json"))));
        foreach (var line in recording.Select(Words.Of))
        {
            switch (line.Kind)
            {
                case "STATUS":
                    run.Waits.ShouldBe(line.Waits, customMessage: line.Text);
                    if (name != StandsStillHere || !line.Text.Contains("Faulted", StringComparison.Ordinal)) run.Status.ShouldBe(line.Status);
                    break;
                case "RESUME" when line.Text.Contains("no such bookmark", StringComparison.Ordinal):
                    run.Waits.ShouldNotContain(line.Id.TrimEnd(':'));
                    break;
                case "RESUME":
                    run.Resume(line.Id, line.Outcome, line.Input);
                    break;
            }
        }

        run.Output.ShouldBe(recording.Select(Words.Of).Where(line => line.Kind == "OUTPUT").Select(line => line.Rest));
        Steps(run).ShouldBe(Steps(recording));
        if (name != StandsStillHere) run.Status.ShouldBe(recording.Select(Words.Of).Last(line => line.Kind == "FINAL").Status);
    }

    [Fact]
    public void An_arrow_back_into_one_branch_of_a_fork_is_refused_before_it_can_fail()
    {
        var definition = ElsaJson.Read(File.ReadAllBytes(Path.Combine(Folder, $"{RefusedHere}.json")));

        var refusal = Should.Throw<InvalidDefinitionException>(() => FlowRun.Compile(definition));

        refusal.Problems.Select(problem => (problem.Path, problem.Code)).ShouldBe([("$.root.connections[5]", "invalid-backward"), ("$.root.connections[6]", "invalid-backward")]);
    }

    [Fact]
    public void A_fault_leaves_the_wait_and_the_run_open_where_no_strategy_is_named()
    {
        var run = FlowRun.Start(ElsaJson.Read(File.ReadAllBytes(Path.Combine(Folder, $"{StandsStillHere}.json"))));

        run.Resume("rt");

        run.Status.ShouldBe("Running/Suspended");
        run.Waits.ShouldBe(["rt"]);
        run.Instance.Incidents.ShouldHaveSingleItem().ActivityId.ShouldBe("rt");
        run.Resume("rt", input: "done").Status.ShouldBe("Finished/Finished", "the kept wait gives the step another chance");
    }

    /// <summary>The run itself and the double "Completed" Elsa writes for a flowchart that an End closes are left out.</summary>
    private static List<string> Steps(string[] recording) =>
        [.. recording.Select(Words.Of)
            .Where(line => line.Kind is "STARTED" or "RESUMED" or "SUSPENDED" or "COMPLETED" or "CANCELED" or "FAULTED" && line.Id is not ("Workflow1" or "fc"))
            .Select(line => $"{line.Kind} {line.Id} {line.Outcomes}".TrimEnd())];

    private static List<string> Steps(FlowRun run) =>
        [.. run.Trace.Where(entry => entry.Place.Id != "fc").Select(entry =>
            $"{entry.Event.ToString().ToUpperInvariant()} {entry.Place.Id} {(entry.Event == TraceEvent.Completed && entry.Outcomes is not ["Done"] ? $"[{string.Join(',', entry.Outcomes)}]" : "")}".TrimEnd())];

    /// <summary>One line of a recording, taken apart.</summary>
    private sealed record Words(string Kind, string Rest, string Text)
    {
        public static Words Of(string text)
        {
            var kind = text.Split(' ', 2)[0];
            return new Words(kind, text.Length > 10 ? text[10..] : "", text);
        }

        public string Id => Rest.Split(' ')[0];
        public string Status => Rest.Split(' ')[0];
        public string[] Waits => Between("bookmarks=[", "]").Split(',', StringSplitOptions.RemoveEmptyEntries);

        /// <summary>Elsa writes no outcomes for a step that names none; ["Done"] named outright means the same to the arrows.</summary>
        public string Outcomes => Text.Contains("-> [", StringComparison.Ordinal) && !Text.EndsWith("-> [Done]", StringComparison.Ordinal) ? Text[(Text.IndexOf("-> [", StringComparison.Ordinal) + 3)..] : "";

        public string? Outcome => Answer.TryGetProperty(nameof(Outcome), out var outcome) ? outcome.GetString() : null;

        /// <summary>A key Elsa does not know is no input at all.</summary>
        public object? Input => Answer.TryGetProperty("__EventPayloadWorkflowInput", out var payload) ? Values.FromJson(payload) : null;

        private JsonElement Answer => JsonDocument.Parse(Text[(Text.IndexOf("input=", StringComparison.Ordinal) + 6)..]).RootElement;

        private string Between(string from, string to)
        {
            var start = Text.IndexOf(from, StringComparison.Ordinal);
            return start < 0 ? "" : Text[(start + from.Length)..Text.IndexOf(to, start + from.Length, StringComparison.Ordinal)];
        }
    }
}
