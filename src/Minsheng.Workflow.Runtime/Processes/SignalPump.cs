using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>
/// Applies follow-ups: starts children, tells parents, passes events on. A signal's row goes in the transaction that
/// applies it, so each is applied once, whoever pumps and however often.
/// </summary>
public sealed class SignalPump(CommitQueue commits, DefinitionLibrary library, ILogger<SignalPump>? logger = null)
{
    /// <summary>Children of children of children: real procedures need two or three.</summary>
    private const int MostGenerations = 16;

    private const int AtOnce = 64;

    /// <summary>Longest time a signal that fails is left alone before it is tried again.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(30);

    private readonly BurstRunner _runner = new(library);
    private readonly ILogger _logger = logger ?? NullLogger<SignalPump>.Instance;

    /// <summary>Applies these signals and whatever follows from them. Never throws: what fails stays, and is tried again later.</summary>
    public async Task PumpAsync(IReadOnlyList<string> signals)
    {
        for (var open = signals; open.Count > 0;)
        {
            var next = new List<string>();
            foreach (var some in open.Chunk(AtOnce))
                foreach (var followed in await Task.WhenAll(some.Select(ApplyAsync))) next.AddRange(followed);
            open = next;
        }
    }

    /// <summary>Signals nobody has applied: their process died, or they failed and their rest is over.</summary>
    /// <returns>How many were found.</returns>
    public async Task<int> SweepAsync(TimeSpan olderThan, CancellationToken cancellation)
    {
        var left = await commits.ReadAsync(session => session.Query(
            $"SELECT id FROM signals WHERE created <= {session.Now - olderThan} AND (not_before IS NULL OR not_before <= {session.Now}) ORDER BY created, id LIMIT {1000}",
            reader => reader.GetString(0)), cancellation);
        await PumpAsync(left);
        return left.Count;
    }

    private async Task<IReadOnlyList<string>> ApplyAsync(string id)
    {
        try
        {
            return await commits.RunAsync(session =>
            {
                Apply(session, id);
                return session.Signals;
            }, CancellationToken.None);
        }
        catch (Exception problem)
        {
            _logger.LogWarning(problem, "Signal {Signal} was not applied", id);
            await RestAsync(id, problem);
            return [];
        }
    }

    private async Task RestAsync(string id, Exception problem)
    {
        var words = problem is WorkflowException ? problem.Message : $"{problem.GetType().Name}: {problem.Message}";
        try
        {
            await commits.RunAsync(session =>
            {
                var signal = session.First($"SELECT attempts, kind, instance_id FROM signals WHERE id = {id} FOR UPDATE", reader => (Attempts: reader.GetInt32(0), Kind: reader.Text(1), InstanceId: reader.GetString(2)));
                if (signal.Kind is null) return;
                var rest = TimeSpan.FromSeconds(Math.Min(LongestRest.TotalSeconds, 5 * Math.Pow(2, signal.Attempts)));
                session.Execute($"UPDATE signals SET attempts = attempts + 1, not_before = {session.Now + rest}, last_error = {words} WHERE id = {id}");
            }, CancellationToken.None);
        }
        catch (Exception again)
        {
            _logger.LogError(again, "Signal {Signal} could not be put off", id);
        }
    }

    private void Apply(WriteSession session, string id)
    {
        var signal = session.First(
            $"DELETE FROM signals WHERE id = {id} RETURNING kind, jurisdiction_id, instance_id, payload_json",
            reader => (Id: id, Kind: reader.Name<SignalKind>(0), Place: reader.GetString(1), InstanceId: reader.GetString(2), Json: reader.GetString(3)));
        if (signal.Id is null) return;
        switch (signal.Kind)
        {
            case SignalKind.StartChild: StartChild(session, signal.InstanceId, Read<StartChildOrder>(signal.Json)); break;
            case SignalKind.ChildReport: Report(session, Read<ReportOrder>(signal.Json)); break;
            case SignalKind.Event: PassOn(session, id, signal.Place, signal.InstanceId, Read<EventOrder>(signal.Json)); break;
            case SignalKind.EventFor: Wake(session, Read<EventForOrder>(signal.Json)); break;
        }
    }

    private void StartChild(WriteSession session, string parentId, StartChildOrder order)
    {
        var parent = session.First(
            $"SELECT jurisdiction_id, cycle_id, project_id, status, title FROM instances WHERE id = {parentId} FOR UPDATE",
            reader => (Place: reader.GetString(0), CycleId: reader.Text(1), ProjectId: reader.Text(2), Status: reader.Name<WorkflowStatus>(3), Title: reader.GetString(4)));
        // A parent that was withdrawn meanwhile wants no children. One that went on and finished still does, when it does not wait for them.
        if (parent.Place is null || parent.Status == WorkflowStatus.Finished && order.Notice != ChildNotice.Never) return;
        if (session.Exists($"SELECT 1 FROM instances WHERE parent_id = {parentId} AND parent_execution = {order.ParentExecution} AND child_key = {order.Key}")) return;
        RefuseEndlessFamily(session, parentId, parent.Title);
        _runner.Start(session, new StartOrder(order.DefinitionId, parent.Place, ProcessDesk.System)
        {
            CycleId = parent.CycleId,
            ProjectId = order.Input.TryGetValue("projectId", out var project) && project is string projectId ? projectId : parent.ProjectId,
            ParentId = parentId,
            ParentExecution = order.ParentExecution,
            ChildKey = order.Key,
            Notice = order.Notice,
            Input = order.Input,
            CorrelationId = order.CorrelationId,
            Title = order.Input.TryGetValue("projectTitle", out var title) && title is string projectTitle ? projectTitle : null,
        });
    }

    /// <summary>A procedure that starts itself would fill the database: beyond this many generations nothing more is started.</summary>
    private static void RefuseEndlessFamily(WriteSession session, string parentId, string title)
    {
        var ancestor = parentId;
        for (var generation = 1; ancestor is not null; generation++)
        {
            if (generation > MostGenerations)
                throw new RefusedException("too-many-generations", $"“{title}”已是第 {MostGenerations} 代子方案，可能是方案一直在启动它自己，已停止再启动，请检查方案。");
            ancestor = session.First($"SELECT parent_id FROM instances WHERE id = {ancestor}", reader => reader.Text(0));
        }
    }

    private void Report(WriteSession session, ReportOrder order)
    {
        var parent = _runner.Load(session, order.ParentId);
        if (parent.Instance.Status == WorkflowStatus.Finished) return;
        var wait = parent.Before.FirstOrDefault(open => open.Kind == WaitKind.Child && open.Execution.Id == order.ParentExecution);
        if (wait is not null) _runner.Resume(session, parent, new Stimulus(wait.Id, order.Report), ProcessDesk.System);
    }

    /// <summary>One signal per run that waits: each is woken on its own, and one that fails holds up no other.</summary>
    private static void PassOn(WriteSession session, string id, string jurisdictionId, string from, EventOrder order)
    {
        var waits = session.Query(
            $"SELECT id, instance_id, correlation_id FROM waits WHERE jurisdiction_id = {jurisdictionId} AND kind = 'Event' AND name = {order.Name} ORDER BY since, id",
            reader => (Id: reader.GetString(0), InstanceId: reader.GetString(1), CorrelationId: reader.Text(2)));
        foreach (var wait in waits)
        {
            if (order.Local && wait.InstanceId != from) continue;
            if (order.CorrelationId is { Length: > 0 } && order.CorrelationId != wait.CorrelationId) continue;
            Signals.Write(session, SignalKind.EventFor, $"{id}/{wait.Id}", jurisdictionId, wait.InstanceId, new EventForOrder(wait.Id, order.Payload));
        }
    }

    private void Wake(WriteSession session, EventForOrder order)
    {
        var (instanceId, bookmarkId) = Run.Parts(order.WaitId);
        var run = _runner.Load(session, instanceId);
        if (run.Before.Any(open => open.Id == bookmarkId)) _runner.Resume(session, run, new Stimulus(bookmarkId, order.Payload), ProcessDesk.System);
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Values.Json)!;
}
