using System.Globalization;
using Minsheng.Workflow.Activities.Ballots;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>What the figures of a vote mean, while they are being filled in. The arithmetic is the vote's own.</summary>
/// <param name="Band">How many candidates there must be; null while seats are not known.</param>
/// <param name="Sums">How that comes about: 10 席 × 20% → 候选 12.</param>
/// <param name="Sources">Where the rules come from.</param>
public sealed record BallotHelp(string? Band, bool IsImpossible, IReadOnlyList<string> Sums, IReadOnlyList<string> Sources)
{
    internal const int UsualHeads = 193;

    /// <summary>Who is counted, in words: 代表, 组成人员.</summary>
    public string Heads { get; private init; } = "代表";

    /// <summary>How many there are of them here; a usual number where the roll is not known.</summary>
    public int HeadCount { get; private init; } = UsualHeads;

    public bool IsRollKnown { get; private init; }

    private BallotRules Rules { get; init; } = new() { Seats = 1 };

    private Quorum Quorum { get; init; }

    /// <param name="at">A step of the vote.</param>
    public static BallotHelp Of(ProcedureDesign design, StepAddress at, DesignPlace place)
    {
        var known = new KnownInputs(design, at, place);
        var body = known.Choice("votingBody", VotingBody.Congress);
        var rules = RulesOf(known, body);
        var quorum = Quorum.TryParse(known.Text("quorum"), out var stated) ? stated : body.Quorum();
        var members = known.Number("members") is > 0 and var written ? written : body == VotingBody.Congress ? place.Deputies : place.Members;
        var help = Counted(rules) with
        {
            Sources = [.. SourcesOf(rules, body, known)],
            Rules = rules ?? new BallotRules { Seats = 1, MajorityBase = known.Choice("majorityBase", MajorityBase.AllDeputies), MajorityStrict = known.Flag("majorityStrict"), Body = body },
            Quorum = quorum,
            Heads = body switch { VotingBody.Congress => "代表", VotingBody.StandingCommittee => "组成人员", _ => "议事代表" },
            HeadCount = members > 0 ? members : UsualHeads,
            IsRollKnown = members > 0,
        };
        return help;
    }

    /// <summary>The majority and the quorum in figures: 代表 193 人，过半数须 97 票.</summary>
    public string Majority(int heads) => heads < 1 ? "请写明人数。" : $"{Needed(heads)}；到会 {Quorum.Of(heads)} 人才能开会。";

    private string Needed(int heads)
    {
        var more = Rules.MajorityStrict ? "过半数" : "达到半数";
        return Rules.MajorityBase switch
        {
            MajorityBase.AllDeputies => $"{Heads} {heads} 人，{more}须 {Rules.MajorityCount(heads)} 票",
            MajorityBase.Present => $"{Heads} {heads} 人全部到会时，{more}须 {Rules.MajorityCount(heads)} 票；按到会人数算，少来的人不算在内",
            MajorityBase.Issued => $"发出 {heads} 张票时，{more}须 {Rules.MajorityCount(heads)} 票",
            MajorityBase.ValidBallots => $"有效票 {heads} 张时，{more}须 {Rules.MajorityCount(heads)} 票",
            _ => $"不要求过半数，按得票多少排列，至少 {Rules.LeastApprovals} 票",
        };
    }

    private static BallotRules? RulesOf(KnownInputs known, VotingBody body) => known.Number("seats") is not ({ } and >= 1 and <= 10_000) ? null : new BallotRules
    {
        Seats = known.Number("seats")!.Value,
        RatioMin = known.Ratio("ratioMin"),
        RatioMax = known.Ratio("ratioMax"),
        DifferentialBase = known.Choice("base", DifferentialBase.Seats),
        Rounding = known.Choice("rounding", Rounding.Ceil),
        BallotType = known.Choice("ballotType", BallotType.Cap),
        MajorityBase = known.Choice("majorityBase", MajorityBase.AllDeputies),
        MajorityStrict = known.Flag("majorityStrict"),
        Body = body,
    };

    private static BallotHelp Counted(BallotRules? rules)
    {
        if (rules is null) return new(null, false, [], []);
        if (rules.Problems() is [var problem, ..]) return new($"{problem}请改正。", true, [], []);
        var band = CandidateBand.Of(rules);
        var sentence = band.Warning ?? (band.Highest is { } highest && highest != band.Required
            ? $"应选 {rules.Seats} 项，候选须 {band.Required} 至 {highest} 项"
            : band.Highest is not null ? $"应选 {rules.Seats} 项，候选须正好 {band.Required} 项" : $"应选 {rules.Seats} 项，候选不少于 {band.Required} 项");
        List<string> sums = [];
        if (rules.RatioMin is { } least) sums.Add(Sum(rules, least, band.Required));
        // Where no number fits, the upper end would only repeat the lower one.
        if (rules.RatioMax is { } most && band is { Warning: null, Highest: { } top } && top != band.Required) sums.Add(Sum(rules, most, top));
        return new(sentence, band.Warning is not null, sums, []);
    }

    private static string Sum(BallotRules rules, Fraction ratio, int candidates) => rules.DifferentialBase == DifferentialBase.Seats
        ? string.Create(CultureInfo.InvariantCulture, $"{rules.Seats} 席 × {ratio} → 候选 {candidates}")
        : string.Create(CultureInfo.InvariantCulture, $"{rules.Seats} 席，差额占候选的 {ratio} → 候选 {candidates}");

    private static IEnumerable<string> SourcesOf(BallotRules? rules, VotingBody body, KnownInputs known)
    {
        yield return known.Choice("base", DifferentialBase.Seats) == DifferentialBase.Seats
            ? "差额按应选数算：参照地方组织法第二十七条“候选人数应多于应选人数”的算法"
            : "差额按候选数算：由本地票决办法规定";
        if (rules is { Rounding: Rounding.Ceil }) yield return "不足整数时进一：本地办法没有写明的，是默认";
        if (known.Choice("majorityBase", MajorityBase.AllDeputies) == MajorityBase.AllDeputies)
            yield return body == VotingBody.StreetCouncil ? "全体的过半数：街道由本地议事规则规定，是默认" : "全体的过半数：地方组织法第二十五条";
        if (body == VotingBody.Congress) yield return "三分之二到会：地方组织法第十四条";
    }
}
