using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Files;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Pictures and papers handed in with tasks that were about one project alone.</summary>
internal static class ItemPhotos
{
    private const int Most = 60;

    /// <param name="runs">The runs that are about it alone.</param>
    public static async Task<IReadOnlyList<ItemFile>> OfAsync(WorkflowDb db, string itemId, List<string> runs, CancellationToken cancellation)
    {
        var acts = await (from task in db.Tasks
                          where runs.Contains(task.InstanceId) || task.ProjectId == itemId
                          join act in db.TaskActs on task.Id equals act.TaskId
                          where act.ValuesJson != "{}"
                          orderby act.At descending
                          select new { task.Title, task.SpecJson, task.ProjectId, act.ValuesJson, act.At }).ToListAsync(cancellation);
        var handedIn = new List<(string Title, DateTimeOffset At, string Id)>();
        foreach (var act in acts)
        {
            var spec = TaskListQuery.Spec(act.SpecJson);
            if (act.ProjectId != itemId && !(spec.ItemIds is [var only] && only == itemId)) continue;
            var values = JsonSerializer.Deserialize<Dictionary<string, object?>>(act.ValuesJson, Values.Json)!;
            handedIn.AddRange(spec.Form.Files(values).Select(file => (act.Title, act.At, file.Id)));
        }
        var files = (await FileReader.LinksAsync(db, [.. handedIn.Select(file => file.Id).Distinct().Take(Most)], cancellation)).ToDictionary(link => link.Id);
        return [.. handedIn.Where(file => files.ContainsKey(file.Id)).DistinctBy(file => file.Id).Select(file => new ItemFile(files[file.Id], file.Title, file.At))];
    }
}

/// <param name="Task">What it was handed in for.</param>
public sealed record ItemFile(FileLink File, string Task, DateTimeOffset At);
