using Minsheng.Workflow.Activities.Ratings;

namespace Minsheng.Workflow.Tests.Ratings;

public class AssessRuleTests
{
    private static readonly PartyScore[] ThreeParties = [new("群众评价", null, 92.5m, 1), new("第三方评估", null, 88m, 3), new("人大评议", null, 90m, 5)];

    private static RatingResult Star(params decimal[] scores) => AssessRule.Star.Judge([new("评定组", null, scores.Average(), scores.Length)]).Single().Result;

    [Theory]
    [InlineData(89.9, RatingOutcome.Unsatisfied, "得分 89.90 分，低于 90 分，未达到五星级。")]
    [InlineData(90.0, RatingOutcome.Satisfied, "得分 90.00 分，达到 90 分，五星级。")]
    public void A_station_is_five_star_from_90(decimal score, RatingOutcome outcome, string sentence)
    {
        var result = Star(score);

        (result.Outcome, result.Sentence).ShouldBe((outcome, sentence));
        Grades.Word(result.RuleId, result.Outcome).ShouldBe(outcome == RatingOutcome.Satisfied ? "五星级" : "未达到五星级");
    }

    [Fact]
    public void A_missed_mark_is_not_rounded_up_to_a_reached_one()
    {
        Star(89.996m).Sentence.ShouldBe("得分 89.99 分，低于 90 分，未达到五星级。");
        Star(89m, 91m, 90m).Outcome.ShouldBe(RatingOutcome.Satisfied, "the mean of the three is exactly 90");
    }

    [Fact]
    public void A_total_that_is_90_counts_as_90_though_its_parts_are_thirds()
    {
        PartyScore[] parties = [new("甲", 50, 269m / 3, 3), new("乙", 50, 271m / 3, 3)];

        (AssessRule.Star with { Total = AssessTotal.Weighted }).Judge(parties).Single().Result.Outcome.ShouldBe(RatingOutcome.Satisfied);
    }

    [Theory]
    [InlineData(210, 300, RatingOutcome.Satisfied, RatingConsequence.None)]
    [InlineData(209, 300, RatingOutcome.Unsatisfied, RatingConsequence.Rectify)]
    [InlineData(69_999, 100_000, RatingOutcome.Unsatisfied, RatingConsequence.Rectify)]
    public void Shigu_rectifies_again_below_70_percent(int satisfied, int asked, RatingOutcome outcome, RatingConsequence consequence)
    {
        var result = AssessRule.Shigu.Judge(satisfied, asked);

        (result.Outcome, result.Consequence, result.Base).ShouldBe((outcome, consequence, asked));
    }

    [Fact]
    public void Shigu_says_what_has_to_follow() =>
        AssessRule.Shigu.Judge(209, 300).Sentence.ShouldBe("调查 300 人，满意 209 人，满意率 69.67%，低于 70%。应当进行二次整改。");

    [Theory]
    [InlineData(0, 0)]
    [InlineData(301, 300)]
    [InlineData(-1, 300)]
    public void A_survey_of_nobody_or_of_too_many_satisfied_is_no_survey(int satisfied, int asked) =>
        Should.Throw<ArgumentException>(() => AssessRule.Shigu.Judge(satisfied, asked));

    [Fact]
    public void Three_parties_stand_side_by_side_without_a_total()
    {
        var results = AssessRule.ThreeParty.Judge(ThreeParties);

        results.Select(result => result.Party).ShouldBe(["群众评价", "第三方评估", "人大评议"]);
        results.Select(result => result.Result.Percent).ShouldBe([92.50m, 88.00m, 90.00m]);
        results.ShouldAllBe(result => result.Result.Outcome == RatingOutcome.Ungraded);
        results[0].Result.Sentence.ShouldBe("群众评价 92.50 分，各方结果并列，不合计总分。");
    }

    [Fact]
    public void Three_parties_have_a_total_only_when_every_weight_is_stated()
    {
        var weighted = ThreeParties.Zip([40m, 30m, 30m], (party, weight) => party with { Weight = weight }).ToList();

        AssessRule.ThreeParty.Judge(weighted).Single().Result.Percent.ShouldBe(90.40m);
        Should.Throw<ArgumentException>(() => AssessRule.ThreeParty.Judge([weighted[0], weighted[1], ThreeParties[2]]))
            .Message.ShouldStartWith("有 1 方没有写权重，不能合计总分；请把各方权重都写明，或者都不写，各方结果并列。");
    }

    [Fact]
    public void A_mark_of_the_place_grades_each_of_the_three_parties() =>
        AssessRule.ThreeParty.Judge(ThreeParties, passMark: 90).Select(result => result.Result.Outcome)
            .ShouldBe([RatingOutcome.Satisfied, RatingOutcome.Unsatisfied, RatingOutcome.Satisfied]);

    [Fact]
    public void Zhenhai_2013_weighs_60_30_10()
    {
        var result = AssessRule.Weighted.Judge([new("群众评价", 60, 92m, 300), new("领导评价", 30, 88m, 10), new("网上评价", 10, 80m, 50)]).Single().Result;

        (result.Percent, result.Outcome, result.Base).ShouldBe((89.60m, RatingOutcome.Ungraded, 360));
        result.Sentence.ShouldBe("群众评价 92.00 分（占 60%）、领导评价 88.00 分（占 30%）、网上评价 80.00 分（占 10%），合计 89.60 分，没有设定合格分，不划分等次。");
    }

    [Theory]
    [InlineData("R-WEIGHT", "60 30 10", null)]
    [InlineData("R-WEIGHT", "60 30 5", "各方权重合计为 95，应为 100，请改正。")]
    [InlineData("R-WEIGHT", "- - -", "R-WEIGHT 要合计总分，请写明每一方的权重，合计为 100。")]
    [InlineData("R-WEIGHT", "60 - 40", "有 1 方没有写权重，不能合计总分；请把各方权重都写明。")]
    [InlineData("R-WEIGHT", "110 -10", "各方权重都应大于 0，请改正。")]
    [InlineData("R-3P", "- - -", null)]
    [InlineData("R-STAR", "-", null)]
    [InlineData("R-STAR", "- -", "R-STAR 要合计总分，请写明每一方的权重，合计为 100。")]
    [InlineData("R-SHIGU", "100", "R-SHIGU 按调查人数计算，不用权重，请删去各方的权重。")]
    public void Weights_are_all_stated_and_add_up_to_100(string rule, string weights, string? problem) =>
        AssessRule.Find(rule)!.WeightProblem([.. weights.Split(' ').Select(weight => weight == "-" ? (decimal?)null : decimal.Parse(weight, System.Globalization.CultureInfo.InvariantCulture))])
            .ShouldBe(problem);

    [Fact]
    public void Every_rule_says_what_is_our_default_and_has_an_id_of_its_own()
    {
        var ids = RatingRule.All.Select(rule => rule.Id).Concat(AssessRule.All.Select(rule => rule.Id)).ToList();

        ids.Distinct().Count().ShouldBe(ids.Count);
        ids.ShouldAllBe(id => Grades.Summary(id)!.Length > 10);
        AssessRule.ThreeParty.Summary.ShouldContain("默认");
    }
}
