using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Ballots;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Items;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Runtime.Tasks;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>The runtime over one database, without a host: what a process has after starting.</summary>
internal sealed class Office : IAsyncDisposable
{
    public const string Place = "zhashui";
    public const string Staff = "staff";

    private static readonly ActivityCatalog Catalog = ActivityCatalog.Of(typeof(ActivityCatalog).Assembly, typeof(StepCatalog).Assembly, typeof(EffectStep).Assembly);

    public Office(DatabaseOptions options, TimeProvider clock)
    {
        Options = options;
        Clock = clock;
        Commits = CommitQueue.Open(options, clock);
        Library = new DefinitionLibrary(Commits, Catalog);
        Pump = new SignalPump(Commits, Library);
        Desk = new ProcessDesk(Commits, Library, Pump);
        Tasks = new TaskDesk(Desk);
        Items = new ItemDesk(Commits);
        Ballots = new BallotDesk(Commits, Desk);
        Paper = new PaperDesk(Commits);
        People = new PeopleDirectory(Commits);
        Reconciler = new Reconciler(Commits, Library, Pump, clock, NullLogger<Reconciler>.Instance);
        Timers = new TimerSweep(Commits, Desk, clock, NullLogger<TimerSweep>.Instance);
    }

    public DatabaseOptions Options { get; }
    public TimeProvider Clock { get; }
    public CommitQueue Commits { get; }
    public DefinitionLibrary Library { get; }
    public SignalPump Pump { get; }
    public ProcessDesk Desk { get; }
    public TaskDesk Tasks { get; }
    public ItemDesk Items { get; }
    public BallotDesk Ballots { get; }
    public PaperDesk Paper { get; }
    public PeopleDirectory People { get; }
    public Reconciler Reconciler { get; }
    public TimerSweep Timers { get; }

    public static WorkflowDb Open(DatabaseOptions options) => options.Provider == DatabaseProvider.Sqlite
        ? new SqliteWorkflowDb(new DbContextOptionsBuilder<SqliteWorkflowDb>().UseSqlite(options.ConnectionString).Options)
        : new PostgresWorkflowDb(new DbContextOptionsBuilder<PostgresWorkflowDb>().UseNpgsql(options.ConnectionString).Options);

    public WorkflowDb Read() => new ReadSide(() => Open(Options)).Everything();

    /// <summary>A county with an office clerk and people p1 to p60, who are its deputies.</summary>
    public static async Task SeedAsync(DatabaseOptions options, int people = 60)
    {
        await using var db = Open(options);
        var from = new DateOnly(2020, 1, 1);
        db.Jurisdictions.Add(new JurisdictionRow { Id = Place, Name = "柞水县", Level = JurisdictionLevel.County, Code = "ZS" });
        db.Jurisdictions.Add(new JurisdictionRow { Id = "elsewhere", Name = "邻县", Level = JurisdictionLevel.County, Code = "LX" });
        Add(Staff, "周文静", Place, Roles.CountyNpcStaff);
        Add("stranger", "钱外", "elsewhere", Roles.CountyNpcStaff);
        Add("chair", "郑主持", Place, Roles.SessionChair);
        Add("scrutineer", "孙监票", Place, Roles.ChiefScrutineer);
        for (var number = 1; number <= people; number++) Add($"p{number}", $"代表{number}", Place, Roles.Deputy);
        await db.SaveChangesAsync();

        void Add(string id, string name, string place, string role)
        {
            db.People.Add(new PersonRow { Id = id, JurisdictionId = place, Name = name });
            db.Posts.Add(new PostRow { Id = $"post-{id}", JurisdictionId = place, PersonId = id, Kind = PostKind.Role, Name = role, Title = "", From = from });
        }
    }

    public async Task PublishAsync(byte[] definition, string place = DefinitionLibrary.Shelf)
    {
        var imported = await Library.ImportAsync(definition, "test.json", place, ProcessDesk.System);
        await Library.PublishAsync(imported.VersionId, ProcessDesk.System);
    }

    public Task<string> StartAsync(string definitionId, string? correlationId = null) =>
        Desk.StartAsync(new StartRequest(definitionId, Place, Staff, CorrelationId: correlationId));

    public Task ActAsync(string taskId, string person, string outcome = "Yes", string? opinion = null) =>
        Tasks.ActAsync(taskId, person, outcome, opinion, new Dictionary<string, object?>());

    public async Task<List<TaskRow>> OpenTasksAsync(string? instanceId = null)
    {
        await using var db = Read();
        return await db.Tasks.Where(task => task.State == TaskState.Open && (instanceId == null || task.InstanceId == instanceId)).OrderBy(task => task.Id).ToListAsync();
    }

    public async Task<InstanceRow> InstanceAsync(string id)
    {
        await using var db = Read();
        return await db.Instances.SingleAsync(instance => instance.Id == id);
    }

    public ValueTask DisposeAsync() => Commits.DisposeAsync();
}
