using System.Text.Json.Serialization;

namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>One mark of one deputy on one project.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BallotMark>))]
public enum BallotMark
{
    /// <summary>赞成 ○.</summary>
    For,

    /// <summary>反对 ×.</summary>
    Against,

    /// <summary>弃权; on paper, no mark.</summary>
    Abstain,

    /// <summary>未按表决器; a state of its own, never an abstention.</summary>
    Unpressed,

    /// <summary>A paper mark nobody can read: this part does not count, the readable parts do.</summary>
    Illegible,
}

/// <summary>One filled ballot: a mark for each candidate, in ballot order. It never knows who filled it or when.</summary>
/// <param name="Marks">One mark per candidate.</param>
/// <param name="Spoiled">The paper slip carries identifying marks or was declared void by the scrutineers.</param>
/// <param name="Receipt">The deputy's receipt code, or null on paper.</param>
/// <param name="Ranks">Of a ranking ballot: the number given to each candidate, 1 the most urgent, 0 none.</param>
public sealed record Slip(IReadOnlyList<BallotMark> Marks, bool Spoiled = false, string? Receipt = null, IReadOnlyList<int>? Ranks = null)
{
    /// <summary>A numbered slip: a number speaks for a project, none abstains.</summary>
    public static Slip Numbered(IReadOnlyList<int> ranks, string? receipt = null) =>
        new([.. ranks.Select(rank => rank > 0 ? BallotMark.For : BallotMark.Abstain)], Receipt: receipt, Ranks: ranks);

    /// <summary>A blank paper slip: valid, abstains on every project.</summary>
    public static Slip Blank(int candidates) => new(Enumerable.Repeat(BallotMark.Abstain, candidates).ToArray());
}

/// <summary>Whether one slip counts. Over-marked slips are void as a whole, under-marked and blank ones are valid (选举法第四十四条, by analogy).</summary>
public sealed record SlipCheck(bool IsValid, string? Reason)
{
    private static readonly SlipCheck Valid = new(true, null);

    public static SlipCheck Of(Slip slip, BallotRules rules, int candidates)
    {
        if (slip.Spoiled)
            return new SlipCheck(false, "票面有标记或经监票人认定无效，整张票无效。");
        if (slip.Marks.Count != candidates)
            return new SlipCheck(false, $"票面有 {slip.Marks.Count} 个项目，候选项目为 {candidates} 个，整张票无效。");

        if (rules.BallotType == BallotType.Rank)
            return OfRanks(slip.Ranks ?? [], rules.HighestRank(candidates), candidates);
        var approvals = slip.Marks.Count(mark => mark == BallotMark.For);
        return approvals > rules.ApprovalCap
            ? new SlipCheck(false, $"赞成 {approvals} 个，多于{(rules.ApprovalCap == rules.Seats ? "应选" : "每张票最多")}的 {rules.ApprovalCap} 个，整张票无效。")
            : Valid;
    }

    /// <summary>Numbers run from 1 without gaps, each once. A slip that stops early is valid, a blank one too.</summary>
    private static SlipCheck OfRanks(IReadOnlyList<int> ranks, int highest, int candidates)
    {
        if (ranks.Count != candidates)
            return new SlipCheck(false, $"票面有 {ranks.Count} 个编号，候选项目为 {candidates} 个，整张票无效。");
        var given = ranks.Where(rank => rank != 0).Order().ToList();
        if (given.Count > 0 && (given[0] < 1 || given[^1] > highest))
            return new SlipCheck(false, $"编号应在 1 至 {highest} 之间，整张票无效。");
        for (var i = 0; i < given.Count; i++)
            if (given[i] != i + 1)
                return new SlipCheck(false, i > 0 && given[i] == given[i - 1]
                    ? $"编号 {given[i]} 用了不止一次，整张票无效。"
                    : $"编号应从 1 起连续，缺少 {i + 1}，整张票无效。");
        return Valid;
    }
}
