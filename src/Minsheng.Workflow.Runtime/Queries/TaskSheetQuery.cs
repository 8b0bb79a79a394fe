using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>办理笺: a whole matter on paper, made from the record of what was done.</summary>
public sealed class TaskSheetQuery(ReadSide reading, TimeProvider clock)
{
    private const int MostTasks = 60;

    /// <returns>Null when there is no such task here.</returns>
    /// <exception cref="NotAllowedException">The person may not read it.</exception>
    public async Task<TaskSheet?> FindAsync(string jurisdictionId, string taskId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var task = await db.Tasks.SingleOrDefaultAsync(row => row.Id == taskId, cancellation);
        var today = (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow());
        if (task is null) return null;
        if (!await db.MayReadAsync(taskId, personId, today, cancellation)) throw new NotAllowedException("这件事没有交给您办理，也没有抄送给您，不能看它的办理笺。如应由您办理，请与本级人大工作机构联系。");
        var run = await db.Instances.Where(row => row.Id == task.InstanceId).Select(row => new { row.Title, row.StartedAt }).SingleAsync(cancellation);
        var cycle = await db.Cycles.Where(row => row.Id == task.CycleId).Select(row => row.Title).SingleOrDefaultAsync(cancellation);
        var project = await db.Items.Where(row => row.Id == task.ProjectId).Select(row => new { row.Number, row.Title }).SingleOrDefaultAsync(cancellation);
        var office = await db.IsOfficeAsync(personId, today, cancellation);
        // A year's run holds every matter of the year: the sheet of one task of it is that task's.
        var isWholeYear = await db.Cycles.AnyAsync(row => row.RootInstanceId == task.InstanceId, cancellation);
        var tasks = isWholeYear ? [task] : await db.Tasks.Where(row => row.InstanceId == task.InstanceId && row.Created <= task.Created)
            .OrderByDescending(row => row.Created).ThenByDescending(row => row.Id).Take(MostTasks).ToListAsync(cancellation);
        tasks.Reverse();
        var steps = new List<SheetStep>();
        foreach (var row in tasks)
        {
            var spec = TaskListQuery.Spec(row.SpecJson);
            var people = await TaskPageQuery.PeopleAsync(db, row.Id, spec, cancellation);
            var items = await TaskPageQuery.ItemsAsync(db, spec, row.ProjectId, cancellation);
            var mayRead = row.Id == taskId || office || await db.MayReadAsync(row.Id, personId, today, cancellation);
            steps.Add(new SheetStep(
                row.Title, row.Created, row.Settled, row.State, mayRead ? await TaskActReader.ReadAsync(db, row.Id, spec, people, items, cancellation) : [],
                [.. people.Where(person => person.State is ParticipantState.Open).Select(person => Holder.Of(person.Name, person.Post, person.Unit))], row.Id == taskId, !mayRead));
        }
        var own = TaskListQuery.Spec(task.SpecJson);
        return new TaskSheet(
            task.Title, project is null ? null : $"{project.Number} {project.Title}", cycle, run.Title == cycle ? null : run.Title, run.StartedAt, task.Body, own.LegalBasis,
            await TaskPageQuery.ItemsAsync(db, own, task.ProjectId, cancellation), steps, clock.GetUtcNow());
    }
}

/// <param name="Project">Number and name, when the matter is about one project.</param>
/// <param name="Cycle">The year it belongs to.</param>
/// <param name="Matter">The run, where it is another one than the year's.</param>
public sealed record TaskSheet(
    string Title, string? Project, string? Cycle, string? Matter, DateTimeOffset Started, string? Body, string? LegalBasis,
    IReadOnlyList<TaskItem> Items, IReadOnlyList<SheetStep> Steps, DateTimeOffset Printed)
{
    /// <summary>What was handed in along the way.</summary>
    public IReadOnlyList<Files.FileLink> Attachments =>
        [.. Steps.SelectMany(step => step.Acts).SelectMany(act => act.Entries).SelectMany(entry => entry.Files).DistinctBy(file => file.Id)];
}

/// <param name="Acts">In their order.</param>
/// <param name="Waiting">Who has still to act.</param>
/// <param name="IsWithheld">The reader may not see what was said there.</param>
public sealed record SheetStep(
    string Title, DateTimeOffset Given, DateTimeOffset? Settled, TaskState State, IReadOnlyList<TaskOpinion> Acts, IReadOnlyList<string> Waiting, bool IsAsked, bool IsWithheld)
{
    public IEnumerable<TaskOpinion> Answers => Acts.Where(act => act.Kind is TaskActKind.Answer or TaskActKind.GiveBack or TaskActKind.Return or TaskActKind.Recuse);
}
