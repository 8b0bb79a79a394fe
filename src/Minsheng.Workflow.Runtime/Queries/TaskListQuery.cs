using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What a task list may be narrowed by.</summary>
public sealed class TaskListQuery(ReadSide reading)
{
    private const int MostProjects = 100;

    /// <summary>Years, newest first, and the projects of one of them.</summary>
    /// <param name="cycleId">Null for the newest year.</param>
    public async Task<TaskChoices> ChoicesAsync(string jurisdictionId, string? cycleId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        var cycles = await db.Cycles.OrderByDescending(cycle => cycle.Year).ThenByDescending(cycle => cycle.StartedAt).Select(cycle => new Pick(cycle.Id, cycle.Title)).ToListAsync(cancellation);
        var chosen = cycleId ?? cycles.FirstOrDefault()?.Id;
        var projects = chosen is null ? [] : await db.Items.Where(item => item.CycleId == chosen && item.Stage == ItemStage.Project).OrderBy(item => item.Number).Take(MostProjects)
            .Select(item => new { item.Id, item.Number, item.Title }).ToListAsync(cancellation);
        return new TaskChoices(cycles, [.. projects.Select(item => new Pick(item.Id, $"{item.Number} {item.Title}"))]);
    }

    internal static TaskSpec Spec(string json) => JsonSerializer.Deserialize<TaskSpec>(json, Values.Json)!;

    internal static string LabelOf(TaskSpec spec, string outcome) =>
        spec.Actions.FirstOrDefault(action => action.Outcome == outcome)?.Label ?? OutcomeWords.Of(outcome) ?? outcome;
}

public sealed record TaskChoices(IReadOnlyList<Pick> Cycles, IReadOnlyList<Pick> Projects)
{
    public static TaskChoices None { get; } = new([], []);
}

/// <param name="Page">Counted from 1.</param>
public sealed record Paged<T>(IReadOnlyList<T> Rows, int Total, int Page, int Size)
{
    public int First => Total == 0 ? 0 : (Page - 1) * Size + 1;
    public int Last => Math.Min(Total, Page * Size);
    public bool HasNext => Page * Size < Total;
}
