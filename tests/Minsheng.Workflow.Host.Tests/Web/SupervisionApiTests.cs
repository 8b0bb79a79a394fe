using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Microsoft.Extensions.DependencyInjection;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>What the screens and other programs learn of the supervision.</summary>
public sealed class SupervisionApiTests(TwoCounties counties) : IClassFixture<TwoCounties>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cycle_tells_its_findings_projects_and_changes_and_the_overview_what_to_look_at()
    {
        var cycle = await counties.CycleAsync("supervised", open: false);
        await using (var db = counties.Open())
        {
            db.AddRange(Item("late", cycle, ProjectState.Underway), Item("done", cycle, ProjectState.Finished, RatingOutcome.Satisfied), Item("gone", cycle, ProjectState.Stopped));
            db.AddRange(
                new PlanRow { ItemId = "late", JurisdictionId = TwoCounties.Here, Leader = "副县长", LeadUnitId = "u", Recorded = Now.AddDays(-100) },
                new MilestoneRow { ItemId = "late", Position = 0, JurisdictionId = TwoCounties.Here, Name = "竣工", Due = DateOnly.FromDateTime(Now.AddDays(-1).UtcDateTime), Planned = 100 },
                new ProgressRow { ItemId = "late", Seq = 1, JurisdictionId = TwoCounties.Here, InstanceId = "run", Kind = "月通报", Period = "本月", Percent = 30, Text = "", At = Now });
            db.AddRange(
                Finding("closed", cycle, FindingState.Closed, due: Now.AddDays(30)), Finding("answered", cycle, FindingState.Answered, due: Now.AddDays(-30)),
                Finding("later", cycle, FindingState.Open, due: Now.AddDays(30)), Finding("overdue", cycle, FindingState.Open, due: Now.AddDays(-15)), Finding("up", cycle, FindingState.Escalated, due: null));
            db.Add(new FindingStepRow { FindingId = "answered", Seq = 1, JurisdictionId = TwoCounties.Here, State = FindingState.Answered, Text = "已修复。", By = "县住建局", At = Now });
            db.AddRange(Change("minor", cycle, true, false, -1), Change("refused", cycle, false, true, -2), Change("agreed", cycle, true, true, -3), Change("before", cycle, true, true, -60));
            db.Add(new RatingRow { InstanceId = "run", Seq = 1, JurisdictionId = TwoCounties.Here, CycleId = cycle, ItemId = "done", Subject = "done", Rule = "R-STAR", Outcome = RatingOutcome.Satisfied, Percent = 92m, Sentence = "满意率 92%。", At = Now });
            db.Add(new BallotRow
            {
                Id = "congress", JurisdictionId = TwoCounties.Here, InstanceId = "run", CycleId = cycle, Title = "票决", SheetJson = """{"kind":"Vote","title":"票决"}""", ChairId = "chair", ScrutineerId = "scrutineer",
                State = BallotState.Opened, Due = 9, Prepared = Now.AddDays(-31), Closed = Now.AddDays(-30), ResultJson = "{}",
            });
            await db.SaveChangesAsync(Ct);
        }
        var deputy = await counties.AsAsync(TwoCounties.Deputy);

        var findings = (await deputy.ReadAsync($"/api/v1/cycles/{cycle}/findings")).EnumerateArray().ToList();
        findings.Select(finding => finding.GetProperty("id").GetString()).ShouldBe(["up", "overdue", "later", "answered", "closed"], "what needs somebody comes first");
        findings.Select(finding => finding.GetProperty("isLate").GetBoolean()).ShouldBe([false, true, false, false, false]);
        findings[1].GetProperty("leftWorkingDays").GetInt32().ShouldBeLessThan(-5);
        findings[2].GetProperty("leftWorkingDays").GetInt32().ShouldBeGreaterThan(10);
        findings[3].GetProperty("steps")[0].GetProperty("text").GetString().ShouldBe("已修复。");

        var projects = (await deputy.ReadAsync($"/api/v1/cycles/{cycle}/projects")).EnumerateArray().ToDictionary(project => project.GetProperty("id").GetString()!);
        projects["late"].GetProperty("progress").GetProperty("light").GetString().ShouldBe("Red");
        projects["late"].GetProperty("openFindings").GetInt32().ShouldBe(4);
        projects["done"].GetProperty("progress").GetProperty("light").GetString().ShouldBe("Done");
        (projects["done"].GetProperty("state").GetString(), projects["done"].GetProperty("lastRating").GetString()).ShouldBe(("Finished", "Satisfied"));
        projects["gone"].GetProperty("progress").GetProperty("light").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null, "what was stopped is not behind");

        var changes = (await deputy.ReadAsync($"/api/v1/cycles/{cycle}/changes")).EnumerateArray().Select(change => (change.GetProperty("id").GetString(), change.GetProperty("awaitsCongress").GetBoolean()));
        changes.ShouldBe([("minor", false), ("refused", false), ("agreed", true), ("before", false)]);

        var overview = await counties.Services.GetRequiredService<SupervisionQuery>().ReadAsync(TwoCounties.Here, TwoCounties.Clerk, Ct);
        overview.Findings.Count.ShouldBe(4);
        overview.Changes.ShouldHaveSingleItem().Id.ShouldBe("agreed");
        overview.Ratings.ShouldHaveSingleItem().Subject.ShouldBe("done");
        var elsewhere = await counties.Services.GetRequiredService<SupervisionQuery>().ReadAsync(TwoCounties.There, TwoCounties.Neighbour, Ct);
        (elsewhere.Findings.Count + elsewhere.Changes.Count + elsewhere.Ratings.Count + elsewhere.Year.Projects.Count + elsewhere.Closed).ShouldBe(0);
    }

    private static ItemRow Item(string id, string cycle, ProjectState state, RatingOutcome? rated = null) => new()
    {
        Id = id, JurisdictionId = TwoCounties.Here, CycleId = cycle, Number = $"ZS26-{id}", Title = id, Content = "", Domain = "交通出行", Stage = ItemStage.Project, State = state, LastRating = rated, Channel = "群众", Submitted = Now,
    };

    private static FindingRow Finding(string id, string cycle, FindingState state, DateTimeOffset? due) => new()
    {
        Id = id, JurisdictionId = TwoCounties.Here, CycleId = cycle, InstanceId = "run", ItemId = "late", Kind = "监督提醒函", Title = id, Text = "", IssuedBy = "督查组", IssuedTo = "县住建局",
        State = state, Due = due, Issued = Now.AddDays(-40), Closed = state == FindingState.Closed ? Now : null,
    };

    private static ProjectChangeRow Change(string id, string cycle, bool approved, bool congress, int days) => new()
    {
        Id = id, JurisdictionId = TwoCounties.Here, CycleId = cycle, InstanceId = "run", ItemId = "late", Kind = ChangeKind.Material, IsApproved = approved, Summary = "延长工期。", Reason = "雨季长。",
        By = "县人大常委会会议", NeedsCongress = congress, At = Now.AddDays(days),
    };
}
