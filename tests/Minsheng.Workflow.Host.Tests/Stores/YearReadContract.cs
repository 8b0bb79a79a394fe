using System.Text;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>The year by the day, and the search of the header, on any database.</summary>
public abstract class YearReadContract : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
    private DatabaseOptions _options = null!;
    private Office _office = null!;
    private ReadSide _reading = null!;

    private protected abstract Task<DatabaseOptions> CreateAsync();

    private YearCalendarQuery Calendar => new(_reading, new ProcedurePictures(), _clock);
    private SearchQuery Search => new(_reading);

    public async ValueTask InitializeAsync()
    {
        _options = await CreateAsync();
        await Office.SeedAsync(_options, people: 2);
        _office = new Office(_options, _clock);
        _reading = new ReadSide(() => Office.Open(_options));
        await _office.PublishAsync(Flows.Chart("year", ["first", "rest", "last"],
            Flows.Task("first", "Any", "p1"), Flows.Delay("rest", TimeSpan.FromDays(30)), Flows.Task("last", "Any", "p2")));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _office.DisposeAsync();
        if (_options.Provider == DatabaseProvider.Sqlite) Databases.Delete(_options);
    }

    [Fact]
    public async Task The_year_shows_what_was_done_what_is_on_and_which_day_is_waited_for()
    {
        var cycle = await _office.Desk.StartCycleAsync("year", 2026, Office.Place, Office.Staff);
        (await YearAsync(cycle)).Entries.ShouldHaveSingleItem().ShouldBe(new CalendarEntry("first", null, new(2026, 3, 2), new(2026, 3, 2), CalendarState.Now, false, null));

        _clock.Advance(TimeSpan.FromDays(5));
        await _office.ActAsync((await _office.OpenTasksAsync()).Single().Id, "p1");
        var year = await YearAsync(cycle);

        year.Entries.ShouldHaveSingleItem().ShouldBe(new CalendarEntry("first", null, new(2026, 3, 2), new(2026, 3, 7), CalendarState.Done, false, null));
        year.Coming.ShouldHaveSingleItem().ShouldBe(new ComingDay(new(2026, 4, 6), "rest", 1));
        (await Calendar.FindAsync("elsewhere", cycle)).ShouldBeNull("another county's year does not exist there");
    }

    [Fact]
    public async Task Recurring_work_is_counted_by_its_turns_and_not_by_its_end()
    {
        await _office.PublishAsync(Encoding.UTF8.GetBytes("""
            { "id": "turns-v1", "definitionId": "turns", "name": "调度", "version": 1, "root": { "id": "root", "type": "Elsa.Flowchart", "activities": [
              { "id": "monthly", "type": "Elsa.Flowchart", "metadata": { "displayText": "一月一调度" }, "activities": [
                { "id": "tick", "type": "Minsheng.Cadence", "every": { "typeName": "String", "expression": { "type": "Literal", "value": "Month" } },
                  "day": { "typeName": "Int32", "expression": { "type": "Literal", "value": 5 } }, "occurrences": { "typeName": "Int32", "expression": { "type": "Literal", "value": 2 } } }],
                "connections": [{ "source": { "activity": "tick", "port": "Due" }, "target": { "activity": "tick" } }] }], "connections": [] } }
            """));
        var cycle = await _office.Desk.StartCycleAsync("turns", 2026, Office.Place, Office.Staff);
        for (var turn = 0; turn < 2; turn++)
        {
            await using var db = _office.Read();
            await _office.Desk.FireTimerAsync(db.Waits.Single().Id, Office.Staff, "提前");
        }

        (await YearAsync(cycle)).Entries.ShouldHaveSingleItem().ShouldSatisfyAllConditions(entry => entry.Title.ShouldBe("一月一调度"), entry => entry.Note.ShouldBe("2 次"));
    }

    [Fact]
    public async Task A_setting_that_is_no_choice_is_refused_with_the_choices_in_words()
    {
        await _office.PublishAsync(Encoding.UTF8.GetBytes("""
            { "id": "asks-v1", "definitionId": "asks", "name": "核对", "version": 1,
              "inputs": [{ "type": "String", "name": "late", "displayName": "逾期怎么办", "defaultValue": "None" }],
              "root": { "id": "root", "type": "Minsheng.HumanTask", "title": { "typeName": "String", "expression": { "type": "Literal", "value": "核对" } },
                "assignees": { "typeName": "Object", "expression": { "type": "Object", "value": [{ "person": "p1" }] } },
                "onTimeout": { "typeName": "String", "expression": { "type": "Input", "value": { "name": "late" } } } } }
            """));
        var refused = await Should.ThrowAsync<RefusedException>(() => _office.Desk.StartCycleAsync("asks", 2026, Office.Place, Office.Staff, new Dictionary<string, object?> { ["late"] = "Later" }));
        refused.Code.ShouldBe("bad-setting");
        refused.Message.ShouldContain("“逾期怎么办”没有“Later”这个选择");
        refused.Message.ShouldContain("提醒一次（Remind）");
        await _office.Desk.StartCycleAsync("asks", 2026, Office.Place, Office.Staff, new Dictionary<string, object?> { ["late"] = "Remind" });
    }

    [Fact]
    public async Task A_word_finds_matters_of_the_place_and_tasks_of_the_person()
    {
        var cycle = await _office.Desk.StartCycleAsync("year", 2026, Office.Place, Office.Staff);
        await using (var db = Office.Open(_options))
        {
            db.Items.Add(new ItemRow { Id = "road", JurisdictionId = Office.Place, CycleId = cycle, Number = "ZS26-0007", Title = "通村公路安全防护", Content = "", Domain = "交通", Stage = ItemStage.Proposal, Channel = "群众", Submitted = _clock.GetUtcNow() });
            db.ItemProposers.Add(new ItemProposerRow { Receipt = "K7M4Q2", JurisdictionId = Office.Place, ItemId = "road", Name = "群众甲" });
            await db.SaveChangesAsync();
        }

        (await FindAsync("p1", "公路")).Items.ShouldHaveSingleItem().Number.ShouldBe("ZS26-0007");
        (await FindAsync("p1", "ZS26-0007")).Items.ShouldHaveSingleItem();
        (await FindAsync("p1", "K7M4Q2")).Items.ShouldHaveSingleItem("a receipt leads to its matter");
        (await FindAsync("p1", "K7M4")).Items.ShouldBeEmpty("half a receipt leads nowhere");
        (await FindAsync("p1", "办理first")).Tasks.ShouldHaveSingleItem();
        (await FindAsync("p2", "办理first")).Tasks.ShouldBeEmpty("a task of somebody else");
        (await FindAsync("p1", "公")).IsEmpty.ShouldBeTrue("one character finds too much");
        (await Search.FindAsync("elsewhere", "stranger", "公路")).IsEmpty.ShouldBeTrue("another county's matters");
    }

    private async Task<YearCalendar> YearAsync(string cycle) => (await Calendar.FindAsync(Office.Place, cycle))!;

    private Task<SearchResult> FindAsync(string person, string word) => Search.FindAsync(Office.Place, person, word);
}

public sealed class SqliteYearReadTests : YearReadContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.SqliteAsync();
}

public sealed class PostgresYearReadTests : YearReadContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.PostgresAsync();
}
