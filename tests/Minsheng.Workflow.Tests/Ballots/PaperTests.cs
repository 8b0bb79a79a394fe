using Minsheng.Workflow.Activities.Ballots;

namespace Minsheng.Workflow.Tests.Ballots;

public class PaperTests
{
    private static readonly BallotRules OneOfTwo = new() { Seats = 1 };
    private static readonly BallotSheet Vote = Sheet(BallotKind.Vote, OneOfTwo, "赞成", "反对", "弃权");
    private static readonly PaperTotals Right = new(Issued: 30, Returned: 29, Valid: 28, Void: 1, [[16, 10, 1, 1], [12, 16, 0, 0]]);

    [Fact]
    public void Figures_that_agree_with_each_other_are_taken() => PaperSheet.Problems(Vote, Right).ShouldBeEmpty();

    [Fact]
    public void More_approvals_than_valid_slips_are_caught_at_their_cell() =>
        PaperSheet.Problems(Sheet(BallotKind.Vote, OneOfTwo with { BallotType = BallotType.PerItem }, "赞成", "反对", "弃权"), Right with { Rows = [[29, 0, 0, 0], [0, 28, 0, 0]] }).ShouldHaveSingleItem()
            .ShouldBe(new PaperProblem("1.1", "第 1 项有一个数是 29，多于有效票 28 张，请核对。"));

    [Fact]
    public void Sums_that_do_not_add_up_are_caught()
    {
        PaperSheet.Problems(Vote, Right with { Void = 2 }).ShouldHaveSingleItem().Sentence.ShouldBe("有效票 28 张加无效票 2 张是 30 张，不等于收回的 29 张，请核对。");
        PaperSheet.Problems(Vote, Right with { Rows = [[16, 10, 1, 0], [12, 16, 0, 0]] }).ShouldHaveSingleItem().Sentence.ShouldBe("第 1 项各数合计 27，不等于有效票 28 张，请核对。");
    }

    [Fact]
    public void All_approvals_together_cannot_exceed_what_valid_slips_may_carry() =>
        PaperSheet.Problems(Vote, Right with { Rows = [[16, 10, 1, 1], [13, 15, 0, 0]] }).ShouldHaveSingleItem().Sentence.ShouldContain("合计 29，有效票 28 张、每张最多 1 个");

    [Fact]
    public void A_form_of_another_shape_or_below_nothing_is_refused()
    {
        PaperSheet.Problems(Vote, Right with { Rows = [[1, 2, 3]] }).ShouldHaveSingleItem().Sentence.ShouldContain("行数或列数不对");
        PaperSheet.Problems(Vote, Right with { Rows = [[-1, 27, 1, 1], [12, 16, 0, 0]] }).ShouldHaveSingleItem().Sentence.ShouldContain("不能小于 0");
    }

    [Fact]
    public void Numbers_of_a_ranking_ballot_must_be_possible()
    {
        var sheet = Sheet(BallotKind.Vote, OneOfTwo with { BallotType = BallotType.Rank }, "编号票数", "名次和", "未编号");
        var totals = new PaperTotals(3, 3, 3, 0, [[3, 4], [2, 3]]);

        PaperSheet.Columns(sheet).ShouldBe(["编号票数", "编号之和"]);
        PaperSheet.Problems(sheet, totals).ShouldBeEmpty();
        PaperSheet.Problems(sheet, totals with { Rows = [[3, 7], [2, 3]] }).ShouldHaveSingleItem().Sentence.ShouldBe("第 1 项有 3 张票编了号，编号之和应在 3 至 6 之间，录入的是 7，请核对。");
        PaperSheet.Problems(sheet, totals with { Rows = [[4, 4], [2, 3]] }).ShouldHaveSingleItem().Cell.ShouldBe("1.1");
    }

    [Fact]
    public void A_rating_is_entered_by_its_grades()
    {
        var sheet = Sheet(BallotKind.Rating, null, "满意", "基本满意", "不满意", "弃权");

        PaperSheet.Columns(sheet).ShouldBe(["满意", "基本满意", "不满意", "弃权"]);
        PaperSheet.Problems(sheet, new PaperTotals(28, 28, 28, 0, [[28, 0, 0, 0], [20, 5, 2, 1]])).ShouldBeEmpty();
        PaperSheet.Problems(sheet, new PaperTotals(28, 28, 28, 0, [[28, 0, 0, 1], [20, 5, 2, 1]])).ShouldHaveSingleItem();
    }

    [Fact]
    public void Two_entries_are_compared_cell_by_cell()
    {
        var other = Right with { Void = 0, Returned = 28, Rows = [[16, 10, 1, 1], [21, 7, 0, 0]] };

        PaperSheet.Compare(Vote, Right, other).ShouldBe([
            new PaperMismatch("returned", "收回纸质票", 29, 28), new PaperMismatch("void", "无效票", 1, 0),
            new PaperMismatch("2.1", "2. 项目2：赞成", 12, 21), new PaperMismatch("2.2", "2. 项目2：反对", 16, 7)]);
        PaperSheet.Compare(Vote, Right, Right with { }).ShouldBeEmpty();
    }

    [Fact]
    public void One_paper_slip_too_many_voids_the_vote_even_where_electronic_slips_are_missing()
    {
        var result = BallotCount.Of(OneOfTwo, ["a", "b"], [], new Turnout(50, 50, 50, 31), Right with { Returned = 31 });

        result.Outcome.ShouldBe(BallotOutcome.Void);
        result.Sentences.ShouldBe(["收回纸质票 31 张，多于发出纸质票 30 张，本次票决无效，应当重新投票。"]);
    }

    [Fact]
    public void Figures_that_contradict_each_other_are_not_counted() =>
        Should.Throw<BallotException>(() => BallotCount.Of(OneOfTwo, ["a", "b"], [], new Turnout(30, 30, 30, 29), Right with { Void = 2 }))
            .Message.ShouldContain("不等于收回的 29 张");

    private static BallotSheet Sheet(BallotKind kind, BallotRules? rules, params string[] options) =>
        new(kind, "票", 1, 1, [new("a", "1", "项目1", ""), new("b", "2", "项目2", "")], options, rules, 30);
}
