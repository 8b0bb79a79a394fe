using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>Keeps what passed through which step and who was given what, beside the calendar.</summary>
internal sealed partial class RehearsalHost
{
    private readonly List<RehearsalPassage> _passages = [];
    private readonly List<(RehearsalTask Task, Run Run, string Wait)> _tasks = [];
    private readonly Dictionary<(string Run, int Execution), int> _passageAt = [];
    private readonly Dictionary<(string Run, string Wait, string Person), int> _taskAt = [];
    private int _sequence;

    private void Trace(Run run, TraceEntry entry)
    {
        var key = (run.Id, entry.ExecutionId);
        switch (entry.Event)
        {
            case TraceEvent.Started when entry.Place.Type.StartsWith("Minsheng.", StringComparison.Ordinal):
            case TraceEvent.Suspended when !_passageAt.ContainsKey(key):
                _passageAt[key] = _passages.Count;
                _passages.Add(new RehearsalPassage(
                    run.Id, run.Parent is null, run.Definition.Source.Name, entry.Place.Id, entry.Place.Title, entry.Place.Type,
                    (entry.Place.Json["customProperties"] as System.Text.Json.Nodes.JsonObject)?["stage"]?.ToString(), entry.ExecutionId, Local(), _sequence++));
                break;
            case TraceEvent.Completed or TraceEvent.Canceled or TraceEvent.Faulted when _passageAt.TryGetValue(key, out var at):
                _passages[at] = _passages[at] with
                {
                    Until = Local(),
                    Ended = _sequence++,
                    Outcome = entry.Outcomes is [var first, ..] ? first : null,
                    Nominal = entry.Event == TraceEvent.Completed && entry.Place.Type == "Minsheng.Cadence" ? MovedFrom(run, entry) : null,
                };
                break;
        }
    }

    /// <summary>The day of the month a cadence names, when today is another one because of a day off.</summary>
    private DateOnly? MovedFrom(Run run, TraceEntry entry)
    {
        var every = Setting(run.Definition, entry.Place, "every");
        if (entry.Outcomes is not ["Due", ..] || every is "Day" or "Week" or "每日" or "每天" or "每周") return null;
        var today = _dates.Today(_now);
        if (!int.TryParse(Setting(run.Definition, entry.Place, "day") ?? "1", out var day) || day is < 1 or > 31) return null;
        var nearest = new[] { -1, 0, 1 }.Select(step => today.AddMonths(step)).Select(month => new DateOnly(month.Year, month.Month, Math.Min(day, DateTime.DaysInMonth(month.Year, month.Month))))
            .MinBy(date => Math.Abs(date.DayNumber - today.DayNumber));
        return nearest == today || _dates.Calendar.IsWorkingDay(nearest) ? null : nearest;
    }

    private void Give(Run run, Bookmark wait, TaskSpec spec, string personId)
    {
        if (_people.Find(personId) is not { } person) return;
        var place = wait.Execution.Place;
        _taskAt[(run.Id, wait.Id, personId)] = _tasks.Count;
        _tasks.Add((new RehearsalTask(
            Local(), run.Id, (run.Project ?? OnlyItem(wait))?.Number, place.Id, place.Title, place.Type, spec.Title, personId, person.Name, person.Post, person.Unit,
            wait.Due is { } due ? TimeZoneInfo.ConvertTime(due, _dates.Zone) : null,
            [.. spec.Actions.Select(action => new RehearsalButton(action.Outcome, action.Label))]) { Items = spec.ItemIds?.Count ?? 0 }, run, wait.Id));
    }

    private void Answered(Run run, string waitId, PersonFact by, TaskAction action)
    {
        if (!_taskAt.TryGetValue((run.Id, waitId, by.Id), out var at)) return;
        _tasks[at] = _tasks[at] with { Task = _tasks[at].Task with { Done = Local(), Answer = action.Label } };
    }

    /// <summary>What was not answered though its wait is over ended by itself: by its date, or because others had settled it.</summary>
    private List<RehearsalTask> Tasks() => [.. _tasks.Select(line => line.Task.Done is null && line.Run.Find(line.Wait) is null ? line.Task with { Done = EndOf(line.Run, line.Task) } : line.Task)];

    private DateTimeOffset? EndOf(Run run, RehearsalTask task) =>
        _passages.Where(passage => passage.Run == run.Id && passage.ActivityId == task.ActivityId && passage.Until >= task.Given).Select(passage => passage.Until).Min() ?? Local();
}
