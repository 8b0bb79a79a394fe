using System.Text;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Ballots;
using Minsheng.Workflow.Runtime.People;

namespace Minsheng.Workflow.Host.Tests.Ballots;

/// <summary>Secrecy level two, played against somebody who copies the whole database whenever they like.</summary>
public sealed class BallotSecrecyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly IReadOnlyList<int>[] Choices = [[0, 0, 1], [0, 2, 0], [1, 1, 1], [2, 2, 2], [0, 0, 2], [0, 1, 0], [-1, -1, -1], [0, 0, 1]];

    [Fact]
    public async Task A_cast_changes_a_mark_on_the_roll_and_adds_a_slip_and_leaves_no_other_trace()
    {
        await using var house = await BallotHouse.PrepareAsync();
        await house.OpenBoxAsync();
        var before = Adversary.Copy(house.File);

        foreach (var (deputy, marks) in BallotHouse.Deputies.Zip(Choices))
        {
            await house.Desk.CastAsync(house.BallotId, deputy, marks, Ct);
            var after = Adversary.Copy(house.File);
            var changes = Adversary.Difference(before, after);

            string.Join(' ', changes.Keys.Order()).ShouldBe("ballot_roll ballot_slips", "no audit entry, no history, no message, no counter");
            changes["ballot_roll"].Come.ShouldHaveSingleItem().ShouldContain(deputy);
            changes["ballot_slips"].Gone.ShouldBeEmpty();
            changes["ballot_slips"].Come.ShouldHaveSingleItem().ShouldNotContain(deputy);
            before = after;
        }
    }

    [Fact]
    public async Task Slips_on_disk_have_one_length_random_keys_no_time_and_no_row_number()
    {
        await using var house = await BallotHouse.PrepareAsync();
        await house.OpenBoxAsync();
        var keys = new List<string>();
        foreach (var (deputy, marks) in BallotHouse.Deputies.Zip(Choices))
        {
            await house.Desk.CastAsync(house.BallotId, deputy, marks, Ct);
            keys.Add(Adversary.Copy(house.File).SlipKeys.Except(keys).Single());
        }
        var copy = Adversary.Copy(house.File);

        copy.Slips.Count.ShouldBe(Choices.Length);
        copy.Slips.Select(slip => slip.Length).Distinct().ShouldHaveSingleItem("the length of a slip must not tell a blank one from a full one");
        copy.Slips.Select(Convert.ToHexString).Distinct().Count().ShouldBe(Choices.Length, "equal choices must not look equal");
        keys.SequenceEqual(keys.Order(StringComparer.Ordinal)).ShouldBeFalse("keys must not ascend with time");
        copy.Schema["ballot_slips"].ShouldContain("WITHOUT ROWID");
        copy.Schema["ballot_receipts"].ShouldContain("WITHOUT ROWID");
        copy.Columns["ballot_slips"].ShouldBe(["ballot_id", "key", "sealed", "marks"], ignoreOrder: true);
        copy.Columns["ballot_roll"].ShouldBe(["ballot_id", "person_id", "jurisdiction_id", "has_cast", "is_recused", "on_paper"], ignoreOrder: true);
    }

    [Fact]
    public async Task Opening_destroys_sealed_slips_and_keys_and_leaves_choices_without_their_casters()
    {
        await using var house = await BallotHouse.PrepareAsync();
        await house.OpenBoxAsync();
        var receipts = new List<string>();
        foreach (var (deputy, marks) in BallotHouse.Deputies.Zip(Choices))
            receipts.Add(await house.Desk.CastAsync(house.BallotId, deputy, marks, Ct));
        var shut = Adversary.Copy(house.File);
        await house.Desk.CloseAsync(house.BallotId, BallotHouse.Scrutineer, Ct);
        await house.Desk.UnsealAsync(house.BallotId, BallotHouse.Scrutineer, BallotHouse.ScrutineerWords, Ct);
        var half = Adversary.Copy(house.File);
        await house.Desk.UnsealAsync(house.BallotId, BallotHouse.Chair, BallotHouse.ChairWords, Ct);
        var open = Adversary.Copy(house.File);

        half.SlipKeys.Intersect(shut.SlipKeys).ShouldBeEmpty("inner envelopes get keys of their own");
        open.SlipKeys.Intersect(half.SlipKeys.Concat(shut.SlipKeys)).ShouldBeEmpty("read slips get keys of their own");
        foreach (var slip in shut.Slips)
            shut.Bytes.AsSpan().IndexOf(slip).ShouldBeGreaterThanOrEqualTo(0, "or the search below would find nothing either");
        foreach (var slip in shut.Slips)
            half.Bytes.AsSpan().IndexOf(slip).ShouldBe(-1, "outer envelopes must be gone from the file and its log");
        foreach (var slip in shut.Slips.Concat(half.Slips))
            open.Bytes.AsSpan().IndexOf(slip).ShouldBe(-1, "envelopes must be gone from the file and its log");
        open.Rows("ballot_slips").Select(row => row.Split('|')[^1]).Order().ShouldBe(Choices.Select(Written).Order());
        open.Rows("ballot_slips").ShouldAllBe(row => !receipts.Exists(code => row.Contains(code)), "a code proves counted, not how");
        (await house.Desk.ReceiptsAsync(house.BallotId, Ct)).ShouldBe(receipts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_says_a_passphrase_a_code_or_who_cast()
    {
        await using var house = await BallotHouse.PrepareAsync();
        await house.OpenBoxAsync();
        var atOpening = house.Log.Text.Length;
        var receipts = new List<string>();
        foreach (var (deputy, marks) in BallotHouse.Deputies.Zip(Choices))
            receipts.Add(await house.Desk.CastAsync(house.BallotId, deputy, marks, Ct));
        var shut = Adversary.Copy(house.File);
        var whileCasting = house.Log.Text[atOpening..];
        await house.UnsealAsync();
        var open = Adversary.Copy(house.File);

        foreach (var words in (string[])[BallotHouse.ChairWords, BallotHouse.ScrutineerWords])
        {
            open.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(words)).ShouldBe(-1);
            house.Log.Text.ShouldNotContain(words);
        }
        foreach (var code in receipts)
        {
            shut.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(code)).ShouldBe(-1, "until opening a code exists only inside its slip");
            house.Log.Text.ShouldNotContain(code);
        }
        foreach (var deputy in BallotHouse.Deputies)
        {
            whileCasting.ShouldNotContain(deputy);
            open.Rows("audit").ShouldAllBe(row => !row.Contains(deputy), "the audit knows the roll's size, not who cast");
        }
    }

    [Fact]
    public async Task Names_of_those_who_have_not_cast_are_for_keepers_and_scrutineers_only()
    {
        await using var house = await BallotHouse.PrepareAsync();
        await house.OpenBoxAsync();
        await house.Desk.CastAsync(house.BallotId, BallotHouse.Deputies[0], Choices[0], Ct);

        (await house.Hall.NotCastAsync(house.Viewer(BallotHouse.Scrutineer), house.BallotId, Ct)).Count.ShouldBe(8);
        (await house.Hall.NotCastAsync(house.Viewer("teller", Roles.Scrutineer), house.BallotId, Ct)).Select(voter => voter.Name).ShouldNotContain("代表1");
        await Should.ThrowAsync<NotAllowedException>(() => house.Hall.NotCastAsync(house.Viewer(BallotHouse.Clerk, Roles.CountyNpcStaff), house.BallotId, Ct));
        await Should.ThrowAsync<NotFoundException>(() => house.Hall.NotCastAsync(new("elsewhere", BallotHouse.Scrutineer, [Roles.Scrutineer]), house.BallotId, Ct));
    }

    [Fact]
    public async Task The_hall_shows_counts_before_opening_and_figures_only_after()
    {
        await using var house = await BallotHouse.PrepareAsync();
        var viewer = house.Viewer(BallotHouse.Deputies[0], Roles.Deputy);
        await house.OpenBoxAsync();
        foreach (var (deputy, marks) in BallotHouse.Deputies.Zip(Choices))
            await house.Desk.CastAsync(house.BallotId, deputy, marks, Ct);

        (await house.Hall.FindAsync(viewer, house.BallotId, Ct)).ShouldNotBeNull().Cast.ShouldBe(8);
        (await house.Hall.VoteResultAsync(viewer, house.BallotId, Ct)).ShouldBeNull();
        (await house.Desk.SlipsAsync(house.BallotId, Ct)).ShouldBeEmpty("sealed slips are not read");

        await house.UnsealAsync();
        var result = (await house.Hall.VoteResultAsync(viewer, house.BallotId, Ct)).ShouldNotBeNull();
        result.Rows.Sum(row => row.For).ShouldBe(10);
        result.Rows.Select(row => row.For).ShouldBeInOrder(SortDirection.Descending);
        result.Rows[0].Title.ShouldBe("项目1");
        result.Receipts.Count.ShouldBe(8);
        (await house.Hall.FindAsync(new("elsewhere", BallotHouse.Chair, []), house.BallotId, Ct)).ShouldBeNull("another place's ballot does not exist here");
    }

    [Fact]
    public async Task A_rating_is_as_secret_as_a_vote_and_published_by_project_with_its_grade()
    {
        await using var house = await BallotHouse.PrepareAsync(rating: true);
        var viewer = house.Viewer(BallotHouse.Clerk, Roles.CountyNpcStaff);
        await house.OpenBoxAsync();
        IReadOnlyList<int>[] choices = [[0, 1, 2], [0, 1, 2], [0, 0, 3], [0, 0, 1], [0, 1, 2], [1, 1, 2], [-1, 2, 0], [0, 0, 2]];
        foreach (var (deputy, marks) in BallotHouse.Deputies.Zip(choices))
            await house.Desk.CastAsync(house.BallotId, deputy, marks, Ct);

        Adversary.Copy(house.File).Slips.Select(slip => slip.Length).Distinct().ShouldHaveSingleItem();
        (await house.Hall.RatingResultsAsync(viewer, Ct)).ShouldBeEmpty();
        await house.UnsealAsync();

        var result = (await house.Hall.RatingResultsAsync(viewer, Ct)).ShouldHaveSingleItem();
        result.Rows.Select(row => string.Join(' ', row.Counts)).ShouldBe(["6 1 0 1", "3 4 1 0", "1 1 5 1"]);
        result.Rows.Select(row => row.Grade!.Outcome).ShouldBe([RatingOutcome.Satisfied, RatingOutcome.Basically, RatingOutcome.Unsatisfied]);
        result.Receipts.Count.ShouldBe(8);
    }

    [Fact]
    public async Task Numbered_slips_have_one_length_too_and_are_read_without_their_casters()
    {
        await using var house = await BallotHouse.PrepareAsync(more: ("ballotType", "Rank"));
        await house.OpenBoxAsync();
        IReadOnlyList<int>[] numbers = [[1, 2, 3], [2, 1, 0], [0, 0, 0], [1, 0, 0], [3, 2, 1], [1, 2, 3], [1, 3, 2], [2, 1, 3]];
        (await Should.ThrowAsync<RefusedException>(house.Desk.CastAsync(house.BallotId, BallotHouse.Deputies[0], [1, 1, 2], Ct))).Message.ShouldContain("编号 1 用了不止一次");
        foreach (var (deputy, marks) in BallotHouse.Deputies.Zip(numbers))
            await house.Desk.CastAsync(house.BallotId, deputy, marks, Ct);

        var shut = Adversary.Copy(house.File);
        shut.Slips.Select(slip => slip.Length).Distinct().ShouldHaveSingleItem();
        await house.UnsealAsync();
        var open = Adversary.Copy(house.File);
        open.Rows("ballot_slips").Select(row => row.Split('|')[^1]).Order().ShouldBe(numbers.Select(slip => string.Join(',', slip)).Order());
        var result = (await house.Hall.VoteResultAsync(house.Viewer(BallotHouse.Clerk), house.BallotId, Ct)).ShouldNotBeNull();
        result.Rows.Select(row => (row.Title, row.RankSum)).ShouldBe([("项目1", 15), ("项目2", 19), ("项目3", 24)]);
    }

    [Fact]
    public async Task Of_paper_beside_electronic_slips_nothing_is_kept_but_the_one_result()
    {
        await using var house = await BallotHouse.PrepareAsync(more: ("paperMinimum", "3"));
        await house.OpenBoxAsync();
        foreach (var (deputy, marks) in BallotHouse.Deputies.Take(4).Zip(Choices))
            await house.Desk.CastAsync(house.BallotId, deputy, marks, Ct);
        await house.Paper.IssueToAllAsync(house.BallotId, BallotHouse.Chair, 4, Ct);
        await house.Desk.CloseAsync(house.BallotId, BallotHouse.Scrutineer, Ct);
        var figures = new PaperFigures(4, 4, 0, [[2, 1, 1, 0], [3, 0, 1, 0], [0, 4, 0, 0]]);
        await house.Paper.EnterAsync(house.BallotId, BallotHouse.Teller, figures, false, Ct);
        await house.Paper.EnterAsync(house.BallotId, BallotHouse.Scrutineer, figures, false, Ct);
        var entered = Adversary.Copy(house.File);
        var secret = Encoding.UTF8.GetBytes(entered.Rows("ballot_entries")[0].Split('|').Single(cell => cell.StartsWith('{')));
        entered.Bytes.AsSpan().IndexOf(secret).ShouldBeGreaterThanOrEqualTo(0, "or the search below would find nothing either");

        (await house.Desk.UnsealAsync(house.BallotId, BallotHouse.Scrutineer, BallotHouse.ScrutineerWords, Ct)).ShouldBeFalse();
        (await house.Desk.UnsealAsync(house.BallotId, BallotHouse.Chair, BallotHouse.ChairWords, Ct)).ShouldBeTrue();

        var open = Adversary.Copy(house.File);
        open.Rows("ballot_entries").ShouldBeEmpty();
        open.Rows("ballot_slips").ShouldBeEmpty("single slips would give the paper totals away");
        open.Bytes.AsSpan().IndexOf(secret).ShouldBe(-1, "the paper figures must be gone from the file and its log");
        house.Log.Text.ShouldNotContain("[2,1,1,0]");
        foreach (var table in new[] { "audit", "history", "instances" })
            open.Rows(table).ShouldAllBe(row => !row.Contains("[2,1,1,0]") && !row.Contains("\"valid\":4"));
        var result = (await house.Hall.VoteResultAsync(house.Viewer(BallotHouse.Clerk), house.BallotId, Ct)).ShouldNotBeNull();
        result.Rows.Select(row => (row.Title, row.For, row.Against, row.Abstain)).ShouldBe([("项目1", 4, 2, 2), ("项目2", 4, 1, 3), ("项目3", 1, 6, 1)]);
        (result.Result.Turnout.Issued, result.Result.Turnout.Returned, result.Result.ValidSlips).ShouldBe((8, 8, 8));
    }

    [Fact]
    public async Task A_rating_partly_on_paper_keeps_only_the_totals_of_both()
    {
        await using var house = await BallotHouse.PrepareAsync(rating: true);
        await house.OpenBoxAsync();
        await house.Paper.RestartAsync(house.BallotId, BallotHouse.Scrutineer, 8, Ct);
        await house.Desk.CloseAsync(house.BallotId, BallotHouse.Scrutineer, Ct);
        var figures = new PaperFigures(8, 8, 0, [[6, 1, 0, 1], [3, 4, 1, 0], [1, 1, 5, 1]]);
        await house.Paper.EnterAsync(house.BallotId, BallotHouse.Teller, figures, false, Ct);
        await house.Paper.EnterAsync(house.BallotId, BallotHouse.Scrutineer, figures, false, Ct);
        await house.Desk.UnsealAsync(house.BallotId, BallotHouse.Scrutineer, BallotHouse.ScrutineerWords, Ct);
        await house.Desk.UnsealAsync(house.BallotId, BallotHouse.Chair, BallotHouse.ChairWords, Ct);

        var result = (await house.Hall.RatingResultsAsync(house.Viewer(BallotHouse.Clerk), Ct)).ShouldHaveSingleItem();
        result.Rows.Select(row => string.Join(' ', row.Counts)).ShouldBe(["6 1 0 1", "3 4 1 0", "1 1 5 1"]);
        result.Rows.Select(row => row.Grade!.Outcome).ShouldBe([RatingOutcome.Satisfied, RatingOutcome.Basically, RatingOutcome.Unsatisfied]);
    }

    private static string Written(IReadOnlyList<int> marks) => string.Concat(marks.Select(mark => mark < 0 ? 2 : mark));
}
