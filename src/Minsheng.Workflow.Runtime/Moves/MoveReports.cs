using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Processes;

namespace Minsheng.Workflow.Runtime.Moves;

/// <summary>Looks at every case of an order as if it were moved, and plays it on in memory.</summary>
public sealed class MoveReports(CommitQueue commits, DefinitionLibrary library)
{
    private const int AtOnce = 20, ShareOfLooking = 50;

    // Playing a year keeps a processor busy for seconds: the rest of the house needs one too.
    private static readonly SemaphoreSlim Seats = new(1);

    private readonly MoveStudy _study = new(library);

    /// <param name="told">Told how far it has come.</param>
    /// <param name="rehearse">Play each case that can be moved on to its end.</param>
    /// <exception cref="NotAllowedException">The person is not of this place's office.</exception>
    public async Task<MoveReport> MakeAsync(MoveOrder order, string by, bool rehearse = true, Action<MoveProgress>? told = null, CancellationToken cancellation = default)
    {
        var (target, name, (runs, staying)) = await commits.ReadAsync(session =>
        {
            ProcessDesk.RequireOffice(session, order.Place, by, "在办的周期换用新版");
            return (MoveCases.Target(session, order.Place, order.VersionId), MoveCases.NameOf(session, order.VersionId), MoveCases.Find(session, order));
        }, cancellation);
        var cases = new List<MoveCase>();
        foreach (var some in runs.Chunk(AtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            cases.AddRange(await commits.ReadAsync(session => some.Select(run => _study.Look(session, run, order.Choices.Of(run.Id))).ToList(), cancellation));
            told?.Invoke(new MoveProgress(cases.Count * (rehearse ? ShareOfLooking : 100) / runs.Count, $"核对第 {cases.Count} 件，共 {runs.Count} 件"));
        }
        return new MoveReport(order.VersionId, name, target.DefinitionId, target.Name, rehearse ? await RehearsedAsync(order, runs, cases, told, cancellation) : cases) { Left = staying };
    }

    private async Task<IReadOnlyList<MoveCase>> RehearsedAsync(MoveOrder order, List<MovingRun> runs, List<MoveCase> cases, Action<MoveProgress>? told, CancellationToken cancellation)
    {
        var cycles = cases.GroupBy(one => one.CycleId).ToList();
        var outlooks = new Dictionary<string, MoveOutlook>(StringComparer.Ordinal);
        foreach (var (index, cycle) in cycles.Index())
        {
            told?.Invoke(new MoveProgress(ShareOfLooking + index * (100 - ShareOfLooking) / cycles.Count, $"演练“{cycle.First().CycleTitle}”"));
            var ready = cycle.Where(one => one.Light == MoveLight.Ready).Select(one => one.RunId).ToHashSet(StringComparer.Ordinal);
            if (ready.Count == 0) continue;
            foreach (var (run, outlook) in await PlayAsync(order, cycle.Key, [.. runs.Where(run => ready.Contains(run.Id))], cancellation)) outlooks[run] = outlook;
        }
        return [.. cases.Select(one => outlooks.TryGetValue(one.RunId, out var outlook) && one.Light == MoveLight.Ready ? one with { Outlook = outlook } : one)];
    }

    private async Task<IReadOnlyList<(string Run, MoveOutlook Outlook)>> PlayAsync(MoveOrder order, string cycleId, List<MovingRun> moving, CancellationToken cancellation)
    {
        await Seats.WaitAsync(cancellation);
        try
        {
            var rehearsal = await commits.ReadAsync(session => MoveRehearsal.Read(session, library, order, cycleId, moving), cancellation);
            return await Task.Run(() => rehearsal.Play(cancellation), cancellation);
        }
        catch (Exception broken) when (broken is Engine.WorkflowException or InvalidOperationException or System.Text.Json.JsonException)
        {
            return moving.ConvertAll(run => (run.Id, new MoveOutlook(null, "没有演练成：这一年里有一件事的记录读不出来")));
        }
        finally
        {
            Seats.Release();
        }
    }
}
