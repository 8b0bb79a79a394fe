using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>How far a task's run has come, and where it goes from here.</summary>
internal sealed class RunRoute(ProcedurePicture picture)
{
    private const int MostAhead = 3;

    public async Task<IReadOnlyList<RunStep>> StepsAsync(WorkflowDb db, TaskRow task, IReadOnlyList<RunShare> shares, CancellationToken cancellation)
    {
        var history = await db.History.Where(row => row.InstanceId == task.InstanceId && row.NodeId != null
                && (row.Kind == HistoryKind.Completed || row.Kind == HistoryKind.Faulted || row.Kind == HistoryKind.Waiting || row.Kind == HistoryKind.Cancelled))
            .OrderBy(row => row.Seq).Select(row => new { row.NodeId, row.Kind, row.Outcome, row.At }).ToListAsync(cancellation);
        var waits = await db.Waits.Where(row => row.InstanceId == task.InstanceId).Select(row => new { row.Id, row.NodeId, row.Since }).ToListAsync(cancellation);
        var holders = await TaskPageQuery.HoldersAsync(db, [.. waits.Select(wait => wait.Id)], cancellation);
        var steps = new List<RunStep>();
        foreach (var entry in history.GroupBy(row => picture.StepAt(row.NodeId)).Where(group => group.Key is not null))
        {
            var (step, last) = (entry.Key!, entry.Last());
            var open = waits.FindAll(wait => picture.StepAt(wait.NodeId)?.Id == step.Id);
            if (open.Count == 0 && last.Kind == HistoryKind.Completed)
                steps.Add(new RunStep(step.Title, RunStepState.Done, OutcomeWords.Of(last.Outcome ?? ""), last.At, []));
            else if (open.Count == 0 && last.Kind == HistoryKind.Faulted)
                steps.Add(new RunStep(step.Title, RunStepState.Trouble, "停住", last.At, []));
            else if (open.Count > 0)
                steps.Add(new RunStep(step.Title, RunStepState.Now, null, open.Min(wait => wait.Since), open.Exists(wait => wait.Id == task.Id)
                    ? shares
                    : [.. open.SelectMany(wait => holders.GetValueOrDefault(wait.Id) ?? []).Distinct().Select(who => new RunShare(who, ParticipantState.Open, false))]));
        }
        return steps;
    }

    /// <summary>Titles of the steps that the outcomes of a step lead to; switches on the way are passed over where they leave no choice.</summary>
    public IReadOnlyDictionary<string, string> LeadsTo(string activityId) => picture.Ways.Where(way => way.From == activityId)
        .Select(way => (way.Port, Step: Reached(way.To))).Where(way => way.Step is not null)
        .DistinctBy(way => way.Port).ToDictionary(way => way.Port, way => way.Step!.Title, StringComparer.Ordinal);

    /// <summary>The next few steps when this one is left by the given outcome and every later one as it usually is.</summary>
    public IReadOnlyList<string> Ahead(string activityId, string outcome)
    {
        var (ahead, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal) { activityId });
        var at = picture.Ways.FirstOrDefault(way => way.From == activityId && way.Port == outcome) is { } first ? Reached(first.To) : null;
        while (at is not null && ahead.Count < MostAhead && seen.Add(at.Id))
        {
            ahead.Add(at.Title);
            List<PictureWay> ways = [.. picture.Ways.Where(way => way.From == at.Id)];
            var on = ways.Find(way => way.Port is "Done" or "Approved" or "Adopted" or "Satisfied") ?? (ways is [var only] ? only : null);
            at = on is null ? null : Reached(on.To);
        }
        return ahead;
    }

    private PictureStep? Reached(string id)
    {
        for (var hops = 0; hops < 8; hops++)
        {
            if (picture.Steps.FirstOrDefault(step => step.Id == id) is not { } step) return null;
            if (step.Type.StartsWith("Minsheng.", StringComparison.Ordinal)) return step;
            if (picture.Ways.Where(way => way.From == id).ToList() is not [var only]) return null;
            id = only.To;
        }
        return null;
    }
}
