using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>Plays a year on from where it stands.</summary>
internal sealed partial class RehearsalHost
{
    private readonly IReadOnlyList<RunningRun> _running = [];
    private readonly Dictionary<string, DateTimeOffset> _endedAt = new(StringComparer.Ordinal);

    public RehearsalHost(RehearsalPlan plan, RunningYear year)
        : this(plan, year.Cycle, year.Dates)
    {
        _now = year.Now;
        _running = year.Runs;
        _items.Take(year.Items);
        if (year.CollectsUntil is { } until) _items.Open(year.Now, until);
        foreach (var ballot in year.Ballots) _ballots[ballot.BallotId] = (ballot, ballot.Sheet.Title, "");
        _verdicts = new ItemVerdicts(id => _items.Find(id)?.Judged, CandidatesNeeded(year.Runs[0].Definition));
        Main = new Run(year.Runs[0].Id, year.Runs[0].Definition, Facts(year.Runs[0].Id, null)) { StartedAt = year.Runs[0].StartedAt };
    }

    public IReadOnlyList<PlayedRun> PlayOn(CancellationToken cancellation)
    {
        var runs = new Dictionary<string, Run>(StringComparer.Ordinal);
        foreach (var running in _running)
        {
            var run = running.Id == Main.Id ? Main : new Run(
                running.Id, running.Definition, Facts(running.Id, running.ProjectId), running.ParentId is { } parent ? runs.GetValueOrDefault(parent) : null, running.Child,
                running.ProjectId is { } project ? _items.Find(project) : null) { StartedAt = running.StartedAt };
            run.Instance = running.Instance;
            runs[running.Id] = run;
            _runs.Add(run);
        }
        var cutOff = false;
        foreach (var running in _running)
        {
            var run = runs[running.Id];
            if (running.Plan is { } plan) Settle(run, Burst.Continue(run.Definition, plan, _now, run.Facts));
            else foreach (var wait in run.Instance.Bookmarks.ToList()) Attend(run, wait);
        }
        var lastMoment = _plan.Until is { } until ? _dates.Begin(until.AddDays(1)) : DateTimeOffset.MaxValue;
        while (!cutOff && _agenda.TryDequeue(out var act, out var due))
        {
            cutOff = due.At >= lastMoment || _bursts > _plan.MaxBursts || cancellation.IsCancellationRequested;
            if (cutOff) break;
            Advance(due.At);
            act();
        }
        return [.. _running.Select(running => Played(runs[running.Id], cutOff))];
    }

    private PlayedRun Played(Run run, bool cutOff)
    {
        if (_endedAt.TryGetValue(run.Id, out var ended)) return new PlayedRun(run.Id, ended, [], null);
        var fault = run.Instance.Incidents.LastOrDefault(run.Instance.IsOpen)?.Message;
        return new PlayedRun(run.Id, null, [.. run.Instance.Bookmarks.Select(wait => wait.Execution.Place.Title).Distinct()], fault) { IsCutOff = cutOff };
    }
}
