using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Items;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>The pool on any database: what is found, what is merged and by whom, and who is still owed an answer.</summary>
public abstract class PoolContract : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 5, 2, 0, 0, TimeSpan.Zero));
    private readonly string _key = Guid.CreateVersion7().ToString("n");
    private DatabaseOptions _options = null!;
    private Office _office = null!;
    private ReadSide _reading = null!;
    private SimilarQuery _similar = null!;
    private string _cycle = "";

    private protected abstract Task<DatabaseOptions> CreateAsync();

    private PoolQuery Pool => new(_reading, _similar);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _options = await CreateAsync();
        await Office.SeedAsync(_options, people: 3);
        _office = new Office(_options, _clock);
        _reading = new ReadSide(() => Office.Open(_options));
        _similar = new SimilarQuery(_reading);
        EffectStep.Decided[_key] = _ => [new OpenCollection(_clock.GetUtcNow().AddDays(30), ["群众", "代表"], [])];
        EffectStep.Decided[_key + "-2"] = _ => [];
        await _office.PublishAsync(Flows.Sequence("pool", Flows.Effects("open", _key), Flows.Task("hold", "Any", "p1"), Flows.Effects("decide", _key + "-2"), Flows.Task("last", "Any", "p1")));
        _cycle = await _office.Desk.StartCycleAsync("pool", 2026, Office.Place, Office.Staff);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _office.DisposeAsync();
        if (_options.Provider == DatabaseProvider.Sqlite) Databases.Delete(_options);
    }

    [Fact]
    public async Task Merged_with_credit_every_proposer_stays_and_every_receipt_leads_to_what_remains()
    {
        var (first, second, third) = (await SubmitAsync("后崇义加装路灯", "代表1"), await SubmitAsync("后崇义夜间照明不足", "王五"), await SubmitAsync("后崇义门口装路灯", "赵六"));

        await _office.Items.MergeAsync(new MergeOrder(first.ItemId, [second.ItemId, third.ItemId], "后崇义等背街小巷路灯加装", Office.Staff), Ct);

        foreach (var receipt in new[] { second, third })
        {
            var told = (await _office.Items.FollowAsync(receipt.Receipt, Ct))!;
            (told.Number, told.Stage, told.MergedInto).ShouldBe((receipt.Number, ItemStage.Merged, first.Number));
            told.Main.ShouldBe(new MainItem(first.Number, "后崇义等背街小巷路灯加装", ItemStage.Proposal));
            told.Steps[0].Reason.ShouldContain("您仍是提出人");
        }
        var row = (await Pool.ReadAsync(Office.Place, Everything, Ct)).Items.Rows.Single(item => item.Id == first.ItemId);
        (row.Proposers, row.Title).ShouldBe((3, "后崇义等背街小巷路灯加装"));
        (await _office.Items.ListAsync(_cycle, [ItemStage.Proposal], Ct)).Single().Proposers.ShouldBe(3, "steps see the credit too");
        var page = await new ItemPageQuery(_reading, new ProcedurePictures(), _clock).FindAsync(Office.Place, first.ItemId, withProposers: true, Ct);
        page!.Proposers.Select(proposer => proposer.Name).ShouldBe(["代表1", "王五", "赵六"], ignoreOrder: true);
        await using var db = _office.Read();
        (await db.Audit.Where(entry => entry.Act == "items-merged" && entry.Actor == Office.Staff).CountAsync(Ct)).ShouldBe(1);
    }

    [Fact]
    public async Task What_was_decided_later_reaches_the_receipts_of_those_that_were_merged()
    {
        var (first, second) = (await SubmitAsync("甲路路灯"), await SubmitAsync("甲路照明"));
        await MergeAsync(first, second);

        // The list that went out before the merger still has a verdict on the merged one.
        await DecideAsync(new ItemDecision(first.ItemId, ItemStage.NotChosen, "不采纳", "今年已有同类项目。", "县政府办"), new ItemDecision(second.ItemId, ItemStage.NotChosen, "不采纳", "另一个理由。", "县政府办"));

        var told = (await _office.Items.FollowAsync(second.Receipt, Ct))!;
        (told.Stage, told.Main!.Stage).ShouldBe((ItemStage.Merged, ItemStage.NotChosen));
        told.Steps[^1].Reason.ShouldBe("今年已有同类项目。");
        told.Steps.ShouldNotContain(step => step.Reason == "另一个理由。");
    }

    [Fact]
    public async Task Of_two_mergers_at_once_one_wins_and_the_other_is_told()
    {
        var (first, second, third) = (await SubmitAsync("甲"), await SubmitAsync("乙"), await SubmitAsync("丙"));

        var both = await Task.WhenAll(TryAsync(new MergeOrder(first.ItemId, [second.ItemId], null, Office.Staff)), TryAsync(new MergeOrder(third.ItemId, [second.ItemId], null, Office.Staff)));

        both.Count(refusal => refusal is null).ShouldBe(1);
        var refused = both.Single(refusal => refusal is not null)!;
        refused.Code.ShouldBe("decided");
        refused.Message.ShouldStartWith($"{second.Number} 周文静已在 3月5日 10:00 确定“并入 ");
        (await _office.Items.FollowAsync(second.Receipt, Ct))!.MergedInto.ShouldBeOneOf(first.Number, third.Number);
    }

    [Fact]
    public async Task Taken_apart_again_everything_stands_as_before_also_for_those_merged_earlier()
    {
        var (first, second, third) = (await SubmitAsync("甲"), await SubmitAsync("乙"), await SubmitAsync("丙"));
        await MergeAsync(second, third);
        await MergeAsync(first, second);
        (await _office.Items.FollowAsync(third.Receipt, Ct))!.MergedInto.ShouldBe(first.Number);
        (await Should.ThrowAsync<RefusedException>(() => _office.Items.SplitAsync(third.ItemId, Office.Staff, Ct))).Code.ShouldBe("merged-further");

        await _office.Items.SplitAsync(second.ItemId, Office.Staff, Ct);

        (await _office.Items.FollowAsync(second.Receipt, Ct))!.Stage.ShouldBe(ItemStage.Proposal);
        (await _office.Items.FollowAsync(third.Receipt, Ct))!.MergedInto.ShouldBe(second.Number);
        await _office.Items.SplitAsync(third.ItemId, Office.Staff, Ct);
        (await Pool.ReadAsync(Office.Place, Everything, Ct)).Counts[ItemStage.Proposal].ShouldBe(3);
        (await Should.ThrowAsync<RefusedException>(() => _office.Items.SplitAsync(third.ItemId, Office.Staff, Ct))).Code.ShouldBe("not-merged");
    }

    [Fact]
    public async Task Once_something_was_decided_nothing_is_merged_or_taken_apart()
    {
        var (first, second, third) = (await SubmitAsync("甲"), await SubmitAsync("乙"), await SubmitAsync("丙"));
        await MergeAsync(first, second);
        await DecideAsync(new ItemDecision(first.ItemId, ItemStage.Shortlisted, "列入初选", "", "县政府办"));

        (await Should.ThrowAsync<RefusedException>(() => _office.Items.SplitAsync(second.ItemId, Office.Staff, Ct))).Code.ShouldBe("decided-since");
        (await Should.ThrowAsync<RefusedException>(() => MergeAsync(first, third))).Message.ShouldContain("确定“列入初选”");
        (await Should.ThrowAsync<RefusedException>(() => MergeAsync(third))).Code.ShouldBe("merge-one");
    }

    [Fact]
    public async Task Only_the_offices_of_the_place_merge_and_another_county_finds_nothing()
    {
        var (first, second) = (await SubmitAsync("甲"), await SubmitAsync("乙"));

        (await TryAsync(new MergeOrder(first.ItemId, [second.ItemId], null, "p1"))).ShouldBeOfType<NotAllowedException>();
        (await TryAsync(new MergeOrder(first.ItemId, [second.ItemId], null, "stranger"))).ShouldBeOfType<NotFoundException>();
        await Should.ThrowAsync<NotAllowedException>(() => _office.Items.KeepApartAsync([first.ItemId, second.ItemId], "p1", Ct));
        await Should.ThrowAsync<NotFoundException>(() => _office.Items.AnswerAsync(first.ItemId, "stranger", "理由", Ct));
        await Should.ThrowAsync<NotFoundException>(() => _office.Items.JoinAsync("elsewhere", new JoinOrder(first.ItemId, "钱外"), Ct));
        (await Pool.ReadAsync("elsewhere", new PoolFilter(_cycle, null, null, 1), Ct)).Cycle.ShouldBeNull();
        (await new MergeQuery(_reading, _similar).ReadAsync("elsewhere", _cycle, [first.ItemId, second.ItemId], Ct)).ShouldBeNull();
        (await _similar.ToAsync("elsewhere", _cycle, new Suggestion("", "甲", "甲", "", ""), cancellation: Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_joins_keeps_their_name_and_gets_a_receipt_that_leads_there()
    {
        var (first, second) = (await SubmitAsync("甲"), await SubmitAsync("乙"));
        await MergeAsync(first, second);

        var joined = await _office.Items.JoinAsync(Office.Place, new JoinOrder(second.ItemId, "代表2", PersonId: "p2"), Ct);

        (joined.ItemId, joined.Number).ShouldBe((first.ItemId, first.Number), "what was merged leads on");
        (await _office.Items.FollowAsync(joined.Receipt, Ct))!.Number.ShouldBe(first.Number);
        (await Should.ThrowAsync<RefusedException>(() => _office.Items.JoinAsync(Office.Place, new JoinOrder(first.ItemId, "代表2", PersonId: "p2"), Ct))).Code.ShouldBe("joined-already");
        (await Should.ThrowAsync<FormRefusedException>(() => _office.Items.JoinAsync(Office.Place, new JoinOrder(first.ItemId, " "), Ct))).Problems.Single().Path.ShouldBe("proposerName");
        _clock.Advance(TimeSpan.FromDays(31));
        (await Should.ThrowAsync<RefusedException>(() => _office.Items.JoinAsync(Office.Place, new JoinOrder(first.ItemId, "代表3", PersonId: "p3"), Ct))).Code.ShouldBe("collection-closed");
    }

    [Fact]
    public async Task An_answer_is_owed_until_a_reason_can_be_read()
    {
        var (first, second, third) = (await SubmitAsync("甲"), await SubmitAsync("乙"), await SubmitAsync("丙"));
        await DecideAsync(new ItemDecision(first.ItemId, ItemStage.NotChosen, "不采纳", "", "县政府办"), new ItemDecision(second.ItemId, ItemStage.NotChosen, "不采纳", "只解决个别单位的需求。", "县政府办"));
        (await ReadAsync()).ShouldBe(new PoolAnswers(3, 1, 1));
        (await Pool.ReadAsync(Office.Place, Everything with { Owed = true }, Ct)).Items.Rows.Select(row => (row.Id, row.LacksReason)).ShouldBe([(first.ItemId, true), (third.ItemId, false)]);

        await _office.Items.AnswerAsync(first.ItemId, Office.Staff, "资金今年没有落实，明年再考虑。", Ct);

        (await ReadAsync()).ShouldBe(new PoolAnswers(3, 1, 0));
        (await _office.Items.FollowAsync(first.Receipt, Ct))!.Steps[^1].Reason.ShouldBe("资金今年没有落实，明年再考虑。");
        (await Should.ThrowAsync<RefusedException>(() => _office.Items.AnswerAsync(third.ItemId, Office.Staff, "理由", Ct))).Code.ShouldBe("not-owed");

        async Task<PoolAnswers> ReadAsync() => (await Pool.ReadAsync(Office.Place, Everything, Ct)).Answers;
    }

    [Fact]
    public async Task Similar_ones_are_tagged_until_somebody_says_they_are_two_matters()
    {
        var (first, second) = (await SubmitAsync("后崇义小区门口装路灯"), await SubmitAsync("后崇义小区门口没有照明"));
        await SubmitAsync("农贸市场改造");
        var view = await Pool.ReadAsync(Office.Place, Everything, Ct);
        view.Groups.Single().Ids.ShouldBe([first.ItemId, second.ItemId]);
        view.Items.Rows.Select(row => row.Similar).ShouldBe([1, 1, 0]);
        (await Pool.ReadAsync(Office.Place, Everything with { Similar = true }, Ct)).Items.Total.ShouldBe(2);
        var side = await new MergeQuery(_reading, _similar).ReadAsync(Office.Place, _cycle, [first.ItemId, second.ItemId], Ct);
        side!.Items[1].To(first.ItemId)!.Value.ShouldBeInRange(42, 100);
        (await _similar.ToAsync(Office.Place, _cycle, new Suggestion("", "后崇义小区门口太黑要路灯", "", "", ""), cancellation: Ct)).Select(item => item.Number).ShouldContain(first.Number);

        await _office.Items.KeepApartAsync([second.ItemId, first.ItemId], Office.Staff, Ct);

        (await Pool.ReadAsync(Office.Place, Everything, Ct)).Groups.ShouldBeEmpty();
        await MergeAsync(first, second);
        (await new MergeQuery(_reading, _similar).ReadAsync(Office.Place, _cycle, [first.ItemId, second.ItemId], Ct)).ShouldBeNull("nothing is left to merge");
    }

    [Fact]
    public async Task The_list_is_narrowed_sorted_and_paged_by_the_database()
    {
        for (var number = 1; number <= 25; number++) await SubmitAsync($"第{number}件", amount: number % 5 == 0 ? null : number, place: number % 2 == 0 ? "东街" : "西街", channel: number % 3 == 0 ? "代表" : "群众");

        (await FindAsync(Everything with { Page = 9 })).ShouldBe((25, 5));
        (await FindAsync(Everything with { Where = "东街", Channel = "代表" })).ShouldBe((4, 4));
        (await FindAsync(Everything with { From = 3, To = 9.5m })).ShouldBe((6, 6));
        (await FindAsync(Everything with { Text = "第1" })).ShouldBe((11, 11));
        (await FindAsync(Everything with { Text = "100%_" })).ShouldBe((0, 0), "signs of the search are ordinary signs");
        var dearest = await Pool.ReadAsync(Office.Place, Everything with { Order = PoolOrder.Amount, Descending = true }, Ct);
        dearest.Items.Rows.Take(3).Select(row => row.Amount).ShouldBe([24m, 23m, 22m]);
        (await Pool.ReadAsync(Office.Place, Everything with { Order = PoolOrder.Amount, Page = 2 }, Ct)).Items.Rows.ShouldAllBe(row => row.Amount == null, "what has no amount comes last either way");
        foreach (var order in Enum.GetValues<PoolOrder>())
            (await FindAsync(Everything with { Order = order, Descending = true })).ShouldBe((25, 20));
        dearest.Choices.ShouldSatisfyAllConditions(choices => choices.Places.ShouldBe(["西街", "东街"]), choices => choices.Channels.ShouldBe(["代表", "群众"], ignoreOrder: true));

        async Task<(int, int)> FindAsync(PoolFilter filter) => (await Pool.ReadAsync(Office.Place, filter, Ct)).Items is var found ? (found.Total, found.Rows.Count) : default;
    }

    private PoolFilter Everything => new(_cycle, null, null, 1);

    private Task<ItemReceipt> SubmitAsync(string title, string who = "李四", decimal? amount = null, string place = "", string channel = "群众") =>
        _office.Items.SubmitAsync(new Proposal(_cycle, title, title, "交通", place, "需要", amount, channel, who), Ct);

    private Task MergeAsync(ItemReceipt keep, params ItemReceipt[] others) =>
        _office.Items.MergeAsync(new MergeOrder(keep.ItemId, [.. others.Select(other => other.ItemId)], null, Office.Staff), Ct);

    private async Task<WorkflowException?> TryAsync(MergeOrder order)
    {
        try
        {
            await _office.Items.MergeAsync(order, Ct);
            return null;
        }
        catch (WorkflowException refused)
        {
            return refused;
        }
    }

    /// <summary>A step of the year decides, as screening would.</summary>
    private async Task DecideAsync(params ItemDecision[] decisions)
    {
        EffectStep.Decided[_key + "-2"] = _ => [new DecideItems(decisions)];
        await _office.ActAsync((await _office.OpenTasksAsync()).Single().Id, "p1");
    }
}

public sealed class SqlitePoolTests : PoolContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.SqliteAsync();
}

public sealed class PostgresPoolTests : PoolContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.PostgresAsync();
}
