using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Versions;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Host.Tests.Tasks;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Settings;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Definitions;

/// <summary>How a version comes into force: why, by whom, from when; and that years under way keep theirs.</summary>
public sealed class VersionDeskTests : TaskRoom
{
    private const string Second = "second", Id = "year";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private VersionDesk Desk => new(Office.Commits, Office.Library);

    private VersionsQuery Query => new(new ReadSide(() => Office.Open(Options)), new ProcedurePictures());

    [Fact]
    public async Task Publishing_says_why_and_by_whom_and_a_year_under_way_stays_on_its_version()
    {
        var first = await ImportAsync("one");
        (await Should.ThrowAsync<RefusedException>(() => Desk.ReleaseAsync(Office.Place, first, Office.Staff, " ", cancellation: Ct))).Code.ShouldBe("reason-missing");
        (await Desk.ReleaseAsync(Office.Place, first, Office.Staff, "首次使用", cancellation: Ct)).ShouldBe(ReleaseOutcome.InForce);
        var cycle = await Office.Desk.StartCycleAsync(Id, 2026, Office.Place, Office.Staff, cancellation: Ct);
        var next = await ImportAsync("one", "two");
        await Desk.ReleaseAsync(Office.Place, next, Office.Staff, "按第九次会议决定增加一步", cancellation: Ct);

        (await VersionOfAsync(cycle)).ShouldBe(first);
        (await VersionOfAsync(await Office.Desk.StartCycleAsync(Id, 2027, Office.Place, Office.Staff, cancellation: Ct))).ShouldBe(next);
        var history = (await Query.ReadAsync(Office.Place, Id, Ct))!;
        history.Versions.Select(line => (line.Number, line.State, line.IsInForce, line.Reason, line.ProposedBy, line.Cycles)).ShouldBe(
        [
            (2, DefinitionState.Published, true, "按第九次会议决定增加一步", "周文静", 1),
            (1, DefinitionState.Retired, false, "首次使用", "周文静", 1),
        ]);
        (await Query.CompareAsync(Office.Place, first, next, Ct)).Comparison.Changes.ShouldHaveSingleItem().Sentence.ShouldBe("新增步骤“two”，在“one”之后。");
        (await ActsAsync()).ShouldBe(["definition-published", "definition-published"]);
        (await Should.ThrowAsync<RefusedException>(() => Desk.ReleaseAsync(Office.Place, next, Office.Staff, "再来一次", cancellation: Ct))).Code.ShouldBe("not-a-draft");
    }

    [Fact]
    public async Task From_its_day_on_new_years_take_a_version_and_until_then_the_old_one()
    {
        var first = await ImportAsync("one");
        await Desk.ReleaseAsync(Office.Place, first, Office.Staff, "首次使用", cancellation: Ct);
        var next = await ImportAsync("two");
        (await Should.ThrowAsync<RefusedException>(() => Desk.ReleaseAsync(Office.Place, next, Office.Staff, "改", new DateOnly(2026, 3, 4), Ct))).Code.ShouldBe("past-day");
        (await Desk.ReleaseAsync(Office.Place, next, Office.Staff, "四月起改办法", new DateOnly(2026, 4, 1), Ct)).ShouldBe(ReleaseOutcome.Scheduled);

        (await VersionOfAsync(await Office.Desk.StartCycleAsync(Id, 2026, Office.Place, Office.Staff, cancellation: Ct))).ShouldBe(first);
        // The last second of 31 March in the place, then the first of 1 April.
        At(new DateTimeOffset(2026, 3, 31, 15, 59, 59, TimeSpan.Zero));
        await new VersionClock(Office.Commits, Desk).RunAsync(Ct);
        (await VersionOfAsync(await Office.Desk.StartCycleAsync(Id, 2027, Office.Place, Office.Staff, cancellation: Ct))).ShouldBe(first);
        At(new DateTimeOffset(2026, 3, 31, 16, 0, 0, TimeSpan.Zero));
        (await VersionOfAsync(await Office.Desk.StartCycleAsync(Id, 2028, Office.Place, Office.Staff, cancellation: Ct))).ShouldBe(next);
        (await ActsAsync()).ShouldBe(["definition-published", "definition-scheduled", "definition-published"]);
    }

    [Fact]
    public async Task The_clock_brings_a_version_into_force_and_one_that_no_longer_runs_goes_back_with_its_reason()
    {
        await Desk.ReleaseAsync(Office.Place, await ImportAsync("one"), Office.Staff, "首次使用", cancellation: Ct);
        var next = await ImportAsync("two");
        await Desk.ReleaseAsync(Office.Place, next, Office.Staff, "四月起", new DateOnly(2026, 4, 1), Ct);
        At(Clock.GetUtcNow().AddDays(40));
        await new VersionClock(Office.Commits, Desk).RunAsync(Ct);
        (await StateAsync(next)).ShouldBe(DefinitionState.Published);

        await Office.PublishAsync(Flows.Sequence("child", Flows.Task("c", "any", "p1")), Office.Place);
        var parent = (await Office.Library.ImportAsync(Flows.Sequence(Id, Flows.Children("kids", "child", 1)), "test.json", Office.Place, Office.Staff, Ct)).VersionId;
        await Desk.ReleaseAsync(Office.Place, parent, Office.Staff, "带子方案", Day(10), Ct);
        await using (var db = Office.Open(Options)) await db.Definitions.Where(row => row.DefinitionId == "child").ExecuteUpdateAsync(set => set.SetProperty(row => row.PublishedVersionId, (string?)null), Ct);
        At(Clock.GetUtcNow().AddDays(11));
        await new VersionClock(Office.Commits, Desk).RunAsync(Ct);

        (await StateAsync(parent)).ShouldBe(DefinitionState.Draft);
        (await StateAsync(next)).ShouldBe(DefinitionState.Published);
        (await Query.ReadAsync(Office.Place, Id, Ct))!.Versions[0].Returned!.ShouldContain("child");
        await using var read = Office.Read();
        (await read.Outbox.SingleAsync(row => row.PersonId == Office.Staff, Ct)).Text.ShouldContain("退回修改");
    }

    [Fact]
    public async Task Where_the_place_wants_it_a_second_person_agrees_before_anything_is_in_force()
    {
        await TwoNeededAsync();
        var version = await ImportAsync("one");
        (await Should.ThrowAsync<RefusedException>(() => Office.Library.PublishAsync(version, Office.Staff, Ct))).Code.ShouldBe("second-person");
        (await Desk.ReleaseAsync(Office.Place, version, Office.Staff, "首次使用", cancellation: Ct)).ShouldBe(ReleaseOutcome.Proposed);

        await Should.ThrowAsync<NotFoundException>(() => Office.Desk.StartCycleAsync(Id, 2026, Office.Place, Office.Staff, cancellation: Ct));
        (await Should.ThrowAsync<NotAllowedException>(() => Desk.ApproveAsync(Office.Place, version, Office.Staff, Ct))).Message.ShouldContain("不能是同一个人");
        await Should.ThrowAsync<NotAllowedException>(() => Desk.ApproveAsync(Office.Place, version, "p1", Ct));
        await Should.ThrowAsync<NotAllowedException>(() => Desk.ApproveAsync(Office.Place, version, "stranger", Ct));
        await using (var db = Office.Read()) (await db.Outbox.Select(row => row.PersonId).ToListAsync(Ct)).ShouldBe([Second]);

        (await Desk.ApproveAsync(Office.Place, version, Second, Ct)).ShouldBe(ReleaseOutcome.InForce);
        (await VersionOfAsync(await Office.Desk.StartCycleAsync(Id, 2026, Office.Place, Office.Staff, cancellation: Ct))).ShouldBe(version);
        var line = (await Query.ReadAsync(Office.Place, Id, Ct))!.Versions[0];
        (line.ProposedBy, line.ApprovedBy, line.Reason).ShouldBe(("周文静", "吴第二", "首次使用"));
        (await ActsAsync()).ShouldBe(["definition-proposed", "definition-approved", "definition-published"]);
        await using (var db = Office.Read()) (await db.Outbox.SingleAsync(row => row.PersonId == Office.Staff, Ct)).Subject.ShouldStartWith("已同意");
    }

    [Fact]
    public async Task What_the_second_person_sends_back_is_a_draft_that_may_be_proposed_again()
    {
        await TwoNeededAsync();
        var version = await ImportAsync("one");
        await Desk.ReleaseAsync(Office.Place, version, Office.Staff, "首次使用", Day(10), Ct);
        (await Should.ThrowAsync<RefusedException>(() => Desk.ReturnAsync(Office.Place, version, Second, "", Ct))).Code.ShouldBe("reason-missing");
        await Desk.ReturnAsync(Office.Place, version, Second, "依据没有写", Ct);
        (await StateAsync(version)).ShouldBe(DefinitionState.Draft);
        (await Should.ThrowAsync<RefusedException>(() => Desk.ApproveAsync(Office.Place, version, Second, Ct))).Code.ShouldBe("other-state");

        At(Clock.GetUtcNow().AddHours(1));
        await Desk.ReleaseAsync(Office.Place, version, Office.Staff, "首次使用，依据已补", Day(10), Ct);
        (await Desk.ApproveAsync(Office.Place, version, Second, Ct)).ShouldBe(ReleaseOutcome.Scheduled);
        await Desk.ReturnAsync(Office.Place, version, Office.Staff, "会议推迟", Ct);
        At(Clock.GetUtcNow().AddDays(30));
        await new VersionClock(Office.Commits, Desk).RunAsync(Ct);
        (await StateAsync(version)).ShouldBe(DefinitionState.Draft);
        await using var db = Office.Read();
        (await db.Outbox.CountAsync(row => row.PersonId == Second, Ct)).ShouldBe(2);
    }

    [Fact]
    public async Task An_old_version_comes_back_as_a_new_one_and_nothing_that_was_is_rewritten()
    {
        var first = await ImportAsync("one");
        await Desk.ReleaseAsync(Office.Place, first, Office.Staff, "首次使用", cancellation: Ct);
        await Desk.ReleaseAsync(Office.Place, await ImportAsync("two"), Office.Staff, "改", cancellation: Ct);
        var before = await RowsAsync();

        var made = await Desk.RestoreAsync(Office.Place, first, Office.Staff, Ct);
        (made.Version, made.IsNew).ShouldBe((3, true));
        (await RowsAsync()).Where(row => row.Id != made.VersionId).ShouldBe(before);
        await Desk.ReleaseAsync(Office.Place, made.VersionId, Office.Staff, "恢复原来的办法", cancellation: Ct);

        (await Query.CompareAsync(Office.Place, first, made.VersionId, Ct)).Comparison.IsEmpty.ShouldBeTrue();
        var history = (await Query.ReadAsync(Office.Place, Id, Ct))!;
        history.Versions.Select(line => (line.Number, line.IsInForce, line.RestoredFrom)).ShouldBe([(3, true, 1), (2, false, null), (1, false, null)]);
        (await Should.ThrowAsync<RefusedException>(() => Desk.RestoreAsync(Office.Place, first, Office.Staff, Ct))).Code.ShouldBe("same-version");
        await Should.ThrowAsync<NotAllowedException>(() => Desk.RestoreAsync(Office.Place, first, "p1", Ct));
        await Should.ThrowAsync<NotFoundException>(() => Desk.RestoreAsync("elsewhere", first, "stranger", Ct));
        await Should.ThrowAsync<NotFoundException>(() => Query.CompareAsync("elsewhere", first, made.VersionId, Ct));
        (await Query.ReadAsync("elsewhere", Id, Ct)).ShouldBeNull();
    }

    private async Task<string> ImportAsync(params string[] steps) =>
        (await Office.Library.ImportAsync(Flows.Sequence(Id, [.. steps.Select(step => Flows.Task(step, "any", "p1"))]), "test.json", Office.Place, Office.Staff, Ct)).VersionId;

    private async Task TwoNeededAsync()
    {
        await using var db = Office.Open(Options);
        db.People.Add(new PersonRow { Id = Second, JurisdictionId = Office.Place, Name = "吴第二" });
        db.Posts.Add(new PostRow { Id = "post-second", JurisdictionId = Office.Place, PersonId = Second, Kind = PostKind.Role, Name = Roles.CountyNpcStaff, Title = "", From = new DateOnly(2020, 1, 1) });
        db.PlaceSettings.Add(new PlaceSettingRow { JurisdictionId = Office.Place, Name = PlaceSettings.SecondPerson.Name, Value = "1" });
        await db.SaveChangesAsync(Ct);
    }

    private void At(DateTimeOffset moment) => Clock.Advance(moment - Clock.GetUtcNow());

    private DateOnly Day(int ahead) => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(ahead);

    private async Task<string> VersionOfAsync(string cycle)
    {
        await using var db = Office.Read();
        return (await db.Cycles.SingleAsync(row => row.Id == cycle, Ct)).DefinitionVersionId;
    }

    private async Task<DefinitionState> StateAsync(string version)
    {
        await using var db = Office.Read();
        return (await db.DefinitionVersions.SingleAsync(row => row.Id == version, Ct)).State;
    }

    private async Task<List<(string Id, int Version, string Digest, DefinitionState State, string? Reason)>> RowsAsync()
    {
        await using var db = Office.Read();
        return [.. (await db.DefinitionVersions.OrderBy(row => row.Version).ToListAsync(Ct)).Select(row => (row.Id, row.Version, row.Digest, row.State, row.Reason))];
    }

    private async Task<List<string>> ActsAsync()
    {
        await using var db = Office.Read();
        return await db.Audit.Where(row => row.Act.StartsWith("definition-") && row.Act != "definition-imported").OrderBy(row => row.Seq).Select(row => row.Act).ToListAsync(Ct);
    }
}
