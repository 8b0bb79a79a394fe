using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>
/// The second host of the engine: runs, items, people and clock live in memory, and the clock jumps to whatever is due next.
/// Same plan, same report, to the letter.
/// </summary>
internal sealed partial class RehearsalHost
{
    private static readonly string[] ChildMembers = ["childDefinitionId", "workflowDefinitionId"];

    private readonly RehearsalPlan _plan;
    private readonly ActivityCatalog _catalog;
    private readonly CycleFact _cycle;
    private readonly Dates _dates;
    private readonly OfficeHours _hours;
    private readonly RehearsalPeople _people;
    private readonly SimulatedItems _items;
    private readonly ItemVerdicts _verdicts;
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _agenda = new();
    private readonly Dictionary<string, CompiledDefinition> _compiled = new(StringComparer.Ordinal);
    private readonly List<Run> _runs = [];
    private readonly HashSet<string> _childKeys = new(StringComparer.Ordinal);
    private readonly HashSet<int> _unknownYears = [];
    private readonly List<SimulatedItem> _assumed = [];
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private DateTimeOffset _now;
    private long _order;
    private int _bursts;

    public RehearsalHost(RehearsalPlan plan)
        : this(plan, CycleOf(plan), new Dates(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), plan.Calendar))
    {
        var main = Compile(plan.Definition);
        CompileChildren(main);
        RefuseStrayAnswers();
        _verdicts = new ItemVerdicts(id => _items.Find(id)?.Judged, CandidatesNeeded(main));
        var assumed = plan.AssumeProjects ? StandIns.For(main) : null;
        for (var number = 0; number < assumed?.Count; number++)
        {
            var item = _items.Assume(_dates.At(plan.From, OfficeHours.MorningAt), FinishOf(_cycle.Year, plan.From), number < assumed.Unsatisfactory);
            _assumed.Add(item);
            if (item.LastRating is not null) _failed.Add(item.Id);
        }
        var own = assumed is { IsOwn: true } ? _assumed[0] : null;
        Main = new Run(plan.Definition.DefinitionId, main, Facts(plan.Definition.DefinitionId, own?.Id), project: own) { StartedAt = _dates.At(plan.From, OfficeHours.MorningAt) };
    }

#pragma warning disable CS8618 // Main and the verdicts are set by either constructor above.
    private RehearsalHost(RehearsalPlan plan, CycleFact cycle, Dates dates)
#pragma warning restore CS8618
    {
        (_plan, _cycle, _dates) = (plan, cycle, dates);
        _catalog = plan.Catalog ?? StepCatalog.All;
        _hours = new OfficeHours(_dates);
        _people = new RehearsalPeople(plan, _cycle);
        _items = new SimulatedItems(plan, cycle.Year);
    }

    private static CycleFact CycleOf(RehearsalPlan plan)
    {
        var level = plan.Level ?? (Levels.Of(plan.Definition) is [var stated, ..] ? stated : JurisdictionLevel.County);
        // A cycle begun in the second half of a year prepares the next one.
        var year = plan.From.Month > 6 ? plan.From.Year + 1 : plan.From.Year;
        return new CycleFact("cycle", year, "rehearsal", plan.Jurisdiction ?? Property(plan.Definition, "jurisdiction") ?? "演练县", level, plan.From);
    }

    private Run Main { get; }

    /// <summary>A project that begins late in a year is not expected to be ready in its last weeks.</summary>
    private static DateOnly FinishOf(int year, DateOnly from) => new(from.AddMonths(4).Year > year ? year + 1 : year, 12, 20);

    /// <summary>What a procedure about one project is told of it by whoever starts it.</summary>
    private Dictionary<string, object?> InputOf(Run run)
    {
        var input = new Dictionary<string, object?>(_plan.Input, StringComparer.Ordinal);
        if (run.Project is not { } project) return input;
        foreach (var (name, value) in new (string, object?)[] { ("projectId", project.Id), ("projectNumber", project.Number), ("projectTitle", project.Title) })
            if (run.Definition.Source.Inputs.Any(one => one.Name == name)) input.TryAdd(name, value);
        return input;
    }

    /// <param name="reached">Told of each new day.</param>
    public RehearsalReport Play(Action<DateOnly>? reached, CancellationToken cancellation)
    {
        _now = _dates.At(_plan.From, OfficeHours.MorningAt);
        var lastMoment = _plan.Until is { } until ? _dates.Begin(until.AddDays(1)) : DateTimeOffset.MaxValue;
        Begin(Main, InputOf(Main));
        while (_agenda.TryDequeue(out var act, out var due))
        {
            if (due.At >= lastMoment)
            {
                Log(Main, null, null, "stall", $"演练到 {DayWords.Full(_plan.Until!.Value)}为止，{Waits()}");
                return Report(Standing());
            }
            cancellation.ThrowIfCancellationRequested();
            var before = _now;
            Advance(due.At);
            if (_now.Date != before.Date) reached?.Invoke(_dates.Today(_now));
            act();
            if (_bursts > _plan.MaxBursts)
            {
                Log(Main, null, null, "fault", $"演练超过 {_plan.MaxBursts} 步仍未结束，方案里可能有停不下来的循环，请检查退回的连线。");
                return Report(RehearsalStatus.Faulted);
            }
        }
        if (Main.Instance.Status != WorkflowStatus.Finished) Log(Main, null, null, "stall", $"没有到期的事项，流程停住了，{Waits()}");
        return Report(Standing());
    }

    private void Advance(DateTimeOffset to)
    {
        _now = to > _now ? to : _now;
        var year = _dates.Today(_now).Year;
        if (!_plan.Calendar.IsKnown(year) && _unknownYears.Add(year)) Log(Main, null, null, "note", $"{year} 年的节假日安排还没有导入，暂按周末推算工作日。");
    }

    private RehearsalStatus Standing() => Main.Instance switch
    {
        { Status: WorkflowStatus.Finished, SubStatus: SubStatus.Faulted } => RehearsalStatus.Faulted,
        { Status: WorkflowStatus.Finished } => RehearsalStatus.Finished,
        _ => _runs.Exists(run => run.Instance.Incidents.Any(run.Instance.IsOpen)) ? RehearsalStatus.Faulted : RehearsalStatus.Suspended,
    };

    /// <summary>Each open step once, with how often it waits.</summary>
    private string Waits()
    {
        var waits = _runs.SelectMany(run => run.Instance.Bookmarks).GroupBy(wait => wait.Execution.Place.Title)
            .Select(group => group.Count() == 1 ? $"“{group.Key}”" : $"“{group.Key}”（{group.Count()} 项）").ToList();
        return waits.Count == 0 ? "没有任何等待的事项。" : $"仍在等待：{string.Join("、", waits)}。";
    }

    private void Schedule(DateTimeOffset at, Action what) => _agenda.Enqueue(what, (at < _now ? _now : at, _order++));

    private CompiledDefinition Compile(WorkflowDefinition definition) => _compiled.TryGetValue(definition.DefinitionId, out var known)
        ? known
        : _compiled[definition.DefinitionId] = DefinitionCompiler.Compile(definition, _catalog, _plan.Others);

    /// <summary>Compiles everything the run may start, so that mistakes show before the first day is played.</summary>
    private void CompileChildren(CompiledDefinition parent)
    {
        foreach (var place in parent.Activities)
            foreach (var member in ChildMembers)
                if (Setting(parent, place, member) is { Length: > 0 } id && !_compiled.ContainsKey(id) && _plan.Others?.FindById(id) is { } child) CompileChildren(Compile(child));
    }

    private void RefuseStrayAnswers()
    {
        var known = _compiled.Values.SelectMany(definition => definition.Activities).Select(place => place.Id).ToHashSet(StringComparer.Ordinal);
        var stray = _plan.Answers.ActivityIds.Where(id => !known.Contains(id)).ToList();
        if (stray.Count > 0) throw new RehearsalException($"演练答案里的步骤{string.Join("、", stray.Select(id => $"“{id}”"))}在方案中没有，请核对步骤编号。");
    }

    private RehearsalFacts Facts(string runId, string? projectId) => new(_cycle, _dates, _people, _items, _plan.Deputies, () => _now, runId, projectId);

    private void Begin(Run run, IReadOnlyDictionary<string, object?> input)
    {
        _runs.Add(run);
        Log(run, null, null, run.Parent is null ? "start" : "child", run.Parent is null
            ? $"{_cycle.Jurisdiction}启动“{run.Definition.Source.Name}”。"
            : $"启动子方案“{run.Definition.Source.Name}”{(run.Project is { } project ? $"：{project.Number} {project.Title}" : "")}。");
        Settle(run, Burst.Start(run.Definition, run.Id, _now, run.Facts, input: input, correlationId: run.Child?.CorrelationId));
        if (run is { Parent: { } parent, Child.Notice: ChildNotice.WhenIdle }) ReportTo(parent, run);
    }

    /// <summary>Answers a wait if it is still open. The description is logged before what follows from it.</summary>
    private void Resume(Run run, string bookmarkId, Func<Burst, (string? Actor, string Kind, string Text, string? Outcome)> describe, object? input = null, string? outcome = null)
    {
        if (run.Find(bookmarkId) is not { } wait) return;
        var place = wait.Execution.Place;
        var burst = Burst.Resume(run.Definition, run.Instance, new Stimulus(bookmarkId, input, outcome), _now, run.Facts);
        var (actor, kind, text, chosen) = describe(burst);
        if (kind == "timer" && burst.Effects is [NoteHistory told, ..])
        {
            text = told.Sentence;
            run.Told = true;
        }
        Log(run, place, actor, kind, text, chosen ?? OutcomeOf(burst, wait));
        Settle(run, burst);
    }

    private static string? OutcomeOf(Burst burst, Bookmark wait)
    {
        foreach (var entry in burst.Trace)
            if (entry.Event == TraceEvent.Completed && entry.ExecutionId == wait.Execution.Id) return entry.Outcomes.Count > 0 ? entry.Outcomes[0] : null;
        return null;
    }

    /// <summary>Carries out what a burst decided, as the real host does in one transaction, then looks at what is waited for now.</summary>
    private void Settle(Run run, Burst burst)
    {
        _bursts++;
        run.Instance = burst.Instance;
        if (_plan.Reload) run.Instance = InstanceJson.Read(InstanceJson.Write(run.Instance), run.Definition);

        CarryOut(run, burst);
        foreach (var wait in run.Instance.Bookmarks) Attend(run, wait);
        if (run.Instance.Status != WorkflowStatus.Finished || run.HasEnded) return;
        run.HasEnded = true;
        _endedAt[run.Id] = _now;
        Log(run, null, null, "end", run.Instance.SubStatus == SubStatus.Faulted ? "流程以异常结束。" : $"“{run.Definition.Source.Name}”办结。");
        if (run is { Parent: { } parent, Child.Notice: ChildNotice.WhenFinished }) ReportTo(parent, run);
    }

    /// <summary>Every effect belongs to the step that was last started or resumed before it.</summary>
    private void CarryOut(Run run, Burst burst)
    {
        var next = run.Told ? 1 : 0;
        run.Told = false;
        CompiledActivity? place = null;
        foreach (var entry in burst.Trace)
        {
            ApplyUpTo(entry.EffectsBefore);
            Trace(run, entry);
            if (entry.Event is TraceEvent.Started or TraceEvent.Resumed) (place, run.Acting) = (entry.Place, entry.ExecutionId);
            if (entry.Event == TraceEvent.Faulted) Log(run, entry.Place, null, "fault", entry.Message ?? "这一步出错了。");
        }
        ApplyUpTo(burst.Effects.Count);

        void ApplyUpTo(int end)
        {
            for (; next < end; next++)
            {
                // A step's own sentence about what it has just done says it better than we can.
                var sentence = IsTold(burst.Effects[next]) && next + 1 < end && burst.Effects[next + 1] is NoteHistory note ? note.Sentence : null;
                Apply(run, place, burst.Effects[next], sentence);
                if (sentence is not null) next++;
            }
        }
    }

    private static bool IsTold(Effect effect) => effect is DecideItems or DecideBallot or CloseCollection or PublishDocument or ChangeProject or FinishProject or CarryOver;

    private void ReportTo(Run parent, Run child)
    {
        var report = new ChildReport(child.Child!.Key, child.Id, child.Instance.Status, child.Instance.SubStatus, child.Instance.Output);
        Schedule(_now, () =>
        {
            var wait = parent.Instance.Bookmarks.FirstOrDefault(open => open.Kind == WaitKind.Child && open.Execution.Id == child.Child.ParentExecution);
            if (wait is not null) Resume(parent, wait.Id, _ => (null, "child", $"“{child.Definition.Source.Name}”{child.Project?.Number}回报：{(child.HasEnded ? "已办结" : "已启动")}。", null), report);
        });
    }

    /// <summary>Candidates the first ballot of the definition will need.</summary>
    private int CandidatesNeeded(CompiledDefinition definition)
    {
        var ballot = definition.Activities.FirstOrDefault(place => place.Type == "Minsheng.Ballot");
        var seats = ballot is null ? 10 : Setting(definition, ballot, "seats") is { } text && int.TryParse(text, out var given) ? given : 10;
        var ratio = ballot is not null && Fraction.TryParse(Setting(definition, ballot, "ratioMin"), out var stated) ? stated : new Fraction(1, 5);
        return CandidateBand.Of(new BallotRules { Seats = seats, RatioMin = ratio }).Required;
    }

    /// <summary>A setting of a step as far as it is known before the run: written down, or an input of the definition.</summary>
    private string? Setting(CompiledDefinition definition, CompiledActivity place, string member)
    {
        var node = place.Json[member];
        if (node is not System.Text.Json.Nodes.JsonObject wrapped) return node?.ToString();
        var value = wrapped["expression"]?["value"];
        if (wrapped["expression"]?["type"]?.ToString() != "Input") return value?.ToString();
        var name = value is System.Text.Json.Nodes.JsonObject reference ? reference["name"]?.ToString() : value?.ToString();
        return name is null ? null
            : _plan.Input.TryGetValue(name, out var given) ? Values.Text(Values.From(given))
            : Values.Text(definition.InputDefaults.FirstOrDefault(input => input.Key == name).Value);
    }

    private static string? Property(WorkflowDefinition definition, string name) => definition.CustomProperties?[name]?.ToString();

    /// <summary>One run: the cycle's own or a child.</summary>
    private sealed class Run(string id, CompiledDefinition definition, RehearsalFacts facts, Run? parent = null, StartChild? child = null, SimulatedItem? project = null)
    {
        public string Id => id;
        public CompiledDefinition Definition => definition;
        public RehearsalFacts Facts => facts;
        public Run? Parent => parent;
        public StartChild? Child => child;
        public SimulatedItem? Project => project;
        public DateTimeOffset StartedAt { get; init; }
        public WorkflowInstance Instance { get; set; } = null!;
        public bool HasEnded { get; set; }

        /// <summary>The execution whose effects are being carried out.</summary>
        public int Acting { get; set; }

        /// <summary>The first effect of the burst at hand is a sentence already in the calendar.</summary>
        public bool Told { get; set; }

        /// <summary>Waits and people already seen to.</summary>
        public HashSet<string> Attended { get; } = new(StringComparer.Ordinal);

        /// <summary>How often each step has asked.</summary>
        public Dictionary<string, int> Asked { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, RehearsalAnswer?> Answers { get; } = new(StringComparer.Ordinal);

        public Bookmark? Find(string bookmarkId)
        {
            foreach (var wait in Instance.Bookmarks)
                if (wait.Id == bookmarkId) return wait;
            return null;
        }
    }
}
