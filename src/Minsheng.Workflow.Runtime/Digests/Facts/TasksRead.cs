using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Digests.Facts;

/// <summary>All open tasks of a place by holder, and whose tasks lie with whom today (代理).</summary>
internal sealed class TasksRead(ILookup<string, TaskFact> held, ILookup<string, (string Id, string Name)> principals)
{
    /// <param name="personId">Null for everybody.</param>
    public static async Task<TasksRead> ReadAsync(WorkflowDb db, DateOnly today, string? personId, CancellationToken cancellation)
    {
        var delegations = (await (from delegation in db.Delegations
                                  where delegation.Revoked == null && delegation.From <= today && delegation.Until >= today && (personId == null || delegation.DeputyId == personId)
                                  join person in db.People on delegation.PersonId equals person.Id
                                  where person.IsActive
                                  select new { delegation.DeputyId, person.Id, person.Name }).Distinct().ToListAsync(cancellation)).ToLookup(row => row.DeputyId, row => (row.Id, row.Name));
        List<string> holders = personId is null ? [] : [personId, .. delegations[personId].Select(one => one.Id)];
        var rows = await (from task in db.Tasks
                          where task.State == TaskState.Open
                          join share in db.TaskParticipants on task.Id equals share.TaskId
                          where share.State == ParticipantState.Open && (personId == null || holders.Contains(share.PersonId))
                          select new
                          {
                              share.PersonId, task.Id, task.Title, share.Due, task.Created, IsReturned = task.ReturnNote != null, task.Urged, task.ProjectId, task.CycleId,
                          }).ToListAsync(cancellation);
        var projects = rows.Select(row => row.ProjectId).OfType<string>().Distinct().ToList();
        var cycles = rows.Select(row => row.CycleId).OfType<string>().Distinct().ToList();
        var names = projects.Count == 0 ? [] : await db.Items.Where(item => projects.Contains(item.Id)).Select(item => new { item.Id, Name = item.Number + " " + item.Title }).ToDictionaryAsync(item => item.Id, item => item.Name, cancellation);
        var years = cycles.Count == 0 ? [] : await db.Cycles.Where(cycle => cycles.Contains(cycle.Id)).Select(cycle => new { cycle.Id, cycle.Title }).ToDictionaryAsync(cycle => cycle.Id, cycle => cycle.Title, cancellation);
        return new TasksRead(
            rows.ToLookup(row => row.PersonId, row => new TaskFact(
                row.Id, Without(row.Title, From(row.ProjectId, names)), From(row.ProjectId, names) ?? From(row.CycleId, years), row.Created, row.Due, null, row.IsReturned, row.Urged)),
            delegations);
    }

    public IEnumerable<string> Holders => held.Select(group => group.Key).Concat(principals.Select(group => group.Key)).Distinct();

    /// <summary>A person's own, and those they look after; each once.</summary>
    public IReadOnlyList<TaskFact> Of(string personId) =>
    [
        .. held[personId].Concat(principals[personId].SelectMany(other => held[other.Id].Select(task => task with { For = other.Name }))).DistinctBy(task => task.Id),
    ];

    public IReadOnlyList<TaskFact> Held(IEnumerable<string> people) => [.. people.SelectMany(person => held[person]).DistinctBy(task => task.Id)];

    private static string? From(string? id, Dictionary<string, string> names) => id is null ? null : names.GetValueOrDefault(id);

    /// <summary>The project stands below; it need not stand in the title too.</summary>
    private static string Without(string title, string? project) => project is null ? title : title.Replace($"：{project}", "", StringComparison.Ordinal);
}
