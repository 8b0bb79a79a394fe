using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Who may read a task: those it was given to, their deputies of today, those told of it, whoever has acted on it, and the congress office.</summary>
internal static class TaskReaders
{
    public static async Task<bool> MayReadAsync(this WorkflowDb db, string taskId, string personId, DateOnly today, CancellationToken cancellation) =>
        await db.TaskParticipants.AnyAsync(row => row.TaskId == taskId && row.PersonId == personId, cancellation)
        || await db.IsOfficeAsync(personId, today, cancellation)
        || await db.TaskCopies.AnyAsync(row => row.TaskId == taskId && row.PersonId == personId, cancellation)
        || await db.TaskActs.AnyAsync(row => row.TaskId == taskId && (row.PersonId == personId || row.AgentId == personId), cancellation)
        || await db.IsDeputyAsync(taskId, personId, today, cancellation);

    public static Task<bool> IsOfficeAsync(this WorkflowDb db, string personId, DateOnly today, CancellationToken cancellation) =>
        db.Posts.AnyAsync(post => post.PersonId == personId && post.Kind == PostKind.Role && Roles.Office.Contains(post.Name)
            && post.From <= today && (post.Until == null || post.Until >= today) && db.People.Any(person => person.Id == personId && person.IsActive), cancellation);

    private static async Task<bool> IsDeputyAsync(this WorkflowDb db, string taskId, string personId, DateOnly today, CancellationToken cancellation)
    {
        var principals = await db.PrincipalsAsync(personId, today, cancellation);
        if (principals.Count == 0) return false;
        List<string> holders = [.. principals.Keys];
        return await db.TaskParticipants.AnyAsync(row => row.TaskId == taskId && holders.Contains(row.PersonId), cancellation);
    }
}
