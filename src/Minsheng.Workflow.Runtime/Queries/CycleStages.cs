using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>The 环节 of a year, from the procedure's steps and what has happened at them.</summary>
internal static class CycleStages
{
    public static async Task<StageView> ReadAsync(WorkflowDb db, ProcedurePictures pictures, string runId, string versionId, CancellationToken cancellation)
    {
        var picture = await pictures.ReadAsync(db, versionId, cancellation);
        var waits = await db.Waits.Where(wait => wait.InstanceId == runId).Select(wait => wait.NodeId).ToListAsync(cancellation);
        var moments = await db.History.Where(row => row.InstanceId == runId && row.NodeId != null)
            .OrderBy(row => row.Seq).Select(row => new { row.NodeId, row.At }).ToListAsync(cancellation);
        var status = await db.Instances.Where(run => run.Id == runId).Select(run => run.Status).SingleAsync(cancellation);

        var spans = moments.Select(moment => (picture.StepAt(moment.NodeId)?.Stage, moment.At)).Where(moment => moment.Stage is not null)
            .GroupBy(moment => moment.Stage!).ToDictionary(group => group.Key, group => (First: group.First().At, Last: group.Last().At));
        List<string> stages = [.. picture.Stages];
        var waiting = waits.Select(node => picture.StepAt(node)?.Stage).OfType<string>().Select(stage => stages.IndexOf(stage)).DefaultIfEmpty(-1).Max();
        var reached = spans.OrderBy(span => span.Value.Last).Select(span => stages.IndexOf(span.Key)).LastOrDefault(-1);
        var current = status == Engine.Running.WorkflowStatus.Finished ? stages.Count : waiting >= 0 ? waiting : reached;
        return new StageView(current, [.. stages.Select(stage => spans.TryGetValue(stage, out var span)
            ? new StageSpan(stage, span.First, span.Last) : new StageSpan(stage, null, null))]);
    }
}

/// <param name="Current">Index of the stage that is on; their number when all are over.</param>
public sealed record StageView(int Current, IReadOnlyList<StageSpan> Stages)
{
    public string? CurrentName => Current >= 0 && Current < Stages.Count ? Stages[Current].Name : null;
}

/// <param name="First">When anything first happened in it.</param>
public sealed record StageSpan(string Name, DateTimeOffset? First, DateTimeOffset? Last);
