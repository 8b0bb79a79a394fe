using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>An inspection of two projects on any database, with a restart between every two acts.</summary>
public abstract class InspectionContract : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 5, 2, 20, 0, TimeSpan.Zero));
    private DatabaseOptions _options = null!;
    private Office _office = null!;

    private protected abstract Task<DatabaseOptions> CreateAsync();

    private protected Office TheOffice => _office;

    public async ValueTask InitializeAsync()
    {
        _options = await CreateAsync();
        await Office.SeedAsync(_options);
        _office = new Office(_options, _clock);
        await _office.PublishAsync(Flows.Sequence("year", Flows.Task("hold", "Any", "p1"),
            Flows.Step("Minsheng.Inspect", "inspect", ("title", "半年视察"), ("group", new JsonArray(new JsonObject { ["person"] = "p1" })))));
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_office is not null) await _office.DisposeAsync();
    }

    [Fact]
    public async Task A_problem_goes_to_the_projects_own_unit_and_is_closed_after_the_second_check()
    {
        var cycle = await StartAsync();

        await ActAsync("半年视察", "p1", "Done", new()
        {
            ["visitDate"] = "2026-03-05",
            ["findings"] = new List<object?> { Row("a", "正常"), Row("b", "发现问题", "排水沟没有盖板") },
        });
        await ActAsync("整改：ZS26-b 项目b", "bureau", "Done", Done("measures", "finishedOn"));
        await ActAsync("复查：ZS26-b 项目b", "p1", "Failed", Done("checkedOn"), "仍有缺口");
        await ActAsync("整改：ZS26-b 项目b", "bureau", "Done", Done("measures", "finishedOn"));
        await ActAsync("复查：ZS26-b 项目b", "p1", "Passed", Done("checkedOn"));

        await using var db = _office.Read();
        var letter = await db.Findings.SingleAsync();
        (letter.Kind, letter.ItemId, letter.State, letter.IssuedTo, letter.CycleId).ShouldBe(("监督提醒函", "b", FindingState.Closed, "县住建局", cycle));
        letter.Due!.Value.ToOffset(TimeSpan.FromHours(8)).Date.ShouldBe(new DateTime(2026, 3, 19));
        (await db.FindingSteps.OrderBy(step => step.Seq).Select(step => step.State).ToListAsync())
            .ShouldBe([FindingState.Answered, FindingState.Open, FindingState.Answered, FindingState.Closed]);
        (await db.Tasks.CountAsync(task => task.State == TaskState.Open)).ShouldBe(0);
        (await db.History.CountAsync(line => line.Kind == HistoryKind.Waiting && line.Title == "inspect")).ShouldBe(1, "a step says once that it waits, however many acts it takes");
    }

    private static Dictionary<string, object?> Row(string item, string verdict, string? reason = null) => new() { ["item"] = item, ["verdict"] = verdict, ["reason"] = reason };

    private static Dictionary<string, object?> Done(params string[] fields) => fields.ToDictionary(field => field, field => (object?)(field == "measures" ? "已补齐" : "2026-03-05"));

    private async Task<string> StartAsync()
    {
        var cycle = await _office.Desk.StartCycleAsync("year", 2026, Office.Place, Office.Staff);
        await using (var db = Office.Open(_options))
        {
            db.Add(new UnitRow { Id = "zhujian", JurisdictionId = Office.Place, Name = "县住建局" });
            db.Add(new PersonRow { Id = "bureau", JurisdictionId = Office.Place, Name = "股长" });
            db.Add(new PostRow { Id = "post-bureau", JurisdictionId = Office.Place, PersonId = "bureau", UnitId = "zhujian", Kind = PostKind.Role, Name = Roles.LeadDepartment, Title = "", From = new DateOnly(2020, 1, 1) });
            foreach (var id in new[] { "a", "b" })
                db.Items.Add(new ItemRow
                {
                    Id = id, JurisdictionId = Office.Place, CycleId = cycle, Number = $"ZS26-{id}", Title = $"项目{id}", Content = "修路", Domain = "交通出行", Amount = 12.5m,
                    Stage = ItemStage.Project, Channel = "群众", Submitted = _clock.GetUtcNow(), LeadUnitId = id == "b" ? "zhujian" : null, LeadUnit = id == "b" ? "县住建局" : null,
                });
            await db.SaveChangesAsync();
        }
        await ActAsync("办理hold", "p1", "Yes", []);
        return cycle;
    }

    private async Task ActAsync(string title, string person, string outcome, Dictionary<string, object?> values, string? opinion = null)
    {
        string task;
        await using (var db = _office.Read()) task = (await db.Tasks.SingleAsync(row => row.State == TaskState.Open && row.Title == title)).Id;
        await _office.Tasks.ActAsync(task, person, outcome, opinion, values);
        await _office.DisposeAsync();
        _office = new Office(_options, _clock);
    }
}

public sealed class SqliteInspectionTests : InspectionContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.SqliteAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Databases.Delete(TheOffice.Options);
    }
}

public sealed class PostgresInspectionTests : InspectionContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.PostgresAsync();
}
