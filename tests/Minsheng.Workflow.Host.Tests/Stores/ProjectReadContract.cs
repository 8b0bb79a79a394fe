using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Lights;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>What screens read of projects, on any database: lights by the rule of the procedure, ratings of projects and of other matters.</summary>
public abstract class ProjectReadContract : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 8, 2, 0, 0, TimeSpan.Zero));
    private DatabaseOptions _options = null!;
    private Office _office = null!;
    private ReadSide _reading = null!;

    private protected abstract Task<DatabaseOptions> CreateAsync();

    private ProjectsQuery Projects => new(_reading, new ProcedurePictures(), _clock);
    private ItemPageQuery ItemPage => new(_reading, new ProcedurePictures(), _clock);

    public async ValueTask InitializeAsync()
    {
        _options = await CreateAsync();
        await Office.SeedAsync(_options, people: 1);
        _office = new Office(_options, _clock);
        _reading = new ReadSide(() => Office.Open(_options));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _office.DisposeAsync();
        if (_options.Provider == DatabaseProvider.Sqlite) Databases.Delete(_options);
    }

    [Fact]
    public async Task Seven_of_ten_are_done_when_seven_are_accepted()
    {
        var cycle = await CycleAsync("""{"strategy":"Lag"}""");
        await AddAsync(cycle, "full", ProjectState.Underway);
        for (var number = 1; number <= 7; number++) await AddAsync(cycle, $"done{number}", ProjectState.Finished);
        await AddAsync(cycle, "late", ProjectState.Underway);
        await AddAsync(cycle, "stopped", ProjectState.Stopped);
        await WriteAsync(cycle, PlanFor("full"), new RecordProgress("full", "月通报", "2026年10月", 100, null, ""), PlanFor("late"), new RecordProgress("late", "月通报", "2026年10月", 40, null, ""));

        var view = await Projects.ReadAsync(Office.Place, null);

        (view.Done, view.Projects.Count).ShouldBe((7, 10));
        Progress(view, "full").ShouldBe((Light.Green, "已报完成 100%，等待验收。"), "reporting all of it is not acceptance");
        Progress(view, "late").Light.ShouldBe(Light.Red);
        Progress(view, "late").Reason.ShouldContain("落后");
        Progress(view, "stopped").Light.ShouldBeNull();
    }

    [Fact]
    public async Task The_procedure_chooses_the_rule_of_the_lights()
    {
        var cycle = await CycleAsync("""{"strategy":"Absolute","redBelow":45}""");
        await AddAsync(cycle, "slow", ProjectState.Underway);
        await AddAsync(cycle, "silent", ProjectState.Underway);
        await WriteAsync(cycle, new RecordProgress("slow", "月通报", "2026年10月", 40, null, ""));

        var view = await Projects.ReadAsync(Office.Place, null);

        Progress(view, "slow").ShouldBe((Light.Red, "完成 40%，低于 45%。"));
        Progress(view, "silent").Light.ShouldBeNull("nothing was planned and nothing reported");
        (await ItemPage.FindAsync(Office.Place, "slow", withProposers: false))!.Progress!.Light.ShouldBe(Light.Red);
    }

    [Fact]
    public async Task A_project_not_begun_three_months_after_its_planned_start_is_red()
    {
        var cycle = await CycleAsync(null);
        await AddAsync(cycle, "idle", ProjectState.Underway);
        await WriteAsync(cycle, new RecordPlan("idle", "副县长", "u1", null, null, [new Milestone("开工", new DateOnly(2026, 8, 20), 0), new Milestone("完工", new DateOnly(2027, 12, 31), 100)]));

        Progress(await Projects.ReadAsync(Office.Place, null), "idle").ShouldBe((Light.Red, "还没有报进度；已连续 3 个月未按计划开工。"));
    }

    [Fact]
    public async Task Ratings_of_a_year_are_listed_with_other_matters_beside_projects()
    {
        var cycle = await CycleAsync(null);
        await AddAsync(cycle, "road", ProjectState.Underway);
        await WriteAsync(cycle,
            new RecordRating("road", "幸福路", "R-YUANYANG", RatingRule.Yuanyang.Judge(new RatingCount(96, 97, 0))),
            new RecordRating("road", "幸福路（群众评价）", "R-3P", new RatingResult("R-3P", RatingOutcome.Ungraded, 92.5m, 1, RatingConsequence.None, "群众评价 92.50 分。")),
            new RecordRating(null, "城关之家", "R-STAR", AssessRule.Star.Judge([new PartyScore("评定组", null, 89.9m, 3)])[0].Result));
        var query = new RatingsQuery(_reading);

        var ratings = await query.OfCycleAsync(Office.Place, cycle);

        ratings!.Select(rating => (rating.ItemId, rating.Number, rating.Subject, rating.Grade, rating.Percent)).ShouldBe(
            [("road", "road", "幸福路", "基本满意", 49.74m), ("road", "road", "幸福路（群众评价）", "不划分等次", 92.50m), (null, null, "城关之家", "未达到五星级", 89.90m)]);
        (await query.OfCycleAsync("elsewhere", cycle)).ShouldBeNull();
        (await query.AssessmentsAsync(Office.Place)).Select(assessment => assessment.Name).ShouldBe(["三方共评", "五星级评定"], ignoreOrder: true);
        (await query.AssessmentsAsync("elsewhere")).ShouldBeEmpty();
        var page = await ItemPage.FindAsync(Office.Place, "road", withProposers: false);
        page!.Ratings.Select(rating => rating.Grade).ShouldBe(["基本满意", "不划分等次"], ignoreOrder: true);
        await using var db = _office.Read();
        db.Items.Single(item => item.Id == "road").LastRating.ShouldBe(RatingOutcome.Basically, "a figure without a grade is no rating of satisfaction");
    }

    [Fact]
    public void No_table_holds_a_light() =>
        typeof(WorkflowDb).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IJurisdictionRow)))
            .SelectMany(type => type.GetProperties()).ShouldAllBe(member => member.PropertyType != typeof(Light) && member.PropertyType != typeof(Light?), "a light is computed, nobody sets it");

    private static (Light? Light, string Reason) Progress(ProjectsView view, string id) =>
        view.Projects.Single(project => project.Id == id).Progress is var progress ? (progress.Light, progress.Reason) : default;

    private static RecordPlan PlanFor(string id) => new(id, "副县长", "u1", null, 100, [new Milestone("主体", new DateOnly(2026, 11, 8), 80), new Milestone("完工", new DateOnly(2026, 12, 31), 100)]);

    private async Task<string> CycleAsync(string? lights)
    {
        var plan = Flows.Step("Minsheng.Plan", "plan");
        if (lights is not null) plan = Flows.Step("Minsheng.Plan", "plan", ("lights", JsonNode.Parse(lights)!));
        await _office.PublishAsync(Flows.Sequence("lit", Flows.Task("wait", "any", Office.Staff), plan));
        return await _office.Desk.StartCycleAsync("lit", 2026, Office.Place, Office.Staff);
    }

    private async Task AddAsync(string cycle, string id, ProjectState state)
    {
        await using var db = Office.Open(_options);
        db.Items.Add(new ItemRow
        {
            Id = id, JurisdictionId = Office.Place, CycleId = cycle, Number = id, Title = id, Content = "", Domain = "交通", Stage = ItemStage.Project, State = state, Channel = "群众", Submitted = _clock.GetUtcNow(),
        });
        await db.SaveChangesAsync();
    }

    private Task WriteAsync(string cycle, params Engine.Running.Effect[] effects) => _office.Commits.RunAsync(session =>
    {
        var root = session.First($"SELECT root_instance_id FROM cycles WHERE id = {cycle}", reader => reader.GetString(0))!;
        var run = new BurstRunner(_office.Library).Load(session, root);
        foreach (var effect in effects) EffectWriter.Write(session, run, effect, Office.Staff);
    }, CancellationToken.None);
}

public sealed class SqliteProjectReadTests : ProjectReadContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.SqliteAsync();
}

public sealed class PostgresProjectReadTests : ProjectReadContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.PostgresAsync();
}
