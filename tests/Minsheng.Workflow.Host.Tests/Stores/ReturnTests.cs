using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>Going back over steps on a real database, with a restart between every two acts.</summary>
public sealed class ReturnTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 5, 2, 20, 0, TimeSpan.Zero));
    private DatabaseOptions _options = null!;
    private Office _office = null!;

    public async ValueTask InitializeAsync()
    {
        _options = await Databases.SqliteAsync();
        await Office.SeedAsync(_options);
        _office = new Office(_options, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _office.DisposeAsync();
        Databases.Delete(_options);
    }

    [Fact]
    public async Task A_half_finished_joint_signing_goes_back_and_every_level_runs_again()
    {
        var run = await DraftedAsync();
        await ActAsync("办理sign", "p3");

        await ReturnAsync(run, "sign", "draft", straightBack: false);
        await using (var db = _office.Read())
        {
            (await db.Tasks.SingleAsync(task => task.Title == "办理sign")).State.ShouldBe(TaskState.Done);
            (await db.Tasks.SingleAsync(task => task.Title == "办理draft" && task.State == TaskState.Open)).ReturnNote.ShouldBe("由代表4退回：附件不全");
            (await db.TaskActs.CountAsync(act => act.PersonId == "p3")).ShouldBe(1, "what was said stays on record");
        }
        await ActAsync("办理draft", "p1");
        await ActAsync("办理check", "p2");
        await ActAsync("办理sign", "p3");
        await ActAsync("办理sign", "p4");
        (await _office.InstanceAsync(run)).Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public async Task A_half_finished_joint_signing_goes_back_and_comes_straight_back()
    {
        var run = await DraftedAsync();
        await ActAsync("办理sign", "p3");

        await ReturnAsync(run, "sign", "draft", straightBack: true);
        await ActAsync("办理draft", "p1");
        (await OpenAsync()).ShouldBe(["办理sign"]);
        await ActAsync("办理sign", "p3");
        await ActAsync("办理sign", "p4");
        (await _office.InstanceAsync(run)).Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public async Task A_withdrawn_answer_opens_its_task_again_until_somebody_has_acted_on_what_followed()
    {
        var run = await DraftedAsync();
        await DoAsync(run, (session, _, loaded) =>
        {
            var undoing = Returns.Undoing(loaded.Definition, loaded.Instance, "root:check")!;
            undoing.Passed.ShouldBeEmpty();
            undoing.Waits.Single().ActivityId.ShouldBe("sign");
            Runtime.Processes.BurstRunner.Reopen(session, loaded, "root:check", new ReturnNote("代表2", ""), "p2");
        });
        (await OpenAsync()).ShouldBe(["办理check"]);
        await ActAsync("办理check", "p2");
        (await OpenAsync()).ShouldBe(["办理sign"]);
    }

    [Fact]
    public async Task A_return_over_a_review_puts_its_items_back_and_keeps_the_record()
    {
        var run = await ReviewedAsync();
        await ReturnAsync(run, "sign", "review", straightBack: false);

        await using (var db = _office.Read())
        {
            (await db.Items.OrderBy(item => item.Id).Select(item => item.Stage).ToListAsync()).ShouldBe([ItemStage.Shortlisted, ItemStage.Shortlisted]);
            (await db.Set<ItemDecisionRow>().Where(line => line.ItemId == "a").OrderBy(line => line.Seq).Select(line => line.Verdict).ToListAsync()).ShouldBe(["列入初选", "审核通过", "退回"]);
            var line = await db.Set<ItemDecisionRow>().SingleAsync(line => line.ItemId == "a" && line.Verdict == "退回");
            (line.By, line.Reason).ShouldBe(("代表4", "附件不全"));
        }
        // It is asked about all of them anew.
        await ActAsync("县政府常务会议审核", "p2", "Approved", Verdicts(("a", "不通过"), ("b", "通过")));
        await using (var db = _office.Read())
            (await db.Items.OrderBy(item => item.Id).Select(item => item.Stage).ToListAsync()).ShouldBe([ItemStage.NotChosen, ItemStage.Candidate]);
    }

    [Fact]
    public async Task A_return_to_before_two_reviews_takes_back_both_also_after_one_was_run_again()
    {
        var run = await ReviewedAsync();
        await ReturnAsync(run, "sign", "review", straightBack: false);
        await ActAsync("县政府常务会议审核", "p2", "Approved", Verdicts(("a", "通过"), ("b", "通过")));
        await ReturnAsync(run, "sign", "hold", straightBack: false);

        await using var db = _office.Read();
        (await db.Items.Select(item => item.Stage).Distinct().ToListAsync()).ShouldBe([ItemStage.Shortlisted]);
        (await OpenAsync()).ShouldBe(["办理hold"]);
    }

    [Fact]
    public async Task Nobody_goes_back_behind_what_cannot_be_undone()
    {
        await _office.PublishAsync(Flows.Chart("paper", ["draft", "rest", "sign"], Flows.Task("draft", "Any", "p1"),
            Flows.Publish("rest", "told"), Flows.Task("sign", "Any", "p4")));
        var run = await _office.StartAsync("paper");
        await ActAsync("办理draft", "p1");

        (await Should.ThrowAsync<ReturnRefusedException>(() => ReturnAsync(run, "sign", "draft", straightBack: false))).Message
            .ShouldBe("“rest”已经办理，结果不能收回，所以不能退回到它前面的“draft”；请退回到它之后的步骤，或者在这一步写明意见办理。");
        (await OpenAsync()).ShouldBe(["办理sign"]);
    }

    private async Task<string> DraftedAsync()
    {
        await _office.PublishAsync(Flows.Chart("paper", ["draft", "check", "sign"], Flows.Task("draft", "Any", "p1"), Flows.Task("check", "Any", "p2"), Flows.Task("sign", "All", "p3", "p4")));
        var run = await _office.StartAsync("paper");
        await ActAsync("办理draft", "p1");
        await ActAsync("办理check", "p2");
        return run;
    }

    /// <summary>Two shortlisted items, one passed by a review and one not, before the last signature.</summary>
    private async Task<string> ReviewedAsync()
    {
        var chart = JsonNode.Parse(Flows.Chart("year", ["hold", "review", "sign"], Flows.Task("hold", "Any", "p1"),
            Flows.Step("Minsheng.Review", "review", ("body", "县政府常务会议"), ("to", "Candidate"), ("secretary", new JsonArray(new JsonObject { ["person"] = "p2" }))), Flows.Task("sign", "Any", "p4")))!;
        chart["root"]!["connections"]![1]!["source"]!["port"] = "Approved";
        await _office.PublishAsync(System.Text.Encoding.UTF8.GetBytes(chart.ToJsonString()));
        var cycle = await _office.Desk.StartCycleAsync("year", 2026, Office.Place, Office.Staff);
        await using var db = Office.Open(_options);
        foreach (var id in new[] { "a", "b" })
            db.Items.Add(new ItemRow
            {
                Id = id, JurisdictionId = Office.Place, CycleId = cycle, Number = $"ZS26-{id}", Title = $"项目{id}", Content = "修路", Domain = "交通出行",
                Stage = ItemStage.Shortlisted, Channel = "群众", Submitted = _clock.GetUtcNow(),
            });
        foreach (var id in new[] { "a", "b" })
            db.Add(new ItemDecisionRow { ItemId = id, Seq = 0, JurisdictionId = Office.Place, InstanceId = "", Stage = ItemStage.Shortlisted, Verdict = "列入初选", Reason = "", By = "人大办", At = _clock.GetUtcNow() });
        await db.SaveChangesAsync();
        var run = (await db.Cycles.SingleAsync()).RootInstanceId!;
        await ActAsync("办理hold", "p1");
        await ActAsync("县政府常务会议审核", "p2", "Approved", Verdicts(("a", "通过"), ("b", "不通过")));
        return run;
    }

    private static Dictionary<string, object?> Verdicts(params (string Item, string Verdict)[] rows) => new()
    {
        ["meetingDate"] = "2026-03-05",
        ["attendance"] = 12m,
        ["decisions"] = rows.Select(row => (object?)new Dictionary<string, object?> { ["item"] = row.Item, ["verdict"] = row.Verdict, ["reason"] = "按会议决定" }).ToList(),
    };

    private async Task<List<string>> OpenAsync() => [.. (await _office.OpenTasksAsync()).Select(task => task.Title)];

    private async Task ActAsync(string title, string person, string outcome = "Yes", Dictionary<string, object?>? values = null)
    {
        var task = (await _office.OpenTasksAsync()).Single(row => row.Title == title).Id;
        await _office.Tasks.ActAsync(task, person, outcome, null, values ?? []);
        await RestartAsync();
    }

    private Task ReturnAsync(string run, string from, string to, bool straightBack) => DoAsync(run, (session, _, loaded) =>
        Runtime.Processes.BurstRunner.Return(session, loaded, loaded.Instance.Bookmarks.Single(open => open.ActivityId == from), to, new ReturnNote("代表4", "附件不全", straightBack), "p4"));

    private async Task DoAsync(string run, Action<Runtime.Commits.WriteSession, Runtime.Processes.BurstRunner, Runtime.Processes.Run> act)
    {
        await _office.Desk.DoAsync((session, runner) =>
        {
            act(session, runner, runner.Load(session, run));
            return true;
        }, default);
        await RestartAsync();
    }

    private async Task RestartAsync()
    {
        await _office.DisposeAsync();
        _office = new Office(_options, _clock);
    }
}
