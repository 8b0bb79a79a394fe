using Minsheng.Workflow.Activities.Ratings;

namespace Minsheng.Workflow.Tests.Ratings;

public class RatingRuleTests
{
    [Theory]
    [InlineData(97, false)]
    [InlineData(96, true)]
    public void Yuanyang_asks_for_an_explanation_at_half_or_less_of_193(int satisfied, bool explain)
    {
        var result = RatingRule.Yuanyang.Judge(new RatingCount(satisfied, 193 - satisfied, 0));

        result.NeedsExplanation.ShouldBe(explain);
        result.Outcome.ShouldBe(explain ? RatingOutcome.Basically : RatingOutcome.Satisfied);
    }

    [Fact]
    public void Yuanyang_asks_at_exactly_half_because_half_is_not_over_half()
    {
        var result = RatingRule.Yuanyang.Judge(new RatingCount(50, 30, 10, Abstained: 10));

        result.NeedsExplanation.ShouldBeTrue("abstaining raters took part and stay in the base of 100");
        result.Sentence.ShouldBe("参评人员 100 人，满意 50 票，未超过半数，基本满意 30 票，不满意 10 票，评定为基本满意等次。责任单位主要负责人应当在人民代表大会会议上作出说明。");
    }

    [Theory]
    [InlineData(16, 0, RatingOutcome.Satisfied)]
    [InlineData(15, 0, RatingOutcome.Unsatisfied)]
    [InlineData(10, 5, RatingOutcome.Unsatisfied)]
    [InlineData(10, 6, RatingOutcome.Basically)]
    [InlineData(15, 1, RatingOutcome.Basically)]
    public void Zhenhai_counts_all_30_members_and_half_is_not_enough(int satisfied, int basically, RatingOutcome outcome) =>
        RatingRule.Zhenhai.Judge(new RatingCount(satisfied, basically, 29 - satisfied - basically), allMembers: 30).Outcome.ShouldBe(outcome);

    [Fact]
    public void Exactly_half_satisfied_is_a_setting()
    {
        var count = new RatingCount(15, 5, 9);

        RatingRule.Zhenhai.Judge(count, 30).Outcome.ShouldBe(RatingOutcome.Basically);
        (RatingRule.Zhenhai with { HalfSatisfies = true }).Judge(count, 30).Outcome.ShouldBe(RatingOutcome.Satisfied);
    }

    [Fact]
    public void The_Zhenhai_table_of_2022()
    {
        int[] satisfied = [28, 20, 26, 29, 17, 26, 17, 28];
        decimal[] published = [96.55m, 68.97m, 89.66m, 100.00m, 58.62m, 89.66m, 58.62m, 96.55m];

        var results = satisfied.Select(votes => RatingRule.Zhenhai.Judge(new RatingCount(votes, 29 - votes, 0), allMembers: 29)).ToList();

        results.Select(result => result.Percent).ShouldBe(published);
        results.Select(result => result.Outcome).Distinct().ShouldBe([RatingOutcome.Satisfied]);
    }

    [Theory]
    [InlineData(17, 11, 1)]
    [InlineData(20, 8, 1)]
    public void Zhenhai_rows_of_29_are_satisfied(int satisfied, int basically, int unsatisfied) =>
        RatingRule.Zhenhai.Judge(new RatingCount(satisfied, basically, unsatisfied), 29).Outcome.ShouldBe(RatingOutcome.Satisfied);

    [Theory]
    [InlineData(182, 10, 1, 94.30)]
    [InlineData(185, 8, 0, 95.85)]
    public void Ningguo_2024(int satisfied, int basically, int unsatisfied, decimal percent)
    {
        var result = RatingRule.Ningguo.Judge(new RatingCount(satisfied, basically, unsatisfied));

        (result.Outcome, result.Percent, result.Base).ShouldBe((RatingOutcome.Satisfied, percent, 193));
    }

    [Theory]
    [InlineData(16, RatingOutcome.Satisfied, RatingConsequence.None)]
    [InlineData(15, RatingOutcome.Unsatisfied, RatingConsequence.Rehandle)]
    public void Shiquan_knows_passed_or_handle_again(int satisfied, RatingOutcome outcome, RatingConsequence consequence)
    {
        var result = RatingRule.Shiquan.Judge(new RatingCount(satisfied, 29 - satisfied, 0), 30);

        (result.Outcome, result.Consequence).ShouldBe((outcome, consequence));
        RatingRule.Shiquan.EscalateAfter.ShouldBe(2);
    }

    [Fact]
    public void Shiquan_escalates_from_the_second_failure()
    {
        var failed = RatingRule.Shiquan.Judge(new RatingCount(15, 14, 0), 30);

        failed.Sentence.ShouldBe("全体组成人员 30 人，满意 15 票，未超过半数，基本满意 14 票，不满意 0 票，未通过。应当重新办理并再次报告。");
        RatingRule.Shiquan.Repeated(failed, times: 1).ShouldBe(failed);
        RatingRule.Shiquan.Repeated(failed, times: 2).Consequence.ShouldBe(RatingConsequence.Escalate);
        RatingRule.Shiquan.Repeated(failed, times: 2).Sentence.ShouldEndWith("已有 2 次不满意，责任单位应当作出书面检查。");
        RatingRule.Yuanyang.Repeated(RatingRule.Yuanyang.Judge(new RatingCount(0, 0, 9)), times: 5).Consequence.ShouldBe(RatingConsequence.Explain, "原阳 knows no escalation");
    }

    [Fact]
    public void Huzhou_publishes_one_rate_over_all_projects()
    {
        RatingCount[] counts = [new(320, 15, 0), new(300, 30, 5), new(0, 0, 0)];

        RatingRule.Huzhou.OverallRate(counts[..2]).ShouldBe(99.25m, "the mean of 100 and 98.5075 percent");
        RatingRule.Huzhou.OverallRate(counts).ShouldBe(66.17m);
        RatingRule.Huzhou.OverallRate([]).ShouldBe(0m);
        RatingRule.Huzhou.Summary.ShouldContain("默认");
    }

    [Fact]
    public void Hanyin_publishes_both_good_grades_together() =>
        RatingRule.Hanyin.Judge(new RatingCount(120, 30, 0)).Percent.ShouldBe(100.00m);

    [Theory]
    [InlineData(18, 5, 12, RatingOutcome.Satisfied)]
    [InlineData(17, 1, 17, RatingOutcome.Basically)]
    [InlineData(10, 7, 18, RatingOutcome.Unsatisfied)]
    public void Zhashui_grades_by_more_than_half_of_those_who_took_part(int satisfied, int basically, int unsatisfied, RatingOutcome outcome)
    {
        RatingRule.Zhashui.Judge(new RatingCount(satisfied, basically, unsatisfied)).Outcome.ShouldBe(outcome);
        RatingRule.Zhashui.Summary.ShouldContain("默认");
    }

    [Fact]
    public void Zhashui_figures_in_percent()
    {
        Percent.Of(35, 35).ShouldBe(100.00m);
        Percent.Of(75, 79).ShouldBe(94.94m);
        Percent.Of(1, 8).ShouldBe(12.50m);
        Percent.Of(1, 800).ShouldBe(0.13m, "0.125 rounds up");
    }

    [Fact]
    public void A_rule_on_all_members_needs_their_number()
    {
        Should.Throw<ArgumentException>(() => RatingRule.Zhenhai.Judge(new RatingCount(1, 0, 0)));
        Should.Throw<ArgumentException>(() => RatingRule.Zhenhai.Judge(new RatingCount(20, 10, 0), 29));
    }

    [Fact]
    public void Nobody_rating_is_not_satisfaction()
    {
        var result = RatingRule.Yuanyang.Judge(new RatingCount(0, 0, 0));

        (result.Outcome, result.NeedsExplanation, result.Percent).ShouldBe((RatingOutcome.Unsatisfied, true, 0m));
        result.Sentence.ShouldBe("没有人参加测评，按未超过半数处理。");
    }

    [Fact]
    public void Rules_are_found_by_id()
    {
        RatingRule.All.Select(rule => RatingRule.Find(rule.Id)).ShouldBe(RatingRule.All);
        RatingRule.Find("R-NOWHERE").ShouldBeNull();
    }
}
