using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Demo;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Host.Tests.Demo;

/// <summary>A database of its own with every place of the demo, written as if it were one certain day.</summary>
public sealed class DemoDatabase : IAsyncLifetime
{
    private readonly string _file = Databases.NewFile();
    private readonly ServiceProvider _services;

    public DemoDatabase() => _services = new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(Clock)
        .AddWorkflowRuntime(new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Default", $"Data Source={_file}")]).Build())
        .AddScreenQueries()
        .BuildServiceProvider();

    internal ManualClock Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 2, 0, 0, TimeSpan.Zero));

    public ProjectsQuery Projects => _services.GetRequiredService<ProjectsQuery>();

    public CommitQueue Commits => _services.GetRequiredService<CommitQueue>();

    public WorkflowDb Of(string place) => _services.GetRequiredService<ReadSide>().Of(place);

    public WorkflowDb Everything() => _services.GetRequiredService<ReadSide>().Everything();

    public DemoSeed Seed() => new(
        _services.GetRequiredService<Func<WorkflowDb>>(), _services.GetRequiredService<ActivityCatalog>(), Clock, new PasswordHasher<Account>(), new UpperInvariantLookupNormalizer());

    /// <summary>The procedures that ship, and no place yet.</summary>
    public async Task PrepareAsync() => await RuntimeSetup.PrepareAsync(_services, Path.Combine(AppContext.BaseDirectory, "workflows"));

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        foreach (var place in DemoPlace.Shipped) (await Seed().EnsureAsync(place)).ShouldBeTrue(place.Name);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        using (var connection = new SqliteConnection($"Data Source={_file}")) SqliteConnection.ClearPool(connection);
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }
}
