namespace Minsheng.Workflow.Activities.Ratings;

public sealed partial record RatingRule
{
    /// <summary>原阳: the head explains when 满意 is not more than half of those who took part. Grades are our default.</summary>
    public static RatingRule Yuanyang { get; } = new()
    {
        Id = "R-YUANYANG",
        Summary = "原阳：满意票未超过参评代表半数的，责任单位主要负责人在县人代会上作说明。等次划分为默认：满意过半为满意，满意加基本满意过半为基本满意，其余为不满意。",
        Consequence = RatingConsequence.Explain,
    };

    /// <summary>镇海: of all members; half or less is not enough.</summary>
    public static RatingRule Zhenhai { get; } = new()
    {
        Id = "R-ZHENHAI",
        Summary = "镇海：以常委会全体组成人员为基数，满意过半为满意；满意加基本满意过半为基本满意；不足半数（含半数）为不满意。满意恰为半数时默认不算过半。",
        Base = RatingBase.AllMembers,
    };

    /// <summary>石泉: passed or not; not passed is handled and reported again, after two it escalates.</summary>
    public static RatingRule Shiquan { get; } = new()
    {
        Id = "R-SHIQUAN",
        Summary = "石泉：以常委会全体组成人员为基数，满意过半为通过，否则重新办理、再次报告，直至满意；两次仍不满意的作出书面检查。",
        Base = RatingBase.AllMembers,
        HasMiddleGrade = false,
        Consequence = RatingConsequence.Rehandle,
        EscalateAfter = 2,
    };

    /// <summary>汉阴: publishes the rate of 满意 and 基本满意 together. Grades are our default.</summary>
    public static RatingRule Hanyin { get; } = new()
    {
        Id = "R-HANYIN",
        Summary = "汉阴：代表无记名测评，公布满意和基本满意合计的比率。等次划分为默认：满意过半为满意，满意加基本满意过半为基本满意，其余为不满意。",
        Rate = RatingRate.SatisfiedAndBasically,
    };

    /// <summary>宁国: a grade per project by counts. The threshold is our default.</summary>
    public static RatingRule Ningguo { get; } = new()
    {
        Id = "R-NINGGUO",
        Summary = "宁国：代表逐项测评，按票数确定每个项目的等次。界限为默认：满意过半为满意，满意加基本满意过半为基本满意，其余为不满意。",
    };

    /// <summary>柞水: standing committee members vote; only the grades are stated, the threshold is our default.</summary>
    public static RatingRule Zhashui { get; } = new()
    {
        Id = "R-ZHASHUI",
        Summary = "柞水：县级项目由专家评估、常委会组成人员票决测评，分满意、基本满意、不满意。界限为默认：参评人员过半数满意为满意，满意加基本满意过半为基本满意，其余为不满意。",
    };

    /// <summary>湖州: publishes one rate over all sub-items; how it is worked out was not published.</summary>
    public static RatingRule Huzhou { get; } = new()
    {
        Id = "R-HUZHOU",
        Summary = "湖州：代表在代表团会议上逐项测评满意、基本满意、不满意，公布总满意率。算法没有公布，默认为各项“满意票加基本满意票占参评人数”的平均；等次划分为默认：满意过半为满意，满意加基本满意过半为基本满意，其余为不满意。",
        Rate = RatingRate.SatisfiedAndBasically,
        HasOverallRate = true,
    };

    public static IReadOnlyList<RatingRule> All { get; } = [Yuanyang, Zhenhai, Shiquan, Hanyin, Ningguo, Zhashui, Huzhou];

    /// <summary>The rule with this id, or null.</summary>
    public static RatingRule? Find(string id) => All.FirstOrDefault(rule => string.Equals(rule.Id, id, StringComparison.OrdinalIgnoreCase));
}
