using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Runtime.Supervision;

namespace Minsheng.Workflow.Host.Tests.Projects;

/// <summary>A county with a year of projects on SQLite, seen on 8 November 2026.</summary>
public sealed class ProjectPlace : IAsyncLifetime
{
    public const string Leader = "leader", Department = "department", Deputy = "p1";

    internal static readonly DateTimeOffset Now = new(2026, 11, 8, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Since = new(2020, 1, 1);
    private DatabaseOptions _options = null!;

    internal ManualClock Clock { get; } = new(Now);
    internal CountedStatements Statements { get; } = new();
    internal Office Office { get; private set; } = null!;
    internal string Cycle { get; private set; } = "";

    internal ReadSide Reading => new(() => new SqliteWorkflowDb(new DbContextOptionsBuilder<SqliteWorkflowDb>().UseSqlite(_options.ConnectionString).AddInterceptors(Statements).Options));
    internal ProjectsQuery Projects => new(Reading, _pictures, Clock);
    internal ItemPageQuery Page => new(Reading, _pictures, Clock);
    internal SupervisionQuery Supervision => new(Reading, Projects, new RatingsQuery(Reading), Clock);
    internal InstructionDesk Instructions => new(Office.Desk);

    private readonly ProcedurePictures _pictures = new();

    public async ValueTask InitializeAsync()
    {
        _options = await Databases.SqliteAsync();
        await Office.SeedAsync(_options, people: 1);
        Office = new Office(_options, Clock);
        await Office.PublishAsync(Flows.Sequence("year", Flows.Task("wait", "any", Office.Staff), Flows.Step("Minsheng.Plan", "plan")));
        await Office.PublishAsync(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "workflows", "leader-instruction.json")));
        Cycle = await Office.Desk.StartCycleAsync("year", 2026, Office.Place, Office.Staff);
        await AddAsync(new UnitRow { Id = "u1", JurisdictionId = Office.Place, Name = "县住建局" });
        await AddAsync(
            Person(Leader, "赵主任", Office.Place, Roles.ScLeader, null, "常委会副主任"), Person(Department, "李局", Office.Place, Roles.LeadDepartment, "u1", "办公室主任"),
            Person("foreign", "外主任", "elsewhere", Roles.ScLeader, null, "副主任"));
    }

    public async ValueTask DisposeAsync()
    {
        await Office.DisposeAsync();
        Databases.Delete(_options);
    }

    /// <summary>Rows, or lists of them.</summary>
    internal async Task AddAsync(params object[] rows)
    {
        await using var db = Office.Open(_options);
        foreach (var row in rows)
        {
            if (row is object[] several) db.AddRange(several);
            else db.Add(row);
        }
        await db.SaveChangesAsync();
    }

    internal WorkflowDb Read() => Office.Read();

    internal ItemRow Item(string id, ItemStage stage = ItemStage.Project, ProjectState state = ProjectState.Underway, string? unit = "县住建局", string domain = "交通", decimal? amount = 100) => new()
    {
        Id = id, JurisdictionId = Office.Place, CycleId = Cycle, Number = $"ZS26-{id}", Title = $"项目{id}", Content = "", Domain = domain, Stage = stage, State = state, Channel = "群众", Submitted = Now.AddYears(-1),
        Amount = amount, LeadUnitId = unit is null ? null : "u1", LeadUnit = unit,
    };

    /// <summary>A plan made on 1 March: half by 1 July, all by 31 December.</summary>
    internal static object[] Plan(string id, string leader = "副县长", decimal? budget = 100) =>
    [
        new PlanRow { ItemId = id, JurisdictionId = Office.Place, Leader = leader, LeadUnitId = "u1", Budget = budget, Recorded = new DateTimeOffset(2026, 3, 1, 2, 0, 0, TimeSpan.Zero) },
        new MilestoneRow { ItemId = id, Position = 0, JurisdictionId = Office.Place, Name = "主体", Due = new DateOnly(2026, 7, 1), Planned = 50 },
        new MilestoneRow { ItemId = id, Position = 1, JurisdictionId = Office.Place, Name = "完工", Due = new DateOnly(2026, 12, 31), Planned = 100 },
    ];

    internal static ProgressRow Report(string id, int seq, DateOnly on, int percent, decimal? paid = null, string text = "") => new()
    {
        ItemId = id, Seq = seq, JurisdictionId = Office.Place, InstanceId = "run", Kind = "月通报", Period = $"2026年{on.Month}月", Percent = percent, Paid = paid, Text = text,
        At = new DateTimeOffset(on.ToDateTime(new TimeOnly(2, 0)), TimeSpan.Zero),
    };

    internal FindingRow Finding(string id, string? itemId, FindingState state, int issuedDaysAgo, int? dueInDays) => new()
    {
        Id = id, JurisdictionId = Office.Place, CycleId = Cycle, InstanceId = "run", ItemId = itemId, Kind = "监督提醒函", Title = $"问题{id}", Text = "", IssuedBy = "督查组", IssuedTo = "县住建局", State = state,
        Issued = Now.AddDays(-issuedDaysAgo), Due = dueInDays is { } days ? Now.AddDays(days) : null, Closed = state == FindingState.Closed ? Now : null,
    };

    private static object[] Person(string id, string name, string place, string role, string? unit, string title) =>
    [
        new PersonRow { Id = id, JurisdictionId = place, Name = name },
        new PostRow { Id = $"post-{id}", JurisdictionId = place, PersonId = id, Kind = PostKind.Role, Name = role, UnitId = unit, Title = title, From = Since },
    ];
}
