using System.Text.Json;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Moving;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Moves;

/// <summary>A copy of a whole year, its moved runs under their new versions, ready to be played on in memory.</summary>
internal sealed class MoveRehearsal(RehearsalPlan plan, RunningYear year, HashSet<string> moved)
{
    private const int MostYears = 3, MostBursts = 200_000;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);

    public static MoveRehearsal Read(WriteSession session, DefinitionLibrary library, MoveOrder order, string cycleId, IReadOnlyList<MovingRun> moving)
    {
        var runner = new BurstRunner(library);
        var (collection, until) = session.First($"SELECT collection, collection_until FROM cycles WHERE id = {cycleId}", reader => (reader.Name<CollectionState>(0), reader.TimeOrNull(1)));
        var rows = session.Query(
            $"SELECT id, started_at, correlation_id FROM instances WHERE cycle_id = {cycleId} AND status = 'Running' ORDER BY started_at, id",
            reader => (Id: reader.GetString(0), StartedAt: reader.Time(1), Correlation: reader.Text(2)));
        var runs = rows.ConvertAll(row => Running(session, library, runner.Load(session, row.Id), row.StartedAt, row.Correlation, moving.FirstOrDefault(one => one.Id == row.Id), order.Choices.Of(row.Id)));
        var facts = new StoredFacts(session, order.Place, cycleId, null);
        var (place, main) = (Places.Read(session, order.Place), runs.Find(run => moving.Any(one => one.IsRoot && one.Id == run.Id)) ?? runs.Find(run => run.ParentId is null) ?? runs[0]);
        var ballots = session.Query(
            $"SELECT b.id, b.sheet_json, b.legal_basis, (SELECT COUNT(*) FROM ballot_roll r WHERE r.ballot_id = b.id) FROM ballots b WHERE b.cycle_id = {cycleId} AND b.result_json IS NULL",
            reader => new PrepareBallot(reader.GetString(0), JsonSerializer.Deserialize<BallotSheet>(reader.GetString(1), Values.Json)!,
                [.. Enumerable.Range(0, Convert.ToInt32(reader.GetValue(3), System.Globalization.CultureInfo.InvariantCulture)).Select(number => $"roll:{number}")], [], reader.Text(2)));
        var today = place.Dates.Today(session.Now);
        var plan = new RehearsalPlan(main.Definition.Source, today)
        {
            Others = new ReadDefinitions(session, order.Place, [.. runs.Select(run => run.Definition)]), Catalog = library.Catalog, Until = today.AddYears(MostYears), MaxBursts = MostBursts,
            Jurisdiction = place.Name, Level = place.Level, Deputies = Math.Max(1, facts.AllDeputies), Calendar = place.Dates.Calendar,
        };
        return new MoveRehearsal(plan, new RunningYear(
            facts.Cycle, place.Dates, session.Now, facts.Items(Enum.GetValues<ItemStage>()), [main, .. runs.Where(run => run != main)], ballots,
            collection == CollectionState.Open ? until : null), [.. moving.Select(one => one.Id)]);
    }

    public IReadOnlyList<(string Run, MoveOutlook Outlook)> Play(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(MostTime);
        try
        {
            var played = Rehearsal.PlayOn(plan, year, limit.Token);
            cancellation.ThrowIfCancellationRequested();
            return [.. played.Where(run => moved.Contains(run.Id)).Select(run => (run.Id, new MoveOutlook(run.EndedAt, Words(run))))];
        }
        catch (WorkflowException problem)
        {
            return [.. moved.Select(run => (run, new MoveOutlook(null, $"没有演练成：{problem.Message}")))];
        }
    }

    private static string? Words(PlayedRun run) => run switch
    {
        { EndedAt: not null } => null,
        { Fault: { } fault } => $"办不下去：{fault}",
        { IsCutOff: true } => "事项多，限定的时间里没有演完",
        { Standing: [] } => "演练到一半没有人可办；请检查后面的连线",
        _ => $"停在{string.Join("、", run.Standing.Take(4).Select(step => $"“{step}”"))}",
    };

    private static RunningRun Running(WriteSession session, DefinitionLibrary library, Run run, DateTimeOffset startedAt, string? correlation, MovingRun? moving, IReadOnlyDictionary<string, string> choices)
    {
        var child = run.ParentId is null ? null : new StartChild(
            run.Definition.Source.DefinitionId, run.ChildKey ?? "", run.ParentExecution ?? 0, new Dictionary<string, object?>(), correlation, run.ParentTold ? ChildNotice.Never : run.Notice);
        if (moving is not null && library.Compiled(session, moving.ToVersionId) is var target && VersionMove.Of(run.Definition, run.Instance, target, choices) is { IsReady: true } plan)
            return new RunningRun(run.Id, run.Title, target, plan.Instance!, startedAt, plan, run.ParentId, child, run.ProjectId);
        return new RunningRun(run.Id, run.Title, run.Definition, InstanceJson.Read(InstanceJson.Write(run.Instance), run.Definition), startedAt, null, run.ParentId, child, run.ProjectId);
    }
}
