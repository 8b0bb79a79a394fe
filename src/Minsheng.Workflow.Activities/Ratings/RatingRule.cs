namespace Minsheng.Workflow.Activities.Ratings;

/// <summary>A named rule that turns rating votes into a grade. Every threshold is data; what a place does not state is marked 默认.</summary>
public sealed partial record RatingRule
{
    /// <summary>The id definitions use, e.g. R-YUANYANG.</summary>
    public required string Id { get; init; }

    /// <summary>In Chinese: what the place states, and what is our default (默认).</summary>
    public required string Summary { get; init; }

    public RatingBase Base { get; init; }
    public RatingRate Rate { get; init; }

    /// <summary>Whether exactly half 满意 is enough for 满意. Default: no (镇海 is ambiguous here).</summary>
    public bool HalfSatisfies { get; init; }

    /// <summary>Whether the grade 基本满意 exists; without it whatever is not 满意 is 不满意.</summary>
    public bool HasMiddleGrade { get; init; } = true;

    /// <summary>Whether the place publishes one rate over all projects as well.</summary>
    public bool HasOverallRate { get; init; }

    public RatingConsequence Consequence { get; init; }

    /// <summary>After how many unsatisfactory ratings the matter escalates, or null.</summary>
    public int? EscalateAfter { get; init; }

    /// <summary>Grades one rating.</summary>
    /// <param name="count">The votes.</param>
    /// <param name="allMembers">全体组成人员; asked for only where the base is all members.</param>
    /// <exception cref="ArgumentException">The base is missing or smaller than the number of votes.</exception>
    public RatingResult Judge(RatingCount count, int? allMembers = null)
    {
        var whole = Base == RatingBase.Participants ? count.Rated : WholeBody(count, allMembers);
        var satisfied = IsOverHalf(count.Satisfied, whole) || HalfSatisfies && whole > 0 && 2 * count.Satisfied == whole;
        var outcome = satisfied ? RatingOutcome.Satisfied
            : HasMiddleGrade && IsOverHalf(count.AtLeastBasically, whole) ? RatingOutcome.Basically
            : RatingOutcome.Unsatisfied;
        return new RatingResult(
            Id,
            outcome,
            Rate == RatingRate.Satisfied ? count.SatisfiedPercent : count.AtLeastBasicallyPercent,
            whole,
            satisfied ? RatingConsequence.None : Consequence,
            Sentence(count, whole, outcome, satisfied));
    }

    /// <summary>The result once it is known how often this matter has been unsatisfactory in the run, this time included.</summary>
    public RatingResult Repeated(RatingResult result, int times) =>
        result.Outcome == RatingOutcome.Unsatisfied && times >= EscalateAfter
            ? result with { Consequence = RatingConsequence.Escalate, Sentence = $"{result.Sentence}已有 {times} 次不满意，{Demand(RatingConsequence.Escalate)}" }
            : result;

    /// <summary>总满意率 over several projects: the mean of their rates, two decimals. The formula is our default.</summary>
    public decimal OverallRate(IReadOnlyList<RatingCount> counts) =>
        counts.Count == 0 ? 0.00m : Percent.Round(counts.Average(count => count.Rated == 0 ? 0 : (Rate == RatingRate.Satisfied ? count.Satisfied : count.AtLeastBasically) * 100m / count.Rated));

    /// <summary>What has to follow, in words; empty where nothing has to.</summary>
    public static string Demand(RatingConsequence consequence) => consequence switch
    {
        RatingConsequence.Explain => "责任单位主要负责人应当在人民代表大会会议上作出说明。",
        RatingConsequence.Rehandle => "应当重新办理并再次报告。",
        RatingConsequence.Rectify => "应当进行二次整改。",
        RatingConsequence.Escalate => "责任单位应当作出书面检查。",
        _ => "",
    };

    private static bool IsOverHalf(int votes, int whole) => 2 * votes > whole;

    private int WholeBody(RatingCount count, int? allMembers) => allMembers switch
    {
        null => throw new ArgumentException($"{Id} needs the number of all members.", nameof(allMembers)),
        var members when members < count.Rated => throw new ArgumentException($"{count.Rated} votes from {members} members.", nameof(allMembers)),
        var members => members.Value,
    };

    private string Sentence(RatingCount count, int whole, RatingOutcome outcome, bool satisfied)
    {
        if (count.Rated == 0)
            return "没有人参加测评，按未超过半数处理。";
        var body = Base == RatingBase.Participants ? "参评" : "全体组成";
        var half = satisfied ? "" : "未";
        var grade = Grades.Word(Id, outcome);
        var next = satisfied ? "" : Demand(Consequence);
        var over = HalfSatisfies ? "达到" : "超过";
        return $"{body}人员 {whole} 人，满意 {count.Satisfied} 票，{half}{over}半数，基本满意 {count.Basically} 票，不满意 {count.Unsatisfied} 票，{(HasMiddleGrade ? $"评定为{grade}等次" : grade)}。{next}";
    }
}

/// <summary>A judged rating.</summary>
/// <param name="RuleId">The rule that judged it.</param>
/// <param name="Outcome">等次.</param>
/// <param name="Percent">The rate the rule publishes, of those who took part, two decimals.</param>
/// <param name="Base">The number whose half decided.</param>
/// <param name="Consequence">What must follow.</param>
/// <param name="Sentence">The result in words.</param>
public sealed record RatingResult(
    string RuleId, RatingOutcome Outcome, decimal Percent, int Base, RatingConsequence Consequence, string Sentence)
{
    public bool NeedsExplanation => Consequence == RatingConsequence.Explain;
}
