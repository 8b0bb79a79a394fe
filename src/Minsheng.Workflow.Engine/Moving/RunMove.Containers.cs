using Parallel = Minsheng.Workflow.Engine.BuiltIn.Parallel;
using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.Moving;

/// <summary>What each kind of container keeps of where it stands.</summary>
internal sealed partial class RunMove
{
    private void Move(WorkflowInstance instance, ActivityExecution container)
    {
        var before = old.Executions.Find(live => live.Id == container.Id);
        var live = instance.Executions.Where(child => child.Parent == container).ToList();
        var gone = _gone.Where(child => before is not null && child.Parent == before).ToList();
        switch (container.Place.Activity)
        {
            case Flowchart: MoveChart(instance, before, container, live, gone); break;
            case Sequence sequence when before is not null: MoveSequence((Sequence)before.Place.Activity, sequence, before, container, live, gone); break;
            case Sequence sequence: container.State = new Progress { Next = sequence.Activities.Index().First(step => step.Item == live[0].Place).Index + 1 }; break;
            case Parallel parallel: MoveParallel((Parallel)before!.Place.Activity, parallel, container, live, gone); break;
            default: MoveOther(container, live, gone); break;
        }
    }

    private void MoveChart(WorkflowInstance instance, ActivityExecution? before, ActivityExecution container, List<ActivityExecution> live, List<ActivityExecution> gone)
    {
        var (chart, own) = ((Flowchart)container.Place.Activity, before is null ? null : ChartSource.Of(before, old, 0));
        var move = new ChartMove(chart, old, own, _sources.GetValueOrDefault(container.Id) ?? [], _map, live, [.. live.Where(IsHeld).Select(child => child.Place.LocalIndex)], _laps);
        var jumps = new List<CompiledActivity>();
        foreach (var child in gone.DistinctBy(child => child.Place))
            if (AskGone(child, container.Place, Successors(before!, child, container.Place), chart.Activities.Where(move.MayGoOnAt)) is { } target && !jumps.Contains(target))
            {
                jumps.Add(target);
                move.GoOnAt(target);
            }
        if (gone.Count == 0 && move.IsSame) return;
        var log = own is null ? null : Passages(own, container, live, chart);
        if (_open.Count > 0 && gone.Count > 0) return;
        move.Decide((kind, place, sentence, options) => Ask(kind, place, sentence, options));
        foreach (var step in move.TakenBack)
            foreach (var child in live.Where(child => child.Place.LocalIndex == step)) _withdrawn.Add(child.Id);
        foreach (var target in jumps) _continuations.Add(new Continuation(ContinueKind.Schedule, container, target));
        foreach (var target in move.Starts) _continuations.Add(new Continuation(ContinueKind.Schedule, container, target));
        foreach (var target in move.Skips) _continuations.Add(new Continuation(ContinueKind.Skip, container, target));
        _continuations.Add(new Continuation(ContinueKind.Settle, container));
        container.State = move.Scope(log);
    }

    /// <summary>Where the old arrows led from a step, as far as that is still there.</summary>
    private IEnumerable<CompiledActivity> Successors(ActivityExecution chart, ActivityExecution child, CompiledActivity now) => ((Flowchart)chart.Place.Activity).Arrows
        .Where(arrow => arrow.Source == child.Place && !arrow.IsBackward).Select(arrow => StepOf(now, _map.FindAnywhere(arrow.Target))).OfType<CompiledActivity>();

    /// <returns>Where to go on; null when the step is withdrawn, or nobody has chosen.</returns>
    private CompiledActivity? AskGone(ActivityExecution child, CompiledActivity container, IEnumerable<CompiledActivity> likely, IEnumerable<CompiledActivity> all, string withdrawing = "撤销它，这一路到此为止")
    {
        var anew = _map.Find(child.Place);
        var moved = old.Executions.Find(step => IsIn(step, child) && step.Place.Activity is not Container && _map.Find(step.Place) is null && _map.FindAnywhere(step.Place) is not null);
        var to = moved is null ? null : _map.FindAnywhere(moved.Place);
        var first = (StepOf(container, to) ?? anew) is { } again ? [again, .. likely] : likely.ToList();
        var targets = all.OrderBy(place => first.IndexOf(place) is >= 0 and var index ? index : int.MaxValue).ToList();
        List<MoveOption> options =
        [
            .. targets.Select(place => new MoveOption($"{GoTo}{place.Id}", place == anew || place == to ? $"撤销它，按新版重新办“{place.Title}”" : to is not null && IsInside(to, place) ? $"撤销它，从“{place.Title}”开头办起，“{to.Title}”在它里面" : $"撤销它，接着办“{place.Title}”")),
            new(Withdraw, withdrawing),
        ];
        var why = moved is not null ? Whither(moved, to!) : anew is null ? "新版里没有这一步" : anew.Type != child.Place.Type ? "新版里换成了另一种步骤" : "新版里没有连线通到这一步";
        var chosen = Ask(MoveQuestionKind.Gone, child.Place, $"正在办“{(moved ?? child).Place.Title}”，{why}。", options);
        return chosen is not null && chosen != Withdraw ? targets.First(place => $"{GoTo}{place.Id}" == chosen) : null;
    }

    private string Whither(ActivityExecution moved, CompiledActivity to) =>
        $"新版把它移到了{(to.Parent!.Parent is null ? "最外面一层" : $"“{to.Parent.Title}”里")}，不能原样接着办：{(to.Type == moved.Place.Type ? _whyNot.GetValueOrDefault(moved.Place) ?? WhyNotOutOf(moved.Parent) : "它换成了另一种步骤")}";

    /// <summary>Why it could not leave what is around it and is not there any more.</summary>
    private string WhyNotOutOf(ActivityExecution? around)
    {
        for (; around is not null && !_moved.ContainsKey(around.Id); around = around.Parent)
            if (!IsFrame(around.Place)) return NotInOrder(around.Place);
            else if (_map.FindAnywhere(around.Place) is { } changed && changed.Type != around.Place.Type) return $"“{around.Place.Title}”换成了另一种步骤";
            else if (around.Variables is { Count: > 0 }) return $"“{around.Place.Title}”里记下的内容带不出来";
        return "和它一起正在办的有新版里没有的";
    }

    /// <summary>What going back needs is kept where the passed steps and their arrows are as they were, and forgotten where not.</summary>
    private PassageLog? Passages(ChartSource own, ActivityExecution container, List<ActivityExecution> live, Flowchart chart)
    {
        if (own.Scope.Passages is not { } log) return null;
        var remap = new PassageMove(own.Chart, chart, old, _map);
        var isKept = log.All.TrueForAll(passage => remap.IsSame(passage.Activity)) && live.TrueForAll(child => remap.IsSameInbound(child.Place));
        foreach (var child in live)
        {
            if (child.Comeback?.SetAside is not { } aside) continue;
            if (isKept && remap.Of(aside) is { } moved) child.Comeback = new Comeback(child.Comeback.Note, moved);
            else _refusals.Add($"“{child.Place.Title}”正在“办完后直接送回”的退回途中，而新版改了它前后的步骤；等它办完送回以后再换。");
        }
        if (isKept) return remap.Of(log);
        if (log.All.Count > 0) _notes.Add(new MoveNote($"“{(container.Parent is null ? now.Source.Name : container.Place.Title)}”里已办步骤的前后有改动：换过去以后，换之前办完的步骤不能再退回、撤回。"));
        return new PassageLog(log.Last, []);
    }

    private void MoveSequence(Sequence before, Sequence after, ActivityExecution was, ActivityExecution container, List<ActivityExecution> live, List<ActivityExecution> gone)
    {
        var place = gone.Count > 0 ? null : live is [var only, ..] ? only.Place : null;
        if (gone is [var lost, ..])
        {
            var likely = before.Activities.SkipWhile(step => step != lost.Place).Skip(1).Select(step => StepOf(container.Place, _map.FindAnywhere(step))).OfType<CompiledActivity>();
            place = AskGone(lost, container.Place, likely, after.Activities, "撤销它，其余步骤也不再办");
            if (place is null) _continuations.Add(new Continuation(ContinueKind.Complete, container));
            else _continuations.Add(new Continuation(ContinueKind.Schedule, container, place));
        }
        if (place is null) return;
        var (current, progress) = (after.Activities.Index().First(pair => pair.Item == place).Index, was.Load<Progress>()!);
        foreach (var step in before.Activities.Take(progress.Next - 1))
            if (_map.Find(step) is { } twin && after.Activities.Index().First(pair => pair.Item == twin).Index > current)
                _notes.Add(new MoveNote($"“{twin.Title}”已经办过，新版排在“{place.Title}”之后：换过去以后会再办一次。", IsGrave: true));
        if (current + 1 != progress.Next) container.State = new Progress { Next = current + 1, Open = progress.Open };
    }

    private void MoveParallel(Parallel before, Parallel after, ActivityExecution container, List<ActivityExecution> live, List<ActivityExecution> gone)
    {
        foreach (var lost in gone) AskGone(lost, container.Place, [], [], "撤销它，其余的照办");
        var open = live.Count;
        foreach (var place in after.Activities.Where(place => before.Activities.All(step => _map.Find(step) != place)))
            if (Ask(MoveQuestionKind.Owed, place, $"新版在同时办的步骤里加了“{place.Title}”。", [new(ChartMove.Start, $"换过去以后就开始办“{place.Title}”"), new(ChartMove.Skip, $"“{place.Title}”不办")]) == ChartMove.Start)
            {
                open++;
                _continuations.Add(new Continuation(ContinueKind.Schedule, container, place));
            }
        if (open != container.Load<Progress>()!.Open) container.State = new Progress { Open = open };
        if (open == 0) _continuations.Add(new Continuation(ContinueKind.Complete, container));
    }

    /// <summary>Loops and branches have one body, or several that were chosen from: without them they are over.</summary>
    private void MoveOther(ActivityExecution container, List<ActivityExecution> live, List<ActivityExecution> gone)
    {
        if (gone.Count == 0) return;
        foreach (var lost in gone.DistinctBy(lost => lost.Place)) AskGone(lost, container.Place, [], [], live.Count > 0 ? "撤销它，其余的照办" : $"撤销它，“{container.Place.Title}”到此办完");
        if (live.Count == 0) _continuations.Add(new Continuation(ContinueKind.Complete, container));
        else if (container.Load<Progress>() is { Open: > 0 } progress) container.State = new Progress { Next = progress.Next, Open = live.Count };
    }
}
