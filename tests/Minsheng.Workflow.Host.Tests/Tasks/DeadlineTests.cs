using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Runtime.Tasks;

namespace Minsheng.Workflow.Host.Tests.Tasks;

/// <summary>The clock stands at Thursday, 5 March 2026, 10:20 in the county.</summary>
public sealed class DeadlineTests : TaskRoom
{
    private static byte[] Limited(string id, params (string Name, JsonNode Value)[] more)
    {
        var step = Flows.Task("report", "All", "p1", "p2");
        foreach (var input in Flows.Step("", "", [("dueWorkingDays", 3), .. more]).Where(input => input.Value is JsonObject)) step[input.Key] = input.Value!.DeepClone();
        return Flows.Sequence(id, step);
    }

    [Fact]
    public async Task A_holder_is_told_the_working_day_before_and_when_late_and_the_office_names_who_is_late()
    {
        await GovernmentAsync();
        var (run, task) = await StartAsync(Limited("limited"), "limited");
        (await RunAsync()).ShouldBe(0, "nobody is told of a limit that is days away");

        Clock.Advance(At(9) - Clock.GetUtcNow());
        (await RunAsync()).ShouldBe(2);
        (await RunAsync()).ShouldBe(0, "once");
        (await ToldAsync("p1")).ShouldBe(["Reminder “办理report”3月10日到期 /tasks/" + task]);

        await Office.ActAsync(task, "p1");
        Clock.Advance(At(11) - Clock.GetUtcNow());
        await RunAsync();
        (await ToldAsync("p1")).Count.ShouldBe(1, "who has acted is left alone");
        (await ToldAsync("p2"))[^1].ShouldStartWith("Reminder “办理report”已超期 1 个工作日");

        Clock.Advance(At(17) - Clock.GetUtcNow());
        await RunAsync();
        (await ToldAsync("mayor")).ShouldBe(["Escalation “办理report”超期 5 个工作日没有办 "]);
        (await ToldAsync(Office.Staff)).ShouldBe(["Escalation “办理report”超期 5 个工作日没有办 /tasks/" + task]);
        await using var db = Office.Read();
        (await db.Outbox.SingleAsync(row => row.PersonId == "mayor")).Text.ShouldBe("下列事项限 3月10日 办理，已超期 5 个工作日，请督促：\n1. 办理report：代表2");
        (await StoryAsync(run))[^1].ShouldBe("“办理report”超期 5 个工作日，已报告李县长、周文静。");

        await Office.ActAsync(task, "p2");
        Clock.Advance(At(27) - Clock.GetUtcNow());
        (await RunAsync()).ShouldBe(0, "nothing is late any more");
    }

    [Fact]
    public async Task Whose_daily_list_tells_of_the_limit_is_not_reminded_besides()
    {
        await StartAsync(Limited("limited"), "limited");
        await PreferAsync("p1", "on");
        Clock.Advance(At(9) - Clock.GetUtcNow());
        await RunAsync();
        (await ToldAsync("p1")).ShouldBeEmpty();
        (await ToldAsync("p2")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_site_that_was_off_says_the_newest_once_and_nothing_on_days_off()
    {
        var (_, task) = await StartAsync(Limited("limited"), "limited");
        await Office.ActAsync(task, "p1");
        Clock.Advance(At(21) - Clock.GetUtcNow());
        (await RunAsync()).ShouldBe(0, "a Saturday");
        Clock.Advance(At(23) - Clock.GetUtcNow());
        await RunAsync();
        (await ToldAsync("p2")).ShouldBe(["Reminder “办理report”已超期 9 个工作日 /tasks/" + task]);
        Clock.Advance(At(24) - Clock.GetUtcNow());
        (await RunAsync()).ShouldBe(0);
        Clock.Advance(At(25) - Clock.GetUtcNow());
        await RunAsync();
        (await ToldAsync("p2")).Count.ShouldBe(2, "every five working days");
    }

    [Fact]
    public async Task Tasks_of_one_limit_are_one_message_and_a_step_may_name_whom_to_tell_and_when()
    {
        await Office.PublishAsync(Limited("named", ("escalateAfter", 1), ("escalateTo", new JsonArray(new JsonObject { ["person"] = "p9" }))));
        foreach (var person in new[] { "p1", "p2" }) await PreferAsync(person, "off");
        await Office.StartAsync("named", "a");
        await Office.StartAsync("named", "b");
        Clock.Advance(At(11) - Clock.GetUtcNow());
        await RunAsync();
        (await ToldAsync("p1")).ShouldBe(["Reminder 2 件待办已超期 1 个工作日 /tasks"]);
        (await ToldAsync("p9")).Count.ShouldBe(2, "two matters, each its own run");
        (await ToldAsync(Office.Staff)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_place_settles_for_itself_when_people_are_told()
    {
        await using (var db = Office.Open(Options))
        {
            foreach (var name in new[] { "tasks.remind-before", "tasks.escalate-after" }) db.PlaceSettings.Add(new PlaceSettingRow { JurisdictionId = Office.Place, Name = name, Value = "0" });
            await db.SaveChangesAsync();
        }
        await StartAsync(Limited("limited"), "limited");
        Clock.Advance(At(10) - Clock.GetUtcNow());
        (await RunAsync()).ShouldBe(0);
        Clock.Advance(At(31) - Clock.GetUtcNow());
        await RunAsync();
        (await ToldAsync(Office.Staff)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_second_report_of_a_step_starts_from_the_figures_of_the_first()
    {
        await Office.PublishAsync(Flows.Sequence("twice", While(Flows.Form("report", "p1"))));
        var run = await Office.StartAsync("twice");
        var first = (await Office.OpenTasksAsync(run)).Single();
        (await PageAsync(first.Id)).LastTime.ShouldBeNull();
        await Office.Tasks.ActAsync(first.Id, "p1", "Done", null, new Dictionary<string, object?> { ["amount"] = "12.50" });
        var second = (await Office.OpenTasksAsync(run)).Single();
        (await PageAsync(second.Id)).LastTime!.Values["amount"]!.ToString().ShouldBe("12.5");
    }

    /// <summary>In these tests nobody gets 每日待办 unless a test says so.</summary>
    private async Task PreferAsync(string person, string daily)
    {
        await using var db = Office.Open(Options);
        await db.Preferences.Where(row => row.PersonId == person).ExecuteDeleteAsync();
        db.Preferences.Add(new PreferenceRow { PersonId = person, JurisdictionId = Office.Place, Name = "mail/tasks", Value = daily });
        await db.SaveChangesAsync();
    }

    private new async Task<(string Run, string Task)> StartAsync(byte[] definition, string id)
    {
        foreach (var person in new[] { "p1", "p2" }) await PreferAsync(person, "off");
        return await base.StartAsync(definition, id);
    }

    private static JsonObject While(JsonObject body)
    {
        var again = Flows.Step("Elsa.While", "again", ("condition", true));
        again["body"] = body;
        return again;
    }

    private async Task<TaskView> PageAsync(string task) =>
        (await new TaskPageQuery(new ReadSide(() => Office.Open(Options)), new ProcedurePictures(), Clock).FindAsync(Office.Place, task, "p1"))!;

    private Task<int> RunAsync() => new DeadlineJob(Office.Commits, new ReadSide(() => Office.Open(Options)), Clock).RunAsync(Office.Place, CancellationToken.None);

    private static DateTimeOffset At(int day) => new(2026, 3, day, 1, 0, 0, TimeSpan.Zero);

    private async Task<List<string>> ToldAsync(string person)
    {
        await using var db = Office.Read();
        return await db.Outbox.Where(row => row.PersonId == person).OrderBy(row => row.Created).ThenBy(row => row.Key).Select(row => $"{row.Kind} {row.Subject} {row.Link}").ToListAsync();
    }

    private async Task GovernmentAsync()
    {
        await using var db = Office.Open(Options);
        db.People.Add(new PersonRow { Id = "mayor", JurisdictionId = Office.Place, Name = "李县长" });
        db.Posts.Add(new PostRow { Id = "post-mayor", JurisdictionId = Office.Place, PersonId = "mayor", Kind = PostKind.Role, Name = Roles.GovOffice, From = new DateOnly(2020, 1, 1), Rank = -1 });
        await db.SaveChangesAsync();
    }
}
