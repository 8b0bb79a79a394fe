using System.Data.Common;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>Leads one place through its year, from the day its cycle was started to today, through the same desks its people use.</summary>
internal sealed class DemoWalk
{
    private readonly DemoOffice _office;
    private readonly DemoPlace _place;
    private readonly DemoYear _year;
    private readonly DateTimeOffset _until;
    private readonly Dates _dates = Places.DatesOf("Asia/Shanghai", null);
    private readonly OfficeHours _hours;
    private readonly RehearsalAnswers _script;
    private readonly DemoAnswers _answers;
    private readonly DemoBallots _ballots;
    private readonly PriorityQueue<(Func<Task> Act, bool ChangesWaits), (DateTimeOffset At, long Order)> _agenda = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RehearsalAnswer?> _said = new(StringComparer.Ordinal);
    private long _order;
    private readonly int _cycleYear;
    private string _cycle = "";
    private bool _isCollecting;

    public DemoWalk(DemoOffice office, DemoPlace place, DemoYear year, DateTimeOffset until)
    {
        (_office, _place, _year, _until) = (office, place, year, until);
        _hours = new OfficeHours(_dates);
        var started = _dates.Today(office.Clock.GetUtcNow());
        _cycleYear = started.Month > 6 ? started.Year + 1 : started.Year;
        _script = year.Script(place.Code, _cycleYear);
        _answers = new DemoAnswers(office, place, year);
        _ballots = new DemoBallots(office, _answers);
    }

    /// <summary>The moment the cycle of this place was started.</summary>
    public static DateTimeOffset Start(DemoYear year, DateTimeOffset until)
    {
        var dates = Places.DatesOf("Asia/Shanghai", null);
        var day = dates.Today(until).AddDays(-year.DaysAgo);
        if (year.StartedOn is { } stated)
        {
            var on = DateOnly.ParseExact($"{day.Year}-{stated}", "yyyy-MM-dd", null);
            day = on <= day ? on : on.AddYears(-1);
        }
        return dates.At(dates.Calendar.Move(day, Activities.Calendars.WorkdayRule.Before), OfficeHours.MorningAt);
    }

    public async Task WalkAsync(CancellationToken cancellation)
    {
        await _answers.BringFilesAsync(cancellation);
        _cycle = await _office.Desk.StartCycleAsync(
            _year.Procedure, _cycleYear, _place.Id, Clerk, DemoAnswers.Plain(_year.Settings), cancellation);
        foreach (var run in _year.Runs)
            Schedule(_dates.At(_dates.Today(_until).AddDays(-run.DaysAgo), OfficeHours.MorningAt), () => StartAsync(run, cancellation));
        for (var changed = true; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (changed) await LookAsync(cancellation);
            if (changed && !_isCollecting) await CollectAsync(cancellation);
            if (!_agenda.TryDequeue(out var next, out var due) || due.At > _until) break;
            _office.Clock.Move(due.At);
            await next.Act();
            changed = next.ChangesWaits;
        }
        _office.Clock.Move(_until);
    }

    private string Clerk => _place.PersonId(_place.People.First(person => person.Holds.Any(Runtime.People.Roles.Office.Contains)).Id);

    /// <param name="changesWaits">False where nobody has to do anything else afterwards.</param>
    private void Schedule(DateTimeOffset at, Func<Task> what, bool changesWaits = true)
    {
        var now = _office.Clock.GetUtcNow();
        _agenda.Enqueue((what, changesWaits), (at > now ? at : now, _order++));
    }

    /// <summary>Sees to everything that is newly waited for; people one by one, as their turn comes.</summary>
    private async Task LookAsync(CancellationToken cancellation)
    {
        var open = await _office.Commits.RunAsync(session => session.Query(
            $"SELECT w.id, w.kind, w.instance_id, w.bookmark_id, w.activity_id, w.name, w.execution, w.due, p.person_id, i.number, w.payload_json FROM waits w JOIN instances r ON r.id = w.instance_id LEFT JOIN items i ON i.id = r.project_id LEFT JOIN task_participants p ON p.task_id = w.id AND p.state = {ParticipantState.Open} WHERE w.kind IN ({WaitKind.Timer}, {WaitKind.Task}, {WaitKind.Manual}) ORDER BY w.since, i.number, w.activity_id, w.execution, p.position",
            Read), cancellation);
        var fresh = open.FindAll(wait => _seen.Add($"{wait.Id} {wait.Person}"));
        await _answers.ReadTasksAsync(fresh.FindAll(wait => wait.Kind == WaitKind.Task), cancellation);
        foreach (var wait in fresh) Attend(wait);
    }

    private static OpenWait Read(DbDataReader reader) => new(
        reader.GetString(0), reader.Name<WaitKind>(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetInt32(6),
        reader.TimeOrNull(7), reader.Text(8), reader.Text(9), reader.Text(10));

    private void Attend(OpenWait wait)
    {
        var now = _office.Clock.GetUtcNow();
        switch (wait.Kind)
        {
            case WaitKind.Timer when _year.Early.TryGetValue(wait.Activity, out var reason):
                Schedule(_hours.Answer(now, wait.Due, null, wait.Dice), () => _office.Desk.FireTimerAsync(wait.Id, Clerk, reason));
                break;
            case WaitKind.Timer:
                Schedule(wait.Due ?? now, () => _office.Desk.FireDueTimerAsync(wait.Id));
                break;
            case WaitKind.Task when wait.Person is { } person:
                AttendTask(wait, person);
                break;
            case WaitKind.Manual when wait.Ballot is { } ballot && AnswerTo(wait) is var answer && answer is not { Never: true }:
                Schedule(_hours.OnWorkingDay(now, _dates.Calendar.AddWorkingDays(_dates.Today(now), answer?.AfterDays ?? 1), wait.Dice), () => _ballots.HoldAsync(ballot, answer, wait.Dice));
                break;
        }
    }

    private void AttendTask(OpenWait wait, string person)
    {
        var task = _answers.TaskOf(wait.Id);
        var isFirst = !_said.ContainsKey(wait.Id);
        var answer = AnswerTo(wait);
        // Where any one of them may act, the first one does; a collection runs until its day unless the script closes it.
        if (answer is { Never: true } || !isFirst && task.Spec.Mode == TaskMode.Any || answer is null && task.StepType == "Minsheng.Collect") return;
        Schedule(_hours.Answer(_office.Clock.GetUtcNow(), wait.Due, answer, wait.Dice), () => _answers.ActAsync(wait, person, answer));
    }

    private async Task CollectAsync(CancellationToken cancellation)
    {
        var until = await _office.Commits.RunAsync(session => session.First(
            $"SELECT collection_until FROM cycles WHERE id = {_cycle} AND collection = {CollectionState.Open}", reader => reader.TimeOrNull(0)), cancellation);
        if (until is not { } end) return;
        _isCollecting = true;
        var from = _office.Clock.GetUtcNow();
        var proposals = _answers.Proposals(_cycle);
        for (var index = 0; index < proposals.Count; index++)
        {
            var proposal = proposals[index];
            Schedule(from + (end - from) * ((index + 0.5) / proposals.Count), () => _answers.ProposeAsync(proposal), changesWaits: false);
        }
    }

    private Task<string> StartAsync(DemoRun run, CancellationToken cancellation)
    {
        var project = run.Item is { } number ? _answers.ItemAt(number) : null;
        var input = new Dictionary<string, object?>(DemoAnswers.Plain(run.Input ?? []));
        if (project is not null) (input["projectId"], input["projectTitle"]) = (project.Id, project.Title);
        return _office.Desk.StartAsync(new StartRequest(run.Procedure, _place.Id, Clerk, _cycle, project?.Id, input, Title: run.Title), cancellation);
    }

    /// <summary>What the script says for this wait; asked once, whoever's turn it is.</summary>
    private RehearsalAnswer? AnswerTo(OpenWait wait)
    {
        if (_said.TryGetValue(wait.Id, out var known)) return known;
        var lane = $"{wait.Instance} {wait.Activity}/{wait.Name}";
        var time = _asked[lane] = _asked.GetValueOrDefault(lane, -1) + 1;
        var project = wait.Project ?? (wait.Kind == WaitKind.Task ? _answers.OnlyItem(wait.Id)?.Number : null);
        return _said[wait.Id] = _script.Find($"{wait.Activity}/{wait.Name}", project, time)
            ?? _script.Find($"{wait.Activity}/{wait.Name.Split('/')[0]}", project, time) ?? _script.Find(wait.Activity, project, time);
    }
}
