using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>One run as a picture and as a story.</summary>
public sealed class RunQuery(ReadSide reading, ProcedurePictures pictures)
{
    public const int HistoryShown = 100;

    /// <returns>Null when there is no such run here.</returns>
    public async Task<RunView?> FindAsync(string jurisdictionId, string instanceId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var run = await db.Instances.SingleOrDefaultAsync(row => row.Id == instanceId, cancellation);
        if (run is null) return null;
        var picture = await pictures.ReadAsync(db, run.DefinitionVersionId, cancellation);
        var faults = Faults(run.Document, picture);
        var past = await db.History.Where(row => row.InstanceId == instanceId && row.NodeId != null)
            .OrderBy(row => row.Seq).Select(row => new Moment(row.NodeId!, row.Kind, row.Outcome, row.At)).ToListAsync(cancellation);
        var waits = await db.Waits.Where(row => row.InstanceId == instanceId).Select(row => new { row.Id, row.NodeId, row.Since, row.Due, row.Kind, row.PayloadJson }).ToListAsync(cancellation);
        var holders = await TaskPageQuery.HoldersAsync(db, [.. waits.Select(wait => wait.Id)], cancellation);

        var standing = new Dictionary<string, StepStanding>(StringComparer.Ordinal);
        foreach (var group in past.GroupBy(moment => picture.StepAt(moment.NodeId)?.Id).Where(group => group.Key is not null))
            if (group.Any(moment => moment.Kind == HistoryKind.Completed)) standing[group.Key!] = new StepStanding(StandingKind.Done, null, group.Last().At);
        foreach (var group in waits.GroupBy(wait => picture.StepAt(wait.NodeId)?.Id).Where(group => group.Key is not null))
        {
            List<string> who = [.. group.SelectMany(wait => holders.GetValueOrDefault(wait.Id) ?? []).Distinct()];
            standing[group.Key!] = new StepStanding(StandingKind.Waiting, who.Count > 0 ? Holder.Of(who) : null, group.Min(wait => wait.Since))
            {
                Next = group.Where(wait => wait.Kind == WaitKind.Timer && wait.Due != null).OrderBy(wait => wait.Due).Select(wait => new NextDay(wait.Due!.Value, NextDay.NominalOf(wait.PayloadJson))).FirstOrDefault(),
            };
        }
        foreach (var fault in faults.Where(fault => fault.StepId is not null)) standing[fault.StepId!] = new StepStanding(StandingKind.Faulted, null, fault.At);

        return new RunView(run.Id, run.Title, run.CycleId, run.ProjectId, run.SubStatus, picture, standing, Taken(past, picture), await StoryAsync(db, instanceId, cancellation), faults);
    }

    private static HashSet<(string Step, string Port)> Taken(IEnumerable<Moment> past, ProcedurePicture picture) =>
        [.. from moment in past
            where moment.Kind == HistoryKind.Completed
            let step = picture.StepAt(moment.NodeId)
            where step is not null
            from port in (moment.Outcome ?? Outcomes.Done).Split(',')
            select (step.Id, port)];

    private static async Task<IReadOnlyList<StoryLine>> StoryAsync(WorkflowDb db, string instanceId, CancellationToken cancellation)
    {
        var lines = await db.History.Where(row => row.InstanceId == instanceId).OrderByDescending(row => row.Seq).Take(HistoryShown)
            .Select(row => new { row.At, row.Kind, row.Sentence, row.Actor, Name = db.People.Where(person => person.Id == row.Actor).Select(person => person.Name).FirstOrDefault() })
            .ToListAsync(cancellation);
        return [.. lines.Select(line => new StoryLine(line.At, line.Kind, line.Sentence, line.Actor == Processes.ProcessDesk.System ? null : line.Name ?? line.Actor))];
    }

    /// <summary>Steps that stand still, out of the run's document.</summary>
    private static List<StandingFault> Faults(byte[] document, ProcedurePicture picture)
    {
        using var json = JsonDocument.Parse(document, new JsonDocumentOptions { MaxDepth = 256 });
        if (!json.RootElement.TryGetProperty("incidents", out var incidents)) return [];
        var open = json.RootElement.GetProperty("executions").EnumerateArray()
            .Where(execution => execution.TryGetProperty("status", out var status) && status.GetString() == nameof(ActivityStatus.Faulted))
            .ToDictionary(execution => execution.GetProperty("id").GetInt32(), execution => execution.GetProperty("node").GetString());
        return [.. from incident in incidents.Deserialize<List<Incident>>(Engine.Values.Json)!
                   where open.ContainsKey(incident.ExecutionId)
                   let step = picture.StepAt(open[incident.ExecutionId])
                   group (incident, step) by incident.ExecutionId into same
                   let last = same.Last()
                   select new StandingFault(last.incident.ExecutionId, last.step?.Id, last.step?.Title ?? last.incident.ActivityId, last.incident.Message, last.incident.At,
                       [.. picture.Ways.Where(way => way.From == last.step?.Id).DistinctBy(way => way.Port)])];
    }

    private sealed record Moment(string NodeId, HistoryKind Kind, string? Outcome, DateTimeOffset At);
}

/// <param name="Standing">By step; steps not reached are missing.</param>
/// <param name="Taken">Ways that were followed: step and outcome.</param>
public sealed record RunView(
    string Id, string Title, string? CycleId, string? ProjectId, SubStatus SubStatus, ProcedurePicture Picture,
    IReadOnlyDictionary<string, StepStanding> Standing, IReadOnlySet<(string Step, string Port)> Taken, IReadOnlyList<StoryLine> Story, IReadOnlyList<StandingFault> Faults);

public enum StandingKind { Done, Waiting, Faulted }

public sealed record StepStanding(StandingKind Kind, string? Holder, DateTimeOffset Since)
{
    /// <summary>Of a step that waits for a moment in time: which.</summary>
    public NextDay? Next { get; init; }
}

/// <param name="Actor">A person's name; null for what nobody did by hand.</param>
public sealed record StoryLine(DateTimeOffset At, HistoryKind Kind, string Sentence, string? Actor);

/// <param name="Ways">What leads away from the step, one for each outcome.</param>
public sealed record StandingFault(int ExecutionId, string? StepId, string Title, string Message, DateTimeOffset At, IReadOnlyList<PictureWay> Ways)
{
    /// <summary>Whoever skips the step has to say which way to go on.</summary>
    public bool HasChoice => Ways.Count > 1 && Ways.All(way => way.Port != Outcomes.Done);
}
