using System.Text;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Lights;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Demo;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Demo;

/// <summary>Every place of the demo stands where its story says, with the figures of its source.</summary>
public sealed class DemoPlaceTests(DemoDatabase demo) : IClassFixture<DemoDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Places => [.. DemoPlace.Shipped.Select(place => place.Id)];

    [Fact]
    public void Eleven_places_of_all_three_levels_are_told_and_say_that_they_are_a_demo()
    {
        DemoPlace.Shipped.Count.ShouldBe(11);
        DemoPlace.Shipped.Select(place => place.Level).Distinct().Count().ShouldBe(3);
        DemoPlace.Shipped.Where(place => place.Year is not null).ShouldAllBe(place => place.Name.EndsWith("（演示）", StringComparison.Ordinal));
        DemoPlace.Shipped.Where(place => place.Year is not null).Select(place => place.Year!.DaysAgo).ShouldBeUnique("each is in another month of its year");
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Nothing_stands_still_and_the_audit_chain_holds(string place)
    {
        await using var db = demo.Of(place);
        (await db.History.Where(line => line.Kind == HistoryKind.Faulted).Select(line => line.Sentence).ToListAsync(Ct)).ShouldBeEmpty();
        (await db.Instances.CountAsync(run => run.OpenIncidents > 0, Ct)).ShouldBe(0);
        (await db.Signals.CountAsync(Ct)).ShouldBe(0);
        (await db.Waits.CountAsync(wait => wait.Due < demo.Clock.GetUtcNow() && wait.Kind == Engine.Running.WaitKind.Timer, Ct)).ShouldBe(0, "every timer that was due has gone off");
        (await demo.Commits.ReadAsync(session => AuditLog.Verify(session, place), Ct)).BrokenAt.ShouldBeNull();
        (await db.Audit.Select(entry => entry.At).ToListAsync(Ct)).ShouldAllBe(at => at <= demo.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Zhashui_is_fresh_for_the_walk_through_the_README()
    {
        await using var db = demo.Of("zhashui");
        (await db.Cycles.CountAsync(Ct)).ShouldBe(0);
        (await db.People.CountAsync(Ct)).ShouldBe(26);
        (await db.Users.CountAsync(account => account.UserName == "renda", Ct)).ShouldBe(1);
    }

    [Fact]
    public async Task In_Zhongshanxi_street_a_collection_is_open()
    {
        var cycle = await CycleAsync("zhongshan");
        cycle.Collection.ShouldBe(CollectionState.Open);
        cycle.CollectionUntil!.Value.ShouldBeGreaterThan(demo.Clock.GetUtcNow());
        (await ItemsAsync("zhongshan", ItemStage.Proposal)).Count.ShouldBeInRange(4, 20);
    }

    [Fact]
    public async Task In_Beiguan_five_hundred_and_eleven_proposals_have_become_forty_eight()
    {
        await using var db = demo.Of("beiguan");
        (await db.Items.CountAsync(Ct)).ShouldBe(511);
        (await ItemsAsync("beiguan", ItemStage.Shortlisted)).Count.ShouldBe(48);
        (await db.Tasks.SingleAsync(task => task.State == TaskState.Open, Ct)).ActivityId.ShouldBe("sc-review");
    }

    [Fact]
    public async Task In_Zhangdong_street_the_vote_on_one_hundred_and_forty_eight_of_one_hundred_and_ninety_two_is_counted()
    {
        await using var db = demo.Of("zhangdong");
        (await db.Items.CountAsync(Ct)).ShouldBe(192);
        var review = await db.History.SingleAsync(line => line.Sentence.Contains("通过 148 项"), Ct);
        review.Sentence.ShouldContain("不通过 44 项");
        (await db.Ballots.SingleAsync(Ct)).State.ShouldBe(BallotState.Opened);
        (await ItemsAsync("zhangdong", ItemStage.Project)).ShouldBeEmpty("the Party working committee has not confirmed");
        (await ItemsAsync("zhangdong", ItemStage.Candidate)).ShouldContain(item => item.Title.Contains("后崇义") && item.Amount == 210);
    }

    [Fact]
    public async Task In_Xialiang_the_box_is_open_and_half_have_voted()
    {
        await using var db = demo.Of("xialiang");
        (await db.Ballots.SingleAsync(Ct)).State.ShouldBe(BallotState.Open);
        (await db.BallotRoll.CountAsync(entry => entry.HasCast, Ct)).ShouldBe(7);
        var likely = (await ItemsAsync("xialiang", ItemStage.Candidate)).Take(3).ToList();
        (likely.Sum(item => item.Amount!.Value) / 3).ShouldBe(92.08m, "the average of Zhashui's towns");
    }

    [Fact]
    public async Task In_Huangbao_three_of_twenty_five_are_under_way_with_every_light()
    {
        await using var db = demo.Of("huangbao");
        (await db.Items.CountAsync(Ct)).ShouldBe(25);
        (await LightsAsync("huangbao")).ShouldBe([Light.Green, Light.Yellow, Light.Red], ignoreOrder: true);
    }

    [Fact]
    public async Task In_Xincheng_seven_of_ten_are_done_for_an_average_of_630()
    {
        var projects = await ItemsAsync("xincheng", ItemStage.Project);
        (projects.Count, projects.Average(item => item.Amount!.Value)).ShouldBe((10, 630m));
        (await LightsAsync("xincheng")).Count(light => light == Light.Done).ShouldBe(7);
        await using var db = demo.Of("xincheng");
        (await db.Items.CountAsync(Ct)).ShouldBe(56);
        (await db.Findings.Select(finding => finding.State).ToListAsync(Ct)).ShouldBe([FindingState.Closed, FindingState.Closed, FindingState.Answered], ignoreOrder: true);
        var change = await db.ProjectChanges.SingleAsync(Ct);
        (change.Kind, change.IsApproved, change.NeedsCongress).ShouldBe((ChangeKind.Material, true, true));
        (await db.Tasks.CountAsync(task => task.State == TaskState.Open && task.ActivityId == "next-congress", Ct)).ShouldBe(1);
    }

    [Fact]
    public async Task In_Yuanyang_county_and_town_are_supervised()
    {
        (await ItemsAsync("yuanyang", ItemStage.Project)).ShouldContain(item => item.Title == "幸福路拓宽工程" && item.Content.Contains("6.5米拓宽至18米"));
        (await LightsAsync("yuanyang")).Distinct().Count().ShouldBeGreaterThan(1);
        await using var db = demo.Of("yuanyang");
        (await db.Findings.CountAsync(finding => finding.State != FindingState.Closed, Ct)).ShouldBe(1);
        (await ItemsAsync("taiping", ItemStage.Project)).Count.ShouldBe(3, "three to five in a township");
    }

    [Fact]
    public async Task In_Daliuta_the_year_has_ended_with_four_of_five_built_and_one_carried_over()
    {
        (await CycleAsync("daliuta")).State.ShouldBe(CycleState.Finished);
        var projects = await ItemsAsync("daliuta", ItemStage.Project);
        projects.Select(item => item.State).Order().ShouldBe([.. Enumerable.Repeat(ProjectState.Finished, 4), ProjectState.CarriedOver]);
        projects.ShouldAllBe(item => item.LastRating == RatingOutcome.Satisfied);
        await using var db = demo.Of("daliuta");
        (await db.Ballots.Select(ballot => ballot.Due).Distinct().SingleAsync(Ct)).ShouldBe(81);
    }

    [Fact]
    public async Task In_Weiyuan_ninety_points_make_five_stars()
    {
        await using var db = demo.Of("weiyuan");
        var rated = await db.Ratings.ToListAsync(Ct);
        rated.ShouldAllBe(rating => rating.Rule == "R-STAR" && rating.Outcome == (rating.Percent >= 90 ? RatingOutcome.Satisfied : RatingOutcome.Unsatisfied));
        (rated.Count, rated.Count(rating => rating.Percent >= 90)).ShouldBe((7, 5));
        (await db.TaskActs.Select(act => act.ValuesJson).ToListAsync(Ct)).ShouldContain(values => values.Contains("58"));
    }

    [Fact]
    public async Task Seeding_again_changes_nothing()
    {
        var before = await CountsAsync();
        (await demo.Seed().MissingAsync(Ct)).ShouldBeEmpty();
        foreach (var place in DemoPlace.Shipped) (await demo.Seed().EnsureAsync(place, Ct)).ShouldBeFalse();
        (await CountsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Whoever_signs_in_is_known_as_an_account_of_the_demo()
    {
        await using var db = demo.Everything();
        var accounts = await db.Users.Select(account => account.Id).ToListAsync(Ct);
        accounts.Count.ShouldBe(DemoPlace.Shipped.Sum(place => place.Everybody.Count(person => person.SignsIn)));
        (await db.UserClaims.Where(claim => claim.ClaimType == DemoSeed.DemoClaim).Select(claim => claim.UserId).ToListAsync(Ct)).ShouldBe(accounts, ignoreOrder: true);
    }

    /// <summary>The page about Hohhot reached us in damaged traditional characters below a line of spam: none of it can be among plain simplified ones.</summary>
    [Fact]
    public async Task Nothing_comes_from_the_damaged_page_about_Hohhot()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var simplified = Encoding.GetEncoding(20936, new EncoderExceptionFallback(), new DecoderExceptionFallback());
        await using var db = demo.Of("zhongshan");
        var texts = await db.Items.Select(item => item.Title + item.Content + item.Place + item.Reason).ToListAsync(Ct);
        texts.AddRange(await db.Documents.Select(document => document.Title + document.Body).ToListAsync(Ct));
        texts.Count.ShouldBeGreaterThan(4);
        foreach (var text in texts) Should.NotThrow(() => simplified.GetByteCount(text), text);
        texts.ShouldAllBe(text => !text.Contains("http", StringComparison.OrdinalIgnoreCase));
    }

    private async Task<CycleRow> CycleAsync(string place)
    {
        await using var db = demo.Of(place);
        return await db.Cycles.SingleAsync(Ct);
    }

    private async Task<List<ItemRow>> ItemsAsync(string place, ItemStage stage)
    {
        await using var db = demo.Of(place);
        return await db.Items.Where(item => item.Stage == stage).OrderBy(item => item.Number).ToListAsync(Ct);
    }

    private async Task<List<Light>> LightsAsync(string place) =>
        [.. (await demo.Projects.ReadAsync(place, null, Ct)).Projects.Select(project => project.Progress.Light!.Value)];

    private async Task<List<int>> CountsAsync()
    {
        await using var db = demo.Everything();
        return
        [
            await db.Jurisdictions.CountAsync(Ct), await db.People.CountAsync(Ct), await db.Users.CountAsync(Ct), await db.Items.CountAsync(Ct), await db.Instances.CountAsync(Ct),
            await db.History.CountAsync(Ct), await db.Audit.CountAsync(Ct), await db.Tasks.CountAsync(Ct), await db.BallotSlips.CountAsync(Ct), await db.Definitions.CountAsync(Ct),
        ];
    }
}
