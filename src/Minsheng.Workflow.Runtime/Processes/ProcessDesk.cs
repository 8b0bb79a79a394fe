using System.Globalization;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Everything people and clocks do to runs. Each call is one durable burst; its follow-ups are applied before it returns.</summary>
public sealed class ProcessDesk(CommitQueue commits, DefinitionLibrary library, SignalPump pump)
{
    /// <summary>The actor of what nobody did by hand.</summary>
    public const string System = "system";

    private const int LongestOpinion = 5000;

    private readonly BurstRunner _runner = new(library);
    private readonly VersionDesk _versions = new(commits, library);

    /// <param name="settings">Inputs of the procedure that differ from its defaults, e.g. seats.</param>
    /// <returns>Id of the cycle.</returns>
    public Task<string> StartCycleAsync(
        string definitionId, int year, string jurisdictionId, string by, IReadOnlyDictionary<string, object?>? settings = null, CancellationToken cancellation = default) => DoAsync(session =>
    {
        var place = Places.Read(session, jurisdictionId);
        RequireOffice(session, jurisdictionId, by, "启动年度周期");
        if (year < 2000 || year > 2999) throw new RefusedException("bad-year", $"年度“{year}”不对，请填四位年份。");
        session.Exists($"SELECT 1 FROM jurisdictions WHERE id = {jurisdictionId} FOR UPDATE");
        if (session.First($"SELECT title FROM cycles WHERE jurisdiction_id = {jurisdictionId} AND year = {year} AND definition_id = {definitionId} AND state IN ({CycleState.Running}, {CycleState.Finished})", reader => reader.GetString(0)) is { } twin)
            throw new RefusedException("cycle-exists", $"“{twin}”已经启动过，同一方案一年只启动一次。");

        _versions.TakeEffect(session, jurisdictionId);
        var versionId = DefinitionFiles.Published(session, jurisdictionId, definitionId);
        var compiled = library.Compiled(session, versionId);
        var definition = compiled.Source;
        var name = definition.Name;
        if (settings?.Keys.FirstOrDefault(setting => definition.Inputs.All(input => input.Name != setting)) is { } unknown)
            throw new RefusedException("unknown-setting", $"方案“{name}”没有“{unknown}”这项设置，请核对后再启动。");
        foreach (var (setting, given) in settings ?? new Dictionary<string, object?>())
            if (SettingChoices.Of(definition, setting) is { Count: > 0 } choices && choices.All(choice => choice.Value != given as string))
                throw new RefusedException("bad-setting", $"“{definition.Inputs.First(input => input.Name == setting).Json["displayName"] ?? setting}”没有“{given}”这个选择，请从{string.Join("、", choices.Select(choice => $"{choice.Word}（{choice.Value}）"))}中选一个。");
        if (library.Unstartable(session, compiled, jurisdictionId, settings ?? new Dictionary<string, object?>()) is { Count: > 0 } unfit)
            throw new RefusedException("unfit-definition", $"{place.Name}不能用方案“{name}”启动年度周期：{string.Concat(unfit.Select(problem => problem.Message))}");
        var (cycleId, rootId, title) = (Ids.New(), Ids.New(), $"{place.Name}{year}年{name}");
        session.Execute($"INSERT INTO cycles (id, jurisdiction_id, year, title, definition_id, definition_version_id, root_instance_id, state, started_at, started_by, collection, last_item) VALUES ({cycleId}, {jurisdictionId}, {year}, {title}, {definitionId}, {versionId}, {rootId}, {CycleState.Running}, {session.Now}, {by}, {CollectionState.NotYet}, {0})");
        AuditLog.Write(session, jurisdictionId, by, "cycle-started", cycleId, new { definitionId, year, versionId });
        var next = new NextCycle(cycleId, jurisdictionId, rootId, title, year);
        var carried = CarriedProjects.MoveInto(session, next, by);
        _runner.Start(session, new StartOrder(definitionId, jurisdictionId, by)
        {
            InstanceId = rootId,
            VersionId = versionId,
            CycleId = cycleId,
            Title = title,
            Input = new Dictionary<string, object?>(settings ?? new Dictionary<string, object?>()) { ["year"] = year, ["cycleId"] = cycleId },
        });
        CarriedProjects.Tell(session, next, carried, by);
        CarriedProjects.TellChanges(session, next, by);
        return cycleId;
    }, cancellation);

    /// <returns>Id of the run.</returns>
    public Task<string> StartAsync(StartRequest request, CancellationToken cancellation = default) => DoAsync(session =>
    {
        Places.Read(session, request.JurisdictionId);
        RequireOffice(session, request.JurisdictionId, request.By, "启动方案");
        if (request.CycleId is { } cycleId && !session.Exists($"SELECT 1 FROM cycles WHERE id = {cycleId} AND jurisdiction_id = {request.JurisdictionId}"))
            throw new NotFoundException("年度周期", cycleId);
        var id = _runner.Start(session, new StartOrder(request.DefinitionId, request.JurisdictionId, request.By)
        {
            CycleId = request.CycleId,
            ProjectId = request.ProjectId,
            Input = request.Input,
            CorrelationId = request.CorrelationId,
            Title = request.Title,
        });
        AuditLog.Write(session, request.JurisdictionId, request.By, "run-started", id, new { request.DefinitionId });
        return id;
    }, cancellation);

    /// <summary>The office lets a timer go off before its time.</summary>
    public Task FireTimerAsync(string waitId, string by, string reason, CancellationToken cancellation = default) => DoAsync(session =>
    {
        var (run, bookmark) = Open(session, waitId, WaitKind.Timer, by);
        RequireOffice(session, run.JurisdictionId, by, "提前启动");
        var words = Reason(reason, "提前启动");
        History.Write(session, run, HistoryKind.Act, $"{NameOf(session, by)}提前启动“{bookmark.Execution.Place.Title}”，理由：{words}", bookmark.Execution.Place, actor: by);
        AuditLog.Write(session, run.JurisdictionId, by, "timer-fired-early", waitId, new { reason = words, due = bookmark.Due });
        _runner.Resume(session, run, new Stimulus(bookmark.Id), by);
        return true;
    }, cancellation);

    /// <summary>A timer whose moment has come. Late or twice makes no difference: the wait is used up once.</summary>
    /// <returns>False when it had gone off already, or is not due.</returns>
    public Task<bool> FireDueTimerAsync(string waitId, CancellationToken cancellation = default) => DoAsync(session =>
    {
        if (Starts.Is(waitId)) return Starts.Fire(session, _runner, library, waitId);
        var (instanceId, bookmarkId) = Run.Parts(waitId);
        if (!session.Exists($"SELECT 1 FROM waits WHERE id = {waitId} AND kind = {WaitKind.Timer} AND due <= {session.Now}")) return false;
        var run = _runner.Load(session, instanceId);
        if (run.Before.FirstOrDefault(open => open.Id == bookmarkId) is not { Kind: WaitKind.Timer, Due: { } due } || due > session.Now) return false;
        _runner.Resume(session, run, new Stimulus(bookmarkId), System);
        return true;
    }, cancellation);

    /// <summary>Answers a wait that is neither task, timer nor ballot, e.g. one another program was asked to answer.</summary>
    public Task ResumeAsync(string waitId, string by, object? input, string? outcome, CancellationToken cancellation = default) => DoAsync(session =>
    {
        var (run, bookmark) = Open(session, waitId, null, by);
        RequireOffice(session, run.JurisdictionId, by, "代为办理");
        if (bookmark.Kind is not (WaitKind.Manual or WaitKind.Event) || bookmark is { Kind: WaitKind.Manual, Name: "Ballot" } && session.Exists($"SELECT 1 FROM ballots WHERE instance_id = {run.Id}"))
            throw new RefusedException("wrong-wait", "这一步不能这样继续：任务由办理人办，到期由时钟办，票决由票箱办。");
        AuditLog.Write(session, run.JurisdictionId, by, "wait-answered", waitId, new { outcome });
        _runner.Resume(session, run, new Stimulus(bookmark.Id, input, outcome), by);
        return true;
    }, cancellation);

    /// <summary>Tells every run of the jurisdiction that waits for this event.</summary>
    public Task PublishEventAsync(string jurisdictionId, string name, object? payload, string? correlationId, string by, CancellationToken cancellation = default) => DoAsync(session =>
    {
        RequireOffice(session, jurisdictionId, by, "发布事件");
        var id = Ids.New();
        AuditLog.Write(session, jurisdictionId, by, "event-published", id, new { name, correlationId });
        Signals.Write(session, SignalKind.Event, $"event/{id}", jurisdictionId, "", new EventOrder(name, payload, correlationId, false));
        return true;
    }, cancellation);

    /// <summary>Runs a failed step again.</summary>
    public Task RetryAsync(string instanceId, int executionId, string by, CancellationToken cancellation = default) =>
        SettleAsync(instanceId, executionId, by, null, null, cancellation);

    /// <summary>Leaves a failed step behind as if it were done.</summary>
    /// <param name="outcome">Which way to go on; needed only where several lead away from the step.</param>
    public Task SkipAsync(string instanceId, int executionId, string by, string reason, string? outcome = null, CancellationToken cancellation = default) =>
        SettleAsync(instanceId, executionId, by, reason, outcome, cancellation);

    /// <summary>Ends a run and its children: everything open is withdrawn.</summary>
    public Task WithdrawAsync(string instanceId, string by, string reason, CancellationToken cancellation = default) => DoAsync(session =>
    {
        var run = _runner.Load(session, instanceId);
        PeopleReader.RequireHere(session, by, run.JurisdictionId, "这件事", instanceId);
        RequireOffice(session, run.JurisdictionId, by, "撤销");
        var words = Reason(reason, "撤销");
        AuditLog.Write(session, run.JurisdictionId, by, "run-withdrawn", instanceId, new { reason = words });
        History.Write(session, run, HistoryKind.Act, $"{NameOf(session, by)}撤销“{run.Title}”，理由：{words}", actor: by);
        Cancel(session, run, by);
        return true;
    }, cancellation);

    internal Task<T> DoAsync<T>(Func<WriteSession, BurstRunner, T> command, CancellationToken cancellation) => DoAsync(session => command(session, _runner), cancellation);

    private async Task<T> DoAsync<T>(Func<WriteSession, T> command, CancellationToken cancellation)
    {
        var (result, signals) = await commits.RunAsync(session => (command(session), session.Signals), cancellation);
        await pump.PumpAsync(signals);
        return result;
    }

    private Task<bool> SettleAsync(string instanceId, int executionId, string by, string? skipReason, string? outcome, CancellationToken cancellation) => DoAsync(session =>
    {
        var run = _runner.Load(session, instanceId);
        PeopleReader.RequireHere(session, by, run.JurisdictionId, "这件事", instanceId);
        RequireOffice(session, run.JurisdictionId, by, "处理出错的步骤");
        if (skipReason is not null) skipReason = Reason(skipReason, "跳过");
        var incident = run.Instance.Incidents.LastOrDefault(one => one.ExecutionId == executionId && run.Instance.IsOpen(one))
            ?? throw new RefusedException("no-incident", "这一步现在没有出错，可能已由他人处理，请刷新。");
        var words = skipReason is null ? "重新执行" : "跳过";
        var place = run.Instance.LiveExecutions.First(live => live.Id == executionId).Place;
        var way = skipReason is null ? null : Way(place, outcome);
        AuditLog.Write(session, run.JurisdictionId, by, skipReason is null ? "incident-retried" : "incident-skipped", instanceId, new { incident.ActivityId, reason = skipReason });
        History.Write(session, run, HistoryKind.Act, $"{NameOf(session, by)}{words}出错的步骤“{place.Title}”。{(skipReason is null ? "" : $"理由：{skipReason}")}", actor: by);
        _runner.Settle(session, run, incident, way, by);
        return true;
    }, cancellation);

    /// <summary>The outcome a skipped step is left by: the one asked for, else the only sensible one.</summary>
    private static string Way(CompiledActivity place, string? outcome)
    {
        var ways = place.Ways.ToList();
        if (outcome is { Length: > 0 })
            return ways.Contains(outcome) ? outcome : throw new RefusedException("unknown-way", $"“{place.Title}”之后没有“{outcome}”这条路，请刷新后再选。");
        return ways.Count == 0 || ways.Contains(Outcomes.Done) ? Outcomes.Done
            : ways is [var only] ? only
            : throw new RefusedException("which-way", $"“{place.Title}”之后有 {ways.Count} 条路（{string.Join("、", ways.Select(way => OutcomeWords.Of(way) ?? way))}），请选定跳过后走哪一条。");
    }

    private void Cancel(WriteSession session, Run run, string by)
    {
        BurstRunner.Cancel(session, run, by);
        session.Execute($"UPDATE ballots SET state = {BallotState.Closed} WHERE instance_id = {run.Id} AND state IN ({BallotState.Prepared}, {BallotState.Open})");
        foreach (var child in session.Query($"SELECT id FROM instances WHERE parent_id = {run.Id} AND status = {WorkflowStatus.Running} ORDER BY id", reader => reader.GetString(0)))
            Cancel(session, _runner.Load(session, child), by);
    }

    private (Run Run, Bookmark Bookmark) Open(WriteSession session, string waitId, WaitKind? kind, string by)
    {
        var (instanceId, bookmarkId) = Run.Parts(waitId);
        var run = _runner.Load(session, instanceId);
        PeopleReader.RequireHere(session, by, run.JurisdictionId, "事项", waitId);
        var bookmark = run.Before.FirstOrDefault(open => open.Id == bookmarkId && (kind is null || open.Kind == kind));
        return (run, bookmark ?? throw new UnknownBookmarkException(instanceId, bookmarkId));
    }

    internal static void RequireOffice(WriteSession session, string jurisdictionId, string by, string what)
    {
        if (by == System) return;
        if (!PeopleReader.IsOffice(session, by, jurisdictionId)) throw new NotAllowedException($"{what}只能由本级人大办办理。");
    }

    private static string NameOf(WriteSession session, string by) => by == System ? "系统" : PeopleReader.NameOf(session, by);

    private static string Reason(string reason, string what) => string.IsNullOrWhiteSpace(reason)
        ? throw new RefusedException("reason-missing", $"{what}需要写明理由。")
        : reason.Trim() is { Length: <= LongestOpinion } words ? words
        : throw new RefusedException("reason-too-long", $"理由最多 {LongestOpinion} 个字。");
}

/// <param name="CycleId">The cycle the run belongs to, if any.</param>
public sealed record StartRequest(
    string DefinitionId, string JurisdictionId, string By, string? CycleId = null, string? ProjectId = null,
    IReadOnlyDictionary<string, object?>? Input = null, string? CorrelationId = null, string? Title = null);

/// <summary>A task is no longer open.</summary>
public sealed class TaskSettledException : WorkflowException
{
    public TaskSettledException(string name, DateTimeOffset at)
        : base("task-settled", string.Create(CultureInfo.InvariantCulture, $"已由 {name} 于 {at.Month}月{at.Day}日 {at:HH:mm} 办理。")) =>
        (Name, At) = (name, at);

    private TaskSettledException() : base("task-withdrawn", "这项任务已撤销，不用再办。")
    {
    }

    /// <summary>Who dealt with it; null when it was withdrawn.</summary>
    public string? Name { get; }

    /// <summary>When, in the place's own time.</summary>
    public DateTimeOffset? At { get; }

    internal static TaskSettledException Withdrawn() => new();
}
