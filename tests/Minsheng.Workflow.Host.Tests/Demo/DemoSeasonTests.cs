using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Demo;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Demo;

/// <summary>The demo may be looked at in any month, and a place that could not be written leaves nothing behind.</summary>
public sealed class DemoSeasonTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2027, 3, 10)]
    [InlineData(2027, 6, 21)]
    public async Task A_year_has_ended_and_a_box_is_open_in_every_season(int year, int month, int day)
    {
        await using var demo = new DemoDatabase();
        await demo.PrepareAsync();
        demo.Clock.Advance(new DateTimeOffset(year, month, day, 2, 0, 0, TimeSpan.Zero) - demo.Clock.GetUtcNow());
        foreach (var place in DemoPlace.Shipped.Where(place => place.Id is "daliuta" or "xialiang" or "zhongshan")) await demo.Seed().EnsureAsync(place, Ct);

        await using var db = demo.Everything();
        (await db.Cycles.OrderBy(cycle => cycle.JurisdictionId).Select(cycle => cycle.State).ToListAsync(Ct)).ShouldBe([CycleState.Finished, CycleState.Running, CycleState.Running]);
        (await db.Ballots.SingleAsync(ballot => ballot.JurisdictionId == "xialiang", Ct)).State.ShouldBe(BallotState.Open);
        (await db.Cycles.SingleAsync(cycle => cycle.JurisdictionId == "zhongshan", Ct)).Collection.ShouldBe(CollectionState.Open);
    }

    [Fact]
    public async Task A_place_that_breaks_off_leaves_nothing_behind_and_can_be_written_again()
    {
        await using var demo = new DemoDatabase();
        await demo.PrepareAsync();
        var place = DemoPlace.Shipped.Single(place => place.Id == "weiyuan");
        var broken = place with { Year = place.Year! with { Runs = [new DemoRun("no-such-procedure", 50)] } };

        await Should.ThrowAsync<Engine.WorkflowException>(() => demo.Seed().EnsureAsync(broken, Ct));
        await using (var db = demo.Everything())
        {
            (await db.Jurisdictions.CountAsync(Ct)).ShouldBe(0);
            (await db.People.CountAsync(Ct)).ShouldBe(0);
            (await db.Instances.CountAsync(Ct)).ShouldBe(0);
            (await db.Users.CountAsync(Ct)).ShouldBe(0);
        }
        (await demo.Seed().EnsureAsync(place, Ct)).ShouldBeTrue();
    }
}
