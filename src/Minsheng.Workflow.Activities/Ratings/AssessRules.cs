namespace Minsheng.Workflow.Activities.Ratings;

public sealed partial record AssessRule
{
    /// <summary>渭源: a station with at least 90 becomes five-star. The weights of the five standards are not stated.</summary>
    public static AssessRule Star { get; } = new()
    {
        Id = "R-STAR",
        Name = "五星级评定",
        Summary = "渭源：按五项标准评分，90 分及以上为五星级家室站。各项标准的分值未写明，默认各项同等计分、取平均。",
        Reached = "五星级",
        Missed = "未达到五星级",
        PassMark = 90,
    };

    /// <summary>石鼓: below 70% a second rectification.</summary>
    public static AssessRule Shigu { get; } = new()
    {
        Id = "R-SHIGU",
        Name = "群众满意度调查",
        Summary = "石鼓：群众满意率低于 70% 的，进行二次整改。",
        Reached = "达到 70%",
        Missed = "低于 70%",
        Measure = AssessMeasure.Survey,
        PassMark = 70,
        Consequence = RatingConsequence.Rectify,
    };

    /// <summary>北关: public, third party and congress side by side; the document states no weights.</summary>
    public static AssessRule ThreeParty { get; } = new()
    {
        Id = "R-3P",
        Name = "三方共评",
        Summary = "北关：群众评价、第三方评估、人大评议三方共评。材料没有写明权重和合格分，默认三方结果并列，不合计总分，不划分等次；各方权重都写明的，按权重合计。",
        Reached = "达到合格分",
        Missed = "低于合格分",
        Total = AssessTotal.SideBySide,
    };

    /// <summary>镇海 2013: 60 by the public, 30 by leaders, 10 online.</summary>
    public static AssessRule Weighted { get; } = new()
    {
        Id = "R-WEIGHT",
        Name = "加权评价",
        Summary = "镇海（2013 年）：总分 100，群众评价占 60，领导评价占 30，网上评价占 10。各方权重在步骤里写明，合计为 100；合格分材料未写明，默认不划分等次。",
        Reached = "达到合格分",
        Missed = "低于合格分",
        Total = AssessTotal.Weighted,
    };

    public static IReadOnlyList<AssessRule> All { get; } = [Star, Shigu, ThreeParty, Weighted];

    /// <summary>The rule with this id, or null.</summary>
    public static AssessRule? Find(string id) => All.FirstOrDefault(rule => string.Equals(rule.Id, id, StringComparison.OrdinalIgnoreCase));
}
