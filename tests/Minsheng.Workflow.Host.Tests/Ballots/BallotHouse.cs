using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Ballots;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Tasks;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Ballots;

/// <summary>A county on a SQLite file of its own, with nine deputies, two keepers and a vote on three candidates for two seats, or a rating of three projects.</summary>
internal sealed class BallotHouse : IAsyncDisposable
{
    public const string County = "zs", Clerk = "clerk", Chair = "chair", Scrutineer = "scrutineer", Teller = "teller";
    public const string ChairWords = "青山 绿水 一二三", ScrutineerWords = "Correct-Horse-9";
    public const int Present = 8;

    private static readonly DateOnly Since = new(2020, 1, 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("minsheng-ballot-").FullName;
    private readonly ServiceProvider _services;

    private BallotHouse() => _services = new ServiceCollection()
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
        .AddWorkflowRuntime(new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Default", $"Data Source={File}")]).Build())
        .AddSingleton<HallQueries>()
        .BuildServiceProvider();

    public static IReadOnlyList<string> Deputies { get; } = [.. Enumerable.Range(1, 9).Select(number => $"deputy-{number}")];

    public string File => Path.Combine(_folder, "minsheng.db");
    public LogBook Log { get; } = new();
    public string BallotId { get; private set; } = "";
    public BallotDesk Desk => _services.GetRequiredService<BallotDesk>();
    public PaperDesk Paper => _services.GetRequiredService<PaperDesk>();
    public CommitQueue Commits => _services.GetRequiredService<CommitQueue>();
    public HallQueries Hall => _services.GetRequiredService<HallQueries>();

    /// <summary>Up to the frozen roll.</summary>
    /// <param name="more">Further inputs of the vote, as JSON members with constant values.</param>
    public static async Task<BallotHouse> PrepareAsync(bool rating = false, params (string Name, string Value)[] more)
    {
        var ct = TestContext.Current.CancellationToken;
        var house = new BallotHouse();
        await RuntimeSetup.PrepareAsync(house._services, null, ct);
        await house.PeopleAsync(ct);
        var library = house._services.GetRequiredService<DefinitionLibrary>();
        var file = await library.ImportAsync(Encoding.UTF8.GetBytes(Written(rating, more)), "vote.json", County, Clerk, ct);
        await library.PublishAsync(file.VersionId, Clerk, ct);
        var desk = house._services.GetRequiredService<ProcessDesk>();
        var cycle = await desk.StartCycleAsync("vote", 2026, County, Clerk, cancellation: ct);
        await house.ItemsAsync(cycle, rating ? ItemStage.Project : ItemStage.Candidate, ct);
        await using var db = house._services.GetRequiredService<ReadSide>().Everything();
        await house._services.GetRequiredService<TaskDesk>().ActAsync(db.Tasks.Single().Id, Clerk, "Done", null, new Dictionary<string, object?>(), ct);
        house.BallotId = db.Ballots.Single().Id;
        return house;
    }

    private static string Written(bool rating, (string Name, string Value)[] more)
    {
        var text = rating ? Definition.Replace(Vote, Rating, StringComparison.Ordinal) : Definition;
        foreach (var (name, value) in more)
            text = text.Replace(Seats, $$"""{{Seats}}, "{{name}}": { "typeName": "String", "expression": { "type": "Literal", "value": "{{value}}" } }""", StringComparison.Ordinal);
        return text;
    }

    public async Task OpenBoxAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        (await Desk.OpenBoxAsync(BallotId, Chair, ChairWords, Present, ct)).ShouldBeFalse("one keeper alone opens nothing");
        (await Desk.OpenBoxAsync(BallotId, Scrutineer, ScrutineerWords, null, ct)).ShouldBeTrue();
    }

    public async Task UnsealAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        await Desk.CloseAsync(BallotId, Scrutineer, ct);
        (await Desk.UnsealAsync(BallotId, Scrutineer, ScrutineerWords, ct)).ShouldBeFalse("the inner envelopes are still shut");
        (await Desk.UnsealAsync(BallotId, Chair, ChairWords, ct)).ShouldBeTrue();
    }

    public HallViewer Viewer(string personId, params string[] roles) => new(County, personId, roles);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task PeopleAsync(CancellationToken ct)
    {
        await using var db = _services.GetRequiredService<Func<WorkflowDb>>()();
        db.Add(new JurisdictionRow { Id = County, Name = "柞水县", Level = JurisdictionLevel.County, Code = "ZS" });
        Add(Clerk, "科员甲", Roles.CountyNpcStaff);
        Add(Chair, "主任丁", Roles.SessionChair);
        Add(Scrutineer, "监票人庚", Roles.ChiefScrutineer);
        Add(Teller, "计票人壬", Roles.Teller);
        foreach (var deputy in Deputies) Add(deputy, $"代表{deputy[^1]}", Roles.Deputy);
        await db.SaveChangesAsync(ct);

        void Add(string id, string name, string role)
        {
            db.Add(new PersonRow { Id = id, JurisdictionId = County, Name = name });
            db.Add(new PostRow { Id = $"{id}-post", JurisdictionId = County, PersonId = id, Kind = PostKind.Role, Name = role, From = Since });
        }
    }

    private async Task ItemsAsync(string cycle, ItemStage stage, CancellationToken ct)
    {
        await using var db = _services.GetRequiredService<Func<WorkflowDb>>()();
        foreach (var number in Enumerable.Range(1, 3))
            db.Add(new ItemRow
            {
                Id = $"item-{number}", JurisdictionId = County, CycleId = cycle, Number = $"ZS26-000{number}", Title = $"项目{number}", Content = "改造管网",
                Domain = "市政建设", Stage = stage, Channel = "网络", Submitted = TimeProvider.System.GetUtcNow(),
            });
        await db.SaveChangesAsync(ct);
    }

    private const string Seats = "\"seats\": { \"typeName\": \"Int32\", \"expression\": { \"type\": \"Literal\", \"value\": 2 } }";

    private const string Vote = "\"type\": \"Minsheng.Ballot\"", Rating = """
        "type": "Minsheng.Rate", "raters": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "role": "Deputy" }] } }
        """;

    private const string Definition = """
        {
          "id": "vote-v1", "definitionId": "vote", "name": "票决", "version": 1, "isPublished": true,
          "root": {
            "id": "root", "type": "Elsa.Flowchart", "version": 1,
            "activities": [
              {
                "id": "rules", "type": "Minsheng.HumanTask", "version": 1, "metadata": { "displayText": "通过票决办法" },
                "title": { "typeName": "String", "expression": { "type": "Literal", "value": "登记票决办法" } },
                "assignees": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "role": "CountyNpcStaff" }] } }
              },
              {
                "id": "ballot", "type": "Minsheng.Ballot", "version": 1, "metadata": { "displayText": "差额票决" },
                "title": { "typeName": "String", "expression": { "type": "Literal", "value": "表决票" } },
                "seats": { "typeName": "Int32", "expression": { "type": "Literal", "value": 2 } }
              }
            ],
            "connections": [{ "source": { "activity": "rules", "port": "Done" }, "target": { "activity": "ballot", "port": "In" } }]
          }
        }
        """;

    /// <summary>Everything the program logged, at the finest level.</summary>
    internal sealed class LogBook : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public string Text => string.Join('\n', _lines);
        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));
        public void Dispose() { }
    }
}
