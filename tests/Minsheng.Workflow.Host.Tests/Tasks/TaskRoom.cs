using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Runtime.Tasks;

namespace Minsheng.Workflow.Host.Tests.Tasks;

/// <summary>An office on a real SQLite file, and short words for what people do with its tasks.</summary>
public abstract class TaskRoom : IAsyncLifetime
{
    private protected ManualClock Clock { get; } = new(new DateTimeOffset(2026, 3, 5, 2, 20, 0, TimeSpan.Zero));
    private protected DatabaseOptions Options { get; private set; } = null!;
    private protected Office Office { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Options = await Databases.SqliteAsync();
        await Office.SeedAsync(Options, 9);
        Office = new Office(Options, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Office.DisposeAsync();
        Databases.Delete(Options);
    }

    private protected async Task<(string Run, string Task)> StartAsync(byte[] definition, string id)
    {
        await Office.PublishAsync(definition);
        var run = await Office.StartAsync(id);
        return (run, (await Office.OpenTasksAsync(run)).Single().Id);
    }

    private protected Task MoveAsync(string task, string by, TaskActKind kind, params string[] to) =>
        Office.Tasks.MoveAsync(new TaskMoveOrder(task, by, kind, to, kind == TaskActKind.Recuse ? "亲属所在单位" : "请看资金部分"));

    /// <summary>Shares as "who state/kind←from".</summary>
    private protected async Task<string> SharesAsync(string task)
    {
        await using var db = Office.Read();
        var rows = await db.TaskParticipants.Where(row => row.TaskId == task).OrderBy(row => row.Position).ToListAsync();
        return string.Join(' ', rows.Select(row => $"{row.PersonId}:{row.State}{(row.Kind == ShareKind.Given ? "" : $"/{row.Kind}←{row.FromName}")}"));
    }

    private protected Task<TaskOptions?> OptionsAsync(string task, string person) =>
        new TaskOptionsQuery(Office.Commits, Office.Library).FindAsync(Office.Place, task, person);

    private protected async Task<List<string>> StoryAsync(string run)
    {
        await using var db = Office.Read();
        return await db.History.Where(line => line.InstanceId == run && line.Kind == HistoryKind.Act).OrderBy(line => line.Seq).Select(line => line.Sentence).ToListAsync();
    }
}
