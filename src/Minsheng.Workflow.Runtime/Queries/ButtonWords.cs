using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Answers in the words of the button, from the procedure's picture; a task's own specification is read only where that does not know.</summary>
internal sealed class ButtonWords(WorkflowDb db, ProcedurePictures pictures)
{
    private readonly Dictionary<string, ProcedurePicture> _pictures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskSpec> _specs = new(StringComparer.Ordinal);

    public async Task<string> OfAsync(string taskId, string versionId, string activityId, string outcome, CancellationToken cancellation)
    {
        if (!_pictures.TryGetValue(versionId, out var picture)) _pictures[versionId] = picture = await pictures.ReadAsync(db, versionId, cancellation);
        if (picture.Ways.FirstOrDefault(way => way.From == activityId && way.Port == outcome)?.Label is { } label) return label;
        if (!_specs.TryGetValue(taskId, out var spec))
            _specs[taskId] = spec = TaskListQuery.Spec(await db.Tasks.Where(task => task.Id == taskId).Select(task => task.SpecJson).SingleAsync(cancellation));
        return TaskListQuery.LabelOf(spec, outcome);
    }
}
