namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>How many candidates a differential vote 差额票决 needs.</summary>
/// <param name="Required">The number to put on the ballot: the lower ratio, rounded by the rules, at least one more than the seats.</param>
/// <param name="Highest">The most candidates the upper ratio allows, or null without one; never below <paramref name="Required"/>.</param>
/// <param name="Warning">Set when no whole number of candidates lies in the band; a warning, never a refusal.</param>
public sealed record CandidateBand(int Required, int? Highest, string? Warning)
{
    public static CandidateBand Of(BallotRules rules)
    {
        var least = rules.Seats + 1;
        var required = Math.Max(least, rules.RatioMin is { } ratio ? At(rules, ratio, rules.Rounding) : least);
        if (rules.RatioMax is not { } max)
            return new CandidateBand(required, null, null);

        var lowest = Math.Max(least, rules.RatioMin is { } min ? At(rules, min, Rounding.Ceil) : least);
        var highest = At(rules, max, Rounding.Floor);
        var warning = highest >= lowest
            ? null
            : $"应选 {rules.Seats} 个时，没有一个候选项目数能使差额比例落在 {Band(rules)}；建议候选 {required} 个，差额比例为 {Percent(rules, required)}%。";
        return new CandidateBand(required, Math.Max(required, highest), warning);
    }

    /// <summary>A sentence when this many candidates do not suit the rules, else null.</summary>
    public static string? WarningFor(BallotRules rules, int candidates)
    {
        if (candidates <= rules.Seats)
            return $"候选项目 {candidates} 个，应选 {rules.Seats} 个，不构成差额。";
        var band = Of(rules);
        if (candidates < band.Required)
            return $"候选项目 {candidates} 个，差额比例为 {Percent(rules, candidates)}%，少于应有的 {band.Required} 个。";
        return candidates > band.Highest
            ? $"候选项目 {candidates} 个，差额比例为 {Percent(rules, candidates)}%，多于允许的 {band.Highest} 个。"
            : band.Warning;
    }

    private static int At(BallotRules rules, Fraction ratio, Rounding rounding) => rules.DifferentialBase == DifferentialBase.Seats
        ? rules.Seats + ratio.Of(rules.Seats, rounding)
        : ratio.InverseOfRest().Of(rules.Seats, rounding);

    private static string Band(BallotRules rules) => rules.RatioMin is { } min ? $"{min} 至 {rules.RatioMax} 之间" : $"{rules.RatioMax} 以内";

    private static string Percent(BallotRules rules, int candidates)
    {
        var whole = rules.DifferentialBase == DifferentialBase.Seats ? rules.Seats : candidates;
        var tenths = new Fraction(candidates - rules.Seats, whole).RoundOf(1000);
        return tenths % 10 == 0 ? $"{tenths / 10}" : $"{tenths / 10}.{tenths % 10}";
    }
}
