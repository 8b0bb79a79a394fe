using System.Globalization;

namespace Minsheng.Workflow.Activities.Ratings;

/// <summary>A named rule that turns scores, or a survey's counts, into a result 综合评价. What a place does not state is left open, never guessed.</summary>
public sealed partial record AssessRule
{
    private const int Whole = 100;

    /// <summary>The id definitions use, e.g. R-STAR.</summary>
    public required string Id { get; init; }

    /// <summary>What the assessment is called, e.g. 五星级评定.</summary>
    public required string Name { get; init; }

    /// <summary>In Chinese: what the place states, and what is our default (默认).</summary>
    public required string Summary { get; init; }

    /// <summary>The grade when the mark is reached, and when it is not.</summary>
    public required string Reached { get; init; }
    public required string Missed { get; init; }

    public AssessMeasure Measure { get; init; }
    public AssessTotal Total { get; init; }

    /// <summary>The mark the place states, from 0 to 100; null where it states none and a definition may.</summary>
    public decimal? PassMark { get; init; }

    /// <summary>What must follow when the mark is missed.</summary>
    public RatingConsequence Consequence { get; init; }

    /// <summary>What is wrong with these weights, as a sentence for the author; null when the rule can use them.</summary>
    public string? WeightProblem(IReadOnlyList<decimal?> weights)
    {
        var stated = weights.Count(weight => weight is not null);
        if (Measure == AssessMeasure.Survey)
            return stated == 0 ? null : $"{Id} 按调查人数计算，不用权重，请删去各方的权重。";
        if (stated == 0)
            return Total == AssessTotal.SideBySide || Total == AssessTotal.OneScore && weights.Count == 1 ? null
                : $"{Id} 要合计总分，请写明每一方的权重，合计为 100。";
        if (stated < weights.Count)
            return $"有 {weights.Count - stated} 方没有写权重，不能合计总分；请把各方权重都写明{(Total == AssessTotal.SideBySide ? "，或者都不写，各方结果并列" : "")}。";
        if (weights.Any(weight => weight <= 0)) return "各方权重都应大于 0，请改正。";
        return weights.Sum() is { } sum && sum != Whole ? $"各方权重合计为 {Plain(sum)}，应为 100，请改正。" : null;
    }

    /// <summary>Judges one matter by its scores: one result, or one per party where they stand side by side.</summary>
    /// <param name="parties">Each party's mean score.</param>
    /// <param name="passMark">The place's own mark, where the rule states none.</param>
    /// <exception cref="ArgumentException">The weights cannot be used; see <see cref="WeightProblem"/>.</exception>
    public IReadOnlyList<PartyResult> Judge(IReadOnlyList<PartyScore> parties, decimal? passMark = null)
    {
        if (WeightProblem([.. parties.Select(party => party.Weight)]) is { } problem) throw new ArgumentException(problem, nameof(parties));
        var mark = PassMark ?? passMark;
        if (parties is [{ Weight: null } only]) return [new(null, Grade(only.Score, only.Assessors, "得分", "", mark))];
        if (parties[0].Weight is null)
            return [.. parties.Select(party => new PartyResult(party.Name, Grade(party.Score, party.Assessors, party.Name, "，各方结果并列，不合计总分", mark)))];

        var total = parties.Sum(party => party.Score * party.Weight!.Value) / Whole;
        var parts = string.Join("、", parties.Select(party => $"{party.Name} {Shown(party.Score, null)} 分（占 {Plain(party.Weight!.Value)}%）"));
        return [new(null, Grade(total, parties.Sum(party => party.Assessors), $"{parts}，合计", "", mark))];
    }

    /// <summary>Judges one matter by a survey.</summary>
    /// <exception cref="ArgumentException">Nobody was asked, or more were satisfied than asked.</exception>
    public RatingResult Judge(int satisfied, int asked)
    {
        if (asked < 1 || satisfied < 0 || satisfied > asked) throw new ArgumentException($"{satisfied} of {asked} asked are satisfied.", nameof(satisfied));
        var mark = PassMark ?? 0;
        var isReached = satisfied * 100m >= mark * asked;
        return new RatingResult(
            Id, isReached ? RatingOutcome.Satisfied : RatingOutcome.Unsatisfied, Percent.Of(satisfied, asked), asked, isReached ? RatingConsequence.None : Consequence,
            $"调查 {asked} 人，满意 {satisfied} 人，满意率 {Shown(satisfied * 100m / asked, mark)}%，{(isReached ? "达到" : "低于")} {Plain(mark)}%。{(isReached ? "" : RatingRule.Demand(Consequence))}");
    }

    private RatingResult Grade(decimal exact, int assessors, string what, string aside, decimal? mark)
    {
        // Means of thirds meet in the last places; a score that is 90 must count as 90.
        var score = Math.Round(exact, 8);
        var outcome = mark is null ? RatingOutcome.Ungraded : score >= mark ? RatingOutcome.Satisfied : RatingOutcome.Unsatisfied;
        var grade = outcome switch
        {
            RatingOutcome.Ungraded => aside.Length > 0 ? "" : "，没有设定合格分，不划分等次",
            RatingOutcome.Satisfied => $"，达到 {Plain(mark!.Value)} 分，{Reached}",
            _ => $"，低于 {Plain(mark!.Value)} 分，{Missed}",
        };
        return new RatingResult(
            Id, outcome, Percent.Round(score), assessors, outcome == RatingOutcome.Unsatisfied ? Consequence : RatingConsequence.None,
            $"{what} {Shown(score, mark)} 分{grade}{aside}。");
    }

    /// <summary>Two decimals, but never rounded up to a mark that was missed.</summary>
    private static string Shown(decimal figure, decimal? mark)
    {
        var rounded = Percent.Round(figure);
        return (figure < mark && rounded >= mark ? mark.Value - 0.01m : rounded).ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static string Plain(decimal figure) => figure.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>One party's score of one matter.</summary>
/// <param name="Weight">In percent of the total; null where none is stated.</param>
/// <param name="Score">0 to 100, the mean of those who scored.</param>
/// <param name="Assessors">How many scored.</param>
public sealed record PartyScore(string Name, decimal? Weight, decimal Score, int Assessors);

/// <param name="Party">Null for the result of all together.</param>
public sealed record PartyResult(string? Party, RatingResult Result);

public enum AssessMeasure
{
    /// <summary>Scores from 0 to 100.</summary>
    Score,

    /// <summary>How many were asked and how many of them were satisfied.</summary>
    Survey,
}

public enum AssessTotal
{
    /// <summary>One score; several parties need weights.</summary>
    OneScore,

    /// <summary>Each party's result beside the others; a total only where every weight is stated.</summary>
    SideBySide,

    /// <summary>Always a total by weights.</summary>
    Weighted,
}
