using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.Moving;

/// <summary>
/// A run under another version of its definition: steps are found again by their id, also in another container. What has been done
/// stays done, what stands open stays as it was handed out, what is still to come follows the new version. A pure function;
/// the given run is not touched.
/// </summary>
public static class VersionMove
{
    /// <param name="choices">Options by the keys of their questions.</param>
    public static MovePlan Of(CompiledDefinition was, WorkflowInstance instance, CompiledDefinition now, IReadOnlyDictionary<string, string> choices)
    {
        var move = new RunMove(was, InstanceJson.Read(InstanceJson.Write(instance), was), now, choices);
        return move.Plan();
    }
}

/// <summary>One run being moved.</summary>
internal sealed partial class RunMove(CompiledDefinition was, WorkflowInstance old, CompiledDefinition now, IReadOnlyDictionary<string, string> choices)
{
    private const string Withdraw = "withdraw", GoTo = "go-to:";

    private readonly StepMap _map = new(was, now);
    private readonly Dictionary<int, ActivityExecution> _moved = [];
    private readonly List<ActivityExecution> _gone = [];
    private readonly Dictionary<string, MoveQuestion> _questions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly List<string> _refusals = [];
    private readonly List<MoveNote> _notes = [];
    private readonly List<Continuation> _continuations = [];
    private readonly HashSet<int> _withdrawn = [];

    public MovePlan Plan()
    {
        if (old.Status == WorkflowStatus.Finished) _refusals.Add("已经办结，不用换。");
        else if (_map.Open(was.Root) is null) _refusals.Add("新版的整体画法和原来不同（原来按连线走，新版不是，或者相反），在办的事接不上；请按原来的版本办完，或另发一版仍照原来的画法。");
        RefuseHeld();
        if (_refusals.Count > 0) return Result(null);

        var instance = Copy();
        Follow(instance);
        foreach (var container in instance.Executions.Where(live => live.Place.Activity is Container).ToList()) Move(instance, container);
        foreach (var live in instance.Executions.Where(live => _withdrawn.Contains(live.Id)).ToList()) TakeOut(instance, live);
        _continuations.RemoveAll(step => IsWithdrawn(step.Container));
        Tell();
        if (_open.Count == 0) TellOfMoved(instance);
        return Result(_refusals.Count == 0 && _open.Count == 0 ? instance : null);
    }

    private MovePlan Result(WorkflowInstance? instance) => new()
    {
        Refusals = _refusals,
        Questions = [.. _questions.Values],
        Open = _open,
        Notes = _notes,
        Withdrawn = [.. old.OpenBookmarks.Where(wait => !_moved.TryGetValue(wait.Execution.Id, out var live) || IsWithdrawn(live))],
        Begins = [.. _continuations.Where(step => step.Kind == ContinueKind.Schedule).Select(step => step.Target!)],
        Instance = instance,
        Continuations = _continuations,
    };

    private string? Ask(MoveQuestionKind kind, CompiledActivity place, string sentence, IReadOnlyList<MoveOption> options)
    {
        var key = $"{now.Source.DefinitionId}/{kind.ToString().ToLowerInvariant()}/{place.NodeId}";
        _questions[key] = new MoveQuestion(key, kind, place.Id, place.Title, sentence, options);
        if (choices.TryGetValue(key, out var chosen) && options.Any(option => option.Key == chosen)) return chosen;
        _open.Add(key);
        return null;
    }

    /// <summary>Steps that stay on their version until they are over.</summary>
    private void RefuseHeld()
    {
        foreach (var live in old.Executions)
            if (live.Place.Activity.KeepsVersion(old.OpenBookmarks.Where(wait => wait.Execution == live)) is { } why) _refusals.Add(why);
    }

    private WorkflowInstance Copy()
    {
        var instance = new WorkflowInstance
        {
            Id = old.Id, DefinitionId = old.DefinitionId, Status = old.Status, SubStatus = old.SubStatus, Name = old.Name, CorrelationId = old.CorrelationId,
            TriggerActivityId = old.TriggerActivityId, LastExecutionId = old.LastExecutionId, LastBookmarkId = old.LastBookmarkId, Outcomes = old.Outcomes,
            Input = old.Input, Output = old.Output, Variables = old.Variables,
        };
        foreach (var (name, value) in old.Results) instance.Results[name] = value;
        instance.AllIncidents.AddRange(old.AllIncidents);
        Remember(instance);
        Settings(instance);
        Variables(instance.Variables, was.Source.Json, now.Source.Json, now.Variables);
        return instance;
    }

    /// <summary>Memory goes by place in the definition; a step of another kind would not understand it.</summary>
    private void Remember(WorkflowInstance instance)
    {
        var places = was.Activities.ToDictionary(place => place.NodeId, StringComparer.Ordinal);
        foreach (var (node, state) in old.Memory)
            if (places.TryGetValue(node, out var place) && _map.Open(place) is { } twin) instance.Memory[twin.NodeId] = state;
    }

    /// <summary>Open executions whose step is still there come along; where one is not, everything inside it stays behind.</summary>
    private void Follow(WorkflowInstance instance)
    {
        var lost = new List<ActivityExecution>();
        FollowThose(instance, lost);
        for (var next = 0; next < lost.Count; next++)
            if (Cross(instance, lost[next])) FollowThose(instance, lost);
            else StayBehind(lost[next]);
        foreach (var wait in old.OpenBookmarks)
            if (_moved.TryGetValue(wait.Execution.Id, out var execution))
                instance.OpenBookmarks.Add(new Bookmark { Id = wait.Id, Kind = wait.Kind, Name = wait.Name, Execution = execution, Due = wait.Due, Payload = wait.Payload });
    }

    /// <summary>Steps in their old containers, as far as these come along.</summary>
    private void FollowThose(WorkflowInstance instance, List<ActivityExecution> lost)
    {
        foreach (var live in old.Executions)
        {
            ActivityExecution? parent = null;
            if (_moved.ContainsKey(live.Id) || lost.Contains(live) || live.Parent is not null && !_moved.TryGetValue(live.Parent.Id, out parent)) continue;
            if (_map.Open(live.Place) is { } place && place.Parent == parent?.Place && (parent is null || IsReachable(instance, place))) Carry(instance, live, place, parent);
            else lost.Add(live);
        }
    }

    private void Carry(WorkflowInstance instance, ActivityExecution live, CompiledActivity place, ActivityExecution? parent, bool crosses = false)
    {
        var moved = new ActivityExecution
        {
            Id = live.Id, Place = place, Parent = parent, Status = live.Status, Backward = live.Backward, Cause = crosses ? 0 : live.Cause,
            Comeback = live.Comeback, State = live.State, Variables = live.Variables,
        };
        if (moved.Variables is not null || place.Variables.Count > 0)
            Variables(moved.Variables ??= new(StringComparer.Ordinal), live.Place.Json, place.Json, place.Variables);
        _moved[live.Id] = moved;
        instance.Executions.Add(moved);
    }

    private void StayBehind(ActivityExecution gone)
    {
        _gone.Add(gone);
        if (Waits(gone).Any(wait => wait.Kind == WaitKind.Child))
            _refusals.Add(_map.FindAnywhere(gone.Place) is { } now && now.Parent != _map.Find(gone.Place.Parent!)
                ? $"“{gone.Place.Title}”启动的子方案还没有办完，而{Whither(gone, now)}；等子方案办完再换。"
                : $"新版里没有“{gone.Place.Title}”这一步，而它启动的子方案还没有办完；等子方案办完，或在新版里保留这一步。");
        foreach (var inside in old.Executions.Where(live => IsIn(live, gone)))
            if (inside.Place.Activity.GoesOnWithout is { } why) _refusals.Add(why);
    }

    private static bool IsReachable(WorkflowInstance instance, CompiledActivity place) =>
        place.Parent?.Activity is not Flowchart chart || chart.GraphOf(instance).IsReachable(place.LocalIndex);

    /// <summary>Something outside the run goes on for it, or somebody has done a part of it: it is not begun anew.</summary>
    private bool IsHeld(ActivityExecution taken) =>
        old.OpenBookmarks.Any(wait => (wait.Kind == WaitKind.Child || wait.Execution.Place.Activity.IsUnderWay(wait)) && IsNowIn(wait.Execution, taken)) || old.Executions.Exists(inside => inside.Place.Activity.GoesOnWithout is not null && IsNowIn(inside, taken));

    private bool IsNowIn(ActivityExecution was, ActivityExecution around) => _moved.TryGetValue(was.Id, out var live) && IsIn(live, around);

    private bool IsWithdrawn(ActivityExecution? live) => live is not null && (_withdrawn.Contains(live.Id) || IsWithdrawn(live.Parent));

    private IEnumerable<Bookmark> Waits(ActivityExecution inside) => old.OpenBookmarks.Where(wait => IsIn(wait.Execution, inside));

    private static bool IsIn(ActivityExecution? execution, ActivityExecution around) => execution is not null && (execution == around || IsIn(execution.Parent, around));

    private static void TakeOut(WorkflowInstance instance, ActivityExecution gone)
    {
        instance.OpenBookmarks.RemoveAll(wait => IsIn(wait.Execution, gone));
        instance.Executions.RemoveAll(live => IsIn(live, gone));
    }
}
