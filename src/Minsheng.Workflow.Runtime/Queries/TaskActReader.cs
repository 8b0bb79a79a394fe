using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What people did on a task, in their order and in words.</summary>
internal static class TaskActReader
{
    public static async Task<IReadOnlyList<TaskOpinion>> ReadAsync(
        WorkflowDb db, string taskId, TaskSpec spec, List<TaskPerson> people, IReadOnlyList<TaskItem> items, CancellationToken cancellation)
    {
        var acts = await db.TaskActs.Where(row => row.TaskId == taskId).OrderBy(row => row.Seq).ToListAsync(cancellation);
        if (acts.Count == 0) return [];
        var words = await EntryWords.ReadAsync(db, spec.Form, items, acts.Select(act => act.ValuesJson), cancellation);
        return [.. acts.Select(act => new TaskOpinion(
            act.PersonId, Who(people, act.PersonId, act.Name), act.Kind == TaskActKind.Answer ? TaskListQuery.LabelOf(spec, act.Outcome) : act.Kind.Word(),
            act.Opinion, act.At, act.Kind == TaskActKind.Answer ? words.Of(act.ValuesJson) : [])
        {
            Kind = act.Kind,
            Outcome = act.Outcome.Length > 0 ? act.Outcome : null,
            Agent = act.AgentName,
            Targets = act.Targets,
            SignatureId = act.SignatureId,
            IsTakenBack = act.Kind == TaskActKind.Answer && acts.Exists(other => other.Seq > act.Seq && other.PersonId == act.PersonId && other.Kind == TaskActKind.Withdraw),
        })];
    }

    private static string Who(List<TaskPerson> people, string id, string name) =>
        people.Find(person => person.Id == id) is { } person ? Holder.Of(person.Name, person.Post, person.Unit) : name;
}
