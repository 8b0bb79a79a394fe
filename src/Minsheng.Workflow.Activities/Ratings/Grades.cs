namespace Minsheng.Workflow.Activities.Ratings;

/// <summary>Grades and rules as people read them: a station does not become 满意, it becomes 五星级.</summary>
public static class Grades
{
    public static string Word(string rule, RatingOutcome outcome) => outcome switch
    {
        RatingOutcome.Ungraded => "不划分等次",
        RatingOutcome.Satisfied when AssessRule.Find(rule) is { } assess => assess.Reached,
        RatingOutcome.Unsatisfied when AssessRule.Find(rule) is { } assess => assess.Missed,
        RatingOutcome.Satisfied => RatingRule.Find(rule) is { HasMiddleGrade: false } ? "通过" : "满意",
        RatingOutcome.Unsatisfied => RatingRule.Find(rule) is { HasMiddleGrade: false } ? "未通过" : "不满意",
        _ => "基本满意",
    };

    /// <summary>What the place states and what is our default; null for a rule we do not know.</summary>
    public static string? Summary(string rule) => RatingRule.Find(rule)?.Summary ?? AssessRule.Find(rule)?.Summary;
}
