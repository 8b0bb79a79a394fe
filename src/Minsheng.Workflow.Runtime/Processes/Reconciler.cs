using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>
/// Looks at start and every minute for what a crash or a hand in the tables may have left: signals nobody applied, and
/// waits and tasks that disagree with their run. The run's document is the truth; rows are put right by it. Idempotent.
/// </summary>
public sealed class Reconciler(CommitQueue commits, DefinitionLibrary library, SignalPump pump, TimeProvider clock, ILogger<Reconciler> logger) : BackgroundService
{
    private const int Page = 200;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private readonly BurstRunner _runner = new(library);

    /// <summary>The last look; null before the first.</summary>
    public ReconcileReport? Last { get; private set; }

    /// <param name="all">Every running instance, as at start; else those that changed lately and those whose rows look odd.</param>
    public async Task<ReconcileReport> RunAsync(bool all, CancellationToken cancellation)
    {
        var signals = await pump.SweepAsync(all ? TimeSpan.Zero : Settling, cancellation);
        var repaired = new List<string>();
        var problems = new List<string>();
        foreach (var id in await SuspectsAsync(all, cancellation))
        {
            try
            {
                if (await commits.ReadAsync(session => Differs(session, id), cancellation) && await commits.RunAsync(session => Repair(session, id), cancellation))
                    repaired.Add(id);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                logger.LogError(problem, "Instance {Instance} could not be checked", id);
                problems.Add($"{id}：{problem.Message}");
            }
        }
        var (waiting, failing) = await commits.ReadAsync(session => (
            Count(session, $"SELECT COUNT(*) FROM signals WHERE created <= {session.Now - Settling}"),
            Count(session, $"SELECT COUNT(*) FROM signals WHERE attempts > {0}")), cancellation);
        return Last = new ReconcileReport(clock.GetUtcNow(), signals, waiting, failing, repaired, problems);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var all = true; !stoppingToken.IsCancellationRequested; all = false)
        {
            try
            {
                await RunAsync(all, stoppingToken);
                await Task.Delay(Every, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                logger.LogError(problem, "The reconciler failed and goes on");
                await Task.Delay(Every, clock, stoppingToken);
            }
        }
    }

    private async Task<List<string>> SuspectsAsync(bool all, CancellationToken cancellation)
    {
        var suspects = new HashSet<string>(StringComparer.Ordinal);
        for (string? after = ""; after is not null;)
        {
            var last = after;
            var (odd, next) = await commits.ReadAsync(session => RunningRuns.Odd(session, library, last, all ? null : session.Now - Every - Every), cancellation);
            suspects.UnionWith(odd);
            after = next;
        }
        suspects.UnionWith(await commits.ReadAsync(session => session.Query(
            $"SELECT w.instance_id FROM waits w LEFT JOIN tasks t ON t.id = w.id WHERE w.kind = {WaitKind.Task} AND (t.id IS NULL OR t.state <> {TaskState.Open}) LIMIT {Page}", reader => reader.GetString(0)), cancellation));
        suspects.UnionWith(await commits.ReadAsync(session => session.Query(
            $"SELECT t.instance_id FROM tasks t LEFT JOIN waits w ON w.id = t.id WHERE t.state = {TaskState.Open} AND w.id IS NULL LIMIT {Page}", reader => reader.GetString(0)), cancellation));
        return [.. suspects];
    }

    private bool Differs(WriteSession session, string instanceId)
    {
        var run = _runner.Load(session, instanceId);
        var (waits, tasks) = Rows(session, instanceId);
        return !waits.SetEquals(run.Before.Select(bookmark => bookmark.Id))
            || !tasks.SetEquals(run.Before.Where(bookmark => bookmark.Kind == WaitKind.Task).Select(bookmark => bookmark.Id));
    }

    private bool Repair(WriteSession session, string instanceId)
    {
        var run = _runner.Load(session, instanceId);
        if (!Differs(session, instanceId)) return false;
        var (waits, tasks) = Rows(session, instanceId);
        foreach (var extra in waits.Except(run.Before.Select(bookmark => bookmark.Id)).ToList())
            session.Execute($"DELETE FROM waits WHERE id = {Run.WaitId(instanceId, extra)}");
        foreach (var extra in tasks.Except(run.Before.Where(bookmark => bookmark.Kind == WaitKind.Task).Select(bookmark => bookmark.Id)).ToList())
        {
            session.Execute($"UPDATE tasks SET state = {TaskState.Withdrawn}, settled = {session.Now} WHERE id = {Run.WaitId(instanceId, extra)}");
            session.Execute($"UPDATE task_participants SET state = {ParticipantState.Closed} WHERE task_id = {Run.WaitId(instanceId, extra)} AND state IN ({ParticipantState.Open}, {ParticipantState.Waiting})");
        }
        foreach (var bookmark in run.Before)
        {
            var taskMissing = bookmark.Kind == WaitKind.Task && !tasks.Contains(bookmark.Id);
            if (waits.Contains(bookmark.Id) && !taskMissing) continue;
            Waits.Restore(session, run, bookmark);
        }
        AuditLog.Write(session, run.JurisdictionId, ProcessDesk.System, "run-reconciled", instanceId);
        return true;
    }

    private static (HashSet<string> Waits, HashSet<string> Tasks) Rows(WriteSession session, string instanceId) => (
        [.. session.Query($"SELECT bookmark_id FROM waits WHERE instance_id = {instanceId}", reader => reader.GetString(0))],
        [.. session.Query($"SELECT bookmark_id FROM tasks WHERE instance_id = {instanceId} AND state = {TaskState.Open}", reader => reader.GetString(0))]);

    private static int Count(WriteSession session, FormattableString sql) =>
        session.First(sql, reader => Convert.ToInt32(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture));
}

/// <param name="SignalsFound">Signals a dead process or a failure had left, tried again now.</param>
/// <param name="SignalsWaiting">Signals that are still there.</param>
/// <param name="SignalsFailing">Those of them that have failed before.</param>
/// <param name="Repaired">Runs whose rows were put right.</param>
/// <param name="Problems">Runs that could not be checked, a sentence each.</param>
public sealed record ReconcileReport(
    DateTimeOffset At, int SignalsFound, int SignalsWaiting, int SignalsFailing, IReadOnlyList<string> Repaired, IReadOnlyList<string> Problems)
{
    public bool IsHealthy => SignalsFailing == 0 && Problems.Count == 0;
}
