using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Engine.Moving;

/// <summary>What cannot be worked out is asked; what is answered is worked in.</summary>
internal sealed partial class ChartMove
{
    public const string Start = "start", Skip = "skip", Again = "again", Keep = "keep", Wait = "wait", GoOn = "go-on", Enter = "enter";

    /// <summary>Steps that begin with the move.</summary>
    public List<CompiledActivity> Starts { get; } = [];

    /// <summary>Steps that the run passes by with the move.</summary>
    public List<CompiledActivity> Skips { get; } = [];

    /// <summary>Open steps that are taken back until what now comes before them is done.</summary>
    public HashSet<int> TakenBack { get; } = [];

    /// <param name="ask">Answers with an option's key, or null where nobody has chosen yet.</param>
    public void Decide(Func<MoveQuestionKind, CompiledActivity, string, IReadOnlyList<MoveOption>, string?> question)
    {
        var isOpen = false;
        Count();
        while (Reorder(Choose)) Count();
        while (FindDoomed(Choose)) Count();
        // What is still to be chosen may settle the rest.
        if (isOpen) return;
        foreach (var step in _order)
        {
            if (_live[step] > 0 || _jumps.Contains(step) || !_graph.IsReachable(step) || step == _graph.Start || !IsTouched(step) || !HasArrived(step)) continue;
            var place = _now.Activities[step];
            if (!IsEntered(step)) Skips.Add(place);
            else
                switch (Choose(MoveQuestionKind.Owed, place, $"新版里“{place.Title}”前面的步骤都已办过，这件事却没有经过它。", [new(Start, $"换过去以后就开始办“{place.Title}”"), new(Skip, $"“{place.Title}”不办，视为这一路走过")]))
                {
                    case Start: Starts.Add(place); break;
                    case Skip: Skips.Add(place); break;
                }
        }

        string? Choose(MoveQuestionKind kind, CompiledActivity place, string sentence, IReadOnlyList<MoveOption> options)
        {
            var chosen = question(kind, place, sentence, options);
            isOpen |= chosen is null;
            return chosen;
        }
    }

    /// <summary>Arrows that now lead from what is not done to what is.</summary>
    /// <returns>True when something more is decided.</returns>
    private bool Reorder(Func<MoveQuestionKind, CompiledActivity, string, IReadOnlyList<MoveOption>, string?> ask)
    {
        foreach (var step in _order)
        {
            if (_origin[step] is null && _live[step] == 0 && !_jumps.Contains(step)) continue;
            var late = _graph.ForwardInbound(step).Where(arrow => IsLate(arrow)).ToList();
            if (late.Count == 0) continue;
            var (place, before) = (_now.Activities[step], string.Join("、", late.Select(arrow => $"“{_now.Activities[arrow.Source].Title}”").Distinct()));
            if (_jumps.Contains(step))
            {
                foreach (var arrow in late) _lowered.Add(arrow.Key);
                return true;
            }
            if (_forward[step] > 0)
            {
                var options = new List<MoveOption>();
                if (!_held.Contains(step)) options.Add(new(Wait, $"先收回“{place.Title}”，等{before}办完再发出"));
                if (!IsInLoop(step) || _held.Contains(step)) options.Add(new(GoOn, $"“{place.Title}”照常办，不等{before}"));
                var chosen = ask(MoveQuestionKind.Overtaken, place, $"“{place.Title}”正在办，新版要它等{before}办完。", options);
                if (chosen == Wait && TakenBack.Add(step)) (_live[step], _forward[step]) = (0, 0);
                else if (chosen == GoOn) foreach (var arrow in late) _lowered.Add(arrow.Key);
                else continue;
                return true;
            }
            if (_again.Contains(step)) continue;
            if (WasPassedBy(step) || ask(MoveQuestionKind.Earlier, place, $"“{place.Title}”已经办过，新版排在还没有办的{before}之后。",
                    [new(Again, $"{before}办完以后，“{place.Title}”再办一次"), new(Keep, $"“{place.Title}”不再办")]) == Again)
            {
                _again.Add(step);
                return true;
            }
        }
        // What lay behind a step that was never really done was not done either.
        foreach (var step in _order)
            if (_origin[step] is not null && !_again.Contains(step) && _live[step] == 0 && _visits[step] > 0 && WasPassedBy(step)
                && _graph.ForwardInbound(step).Any(arrow => _again.Contains(arrow.Source) && WasPassedBy(arrow.Source)))
                return _again.Add(step);
        return false;
    }

    /// <summary>An arrow that is new, or from a step that is done again, whose step has been left less often than its target was reached.</summary>
    private bool IsLate(FlowConnection arrow) => (!_oldArrows.ContainsKey(arrow.Key) || _jumps.Contains(arrow.Target) || _again.Contains(arrow.Source)) && !_lowered.Contains(arrow.Key) && !_lifted.Contains(arrow.Source)
        && _leaves[arrow.Source] < Reached(arrow.Target);

    /// <summary>The old chart skipped it: no way led there.</summary>
    private bool WasPassedBy(int step) => _origin[step] is { WasPassedBy: true };

    private bool IsInLoop(int step) => _graph.Connections.Any(arrow => arrow.IsBackward
        && (arrow.Source == step || _graph.Ancestors(arrow.Source).Contains(step)) && (arrow.Target == step || _graph.Ancestors(step).Contains(arrow.Target)));

    /// <summary>A join of all ways that one of them will not come to.</summary>
    private bool FindDoomed(Func<MoveQuestionKind, CompiledActivity, string, IReadOnlyList<MoveOption>, string?> ask)
    {
        foreach (var step in _order)
        {
            if (_entered.Contains(step) || _live[step] > 0 || ModeOf(step) != JoinMode.WaitAll || !IsTouched(step)) continue;
            var missing = _graph.ForwardInbound(step).Where(arrow => _counts[arrow.Slot] > _visits[step] && !_followed[arrow.Slot] && !_oldArrows.ContainsKey(arrow.Key)).ToList();
            if (missing.Count == 0) continue;
            var (place, from) = (_now.Activities[step], string.Join("、", missing.Select(arrow => $"“{_now.Activities[arrow.Source].Title}”").Distinct()));
            if (ask(MoveQuestionKind.Doomed, place, $"汇合“{place.Title}”要求各路到齐，而新加的、从{from}来的一路，这件事当时没有走。",
                    [new(Enter, $"这一路视为到齐，其余到了就过“{place.Title}”"), new(Keep, $"照新版办：“{place.Title}”和它后面的步骤不再办")]) == Enter)
                return _entered.Add(step);
        }
        return false;
    }

    /// <summary>Not as it stood before: what was consistent then is not judged anew.</summary>
    private bool IsTouched(int step) => _origin[step] is not { } origin || _again.Contains(step)
        || !_graph.ForwardInbound(step).Select(arrow => arrow.Key).ToHashSet().SetEquals(origin.Graph.ForwardInbound(origin.Step).Select(arrow => arrow.Key))
        || _graph.ForwardInbound(step).Any(arrow => _lifted.Contains(arrow.Source) || _again.Contains(arrow.Source))
        || TakenBack.Contains(step);

    private bool HasArrived(int step)
    {
        var inbound = _graph.ForwardInbound(step);
        if (ModeOf(step) == JoinMode.WaitAny && inbound.Any(arrow => _counts[arrow.Slot] > _visits[step] && _followed[arrow.Slot])) return true;
        return inbound.All(arrow => _counts[arrow.Slot] > _visits[step]);
    }

    private bool IsEntered(int step) => ModeOf(step) == JoinMode.WaitAll
        ? _graph.ForwardInbound(step).All(arrow => _followed[arrow.Slot])
        : _graph.ForwardInbound(step).Any(arrow => _followed[arrow.Slot]);

    private JoinMode ModeOf(int step) => _now.Activities[step].Activity is FlowJoin { Mode.Slot: < 0 } join ? join.Mode.ConstantValue : JoinMode.WaitAllActive;
}
