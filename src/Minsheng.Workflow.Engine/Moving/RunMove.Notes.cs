using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.Moving;

/// <summary>What stays as it was, what changes with the move: told, so that nobody is surprised.</summary>
internal sealed partial class RunMove
{
    private static readonly string[] NotHandled = ["metadata", "name", "activities", "connections", "body", "then", "else", "cases", "default"];

    /// <summary>A run keeps the settings it was started with; what the new version adds has its default.</summary>
    private void Settings(WorkflowInstance instance)
    {
        var before = was.InputDefaults.ToDictionary(input => input.Key, input => input.Value, StringComparer.Ordinal);
        var names = now.Source.Inputs.ToDictionary(input => input.Name, input => input.Json["displayName"]?.ToString() ?? input.Name, StringComparer.Ordinal);
        foreach (var (name, value) in now.InputDefaults)
        {
            var title = names.GetValueOrDefault(name, name);
            if (instance.Input.TryAdd(name, Values.Copy(value))) _notes.Add(new MoveNote($"新加的设置“{title}”取默认值“{Values.Text(value)}”。"));
            else if (before.TryGetValue(name, out var known) && Values.Text(known) != Values.Text(value) && Values.Text(instance.Input[name]) != Values.Text(value))
                _notes.Add(new MoveNote($"设置“{title}”的默认值改为“{Values.Text(value)}”，这件事仍按启动时定的“{Values.Text(instance.Input[name])}”。"));
        }
    }

    /// <summary>New variables come with their first value; those of another type are converted where that can be.</summary>
    private void Variables(Dictionary<string, object?> variables, JsonObject before, JsonObject after, IReadOnlyList<KeyValuePair<string, object?>> declared)
    {
        var (then, types) = (Types(before), Types(after));
        foreach (var (name, first) in declared)
        {
            if (variables.TryAdd(name, Values.Copy(first)) || !then.TryGetValue(name, out var old) || old == types.GetValueOrDefault(name)) continue;
            var type = types.GetValueOrDefault(name) ?? "Object";
            try
            {
                variables[name] = Values.Typed(type, variables[name]);
                _notes.Add(new MoveNote($"办理中记下的“{name}”改了填法，已记下的“{Values.Shorten(Values.Text(variables[name]))}”照旧使用。"));
            }
            catch (FormatException)
            {
                _notes.Add(new MoveNote($"办理中记下的“{name}”改了填法，已记下的“{Values.Shorten(Values.Text(variables[name]))}”用不上，改从“{Values.Shorten(Values.Text(first))}”算起。", IsGrave: true));
                variables[name] = Values.Copy(first);
            }
        }
    }

    private static Dictionary<string, string> Types(JsonObject owner) => (owner["variables"] as JsonArray ?? []).OfType<JsonObject>().Where(json => json["name"] is not null)
        .DistinctBy(json => json["name"]!.ToString()).ToDictionary(json => json["name"]!.ToString(), json => json["typeName"]?.ToString() ?? "String", StringComparer.Ordinal);

    private void Tell()
    {
        if (now.KeepsResults && !was.KeepsResults) _notes.Add(new MoveNote("新版有表达式要用前面步骤的结果，而按原来的版本办的步骤没有留存结果，算出来会是空的。", IsGrave: true));
        foreach (var live in old.Executions)
        {
            if (!_moved.TryGetValue(live.Id, out var moved) || live.Place.Activity is Container || IsWithdrawn(moved)) continue;
            var (before, after) = (live.Place, moved.Place);
            if (before.Title != after.Title) _notes.Add(new MoveNote($"“{before.Title}”改名为“{after.Title}”。"));
            if (Waits(live).FirstOrDefault() is { } wait && !JsonNode.DeepEquals(Handled(before), Handled(after)))
                _notes.Add(new MoveNote(wait.Kind switch
                {
                    WaitKind.Task => $"“{after.Title}”有改动：已经发出的这一次仍按发出时的办理人、表单、时限和按钮办，办完以后按新版往下走；以后再发的按新版。",
                    WaitKind.Timer => $"“{after.Title}”有改动：已经定好的这一次仍在原定的日子，以后的按新版。",
                    _ => $"“{after.Title}”有改动：这一次仍按开始时的样子等，以后的按新版。",
                }));
            foreach (var lost in before.Ways.Except(after.Ways)) _notes.Add(new MoveNote($"“{after.Title}”这一次如果办成“{WayName(before, lost)}”，新版没有接着往下的连线，这一路就到此为止。", IsGrave: true));
        }
    }

    /// <summary>Steps that are not open and stand in another container now: where they were done and where they are to come do not know of each other.</summary>
    private void TellOfMoved(WorkflowInstance instance)
    {
        foreach (var step in was.Activities)
        {
            if (step.Activity is Container || _map.FindAnywhere(step) is not { } twin) continue;
            if (Behind(old, step) is not { } before || Behind(instance, twin) is not { } after || before.IsBehind == after.IsBehind) continue;
            // Within one container the chart has asked.
            if (_map.Find(step) is not null && before.Around == after.Around) continue;
            _notes.Add(before.IsBehind
                ? new MoveNote($"“{twin.Title}”已经办过，新版把它移到了别处：轮到{(after.By == twin ? "" : $"“{after.By.Title}”")}时会再办一次。", IsGrave: true)
                : new MoveNote($"“{twin.Title}”还没有办过，新版把它移到了已经办到的步骤之前：不会再办。", IsGrave: true));
        }
    }

    /// <summary>Whether a run has passed a step, by the innermost open container that knows; null where it is open, was passed by, or nothing tells.</summary>
    private (CompiledActivity By, bool IsBehind, int Around)? Behind(WorkflowInstance run, CompiledActivity step)
    {
        for (var parent = step.Parent; parent is not null; (step, parent) = (parent, parent.Parent))
        {
            if (run.Executions.Exists(live => live.Place == step) || _continuations.Exists(next => next.Target == step)) return null;
            var around = run.Executions.FindAll(live => live.Place == parent);
            if (around.Count == 0) continue;
            if (around.Count > 1) return null;
            return parent.Activity switch
            {
                Flowchart => new StepOrigin(ChartSource.Of(around[0], run, 0), step.LocalIndex) is var origin && !origin.WasPassedBy ? (step, origin.Visits > 0, around[0].Id) : null,
                Sequence sequence => (step, sequence.Activities.Index().First(one => one.Item == step).Index < around[0].Load<Progress>()!.Next, around[0].Id),
                _ => null,
            };
        }
        return null;
    }

    private static string WayName(CompiledActivity place, string outcome) =>
        (place.Json["actions"]?["expression"]?["value"] as JsonArray)?.FirstOrDefault(action => action?["outcome"]?.ToString() == outcome)?["label"]?.ToString()
        ?? (outcome == Outcomes.Done ? "办结" : outcome);

    private static JsonObject Handled(CompiledActivity place) =>
        new(place.Json.Where(member => Array.IndexOf(NotHandled, member.Key) < 0).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
}
